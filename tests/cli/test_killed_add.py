"""``tacitus add`` killed in the middle, again and again, ends in the record that one quiet run makes."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tacitus.bench.generate import generate_reports
from tacitus.record import open_record

N_REPORTS = 40
N_KILLS = 4


def start_add(folder: Path, record: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tacitus", "add", str(folder), "--record", str(record), "--json", "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def wait_for_lines(process: subprocess.Popen[bytes], n: int) -> None:
    assert process.stdout is not None
    for _ in range(n):
        if not process.stdout.readline():
            return


def claims_of(record: Path) -> list[tuple[str, str]]:
    with open_record(str(record)) as opened:
        assert list(opened.verify()) == []
        return sorted((row.report_id, row.claim.id) for row in opened.claims())


@pytest.mark.slow
def test_a_killed_add_loses_doubles_and_halves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, text in enumerate(generate_reports(N_REPORTS, n_words=120, seed=5)):
        (folder / f"{number:03}.txt").write_text(text, "utf-8")
    chance = random.Random(11)
    for _ in range(N_KILLS):
        process = start_add(folder, tmp_path / "killed.db")
        wait_for_lines(process, chance.randrange(1, 8))
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.communicate()
    for record in ("killed.db", "quiet.db"):
        process = start_add(folder, tmp_path / record)
        process.communicate()
        assert process.returncode == 0
    assert claims_of(tmp_path / "killed.db") == claims_of(tmp_path / "quiet.db") != []
