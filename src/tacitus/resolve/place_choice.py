"""Which place of the table a name means here: by what it lies in, the countries the report names, its kind, its neighbours, its size."""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tacitus.model import Place, PlaceKind
from tacitus.resolve.gazetteer import Entry, find_entries
from tacitus.resolve.place_context import PlaceContext, names_of
from tacitus.resolve.place_names import fold_place, split_place_name

_FITS = {
    PlaceKind.TOWN: {PlaceKind.TOWN, PlaceKind.VILLAGE},
    PlaceKind.VILLAGE: {PlaceKind.TOWN, PlaceKind.VILLAGE},
    PlaceKind.DISTRICT: {PlaceKind.DISTRICT},
    PlaceKind.REGION: {PlaceKind.REGION, PlaceKind.DISTRICT},
    PlaceKind.COUNTRY: {PlaceKind.COUNTRY},
    PlaceKind.LANDSCAPE: {PlaceKind.LANDSCAPE},
    PlaceKind.ROAD: set(),
}
SUPPORTED = 0.12
"""Share of a report's country evidence from which a country counts as one that the report is about."""
NEAR_KM = 80.0
PROMINENT = 100_000
"""Inhabitants from which a town is known abroad without its country being named."""


class Choice(NamedTuple):
    """A candidate with its score; ``is_inside`` where the text says what it lies in, and it does."""

    score: float
    entry: Entry
    is_inside: bool


def distance_km(a: Entry, b: Entry) -> float:
    """Return the distance of two places on the sphere."""
    la, lo, lb, lp = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def find_candidates(names: Iterable[str]) -> tuple[Entry, ...]:
    """Return the places that bear one of the names exactly, with and without the words for its kind."""
    found: dict[str, Entry] = {}
    for name in names:
        for key in dict.fromkeys((fold_place(name.split(",")[0]), split_place_name(name).key)):
            found.update((e.id, e) for e in find_entries(key))
    return tuple(found.values())


def find_near_candidates(names: Iterable[str], context: PlaceContext) -> tuple[Entry, ...]:
    """Return places whose names differ by the Arabic article only; looked for in the report's main countries alone."""
    found: dict[str, Entry] = {}
    for name in names:
        key = split_place_name(name).key
        other = key[3:] if key.startswith("al ") else f"al {key}"
        found.update((e.id, e) for e in find_entries(other) if context.support.get(e.country, 0.0) >= 0.3)
    return tuple(found.values())


def said_kind(place: Place) -> PlaceKind | None:
    """Return the kind that a word in one of the place's names gives it."""
    return next((kind for name in names_of(place) if (kind := split_place_name(name).kind) is not None), None)


def score_entries(
    place: Place,
    entries: Iterable[Entry],
    context: PlaceContext,
    containers: tuple[Entry, ...],
    neighbours: tuple[Entry, ...] = (),
) -> list[Choice]:
    """Return the candidates that may be meant, best first."""
    said = said_kind(place)
    choices = []
    for entry in entries:
        is_inside = any(_lies_in(entry, container) for container in containers)
        score = 4.0 * context.support.get(entry.country, 0.0) + 6.0 * is_inside + _score_kind(entry, place.kind, said)
        score += _score_size(entry)
        near = min((distance_km(entry, other) for other in neighbours if other.id != entry.id), default=math.inf)
        score += 2.0 * math.exp(-near / NEAR_KM)
        if is_known(entry, context) or is_inside:
            choices.append(Choice(score, entry, is_inside))
    return sorted(choices, key=lambda c: (-c.score, c.entry.id))


def is_known(entry: Entry, context: PlaceContext) -> bool:
    """Whether the report may mean the place without saying what it lies in: its country is named, or all the world knows it."""
    if context.support.get(entry.country, 0.0) >= SUPPORTED or entry.kind is PlaceKind.COUNTRY:
        return True
    if entry.kind is PlaceKind.LANDSCAPE:
        return not entry.country
    return entry.population >= PROMINENT


def _score_kind(entry: Entry, given: PlaceKind | None, said: PlaceKind | None) -> float:
    if said is not None:
        return 1.5 if entry.kind in _FITS[said] else -1.5
    if entry.kind is PlaceKind.COUNTRY:
        return 4.0
    return 0.0 if given is None else 1.0 if entry.kind in _FITS[given] else -0.5


def _score_size(entry: Entry) -> float:
    """Return up to 2.2 for the number of inhabitants; a division counts as many as its seat would."""
    size = 0.3 * math.log10(entry.population + 1)
    return size - 0.6 if entry.kind in {PlaceKind.REGION, PlaceKind.DISTRICT} else size


def _lies_in(entry: Entry, container: Entry) -> bool:
    if entry.id == container.id or entry.country != container.country:
        return False
    if container.kind is PlaceKind.COUNTRY:
        return True
    if container.kind is PlaceKind.REGION:
        return entry.admin1 == container.admin1 != ""
    return container.kind is PlaceKind.DISTRICT and distance_km(entry, container) <= NEAR_KM


def is_clear(choices: list[Choice]) -> bool:
    """Whether the best choice stands out, or its rivals lie so close that it does not matter."""
    if len(choices) < 2:
        return bool(choices)
    best = choices[0]
    rivals = [c for c in choices[1:] if c.score > best.score - 0.5 and distance_km(c.entry, best.entry) > 25]
    return not rivals


def find_containers(place: Place, context: PlaceContext, candidates: Mapping[str, tuple[Entry, ...]]) -> tuple[Entry, ...]:
    """Return the divisions and countries that the text puts the place into."""
    found: dict[str, Entry] = {}
    for name in names_of(place):
        for key in split_place_name(name).inside:
            found.update((e.id, e) for e in find_entries(key))
    for id_ in context.inside.get(place.id, ()):
        found.update((e.id, e) for e in candidates.get(id_, ()))
    return tuple(e for e in found.values() if e.kind in {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT})
