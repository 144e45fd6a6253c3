"""Reading reports and failures: every view is a function of the ledger's rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import zstandard
from sqlalchemy import Connection, Row, bindparam, case, func, select

from tacitus.codec import format_date
from tacitus.errors import IntegrityError
from tacitus.model import Extraction, Report, Snapshot
from tacitus.record.claims import claims_of_reading
from tacitus.record.entities import actors_of_reading, places_of_reading, proposals_of_reading
from tacitus.record.lookup import find_id, latest_readings
from tacitus.record.nouns import Failure, ReportRow
from tacitus.record.rows import mention_of, report_of, snapshot_of, when_of
from tacitus.record.schema import (
    CLAIMS,
    FAILURES,
    MENTIONS,
    READINGS,
    REPORTS,
    RESOLUTIONS,
    SNAPSHOTS,
    STANDINGS,
    SUPERSEDED,
    TEXTS,
)
from tacitus.record.search import key_word, rank_by_keys


def find_reading(connection: Connection, report_id: str) -> Row[Any]:
    """Return the last reading's row of a report, with ``report_id`` and ``text``.

    Raises:
        RecordError: no such report, or an id that begins several.
    """
    found = find_id(connection, REPORTS.c.id, report_id, "report")
    statement = (
        select(READINGS, REPORTS.c.id.label("report_id"), TEXTS.c.text)
        .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
        .join(TEXTS, TEXTS.c.seq == READINGS.c.text_seq)
        .where(REPORTS.c.id == found)
        .order_by(READINGS.c.seq.desc())
        .limit(1)
    )
    return connection.execute(statement).one()


def load_report(connection: Connection, report_id: str) -> Report:
    """Return a report as it was last read, its commenters under their pseudonyms."""
    return report_of(find_reading(connection, report_id))


def load_snapshot(connection: Connection, report_id: str) -> Snapshot:
    """Return the bytes of a report as they were got, with what came beside them."""
    found = find_id(connection, REPORTS.c.id, report_id, "report")
    return unpack_snapshot(connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.id == found)).one())


def load_failed_snapshot(connection: Connection, failure_id: str) -> Snapshot | None:
    """Return the bytes of which no report could be made, where there were any."""
    found = find_id(connection, FAILURES.c.id, failure_id, "failure")
    statement = select(SNAPSHOTS).join(FAILURES, FAILURES.c.snapshot_seq == SNAPSHOTS.c.seq).where(FAILURES.c.id == found)
    row = connection.execute(statement).first()
    return None if row is None else unpack_snapshot(row)


def unpack_snapshot(row: Row[Any]) -> Snapshot:
    """Return the snapshot of a row.

    Raises:
        IntegrityError: the compressed bytes are damaged.
    """
    try:
        return snapshot_of(row, zstandard.ZstdDecompressor().decompress(row.content, max_output_size=row.size))
    except zstandard.ZstdError as error:
        raise IntegrityError(f"snapshot {row.id}", got=str(error), expected="the bytes as they were got") from error


def load_extraction(connection: Connection, report_id: str) -> Extraction:
    """Return what the last reading of a report made of it, before any judgement."""
    reading = find_reading(connection, report_id)
    mentions = select(MENTIONS).where(MENTIONS.c.reading_seq == reading.seq).order_by(MENTIONS.c.position)
    return Extraction(
        report_id=reading.report_id,
        mentions=tuple(mention_of(row) for row in connection.execute(mentions)),
        actors=actors_of_reading(connection, reading.seq),
        places=places_of_reading(connection, reading.seq),
        claims=claims_of_reading(connection, reading.seq),
        proposals=proposals_of_reading(connection, reading.seq),
    )


def load_days(connection: Connection) -> dict[str, date]:
    """Return report id -> the first day of its publication date, of reports that have one."""
    statement = (
        select(REPORTS.c.id, READINGS.c.published)
        .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
        .where(READINGS.c.seq.in_(latest_readings()))
    )
    dates = {row.id: when_of(row.published) for row in connection.execute(statement)}
    return {report_id: when.start for report_id, when in dates.items() if when is not None and when.start is not None}


def load_reports(connection: Connection) -> list[ReportRow]:
    """Return every report without its text, in the order in which they were added."""
    statement = (
        select(READINGS, REPORTS.c.id.label("report_id"), REPORTS.c.added_at, REPORTS.c.near_copy_of)
        .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
        .where(READINGS.c.seq.in_(latest_readings()))
        .order_by(REPORTS.c.seq)
    )
    judged = _count_judged(connection)
    return [
        ReportRow(
            id=row.report_id,
            title=row.title,
            publisher=row.publisher,
            published=format_date(when_of(row.published)),
            language=row.language,
            source=row.source,
            url=row.url,
            added_at=row.added_at,
            near_copy_of=row.near_copy_of,
            n_claims=row.n_claims + judged.get(row.report_seq, 0),
        )
        for row in connection.execute(statement)
    ]


def _count_judged(connection: Connection) -> dict[int, int]:
    """Return by how much judgements change the number of claims that a report shows: rejected ones go, superseded ones stay."""
    is_current = SUPERSEDED.c.claim_seq.is_(None)
    is_rejected = STANDINGS.c.review == "rejected"
    change = case((is_current & is_rejected, -1), (~is_current & ~is_rejected, 1), else_=0)
    statement = (
        select(CLAIMS.c.report_seq, func.sum(change))
        .join(STANDINGS, STANDINGS.c.claim_id == CLAIMS.c.id)
        .outerjoin(SUPERSEDED, SUPERSEDED.c.claim_seq == CLAIMS.c.seq)
        .where(func.coalesce(SUPERSEDED.c.is_replaced, 0) == 0)
        .group_by(CLAIMS.c.report_seq)
    )
    return {report_seq: int(n) for report_seq, n in connection.execute(statement)}


def load_failures(connection: Connection, *, include_resolved: bool) -> list[Failure]:
    """Return the failures, oldest first; of those that are open, the last one of each source."""
    statement = (
        select(FAILURES, RESOLUTIONS.c.seq.label("resolution"))
        .outerjoin(RESOLUTIONS, RESOLUTIONS.c.failure_seq == FAILURES.c.seq)
        .order_by(FAILURES.c.seq)
    )
    failures = [
        Failure(id=r.id, source=r.source, error=r.error, failed_at=r.failed_at, is_resolved=r.resolution is not None)
        for r in connection.execute(statement)
    ]
    if include_resolved:
        return failures
    still_open = [f for f in failures if not f.is_resolved]
    last = {f.source: f.id for f in still_open}
    return [f for f in still_open if last[f.source] == f.id]


_SKETCHES = (  # built once: this is asked for every report that is added
    select(REPORTS.c.id, REPORTS.c.sketch)
    .where(
        REPORTS.c.seq.in_(select(READINGS.c.report_seq).where(READINGS.c.seq.in_(bindparam("readings", expanding=True)))),
        REPORTS.c.sketch.is_not(None),
    )
    .order_by(REPORTS.c.seq)
)
_HAS_REPORT = select(REPORTS.c.seq).where(REPORTS.c.id == bindparam("report_id"))


def has_report(connection: Connection, report_id: str) -> bool:
    """Whether a report is in the record; the id is given in full."""
    return connection.execute(_HAS_REPORT, {"report_id": report_id}).first() is not None


def load_near_copies(connection: Connection, bands: Sequence[str], limit: int) -> list[tuple[str, bytes]]:
    """Return (report_id, sketch) of the reports that share the most bands, in the order in which they were added."""
    readings = rank_by_keys(connection, sorted({key_word("b", band) for band in bands}), limit)
    if not readings:
        return []
    return [(row.id, bytes(row.sketch)) for row in connection.execute(_SKETCHES, {"readings": readings})]
