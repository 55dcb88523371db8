"""Where a server that is started for a provider keeps what it stores."""

from pathlib import Path
from typing import Any


def stores_in(home: Path, *, prompts: str) -> dict[str, Any]:
    """Give the stores all by name: what a release has by default differs and is not all alike.

    The backends are called as in the stack's own run configs: sample configs name them so.
    """
    stores: dict[str, dict[str, str]] = {
        "metadata": {"backend": "kv_default", "namespace": "registry"},
        "inference": {"backend": "sql_default", "table_name": "inference_store"},
        "conversations": {"backend": "sql_default", "table_name": "conversations"},
    }
    named = "table_name" if prompts == "sql" else "namespace"
    for store in ("prompts", "connectors"):
        stores[store] = {"backend": f"{prompts}_default", named: store}
    return {
        "backends": {
            "kv_default": {"type": "kv_sqlite", "db_path": str(home / "kv.db")},
            "sql_default": {"type": "sql_sqlite", "db_path": str(home / "sql.db")},
        },
        "stores": stores,
    }
