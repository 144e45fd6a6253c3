"""Places of a report on the map: by exact name in the built-in table, with a check of the country, or not at all."""

import re
from collections.abc import Mapping
from dataclasses import replace

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
    is_clear,
    said_kind,
    score_entries,
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
    chosen = _choose(places, candidates, context)
    ids: dict[str, str] = {}
    merged: dict[str, Place] = {}
    for place in places:
        new = _place_on_road(place, context) or _put(place, chosen[place.id], candidates, context)
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
    solid = tuple(e for e in clear.values() if e.kind not in {PlaceKind.COUNTRY, PlaceKind.LANDSCAPE})[:MOST_NEIGHBOURS]
    return {
        place.id: tuple(
            first[place.id]
            if place.id in clear
            else score_entries(place, candidates[place.id], context, containers[place.id], solid)
        )
        for place in places
    }


def _put(place: Place, choices: tuple[Choice, ...], candidates: Mapping[str, tuple[Entry, ...]], context: PlaceContext) -> Place:
    """Return the place with its point where one candidate stands out, else with the country that the text gives it."""
    said = said_kind(place)
    if choices and said is not PlaceKind.ROAD and is_clear(list(choices)):
        entry = choices[0].entry
        kind = said or _settle_kind(place.kind, entry.kind)
        return replace(
            place,
            id=hash_parts("place", entry.country, fold_place(entry.name), entry.id),
            kind=kind,
            latitude=entry.latitude,
            longitude=entry.longitude,
            country=entry.country or context.main_country,
            radius_km=RADIUS_KM.get(kind),
        )
    country = _find_country(place, choices, candidates, context)
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
        choices = score_entries(end, find_candidates((name,)), context, Containers())
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
        radius_km=max(RADIUS_KM[PlaceKind.ROAD], round(distance_km(a, b) / 2)),
    )


def _join(old: Place, new: Place) -> Place:
    names = dict.fromkeys((*old.aliases, new.name, *new.aliases))
    names.pop(old.name, None)
    return replace(old, aliases=tuple(names))
