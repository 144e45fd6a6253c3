"""Small data sets, and a model that reads what stands in them."""

from pathlib import Path

import pytest
from gold_model import GoldModel, Rows, make_rows, write_rows


@pytest.fixture
def rows() -> Rows:
    return make_rows()


@pytest.fixture
def data(tmp_path: Path, rows: Rows) -> Path:
    write_rows(tmp_path / "data", rows)
    return tmp_path / "data"


@pytest.fixture
def gold_model(rows: Rows) -> GoldModel:
    return GoldModel(rows)
