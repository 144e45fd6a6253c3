"""Places of a report on the map: the candidate that fits best, where it is believed, or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from tacitus.ids import hash_parts
from tacitus.model import Extraction, Place, PlaceKind, Report
from tacitus.resolve.gazetteer import Entry, Gazetteer
from tacitus.resolve.gazetteer.entry import DIVISIONS, SETTLED
from tacitus.resolve.place_candidates import Candidate, Tier, find_keys, find_named, find_spelt, keep_best_known
from tacitus.resolve.place_containers import Containers, find_containers, said_kind
from tacitus.resolve.place_context import PlaceContext, check_countries, find_only_countries, names_of, read_context
from tacitus.resolve.place_names import fold_place, split_place_name
from tacitus.resolve.place_relations import Array
from tacitus.resolve.place_roads import find_road
from tacitus.resolve.place_scoring import (
    FITS,
    SAME_KM,
    UNSUPPORTED,
    Field,
    Weighed,
    Weights,
    fit_inside,
    load_weights,
    look_twice,
    make_field,
    measure_km,
)
from tacitus.resolve.place_why import explain

LEAST_TOWN = 0.05
"""Probability from which a town is preferred to the division of its name."""
WIDEST_KM = 100.0
"""Distance above which a town and the province of its name are told apart."""
GUESSED = frozenset({Tier.SPELLING, Tier.CONSONANTS})
"""Tiers that say little of a place's country where none of them is believed: they were looked for in the report's countries."""


class Choice(NamedTuple):
    """What a place is taken for: the candidate, how surely it or one beside it is meant, in [0, 1], and why."""

    candidate: Candidate | None
    score: float
    why: str


class Gathered(NamedTuple):
    """What a report says about where it is, what it puts its places into, and their candidates."""

    context: PlaceContext
    containers: Mapping[str, Containers]
    field: Field


class Looked(NamedTuple):
    """A report's places after all looks: their numbers by id, their candidates, the features of each, and how likely each is."""

    places: tuple[Place, ...]
    numbers: Mapping[str, int]
    context: PlaceContext
    containers: Mapping[str, Containers]
    field: Field
    features: Array
    belief: Array


def resolve_places(
    report: Report, extraction: Extraction, gazetteer: Gazetteer, told: Collection[str] = ()
) -> tuple[tuple[Place, ...], dict[str, str]]:
    """Return the places with ids, points and countries that hold across reports, and local id -> that id.

    Args:
        report: the report that the extraction was made from.
        extraction: places and their mentions, with ids of this report only.
        gazetteer: the places that there are.
        told: countries (ISO 3166-1 alpha-2) that a person says the report is about.
    """
    looked = look_at_places(report, extraction, gazetteer, told)
    weights = load_weights()
    chosen = {place.id: choose(looked, number, weights) for number, place in enumerate(looked.places)}
    ids: dict[str, str] = {}
    merged: dict[str, Place] = {}
    for number, place in enumerate(looked.places):
        new = find_road(place, chosen, gazetteer, looked.context) or _put(number, chosen[place.id], looked)
        if new.id in merged and new.latitude is None and split_place_name(place.name).inside:
            new = replace(new, id=hash_parts("place", new.country, fold_place(place.name), ""))
        ids[place.id] = new.id
        old = merged.get(new.id)
        merged[new.id] = _join(old, new) if old else new
    return tuple(merged.values()), ids


def look_at_places(report: Report, extraction: Extraction, gazetteer: Gazetteer, told: Collection[str] = ()) -> Looked:
    """Return the report's places with their candidates weighed; see ``resolve_places``."""
    gathered = gather(report, extraction, gazetteer, told)
    features, belief = look_twice(gathered.field, load_weights())
    numbers = {place.id: number for number, place in enumerate(extraction.places)}
    return Looked(extraction.places, numbers, gathered.context, gathered.containers, gathered.field, features, belief)


def gather(
    report: Report, extraction: Extraction, gazetteer: Gazetteer, told: Collection[str] = (), *, without: Collection[str] = ()
) -> Gathered:
    """Return the candidates of the report's places, not weighed yet; places ``without`` (their ids) are none."""
    places = extraction.places
    named = {place.id: find_named(place, gazetteer) for place in places}
    certain = find_only_countries({id_: [c.entry for c in found] for id_, found in named.items()})
    context = read_context(report, extraction, certain, check_countries(tuple(told)))
    containers = {place.id: find_containers(place, context, named, gazetteer) for place in places}
    candidates: dict[str, tuple[Candidate, ...]] = {}
    for place in places:
        within = containers[place.id]
        countries = context.about | {e.country for e in within.entries if within.is_strict}
        found = keep_best_known((*named[place.id], *find_spelt(place, gazetteer, countries, named[place.id])), context.support)
        if within.is_strict:
            found = tuple(
                c for c in found if c.entry.kind is PlaceKind.COUNTRY or any(fit_inside(c.entry, e) for e in within.entries)
            )
        fitting = keep_fitting(tuple(c for c in found if may_be(c.entry, place, context)), said_kind(place))
        candidates[place.id] = tuple(c for c in fitting if c.entry.id not in without)
    said = {place.id: said_kind(place) for place in places}
    field = make_field(places, candidates, context, said, {id_: found.entries for id_, found in containers.items()})
    return Gathered(context, containers, field)


def keep_fitting(candidates: tuple[Candidate, ...], said: PlaceKind | None) -> tuple[Candidate, ...]:
    """Return those of the kind that a word in the name says (``Idlib province`` is no town), if there are any.

    Words for landscapes are looser: the ``Hama countryside`` is a province's or a town's.
    """
    if said is None or said in {PlaceKind.LANDSCAPE, PlaceKind.ROAD}:
        return candidates
    fitting = tuple(c for c in candidates if c.entry.kind in FITS[said])
    regions = tuple(c for c in fitting if c.entry.kind is PlaceKind.REGION)  # a province is a district only where no region is
    return regions or fitting or candidates


def may_be(entry: Entry, place: Place, context: PlaceContext) -> bool:
    """Whether the place may be that entry.

    A village of unknown size is no mountain, province or road of its name; and where nothing else in the report speaks for its
    country, a village of its name that no gazetteer has is as likely.
    """
    if entry.kind is not PlaceKind.VILLAGE or entry.population:
        return True
    kinds = {place.kind, said_kind(place)} - {None}
    if kinds and not any(entry.kind in FITS[kind] for kind in kinds if kind is not None):
        return False
    return context.support_beside(place.id, entry.country) >= UNSUPPORTED


def choose(looked: Looked, number: int, weights: Weights) -> Choice:
    """Return what the place of that number is taken for: the likeliest candidate, if it and those beside it are likely enough."""
    start, end = looked.field.bounds[number]
    place = looked.places[number]
    if start == end:
        return Choice(None, 0.0, explain_absence(place))
    weighed = Weighed(looked.field.candidates[start:end], looked.features[start:end], looked.belief[start:end])
    candidates = weighed.candidates
    best = prefer_town(place, candidates, weighed.belief)
    score = sum(float(p) for c, p in zip(candidates, weighed.belief, strict=True) if is_same(c.entry, candidates[best].entry))
    why = explain(weighed, best, weights, min(1.0, score))
    return Choice(candidates[best] if score >= weights.least else None, min(1.0, score), why)


def prefer_town(place: Place, candidates: Sequence[Candidate], belief: Array) -> int:
    """Return the number of the likeliest candidate; of a town and the division of its name, the town, if nothing is said."""
    best = int(belief.argmax())
    if said_kind(place) is not None or place.kind not in {None, *SETTLED} or candidates[best].entry.kind in SETTLED:
        return best
    beside = [
        number
        for number, candidate in enumerate(candidates)
        if candidate.entry.kind in SETTLED and is_same(candidate.entry, candidates[best].entry) and belief[number] >= LEAST_TOWN
    ]
    return max(beside, key=lambda number: float(belief[number]), default=best)


def is_same(a: Entry, b: Entry) -> bool:
    """Whether two candidates of one name lie so close, or one in the other, that taking one for the other is no error of note."""
    if a.id == b.id:
        return True
    if a.country != b.country or PlaceKind.COUNTRY in {a.kind, b.kind}:
        return False
    reach = max((e.radius_km for e in (a, b) if e.kind in DIVISIONS), default=0.0) if a.admin1 == b.admin1 else 0.0
    return measure_km(a, b) <= max(SAME_KM, min(reach, WIDEST_KM))


def explain_absence(place: Place) -> str:
    """Return why a place without candidates has none."""
    if not find_keys(names_of(place)):
        return "a region of the world, for which no point stands"
    return "no place of that name in the gazetteer"


def _put(number: int, choice: Choice, looked: Looked) -> Place:
    """Return the place with its point where a candidate is believed, else with the country that the text gives it."""
    place = looked.places[number]
    said = said_kind(place)
    if choice.candidate is not None and said is not PlaceKind.ROAD:
        entry = choice.candidate.entry
        return Place(
            id=_make_id(entry),
            name=place.name,
            aliases=place.aliases,
            kind=said or _settle_kind(place.kind, entry.kind),
            latitude=entry.latitude,
            longitude=entry.longitude,
            country=entry.country or looked.context.main_country,
            radius_km=entry.radius_km,
            source=entry.id,
            score=round(choice.score, 3),
            why=choice.why,
        )
    country = _find_country(number, looked)
    key = split_place_name(place.name).key or fold_place(place.name) or place.id
    id_ = hash_parts("place", country, key, "")
    return replace(place, id=id_, kind=said or place.kind, country=country, score=round(choice.score, 3), why=choice.why)


def _settle_kind(given: PlaceKind | None, found: PlaceKind) -> PlaceKind:
    """Return the gazetteer's kind, but keep the text's where both are settlements."""
    return given if given in SETTLED and found in SETTLED else found


def _find_country(number: int, looked: Looked) -> str | None:
    """Return the country of a place without a point: of its candidates, its container, its neighbours or the report."""
    place, main = looked.places[number], looked.context.main_country
    named, guessed = _share_countries(number, looked)
    if named:
        best = max(named, key=lambda country: (named[country], country))
        is_spoken_of = len(named) == 1 and looked.context.support_beside(place.id, best) > UNSUPPORTED
        if is_spoken_of or named[best] >= load_weights().least:
            return best or main
        return main if main in named else None
    support = looked.context.support
    if len(guessed) == 1 and guessed == set(sorted(support, key=lambda country: (-support[country], country))[:1]):
        return next(iter(guessed))
    containers = {e.country for e in looked.containers[place.id].entries if support.get(e.country, 0.0) > 0}
    if len(containers) == 1:
        return next(iter(containers))
    if not find_keys(names_of(place)) or place.kind is PlaceKind.COUNTRY:
        return None
    is_wide = PlaceKind.REGION in {place.kind, said_kind(place)}
    return (None if is_wide else main) or _find_country_beside(place, looked)


def _share_countries(number: int, looked: Looked) -> tuple[dict[str, float], set[str]]:
    """Return how much is believed of each country in which a place bears the name, and those that spellings alone point to."""
    start, end = looked.field.bounds[number]
    named: dict[str, float] = {}
    guessed: set[str] = set()
    for candidate, belief in zip(looked.field.candidates[start:end], looked.belief[start:end], strict=True):
        if candidate.tier in GUESSED:
            guessed.add(candidate.entry.country)
        else:
            named[candidate.entry.country] = named.get(candidate.entry.country, 0.0) + float(belief)
    return named, guessed


def _find_country_beside(place: Place, looked: Looked) -> str | None:
    """Return the country in which all places named close by lie, two or more."""
    near: list[str] = []
    for id_ in looked.context.beside.get(place.id, ()):
        start, end = looked.field.bounds[looked.numbers[id_]]
        belief = looked.belief[start:end]
        if end > start and float(belief.max()) >= load_weights().least:
            entry = looked.field.candidates[start + int(belief.argmax())].entry
            near += [entry.country] if entry.kind is not PlaceKind.COUNTRY else []
    return near[0] if len(near) > 1 and len(set(near)) == 1 and near[0] in looked.context.about else None


@lru_cache(maxsize=8192)
def _make_id(entry: Entry) -> str:
    return hash_parts("place", entry.country, fold_place(entry.name), entry.id)


def _join(old: Place, new: Place) -> Place:
    names = dict.fromkeys((*old.aliases, new.name, *new.aliases))
    names.pop(old.name, None)
    return replace(old, aliases=tuple(names))
