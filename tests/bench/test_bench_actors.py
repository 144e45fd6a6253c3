"""The benchmark of actors: its questions, and its floors where the data are at hand."""

import gzip
import json
from pathlib import Path

import pytest

from tacitus.bench.resolve.actors import measure_actors
from tacitus.bench.resolve.variants import list_variants
from tacitus.errors import DataError

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "ucdp_actors" / "actors.jsonl.gz"
needs_shared = pytest.mark.skipif(not DATA.is_file(), reason="the shared data are not here")
ROWS = [
    {"ActorId": "234", "NameData": "IS", "NameOrig": "Jama'at Al-Tawhid wa Al-Jihad"},
    {"ActorId": "743", "NameData": "FARC", "NameOrigFullEng": "Revolutionary Armed Forces of Colombia"},
    {"ActorId": "744", "NameData": "ELN", "NameOrigFullEng": "National Liberation Army"},
    {"ActorId": "466", "NameData": "SPLM/A"},
    {"ActorId": "86", "NameData": "Government of Central African Republic"},
    {"ActorId": "1170", "NameData": "Jabhat Fateh al-Sham", "NewName": "Jabhat Fateh al-Sham, JFS"},
]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_figures_have_signatures_and_intervals(tmp_path: Path) -> None:
    path = write(tmp_path / "actors.jsonl.gz", ROWS)
    figures = [f for half in (False, True) for f in measure_actors(path, is_tuning=half)]
    assert {(f.stage, f.set, f.split) for f in figures} == {("resolve", "ucdp_actors", "actors")}
    assert all(f.low is not None and f.high is not None and f.low <= f.value <= f.high for f in figures)
    assert all("|data:" in f.signature and "|registry:" in f.signature for f in figures)
    assert {f.signature.rsplit(":", 1)[1] for f in figures} == {"held", "tuning"}
    assert {f.value for f in figures if f.measure == "accuracy@1"} == {1.0}


@pytest.mark.parametrize("row", [{"ActorId": "1"}, {"ActorId": "999999", "NameData": "Nobody"}])
def test_a_row_of_another_list_is_told(tmp_path: Path, row: dict[str, str]) -> None:
    with pytest.raises(DataError):
        measure_actors(write(tmp_path / "actors.jsonl.gz", [row]))


def test_variants_are_other_ways_to_write_a_name_and_always_the_same() -> None:
    made = dict(list_variants("Jaysh al-Mukhtar"))
    assert made == dict(list_variants("Jaysh al-Mukhtar"))
    assert made["translation"] == "army al-Mukhtar"
    assert dict(list_variants("LTTE"))["dots"] == "L.T.T.E."
    assert dict(list_variants("Front of Odrin"))["order"] == "Odrin Front"


@needs_shared
def test_names_find_their_actor_and_seldom_anothers() -> None:
    values = {f.measure: f.value for f in measure_actors(DATA)}
    assert values["accuracy@1"] >= 0.97
    assert values["variant_accuracy@1"] >= 0.93
    assert values["false_merges"] <= 0.005
    assert values["variant_false_merges"] <= 0.005
    assert values["false_merges_swapped_word"] <= 0.005
