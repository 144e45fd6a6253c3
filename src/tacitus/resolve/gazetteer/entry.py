"""A place of the gazetteer, as every source of places gives it."""

from typing import NamedTuple

from tacitus.model import PlaceKind

DIVISIONS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT})
SETTLED = frozenset({PlaceKind.TOWN, PlaceKind.VILLAGE})


class Entry(NamedTuple):
    """A place; ``country`` and the divisions are empty where the source has none.

    ``id`` names source and row (``gn170063``: GeoNames; ``wof``: Who's On First; ``ne``: Natural Earth; ``own``: our own;
    ``my``: a user's own). ``code`` is the feature code of GeoNames. ``admin1`` and ``admin2`` are the codes of the first- and
    second-order divisions, as GeoNames has them where it does. ``radius_km`` is how far the place reaches from its point.
    """

    id: str
    kind: PlaceKind
    code: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    radius_km: float
    name: str


class Listed(NamedTuple):
    """A place to be written into a pack, with its folded names."""

    entry: Entry
    keys: frozenset[str]
