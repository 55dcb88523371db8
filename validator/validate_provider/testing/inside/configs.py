"""Checks of a config class: does what the stack writes of it come back as it was?

The stack writes a sample into a run config as YAML, reads that, replaces what refers to the
environment, and calls the class with it (distributions/template.py, core/stack.py
`replace_env_vars` and core/resolver.py of 0.7.3; so since 0.2).
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from validate_provider.live import probe
from validate_provider.testing.names import CONFIG, MISSPELT, ROUND_TRIP, SAMPLE, SECRETS

if TYPE_CHECKING:
    from validate_provider.testing.inside.told import Told

PLANTED = ("planted-text", "http://127.0.0.1:1/planted", "1")
"""What the environment gives where a sample has no default, the likeliest first."""
SECRET = "planted-secret"  # noqa: S105 - it opens nothing
UNKNOWN_KEY = "misspelt_key_of_a_config"
_REFERENCE = re.compile(r"\$\{env\.([A-Z0-9_]+)(?::=)?\}")
"""A variable of which nothing is said but its name: without a default, or with an empty one."""


class ConfigChecks:
    """The checks of one config class."""

    def __init__(self, asked: probe.Asked, config_class: Any, told: Told) -> None:  # noqa: ANN401
        self.stack, self.told = asked.stack, told
        self.config_class = config_class
        self.given: dict[str, Any] = self.stack.stack.replace_env_vars(asked.entry["config"])
        """The config that the stack is started with."""
        self.name = getattr(config_class, "__name__", str(config_class))
        self.where = told.place_of(config_class)
        self.fields: dict[str, Any] = getattr(config_class, "model_fields", {})

    def all(self) -> None:
        """Make all checks."""
        for check, make in (
            (SAMPLE, self.sample),
            (ROUND_TRIP, self.round_trip),
            (SECRETS, self.secrets),
            (MISSPELT, self.misspelt),
        ):
            self.told.begin(check)
            try:
                make()
            except Exception as error:  # code of the provider's, at any place
                self.told.failed_with(check, self.name, error, self.where)

    def sample(self) -> None:
        """Check that the sample goes through a run config and the stack to the config class."""
        make = getattr(self.config_class, "sample_run_config", None)
        if make is None:
            self.told.skipped(SAMPLE, f"`{self.name}` has no `sample_run_config`")
            return
        where, named = self.told.place_of(make), f"`{self.name}.sample_run_config`"
        try:
            sample = make(__distro_dir__=os.getcwd())  # noqa: PTH109 - text, as the stack gives
        except Exception as error:
            self.told.failed_with(SAMPLE, f"{named}, called as by the stack", error, where)
            return
        if not isinstance(sample, dict):
            self.told.failed(SAMPLE, f"{named} gives a {type(sample).__name__}, no dict", where)
            return
        try:
            written = self.through_yaml(sample)
        except Exception as error:
            self.told.failed_with(SAMPLE, f"{named} gives what no YAML holds", error, where)
            return
        if written != sample:
            at = self.differing(sample, written)
            self.told.failed(SAMPLE, f"{named} does not come back from YAML the same: {at}", where)
            return
        self.made_of(written, named, where)

    def made_of(self, sample: dict[str, Any], named: str, where: str) -> None:
        """Check that the class takes a sample, with something in place of what has no default."""
        planted = {name: 0 for value in sample.values() for name in _variables(value)}
        while True:
            values = {name: PLANTED[at] for name, at in planted.items()}
            try:
                self.config_class(**self.expanded(sample, values))
            except Exception as error:
                refused = {it["loc"][0] for it in _errors(error) if it["loc"]}
                turn = {it for key in refused for it in _variables(sample.get(key))}
                left = [it for it in turn if planted[it] + 1 < len(PLANTED)]
                if not left:
                    if turn:
                        listed = ", ".join(sorted(turn))
                        self.told.skipped(SAMPLE, f"nobody said what {listed} may be: {error}")
                    else:
                        self.told.failed_with(SAMPLE, f"{named} gives no config", error, where)
                    return
                for name in left:
                    planted[name] += 1
            else:
                self.told.passed(SAMPLE)
                return

    def through_yaml(self, config: dict[str, Any]) -> dict[str, Any]:
        """Write a config into a run config and read it, as the stack does."""
        import yaml

        text = yaml.safe_dump({"config": config}, sort_keys=False)
        read: dict[str, Any] = yaml.safe_load(text)["config"]
        return read

    def expanded(self, config: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
        """Have the stack replace what refers to the environment, where that has some values."""
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            expanded: dict[str, Any] = self.stack.stack.replace_env_vars(config)
            return expanded
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def round_trip(self) -> None:
        """Check that the class, written and read again, is the same."""
        made = self.made(ROUND_TRIP, self.given)
        if made is None:
            return
        if not hasattr(made, "model_dump"):
            self.told.skipped(ROUND_TRIP, f"`{self.name}` is no pydantic model")
            return
        failure = self.failure_of_trip(made)
        if failure:
            self.told.failed(ROUND_TRIP, failure, self.where)
        else:
            self.told.passed(ROUND_TRIP)

    def failure_of_trip(self, made: Any) -> str:  # noqa: ANN401
        """Say what is lost when a config is written and read again; nothing if nothing is."""
        words = ""
        for by_alias in (False, True):
            written = made.model_dump(by_alias=by_alias)
            try:
                again = self.config_class(**written)
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
                words = words or f"`{self.name}` refuses what its `model_dump` gives: {said}"
                continue
            if again == made:
                return ""
            at = self.differing(dict(made), dict(again))
            words = words or f"`{self.name}` is another after `model_dump` and back: {at}"
        return words

    def secrets(self) -> None:
        """Check that secrets are the same after the stack has read them, and are not shown."""
        names = [name for name, field in self.fields.items() if _is_secret(field.annotation)]
        if not names:
            self.told.skipped(SECRETS, f"no field of `{self.name}` is a SecretStr")
            return
        for name in names:
            key = self.fields[name].alias or name
            referring = self.through_yaml({key: "${env.PLANTED_SECRET}"})
            read = self.expanded(referring, {"PLANTED_SECRET": SECRET})
            made = self.made(SECRETS, {**self.given, **read})
            if made is None:
                return
            again = self.config_class(**made.model_dump(by_alias=key != name))
            for config in (made, again):
                held = getattr(config, name)
                if getattr(held, "get_secret_value", lambda: held)() != SECRET:  # noqa: B023
                    self.told.failed(SECRETS, f"`{name}` does not keep its secret", self.where)
                    return
            for shown in (repr(made), str(made), made.model_dump_json()):
                if SECRET in shown:
                    words = f"`{name}` is shown in plain text: {shown[:200]}"
                    self.told.failed(SECRETS, words, self.where)
                    return
        self.told.passed(SECRETS)

    def misspelt(self) -> None:
        """Check that a key that is no field is refused, or kept, as the class says."""
        says = getattr(self.config_class, "model_config", {}).get("extra")
        if not self.fields:
            self.told.skipped(MISSPELT, f"`{self.name}` is no pydantic model")
            return
        if self.made(MISSPELT, self.given) is None:
            return
        try:
            made = self.config_class(**self.given, **{UNKNOWN_KEY: "hello"})
        except Exception as error:
            if UNKNOWN_KEY not in f"{error}":
                words = f"`{self.name}`, given a misspelt key, does not name it"
                self.told.failed_with(MISSPELT, words, error, self.where)
            elif says == "allow":
                words = f'`{self.name}` refuses a key, though its extra is "allow"'
                self.told.failed_with(MISSPELT, words, error, self.where)
            else:
                self.told.passed(MISSPELT)
            return
        if says == "forbid":
            words = f'`{self.name}` takes a misspelt key, though its extra is "forbid"'
            self.told.failed(MISSPELT, words, self.where)
        elif says == "allow" and UNKNOWN_KEY not in (made.model_extra or {}):
            words = f'`{self.name}` loses a key, though its extra is "allow"'
            self.told.failed(MISSPELT, words, self.where)
        elif says == "allow":
            self.told.passed(MISSPELT)
        else:
            words = f"`{self.name}` drops a misspelt key in silence; "
            self.told.skipped(MISSPELT, words + 'with extra="forbid" it would refuse it')

    def made(self, check: str, config: dict[str, Any]) -> Any:  # noqa: ANN401
        """Make the class of a config; None, with the check skipped, if it does not take it."""
        try:
            return self.config_class(**config)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            self.told.skipped(check, f"`{self.name}` does not take the config given: {said}")
            return None

    def differing(self, one: dict[str, Any], other: dict[str, Any]) -> str:
        """Name the keys that differ."""
        return ", ".join(
            f"`{key}`" for key in {**one, **other} if one.get(key, ...) != other.get(key, ...)
        )


def check_config(asked: probe.Asked, told: Told) -> None:
    """Make all checks of a provider's config class."""
    try:
        config_class = asked.stack.dynamic.instantiate_class_type(asked.spec.config_class)
        checks = ConfigChecks(asked, config_class, told)
    except BaseException as error:
        for check in CONFIG:
            told.skipped(check, f"there is no config to check: {type(error).__name__}: {error}")
        return
    checks.all()


def _variables(value: Any) -> set[str]:  # noqa: ANN401
    """Name the variables in a value that have no default."""
    return set(_REFERENCE.findall(probe.encode(value)))


def _errors(error: Exception) -> list[dict[str, Any]]:
    """List what a pydantic error is about; nothing of another."""
    listed = getattr(error, "errors", None)
    return list(listed()) if callable(listed) else []


def _is_secret(annotation: Any) -> bool:  # noqa: ANN401
    return "SecretStr" in str(annotation)
