"""SPK212: `pip_packages` lists the package itself."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.naming import project_name
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.source.provider import Provider
from validate_provider.source.requirement import distribution_of, normalised
from validate_provider.source.values import Constant, Sequence


@provider_rule(Severity.ADVICE, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """`pip_packages` lists the package itself.

    With `module:` the package is installed before its spec can be read, so it need not ask for
    itself; only `llama stack build` of 0.2.16 to 0.2.24 installs `pip_packages`, and from 0.3.0 on
    `list-deps` prints the module alone. What the package needs belongs into its own dependencies.

    Wrong, in `provider.py`:

        pip_packages=["llama-stack-provider-acme"]

    Right:

        pip_packages=[]
    """
    own = normalised(project_name(provider.entry.project))
    for case in provider.field("pip_packages", alive) if own else ():
        for item in case.value.items if isinstance(case.value, Sequence) else ():
            text = item.value.value if isinstance(item.value, Constant) else None
            if isinstance(text, str) and distribution_of(text) == own:
                yield Fault(
                    item.mask & case.mask,
                    f"`{text}` is this package itself",
                    provider.site("pip_packages", item.mask & case.mask),
                    hint="leave it out",
                )
