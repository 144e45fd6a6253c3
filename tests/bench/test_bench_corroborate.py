from pathlib import Path
from shutil import copy

import pytest

from tacitus.bench import Chosen, run_stage
from tacitus.bench.corroborate.clusters import load_key, measure_clusters
from tacitus.bench.corroborate.scale import run_scale
from tacitus.bench.corroborate.world import make_world
from tacitus.bench.signature import Figure
from tacitus.errors import DataError, UsageError

ROOT = Path(__file__).parents[2]
FIELD = ROOT.parent / "shared" / "field"
STORIES = ROOT / "tests" / "stories"
FLOORS = {
    # What dev taught the weights with is held as it is; held taught nothing. Set a little below what was measured.
    "dev": {
        "same_right": 0.95,
        "same_found_of_extracted": 0.5,
        "same_found_or_asked": 0.62,
        "apart_kept": 0.95,
        "copies_found": 1.0,
    },
    "held": {
        "same_right": 0.85,
        "same_found_of_extracted": 0.3,
        "same_found_or_asked": 0.58,
        "apart_kept": 0.97,
        "copies_found": 1.0,
    },
}


def nothing(_label: str, _n_done: int, _n_all: int) -> None:
    """Show no progress."""


def values_of(figures: list[Figure]) -> dict[str, float]:
    return {figure.measure: figure.value for figure in figures}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_stories_do_not_fall_below_their_floors(name: str) -> None:
    found = values_of(measure_clusters(STORIES / name, name, nothing))
    assert {measure: found[measure] >= floor for measure, floor in FLOORS[name].items()} == dict.fromkeys(FLOORS[name], True), (
        found
    )


@pytest.mark.slow
def test_every_visible_cluster_of_the_field_reports_is_right() -> None:
    if not FIELD.is_dir():
        pytest.skip("the field reports are not here")
    found = values_of(measure_clusters(FIELD, "field", nothing))
    for measure in ("same_found", "same_right", "apart_kept", "copies_found"):
        assert found[measure] == 1.0, measure


@pytest.mark.slow
def test_every_cluster_of_the_samples_is_right(tmp_path: Path) -> None:
    for folder in (ROOT / "src" / "tacitus" / "samples", ROOT / "tests" / "samples"):
        for path in folder.iterdir():
            if path.suffix in {".txt", ".html", ".json"}:
                copy(path, tmp_path / path.name)
    found = values_of(measure_clusters(tmp_path, "samples", nothing))
    for measure in ("same_found", "same_right", "apart_kept", "copies_found"):
        assert found[measure] == 1.0, measure


def test_a_folder_without_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no data for corroborate"):
        run_stage("corroborate", tmp_path)
    with pytest.raises(UsageError, match="no data for corroborate"):
        run_stage("corroborate", STORIES, Chosen(only="nothing"))


@pytest.mark.parametrize("key", ["{", '{"clusters": [{"what": "no members"}]}', '{"clusters": 3}'])
def test_a_broken_key_is_told_with_its_file(tmp_path: Path, key: str) -> None:
    (tmp_path / "stories.json").write_text(key)
    with pytest.raises(DataError, match=r"stories\.json"):
        load_key(tmp_path)


def test_a_made_up_war_is_the_same_each_time() -> None:
    first, again = list(make_world(50, seed=4)), list(make_world(50, seed=4))
    assert first == again
    assert first != list(make_world(50, seed=5))
    for made in first:
        for claim in made.extraction.claims:
            assert made.report.quote(claim.evidence[0].span) == claim.evidence[0].quote


def test_scale_gives_the_time_of_one_more_report() -> None:
    figures = run_scale((50,))
    assert {f.measure for f in figures} >= {"one_more_report_ms", "whole_update_s"}
    assert all(f.value > 0 and f.set == "scale" and f.split == "50" for f in figures)
