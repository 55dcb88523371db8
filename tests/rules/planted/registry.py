"""Faults in what the registry and the resolver make of the spec: SPK3xx."""

from tests.rules.mutation import GUIDE, OGX, OGX_RELEASES, SEVEN, SPEC, Mutation

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
    "an api that depends on itself": Mutation(
        "SPK303",
        SPEC,
        "pip_packages=[]",
        "api_dependencies=[Api.files]",
        SEVEN,
        "RuntimeError: Failed to resolve 'files' provider 'acme' of type 'inline::acme': required "
        "dependency 'files' is not available.",
        api="files",
    ),
    "an api that depends on itself, early": Mutation(
        "SPK303",
        SPEC,
        "pip_packages=[]",
        "api_dependencies=[Api.files]",
        "llama-stack 0.2.16-0.2.20",
        "KeyError: <Api.files: 'files'>",
        target=GUIDE,
        api="files",
        against="llama-stack>=0.2.16,<0.2.21",
    ),
    "a circle through a router": Mutation(
        "SPK303",
        SPEC,
        "pip_packages=[]",
        "api_dependencies=[Api.inference]",
        "ogx 1.2.0-1.5.0",
        "RuntimeError: Failed to sort providers: circular dependency detected involving APIs "
        "['inner-inference', 'models', 'inference', 'inner-inference']",
        target=OGX,
    ),
    "a circle of what is optional": Mutation(
        "SPK303",
        SPEC,
        "pip_packages=[]",
        "optional_api_dependencies=[Api.files]",
        "ogx 1.2.0-1.5.0",
        "RuntimeError: Failed to sort providers: circular dependency detected involving APIs "
        "['files', 'files']",
        target=OGX,
        api="files",
    ),
    "a worker where none can be": Mutation(
        "SPK304",
        SPEC,
        "pip_packages=[]",
        'execution_mode="worker"',
        "ogx 1.3.0-1.5.0",
        "NotImplementedError: Failed to start provider 'acme': execution_mode 'worker' has no "
        "proxy registered for the 'files' API.",
        target=OGX,
        api="files",
    ),
    "an api served by the stack": Mutation(
        "SPK301",
        SPEC,
        "api=Api.inference",
        "api=Api.inspect",
        OGX_RELEASES,
        "KeyError: <Api.inspect: 'inspect'>",
        target=OGX,
    ),
}
