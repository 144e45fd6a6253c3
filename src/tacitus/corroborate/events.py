"""An event: what several reports say of one happening, put together field by field, with its sources and contradictions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from tacitus.codec import format_days
from tacitus.corroborate.belonging import Belonging
from tacitus.corroborate.credits import has_rank
from tacitus.corroborate.fields import (
    Field,
    Said,
    Toll,
    Verdict,
    make_field,
    relate_days,
    relate_parties,
    relate_ranges,
    relate_spots,
    relate_types,
    say_range,
    sum_up,
    vagueness_of_range,
)
from tacitus.corroborate.independence import Origin, Party, ReportFacts, Tracer, count_independent
from tacitus.corroborate.telling import Spot, Telling, describe_incident
from tacitus.model import Actor, ActorType, Claim, Place, SpeakerKind, Stance, StatementAct, When
from tacitus.record.nouns import RecordedClaim
from tacitus.record.same_events import SameEvents
from tacitus.resolve.actors.names import fold_name, is_generic
from tacitus.text import list_words

UNNAMED = "an unnamed source"
ARMED = frozenset(
    {
        ActorType.STATE_FORCES,
        ActorType.EXTERNAL_FORCES,
        ActorType.REBEL_GROUP,
        ActorType.POLITICAL_MILITIA,
        ActorType.IDENTITY_MILITIA,
        ActorType.COALITION,
    }
)
"""Types of actors that fight."""


class EventReview(StrEnum):
    """Who made one event of the claims."""

    SINGLE = "single"
    """There is one claim, and nothing to join."""
    UNREVIEWED = "unreviewed"
    """The machine."""
    REVIEWED = "reviewed"
    """A person said of all of them that they are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is needed to put claims together: names, places, reports as sources, and who belongs to whom."""

    actors: Mapping[str, Actor] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    facts: Mapping[str, ReportFacts] = field(default_factory=dict)
    published: Mapping[str, When] = field(default_factory=dict)
    belonging: Belonging = field(default_factory=Belonging)
    same: SameEvents = field(default_factory=SameEvents)
    belligerents: Party = field(default_factory=Party)

    def name_of(self, entity: str) -> str:
        """Return an actor's or a place's name; the id where it is nobody's."""
        known: Actor | Place | None = self.actors.get(entity) or self.places.get(entity)
        return entity if known is None else known.name

    def say_speaker(self, recorded: RecordedClaim) -> str:
        """Return who says so, in words."""
        speaker = recorded.claim.speaker
        if speaker.entity is not None:
            return self.name_of(speaker.entity)
        if speaker.name is not None:
            return speaker.name
        facts = self.facts.get(recorded.report_id)
        if speaker.kind is SpeakerKind.AUTHOR:
            return (facts.publisher if facts is not None else None) or "the report"
        return UNNAMED


@dataclass(frozen=True, kw_only=True)
class Event:
    """One happening as all claims tell it.

    ``claims`` stand in the order of publication; ``statements`` are those about it (responsibility claimed, accusations,
    denials); ``denials`` are claims that it was so which somebody denies. ``deaths`` and ``injuries`` sum up their fields.
    """

    id: str
    claims: tuple[RecordedClaim, ...]
    fields: tuple[Field, ...]
    origins: tuple[Origin, ...]
    review: EventReview
    statements: tuple[RecordedClaim, ...] = ()

    @property
    def n_independent(self) -> int:
        """How many independent sources that are no party say so."""
        return count_independent(self.origins)

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The ids of the reports, each once."""
        return tuple(dict.fromkeys(recorded.report_id for recorded in self.claims))

    @property
    def denials(self) -> tuple[RecordedClaim, ...]:
        """The claims that deny it."""
        return tuple(r for r in self.claims if r.claim.stance is Stance.DENIED)

    @property
    def contradicted(self) -> tuple[str, ...]:
        """The names of the fields in which reports contradict each other."""
        return tuple(f.name for f in self.fields if f.verdict is Verdict.CONTRADICTS)

    @property
    def deaths(self) -> Toll | None:
        """Deaths as low, best and high."""
        return self._toll("deaths")

    @property
    def injuries(self) -> Toll | None:
        """Injuries as low, best and high."""
        return self._toll("injuries")

    def field_of(self, name: str) -> Field | None:
        """Return a field by its name, where anything was said of it."""
        return next((f for f in self.fields if f.name == name), None)

    def _toll(self, name: str) -> Toll | None:
        found = self.field_of(name)
        return None if found is None else sum_up(found)


def gather_event(
    event_id: str, claims: Iterable[RecordedClaim], background: Background, statements: Iterable[RecordedClaim] = ()
) -> Event:
    """Return the event of claims, which must not be empty and whose actors are those that people judged them to be."""
    listed = tuple(sorted(claims, key=lambda recorded: _in_time(recorded, background)))
    about = {recorded.claim.id for recorded in listed}
    said = tuple(r for r in statements if r.claim.about in about)
    tracer = Tracer(facts=background.facts, party=_find_party((*listed, *said), background), name_of=background.name_of)
    return Event(
        id=event_id,
        claims=listed,
        fields=tuple(_make_fields(listed, tracer, background)),
        origins=tracer.find_origins(listed),
        review=_find_review(listed, background.same),
        statements=said,
    )


def _in_time(recorded: RecordedClaim, background: Background) -> tuple[str, str, int]:
    when = background.published.get(recorded.report_id)
    day = when.start.isoformat() if when is not None and when.start is not None else "9999"
    return day, recorded.report_id, recorded.claim.evidence[0].span.start


def _find_party(claims: Sequence[RecordedClaim], background: Background) -> Party:
    """Return who takes part, is accused or claims responsibility, with all who belong to them and to whom they belong.

    Every belligerent is one too: who fights in a war has an interest in what is said of it.
    """
    direct = {i for r in claims for i in (*r.claim.roles.actor, *r.claim.roles.target)}
    owns = (r.claim.speaker.entity for r in claims if r.claim.predicate == StatementAct.CLAIMS_RESPONSIBILITY)
    direct |= {speaker for speaker in owns if speaker is not None}
    named = {i for i in direct if (actor := background.actors.get(i)) is not None and actor.type is not ActorType.CIVILIANS}
    tied = named | {other for i in named for other in background.belonging.circle_of(i)}
    names = {name for i in tied if (actor := background.actors.get(i)) is not None for name in _folded_names(actor)}
    return Party(ids=frozenset(tied) | background.belligerents.ids, names=frozenset(names) | background.belligerents.names)


def find_belligerents(actors: Iterable[Actor], belonging: Belonging) -> Party:
    """Return the armed actors, the persons who lead or belong to them, and those who carry a rank."""
    listed = list(actors)
    armed = {actor.id: actor for actor in listed if actor.type in ARMED}
    ranked = {a.id for a in listed if a.is_person and any(has_rank(name) for name in (a.name, *a.aliases))}
    ids = ranked | armed.keys() | {other for i in armed for other in belonging.parts.get(i, ())}
    return Party(ids=frozenset(ids), names=frozenset(name for actor in armed.values() for name in _folded_names(actor)))


def _folded_names(actor: Actor) -> Iterator[str]:
    for name in (actor.name, *actor.aliases):
        if not is_generic(name) and len(folded := fold_name(name)) > 2:
            yield folded


def _make_fields(claims: Sequence[RecordedClaim], tracer: Tracer, background: Background) -> Iterator[Field]:
    said: dict[str, list[Said]] = {}
    for recorded in claims:
        if recorded.claim.stance is not Stance.DENIED:
            for name, one in _read_claim(recorded, tracer, background):
                said.setdefault(name, []).append(one)
    parties = relate_parties(background.belonging.is_of)
    made = (
        make_field("type", said.get("type", ()), relate_types, lambda t: float(t == "other")),
        make_field("when", said.get("when", ()), relate_days, lambda days: float(days[1] - days[0])),
        make_field("where", said.get("where", ()), relate_spots, lambda spot: spot.radius + 1e4 * (spot.latitude is None)),
        make_field("actors", said.get("actors", ()), parties, lambda ids: -float(len(ids))),
        make_field("targets", said.get("targets", ()), parties, lambda ids: -float(len(ids))),
        make_field("weapons", said.get("weapons", ()), lambda _one, _other: Verdict.REFINES, lambda words: -float(len(words))),
        make_field("deaths", said.get("deaths", ()), relate_ranges, vagueness_of_range),
        make_field("injuries", said.get("injuries", ()), relate_ranges, vagueness_of_range),
    )
    yield from (one for one in made if one is not None)


def _read_claim(recorded: RecordedClaim, tracer: Tracer, background: Background) -> Iterator[tuple[str, Said]]:
    """Yield (field, what the claim says of it)."""
    claim = recorded.claim
    traced = tracer.trace_claim(recorded)
    blank = Said(
        value=None,
        words="",
        claim_id=claim.id,
        report_id=recorded.report_id,
        said_by=background.say_speaker(recorded),
        quote=claim.evidence[0].quote,
        origin=traced.key,
        counts=traced.kind.counts,
    )
    telling = describe_incident(claim, background.actors, background.places)
    yield "type", replace(blank, value=claim.predicate, words=claim.predicate.replace("_", " "))
    if telling.first is not None and telling.last is not None and claim.when is not None:
        yield "when", replace(blank, value=(telling.first, telling.last), words=format_days(claim.when))
    for spot, words in _most_exact(claim, telling, background):
        yield "where", replace(blank, value=spot, words=words)
    for role in ("actor", "target"):
        ids = sorted(set(getattr(claim.roles, role)))
        if ids:
            value = tuple(sorted({_key_of(i, background) for i in ids}))
            yield f"{role}s", replace(blank, value=value, words=list_words([background.name_of(i) for i in ids]))
    if telling.weapons:
        yield "weapons", replace(blank, value=telling.weapons, words=list_words(telling.weapons))
    yield from _read_numbers(claim, telling, blank)


def _most_exact(claim: Claim, telling: Telling, background: Background) -> list[tuple[Spot, str]]:
    """Return a claim's places without those that only say in which area the others lie."""
    ids = [i for i in dict.fromkeys(claim.roles.place) if i in background.places]
    named = [
        (spot, background.name_of(i) + (f", {spot.country}" if spot.country else ""))
        for i, spot in zip(ids, telling.spots, strict=True)
    ]
    kept: list[tuple[Spot, str]] = []
    for spot, words in sorted(named, key=lambda place: (place[0].latitude is None, place[0].radius)):
        if all(relate_spots(spot, other) is Verdict.CONTRADICTS for other, _ in kept):
            kept.append((spot, words))
    return kept


def _key_of(actor_id: str, background: Background) -> str:
    """Return an actor's id; where it has no name (``the army``), its words, which are the same in every report."""
    actor = background.actors.get(actor_id)
    is_unnamed = actor is not None and all(is_generic(name) for name in (actor.name, *actor.aliases))
    return f"~{fold_name(actor.name)}" if actor is not None and is_unnamed else actor_id


def _read_numbers(claim: Claim, telling: Telling, blank: Said) -> Iterator[tuple[str, Said]]:
    for name, value, count in (("deaths", telling.deaths, claim.deaths), ("injuries", telling.injuries, claim.injuries)):
        if value is not None:
            text = "" if count is None else count.text
            quote = next((e.quote for e in claim.evidence if text and text in e.quote), blank.quote)
            said = say_range(value)
            words = said if not text or any(c.isdigit() for c in text) else f"{said} (“{text}”)"
            yield name, replace(blank, value=value, words=words, quote=quote)


def _find_review(claims: Sequence[RecordedClaim], same: SameEvents) -> EventReview:
    ids = {recorded.claim.id for recorded in claims}
    if len(ids) == 1:
        return EventReview.SINGLE
    joined = {next(iter(sorted(ids)))}
    pairs = [pair for pair in same.together if pair[0] in ids and pair[1] in ids]
    while more := {i for pair in pairs if joined & {*pair} for i in pair} - joined:
        joined |= more
    return EventReview.REVIEWED if joined == ids else EventReview.UNREVIEWED
