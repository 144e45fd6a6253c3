import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from made_reports import RUN, Made, make_report
from tampering import ask

from tacitus.errors import RecordError
from tacitus.record import Record, open_record

CHILD = Path(__file__).with_name("record_child.py")


def start(url: str, *arguments: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, CHILD, url, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(child: subprocess.Popen[str]) -> list[tuple[str, int]]:
    out, errors = child.communicate(timeout=60)
    assert child.returncode in {0, -9}, errors
    whole = out[: out.rfind("\n") + 1]
    return [(status, int(number)) for status, number in (line.split() for line in whole.splitlines())]


def check_whole(record: Record, url: str) -> set[int]:
    """Return the numbers of the reports in the record, each whole and none twice."""
    numbers = [int(row.source.removeprefix("reports/").removesuffix(".txt")) for row in record.reports()]
    assert len(numbers) == len(set(numbers))
    for number in numbers:
        made = make_report(number, n_claims=3, n_mentions=9, words=60)
        assert record.report(made.id) == made.report
        assert record.extraction(made.id) == made.extraction
    counts = ask(url, "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM mentions), (SELECT count(*) FROM audit)")
    assert counts == [(3 * len(numbers), 9 * len(numbers), len(numbers) + 1)]
    assert list(record.verify()) == []
    return set(numbers)


def test_a_killed_process_loses_doubles_and_halves_nothing(record_url: str) -> None:
    moments = random.Random(1)
    acknowledged: set[int] = set()
    for _ in range(3 if not record_url.startswith("postgresql") else 2):
        child = start(record_url, 0, 10_000, 1)
        assert child.stdout is not None
        first = child.stdout.readline()  # it is at work
        time.sleep(moments.random() * 0.1)
        child.kill()
        acknowledged |= {int(first.split()[1])} | {number for _, number in finish(child)}
        with open_record(record_url) as record:
            kept = {int(row.source.removeprefix("reports/").removesuffix(".txt")) for row in record.reports()}
            assert kept >= acknowledged
    with open_record(record_url) as record:
        kept = check_whole(record, record_url)
    assert finish(start(record_url, 0, max(kept) + 3, 1))[-2:] == [("added", max(kept) + 1), ("added", max(kept) + 2)]
    with open_record(record_url) as record:
        assert check_whole(record, record_url) == set(range(max(kept) + 3))


def test_two_processes_add_at_once(record_url: str) -> None:
    """They make the record together, too."""
    children = [start(record_url, 0, 30, 1), start(record_url, 29, -1, -1)]
    outcomes = [outcome for child in children for outcome in finish(child)]
    assert Counter(outcomes) == Counter([("added", n) for n in range(30)] + [("known", n) for n in range(30)])
    with open_record(record_url) as record:
        assert check_whole(record, record_url) == set(range(30))


def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    url = str(tmp_path / "record.db")
    child = start(url, 0, 10_000, 1, 400_000)
    out, errors = child.communicate(timeout=60)
    *lines, last = out.splitlines()
    assert child.returncode == 0, errors
    assert last.startswith("RecordError ")
    assert url in last
    assert "full" in last
    with open_record(url) as record:
        kept = check_whole(record, url)
    assert kept == {int(line.split()[1]) for line in lines}


def add_all(record: Record, made: list[Made]) -> None:
    for each in made:
        record.add_report(each.snapshot, each.report, each.extraction, RUN)


def test_a_full_database_says_so_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    made = [make_report(n) for n in range(40)]
    with open_record(str(tmp_path / "record.db")) as record:

        def limit_pages(number: int) -> None:
            with record._database.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute(f"PRAGMA max_page_count = {number}")

        record.add_report(made[0].snapshot, made[0].report, made[0].extraction, RUN)
        limit_pages(1)  # never below what is in use
        with pytest.raises(RecordError, match="full disk"):
            add_all(record, made)
        n_before = len(record.reports())
        assert list(record.verify()) == []
        limit_pages(1_000_000)
        add_all(record, made)
        assert n_before < len(record.reports()) == len(made)
        assert list(record.verify()) == []
