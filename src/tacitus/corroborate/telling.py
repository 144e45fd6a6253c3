"""One incident as one report tells it: what of a claim is compared with other reports' claims, and no more.

Two claims that say the same in the same words have one :class:`Telling`, so that ten thousand copies are compared once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tacitus.ids import hash_parts
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Mention,
    Place,
    Precision,
    TallyKind,
    When,
)
from tacitus.resolve.actors.names import fold_name, is_generic
from tacitus.resolve.place_names import fold_place
from tacitus.text import tokenize

RECENT_DAYS = 10
"""How long before its report an incident without a day is taken to have happened, where nothing else is said."""
POINT_KM = 30.0
"""The radius (km) up to which a place is one spot and no area."""
MOST_SETTING = 3
"""Places that stand for where a report plays."""
_SMALL = re.compile(r"[^\W\d_]{4,}|\d+")
_HERE: dict[str, float] = {"town": 5.0, "village": 3.0, "district": 25.0, "region": 80.0, "landscape": 40.0, "country": 400.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place of an incident; ``name`` is folded, ``radius`` in km says how far the truth may lie from the point."""

    name: str
    latitude: float | None = None
    longitude: float | None = None
    radius: float = 0.0
    country: str | None = None

    @property
    def is_area(self) -> bool:
        """Whether it is a region rather than a spot."""
        return self.radius > POINT_KM


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who takes part: ``keys`` are the actor's id and its folded names; ``is_common`` where many are so called (civilians)."""

    keys: tuple[str, ...]
    is_common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one claim says of an incident, as it is compared.

    Attributes:
        type: the incident's type.
        spots: where it happened.
        setting: where the report plays, most named places first; empty where ``spots`` are told.
        first, last: days as proleptic Gregorian ordinals, inclusive; ``None`` where nothing is known.
        is_dated: whether the text gives the time; else ``first`` and ``last`` only say when the report came out.
        deaths, injuries: (low, high) as told, ``None`` where nothing is said; ``high`` ``None`` where it is open.
        words: the telling words of the quote, folded, each once, sorted.
        quote: the claim's first quote.
    """

    type: str
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    spots: tuple[Spot, ...] = ()
    setting: tuple[Spot, ...] = ()
    first: int | None = None
    last: int | None = None
    is_dated: bool = False
    deaths: tuple[int | None, int | None] | None = None
    injuries: tuple[int | None, int | None] | None = None
    weapons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    quote: str = ""
    own: str = field(default="")
    """The claim's id where it must not share a telling with any other: people said that it is another incident's."""

    @property
    def digest(self) -> str:
        """What tells this telling from every other."""
        return hash_parts(repr(self))

    @property
    def parties(self) -> tuple[Party, ...]:
        """Both sides together."""
        return (*self.actors, *self.targets)


def is_compared(claim: Claim) -> bool:
    """Whether the claim is an incident that happened (or is denied), and no reader's word."""
    return claim.kind is ClaimKind.INCIDENT and claim.stance.is_happening and not claim.is_from_reader


def describe_incident(
    claim: Claim,
    actors: Mapping[str, Actor],
    places: Mapping[str, Place],
    *,
    published: When | None = None,
    setting: Sequence[Place] = (),
) -> Telling:
    """Return the telling of an incident's claim.

    Args:
        claim: an incident, its actors' ids as people judged them.
        actors: id to actor, with all its names.
        places: id to place.
        published: when its report came out.
        setting: the places where its report plays.
    """
    first, last, is_dated = _days_of(claim.when, published)
    quote = claim.evidence[0].quote
    spots = tuple(_spot_of(places[i]) for i in dict.fromkeys(claim.roles.place) if i in places)
    return Telling(
        type=claim.predicate,
        actors=_parties_of(claim.roles.actor, actors),
        targets=_parties_of(claim.roles.target, actors),
        spots=spots,
        setting=() if spots else tuple(_spot_of(place) for place in setting),
        first=first,
        last=last,
        is_dated=is_dated,
        deaths=_range_of(claim.deaths) or _tally_of(claim, TallyKind.KILLED),
        injuries=_range_of(claim.injuries) or _tally_of(claim, TallyKind.INJURED),
        weapons=tuple(sorted({word.casefold() for word in claim.roles.weapon})),
        words=tell_words(quote),
        quote=quote,
    )


def find_setting(places: Iterable[Place], mentions: Iterable[Mention]) -> tuple[Place, ...]:
    """Return the places (spots with a point) that a report names most, the first named of equals, at most ``MOST_SETTING``."""
    named = Counter(mention.entity for mention in mentions)
    spots = [p for p in places if p.latitude is not None and not _spot_of(p).is_area]
    return tuple(sorted(spots, key=lambda p: -named[p.id])[:MOST_SETTING])


def tell_words(text: str) -> tuple[str, ...]:
    """Return the words of four letters or more and the numbers, folded, each once, sorted."""
    folded = (fold_name(token.text) for token in tokenize(text))
    return tuple(sorted({word for word in folded if _SMALL.fullmatch(word)}))


def _days_of(when: When | None, published: When | None) -> tuple[int | None, int | None, bool]:
    if when is not None and when.start is not None and when.end is not None and when.precision is not Precision.UNKNOWN:
        return when.start.toordinal(), when.end.toordinal(), True
    if published is None or published.start is None or published.end is None:
        return None, None, False
    return published.start.toordinal() - RECENT_DAYS, published.end.toordinal(), False


def _parties_of(ids: Iterable[str], actors: Mapping[str, Actor]) -> tuple[Party, ...]:
    parties = []
    for actor_id in dict.fromkeys(ids):
        actor = actors.get(actor_id)
        if actor is None:
            parties.append(Party(keys=(actor_id,)))
            continue
        names = sorted({fold_name(n) for n in (actor.name, *actor.aliases) if not is_generic(n)})
        is_common = actor.type is ActorType.CIVILIANS or not names
        keys = (actor_id, *(f"={n}" for n in names if len(n) > 2)) if names else (f"~{fold_name(actor.name)}",)
        parties.append(Party(keys=keys, is_common=is_common))
    return tuple(sorted(parties, key=lambda party: party.keys))


def _spot_of(place: Place) -> Spot:
    kind = None if place.kind is None else place.kind.value
    radius = place.radius_km if place.radius_km is not None else _HERE.get(kind or "", 10.0)
    return Spot(
        name=fold_place(place.name),
        latitude=place.latitude,
        longitude=place.longitude,
        radius=round(radius, 1),
        country=place.country,
    )


def _range_of(count: Count | None) -> tuple[int | None, int | None] | None:
    return None if count is None or (count.low is None and count.high is None) else (count.low, count.high)


def _tally_of(claim: Claim, kind: TallyKind) -> tuple[int | None, int | None] | None:
    """Return the sum of what is told in parts (``12 soldiers and 20 rebels``)."""
    parts = [tally.count for tally in claim.tallies if tally.kind is kind]
    if not parts:
        return None
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    low = sum(n for n in lows if n is not None) if any(n is not None for n in lows) else None
    return low, None if any(n is None for n in highs) else sum(n for n in highs if n is not None)
