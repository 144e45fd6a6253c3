"""The record: one object over the ledger, with everything that may be asked of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from types import TracebackType
from typing import Any, Self

from tacitus.errors import UsageError
from tacitus.model import Actor, Decision, Extraction, Judgement, Place, Proposal, Report, Snapshot
from tacitus.record import index
from tacitus.record.chain import read_head
from tacitus.record.claims import ClaimFilter, load_claims
from tacitus.record.creation import prepare_database
from tacitus.record.database import Database
from tacitus.record.entities import load_actor, load_actors, load_places
from tacitus.record.finding import find_words
from tacitus.record.identities import Identities, load_identities, load_proposals
from tacitus.record.incidents import IncidentIndex
from tacitus.record.ledger import Copy, write_failure, write_reading
from tacitus.record.nouns import Added, Failure, Found, Problem, RecordedClaim, ReportRow, Run
from tacitus.record.provenance import load_runs
from tacitus.record.pseudonyms import Pseudonyms
from tacitus.record.queries import (
    has_report,
    load_days,
    load_extraction,
    load_failed_snapshot,
    load_failures,
    load_near_copies,
    load_report,
    load_reports,
    load_snapshot,
)
from tacitus.record.reading import prepare_reading
from tacitus.record.review import Verdict, load_judgements, write_judgement, write_merge, write_split, write_undo
from tacitus.record.rows import claim_parties
from tacitus.record.same_events import SameEvents, load_same_events, write_event_judgement
from tacitus.record.verify import check_record


class Record:
    """A record of reports, claims and judgements; ``open_record`` makes one. A context manager that closes itself.

    Ids may be given by their beginning (6 characters or more) wherever an id is asked for. Every method raises
    ``RecordError`` where the database fails, and where an id is unknown or begins several.
    """

    def __init__(self, database: Database, pseudonym_key: str) -> None:
        self._database = database
        self._pseudonyms = Pseudonyms(pseudonym_key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def where(self) -> str:
        """The record's file, or its URL without a password."""
        return self._database.where

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._database.is_read_only

    def add_report(  # noqa: PLR0913 -- the stages' nouns, and what the caller knows of copies
        self,
        snapshot: Snapshot,
        report: Report,
        extraction: Extraction,
        run: Run,
        *,
        near_copy_of: str | None = None,
        sketch: bytes | None = None,
        bands: Sequence[str] = (),
        again: bool = False,
    ) -> Added:
        """Write a report and what it claims, all or nothing; a known report changes nothing.

        Args:
            snapshot: the bytes; the report's id must be their SHA-256.
            report: what was read from them.
            extraction: what it claims; every quote must stand at its offsets.
            run: who read.
            near_copy_of: the id of a report of which this is nearly a copy.
            sketch: what similarity is computed from.
            bands: keys of which near copies share at least one.
            again: write another reading of a known report; claims that it no longer produces are superseded, not deleted.

        Raises:
            IntegrityError: the report is not of these bytes, or a quote is not at its offsets.
        """
        reading = prepare_reading(snapshot, report, extraction, self._pseudonyms)
        copy = Copy(near_copy_of=near_copy_of, sketch=sketch, bands=tuple(bands))
        return write_reading(self._database, reading, run, copy, again=again)

    def add_failure(self, source: str, error: str, *, snapshot: Snapshot | None = None) -> Failure:
        """Write that a source could not be read; adding a report of the same source resolves it."""
        return write_failure(self._database, source, error, snapshot)

    def failures(self, *, include_resolved: bool = False) -> list[Failure]:
        """Return the open failures, the last one of each source, or all failures there ever were."""
        with self._database.read() as connection:
            return load_failures(connection, include_resolved=include_resolved)

    def failed_snapshot(self, failure_id: str) -> Snapshot | None:
        """Return the bytes of which no report could be made, where there were any."""
        with self._database.read() as connection:
            return load_failed_snapshot(connection, failure_id)

    def has_report(self, report_id: str) -> bool:
        """Whether a report is in the record; the id is given in full."""
        with self._database.read() as connection:
            return has_report(connection, report_id)

    def snapshot(self, report_id: str) -> bytes:
        """Return the bytes that a report was read from."""
        return self.source_snapshot(report_id).content

    def source_snapshot(self, report_id: str) -> Snapshot:
        """Return the bytes that a report was read from, with all that came beside them, to be read again."""
        with self._database.read() as connection:
            return load_snapshot(connection, report_id)

    def report(self, report_id: str) -> Report:
        """Return a report as it was last read, its commenters under their pseudonyms."""
        with self._database.read() as connection:
            return load_report(connection, report_id)

    def reports(self) -> list[ReportRow]:
        """Return every report without its text, in the order in which they were added."""
        with self._database.read() as connection:
            return load_reports(connection)

    def extraction(self, report_id: str) -> Extraction:
        """Return what the last reading of a report made of it, before any judgement (``claims`` heeds them)."""
        with self._database.read() as connection:
            return load_extraction(connection, report_id)

    def runs(self, report_id: str) -> dict[str, Run]:
        """Return claim id to the last run that produced the claim, for all claims of a report."""
        with self._database.read() as connection:
            return load_runs(connection, report_id)

    def actors(self) -> tuple[Actor, ...]:
        """Return every actor with every name met, the most frequent first, sorted by name; before merges and splits."""
        with self._database.read() as connection:
            return load_actors(connection)

    def actor(self, name_or_id: str) -> Actor:
        """Return the actor of a name (case and accents do not matter) or an id."""
        with self._database.read() as connection:
            return load_actor(connection, name_or_id)

    def places(self) -> tuple[Place, ...]:
        """Return every place with every name met, sorted by name."""
        with self._database.read() as connection:
            return load_places(connection)

    def claims(  # noqa: PLR0913 -- filters, each independent of the others
        self,
        *,
        report_id: str | None = None,
        kind: str | None = None,
        predicate: str | None = None,
        actor: str | None = None,
        claim_id: str | None = None,
        reviewed_only: bool = False,
        include_rejected: bool = False,
        include_superseded: bool = False,
        limit: int | None = None,
    ) -> list[RecordedClaim]:
        """Return the claims as they stand after all judgements, in the order in which they were written.

        Args:
            report_id: of this report.
            kind: of this kind, after correction.
            predicate: with this predicate, after correction.
            actor: in which the actor or place of this id takes part or speaks, after correction, merges and splits.
            claim_id: the one of this id.
            reviewed_only: that a person has accepted or corrected.
            include_rejected: those too that a person has rejected.
            include_superseded: those too that the last reading did not produce (those with a judgement are always there).
            limit: at most so many.
        """
        wanted = ClaimFilter(
            report_id=report_id,
            kind=kind,
            predicate=predicate,
            actor=actor,
            claim_id=claim_id,
            reviewed_only=reviewed_only,
            include_rejected=include_rejected,
            include_superseded=include_superseded,
        )
        with self._database.read() as connection:
            identities = load_identities(connection) if actor is not None else Identities()
            if actor is None or not identities:
                return load_claims(connection, wanted, limit)
            days = load_days(connection)
            found = load_claims(connection, replace(wanted, actor=None))
            kept = (
                r for r in found if actor in claim_parties(identities.point_claim(r.claim, r.report_id, days.get(r.report_id)))
            )
            return list(islice(kept, limit))

    def find(self, words: str, limit: int = 20) -> list[Found]:
        """Return the reports, and the claims in them, that hold all the words, best first.

        Case and accents do not matter; ``"words in quotes"`` stand together; ``shell*`` finds what begins so.
        """
        with self._database.read() as connection:
            return find_words(connection, words, limit)

    def near_copies(self, bands: Sequence[str], limit: int = 20) -> list[tuple[str, bytes]]:
        """Return (report id, sketch) of the reports that share the most bands and so may be near copies."""
        with self._database.read() as connection:
            return load_near_copies(connection, bands, limit)

    def judge(
        self, claim_id: str, decision: Decision, *, because: str, by: str, changes: Mapping[str, Any] | None = None
    ) -> Judgement:
        """Write a decision about a claim; the last judgement that is not undone counts, and outranks every reading.

        Args:
            claim_id: the claim.
            decision: accept, reject, or correct with ``changes``.
            because: why.
            by: who decides.
            changes: fields of the contract and their new JSON values, applied to the claim as the machine wrote it.

        Raises:
            UsageError: no reason, no name, or changes that give no valid claim.
        """
        verdict = Verdict(decision=Decision(decision), because=because, by=by, changes=changes or {})
        return write_judgement(self._database, claim_id, verdict)

    def undo(self, judgement_id: str, *, because: str, by: str) -> Judgement:
        """Take a judgement back (an undo too); what counted before counts again.

        Raises:
            UsageError: no reason or no name.
        """
        return write_undo(self._database, judgement_id, Verdict(decision=Decision.UNDO, because=because, by=by))

    def merge(  # noqa: PLR0913 -- two actors, why and who, and the time for which it holds
        self, kept: str, other: str, *, because: str, by: str, start: date | None = None, end: date | None = None
    ) -> Judgement:
        """Write that two actors (ids) are one, known by the first; claims keep their ids, and views show the first.

        Args:
            kept: the id of the actor that stays.
            other: the id of the actor that it is one with.
            because: why.
            by: who decides.
            start: the first day from which it holds; claims of before keep the actor of before.
            end: the last day on which it holds.

        Raises:
            UsageError: one actor twice, an end before the start, no reason or no name.
        """
        if start is not None and end is not None and start > end:
            raise UsageError("merge", got=f"{start} to {end}", expected="an end that is not before the start")
        days = {name: day.isoformat() for name, day in (("from", start), ("until", end)) if day is not None}
        verdict = Verdict(decision=Decision.MERGE, because=because, by=by, changes=days)
        return write_merge(self._database, kept, other, verdict)

    def split(  # noqa: PLR0913 -- an actor, what it is not, why and who
        self,
        actor_id: str,
        *,
        because: str,
        by: str,
        other: str | None = None,
        name: str | None = None,
        report_id: str | None = None,
    ) -> Judgement:
        """Write that another actor (id), or a name, is not this actor; either takes back a merge of the two, or parts a name.

        Args:
            actor_id: the actor.
            because: why.
            by: who decides.
            other: the id of an actor that it is not.
            name: a name that it does not bear; what reports call so becomes an actor of its own.
            report_id: in this report only.

        Raises:
            UsageError: both or neither of ``other`` and ``name``, no reason or no name of who decides.
        """
        if (other is None) == (name is None) or (report_id is not None and name is None):
            raise UsageError("split", got="both or neither", expected="another actor, or a name (perhaps in one report)")
        said = {key: value for key, value in (("other", other), ("name", name), ("report", report_id)) if value is not None}
        return write_split(self._database, actor_id, Verdict(decision=Decision.SPLIT, because=because, by=by, changes=said))

    def identities(self) -> Identities:
        """Return who is who as people judged it, to be laid over ``actors`` and ``claims``."""
        with self._database.read() as connection:
            return load_identities(connection)

    def proposals(self) -> list[tuple[str, Proposal]]:
        """Return (report id, proposal): which known actors the current readings' actors were matched to, or may be."""
        with self._database.read() as connection:
            return load_proposals(connection)

    def merge_events(self, these: Sequence[str], others: Sequence[str], *, because: str, by: str) -> Judgement:
        """Write that incidents (ids of claims) are of one happening, whatever the machine makes of them.

        Raises:
            UsageError: a claim on both sides, none on one, one that is no incident; no reason or no name.
        """
        return write_event_judgement(
            self._database, these, others, Verdict(decision=Decision.MERGE_EVENTS, because=because, by=by)
        )

    def split_events(self, these: Sequence[str], others: Sequence[str], *, because: str, by: str) -> Judgement:
        """Write that incidents (ids of claims) are not of one happening with others.

        Raises:
            UsageError: a claim on both sides, none on one, one that is no incident; no reason or no name.
        """
        return write_event_judgement(
            self._database, these, others, Verdict(decision=Decision.SPLIT_EVENTS, because=because, by=by)
        )

    def same_events(self) -> SameEvents:
        """Return which incidents people judged to be of one happening, and which not."""
        with self._database.read() as connection:
            return load_same_events(connection)

    @contextmanager
    def read_incidents(self) -> Iterator[IncidentIndex]:
        """Give the index of incidents in one state, to be read."""
        with self._database.read() as connection:
            yield IncidentIndex(connection)

    @contextmanager
    def write_incidents(self) -> Iterator[IncidentIndex]:
        """Give the index of incidents in one transaction, to be changed; the ledger is not."""
        with self._database.write() as connection:
            yield IncidentIndex(connection)

    def judgements(self, claim_id: str | None = None) -> list[Judgement]:
        """Return the judgements (about one claim, or all), undone ones and undos too, oldest first."""
        with self._database.read() as connection:
            return load_judgements(connection, claim_id)

    def verify(self) -> Iterator[Problem]:
        """Yield everything that is not as it was written: snapshots, texts, quotes, rows and the chain."""
        with self._database.read() as connection:
            yield from check_record(connection)

    def head(self) -> str:
        """Return the hash of the last audit entry; kept elsewhere, it proves later that nothing was rewritten."""
        with self._database.read() as connection:
            return read_head(connection)

    def rebuild(self) -> None:
        """Make every index (full text, parties, standings, bands) anew from the ledger; the next update makes the events anew."""
        with self._database.write() as connection:
            index.rebuild_indexes(connection)
            IncidentIndex(connection).clear()


def open_record(url: str, *, create: bool = True, read_only: bool = False, lock_timeout: float = 30.0) -> Record:
    """Return the record at a file path, ``sqlite:///FILE`` or ``postgresql://...``.

    Args:
        url: where it lies.
        create: make a new record where there is none.
        read_only: never write; a file without write permission is opened like this anyway.
        lock_timeout: seconds to wait while another process writes.

    Raises:
        UsageError: the URL names no such database.
        RecordVersionError: a newer program wrote the record.
        RecordError: there is no record, or it cannot be opened.
    """
    database = Database(url, create=create, read_only=read_only, lock_timeout=lock_timeout)
    try:
        return Record(database, prepare_database(database, create=create))
    except BaseException:
        database.close()
        raise
