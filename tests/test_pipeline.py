from collections.abc import Iterator
from pathlib import Path

import pytest

from tacitus import chunks
from tacitus.config import Settings
from tacitus.errors import DataError, RecordError, UsageError
from tacitus.ids import hash_bytes
from tacitus.model import Claim, ClaimKind, Evidence, Extraction, Report, Span
from tacitus.pipeline import add_sources, describe_run, extract_sources, retry_failures
from tacitus.read import Unreadable
from tacitus.record import AddStatus, Record, open_record

SETTINGS = Settings()
WORDS = "Shells hit a market in Goma on Monday, killing {} people, residents said. The town stayed shut for a week after that.\n"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(str(tmp_path / "r.db")) as opened:
        yield opened


@pytest.fixture
def pages(tmp_path: Path) -> list[str]:
    paths = []
    for n in range(3):
        path = tmp_path / f"{n}.txt"
        path.write_text("\n".join(f"Paragraph {n} {m} {WORDS.format(n * 10 + m)}" for m in range(n + 1)), "utf-8")
        paths.append(str(path))
    return paths


def one_claim(report: Report, quote: str) -> Extraction:
    start = report.text.index(quote)
    claim = Claim(
        id=hash_bytes((report.id + quote).encode())[:20],
        kind=ClaimKind.INCIDENT,
        predicate="shelling",
        evidence=(Evidence(span=Span(start=start, end=start + len(quote)), quote=quote),),
    )
    return Extraction(report_id=report.id, claims=(claim,))


def statuses(record: Record, sources: list[str], *, again: bool = False) -> list[str]:
    return [added.status.value for added in add_sources(sources, record, SETTINGS, again=again)]


def test_every_source_gives_a_report_or_says_why_not(pages: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    outcomes = list(extract_sources([pages[0], "missing.txt", str(tmp_path / "empty.txt"), pages[1]], SETTINGS))
    assert [type(o) for o in outcomes] == [tuple, Unreadable, Unreadable, tuple]


def test_an_exact_copy_is_not_read_twice(
    record: Record, pages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(Path(pages[0]).read_bytes())
    assert statuses(record, [pages[0]]) == ["added"]
    monkeypatch.setattr(chunks, "read_snapshot", lambda *_: pytest.fail("read twice"))
    assert statuses(record, [pages[0], str(copy)]) == ["known", "known"]


def test_a_near_copy_is_kept_and_linked(record: Record, tmp_path: Path) -> None:
    body = "\n\n".join(
        f"In the village of Number {n} the {word} brigade said that it had met no one on the road to the lake."
        for n, word in enumerate(["red", "blue", "green", "white", "black", "brown", "grey", "pink"])
    )
    (tmp_path / "a.txt").write_text(f"Brigades meet no one\n\n{body}\n", "utf-8")
    (tmp_path / "b.txt").write_text(f"Brigades meet no one\n\n{body}\n\nThis paper adds one sentence of its own here.\n", "utf-8")
    (tmp_path / "c.txt").write_text(
        "Harvest begins early\n\nFarmers on the coast speak of a good year for dates and olives.\n", "utf-8"
    )
    first, second, third = add_sources([str(tmp_path / f"{n}.txt") for n in "abc"], record, SETTINGS)
    assert (first.near_copy_of, second.near_copy_of, third.near_copy_of) == (None, first.report_id, None)
    assert second.status is AddStatus.ADDED


def test_one_failing_report_harms_no_other(record: Record, pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(report: Report, *_: object) -> Extraction:
        if "Paragraph 1" in report.text:
            raise ZeroDivisionError("some mistake")
        return one_claim(report, "Shells hit a market")

    monkeypatch.setattr(chunks, "extract_claims", extract)
    assert statuses(record, pages) == ["added", "failed", "added"]
    (failure,) = record.failures()
    assert (failure.source, "some mistake" in failure.error) == (pages[1], True)
    snapshot = record.failed_snapshot(failure.id)
    assert snapshot is not None
    assert snapshot.content == Path(pages[1]).read_bytes()


def test_a_failure_is_retried_from_its_snapshot(record: Record, pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Extraction:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(chunks, "extract_claims", fail)
        assert statuses(record, pages[:1]) == ["failed"]
        assert [a.status for a in retry_failures(record, SETTINGS)] == [AddStatus.FAILED]
    Path(pages[0]).unlink()
    assert [a.status for a in retry_failures(record, SETTINGS)] == [AddStatus.ADDED]
    assert record.failures() == []
    assert list(retry_failures(record, SETTINGS)) == []


def test_a_reading_that_contradicts_itself_is_a_failure(
    record: Record, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def misquote(report: Report, *_: object) -> Extraction:
        good = one_claim(report, "Shells hit a market")
        bad = Evidence(span=Span(start=0, end=3), quote="not what stands there")
        (claim,) = good.claims
        return Extraction(
            report_id=report.id, claims=(Claim(id=claim.id, kind=claim.kind, predicate="shelling", evidence=(bad,)),)
        )

    monkeypatch.setattr(chunks, "extract_claims", misquote)
    assert statuses(record, pages[:1]) == ["failed"]
    assert record.reports() == []


@pytest.mark.parametrize("error", [UsageError, DataError])
def test_what_is_wrong_for_all_stops_at_once(
    error: type[Exception], record: Record, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Extraction:
        raise error("lexicon", got="x", expected="y")  # type: ignore[call-arg]

    monkeypatch.setattr(chunks, "extract_claims", fail)
    with pytest.raises(error):
        statuses(record, pages)
    assert record.failures() == []


def test_a_record_that_cannot_be_written_stops_at_once(pages: list[str], tmp_path: Path) -> None:
    path = str(tmp_path / "closed.db")
    open_record(path).close()
    with open_record(path, read_only=True) as record, pytest.raises(RecordError):
        statuses(record, pages)


def test_reading_again_supersedes_what_is_read_no_more(record: Record, pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def read_as(quote: str) -> None:
        monkeypatch.setattr(chunks, "extract_claims", lambda report, *_: one_claim(report, quote))

    read_as("Shells hit a market")
    (first,) = add_sources(pages[:1], record, SETTINGS)
    assert statuses(record, pages[:1], again=True) == ["known"]
    read_as("residents said")
    (second,) = add_sources(pages[:1], record, SETTINGS, again=True)
    assert second.status is AddStatus.UPDATED
    assert (second.superseded_claims, len(second.new_claims)) == (first.new_claims, 1)
    assert [c.claim.id for c in record.claims()] == list(second.new_claims)
    assert len(record.claims(include_superseded=True)) == 2


def test_adding_in_two_steps_gives_the_same_actors_as_in_one(pages: list[str], tmp_path: Path) -> None:
    for n, name in enumerate(("Hill Guard", "Hill Guard", "River Sons")):
        Path(pages[n]).write_text(f"Fighters of the {name} captured Bosaso on Monday. {'So they said. ' * (n + 1)}\n", "utf-8")
    with open_record(str(tmp_path / "one.db")) as one, open_record(str(tmp_path / "two.db")) as two:
        statuses(one, pages)
        for page in pages:
            statuses(two, [page])
        assert one.actors() == two.actors()
        assert [c.claim for c in one.claims()] == [c.claim for c in two.claims()]


def test_a_run_is_known_by_what_decides_the_reading(tmp_path: Path) -> None:
    run = describe_run(SETTINGS)
    assert run == describe_run(Settings(record="other.db", user_agent="x", fetch_timeout=1.0))
    assert run.settings_digest != describe_run(Settings(published="2015")).settings_digest
    (tmp_path / "incidents.toml").write_text("x = 1\n", "utf-8")
    own = describe_run(Settings(lexicon=str(tmp_path)))
    assert own.settings_digest == run.settings_digest
    assert own.knowledge_digest != run.knowledge_digest


def test_a_run_is_known_by_the_model_and_not_by_where_it_lies(tmp_path: Path) -> None:
    for name, words in (("a", "{}"), ("b", "{}"), ("c", "{} ")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(words, "utf-8")
    first, same, other = (describe_run(Settings(model=str(tmp_path / name))) for name in "abc")
    assert first == same
    assert first.settings_digest == other.settings_digest == describe_run(SETTINGS).settings_digest
    assert first.knowledge_digest != other.knowledge_digest
