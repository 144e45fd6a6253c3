"""The record's rows joined for reading: each claim with its report, its review and the names of whom it speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tacitus.model import Actor, Claim, Place, SpeakerKind, ZoneKind
from tacitus.record import Record
from tacitus.record.nouns import RecordedClaim, ReportRow, Run

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

    def name_of(self, entity: str) -> str:
        """Return the name of an actor or place; an id that is nobody's, and a weapon's words, name themselves."""
        if entity in self.actors:
            return self.actors[entity].name
        return self.places[entity].name if entity in self.places else entity

    def names_of(self, entities: Iterable[str]) -> tuple[str, ...]:
        """Return the names in order, each once."""
        return tuple(dict.fromkeys(self.name_of(entity) for entity in entities))

    def speaker_of(self, recorded: RecordedClaim) -> str:
        """Return who says so, in words; the report's publisher where the author speaks."""
        claim = recorded.claim
        speaker = claim.speaker
        if speaker.kind is SpeakerKind.COMMENTER or claim.zone is ZoneKind.COMMENT:
            return READER
        if speaker.entity is not None:
            return self.name_of(speaker.entity)
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

    def place_in_order(recorded: RecordedClaim) -> tuple[str, str, int]:
        published = reports[recorded.report_id].published or "9999"
        return published, recorded.report_id, recorded.claim.evidence[0].span.start

    return Book(
        reports=reports,
        claims=tuple(sorted(record.claims(include_rejected=True, include_superseded=True), key=place_in_order)),
        actors={actor.id: actor for actor in record.actors()},
        places={place.id: place for place in record.places()},
    )


def say_run(run: Run) -> str:
    """Return who read, in words that name the version and its knowledge exactly."""
    return f"tacitus {run.version}, settings {run.settings_digest[:8]}, knowledge {run.knowledge_digest[:8]}"


def is_from_reader(claim: Claim) -> bool:
    """Whether a reader's comment says so."""
    return claim.speaker.kind is SpeakerKind.COMMENTER or claim.zone is ZoneKind.COMMENT
