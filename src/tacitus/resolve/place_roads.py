"""Roads between two towns: an area between them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from tacitus.ids import hash_parts
from tacitus.model import Place, PlaceKind
from tacitus.resolve.gazetteer import Entry, Gazetteer
from tacitus.resolve.gazetteer.entry import SETTLED
from tacitus.resolve.place_candidates import Candidate, find_named, find_spelt
from tacitus.resolve.place_containers import said_kind
from tacitus.resolve.place_context import PlaceContext, names_of
from tacitus.resolve.place_names import fold_place
from tacitus.resolve.place_scoring import measure_km

LEAST_RADIUS_KM = 50.0
_ENDS = re.compile(
    r"^(?:the )?(?P<a>\w[\w' ]*?)(?: ?[-–—/] ?| to )(?P<b>\w[\w' ]*?)(?: (?:coastal|main|old|national|desert|ring))? \w+$",
    re.IGNORECASE,
)


class _Chosen(Protocol):
    @property
    def candidate(self) -> Candidate | None: ...


def find_road(place: Place, chosen: Mapping[str, _Chosen], gazetteer: Gazetteer, context: PlaceContext) -> Place | None:
    """Return a road between two towns of one country, with the point half way; ``None`` where it is none, or they are not known.

    An end that the report names by itself is where that was found; another is the largest town of its name in a country that the
    report is about.
    """
    if PlaceKind.ROAD not in {place.kind, said_kind(place)}:
        return None
    match = next((m for name in names_of(place) if (m := _ENDS.match(name))), None)
    if match is None:
        return None
    known = {fold_place(c.candidate.entry.name): c.candidate.entry for c in chosen.values() if c.candidate is not None}
    ends = [known.get(fold_place(name)) or _find_end(name, gazetteer, context) for name in (match["a"], match["b"])]
    a, b = ends
    if a is None or b is None or a.country != b.country:
        return None
    return replace(
        place,
        id=hash_parts("place", a.country, fold_place(place.name), f"{a.id}-{b.id}"),
        kind=PlaceKind.ROAD,
        latitude=round((a.latitude + b.latitude) / 2, 4),
        longitude=round((a.longitude + b.longitude) / 2, 4),
        country=a.country,
        radius_km=max(LEAST_RADIUS_KM, float(round(measure_km(a, b) / 2))),
        why=f"half way between {a.name} ({a.id}) and {b.name} ({b.id})",
    )


def _find_end(name: str, gazetteer: Gazetteer, context: PlaceContext) -> Entry | None:
    end = Place(id="", name=name, kind=PlaceKind.TOWN)
    named = find_named(end, gazetteer)
    found = [c.entry for c in (*named, *find_spelt(end, gazetteer, context.about, named)) if c.entry.kind in SETTLED]
    return max((e for e in found if e.country in context.about), key=lambda e: (e.population, e.id), default=None)
