"""What README.md and docs/ say that commands print is what they print."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_pasted_output_is_what_the_commands_print() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "paste_output.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
