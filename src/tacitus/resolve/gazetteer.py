"""The built-in table of places: two sorted text files, read through the page cache and searched by block.

``place_index.tsv``: key, ids. ``places.tsv``: id, kind, country, first-order division, latitude, longitude, population, name.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from tacitus.errors import DataError
from tacitus.model import PlaceKind

FOLDER = Path(__file__).parent
_BLOCK = 4096
_KINDS = {
    "C": PlaceKind.COUNTRY,
    "R": PlaceKind.REGION,
    "D": PlaceKind.DISTRICT,
    "T": PlaceKind.TOWN,
    "V": PlaceKind.VILLAGE,
    "L": PlaceKind.LANDSCAPE,
}


class Entry(NamedTuple):
    """A place of the table; ``country`` and ``admin1`` are empty where the source has none."""

    id: str
    kind: PlaceKind
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    name: str
    is_small: bool = False
    """Whether it is of ``small_places.zst``: its name is the one asked for, its population is not known."""


class SortedFile:
    """Lines sorted by their first cell, found by bisecting the first keys of blocks."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._content = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError) as error:
            raise DataError(str(path), got=str(error), expected="the table of places that the package ships") from error
        size, at = len(self._content), 0
        self._starts: list[int] = []
        self._keys: list[bytes] = []
        while at < size:
            self._starts.append(at)
            self._keys.append(self._content[at : self._content.find(b"\t", at)])
            at = self._content.find(b"\n", min(at + _BLOCK, size - 1)) + 1 or size

    def find(self, key: str) -> list[str]:
        """Return the cells after the key, or nothing."""
        wanted = key.encode()
        block = bisect_right(self._keys, wanted) - 1
        if block < 0:
            return []
        start = self._starts[block]
        stop = self._starts[block + 1] if block + 1 < len(self._starts) else len(self._content)
        lines = self._content[start:stop]
        at = 0 if lines.startswith(wanted + b"\t") else lines.find(b"\n" + wanted + b"\t") + 1
        if at == 0 and not lines.startswith(wanted + b"\t"):
            return []
        return lines[at : lines.find(b"\n", at)].decode().split("\t")[1:]


@cache
def _open(name: str) -> SortedFile:
    return SortedFile(FOLDER / name)


@lru_cache(maxsize=8192)
def find_entries(key: str) -> Sequence[Entry]:
    """Return the places of exactly that key, in the order of their ids."""
    cells = _open("place_index.tsv").find(key)
    return tuple(entry for id_ in (cells[0].split(" ") if cells else ()) if (entry := _read_entry(id_)) is not None)


def _read_entry(id_: str) -> Entry | None:
    cells = _open("places.tsv").find(id_)
    if len(cells) != 7:
        return None
    kind, country, admin1, latitude, longitude, population, name = cells
    return Entry(id_, _KINDS[kind], country, admin1, float(latitude), float(longitude), int(population), name)
