"""Writing: one report in one transaction, each write with an entry of the audit chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, text

from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import Snapshot
from tacitus.record import index
from tacitus.record.chain import Entry, append_entry, digest_rows
from tacitus.record.database import Database, insert_rows
from tacitus.record.nouns import Added, AddStatus, Failure, Run
from tacitus.record.reading import ClaimRow, Reading, compress
from tacitus.record.rows import Values, snapshot_values, storable, text_of
from tacitus.record.schema import (
    ACTOR_NAMES,
    CLAIMS,
    EVIDENCE,
    FAILURES,
    MENTIONS,
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
from tacitus.record.search import index_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What ``add`` knows of a report beside its reading: its near copy, and the sketch and bands to find others by."""

    near_copy_of: str | None = None
    sketch: bytes | None = None
    bands: tuple[str, ...] = ()


_NUMBERED = ("snapshots", "reports", "texts", "readings", "claims", "resolutions")
_HEADS = text(
    f"SELECT {', '.join(f'(SELECT coalesce(max(seq), 0) FROM {name}) AS {name}' for name in _NUMBERED)}, "  # noqa: S608
    "(SELECT max(seq) FROM audit) AS entries, (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1) AS head, "
    "(SELECT seq FROM reports WHERE id = :id) AS known, (SELECT seq FROM snapshots WHERE id = :id) AS snapshot, "
    "EXISTS (SELECT 1 FROM failures WHERE source = :source) AS failed"
)
_RUN = select(RUNS).where(
    RUNS.c.version == bindparam("one"),
    RUNS.c.settings_digest == bindparam("two"),
    RUNS.c.knowledge_digest == bindparam("three"),
)
_OPEN_FAILURES = text(
    "SELECT f.seq FROM failures f WHERE f.source = :source "
    "AND NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.failure_seq = f.seq) ORDER BY f.seq"
)


def write_reading(database: Database, reading: Reading, run: Run, copy: Copy, *, again: bool) -> Added:
    """Write a report, or (``again``) another reading of one that is known, in one transaction."""
    with database.write() as connection:
        heads = connection.execute(_HEADS, {"id": reading.report.id, "source": storable(reading.snapshot.source)}).one()
        writer = _Writer(
            connection=connection, reading=reading, run=run, heads=heads, now=datetime.now(UTC), runs=dict(database.runs)
        )
        if heads.known is None:
            added = writer.write_report(copy)
        else:
            added = writer.write_again() if again else writer.known(writer.latest_reading())
        if heads.failed:
            writer.resolve_failures(heads.known or heads.reports + 1)
    database.runs.update(writer.runs)  # only now do others see it
    return added


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """One transaction's writing: numbers go on from ``heads``, because the lock lets nobody else write."""

    connection: Connection
    reading: Reading
    run: Run
    heads: Row[Any]
    now: datetime
    runs: dict[Run, Values]

    def write_report(self, copy: Copy) -> Added:
        """Write a report that is new."""
        heads, reading = self.heads, self.reading
        snapshot_row = place_snapshot(self.connection, heads.snapshots + 1, reading.snapshot, reading.compressed, heads.snapshot)
        seq = heads.reports + 1
        report_row = (seq, reading.report.id, snapshot_row[0], copy.near_copy_of, copy.sketch, text_of(copy.bands), self.now)
        insert_rows(self.connection, REPORTS, [report_row])
        insert_rows(self.connection, TEXTS, [(heads.texts + 1, reading.text_digest, reading.report.text)])
        fresh = list(enumerate(reading.claims, heads.claims + 1))
        placed = _Placed(report=seq, text=heads.texts + 1, fresh=fresh, claims=[s for s, _ in fresh])
        self._insert_reading(placed, (snapshot_row, report_row))
        keys = index.keys_of((c.claim.id for c in reading.claims), copy.bands)
        index_reading(self.connection, heads.readings + 1, reading.words, keys)
        return Added(
            status=AddStatus.ADDED,
            source=reading.snapshot.source,
            report_id=reading.report.id,
            near_copy_of=copy.near_copy_of,
            new_claims=tuple(c.claim.id for c in reading.claims),
            n_claims=len(reading.claims),
        )

    def latest_reading(self) -> Row[Any]:
        """Return the last reading's row of a known report, with ``near_copy_of``."""
        statement = (
            select(READINGS, REPORTS.c.near_copy_of)
            .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
            .where(READINGS.c.report_seq == self.heads.known)
            .order_by(READINGS.c.seq.desc())
            .limit(1)
        )
        return self.connection.execute(statement).one()

    def known(self, latest: Row[Any]) -> Added:
        """Return the outcome where nothing is written."""
        return Added(
            status=AddStatus.KNOWN,
            source=self.reading.snapshot.source,
            report_id=self.reading.report.id,
            near_copy_of=latest.near_copy_of,
            n_claims=latest.n_claims,
        )

    def write_again(self) -> Added:
        """Write another reading of a known report, where it or its reader differs from the last one."""
        latest = self.latest_reading()
        if latest.digest == self.reading.digest and self._find_run()[0] == latest.run_seq:
            return self.known(latest)
        before = _listed_claims(self.connection, latest.seq)
        versions = _claim_versions(self.connection, self.heads.known)
        seqs: list[int] = []
        fresh: list[tuple[int, ClaimRow]] = []
        for claim in self.reading.claims:
            seq = versions.get((*claim.values, *claim.evidence))
            if seq is None:
                seq = self.heads.claims + len(fresh) + 1
                fresh.append((seq, claim))
            seqs.append(seq)
        self._insert_reading(_Placed(report=self.heads.known, text=self._place_text(latest.text_seq), fresh=fresh, claims=seqs))
        index.reindex_report(self.connection, self.heads.known, self.reading.words)
        after = {claim.values[0]: seq for claim, seq in zip(self.reading.claims, seqs, strict=True)}
        return Added(
            status=AddStatus.UPDATED,
            source=self.reading.snapshot.source,
            report_id=self.reading.report.id,
            near_copy_of=latest.near_copy_of,
            new_claims=tuple(i for i in after if i not in before),
            superseded_claims=tuple(i for i in before if i not in after),
            changed_claims=tuple(i for i, seq in after.items() if before.get(i, seq) != seq),
            n_claims=len(after),
        )

    def resolve_failures(self, report_seq: int) -> None:
        """Write that the source's open failures, if any, are over."""
        still_open = self.connection.execute(_OPEN_FAILURES, {"source": storable(self.reading.snapshot.source)}).scalars().all()
        for seq, failure_seq in enumerate(still_open, self.heads.resolutions + 1):
            row = (seq, failure_seq, report_seq, self.now)
            insert_rows(self.connection, RESOLUTIONS, [row])
            digest = digest_rows([("resolutions", [row])])
            append_entry(self.connection, Entry(kind="resolution", subject=seq, at=self.now, digest=digest))

    def _insert_reading(self, placed: "_Placed", origin: tuple[Values, Values] | None = None) -> None:
        seq = self.heads.readings + 1
        run_row = self._find_run()
        row = (seq, placed.report, run_row[0], placed.text, self.now, *self.reading.values, self.reading.digest)
        insert_rows(self.connection, READINGS, [row])
        insert_rows(self.connection, MENTIONS, [(seq, *m) for m in self.reading.mentions])
        insert_rows(self.connection, ACTOR_NAMES, [(seq, *n) for n in self.reading.names])
        insert_rows(self.connection, PLACES, [(seq, *p) for p in self.reading.places])
        insert_rows(self.connection, PROPOSALS, [(seq, *p) for p in self.reading.proposals])
        insert_rows(self.connection, PLACE_CHOICES, [(seq, *c) for c in self.reading.choices])
        rows = [(s, c.values[0], placed.report, seq, *c.values[1:]) for s, c in placed.fresh]
        insert_rows(self.connection, CLAIMS, rows)
        insert_rows(self.connection, EVIDENCE, [(s, *e) for s, c in placed.fresh for e in c.evidence])
        listed = [(seq, position, claim) for position, claim in enumerate(placed.claims)]
        insert_rows(self.connection, READING_CLAIMS, listed)
        digest = digest_entry(row, run_row, listed, origin)
        kind = "reading" if origin is None else "report"
        entry = Entry(kind=kind, subject=seq, at=self.now, digest=digest)
        append_entry(self.connection, entry, (self.heads.entries, self.heads.head))

    def _find_run(self) -> Values:
        row = self.runs.get(self.run)
        if row is None:
            parts = {"one": self.run.version, "two": self.run.settings_digest, "three": self.run.knowledge_digest}
            known = self.connection.execute(_RUN, parts).first()
            row = (_next_seq(self.connection, "runs"), *parts.values(), self.now) if known is None else tuple(known)
            if known is None:
                insert_rows(self.connection, RUNS, [row])
            self.runs[self.run] = row
        return row

    def _place_text(self, latest: int) -> int:
        """Return the number of the text that was read: the last reading's, or a new one where reading gave another."""
        digest = self.connection.execute(select(TEXTS.c.digest).where(TEXTS.c.seq == latest)).scalar_one()
        if digest == self.reading.text_digest:
            return latest
        insert_rows(self.connection, TEXTS, [(self.heads.texts + 1, self.reading.text_digest, self.reading.report.text)])
        return int(self.heads.texts) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """The numbers of a reading's report, text and claims, and which claims are new rows."""

    report: int
    text: int
    fresh: list[tuple[int, ClaimRow]]
    claims: list[int]


def place_snapshot(connection: Connection, fresh: int, snapshot: Snapshot, compressed: bytes, known: int | None) -> Values:
    """Return the row of a snapshot less its content, inserted as number ``fresh`` where it is not ``known`` yet."""
    if known is not None:
        return bare_snapshot(connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.seq == known)).one())
    row = snapshot_values(fresh, hash_bytes(snapshot.content), compressed, snapshot)
    insert_rows(connection, SNAPSHOTS, [row])
    return bare_snapshot(row)


def bare_snapshot(row: Sequence[Any]) -> Values:
    """Return a snapshot's row less its content, which its id covers."""
    return (*row[:2], *row[3:])


def digest_entry(row: Values, run_row: Values, listed: Sequence[Values], origin: tuple[Values, Values] | None) -> str:
    """Return what the audit entry of a reading covers: its row (with its digest), its run and claims, a new report's rows."""
    return digest_rows([("readings", [row]), ("runs", [run_row]), ("reading_claims", listed), ("origin", origin or ())])


def _listed_claims(connection: Connection, reading_seq: int) -> dict[str, int]:
    rows = connection.execute(
        select(CLAIMS.c.id, CLAIMS.c.seq)
        .join(READING_CLAIMS, READING_CLAIMS.c.claim_seq == CLAIMS.c.seq)
        .where(READING_CLAIMS.c.reading_seq == reading_seq)
        .order_by(READING_CLAIMS.c.position)
    )
    return {row.id: row.seq for row in rows}


def _claim_versions(connection: Connection, report_seq: int) -> dict[Values, int]:
    """Return the claims that the record holds of a report, by all that their rows say."""
    evidence: dict[int, list[Values]] = {}
    for row in connection.execute(
        select(EVIDENCE)
        .join(CLAIMS, CLAIMS.c.seq == EVIDENCE.c.claim_seq)
        .where(CLAIMS.c.report_seq == report_seq)
        .order_by(EVIDENCE.c.claim_seq, EVIDENCE.c.position)
    ):
        evidence.setdefault(row.claim_seq, []).append(tuple(row)[1:])
    return {
        (row.id, row.kind, row.predicate, row.body, *evidence.get(row.seq, ())): row.seq
        for row in connection.execute(select(CLAIMS).where(CLAIMS.c.report_seq == report_seq))
    }


def write_failure(database: Database, source: str, error: str, snapshot: Snapshot | None) -> Failure:
    """Write that a source could not be read, with its bytes where there are any."""
    now = datetime.now(UTC)
    source, error = storable(source), storable(error)
    compressed = b"" if snapshot is None else compress(snapshot.content)
    with database.write() as connection:
        seq = _next_seq(connection, "failures")
        placed: Values | None = None
        if snapshot is not None:
            known = connection.execute(select(SNAPSHOTS.c.seq).where(SNAPSHOTS.c.id == hash_bytes(snapshot.content))).scalar()
            placed = place_snapshot(connection, _next_seq(connection, "snapshots"), snapshot, compressed, known)
        failure = Failure(id=hash_parts(source, error, now.isoformat(), seq), source=source, error=error, failed_at=now)
        row = (seq, failure.id, source, error, None if placed is None else placed[0], now)
        digest = digest_rows([("failures", [row]), ("snapshots", [] if placed is None else [placed])], source)
        insert_rows(connection, FAILURES, [row])
        append_entry(connection, Entry(kind="failure", subject=seq, at=now, digest=digest))
    return failure


def _next_seq(connection: Connection, table: str) -> int:
    return (connection.execute(text(f"SELECT max(seq) FROM {table}")).scalar() or 0) + 1  # noqa: S608
