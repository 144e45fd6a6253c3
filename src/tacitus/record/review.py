"""Writing judgements: checked in full before anything is written, appended, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from tacitus.codec import encode_json
from tacitus.errors import RecordError, UsageError
from tacitus.ids import hash_parts
from tacitus.model import Decision, Judgement
from tacitus.record import index
from tacitus.record.chain import Entry, append_entry, digest_rows
from tacitus.record.claims import ClaimFilter, load_claims
from tacitus.record.correction import apply_changes
from tacitus.record.database import Database, insert_rows
from tacitus.record.lookup import find_claim_id, find_id
from tacitus.record.rows import judgement_of, judgement_values
from tacitus.record.schema import ACTOR_NAMES, JUDGEMENTS
from tacitus.record.standing import Step, find_effective


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person says: the decision, why, who, and (correct) the changes."""

    decision: Decision
    because: str
    by: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in (("because", self.because), ("by", self.by)):
            if not value.strip():
                expected = "why, in words" if name == "because" else "who decides"
                raise UsageError(f"judge: {name}", got="nothing", expected=expected)
        is_identity = self.decision.is_about_actors or self.decision.is_about_events
        if not is_identity and (self.decision is Decision.CORRECT) != bool(self.changes):
            got = f"{self.decision} {'with' if self.changes else 'without'} changes"
            raise UsageError("judge", got=got, expected="changes with correct, and only with it")


def write_judgement(database: Database, claim_id: str, verdict: Verdict) -> Judgement:
    """Write a decision about a claim.

    Raises:
        UsageError: an undo, or changes that give no valid claim.
        RecordError: no such claim, or an id that begins several.
    """
    if verdict.decision not in {Decision.ACCEPT, Decision.REJECT, Decision.CORRECT}:
        expected = "accept, reject or correct; a judgement is undone by its own id, and actors are merged and split"
        raise UsageError("judge", got=str(verdict.decision), expected=expected)
    with database.write(durable=True) as connection:
        found = find_claim_id(connection, claim_id)
        recorded = load_claims(connection, ClaimFilter(claim_id=found, include_rejected=True, include_superseded=True))[0]
        apply_changes(recorded.original or recorded.claim, verdict.changes)
        return append_judgement(connection, found, found, verdict)


def write_merge(database: Database, kept: str, other: str, verdict: Verdict) -> Judgement:
    """Write that two actors are one, known by the id and name of the first; at least one must be in the record.

    Raises:
        UsageError: one actor twice.
        RecordError: neither is in the record.
    """
    return _write_pair(database, kept, other, replace(verdict, changes={**verdict.changes, "kept": kept, "other": other}))


def write_split(database: Database, actor: str, verdict: Verdict) -> Judgement:
    """Write that a name is not the actor's (``changes`` has ``name``, perhaps ``report``), or another actor is not (``other``).

    Raises:
        UsageError: one actor twice.
        RecordError: no such actor in the record.
    """
    other = verdict.changes.get("other")
    if other is not None:
        return _write_pair(database, actor, str(other), verdict)
    with database.write(durable=True) as connection:
        _check_actor(connection, actor)
        return append_judgement(connection, actor, actor, verdict)


def _write_pair(database: Database, one: str, other: str, verdict: Verdict) -> Judgement:
    if one == other:
        raise UsageError(str(verdict.decision), got="one actor twice", expected="two actors")
    with database.write(durable=True) as connection:
        # The judgement stands at the one that is in the record; the other may be known from the registry alone.
        about = one if _is_actor(connection, one) else other
        _check_actor(connection, about)
        said = {**verdict.changes, "other": other if about == one else one}
        return append_judgement(connection, about, about, replace(verdict, changes=said))


def _is_actor(connection: Connection, actor: str) -> bool:
    return connection.execute(select(ACTOR_NAMES.c.actor_id).where(ACTOR_NAMES.c.actor_id == actor).limit(1)).first() is not None


def _check_actor(connection: Connection, actor: str) -> None:
    if not _is_actor(connection, actor):
        raise RecordError(f"actor {actor}", got="no actor of that id", expected="an actor of the record")


def write_undo(database: Database, judgement_id: str, verdict: Verdict) -> Judgement:
    """Write that a judgement is taken back; what counted before it counts again.

    Raises:
        RecordError: no such judgement, an id that begins several, or one that is undone already.
    """
    with database.write(durable=True) as connection:
        found = find_id(connection, JUDGEMENTS.c.id, judgement_id, "judgement")
        claim_id = connection.execute(select(JUDGEMENTS.c.claim_id).where(JUDGEMENTS.c.id == found)).scalar_one()
        rows = connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.claim_id == claim_id).order_by(JUDGEMENTS.c.seq))
        steps = tuple(Step(row.seq, row.id, Decision(row.decision), row.about) for row in rows)
        if found not in {step.id for step in find_effective(steps)}:
            raise RecordError(f"judgement {found}", got="one that is undone already", expected="a judgement that counts")
        return append_judgement(connection, claim_id, found, verdict)


def load_judgements(connection: Connection, claim_id: str | None) -> list[Judgement]:
    """Return the judgements, undone ones and undos too, oldest first."""
    statement = select(JUDGEMENTS).order_by(JUDGEMENTS.c.seq)
    if claim_id is not None:
        statement = statement.where(JUDGEMENTS.c.claim_id == find_claim_id(connection, claim_id))
    return [judgement_of(row) for row in connection.execute(statement)]


def load_counting(connection: Connection, decisions: Sequence[Decision]) -> list[Judgement]:
    """Return the judgements of some decisions that are not undone, oldest first."""
    subjects = select(JUDGEMENTS.c.claim_id).where(JUDGEMENTS.c.decision.in_([decision.value for decision in decisions]))
    rows = connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.claim_id.in_(subjects)).order_by(JUDGEMENTS.c.seq)).all()
    steps = tuple(Step(row.seq, row.id, Decision(row.decision), row.about) for row in rows)
    counting = {step.seq for step in find_effective(steps) if step.decision in decisions}
    return [judgement_of(row) for row in rows if row.seq in counting]


def append_judgement(connection: Connection, claim_id: str, about: str, verdict: Verdict) -> Judgement:
    """Write a judgement that was checked."""
    now = datetime.now(UTC)
    seq = (connection.execute(select(func.max(JUDGEMENTS.c.seq))).scalar() or 0) + 1
    changes = tuple((name, encode_json(verdict.changes[name]).decode()) for name in sorted(verdict.changes))
    said = (verdict.decision, about, verdict.because, verdict.by, *(part for pair in changes for part in pair))
    judgement = Judgement(
        id=hash_parts(seq, now.isoformat(), *said),
        decision=verdict.decision,
        about=about,
        because=verdict.because,
        by=verdict.by,
        at=now,
        changes=changes,
    )
    row = judgement_values(seq, claim_id, judgement)
    digest = digest_rows([("judgements", [row])], "judgement")
    insert_rows(connection, JUDGEMENTS, [row])
    append_entry(connection, Entry(kind="judgement", subject=seq, at=now, digest=digest))
    index.refresh_standing(connection, claim_id)
    return judgement
