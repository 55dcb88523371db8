"""Faults in what the registry and the resolver make of the spec: SPK3xx."""

from tests.rules.mutation import SEVEN, SPEC, Mutation

PLANTED: dict[str, Mutation] = {
    "an api of the stack's own": Mutation(
        "SPK301",
        SPEC,
        "api=Api.inference",
        "api=Api.models",
        SEVEN,
        "KeyError: <Api.models: 'models'>",
    ),
    "a module of another name": Mutation(
        "SPK302",
        SPEC,
        'module="llama_stack_provider_acme"',
        'module="inference"',
        SEVEN,
        "ModuleNotFoundError: No module named 'inference'",
    ),
}
