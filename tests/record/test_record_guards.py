# ruff: noqa: E501, S608 -- a table of statements reads best with one a line
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from made_reports import NEWER, RUN, make_report
from sqlalchemy.exc import DBAPIError
from tampering import ask, run_guarded, tamper, tampered

from tacitus.errors import IntegrityError
from tacitus.model import Decision
from tacitus.record import Record, open_record
from tacitus.record.schema import LEDGER
from tacitus.record.verify import check_record


def fill(record: Record) -> None:
    for number in range(3):
        made = make_report(number, comment=number == 1)
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
    made = make_report(0)
    record.add_failure(made.snapshot.source, "no text", snapshot=made.snapshot)
    record.add_report(made.snapshot, made.report, made.with_claims(*made.extraction.claims[1:]).extraction, NEWER, again=True)
    record.judge(made.claim_id(1), Decision.ACCEPT, because="seen", by="ana")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept_url(request: pytest.FixtureRequest, empty_records: Callable[[str], str]) -> str:
    """Give the URL of a record that every test leaves as it was."""
    url = empty_records(request.param)
    with open_record(url) as record:
        fill(record)
    return url


@pytest.fixture(scope="module")
def kept(kept_url: str) -> Iterator[Record]:
    with open_record(kept_url) as record:
        yield record


@pytest.fixture
def record(record_url: str) -> Iterator[Record]:
    with open_record(record_url) as record:
        fill(record)
        yield record


@pytest.mark.parametrize("table", [str(table.name) for table in LEDGER])
def test_the_ledger_cannot_be_changed(kept_url: str, table: str) -> None:
    column = next(c.name for t in LEDGER if t.name == table for c in t.columns)
    before = ask(kept_url, f"SELECT * FROM {table}")
    assert before
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"):
            run_guarded(kept_url, statement)
    assert ask(kept_url, f"SELECT * FROM {table}") == before


@dataclass(frozen=True)
class Case:
    """Statements run behind the record's back, and words that the problems found must hold."""

    name: str
    statements: tuple[str, ...]
    where: str
    what: str


CASES = (
    Case("snapshot bytes", ("UPDATE snapshots SET content = (SELECT content FROM snapshots WHERE seq = 2) WHERE seq = 1",), "snapshot", "SHA-256"),
    Case("snapshot rubbish", ("UPDATE snapshots SET content = sketch_rubbish WHERE seq = 1",), "snapshot", "unpacked"),
    Case("snapshot source", ("UPDATE snapshots SET source = 'elsewhere' WHERE seq = 2",), "audit", "not as they were written"),
    Case("text", ("UPDATE texts SET text = replace(text, 'Fighting', 'Feasting') WHERE seq = 1",), "report", "its text is not"),
    Case("text and digest", ("UPDATE texts SET digest = 'x' WHERE seq = 1",), "report", "rows of readings"),
    Case("quote", ("UPDATE evidence SET quote = 'They never did.' WHERE claim_seq = 2",), "claim", "the quote is 'They never did.'"),
    Case("offset", ("UPDATE evidence SET start_offset = start_offset + 1 WHERE claim_seq = 2",), "evidence 0", "the quote is"),
    Case("offset beyond", ("UPDATE evidence SET end_offset = 100000 WHERE claim_seq = 2",), "evidence 0", "outside of the text"),
    Case("claim", ("UPDATE claims SET predicate = 'riot' WHERE seq = 2",), "reading", "rows of claims"),
    Case("claim body", ("UPDATE claims SET body = replace(body, 'mortars', 'kites') WHERE seq = 1",), "reading", "rows of claims"),
    Case("claim id", ("UPDATE claims SET id = 'abc' WHERE seq = 3",), "reading", "rows of claims"),
    Case("mention", ("UPDATE mentions SET entity = 'x' WHERE reading_seq = 2 AND position = 0",), "reading 2", "rows of mentions"),
    Case("mention beyond", ("UPDATE mentions SET end_offset = 99999 WHERE reading_seq = 2 AND position = 0",), "mention 0", "outside"),
    Case("actor", ("UPDATE actor_names SET name = 'Angels' WHERE reading_seq = 1 AND rank = 0",), "reading 1", "rows of actor_names"),
    Case("place", ("UPDATE places SET latitude = 0 WHERE reading_seq = 3",), "reading 3", "rows of places"),
    Case("proposal", ("UPDATE proposals SET is_match = 1 WHERE reading_seq = 3",), "reading 3", "rows of proposals"),
    Case("title", ("UPDATE readings SET title = 'All quiet' WHERE seq = 1",), "reading 1", "rows of readings"),
    Case("zones", ("UPDATE readings SET zones = '[]' WHERE seq = 2",), "reading 2", "rows of readings"),
    Case("near copy", ("UPDATE reports SET near_copy_of = id WHERE seq = 2",), "audit", "rows of report 2"),
    Case("run", ("UPDATE runs SET version = '9' WHERE seq = 1",), "audit", "rows of report 1"),
    Case("judgement", ("UPDATE judgements SET because = 'ordered to'",), "audit", "rows of judgement 1"),
    Case("failure", ("UPDATE failures SET error = 'fine'",), "audit", "rows of failure 1"),
    Case("resolution", ("DELETE FROM resolutions",), "audit", "resolution 1 are missing"),
    Case("key", ("UPDATE meta SET value = 'aa' WHERE key = 'pseudonym_key'",), "audit 1", "rows of created 0"),
    Case("chain digest", ("UPDATE audit SET digest = 'x' WHERE seq = 3",), "audit 3", "its hash is not"),
    Case("chain time", ("UPDATE audit SET at = '2001-01-01T00:00:00+00:00' WHERE seq = 3",), "audit 3", "its hash is not"),
    Case("chain link", ("UPDATE audit SET previous = 'x' WHERE seq = 3",), "audit 3", "does not follow"),
    Case("chain gap", ("DELETE FROM audit WHERE seq = 3",), "audit 4", "entries 3 to 3 are missing"),
    Case("chain end", ("DELETE FROM audit WHERE kind = 'judgement'",), "judgements: seq 1", "no entry of the audit chain"),
    Case("report gone", ("DELETE FROM reports WHERE seq = 2",), "readings: report_seq 2", "no row of reports"),
    Case("reading gone", ("DELETE FROM readings WHERE seq = 2",), "mentions: reading_seq 2", "no row of readings"),
    Case("claim gone", ("DELETE FROM claims WHERE seq = 2",), "evidence: claim_seq 2", "no row of claims"),
    Case("evidence gone", ("DELETE FROM evidence WHERE claim_seq = 2",), "claims: seq 2", "no row of evidence"),
    Case("snapshot gone", ("DELETE FROM snapshots WHERE seq = 2",), "reports: snapshot_seq 2", "no row of snapshots"),
    Case("text gone", ("DELETE FROM texts WHERE seq = 2",), "readings: text_seq 2", "no row of texts"),
    Case("claim smuggled in", ("INSERT INTO claims SELECT 999, 'new', report_seq, reading_seq, kind, predicate, body FROM claims WHERE seq = 1",), "claims: seq 999", "reading_claims"),
    Case("judgement smuggled in", ("INSERT INTO judgements SELECT 999, 'new', claim_id, 'reject', about, because, judged_by, judged_at, changes FROM judgements",), "judgements: seq 999", "no entry"),
    Case("claim hidden", ("INSERT INTO superseded VALUES (2, 1)",), "superseded", "rebuild"),
    Case("standing changed", ("UPDATE standings SET review = 'rejected'",), "standings", "rebuild"),
)  # fmt: skip


def test_an_untouched_record_has_no_problems(kept: Record) -> None:
    assert list(kept.verify()) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_tampering_is_found_and_placed(kept: Record, kept_url: str, case: Case) -> None:
    rubbish = "'\\x00ff'::bytea" if kept_url.startswith("postgresql") else "x'00ff'"
    with tampered(kept, *(s.replace("sketch_rubbish", rubbish) for s in case.statements)) as connection:
        problems = list(check_record(connection))
    assert any(case.where in p.where and case.what in p.what for p in problems), problems


def test_a_rewritten_chain_has_another_head(record: Record, record_url: str) -> None:
    head = record.head()
    tamper(record_url, "DELETE FROM judgements", "DELETE FROM audit WHERE kind = 'judgement'", "DELETE FROM standings")
    assert list(record.verify()) == []  # consistent in itself: only a head kept elsewhere tells
    assert record.head() != head


def test_an_index_that_lies_is_rebuilt(record: Record, record_url: str) -> None:
    tamper(record_url, "INSERT INTO superseded VALUES (2, 1)", "DELETE FROM standings")
    assert list(record.verify()) != []
    record.rebuild()
    assert list(record.verify()) == []


def test_views_survive_a_damaged_row_with_a_clear_error(record: Record, record_url: str) -> None:
    tamper(record_url, "UPDATE claims SET body = '{' WHERE seq = 2", "UPDATE readings SET zones = '[]' WHERE seq = 2")
    with pytest.raises(IntegrityError, match="as it was written"):
        record.claims()
    with pytest.raises(IntegrityError, match="as it was read"):
        record.report(record.reports()[1].id)
