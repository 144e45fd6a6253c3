"""What the record says of one actor: names, ties over time, incidents, equipment, statements, and what is contradicted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tacitus.corroborate.affiliations import Affiliation, GroupChange
from tacitus.corroborate.events import Event
from tacitus.model import Actor, ClaimKind
from tacitus.record.nouns import RecordedClaim

UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Equipment that was seen with an actor: the largest number seen at once, and who says so."""

    item: str
    most: int | None
    claims: tuple[RecordedClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One actor as all reports tell it. ``months`` counts events by month (``2015-04``), those without a day last."""

    actor: Actor
    affiliations: tuple[Affiliation, ...]
    changes: tuple[GroupChange, ...]
    events: tuple[Event, ...]
    months: tuple[tuple[str, int], ...]
    equipment: tuple[Equipment, ...]
    statements: tuple[RecordedClaim, ...]
    media: tuple[RecordedClaim, ...]

    @property
    def contradicted_events(self) -> tuple[Event, ...]:
        """The events on which reports contradict each other, or which somebody denies."""
        return tuple(event for event in self.events if event.contradicted or event.denials)

    @property
    def contested_affiliations(self) -> tuple[Affiliation, ...]:
        """The ties that one source states and another denies."""
        return tuple(affiliation for affiliation in self.affiliations if affiliation.is_contested)


def make_profile(
    actor: Actor,
    claims: Iterable[RecordedClaim],
    affiliations: Iterable[Affiliation],
    changes: Iterable[GroupChange],
    events: Iterable[Event],
) -> Profile:
    """Return the profile of an actor, from the record's claims and what they come to."""
    listed = list(claims)
    involved = tuple(event for event in events if _takes_part(event, actor.id))
    return Profile(
        actor=actor,
        affiliations=tuple(a for a in affiliations if actor.id in {a.subject, a.object}),
        changes=tuple(c for c in changes if actor.id in {*c.actors, *c.others}),
        events=involved,
        months=_count_months(involved),
        equipment=_gather_equipment(r for r in listed if actor.id in r.claim.roles.holder),
        statements=tuple(r for r in listed if r.claim.kind is ClaimKind.STATEMENT and r.claim.speaker.entity == actor.id),
        media=tuple(r for r in listed if actor.id in r.claim.roles.releaser),
    )


def count_reports(claims: Sequence[RecordedClaim]) -> int:
    """Return from how many reports claims are."""
    return len({recorded.report_id for recorded in claims})


def _takes_part(event: Event, actor: str) -> bool:
    return any(actor in (*recorded.claim.roles.actor, *recorded.claim.roles.target) for recorded in event.claims)


def _count_months(events: Iterable[Event]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for event in events:
        when = event.field_of("when")
        if when is None:
            counts[UNDATED] += 1
            continue
        first, last = (date.fromordinal(day) for day in when.best.value)
        is_month = (first.year, first.month) == (last.year, last.month)
        counts[f"{first:%Y-%m}" if is_month else f"{first:%Y}" if first.year == last.year else UNDATED] += 1
    return tuple(sorted(counts.items(), key=lambda item: (item[0] == UNDATED, item[0])))


def _gather_equipment(sightings: Iterable[RecordedClaim]) -> tuple[Equipment, ...]:
    by_item: dict[str, list[RecordedClaim]] = {}
    for recorded in sightings:
        by_item.setdefault(recorded.claim.predicate.casefold(), []).append(recorded)
    return tuple(
        Equipment(
            item=seen[0].claim.predicate,
            most=max((r.claim.count for r in seen if r.claim.count is not None), default=None),
            claims=tuple(seen),
        )
        for _, seen in sorted(by_item.items())
    )
