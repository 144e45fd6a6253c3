"""Places of a report on the map: by exact name in the built-in table, with a check of the country, or not at all."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from tacitus.ids import hash_parts
from tacitus.model import Extraction, Place, PlaceKind, Report
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_choice import (
    Choice,
    Containers,
    distance_km,
    find_candidates,
    find_containers,
    find_near_candidates,
    find_small_candidates,
    is_clear,
    said_kind,
    score_entries,
    weigh_neighbours,
)
from tacitus.resolve.place_context import PlaceContext, find_only_countries, names_of, read_context
from tacitus.resolve.place_names import fold_place, load_place_words, split_place_name

RADIUS_KM = {
    PlaceKind.TOWN: 5.0,
    PlaceKind.VILLAGE: 3.0,
    PlaceKind.DISTRICT: 30.0,
    PlaceKind.REGION: 100.0,
    PlaceKind.LANDSCAPE: 50.0,
    PlaceKind.ROAD: 50.0,
}
"""How far the truth may lie from the point; a country has none, for its point says nothing."""

MOST_NEIGHBOURS = 100
"""Placed places that others are compared with; bounds the time for a very long report."""

_ROAD_ENDS = re.compile(
    r"^(?:the )?(?P<a>\w[\w' ]*?)(?: ?[-–—/] ?| to )(?P<b>\w[\w' ]*?)(?: (?:coastal|main|old|national|desert|ring))? \w+$",
    re.IGNORECASE,
)


def resolve_places(report: Report, extraction: Extraction) -> tuple[tuple[Place, ...], dict[str, str]]:
    """Return the places with ids, points and countries that hold across reports, and local id -> that id."""
    places = extraction.places
    candidates = {place.id: find_candidates(names_of(place)) for place in places}
    context = read_context(report, extraction, find_only_countries(candidates))
    for place in places:
        candidates[place.id] += find_small_candidates(place, context)
    chosen = _choose(places, candidates, context)
    ids: dict[str, str] = {}
    merged: dict[str, Place] = {}
    for place in places:
        new = _place_on_road(place, context) or _put(place, chosen, candidates, context)
        if new.id in merged and (new.latitude is None and split_place_name(place.name).inside):
            new = replace(new, id=hash_parts("place", new.country, fold_place(place.name), ""))
        ids[place.id] = new.id
        old = merged.get(new.id)
        merged[new.id] = _join(old, new) if old else new
    return tuple(merged.values()), ids


def _choose(
    places: tuple[Place, ...], candidates: dict[str, tuple[Entry, ...]], context: PlaceContext
) -> dict[str, tuple[Choice, ...]]:
    """Return each place's candidates, best first: the clear ones, then the others by what is clear."""
    containers = {place.id: find_containers(place, context, candidates) for place in places}
    first: dict[str, list[Choice]] = {}
    for place in places:
        first[place.id] = score_entries(place, candidates[place.id], context, containers[place.id])
        if not first[place.id]:
            candidates[place.id] = find_near_candidates(names_of(place), context)
            first[place.id] = score_entries(place, candidates[place.id], context, containers[place.id])
    clear = {id_: choices[0].entry for id_, choices in first.items() if is_clear(choices)}
    clear = {id_: e for id_, e in clear.items() if e.kind not in {PlaceKind.COUNTRY, PlaceKind.LANDSCAPE}}
    solid = tuple(clear.values())[:MOST_NEIGHBOURS]
    for place in places:
        if first[place.id] and not is_clear(first[place.id]):
            beside = tuple(clear[id_] for id_ in context.beside.get(place.id, ()) if id_ in clear)
            first[place.id] = weigh_neighbours(first[place.id], solid, beside)
    return {id_: tuple(choices) for id_, choices in first.items()}


def _put(
    place: Place,
    chosen: Mapping[str, tuple[Choice, ...]],
    candidates: Mapping[str, tuple[Entry, ...]],
    context: PlaceContext,
) -> Place:
    """Return the place with its point where one candidate stands out, else with the country that the text gives it."""
    said = said_kind(place)
    choices = chosen[place.id]
    if choices and said is not PlaceKind.ROAD and is_clear(choices):
        entry = choices[0].entry
        kind = said or _settle_kind(place.kind, entry.kind)
        return Place(
            id=_make_id(entry),
            name=place.name,
            aliases=place.aliases,
            kind=kind,
            latitude=entry.latitude,
            longitude=entry.longitude,
            country=entry.country or context.main_country,
            radius_km=RADIUS_KM.get(kind),
        )
    country = _find_country(place, choices, candidates, context) or _find_country_beside(place, chosen, context)
    key = split_place_name(place.name).key or fold_place(place.name) or place.id
    return replace(place, id=hash_parts("place", country, key, ""), kind=said or place.kind, country=country)


def _settle_kind(given: PlaceKind | None, found: PlaceKind) -> PlaceKind:
    """Return the table's kind, but keep the text's where both are settlements."""
    settlements = {PlaceKind.TOWN, PlaceKind.VILLAGE}
    return given if given in settlements and found in settlements else found


def _find_country(
    place: Place, choices: tuple[Choice, ...], candidates: Mapping[str, tuple[Entry, ...]], context: PlaceContext
) -> str | None:
    countries = {choice.entry.country for choice in choices}
    if len(countries) == 1:
        return next(iter(countries)) or context.main_country
    if choices:
        return context.main_country if context.main_country in countries else None
    containers = {
        e.country for e in find_containers(place, context, candidates).entries if context.support.get(e.country, 0.0) > 0
    }
    if len(containers) == 1:
        return next(iter(containers))
    if any(fold_place(name) in load_place_words().wide for name in names_of(place)):
        return None
    is_wide = PlaceKind.REGION in {place.kind, said_kind(place)} or place.kind is PlaceKind.COUNTRY
    return None if is_wide else context.main_country


@lru_cache(maxsize=8192)
def _make_id(entry: Entry) -> str:
    return hash_parts("place", entry.country, fold_place(entry.name), entry.id)


def _find_country_beside(place: Place, chosen: Mapping[str, tuple[Choice, ...]], context: PlaceContext) -> str | None:
    """Return the country in which all places named close by lie, two or more, of a place that may be a small one."""
    if place.kind is PlaceKind.COUNTRY or any(fold_place(name) in load_place_words().wide for name in names_of(place)):
        return None
    near = [
        choices[0].entry.country
        for id_ in context.beside.get(place.id, ())
        if (choices := chosen[id_]) and is_clear(choices) and choices[0].entry.kind is not PlaceKind.COUNTRY
    ]
    return near[0] if len(near) > 1 and len(set(near)) == 1 and context.is_about(near[0]) else None


def _place_on_road(place: Place, context: PlaceContext) -> Place | None:
    """Return a road between two known towns, with the point half way."""
    if PlaceKind.ROAD not in {place.kind, said_kind(place)}:
        return None
    match = next((m for name in names_of(place) if (m := _ROAD_ENDS.match(name))), None)
    if match is None:
        return None
    ends: list[Entry] = []
    for name in (match["a"], match["b"]):
        end = Place(id="", name=name, kind=PlaceKind.TOWN)
        choices = score_entries(end, find_candidates((name,)) + find_small_candidates(end, context), context, Containers())
        if not choices or not is_clear(choices):
            return None
        ends.append(choices[0].entry)
    a, b = ends
    if a.country != b.country:
        return None
    return replace(
        place,
        id=hash_parts("place", a.country, fold_place(place.name), f"{a.id}-{b.id}"),
        kind=PlaceKind.ROAD,
        latitude=round((a.latitude + b.latitude) / 2, 4),
        longitude=round((a.longitude + b.longitude) / 2, 4),
        country=a.country,
        radius_km=max(RADIUS_KM[PlaceKind.ROAD], float(round(distance_km(a, b) / 2))),
    )


def _join(old: Place, new: Place) -> Place:
    names = dict.fromkeys((*old.aliases, new.name, *new.aliases))
    names.pop(old.name, None)
    return replace(old, aliases=tuple(names))
