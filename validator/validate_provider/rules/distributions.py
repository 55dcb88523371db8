"""Which distribution brings a module: known for some, else told from the names."""

from collections.abc import Iterable

_IMPORTED_AS = {
    "aiohttp": ("aiohttp",),
    "anthropic": ("anthropic",),
    "asyncpg": ("asyncpg",),
    "black": ("black", "blib2to3"),
    "boto3": ("boto3", "botocore"),
    "chromadb": ("chromadb",),
    "chromadb-client": ("chromadb",),
    "datasets": ("datasets",),
    "elasticsearch": ("elasticsearch",),
    "faiss-cpu": ("faiss",),
    "fastapi": ("fastapi",),
    "google-genai": ("google",),
    "httpx": ("httpx",),
    "jinja2": ("jinja2",),
    "kubernetes": ("kubernetes",),
    "langchain": ("langchain",),
    "litellm": ("litellm",),
    "mcp": ("mcp",),
    "mypy": ("mypy", "mypyc"),
    "numpy": ("numpy",),
    "ollama": ("ollama",),
    "openai": ("openai",),
    "pandas": ("pandas",),
    "pillow": ("PIL",),
    "pre-commit": ("pre_commit",),
    "psycopg2-binary": ("psycopg2",),
    "pydantic": ("pydantic",),
    "pydantic-settings": ("pydantic_settings",),
    "pymilvus": ("pymilvus",),
    "pymongo": ("bson", "gridfs", "pymongo"),
    "pypdf": ("pypdf",),
    "pytest": ("pytest",),
    "pytest-asyncio": ("pytest_asyncio",),
    "pytest-cov": ("pytest_cov",),
    "python-dateutil": ("dateutil",),
    "python-dotenv": ("dotenv",),
    "pyyaml": ("yaml",),
    "qdrant-client": ("qdrant_client",),
    "redis": ("redis",),
    "requests": ("requests",),
    "rich": ("rich",),
    "ruff": ("ruff",),
    "scikit-learn": ("sklearn",),
    "scipy": ("scipy",),
    "sentence-transformers": ("sentence_transformers",),
    "sqlalchemy": ("sqlalchemy",),
    "stack-provider-kit": ("new_provider", "validate_provider"),
    "tenacity": ("tenacity",),
    "tiktoken": ("tiktoken",),
    "torch": ("torch",),
    "tqdm": ("tqdm",),
    "transformers": ("transformers",),
    "typing-extensions": ("typing_extensions",),
    "urllib3": ("urllib3",),
    "uv": ("uv",),
    "uvicorn": ("uvicorn",),
}
"""What these distributions bring themselves, and nothing else that is imported by its name."""
_BRINGS_MORE = frozenset(
    {
        "chromadb",
        "chromadb-client",
        "datasets",
        "google-genai",
        "kubernetes",
        "langchain",
        "litellm",
        "pandas",
        "pymilvus",
        "scikit-learn",
        "scipy",
        "sentence-transformers",
        "torch",
        "transformers",
    }
)
"""Those that require many others."""
_OF_THE_STACK = frozenset(
    {"llama-stack", "llama-stack-api", "llama-stack-client", "ogx", "ogx-api"}
)
_WITH_THE_STACK = frozenset(
    {
        "anyio",
        "annotated_types",
        "certifi",
        "click",
        "httpcore",
        "idna",
        "llama_stack_client",
        "packaging",
        "pydantic_core",
        "sniffio",
        "starlette",
        "typing_extensions",
        "yaml",
    }
)
"""What every release of the stack brings, itself or through what it requires."""
_KNOWN = frozenset(module for modules in _IMPORTED_AS.values() for module in modules)


def brings(distribution: str, module: str) -> bool:
    """Whether a distribution is known to bring a top-level module, or is called like it."""
    called = module.lower().replace("_", "-")
    return distribution == called or module in _IMPORTED_AS.get(distribution, ())


def may_bring(distributions: Iterable[str], module: str) -> bool:
    """Whether one of the distributions, or any stack, brings a module, as far as can be told.

    A distribution that is not known may bring anything, so it is given the benefit of the doubt,
    unless the module is known to belong to another.
    """
    return module in _WITH_THE_STACK or any(
        brings(name, module)
        or (name not in _IMPORTED_AS and name not in _OF_THE_STACK and module not in _KNOWN)
        for name in distributions
    )


def leaves_open(distributions: Iterable[str]) -> bool:
    """Whether requirements may bring anything through what they require themselves."""
    return any(
        name in _BRINGS_MORE or (name not in _IMPORTED_AS and name not in _OF_THE_STACK)
        for name in distributions
    )
