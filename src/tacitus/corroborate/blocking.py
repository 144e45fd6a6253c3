"""Which tellings are worth comparing: those that share a key of time with place or party, or a sentence.

Time windows widen with what is known of the time, and places fall into overlapping cells, so that what lies close always shares
a key (Papadakis et al., "Blocking and Filtering Techniques for Entity Resolution", ACM Computing Surveys 2020). A key that more
than ``MOST_SHARED`` tellings bear tells nothing and is not used; the others bound what one new telling is compared with.
"""

from collections.abc import Iterator

from tacitus.corroborate.comparing import LONG_QUOTE
from tacitus.corroborate.telling import Spot, Telling
from tacitus.ids import hash_parts

MOST_SHARED = 1_000
"""Tellings that may share a key."""
_FINE_DAYS = 14
"""The longest time (days) that is put into windows of days; longer ones go by months."""
_MOST_MONTHS = 14
_WINDOW = 2
"""Half a window of days: two days that lie so far apart share one."""
_CELL = 0.5
"""Half a cell, in degrees."""
_DAYS_OF_MONTH = 30.4375


def make_keys(telling: Telling) -> tuple[str, ...]:
    """Return the keys of a telling, sorted."""
    return tuple(sorted(set(_make_all(telling))))


def _make_all(telling: Telling) -> Iterator[str]:
    cells = sorted({cell for spot in (*telling.spots, *telling.setting) for cell in _cells_of(spot)})
    countries = sorted({f"{spot.country}|{telling.type}" for spot in telling.spots if spot.country})
    parties = sorted({party.keys[0] for party in telling.parties if not party.is_common})
    names = sorted({f"p{spot.name}" for spot in telling.spots})
    for window in _windows_of(telling):
        for where in (*cells, *countries, *parties, *names):
            yield f"{window}|{where}"
    for month in _months_of(telling):
        for where in (*names, *(f"{party}|{telling.type}" for party in parties)):
            yield f"{month}|{where}"
    if not telling.is_dated:
        yield from (f"u|{name}|{telling.type}" for name in names)
    if len(telling.words) >= LONG_QUOTE:
        yield f"q|{hash_parts(*telling.words)}"


def _windows_of(telling: Telling) -> Iterator[str]:
    """Yield overlapping windows of days; what has no day is put where its report came out."""
    if telling.first is None or telling.last is None or telling.last - telling.first > _FINE_DAYS:
        return
    for window in range(telling.first // _WINDOW - 1, telling.last // _WINDOW + 1):
        yield f"d{window}"


def _months_of(telling: Telling) -> Iterator[str]:
    if telling.first is None or telling.last is None:
        return
    first, last = int((telling.first - 1) / _DAYS_OF_MONTH), int((telling.last + 1) / _DAYS_OF_MONTH)
    if last - first < _MOST_MONTHS:
        yield from (f"m{month}" for month in range(first, last + 1))


def _cells_of(spot: Spot) -> Iterator[str]:
    """Yield the four overlapping cells that hold a point; an area has none, its country and name must do."""
    if spot.latitude is None or spot.longitude is None or spot.is_area:
        return
    row, column = int(spot.latitude // _CELL), int(spot.longitude // _CELL)
    for i in (row - 1, row):
        for j in (column - 1, column):
            yield f"c{i}:{j}"
