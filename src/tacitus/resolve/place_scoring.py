"""How well each candidate fits: features of a report's candidates as one matrix, and the looks that weigh them.

A first look weighs each candidate with what the others might be; a second with what the first look took them for. Both are
conditional models over the candidates of a name and the chance that none of them is meant; the second adds a few units that
weigh features together. ``training/places.py`` learns ``place_weights.toml``.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tacitus.ids import hash_parts
from tacitus.model import Place, PlaceKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.gazetteer.entry import DIVISIONS, SETTLED
from tacitus.resolve.place_candidates import Candidate, Tier
from tacitus.resolve.place_context import PlaceContext
from tacitus.resolve.place_relations import SHARED, Array, Lay, lay_out, share
from tacitus.resolve.sphere import distance_km

WEIGHTS_FILE = Path(__file__).parent / "place_weights.toml"
UNSUPPORTED = 0.01
"""Share of a report's country evidence below which nothing but the name speaks for a country."""
PROMINENT, WORLD_CITY = 100_000, 500_000
"""Inhabitants from which a town is known abroad without its country being named, and from which all the world knows it."""
SAME_KM = 25.0
"""Distance within which two candidates are one place on the map: a town, and the district of its name."""

FITS = {
    PlaceKind.TOWN: {PlaceKind.TOWN, PlaceKind.VILLAGE},
    PlaceKind.VILLAGE: {PlaceKind.TOWN, PlaceKind.VILLAGE},
    PlaceKind.DISTRICT: {PlaceKind.DISTRICT},
    PlaceKind.REGION: {PlaceKind.REGION, PlaceKind.DISTRICT},
    PlaceKind.COUNTRY: {PlaceKind.COUNTRY},
    PlaceKind.LANDSCAPE: {PlaceKind.LANDSCAPE},
    PlaceKind.ROAD: set[PlaceKind](),
}

OWN = (
    *("bare_name", "other_name", "spelling", "consonants", "people", "part", "likeness", "unlike_name"),
    *("country", "region", "district", "village", "landscape", "capital", "seat"),
    *("size_town", "size_region", "size_district", "size_unknown", "largest", "share_of_size", "only_one", "n_rivals"),
    *("said_kind_fits", "said_kind_differs", "read_kind_fits", "read_kind_differs"),
    *("country_support", "country_named", "country_not_named", "inside_named", "not_inside_named"),
    *("village_named", "village_not_named", "district_named_country", "main_country"),
    *("unsupported", "unsupported_unsized", "unsupported_abroad", "beside_world_city"),
    *(
        "country_told",
        "country_not_told",
        "region_beside_country",
        "town_beside_country",
        "region_beside_town",
        "district_beside_town",
    ),
)
"""Features of a candidate by itself and in what the report says of countries and of what lies in what."""
FEATURES = (*OWN, *SHARED)


class Field(NamedTuple):
    """The candidates of a report, place by place.

    ``own``: features, shape (candidates, OWN). ``bounds``: where each place's candidates start and end. ``lay``: what they are
    to each other.
    """

    candidates: tuple[Candidate, ...]
    own: Array
    bounds: tuple[tuple[int, int], ...]
    lay: Lay


class Weighed(NamedTuple):
    """The candidates of one place, their features in the second look, and how likely each is."""

    candidates: tuple[Candidate, ...]
    features: Array
    belief: Array


class Look(NamedTuple):
    """What the features count for: ``linear`` by themselves, shape (FEATURES,); ``hidden`` together, shape (FEATURES, units).

    A candidate's score is ``features @ linear + tanh(features @ hidden + bias) @ out``; ``none`` is the score of "none of these".
    """

    linear: Array
    none: float
    hidden: Array
    bias: Array
    out: Array

    def score(self, features: Array) -> Array:
        """Return the score of each candidate. *Shape:* (candidates,)."""
        return np.asarray(features @ self.linear + np.tanh(features @ self.hidden + self.bias) @ self.out)


class Weights(NamedTuple):
    """The two looks, the least belief that counts, and the digest of the file."""

    first: Look
    second: Look
    least: float
    digest: str


@cache
def load_weights(path: Path = WEIGHTS_FILE) -> Weights:
    """Return the learnt weights; a feature that the file lacks counts for nothing."""
    content = path.read_text("utf-8")
    table = tomllib.loads(content)

    def read(name: str) -> Look:
        units = table[name].get("units", [])
        return Look(
            linear=np.array([float(table[name].get(feature, 0.0)) for feature in FEATURES]),
            none=float(table[name]["none"]),
            hidden=np.array([unit["weights"] for unit in units], dtype=np.float64).reshape(len(units), len(FEATURES)).T,
            bias=np.array([unit["bias"] for unit in units], dtype=np.float64),
            out=np.array([unit["out"] for unit in units], dtype=np.float64),
        )

    return Weights(first=read("first"), second=read("second"), least=float(table["least"]), digest=hash_parts(content)[:12])


def make_field(
    places: Sequence[Place],
    candidates: Mapping[str, Sequence[Candidate]],
    context: PlaceContext,
    said: Mapping[str, PlaceKind | None],
    containers: Mapping[str, Sequence[Entry]],
) -> Field:
    """Return the candidates of a report with their features.

    Args:
        places: the report's places.
        candidates: those of each place by its id.
        context: what the report says about where it is.
        said: the kind that a word in a place's name gives it.
        containers: the divisions that the text puts a place into.
    """
    listed: list[Candidate] = []
    rows: list[list[float]] = []
    of: list[int] = []
    bounds: list[tuple[int, int]] = []
    for number, place in enumerate(places):
        found = candidates[place.id]
        bounds.append((len(listed), len(listed) + len(found)))
        rows += describe(place, found, context, said[place.id], containers.get(place.id, ()))
        listed += found
        of += [number] * len(found)
    own = np.array(rows, dtype=np.float64).reshape(len(listed), len(OWN))
    numbers = {place.id: number for number, place in enumerate(places)}
    beside = {
        numbers[id_]: [numbers[i] for i in others if i in numbers] for id_, others in context.beside.items() if id_ in numbers
    }
    lay = lay_out([candidate.entry for candidate in listed], of, len(places), beside)
    return Field(tuple(listed), own, tuple(bounds), lay)


def describe(
    place: Place, candidates: Sequence[Candidate], context: PlaceContext, said: PlaceKind | None, containers: Sequence[Entry]
) -> list[list[float]]:
    """Return the features ``OWN`` of the candidates of one place."""
    sizes = [c.entry.population for c in candidates]
    largest, total = max(sizes, default=0), sum(sizes)
    is_by_city = any(c.tier is Tier.NAME and c.entry.population >= WORLD_CITY for c in candidates)
    exact = {c.entry.kind for c in candidates if c.tier is Tier.NAME}
    rows: list[list[float]] = []
    for (entry, tier, likeness), size in zip(candidates, sizes, strict=True):
        kind, log = entry.kind, math.log10(size + 1) / 6
        support = context.support_beside(place.id, entry.country)
        inside = max((fit_inside(entry, c) for c in containers), default=0.0)
        is_elsewhere = bool(context.about) and entry.country not in context.about
        is_settled = kind in SETTLED
        rows.append(
            [
                *(tier is Tier.BARE_NAME, tier is Tier.OTHER_NAME, tier is Tier.SPELLING, tier is Tier.CONSONANTS),
                *(tier is Tier.PEOPLE, tier is Tier.PART, likeness, (1.0 - likeness) * (tier is not Tier.NAME)),
                *(
                    kind is PlaceKind.COUNTRY or entry.code == "CONT",
                    kind is PlaceKind.REGION,
                    kind is PlaceKind.DISTRICT,
                    kind is PlaceKind.VILLAGE,
                ),
                *(kind is PlaceKind.LANDSCAPE and entry.code != "CONT", entry.code == "PPLC", entry.code == "PPLA"),
                *(
                    log * is_settled,
                    log * (kind is PlaceKind.REGION),
                    log * (kind is PlaceKind.DISTRICT),
                    is_settled and not size,
                ),
                *(size == largest > 0, size / total if total else 0.0, len(sizes) == 1, math.log(len(sizes))),
                *(said is not None and kind in FITS[said], said is not None and kind not in FITS[said]),
                *(place.kind is not None and kind in FITS[place.kind], place.kind is not None and kind not in FITS[place.kind]),
                *(support, entry.country in context.about, is_elsewhere),
                *(inside, bool(containers) and not inside),
                *(kind is PlaceKind.VILLAGE and entry.country in context.about, kind is PlaceKind.VILLAGE and is_elsewhere),
                *(kind is PlaceKind.DISTRICT and entry.country in context.about, entry.country == context.main_country),
                *(support < UNSUPPORTED, support < UNSUPPORTED and is_settled and not size),
                support < UNSUPPORTED and is_elsewhere and size < PROMINENT and kind is not PlaceKind.COUNTRY,
                is_settled and size < PROMINENT and is_by_city,
                *(entry.country in context.told, bool(context.told) and entry.country not in context.told),
                *(kind is PlaceKind.REGION and PlaceKind.COUNTRY in exact, is_settled and PlaceKind.COUNTRY in exact),
                *(kind is PlaceKind.REGION and PlaceKind.TOWN in exact, kind is PlaceKind.DISTRICT and PlaceKind.TOWN in exact),
            ]
        )
    return [[float(value) for value in row] for row in rows]


def fit_inside(entry: Entry, container: Entry) -> float:
    """Return how surely the place lies in the container, in [0, 1]; the bounds of most divisions are not known."""
    if entry.id == container.id or entry.country != container.country or entry.kind is PlaceKind.COUNTRY:
        return 0.0
    if container.kind is PlaceKind.COUNTRY:
        return 1.0
    if container.kind not in DIVISIONS or (entry.admin1 and container.admin1 and entry.admin1 != container.admin1):
        return 0.0
    if container.kind is PlaceKind.REGION and container.admin1:
        return float(bool(entry.admin1))
    if container.admin2 and entry.admin2:
        return float(entry.admin2 == container.admin2)
    return max(0.0, 1.0 - measure_km(entry, container) / (3 * container.radius_km))


def measure_km(a: Entry, b: Entry) -> float:
    """Return the distance of two places in km."""
    return distance_km((a.latitude, a.longitude), (b.latitude, b.longitude))


def guess(field: Field) -> Array:
    """Return how likely each candidate is before any look: by its size alone. *Shape:* (candidates,)."""
    belief = np.zeros(len(field.candidates))
    for start, end in field.bounds:
        sizes = np.array([c.entry.population + 1000.0 for c in field.candidates[start:end]])
        belief[start:end] = np.sqrt(sizes) / np.sqrt(sizes).sum() if end > start else 0.0
    return belief


def look_once(field: Field, belief: Array, look: Look) -> tuple[Array, Array]:
    """Return (features, belief): how likely each candidate is, the rest being that none is meant."""
    features = np.concatenate([field.own, share(field.lay, belief)], axis=1)
    scores = look.score(features)
    after = np.zeros(len(scores))
    for start, end in field.bounds:
        if end > start:
            top = max(float(scores[start:end].max()), look.none)
            powers = np.exp(scores[start:end] - top)
            after[start:end] = powers / (powers.sum() + math.exp(look.none - top))
    return features, after


def look_twice(field: Field, weights: Weights) -> tuple[Array, Array]:
    """Return (features of the second look, how likely each candidate is)."""
    _, belief = look_once(field, guess(field), weights.first)
    return look_once(field, belief, weights.second)
