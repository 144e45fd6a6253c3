import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from tacitus import crew
from tacitus.bench.generate import generate_reports
from tacitus.chunks import MOST_REPORTS, Chunk, Understood
from tacitus.codec import encode_extraction
from tacitus.config import Settings
from tacitus.crew import CHUNKS_A_WORKER, Crew, Outcome, count_workers, read_reports
from tacitus.errors import DataError, FetchRefusedError, ReadError
from tacitus.ids import hash_bytes
from tacitus.model import Extraction, Report, Snapshot, Span, Zone, ZoneKind
from tacitus.pipeline import add_sources, extract_sources
from tacitus.read import Unreadable
from tacitus.record import Record, open_record

WORDS = "Shells hit a market in Goma on Monday, killing {} people, residents said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of reports, with one that is empty, one in another language, and an exact copy."""
    found = tmp_path / "reports"
    found.mkdir()
    for n, text in enumerate(generate_reports(12, n_words=120, seed=3)):
        (found / f"{n:02}.txt").write_text(text, "utf-8")
    (found / "04b.txt").write_bytes(b"")
    (found / "07b.txt").write_bytes((found / "02.txt").read_bytes())
    (found / "09b.txt").write_text(
        "Drei Soldaten wurden am Freitag bei einem Angriff nahe der Brücke getötet, sagte die Armee.", "utf-8"
    )
    return found


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "ENOUGH", 0)


def snapshot(n: int, words: str = WORDS) -> Snapshot:
    return Snapshot(content=words.format(n).encode(), source=str(n))


def chunk(*snapshots: Snapshot) -> Chunk:
    return Chunk(opened=snapshots, to_read=tuple(range(len(snapshots))))


def read_or_die(snapshots: Sequence[Snapshot], settings: Settings | None = None) -> Iterator[Outcome]:
    """Read nothing but the text, quickly; some words end the process, as a fault in a library's C code would."""
    del settings
    for one in snapshots:
        if b"deadly" in one.content:
            os._exit(9)
        text = one.content.decode()
        zone = Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text)))
        report = Report(id=hash_bytes(one.content), text=text, zones=(zone,), source=one.source)
        yield Understood(report=report, extraction=Extraction(report_id=report.id), sketch=b"")


def names(pairs: Iterable[tuple[Snapshot | Unreadable, Outcome | None]]) -> list[tuple[str, str]]:
    return [(item.source, type(outcome).__name__) for item, outcome in pairs]


def lines_of(folder: Path, workers: int) -> list[bytes]:
    outcomes = extract_sources([str(folder)], Settings(workers=workers))
    return [str(o.error).encode() if isinstance(o, Unreadable) else encode_extraction(*o) for o in outcomes]


def told(record: Record) -> list[object]:
    """Return all that a record says, but when."""
    ids = [row.id for row in record.reports()]
    return [
        ids,
        [record.extraction(report_id) for report_id in ids],
        [c.claim for c in record.claims()],
        record.actors(),
        [(f.source, f.error) for f in record.failures()],
    ]


@pytest.mark.usefixtures("at_once")
def test_the_number_of_workers_changes_no_byte(folder: Path) -> None:
    alone = lines_of(folder, 1)
    assert len(alone) == 15
    assert lines_of(folder, 2) == alone


@pytest.mark.usefixtures("at_once")
def test_the_number_of_workers_changes_nothing_in_the_record(folder: Path, tmp_path: Path) -> None:
    with open_record(str(tmp_path / "one.db")) as one, open_record(str(tmp_path / "two.db")) as two:
        first = list(add_sources([str(folder)], one, Settings(workers=1)))
        assert list(add_sources([str(folder)], two, Settings(workers=2))) == first
        assert told(one) == told(two)
        assert [a.status.value for a in first if a.status.value != "added"] == ["failed", "known"]


def test_little_work_starts_no_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "Crew", lambda *_: pytest.fail("a process for so little"))
    assert len(lines_of(folder, 8)) == 15


def test_a_report_that_kills_its_worker_fails_alone() -> None:
    sources = [chunk(snapshot(0), snapshot(1)), chunk(snapshot(2), snapshot(3, "deadly {}"), snapshot(4)), chunk(snapshot(5))]
    with Crew(read_or_die, 2) as workers:
        found = list(workers.read(sources))
    assert names(found) == [(str(n), "Unreadable" if n == 3 else "Understood") for n in range(6)]
    (bad,) = (outcome for _, outcome in found if isinstance(outcome, Unreadable))
    assert "ended the worker process" in str(bad.error)


def test_where_no_worker_can_start_one_process_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(crew, "ProcessPoolExecutor", refuse)
    with Crew(read_or_die, 2) as workers:
        found = names(workers.read([chunk(snapshot(0)), chunk(snapshot(1))]))
    assert found == [("0", "Understood"), ("1", "Understood")]


@pytest.mark.usefixtures("at_once")
def test_few_reports_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "read_chunk", read_or_die)
    n_opened = 0

    def open_many() -> Iterator[Snapshot]:
        nonlocal n_opened
        for n in range(400):
            n_opened += 1
            yield snapshot(n)

    most = 0
    for n_out, (item, outcome) in enumerate(read_reports(open_many(), Settings(workers=2)), start=1):
        assert (item.source, isinstance(outcome, Understood)) == (str(n_out - 1), True)
        most = max(most, n_opened - n_out)
    assert most < (2 * CHUNKS_A_WORKER + 1) * MOST_REPORTS


@pytest.mark.usefixtures("at_once")
def test_what_is_not_wanted_keeps_its_place_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "read_chunk", read_or_die)
    opened: list[Snapshot | Unreadable] = [
        snapshot(0),
        snapshot(1),
        Unreadable("x", ReadError("x", got="a", expected="b")),
        snapshot(2),
    ]
    found = read_reports(opened, Settings(workers=2), lambda s: s.source != "1")
    assert names(found) == [("0", "Understood"), ("1", "NoneType"), ("x", "Unreadable"), ("2", "Understood")]


@pytest.mark.usefixtures("at_once")
def test_a_broken_lexicon_stops_all_from_within_a_worker(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "incidents.toml").write_text("= broken\n", "utf-8")
    with pytest.raises(DataError):
        list(extract_sources([str(folder)], Settings(workers=2, lexicon=str(tmp_path))))


def test_errors_pass_between_processes() -> None:
    sent = pickle.dumps(FetchRefusedError("http://x", got="a private address", expected="a public one"))
    error = pickle.loads(sent)  # noqa: S301 -- our own bytes
    assert (type(error), error.where, str(error)) == (
        FetchRefusedError,
        "http://x",
        "http://x: got a private address; expected a public one",
    )


def test_all_cores_by_default() -> None:
    assert count_workers(Settings()) == len(os.sched_getaffinity(0))
    assert count_workers(Settings(workers=3)) == 3


ADD = "import sys, tacitus.crew; tacitus.crew.ENOUGH = 0; from tacitus.cli import main; main(sys.argv[1:])"


def start_add(folder: Path, record: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", ADD, "add", str(folder), "--record", str(record), "--json", "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    for _ in range(5):
        assert process.stdout.readline()
    return process


def wait_for_the_end_of(group: int) -> None:
    """Wait until no process of the group is left."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker outlives its parent")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_add_that_is_stopped_leaves_a_sound_record_and_no_process(how: signal.Signals, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for n, text in enumerate(generate_reports(300, n_words=200)):
        (reports / f"{n:03}.txt").write_text(text, "utf-8")
    process = start_add(reports, tmp_path / "r.db")
    (os.killpg if how is signal.SIGINT else os.kill)(process.pid, how)
    _, complaints = process.communicate(timeout=90)
    assert process.returncode == (1 if how is signal.SIGINT else -signal.SIGKILL)
    assert b"Traceback" not in complaints
    wait_for_the_end_of(process.pid)
    with open_record(str(tmp_path / "r.db")) as record:
        assert list(record.verify()) == []
        assert 5 <= len(record.reports()) < 300


def test_a_script_needs_no_guard(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        "import tacitus, tacitus.crew\n"
        "tacitus.crew.ENOUGH = 0\n"
        "print('once')\n"
        f"print(len(list(tacitus.extract_sources([{str(folder)!r}], tacitus.Settings(workers=2)))))\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, check=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["once", "15"], "")
