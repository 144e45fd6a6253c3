"""Checking a record: every snapshot, text, quote, row and link of the chain, against what was written."""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, select

from tacitus.errors import IntegrityError
from tacitus.ids import hash_bytes
from tacitus.record.chain import GENESIS, Entry, digest_rows
from tacitus.record.index import compare_indexes
from tacitus.record.ledger import bare_snapshot, digest_entry
from tacitus.record.nouns import Problem
from tacitus.record.queries import unpack_snapshot
from tacitus.record.reading import DIGESTED, digest_reading
from tacitus.record.schema import (
    ACTOR_NAMES,
    AUDIT,
    CLAIMS,
    EVIDENCE,
    FAILURES,
    JUDGEMENTS,
    MENTIONS,
    META,
    PLACE_CHOICES,
    PLACES,
    PROPOSALS,
    READING_CLAIMS,
    READINGS,
    REPORTS,
    RESOLUTIONS,
    RUNS,
    SNAPSHOTS,
    TEXTS,
)

_PARENTS: tuple[tuple[Table, str, Table, str], ...] = (
    (REPORTS, "snapshot_seq", SNAPSHOTS, "seq"),
    (READINGS, "report_seq", REPORTS, "seq"),
    (READINGS, "run_seq", RUNS, "seq"),
    (READINGS, "text_seq", TEXTS, "seq"),
    (MENTIONS, "reading_seq", READINGS, "seq"),
    (ACTOR_NAMES, "reading_seq", READINGS, "seq"),
    (PLACES, "reading_seq", READINGS, "seq"),
    (PROPOSALS, "reading_seq", READINGS, "seq"),
    (PLACE_CHOICES, "reading_seq", READINGS, "seq"),
    (CLAIMS, "report_seq", REPORTS, "seq"),
    (CLAIMS, "reading_seq", READINGS, "seq"),
    (CLAIMS, "seq", READING_CLAIMS, "claim_seq"),
    (CLAIMS, "seq", EVIDENCE, "claim_seq"),
    (EVIDENCE, "claim_seq", CLAIMS, "seq"),
    (READING_CLAIMS, "reading_seq", READINGS, "seq"),
    (READING_CLAIMS, "claim_seq", CLAIMS, "seq"),
    (RESOLUTIONS, "failure_seq", FAILURES, "seq"),
    (REPORTS, "seq", READINGS, "report_seq"),
)
_AUDITED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (READINGS, ("report", "reading")),
    (FAILURES, ("failure",)),
    (RESOLUTIONS, ("resolution",)),
    (JUDGEMENTS, ("judgement",)),
)


def check_record(connection: Connection) -> Iterator[Problem]:
    """Yield everything that is not as it was written; nothing, where all is well."""
    yield from _check_orphans(connection)
    yield from _check_chain(connection)
    yield from _check_snapshots(connection)
    yield from _check_indexes(connection)
    for reading in connection.execute(_READINGS).all():
        yield from _check_reading(connection, reading)


_READINGS = (
    select(READINGS, REPORTS.c.id.label("report_id"))
    .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
    .order_by(READINGS.c.seq)
)


def _check_orphans(connection: Connection) -> Iterator[Problem]:
    for child, column, parent, target in _PARENTS:
        lonely = select(child.c[column]).where(child.c[column].is_not(None)).except_(select(parent.c[target])).order_by(column)
        for value in connection.execute(lonely).scalars().all():
            yield Problem(where=f"{child.name}: {column} {value}", what=f"no row of {parent.name} has the {target} {value}")
    lonely = select(JUDGEMENTS.c.claim_id).except_(select(CLAIMS.c.id), select(ACTOR_NAMES.c.actor_id)).order_by("claim_id")
    for value in connection.execute(lonely).scalars().all():
        yield Problem(where=f"judgements: claim_id {value}", what=f"no claim and no actor has the id {value}")
    for table, kinds in _AUDITED:
        lonely = select(table.c.seq).except_(select(AUDIT.c.subject).where(AUDIT.c.kind.in_(kinds))).order_by("seq")
        for seq in connection.execute(lonely).scalars().all():
            yield Problem(where=f"{table.name}: seq {seq}", what="no entry of the audit chain covers this row")


def _check_chain(connection: Connection) -> Iterator[Problem]:
    previous, expected = GENESIS, 1
    for entry in connection.execute(select(AUDIT).order_by(AUDIT.c.seq)).all():
        where = f"audit {entry.seq}"
        if entry.seq != expected:
            yield Problem(where=where, what=f"entries {expected} to {entry.seq - 1} are missing")
        if entry.previous != previous:
            yield Problem(where=where, what="does not follow the entry before it")
        said = Entry(kind=entry.kind, subject=entry.subject, at=entry.at, digest=entry.digest)
        value = said.chain(entry.seq, entry.previous)
        if entry.hash != value:
            yield Problem(where=where, what=f"its hash is not that of its content (expected {value})")
        digest = _digest_subject(connection, entry)
        if digest != entry.digest:
            rows = f"the rows of {entry.kind} {entry.subject}"
            yield Problem(where=where, what=f"{rows} are {'missing' if digest is None else 'not as they were written'}")
        previous, expected = entry.hash, entry.seq + 1


def _digest_subject(connection: Connection, entry: Row[Any]) -> str | None:
    """Return the digest of the rows that an entry covers as they are, ``None`` where they are gone."""
    if entry.kind == "created":
        return digest_rows([("meta", [tuple(row) for row in connection.execute(select(META).order_by(META.c.key))])])
    if entry.kind in {"report", "reading"}:
        return _digest_reading_entry(connection, entry)
    table = {"failure": FAILURES, "resolution": RESOLUTIONS, "judgement": JUDGEMENTS}.get(entry.kind)
    row = None if table is None else connection.execute(select(table).where(table.c.seq == entry.subject)).first()
    if table is None or row is None:
        return None
    if table is not FAILURES:
        return digest_rows([(f"{entry.kind}s", [tuple(row)])])
    snapshots = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.seq == row.snapshot_seq)).all()
    return digest_rows([("failures", [tuple(row)]), ("snapshots", [bare_snapshot(s) for s in snapshots])])


def _digest_reading_entry(connection: Connection, entry: Row[Any]) -> str | None:
    row = connection.execute(select(READINGS).where(READINGS.c.seq == entry.subject)).first()
    if row is None:
        return None
    run = connection.execute(select(RUNS).where(RUNS.c.seq == row.run_seq)).first()
    listed = connection.execute(
        select(READING_CLAIMS).where(READING_CLAIMS.c.reading_seq == row.seq).order_by(READING_CLAIMS.c.position)
    ).all()
    report = connection.execute(select(REPORTS).where(REPORTS.c.seq == row.report_seq)).first()
    if run is None or report is None:
        return None
    snapshot = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.seq == report.snapshot_seq)).first()
    if snapshot is None:
        return None
    origin = (bare_snapshot(snapshot), tuple(report)) if entry.kind == "report" else None
    return digest_entry(tuple(row), tuple(run), [tuple(r) for r in listed], origin)


def _check_snapshots(connection: Connection) -> Iterator[Problem]:
    for seq in connection.execute(select(SNAPSHOTS.c.seq).order_by(SNAPSHOTS.c.seq)).scalars().all():
        row = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.seq == seq)).one()
        where = f"snapshot {row.id}"
        try:
            digest = hash_bytes(unpack_snapshot(row).content)
        except (IntegrityError, msgspec.MsgspecError) as error:
            yield Problem(where=where, what=f"cannot be unpacked: {error}")
            continue
        if digest != row.id:
            yield Problem(where=where, what=f"its bytes have the SHA-256 {digest}")


def _check_indexes(connection: Connection) -> Iterator[Problem]:
    for name, stored, derived in compare_indexes(connection):
        for key in sorted(stored.keys() | derived.keys()):
            if stored.get(key) != derived.get(key):
                yield Problem(where=f"{name} {key}", what="does not follow from the ledger; rebuild the indexes")


def _check_reading(connection: Connection, reading: Row[Any]) -> Iterator[Problem]:
    where = f"report {reading.report_id}, reading {reading.seq}"
    stored = connection.execute(select(TEXTS).where(TEXTS.c.seq == reading.text_seq)).first()
    if stored is None:
        return  # said as an orphan
    if hash_bytes(stored.text.encode("utf-8", "surrogatepass")) != stored.digest:
        yield Problem(where=where, what="its text is not the text that was read")
    mentions = _rows(connection, MENTIONS, reading.seq)
    claims = connection.execute(_CLAIMS.where(READING_CLAIMS.c.reading_seq == reading.seq)).all()
    evidence = _evidence(connection, reading.seq)
    later = {table.name: _rows(connection, table, reading.seq) for table in (PROPOSALS, PLACE_CHOICES)}
    values = tuple(reading)[5:-2]  # from title to n_claims
    digest = digest_reading(
        values,
        stored.digest,
        (mentions, *(_rows(connection, table, reading.seq) for table in (ACTOR_NAMES, PLACES)), *later.values()),
        [((c.id, c.kind, c.predicate, c.body), evidence.get(c.seq, [])) for c in claims],
    )
    covered = reading.digest.split(" ")
    for name in DIGESTED[len(covered) :]:
        if later.get(name):
            yield Problem(where=where, what=f"has rows of {name}, which it had not when it was written")
    for part, old, new in zip(DIGESTED, covered, digest.split(" "), strict=False):
        if old != new:
            yield Problem(where=where, what=f"its rows of {part} are not as they were written")
    for mention in mentions:
        if not 0 <= mention[1] <= mention[2] <= len(stored.text):
            yield Problem(where=f"{where}, mention {mention[0]}", what=f"[{mention[1]}, {mention[2]}) is outside of the text")
    for claim in claims:
        yield from _check_quotes(where, claim, evidence.get(claim.seq, []), stored.text)


def _check_quotes(where: str, claim: Row[Any], evidence: list[tuple[Any, ...]], text: str) -> Iterator[Problem]:
    for position, start, end, quote in evidence:
        at = f"{where}, claim {claim.id}, evidence {position}"
        if not 0 <= start <= end <= len(text):
            yield Problem(where=at, what=f"[{start}, {end}) is outside of the text")
        elif quote is not None and text[start:end] != quote:
            yield Problem(where=at, what=f"the text at [{start}, {end}) is {text[start:end]!r}, the quote is {quote!r}")


_CLAIMS = select(CLAIMS).join(READING_CLAIMS, READING_CLAIMS.c.claim_seq == CLAIMS.c.seq).order_by(READING_CLAIMS.c.position)
_EVIDENCE = (
    select(EVIDENCE)
    .join(READING_CLAIMS, READING_CLAIMS.c.claim_seq == EVIDENCE.c.claim_seq)
    .order_by(EVIDENCE.c.claim_seq, EVIDENCE.c.position)
)


def _rows(connection: Connection, table: Table, reading_seq: int) -> list[tuple[Any, ...]]:
    statement = select(table).where(table.c.reading_seq == reading_seq).order_by(*table.primary_key.columns)
    return [tuple(row)[1:] for row in connection.execute(statement)]


def _evidence(connection: Connection, reading_seq: int) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(_EVIDENCE.where(READING_CLAIMS.c.reading_seq == reading_seq)):
        found.setdefault(row.claim_seq, []).append(tuple(row)[1:])
    return found
