"""Every mistake that is known to be made, and every step of the loader, has its rule.

Or a reason why reading a package can't tell.
"""

import re

import pytest

from validate_provider.rules.rule import all_rules, package_rules

MISTAKES = {
    "M1 no provider.py, and `module:` is used": "SPK101",
    "M2 provider.py without get_provider_spec": "SPK104",
    "M3 a relative config_class": "SPK403",
    "M4 a file's name for the spec's module": "SPK302",
    "M5 config_class names another class": "SPK405",
    "M6 config_class without a dot": "SPK402",
    "M7 a typo in the class name": "SPK401",
    "M8 config_class names a function or an object": "SPK404",
    "M9 a required field of the spec is missing": "SPK204",
    "M10 the spec has no module": "SPK207",
    "M11 the spec's module is the provider module": "SPK501",
    "M12 dashes in `module:`": "SPK825",
    "M13 a version range, an extra or a URL in `module:`": "SPK825",
    "M14 `module:` names the provider module": "SPK826",
    "M15 the distribution is called otherwise than the package": "SPK905 SPK827",
    "M16 an import at the top that is not installed": "SPK904",
    "M17 a lazy import that is not there": "SPK503 SPK904",
    "M18 a dependency that pyproject.toml does not name": "SPK904",
    "M19 a guarded import of one's own, used all the same": "SPK106",
    "M20 YAML files are not in the wheel": "never: what the wheel of a checkout will hold is up to "
    "the build tool; a wheel with a package and no YAML is nothing wrong",
    "M21 the build leaves the package out": "SPK908",
    "M22 a module without its suffix": "SPK913",
    "M23 the stack is pinned": "SPK912",
    "M24 the stack is unbounded": "SPK903",
    "M25 two rival stacks are required": "SPK902",
    "M26 entry points": "SPK907",
    "M27 AdapterSpec after its time": "SPK103",
    "M28 `adapter=` in a flat spec": "SPK205",
    "M29 the flat spec before its time": "SPK204",
    "M30 an unknown field of the spec": "SPK205",
    "M31 get_provider_spec is async, wants arguments, returns no spec": "SPK105 SPK202",
    "M32 a list before 0.3.0": "SPK203",
    "M33 a list that depends on what is installed": "SPK210 SPK832",
    "M34 the run config's type is not the spec's": "SPK832 SPK833",
    "M35 the run config's API is not the spec's": "SPK834",
    "M36 the type's prefix is not that of the spec's class": "SPK206",
    "M37 adapter_type is not the end of provider_type": "SPK206",
    "M38 the plain ProviderSpec for a remote provider": "SPK501",
    "M39 an API that was removed": "SPK201 SPK831",
    "M40 dependencies that are no APIs": "SPK208",
    "M41 a dependency that is not declared": "SPK509",
    "M42 a dependency on its own API": "SPK303",
    "M43 a dependency that the run config does not serve": "SPK841",
    "M44 provider_data_validator is not there": "SPK211",
    "M45 the package among its own pip_packages": "SPK212",
    "M46 deprecation_error": "SPK209",
    "M47 the other factory's name": "SPK501",
    "M48 a factory without async": "SPK504",
    "M49 a factory with other parameters": "SPK502",
    "M50 a factory that returns None, or the class": "SPK505 SPK510",
    "M51 an implementation that takes no attributes": "SPK508",
    "M52 a method is missing": "SPK602",
    "M53 a parameter is renamed": "SPK603",
    "M54 the arguments of another release": "SPK606 SPK603",
    "M55 a required parameter too many, a plain method": "SPK603 SPK604",
    "M56 a hook of the routing table is missing": "SPK701 SPK702",
    "M57 an annotation of `deps` that is not true": "never: no stack reads it, nothing goes wrong",
    "M58 a fallback that catches the wrong error": "SPK103",
    "M59 a fallback that asks for the older stack first": "SPK108",
    "M60 a default without `=`": "SPK410 SPK823",
    "M61 a reference without `$`, or in small letters": "SPK410 SPK823",
    "M62 a variable without default": "SPK824",
    "M63 an empty default for a value that is needed": "SPK854",
    "M64 a required field that the sample does not give": "SPK409 SPK851",
    "M65 an unknown key of the run config": "SPK852 SPK853",
    "M66 a dataclass for a config": "SPK406",
    "M67 None for what is no Optional": "SPK407",
    "M68 sample_run_config of another signature": "SPK408",
    "M69 a secret in plain text": "SPK411",
    "M70 a field that the stack fills": "SPK412",
    "M71 the nested YAML after its time": "SPK804",
    "M72 the flat YAML before its time": "SPK804",
    "M73 `adapter:` in an inline YAML": "SPK804 SPK806",
    "M74 the file's name is not the type's": "SPK809",
    "M75 a YAML file where none is looked for": "SPK801",
    "M76 `api:` or `provider_type:` in YAML": "SPK805",
    "M77 `container_image` in YAML": "SPK810",
    "M78 YAML that refers to a module that is gone": "SPK302",
}
STEPS = {
    "K1 the run config is read, its variables replaced": "SPK820 SPK821 SPK822 SPK823 SPK824",
    "K2 the registries of the stack are imported": "never: they are the stack's own",
    "K3 external_apis_dir": "never: an API that is no part of the stack has no contract here",
    "K4 the keys of the run config are APIs with providers": "SPK301 SPK831",
    "module path 1 `module:` of each provider, of those switched off too": "SPK821 SPK825",
    "module path 2 listing makes partial specs": "never: nothing of the provider is read",
    "module path 3 the provider module is imported": "SPK101 SPK102 SPK103 SPK825 SPK826",
    "module path 4 get_provider_spec is called": "SPK104 SPK105 SPK201 SPK204 SPK208",
    "module path 5 the spec comes into the registry": "SPK203 SPK210 SPK301 SPK831 SPK832 SPK834",
    "module path 6 the spec is validated": "SPK202 SPK209",
    "module path 7 the spec is of this stack's classes": "SPK202 SPK108",
    "module path 8 dependencies are sorted and found": "SPK303 SPK841",
    "module path 9 the spec has a module": "SPK207",
    "module path 10 which is imported": "SPK302",
    "module path 11 the factory is chosen by the spec's class": "SPK501 SPK206",
    "module path 12 the config class is imported": "SPK401 SPK402 SPK403 SPK404",
    "module path 13 the config is made": "SPK405 SPK409 SPK851 SPK852",
    "module path 14 the factory is called": "SPK502 SPK503 SPK504 SPK506 SPK507 SPK509",
    "module path 15 attributes are set": "SPK505 SPK508",
    "module path 16 the methods are checked": "SPK601 SPK602 SPK603",
    "module path 17 further protocols": "never: no release finds anything there",
    "module path 18 the server starts": "SPK701 SPK702 SPK703 SPK510 SPK861",
    "worker": "SPK304",
    "directory 1 the folder is there": "never: it is a folder of the server's machine",
    "directory 2 the files that are looked for": "SPK801",
    "directory 3 they are YAML, and mappings": "SPK802 SPK803",
    "directory 4 remote, nested": "SPK804 SPK806 SPK807 SPK808",
    "directory 4 remote, flat": "SPK804 SPK805 SPK806 SPK807",
    "directory 4 inline, early": "SPK806 SPK807 SPK808",
    "directory 4 inline, late": "SPK805 SPK806 SPK807",
    "directory 5 the file's name is the registry's key": "SPK809",
    "directory 6 a provider of the stack's own is replaced": "never: it is meant to be",
    "directory 7 the rest is that of the module path": "SPK302 SPK401 SPK501 SPK602",
}


@pytest.mark.parametrize("known", [*MISTAKES, *STEPS])
def test_it_has_a_rule_or_a_reason(known: str) -> None:
    answer = (MISTAKES | STEPS)[known]
    if answer.startswith("never: "):
        return
    assert set(answer.split()) <= {rule.code for rule in all_rules()}


def test_no_mistake_is_left_out() -> None:
    numbers = [int(re.match(r"M(\d+) ", known).group(1)) for known in MISTAKES]
    assert numbers == list(range(1, 79))


def test_every_rule_that_says_no_is_a_step_of_the_loader() -> None:
    of_steps = {code for answer in STEPS.values() for code in re.findall(r"SPK\d+", answer)}
    errors = {rule.code for rule in package_rules() if rule.severity == "error"}
    assert errors - of_steps == set()
