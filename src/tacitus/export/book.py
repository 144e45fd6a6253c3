"""The record's rows joined for reading: each claim with its report, its review and the names of whom it speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tacitus.codec import parse_date
from tacitus.model import Actor, Place, SpeakerKind, When
from tacitus.record import Record
from tacitus.record.identities import Identities
from tacitus.record.nouns import RecordedClaim, ReportRow, ReviewStatus, Run
from tacitus.resolve.actors.names import fold_name
from tacitus.resolve.actors.registry import DatedName, load_registry

READER = "a reader"
"""What the writer of a comment is called; handles are never shown."""
THE_REPORT = "the report"
UNNAMED_SOURCE = "an unnamed source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Claims in reading order with what is needed to put them in words.

    ``actors`` and ``places`` are keyed by id; ``reports`` by report id.
    """

    reports: Mapping[str, ReportRow]
    claims: tuple[RecordedClaim, ...]
    actors: Mapping[str, Actor] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    dated: Mapping[str, tuple[DatedName, ...]] = field(default_factory=dict)
    """Actor id to the names that the record met and that were borne for a time."""

    def name_of(self, entity: str, when: When | None = None) -> str:
        """Return the name of an actor (that of its time) or place; an id that is nobody's, and weapons, name themselves."""
        if entity in self.actors:
            return self._name_at(entity, None if when is None else when.start)
        return self.places[entity].name if entity in self.places else entity

    def names_of(self, entities: Iterable[str], when: When | None = None) -> tuple[str, ...]:
        """Return the names in order, each once."""
        return tuple(dict.fromkeys(self.name_of(entity, when) for entity in entities))

    def _name_at(self, entity: str, day: date | None) -> str:
        """Return the name by which an actor goes; where that was not borne on the day, another that was."""
        name, dated = self.actors[entity].name, self.dated.get(entity, ())
        if day is None or not dated:
            return name
        own = next((d for d in dated if fold_name(d.name) == fold_name(name)), None)
        if own is not None and own.is_borne_on(day):
            return name
        others = (d.name for d in dated if d.is_borne_on(day) and (own is not None or d.end is not None))
        return next(others, name)

    def speaker_of(self, recorded: RecordedClaim) -> str:
        """Return who says so, in words; the report's publisher where the author speaks."""
        claim = recorded.claim
        speaker = claim.speaker
        if claim.is_from_reader:
            return READER
        if speaker.entity is not None:
            return self.name_of(speaker.entity, claim.when)
        if speaker.name is not None:
            return speaker.name
        if speaker.kind is SpeakerKind.AUTHOR:
            row = self.reports.get(recorded.report_id)
            return (row.publisher if row else None) or THE_REPORT
        return UNNAMED_SOURCE


def open_book(record: Record) -> Book:
    """Return the record's claims with their names, rejected and superseded ones too.

    Claims stand in the order of their report's date and of their place in its text, and else in that in which they were read.
    """
    reports = {row.id: row for row in record.reports()}
    identities = record.identities()
    actors = identities.merge_actors(record.actors())

    def place_in_order(recorded: RecordedClaim) -> tuple[str, str, int]:
        published = reports[recorded.report_id].published or "9999"
        return published, recorded.report_id, recorded.claim.evidence[0].span.start

    return Book(
        reports=reports,
        claims=tuple(
            identify_claim(recorded, identities, reports[recorded.report_id])
            for recorded in sorted(record.claims(include_rejected=True, include_superseded=True), key=place_in_order)
        ),
        actors={actor.id: actor for actor in actors},
        places={place.id: place for place in record.places()},
        dated={actor.id: names for actor in actors if (names := _date_names(actor, identities, record))},
    )


def identify_claim(recorded: RecordedClaim, identities: Identities, row: ReportRow) -> RecordedClaim:
    """Return the claim with the actors that people judged its actors to be; the record keeps the ids as they were read."""
    if not identities:
        return recorded
    published = None
    if row.published is not None:
        published = parse_date(row.published).start
    pointed = identities.point_claim(recorded.claim, recorded.report_id, published)
    original = recorded.original and identities.point_claim(recorded.original, recorded.report_id, published)
    return replace(recorded, claim=pointed, original=original)


def _date_names(actor: Actor, identities: Identities, record: Record) -> tuple[DatedName, ...]:
    """Return the actor's names that were borne for a time: by the registry, and by merges that hold for a time."""
    met = {fold_name(name) for name in (actor.name, *actor.aliases)}
    known = load_registry(None).get(actor.registry) if actor.registry is not None else None
    names = [] if known is None else [d for d in known.names if (d.start or d.end) and fold_name(d.name) in met]
    for merge in identities.merges:
        if merge.is_bounded and merge.kept == actor.id:
            names += [
                DatedName(other.name, merge.start, merge.end or date.max) for other in record.actors() if other.id == merge.other
            ]
    return tuple(names)


def say_run(run: Run) -> str:
    """Return who read, in words that name the version and its knowledge exactly."""
    return f"tacitus {run.version}, settings {run.settings_digest[:8]}, knowledge {run.knowledge_digest[:8]}"


def standing_claims(book: Book) -> tuple[RecordedClaim, ...]:
    """Return the claims that no person rejected and no later reading replaced."""
    return tuple(r for r in book.claims if r.review is not ReviewStatus.REJECTED and not r.is_superseded)
