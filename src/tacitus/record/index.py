"""Index tables: derived from the ledger, kept up with every write, and rebuilt from it at any time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, select

from tacitus.model import Decision
from tacitus.record import search
from tacitus.record.database import insert_rows
from tacitus.record.pseudonyms import blank_spans
from tacitus.record.schema import (
    CLAIMS,
    INDEXES,
    JUDGEMENTS,
    READING_CLAIMS,
    READINGS,
    REPORTS,
    STANDINGS,
    SUPERSEDED,
    TEXTS,
)
from tacitus.record.standing import Step, find_standing

_SPANS = msgspec.json.Decoder(tuple[tuple[int, int], ...])
_STRINGS = msgspec.json.Decoder(tuple[str, ...])


def words_of(title: str | None, text: str, masked: Sequence[tuple[int, int]]) -> str:
    """Return the words that a report is found by."""
    return search.split_words(f"{title or ''} {blank_spans(text, masked)}")


def keys_of(claim_ids: Iterable[str], bands: Iterable[str]) -> str:
    """Return the keys that a reading brings: the ids of its new claims and, the report's first, its near-duplicate bands."""
    return " ".join([*(search.key_word("c", i) for i in claim_ids), *(search.key_word("b", band) for band in bands)])


def reindex_report(connection: Connection, report_seq: int, words: str) -> None:
    """Index another reading of a report: its words take the place of those of the reading before it."""
    readings = _readings(connection, report_seq)
    before, after = readings[-2:]
    keys = keys_of(_fresh_claims(connection, before.seq), _STRINGS.decode(before.bands) if before is readings[0] else ())
    search.forget_reading(connection, before.seq, words_of(before.title, before.text, _SPANS.decode(before.masked)), keys)
    search.index_reading(connection, before.seq, "", keys)
    search.index_reading(connection, after.seq, words, keys_of(_fresh_claims(connection, after.seq), ()))
    _refresh_superseded(connection, report_seq)


def _readings(connection: Connection, report_seq: int) -> Sequence[Any]:
    return connection.execute(
        select(READINGS.c.seq, READINGS.c.title, READINGS.c.masked, TEXTS.c.text, REPORTS.c.bands)
        .join(TEXTS, TEXTS.c.seq == READINGS.c.text_seq)
        .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
        .where(READINGS.c.report_seq == report_seq)
        .order_by(READINGS.c.seq)
    ).all()


def _fresh_claims(connection: Connection, reading_seq: int) -> Sequence[str]:
    """Return the ids of the claims whose rows a reading brought."""
    report = select(READINGS.c.report_seq).where(READINGS.c.seq == reading_seq).scalar_subquery()
    statement = select(CLAIMS.c.id).where(CLAIMS.c.report_seq == report, CLAIMS.c.reading_seq == reading_seq)
    return connection.execute(statement.order_by(CLAIMS.c.seq)).scalars().all()


def _refresh_superseded(connection: Connection, report_seq: int) -> None:
    of_report = select(CLAIMS.c.seq).where(CLAIMS.c.report_seq == report_seq)
    connection.execute(delete(SUPERSEDED).where(SUPERSEDED.c.claim_seq.in_(of_report)))
    insert_rows(connection, SUPERSEDED, list(_find_superseded(connection, report_seq).items()))


def _find_superseded(connection: Connection, report_seq: int) -> dict[int, int]:
    """Return the claims of a report that its last reading did not produce, and whether (1) the id goes on in another row."""
    latest = select(func.max(READINGS.c.seq)).where(READINGS.c.report_seq == report_seq).scalar_subquery()
    current = set(connection.execute(select(READING_CLAIMS.c.claim_seq).where(READING_CLAIMS.c.reading_seq == latest)).scalars())
    claims = connection.execute(
        select(CLAIMS.c.seq, CLAIMS.c.id).where(CLAIMS.c.report_seq == report_seq).order_by(CLAIMS.c.seq)
    ).all()
    last = {row.id: row.seq for row in claims} | {row.id: row.seq for row in claims if row.seq in current}
    return {row.seq: int(last[row.id] != row.seq) for row in claims if row.seq not in current}


def refresh_standing(connection: Connection, claim_id: str) -> None:
    """Index what the judgements about a claim come to."""
    connection.execute(delete(STANDINGS).where(STANDINGS.c.claim_id == claim_id))
    insert_rows(connection, STANDINGS, [(claim_id, *standing) for standing in _find_standings(connection, claim_id).values()])


def _find_standings(connection: Connection, claim_id: str | None = None) -> dict[str, tuple[str, int]]:
    statement = select(JUDGEMENTS).order_by(JUDGEMENTS.c.seq)
    steps: dict[str, list[Step]] = {}
    for row in connection.execute(statement if claim_id is None else statement.where(JUDGEMENTS.c.claim_id == claim_id)):
        steps.setdefault(row.claim_id, []).append(Step(row.seq, row.id, Decision(row.decision), row.about))
    found = {claim: find_standing(of_claim) for claim, of_claim in steps.items()}
    return {claim: (review.value, seq) for claim, (review, seq) in found.items() if seq is not None}


def compare_indexes(connection: Connection) -> Iterator[tuple[str, dict[Any, Any], dict[Any, Any]]]:
    """Yield (table, what it holds, what the ledger says that it should hold) of each index table."""
    reread = select(READINGS.c.report_seq).group_by(READINGS.c.report_seq).having(func.count() > 1)
    derived: dict[Any, Any] = {}
    for report_seq in connection.execute(reread.order_by(READINGS.c.report_seq)).scalars().all():
        derived |= _find_superseded(connection, report_seq)
    yield "superseded", {r.claim_seq: r.is_replaced for r in connection.execute(select(SUPERSEDED))}, derived
    standings = {r.claim_id: (r.review, r.judgement_seq) for r in connection.execute(select(STANDINGS))}
    yield "standings", standings, _find_standings(connection)
    readings = dict.fromkeys(connection.execute(select(READINGS.c.seq)).scalars())
    yield "reading_words", dict.fromkeys(search.list_readings(connection)), readings


def rebuild_indexes(connection: Connection) -> None:
    """Empty every index table and fill it from the ledger."""
    for table in INDEXES:
        connection.execute(delete(table))
    search.clear_index(connection)
    for report_seq in connection.execute(select(REPORTS.c.seq).order_by(REPORTS.c.seq)).scalars().all():
        readings = _readings(connection, report_seq)
        for reading in readings:
            words = words_of(reading.title, reading.text, _SPANS.decode(reading.masked)) if reading is readings[-1] else ""
            bands = _STRINGS.decode(reading.bands) if reading is readings[0] else ()
            search.index_reading(connection, reading.seq, words, keys_of(_fresh_claims(connection, reading.seq), bands))
        _refresh_superseded(connection, report_seq)
    insert_rows(connection, STANDINGS, [(claim_id, *standing) for claim_id, standing in _find_standings(connection).items()])
