"""The configuration: what a run config says is what the provider gets."""

import pytest
from pydantic import ValidationError

from llama_stack_provider_shelf.config import ShelfConfig


def test_defaults_need_no_configuration() -> None:
    assert ShelfConfig().db_path.parts[-2:] == ("shelf", "vectors.db")


def test_sample_is_kept_with_the_distribution() -> None:
    sample = ShelfConfig.sample_run_config(__distro_dir__="/distribution", more="unused")

    path = "/distribution/shelf/vectors.db"
    assert sample == {"db_path": "${env.SHELF_DB_PATH:=" + path + "}"}


def test_mistakes_are_refused() -> None:
    with pytest.raises(ValidationError):
        ShelfConfig.model_validate({"path": "/somewhere"})
