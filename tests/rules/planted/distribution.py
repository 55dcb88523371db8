"""Faults in the package as it is shipped: SPK9xx."""

from tests.rules.mutation import SEVEN, SPEC, Mutation

PLANTED: dict[str, Mutation] = {
    "no stack": Mutation(
        "SPK901",
        "pyproject.toml",
        '    "llama-stack-api>=0.7,<0.8",\n',
        "",
        "llama-stack 0.7.3",
        against="llama-stack==0.7.3",
        also=('    "llama-stack>=0.7,<0.8",\n', ""),
    ),
    "two rival stacks": Mutation(
        "SPK902",
        "pyproject.toml",
        '    "llama-stack-api>=0.7,<0.8",\n',
        '    "llama-stack-api>=0.7,<0.8",\n    "ogx-api>=0.8,<0.9",\n',
        "llama-stack 0.7.0-0.7.3",
        against="llama-stack>=0.7,<0.8",
    ),
    "no upper bound": Mutation(
        "SPK903",
        "pyproject.toml",
        '"llama-stack-api>=0.7,<0.8"',
        '"llama-stack-api>=0.7"',
        "llama-stack 0.7.0-0.7.3",
        against="llama-stack>=0.7,<0.8",
    ),
    "an import at the top that nothing brings": Mutation(
        "SPK904",
        SPEC,
        "from llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        "import pymilvus\nfrom llama_stack_api import Api, ProviderSpec, RemoteProviderSpec",
        "llama-stack 0.7.0-0.7.3",
        against="llama-stack>=0.7,<0.8",
    ),
    "a lazy import that nothing brings": Mutation(
        "SPK904",
        "inference.py",
        "import uuid",
        "import uuid\n\nimport acme_client",
        "llama-stack 0.7.0-0.7.3",
        against="llama-stack>=0.7,<0.8",
    ),
    "another name for pip": Mutation(
        "SPK905",
        "pyproject.toml",
        'name = "llama-stack-provider-acme"',
        'name = "llama-stack-provider-acme-inference"',
        SEVEN,
    ),
    "a name that says little": Mutation(
        "SPK906",
        "pyproject.toml",
        'name = "acme-stack"',
        'name = "acme-stack"',
        SEVEN,
        renamed="acme_stack",
    ),
    "entry points": Mutation(
        "SPK907",
        "pyproject.toml",
        "[tool.ruff]\n",
        '[project.entry-points."llama_stack.providers.inference"]\n'
        'acme = "llama_stack_provider_acme"\n\n[tool.ruff]\n',
        SEVEN,
    ),
    "another package in the wheel": Mutation(
        "SPK908",
        "pyproject.toml",
        'packages = ["src/llama_stack_provider_acme"]',
        'packages = ["src/acme"]',
        SEVEN,
    ),
    "no tests": Mutation("SPK909", "tests", "", "", SEVEN, delete=True),
    "no README": Mutation("SPK910", "README.md", "", "", SEVEN, delete=True),
    "a README that does not tell how to install": Mutation(
        "SPK910", "README.md", "nstall", "dd", SEVEN
    ),
    "no version": Mutation("SPK911", "pyproject.toml", 'version = "0.1.0"\n', "", SEVEN),
    "one release only": Mutation(
        "SPK912",
        "pyproject.toml",
        '"llama-stack-api>=0.7,<0.8"',
        '"llama-stack-api==0.7.3"',
        "llama-stack 0.7.3",
        also=('"llama-stack>=0.7,<0.8"', '"llama-stack==0.7.3"'),
    ),
    "a module without its suffix": Mutation(
        "SPK913",
        SPEC,
        "",
        "",
        SEVEN,
        beside=("get_adapter_impl", "async def get_adapter_impl(config, deps): ...\n"),
    ),
}
