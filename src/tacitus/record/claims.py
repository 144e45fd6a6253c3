"""Reading claims: as the machine wrote them, and as they stand after all judgements."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from tacitus.model import Claim, Evidence, Span
from tacitus.record.correction import apply_changes
from tacitus.record.lookup import find_claim_id, find_id, reports_of
from tacitus.record.nouns import RecordedClaim, ReviewStatus
from tacitus.record.rows import claim_of, claim_parties, text_of
from tacitus.record.schema import (
    CLAIMS,
    EVIDENCE,
    JUDGEMENTS,
    READING_CLAIMS,
    READINGS,
    REPORTS,
    STANDINGS,
    SUPERSEDED,
    TEXTS,
)
from tacitus.record.search import find_keys, key_word


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims are wanted; ``None`` means any. All are judged as the claims stand after correction."""

    report_id: str | None = None
    kind: str | None = None
    predicate: str | None = None
    actor: str | None = None
    claim_id: str | None = None
    reviewed_only: bool = False
    include_rejected: bool = False
    include_superseded: bool = False

    def admits(self, claim: Claim) -> bool:
        """Whether a claim, as corrected, is of the kind, predicate and party wanted."""
        return (
            self.kind in {None, claim.kind.value}
            and self.predicate in {None, str(claim.predicate)}
            and (self.actor is None or self.actor in claim_parties(claim))
        )


def load_claims(connection: Connection, wanted: ClaimFilter, limit: int | None = None) -> list[RecordedClaim]:
    """Return the claims wanted, in the order in which they were written.

    A claim that a newer reading no longer produces is left out unless a judgement about it counts.

    Raises:
        RecordError: no such report or claim.
    """
    statement = _select_claims().order_by(CLAIMS.c.seq, EVIDENCE.c.position)
    for condition in _conditions(connection, wanted):
        statement = statement.where(condition)
    claims = (_recorded(connection, group) for group in _group(connection, statement))
    return list(islice((c for c in claims if wanted.admits(c.claim)), limit))


def claims_of_reading(connection: Connection, reading_seq: int) -> tuple[Claim, ...]:
    """Return the claims that one reading produced, before any judgement, in its order."""
    statement = (
        select(CLAIMS, EVIDENCE.c.start_offset, EVIDENCE.c.end_offset, EVIDENCE.c.quote)
        .join(READING_CLAIMS, READING_CLAIMS.c.claim_seq == CLAIMS.c.seq)
        .outerjoin(EVIDENCE, EVIDENCE.c.claim_seq == CLAIMS.c.seq)
        .where(READING_CLAIMS.c.reading_seq == reading_seq)
        .order_by(READING_CLAIMS.c.position, EVIDENCE.c.position)
    )
    return tuple(_original(connection, group) for group in _group(connection, statement))


def _select_claims() -> Select[Any]:
    return (
        select(
            CLAIMS,
            REPORTS.c.id.label("report_id"),
            SUPERSEDED.c.claim_seq.label("superseded"),
            STANDINGS.c.review,
            JUDGEMENTS.c.changes,
            EVIDENCE.c.start_offset,
            EVIDENCE.c.end_offset,
            EVIDENCE.c.quote,
        )
        .join(REPORTS, REPORTS.c.seq == CLAIMS.c.report_seq)
        .outerjoin(EVIDENCE, EVIDENCE.c.claim_seq == CLAIMS.c.seq)
        .outerjoin(SUPERSEDED, SUPERSEDED.c.claim_seq == CLAIMS.c.seq)
        .outerjoin(STANDINGS, STANDINGS.c.claim_id == CLAIMS.c.id)
        .outerjoin(JUDGEMENTS, JUDGEMENTS.c.seq == STANDINGS.c.judgement_seq)
    )


def _conditions(connection: Connection, wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    yield func.coalesce(SUPERSEDED.c.is_replaced, 0) == 0
    if wanted.report_id is not None:
        found = find_id(connection, REPORTS.c.id, wanted.report_id, "report")
        yield CLAIMS.c.report_seq == select(REPORTS.c.seq).where(REPORTS.c.id == found).scalar_subquery()
    if wanted.claim_id is not None:
        found = find_claim_id(connection, wanted.claim_id)
        yield CLAIMS.c.id == found
        yield CLAIMS.c.report_seq.in_(reports_of(find_keys(connection, [key_word("c", found)])))
    # A correction may have made a claim what is asked for, so corrected ones are all looked at.
    is_corrected = func.coalesce(STANDINGS.c.review, "") == ReviewStatus.CORRECTED.value
    if wanted.kind is not None:
        yield (CLAIMS.c.kind == str(wanted.kind)) | is_corrected
    if wanted.predicate is not None:
        yield (CLAIMS.c.predicate == str(wanted.predicate)) | is_corrected
    if wanted.actor is not None:
        find = func.strpos if connection.dialect.name == "postgresql" else func.instr
        yield (find(CLAIMS.c.body, text_of(wanted.actor)) > 0) | is_corrected
    if wanted.reviewed_only:
        yield STANDINGS.c.review.in_([s.value for s in ReviewStatus if s.is_reviewed])
    if not wanted.include_rejected:
        yield func.coalesce(STANDINGS.c.review, "") != ReviewStatus.REJECTED.value
    if not wanted.include_superseded:
        yield SUPERSEDED.c.claim_seq.is_(None) | STANDINGS.c.review.is_not(None)


def _group(connection: Connection, statement: Select[Any]) -> Iterator[list[Row[Any]]]:
    for _, rows in groupby(connection.execute(statement), key=lambda row: row.seq):
        yield list(rows)


def _original(connection: Connection, rows: list[Row[Any]]) -> Claim:
    evidence = tuple(
        Evidence(span=Span(start=r.start_offset, end=r.end_offset), quote=_quote(connection, r) if r.quote is None else r.quote)
        for r in rows
        if r.start_offset is not None
    )
    return claim_of(rows[0], evidence)


def _quote(connection: Connection, row: Row[Any]) -> str:
    """Return a quote that is kept as offsets alone, because it holds a commenter's handle."""
    statement = select(TEXTS.c.text).join(READINGS, READINGS.c.text_seq == TEXTS.c.seq).where(READINGS.c.seq == row.reading_seq)
    text: str = connection.execute(statement).scalar_one()
    return text[row.start_offset : row.end_offset]


def _recorded(connection: Connection, rows: list[Row[Any]]) -> RecordedClaim:
    row = rows[0]
    original = _original(connection, rows)
    review = ReviewStatus.UNREVIEWED if row.review is None else ReviewStatus(row.review)
    is_corrected = review is ReviewStatus.CORRECTED
    changes = {name: json.loads(value) for name, value in json.loads(row.changes)} if is_corrected else {}
    return RecordedClaim(
        claim=apply_changes(original, changes) if is_corrected else original,
        report_id=row.report_id,
        review=review,
        original=original if is_corrected else None,
        is_superseded=row.superseded is not None,
    )
