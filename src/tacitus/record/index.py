"""Index tables: derived from the ledger, kept up with every write, and rebuilt from it at any time."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, delete, func, select

from tacitus.model import Claim, Decision, Evidence, Span
from tacitus.record import search
from tacitus.record.database import insert_rows
from tacitus.record.nouns import ReviewStatus
from tacitus.record.pseudonyms import blank_spans
from tacitus.record.rows import claim_of, claim_parties
from tacitus.record.schema import (
    CLAIM_PARTIES,
    CLAIMS,
    INDEXES,
    JUDGEMENTS,
    READING_CLAIMS,
    READINGS,
    REPORT_BANDS,
    REPORTS,
    STANDINGS,
    SUPERSEDED,
    TEXTS,
)
from tacitus.record.standing import Step, find_standing

_SPANS = msgspec.json.Decoder(tuple[tuple[int, int], ...])
_STRINGS = msgspec.json.Decoder(tuple[str, ...])
_NO_EVIDENCE = (Evidence(span=Span(start=0, end=0), quote=""),)  # who takes part does not depend on it


def words_of(title: str | None, text: str, masked: Sequence[tuple[int, int]]) -> str:
    """Return the words that a report is found by."""
    return search.split_words(f"{title or ''} {blank_spans(text, masked)}")


def index_report(connection: Connection, report_seq: int, *, words: str, bands: Iterable[str]) -> None:
    """Index a new report's words and near-duplicate bands."""
    search.index_report(connection, report_seq, words)
    insert_rows(connection, REPORT_BANDS, [(band, report_seq) for band in sorted(set(bands))])


def index_claims(connection: Connection, claims: Iterable[tuple[int, Claim]]) -> None:
    """Index who takes part in new claims."""
    insert_rows(connection, CLAIM_PARTIES, [(entity, seq) for seq, claim in claims for entity in claim_parties(claim)])


def reindex_report(connection: Connection, report_seq: int, previous_reading: int) -> None:
    """Index what another reading of a report changed."""
    readings = connection.execute(
        select(READINGS.c.seq, READINGS.c.title, READINGS.c.masked, TEXTS.c.text)
        .join(TEXTS, TEXTS.c.seq == READINGS.c.text_seq)
        .where(READINGS.c.report_seq == report_seq, READINGS.c.seq >= previous_reading)
        .order_by(READINGS.c.seq)
    ).all()
    before, *_, after = [words_of(r.title, r.text, _SPANS.decode(r.masked)) for r in readings]
    if before != after:
        search.forget_report(connection, report_seq, before)
        search.index_report(connection, report_seq, after)
    _refresh_superseded(connection, report_seq)


def _refresh_superseded(connection: Connection, report_seq: int) -> None:
    latest = select(func.max(READINGS.c.seq)).where(READINGS.c.report_seq == report_seq).scalar_subquery()
    current = set(connection.execute(select(READING_CLAIMS.c.claim_seq).where(READING_CLAIMS.c.reading_seq == latest)).scalars())
    claims = connection.execute(
        select(CLAIMS.c.seq, CLAIMS.c.id).where(CLAIMS.c.report_seq == report_seq).order_by(CLAIMS.c.seq)
    ).all()
    last = {row.id: row.seq for row in claims} | {row.id: row.seq for row in claims if row.seq in current}
    connection.execute(delete(SUPERSEDED).where(SUPERSEDED.c.claim_seq.in_([row.seq for row in claims])))
    insert_rows(connection, SUPERSEDED, [(row.seq, int(last[row.id] != row.seq)) for row in claims if row.seq not in current])


def refresh_standing(connection: Connection, claim_id: str) -> None:
    """Index what the judgements about a claim come to."""
    rows = connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.claim_id == claim_id).order_by(JUDGEMENTS.c.seq))
    review, seq = find_standing(Step(row.seq, row.id, Decision(row.decision), row.about) for row in rows)
    connection.execute(delete(STANDINGS).where(STANDINGS.c.claim_id == claim_id))
    if review is not ReviewStatus.UNREVIEWED:
        insert_rows(connection, STANDINGS, [(claim_id, review.value, seq)])


def rebuild_indexes(connection: Connection) -> None:
    """Empty every index table and fill it from the ledger."""
    for table in INDEXES:
        connection.execute(delete(table))
    search.clear_index(connection)
    for report_seq, bands in connection.execute(select(REPORTS.c.seq, REPORTS.c.bands).order_by(REPORTS.c.seq)).all():
        reading = connection.execute(
            select(READINGS.c.title, READINGS.c.masked, TEXTS.c.text)
            .join(TEXTS, TEXTS.c.seq == READINGS.c.text_seq)
            .where(READINGS.c.report_seq == report_seq)
            .order_by(READINGS.c.seq.desc())
            .limit(1)
        ).one()
        words = words_of(reading.title, reading.text, _SPANS.decode(reading.masked))
        index_report(connection, report_seq, words=words, bands=_STRINGS.decode(bands))
        claims = connection.execute(select(CLAIMS).where(CLAIMS.c.report_seq == report_seq).order_by(CLAIMS.c.seq)).all()
        index_claims(connection, ((row.seq, claim_of(row, _NO_EVIDENCE)) for row in claims))
        _refresh_superseded(connection, report_seq)
    for claim_id in connection.execute(select(JUDGEMENTS.c.claim_id).distinct().order_by(JUDGEMENTS.c.claim_id)).scalars().all():
        refresh_standing(connection, claim_id)
