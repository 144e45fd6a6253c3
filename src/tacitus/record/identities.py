"""Who is who, as people judged it: merges and splits over the actors that the machine read; claims keep their ids underneath.

A merge may hold for a time only, as where a group took a new name: claims of before keep the actor of before. A split says that
a name is not the actor's (in one report, or in all), or that two actors are not one. Of judgements on the same two, the last one
that is not undone counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from tacitus.ids import hash_parts
from tacitus.model import Actor, Claim, Decision, Judgement, Proposal, Roles
from tacitus.record.lookup import latest_readings
from tacitus.record.review import load_counting
from tacitus.record.rows import ROLES, proposal_of
from tacitus.record.schema import ACTOR_NAMES, PROPOSALS, READINGS, REPORTS
from tacitus.resolve.actors.names import fold_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """That ``other`` is the actor ``kept``, from one day until another (included), or at all times."""

    kept: str
    other: str
    start: date | None = None
    end: date | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether it holds for a time only."""
        return self.start is not None or self.end is not None

    def holds_on(self, day: date | None) -> bool:
        """Whether it holds that day; what is undated is met by an unbounded merge only."""
        if not self.is_bounded:
            return True
        return day is not None and (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """That a name of ``actor`` (folded) is another's, whose id is ``own``; in one report, or in all."""

    actor: str
    name: str
    own: str
    report_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The judgements on actors that count. Empty where nobody judged; then everything is as the machine read it."""

    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    """Pairs of actors, in order of their ids, that are not one."""
    named: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(Report id, actor id) to the folded name that leads there, of actors that were split."""

    def __bool__(self) -> bool:
        return bool(self.merges or self.splits)

    @property
    def not_theirs(self) -> frozenset[tuple[str, str]]:
        """Pairs of a folded name and the actor that it is not, in any report: what matching heeds."""
        return frozenset((split.name, split.actor) for split in self.splits if split.report_id is None)

    def find(self, actor_id: str, report_id: str | None = None, day: date | None = None) -> str:
        """Return the id of the actor that an id stands for in a report and on a day."""
        name = None if report_id is None else self.named.get((report_id, actor_id))
        for split in self.splits:
            if split.actor == actor_id and split.name == name and split.report_id in {None, report_id}:
                actor_id = split.own
                break
        met = {actor_id}
        while True:
            step = next((m.kept for m in self.merges if m.other == actor_id and m.holds_on(day) and m.kept not in met), None)
            if step is None:
                return actor_id
            met.add(step)
            actor_id = step

    def is_decided(self, one: str, other: str) -> bool:
        """Whether a person said if the two are one."""
        is_merged = any({m.kept, m.other} == {one, other} for m in self.merges) or self.find(one) == self.find(other)
        return is_merged or (min(one, other), max(one, other)) in self.apart

    def point_claim(self, claim: Claim, report_id: str, published: date | None = None) -> Claim:
        """Return the claim with the ids of the actors that its ids stand for; a claim without a day has its report's."""
        if not self:
            return claim
        day = claim.when.start if claim.when is not None and claim.when.start is not None else published
        roles = {
            role: fillers if role == "weapon" else tuple(dict.fromkeys(self.find(f, report_id, day) for f in fillers))
            for role in ROLES
            if (fillers := getattr(claim.roles, role))
        }
        speaker = claim.speaker
        if speaker.entity is not None:
            speaker = replace(speaker, entity=self.find(speaker.entity, report_id, day))
        return replace(claim, roles=Roles(**roles), speaker=speaker)

    def merge_actors(self, actors: Iterable[Actor]) -> tuple[Actor, ...]:
        """Return the actors as judged: merged ones with all their names, split ones apart; one merged for a time stays beside."""
        if not self:
            return tuple(actors)
        found: dict[str, Actor] = {}
        later: list[Actor] = []
        for actor in actors:
            for split in self.splits:
                if split.actor == actor.id:
                    actor = self._cut(actor, split, later)  # noqa: PLW2901  each split cuts what the one before left
            later.append(actor)
        for actor in sorted(later, key=lambda a: self.find(a.id) != a.id):  # who is kept comes before who is merged into it
            kept = self.find(actor.id)
            found[kept] = _join(found[kept], actor) if kept in found else replace(actor, id=kept)
        for merge in self.merges:
            if merge.is_bounded and merge.kept in found and merge.other in found:
                found[merge.kept] = _join(found[merge.kept], found[merge.other])
        return tuple(sorted(found.values(), key=lambda a: (a.name.casefold(), a.id)))

    def _cut(self, actor: Actor, split: Split, cut: list[Actor]) -> Actor:
        """Return the actor without the name, and keep the name's own actor."""
        taken = [name for name in (actor.name, *actor.aliases) if fold_name(name) == split.name]
        rest = [name for name in (actor.name, *actor.aliases) if fold_name(name) != split.name]
        if not taken:
            return actor
        cut.append(Actor(id=split.own, name=taken[0], aliases=tuple(taken[1:]), type=actor.type))
        if split.report_id is not None or not rest:
            return actor
        return replace(actor, name=rest[0], aliases=tuple(rest[1:]))


def _join(kept: Actor, other: Actor) -> Actor:
    names = dict.fromkeys((*kept.aliases, other.name, *other.aliases))
    names.pop(kept.name, None)
    registry, country = kept.registry or other.registry, kept.country or other.country
    return replace(kept, aliases=tuple(names), type=kept.type or other.type, registry=registry, country=country)


def load_identities(connection: Connection) -> Identities:
    """Return the judgements on actors that count."""
    steps = load_actor_judgements(connection)
    merges: dict[tuple[str, str], Merge] = {}
    splits: list[Split] = []
    apart: set[tuple[str, str]] = set()
    for judgement in steps:
        said: dict[str, str] = {name: msgspec.json.decode(value) for name, value in judgement.changes}
        other = said.get("other", "")
        pair = (min(judgement.about, other), max(judgement.about, other))
        if judgement.decision is Decision.MERGE:
            apart.discard(pair)
            merges.pop(pair, None)
            merges[pair] = Merge(
                kept=said["kept"], other=_other_of(said, judgement), start=_day(said, "from"), end=_day(said, "until")
            )
        elif other:
            merges.pop(pair, None)
            apart.add(pair)
        else:
            name = fold_name(said["name"])
            splits.append(Split(actor=judgement.about, name=name, own=own_id(name), report_id=said.get("report")))
    return Identities(
        merges=tuple(merges.values()),
        splits=tuple(splits),
        apart=frozenset(apart),
        named=_load_leads(connection, {split.actor for split in splits}),
    )


def own_id(folded: str) -> str:
    """Return the id of an actor that is known by its name alone."""
    return hash_parts("actor", folded)


def _other_of(said: Mapping[str, Any], judgement: Judgement) -> str:
    return str(said["other"] if said["kept"] == judgement.about else judgement.about)


def _day(said: Mapping[str, Any], name: str) -> date | None:
    value = said.get(name)
    return None if value is None else date.fromisoformat(value)


def load_actor_judgements(connection: Connection) -> list[Judgement]:
    """Return the merges and splits of actors that are not undone, oldest first."""
    return load_counting(connection, [decision for decision in Decision if decision.is_about_actors])


def _load_leads(connection: Connection, actors: set[str]) -> dict[tuple[str, str], str]:
    if not actors:
        return {}
    statement = (
        select(REPORTS.c.id, ACTOR_NAMES.c.actor_id, ACTOR_NAMES.c.name)
        .join(READINGS, READINGS.c.seq == ACTOR_NAMES.c.reading_seq)
        .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
        .where(ACTOR_NAMES.c.reading_seq.in_(latest_readings()), ACTOR_NAMES.c.rank == 0, ACTOR_NAMES.c.actor_id.in_(actors))
    )
    return {(row.id, row.actor_id): fold_name(row.name) for row in connection.execute(statement)}


def load_proposals(connection: Connection) -> list[tuple[str, Proposal]]:
    """Return (report id, proposal) of the current readings, in the order in which they were read."""
    statement = (
        select(PROPOSALS, REPORTS.c.id.label("report_id"))
        .join(READINGS, READINGS.c.seq == PROPOSALS.c.reading_seq)
        .join(REPORTS, REPORTS.c.seq == READINGS.c.report_seq)
        .where(PROPOSALS.c.reading_seq.in_(latest_readings()))
        .order_by(PROPOSALS.c.reading_seq, PROPOSALS.c.position)
    )
    return [(row.report_id, proposal_of(row)) for row in connection.execute(statement)]
