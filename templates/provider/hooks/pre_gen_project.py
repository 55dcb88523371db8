"""Refuse answers of which no package can be made. cookiecutter has no other place for it.

The rules are new-provider's; tests hold the two together.
"""

import json
import keyword
import re
import sys

ANSWERS = json.loads(r'{{ cookiecutter | tojson }}')
NAME, API, KIND = ANSWERS["name"], ANSWERS["api"], ANSWERS["kind"]
DESCRIPTION, AUTHOR = ANSWERS["description"], ANSWERS["author"]

YAML_WORDS = {"false", "n", "no", "null", "off", "on", "true", "y", "yes"}
PYTHON_WORDS = {word.lower() for word in [*keyword.kwlist, *keyword.softkwlist, "type"]} | sys.stdlib_module_names
DEVICES = {"aux", "con", "nul", "prn"} | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
UNPRINTABLE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff]")


def fault():
    """Return what is wrong with the answers; None if nothing is."""
    if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", NAME) or len(NAME) > 30:
        return "name: use at most 30 lower-case letters, digits and single dashes, a letter first"
    if NAME.startswith(("llama-stack-provider-", "ogx-provider-")):
        return "name: leave out the prefix, the package gets it anyway"
    if NAME in YAML_WORDS | PYTHON_WORDS | DEVICES:
        return "name: this word means something to Python, to YAML or to Windows"
    if KIND not in ("remote", "inline"):
        return "kind: use remote or inline"
    if ANSWERS["target"] not in ANSWERS["_cells"][API]:
        return f"target: {API} is there on {', '.join(ANSWERS['_cells'][API])} only"
    if ANSWERS["found_by"] not in ("module", "directory"):
        return "found_by: use module or directory"
    if ANSWERS["found_by"] == "module" and ANSWERS["_lines"][ANSWERS["target"]]["spec"] == "yaml":
        return f"found_by: {ANSWERS['target']} finds providers by directory only"
    if ANSWERS["container"] not in ("no", "yes"):
        return "container: use no or yes"
    if not DESCRIPTION.strip() or len(DESCRIPTION) > 200 or UNPRINTABLE.search(DESCRIPTION):
        return "description: use one line of at most 200 characters"
    if len(AUTHOR) > 100 or UNPRINTABLE.search(AUTHOR):
        return "author: use one line of at most 100 characters"
    return None


if fault() is not None:
    sys.exit(fault())
