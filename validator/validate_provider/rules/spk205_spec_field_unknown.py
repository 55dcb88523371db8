"""SPK205: a provider spec is given a field that its class does not have."""

from collections.abc import Iterator

from validate_provider.finding import Severity
from validate_provider.rules.rule import Fault, Outcome, provider_rule
from validate_provider.rules.spk204_spec_field_missing import known_fields
from validate_provider.rules.wording import close_to
from validate_provider.source.provider import Provider
from validate_provider.source.values import StackClass, covered


@provider_rule(Severity.WARNING, None)
def check(provider: Provider, alive: int) -> Iterator[Outcome]:
    """A provider spec is given a field that its class does not have.

    The spec classes ignore what they do not know (pydantic's default): a misspelt `pip_package`,
    an `optional_dependencies`, or the `adapter=` of the releases up to 0.2.22 has no effect, and
    nothing says so. A field that some release in question reads is not told.

    Wrong, in `provider.py`:

        pip_package=[]

    Right:

        pip_packages=[]
    """
    for spec in provider.specs:
        for made in (spec.instance, spec.adapter):
            if made is None or not isinstance(made.of, StackClass):
                continue
            known = known_fields(made.of.dotted, provider.contract)
            if not known:
                continue
            for name, cases in made.keywords.items():
                ignored = covered(cases) & spec.mask & alive & ~known.get(name, 0)
                # A field that a later release reads is no mistake of a package that spans both.
                if not ignored or known.get(name, 0) & alive:
                    continue
                near = close_to(name, list(known))
                yield Fault(
                    ignored,
                    f"`{made.of.dotted.rpartition('.')[2]}` has no field `{name}`; it is ignored",
                    made.given.sites[name],
                    hint=f"did you mean `{near}`?" if near else "leave it out",
                )
