"""The packaged model does not fall below the floors of ``model_floors.json``, and floors only rise."""

import importlib.util
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from tacitus.bench import Figure

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "score_model.py"
FLOORS = ROOT / "tests" / "bench" / "model_floors.json"
FIGURE = Figure(
    stage="extract", set="muc4", split="dev", measure="ceaf_ree_f1", value=0.5, low=0.4, high=0.6, n=200,
    signature="tacitus:0.1.0|data:aa|model:bb",
)  # fmt: skip


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_model", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT.parent / "shared" / "data").is_dir(), reason="needs the public benchmarks, ../shared/data")
@pytest.mark.skipif(not FLOORS.is_file(), reason="no floors have been set yet")
@pytest.mark.parametrize("name", ["re3d", "re3d_conll", "cameo_ner", "conflict_relevance"])  # make bench reads the long sets too
def test_the_model_does_not_fall_below_its_floors(name: str) -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), name, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_floor_is_a_little_below_the_figure_and_rises(script: ModuleType) -> None:
    floors = script.raise_floors({}, [FIGURE], allow_lower=False)
    assert floors == {"muc4": {"data:aa": {"ceaf_ree_f1": 0.49}}}
    assert script.raise_floors(floors, [replace(FIGURE, value=0.6)], allow_lower=False)["muc4"]["data:aa"]["ceaf_ree_f1"] == 0.59


def test_a_floor_is_lowered_only_where_that_is_allowed(script: ModuleType) -> None:
    floors = script.raise_floors({}, [FIGURE], allow_lower=False)
    worse = replace(FIGURE, value=0.3)
    assert script.raise_floors(floors, [worse], allow_lower=False) == floors
    assert script.raise_floors(floors, [worse], allow_lower=True)["muc4"]["data:aa"]["ceaf_ree_f1"] == 0.29


def test_faults_name_figure_and_floor(script: ModuleType) -> None:
    floors = script.raise_floors({}, [FIGURE], allow_lower=False)
    assert script.find_faults(floors, [FIGURE, replace(FIGURE, measure="ceaf_ree_recall", value=0.0)]) == []
    assert script.find_faults(floors, [replace(FIGURE, value=0.4)]) == ["muc4: ceaf_ree_f1: got 0.4000, expected at least 0.4900"]


def test_floors_hold_for_their_texts_and_for_any_model(script: ModuleType) -> None:
    floors = script.raise_floors({}, [FIGURE], allow_lower=False)
    assert script.find_faults(floors, [replace(FIGURE, signature="tacitus:0.2.0|data:aa|model:cc")]) == []
    (fault,) = script.find_faults(floors, [replace(FIGURE, signature="tacitus:0.1.0|data:zz|model:bb")])
    assert "texts without floors" in fault


def test_sets_that_were_not_measured_keep_their_floors(script: ModuleType) -> None:
    floors = script.raise_floors({}, [FIGURE], allow_lower=False)
    both = script.raise_floors(floors, [replace(FIGURE, set="cameo_ner", measure="actor_f1")], allow_lower=False)
    assert both["muc4"] == floors["muc4"]
    assert set(both) == {"muc4", "cameo_ner"}
