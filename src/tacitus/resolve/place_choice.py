"""Which place of the table a name means here: by what it lies in, the countries named, its kind, its neighbours and its size."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tacitus.model import Place, PlaceKind
from tacitus.resolve.gazetteer import Entry, find_entries
from tacitus.resolve.place_context import PlaceContext, names_of
from tacitus.resolve.place_names import fold_place, load_place_words, split_place_name
from tacitus.resolve.small_places import find_small

_FITS = {
    PlaceKind.TOWN: {PlaceKind.TOWN, PlaceKind.VILLAGE},
    PlaceKind.VILLAGE: {PlaceKind.TOWN, PlaceKind.VILLAGE},
    PlaceKind.DISTRICT: {PlaceKind.DISTRICT},
    PlaceKind.REGION: {PlaceKind.REGION, PlaceKind.DISTRICT},
    PlaceKind.COUNTRY: {PlaceKind.COUNTRY},
    PlaceKind.LANDSCAPE: {PlaceKind.LANDSCAPE},
    PlaceKind.ROAD: set(),
}
_DIVISIONS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT})
ABROAD = 1.0
"""What a place loses whose country the report does not speak of."""
WORLD_CITY = 500_000
"""Inhabitants of a city for which no village is meant, unless the text says what that lies in."""
SMALL = 1.1
"""What a village of the table of small places loses: a namesake that is a town or in the main table is more often meant."""
NEAR_KM = 80.0
KM_PER_DEGREE = 111.2
PROMINENT = 100_000
"""Inhabitants from which a town is known abroad without its country being named."""


MOST_SMALL = 40
"""Small places of one name in the countries of a report above which none is considered."""


class Choice(NamedTuple):
    """A candidate with its score."""

    score: float
    entry: Entry


class Containers(NamedTuple):
    """What the text puts a place into; ``is_strict`` where it can be nothing else, so that a place outside is another one."""

    entries: tuple[Entry, ...] = ()
    is_strict: bool = False


def distance_km(a: Entry, b: Entry) -> float:
    """Return the distance of two places on the sphere."""
    la, lo, lb, lp = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


@lru_cache(maxsize=8192)
def find_candidates(names: tuple[str, ...]) -> tuple[Entry, ...]:
    """Return the places that bear one of the names exactly, with and without the words for its kind."""
    found: dict[str, Entry] = {}
    wide = load_place_words().wide
    for name in names:
        if fold_place(name) in wide:
            return ()
        for key in dict.fromkeys((fold_place(name.split(",")[0]), split_place_name(name).key)):
            found.update((e.id, e) for e in find_entries(key))
    return tuple(found.values())


def find_small_candidates(place: Place, context: PlaceContext) -> tuple[Entry, ...]:
    """Return the small places of the name in the countries that the report is about, but for those of the main table.

    A name that very many of them bear finds none.
    """
    return _find_small_in(names_of(place), context.about)


@lru_cache(maxsize=8192)
def _find_small_in(names: tuple[str, ...], countries: frozenset[str]) -> tuple[Entry, ...]:
    known = find_candidates(names)
    found: dict[str, Entry] = {}
    for small in _find_small_by_names(names):
        if small.country in countries and not any(_is_same(small, entry) for entry in known):
            found[small.id] = small
    return tuple(found.values()) if len(found) <= MOST_SMALL else ()


@lru_cache(maxsize=8192)
def _find_small_by_names(names: tuple[str, ...]) -> tuple[Entry, ...]:
    if any(fold_place(name) in load_place_words().wide for name in names):
        return ()
    keys = dict.fromkeys(key for name in names for key in (fold_place(name.split(",")[0]), split_place_name(name).key))
    return tuple(entry for key in keys for entry in find_small(key))


def _is_same(small: Entry, entry: Entry) -> bool:
    if small.country != entry.country or (small.kind is PlaceKind.DISTRICT) != (entry.kind in _DIVISIONS):
        return False
    reach = NEAR_KM if small.kind is PlaceKind.DISTRICT else 10
    return abs(small.latitude - entry.latitude) < reach / KM_PER_DEGREE and distance_km(small, entry) <= reach


def find_near_candidates(names: Iterable[str], context: PlaceContext) -> tuple[Entry, ...]:
    """Return places whose names differ by the Arabic article only; looked for in the report's main countries alone."""
    found: dict[str, Entry] = {}
    for name in names:
        key = split_place_name(name).key
        other = key[3:] if key.startswith("al ") else f"al {key}"
        found.update((e.id, e) for e in find_entries(other) if context.support.get(e.country, 0.0) >= 0.3)
    return tuple(found.values())


class Names(NamedTuple):
    """What the names of a place say: their keys, and the kind that a word in one of them gives it."""

    keys: frozenset[str]
    kind: PlaceKind | None


@lru_cache(maxsize=8192)
def read_names(names: tuple[str, ...]) -> Names:
    """Return what the names say."""
    split = [split_place_name(name) for name in names]
    return Names(frozenset(s.key for s in split), next((s.kind for s in split if s.kind is not None), None))


def said_kind(place: Place) -> PlaceKind | None:
    """Return the kind that a word in one of the place's names gives it."""
    return read_names(names_of(place)).kind


def score_entries(place: Place, entries: tuple[Entry, ...], context: PlaceContext, containers: Containers) -> list[Choice]:
    """Return the candidates that may be meant, best first."""
    if not entries:
        return []
    keys, said = read_names(names_of(place))
    about, fits = context.about, None if said is None else _FITS[said]
    is_listed = not containers.is_strict and any(not e.is_small and e.country in about for e in entries)
    is_famous = any(e.population >= WORLD_CITY for e in entries)
    choices = []
    for entry in entries:
        if entry.is_small and (place.kind is PlaceKind.LANDSCAPE or (fits is not None and entry.kind not in fits)):
            continue
        inside = max((_fit_inside(entry, c) for c in containers.entries), default=0.0) if containers.entries else 0.0
        if entry.is_small and is_listed:
            inside /= 4  # "Arauca, Apure" may be a list of provinces
        if is_famous and inside == 0.0 and entry.kind is PlaceKind.VILLAGE:
            continue
        is_country = entry.kind is PlaceKind.COUNTRY  # "Mali, Niger": a country lies in no other
        if inside == 0.0 and not is_country and (containers.is_strict or not is_known(entry, context)):
            continue
        score = 4.0 * context.support.get(entry.country, 0.0) + inside + _score_kind(entry, place.kind, said)
        if not (inside or is_country or entry.country in about):
            score -= ABROAD
        score += _score_size(entry)
        score += 0.4 * (entry.is_small or split_place_name(entry.name).key in keys)
        choices.append(Choice(score, entry))
    return sort_choices(choices)


def sort_choices(choices: list[Choice]) -> list[Choice]:
    """Return the choices, best first."""
    return sorted(choices, key=lambda c: (-c.score, c.entry.id)) if len(choices) > 1 else choices


def weigh_neighbours(choices: list[Choice], neighbours: tuple[Entry, ...], beside: tuple[Entry, ...]) -> list[Choice]:
    """Return the choices by how near they lie to places of the report that are found, and to those named close by."""
    return sort_choices(
        [
            Choice(score + 2.0 * _score_near(entry, neighbours, NEAR_KM) + 2.0 * _score_near(entry, beside, NEAR_KM / 2), entry)
            for score, entry in choices
        ]
    )


def _score_near(entry: Entry, others: tuple[Entry, ...], reach_km: float) -> float:
    """Return how near the nearest of the others is, in [0, 1]; on the plane, for it is near ones that count."""
    if not others:
        return 0.0
    latitude, longitude = entry.latitude, entry.longitude
    narrow = math.cos(math.radians(latitude)) ** 2
    nearest = min(
        ((o.latitude - latitude) ** 2 + (o.longitude - longitude) ** 2 * narrow for o in others if o.id != entry.id),
        default=math.inf,
    )
    return math.exp(-KM_PER_DEGREE * math.sqrt(nearest) / reach_km)


def is_known(entry: Entry, context: PlaceContext) -> bool:
    """Whether the report may mean the place without saying what it lies in: its country is named, or all the world knows it."""
    if context.is_about(entry.country) or entry.kind is PlaceKind.COUNTRY:
        return True
    if entry.kind is PlaceKind.LANDSCAPE:
        return not entry.country
    return entry.population >= PROMINENT and entry.kind is not PlaceKind.DISTRICT


def _score_kind(entry: Entry, given: PlaceKind | None, said: PlaceKind | None) -> float:
    if said is not None:
        return 1.5 - 0.5 * (said is PlaceKind.REGION and entry.kind is not said) if entry.kind in _FITS[said] else -1.5
    if entry.kind is PlaceKind.COUNTRY:
        return 4.0 if given is PlaceKind.COUNTRY else 2.0  # Georgia and Niger are also provinces elsewhere
    if given is None:
        return 0.0
    return 1.0 - 0.5 * (given is PlaceKind.REGION and entry.kind is not given) if entry.kind in _FITS[given] else -0.5


def _score_size(entry: Entry) -> float:
    """Return up to 2.2 for the number of inhabitants, less than nothing for a village; a division counts as its seat would."""
    if entry.is_small:
        return -SMALL if entry.kind is PlaceKind.VILLAGE else 0.0
    size = 0.3 * math.log10(entry.population + 1)
    return size - 0.6 if entry.kind in {PlaceKind.REGION, PlaceKind.DISTRICT} else size


def _fit_inside(entry: Entry, container: Entry) -> float:
    """Return 6 to 7 for a place inside the container: a district's bounds are not known, so nearness to its point counts."""
    if entry.id == container.id or entry.country != container.country:
        return 0.0
    if container.kind is PlaceKind.COUNTRY or (container.kind is PlaceKind.REGION and entry.admin1 == container.admin1 != ""):
        return 6.0
    if container.kind is PlaceKind.REGION and not (
        entry.is_small and entry.admin1
    ):  # not a division of the table, or one whose bounds have changed
        return 3.0 if distance_km(entry, container) <= 2 * NEAR_KM else 0.0
    if container.kind is PlaceKind.DISTRICT and (near := distance_km(entry, container)) <= NEAR_KM:
        return 7.0 - near / NEAR_KM
    is_suburb = container.kind is PlaceKind.TOWN and distance_km(entry, container) <= NEAR_KM / 2
    return 5.0 if is_suburb else 0.0


def is_clear(choices: Sequence[Choice]) -> bool:
    """Whether the best choice stands out, or its rivals lie so close that it does not matter."""
    if len(choices) < 2:
        return bool(choices)
    best = choices[0]
    least = best.score - (1.0 if best.entry.is_small else 0.5)
    rivals = [c for c in choices[1:] if c.score > least and distance_km(c.entry, best.entry) > 25]
    return not rivals


def find_containers(place: Place, context: PlaceContext, candidates: Mapping[str, tuple[Entry, ...]]) -> Containers:
    """Return the divisions and countries that the text puts the place into.

    Only a name that no settlement bears is strict: ``Idlib, Hama`` may list two towns.
    """
    own = {e.id: e for name in names_of(place) for key in split_place_name(name).inside for e in find_entries(key)}
    if own:
        return Containers(tuple(own.values()), is_strict=True)
    for id_ in context.inside.get(place.id, ()):  # the first mention says where it is; a later one may be a namesake
        group = candidates.get(id_, ())
        divisions = tuple(e for e in group if e.kind in _DIVISIONS)
        if divisions:
            return Containers(divisions, is_strict=len(divisions) == len(group))
    return Containers()
