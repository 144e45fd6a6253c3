"""``tacitus bench extract``, with a model that reads the annotations."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gold_model import GoldModel

import tacitus.bench.extract
from tacitus.bench.extract import Progress, Reader
from tacitus.cli import main


@pytest.fixture
def loaded(gold_model: GoldModel, monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """Put the gold model in place of the package's; remember the folders that were asked for."""
    folders: list[Path | None] = []

    def load_reader(folder: Path | None, on_progress: Progress) -> Reader:
        folders.append(folder)
        return replace(gold_model.as_reader(), on_progress=on_progress)

    monkeypatch.setattr(tacitus.bench.extract, "load_reader", load_reader)
    return folders


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bench", "extract", *arguments])


def test_one_object_a_figure(data: Path, loaded: list[Path | None]) -> None:
    result = run(str(data), "--set", "re3d_conll", "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    keys = ["stage", "set", "split", "measure", "value", "low", "high", "n", "signature"]
    assert [list(line) for line in lines] == [keys] * len(lines)
    assert [line["measure"] for line in lines] == ["share_trained_on", "entity_f1", "entity_precision", "entity_recall"]
    assert result.exit_code == 0
    assert loaded == [None]


def test_a_table_for_people(data: Path, loaded: list[Path | None]) -> None:
    result = run(str(data), "--set", "muc4", "--by-kind", "--model", "models/other")
    assert "ceaf_ree_f1_PerpOrg" in result.stdout
    assert "gtt_template_f1_incident_type" in result.stdout
    assert "model:0123456789ab" in result.stdout
    assert loaded == [Path("models/other")]


def test_splits_and_ids(data: Path, tmp_path: Path, loaded: list[Path | None]) -> None:
    (tmp_path / "ids").write_text("rescue\n", "utf-8")
    result = run(str(data), "--split", "dev", "--split", "test", "--only-ids", str(tmp_path / "ids"), "--json")
    assert {json.loads(line)["n"] for line in result.stdout.splitlines()} == {1}
    assert len(loaded) == 1


@pytest.mark.parametrize("wrong", [("--split", "holdout"), ("--set", "gum_coref"), ("--only-ids", "nowhere")])
def test_wrong_usage_is_told_before_a_model_is_loaded(data: Path, loaded: list[Path | None], wrong: tuple[str, str]) -> None:
    result = run(str(data), *wrong)
    assert result.exit_code == 2
    assert "expected" in result.stderr
    assert loaded == []


def test_a_malformed_line_is_one_clear_line(data: Path, loaded: list[Path | None]) -> None:
    (data / "cameo_ner" / "test.jsonl.gz").write_bytes(b"not gzip")
    result = run(str(data), "--set", "cameo_ner")
    assert result.exit_code == 1
    assert "expected gzipped JSON Lines" in result.stderr
    assert "Traceback" not in result.output
    assert len(loaded) == 1
