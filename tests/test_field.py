"""Accuracy on composed reports does not fall below the floors of ``field_floors.json``."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCORER = ROOT.parent / "shared" / "field" / "score.py"


@pytest.mark.skipif(not SCORER.is_file(), reason="needs the scorer of the field reports, ../shared/field/score.py")
@pytest.mark.parametrize("name", ["field", "samples", "reports", "held", "tuning", "blind"])
def test_accuracy_does_not_fall_below_the_floors(name: str) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "score_field.py"), name, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
