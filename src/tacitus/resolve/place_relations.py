"""How each candidate of a report stands to what its other names may mean: in one country, in one division, near, around.

Worked out in blocks of candidates against the likeliest few of the first ``MOST_CONTEXT`` places, so that neither time nor memory
grows with the square of a long report.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.sphere import KM_PER_RADIAN

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

NEAR_KM = 30.0
FAR_KM = 150.0
AREA_KM = 400.0
"""Reach from which a place is an area, near to which nothing is."""
MOST_CONTEXT = 60
"""Places that the others are weighed with."""
MOST_MEANINGS = 10
"""The likeliest candidates of each of them that count."""
BLOCK = 1000

SHARED = (
    *("same_country", "n_same_country", "same_division", "n_same_division", "division_named", "district_named"),
    *("near_one", "n_near", "near_others", "n_near_others", "near_beside", "none_near", "holds_others", "n_held"),
    *("capital_among_countries", "region_among_countries", "district_among_countries", "town_among_countries"),
)
"""Features of a candidate beside those of the other names."""


class Lay(NamedTuple):
    """The candidates of a report as arrays. *Shape:* (candidates,), but ``beside``: (places, context places).

    ``of`` is the number of the place of each; points are in radians; codes of countries and divisions are numbers, one of its own
    where there is none.
    """

    of: Numbers
    latitude: Array
    longitude: Array
    country: Numbers
    division: Numbers
    district: Numbers
    is_country: Flags
    is_region: Flags
    is_district: Flags
    is_capital: Flags
    is_area: Flags
    beside: Flags


def lay_out(entries: Sequence[Entry], of: Sequence[int], n_places: int, beside: Mapping[int, Sequence[int]]) -> Lay:
    """Return the candidates as arrays; ``beside`` maps the number of a place to those named close by."""
    n_context = min(n_places, MOST_CONTEXT)
    next_to = np.zeros((n_places, n_context), dtype=bool)
    for number, others in beside.items():
        next_to[number, [other for other in others if other < n_context]] = True
    kinds = [entry.kind for entry in entries]
    divisions = [(e.country, e.admin1) if e.admin1 else None for e in entries]
    districts = [(e.country, e.admin1, e.admin2) if e.admin2 else None for e in entries]
    return Lay(
        of=np.array(of, dtype=np.int64),
        latitude=np.radians(np.array([e.latitude for e in entries], dtype=np.float64)),
        longitude=np.radians(np.array([e.longitude for e in entries], dtype=np.float64)),
        country=_number([e.country or None for e in entries]),
        division=_number(divisions),
        district=_number(districts),
        is_country=np.array([kind is PlaceKind.COUNTRY for kind in kinds], dtype=bool),
        is_region=np.array([kind is PlaceKind.REGION for kind in kinds], dtype=bool),
        is_district=np.array([kind is PlaceKind.DISTRICT for kind in kinds], dtype=bool),
        is_capital=np.array([e.code == "PPLC" for e in entries], dtype=bool),
        is_area=np.array([e.radius_km > AREA_KM or not e.country for e in entries], dtype=bool),
        beside=next_to,
    )


def _number(codes: Sequence[Hashable | None]) -> Numbers:
    """Return a number for each code, equal for equal ones; ``None`` equals nothing."""
    numbers: dict[Hashable, int] = {}
    return np.array([-1 - i if c is None else numbers.setdefault(c, len(numbers)) for i, c in enumerate(codes)], dtype=np.int64)


def share(lay: Lay, belief: Array) -> Array:
    """Return the features ``SHARED`` of each candidate, given how likely each is. *Shape:* (candidates, SHARED)."""
    columns = _pick_columns(lay, belief)
    n_context = lay.beside.shape[1]
    mass = np.zeros((len(columns), n_context))
    mass[np.arange(len(columns)), lay.of[columns]] = belief[columns]
    rows = [_share_block(lay, slice(at, at + BLOCK), columns, mass) for at in range(0, len(belief), BLOCK)]
    return np.concatenate(rows) if rows else np.zeros((0, len(SHARED)))


def _pick_columns(lay: Lay, belief: Array) -> Numbers:
    """Return the numbers of the likeliest candidates of the first places."""
    within = np.flatnonzero(lay.of < lay.beside.shape[1])
    order = within[np.lexsort((within, -belief[within], lay.of[within]))]
    place = lay.of[order]
    firsts = np.searchsorted(place, place)
    return order[np.arange(len(order)) - firsts < MOST_MEANINGS]


def _share_block(lay: Lay, block: slice, columns: Numbers, mass: Array) -> Array:
    """Return the features of a block of candidates. ``mass``: how likely each column is, shape (columns, context places)."""
    of = lay.of[block]
    others = of[:, None] != lay.of[columns]
    is_country, is_region, is_district = lay.is_country[block], lay.is_region[block], lay.is_district[block]
    same_country = others & (lay.country[block][:, None] == lay.country[columns])
    same_division = others & (lay.division[block][:, None] == lay.division[columns])
    same_district = others & (lay.district[block][:, None] == lay.district[columns])
    wide, is_wider = is_country | is_region, lay.is_country[columns] | lay.is_region[columns]
    in_region = same_division & lay.is_region[columns] & ~wide[:, None]
    in_district = same_district & lay.is_district[columns] & ~(wide | is_district)[:, None]
    holds = (
        (same_division & is_region[:, None] & ~is_wider)
        | (same_district & is_district[:, None] & ~(is_wider | lay.is_district[columns]))
        | (same_country & is_country[:, None] & ~lay.is_country[columns])
    )
    km = _measure(lay, block, columns)
    points = others & ~lay.is_area[block][:, None] & ~lay.is_area[columns]

    near, far = (np.exp(-km / NEAR_KM) * points) @ mass, (np.exp(-km / FAR_KM) * points) @ mass
    country, division, held = (relation @ mass.sum(axis=1) for relation in (same_country, same_division, holds))
    n_others = max(1, mass.shape[1] - 1)
    abroad = (lay.is_country[columns] | lay.is_capital[columns]) @ mass
    own = np.where(of < len(abroad), abroad[np.minimum(of, len(abroad) - 1)], 0.0)
    worldly = (abroad.sum() - own) / n_others
    lesser = ~(wide | is_district | lay.is_capital[block])
    return np.stack(
        (
            country / n_others,
            np.log1p(country),
            division / n_others,
            np.log1p(division),
            (in_region @ mass).max(axis=1, initial=0.0),
            (in_district @ mass).max(axis=1, initial=0.0),
            near.max(axis=1, initial=0.0),
            np.log1p(near.sum(axis=1)),
            far.sum(axis=1) / n_others,
            np.log1p(far.sum(axis=1)),
            (far * lay.beside[of]).max(axis=1, initial=0.0),
            (1.0 - far.max(axis=1, initial=0.0)) * ~lay.is_area[block],
            held / n_others,
            np.log1p(held),
            *(worldly * flags for flags in (lay.is_capital[block], is_region, is_district, lesser)),
        ),
        axis=1,
    )


def _measure(lay: Lay, block: slice, columns: Numbers) -> Array:
    """Return the distance in km of each candidate of a block from each column."""
    latitude, longitude = lay.latitude[block][:, None], lay.longitude[block][:, None]
    half = np.sin((latitude - lay.latitude[columns]) / 2) ** 2
    half += np.cos(latitude) * np.cos(lay.latitude[columns]) * np.sin((longitude - lay.longitude[columns]) / 2) ** 2
    return np.asarray(2 * KM_PER_RADIAN * np.arcsin(np.minimum(1.0, np.sqrt(half))))
