"""The built-in table of small places: villages, smaller towns and second-order divisions, in blocks opened when needed.

``small_places.zst`` holds a header (JSON) and blocks, each a zstd frame; ``scripts/make_small_places.py`` says how. It has no
names but loosened keys and no ids but positions, for a million places shall fit into a package.
"""

import json
from bisect import bisect_right
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

import zstandard

from tacitus.errors import DataError
from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_names import loosen_key

FILE = Path(__file__).parent / "small_places.zst"
_STEPS = 255
_COLUMNS = 4


class Group(NamedTuple):
    """What the places of a group have in common, and the box that their points are counted in."""

    country: str
    admin1: str
    kind: PlaceKind
    south: float
    west: float
    north: float
    east: float


class Table(NamedTuple):
    """The opened file: the first key of each block, and where it starts and ends."""

    content: mmap
    groups: tuple[Group, ...]
    firsts: tuple[str, ...]
    bounds: tuple[tuple[int, int], ...]


@cache
def open_table(path: Path = FILE) -> Table:
    """Return the table.

    Raises:
        DataError: the file is absent or damaged.
    """
    try:
        with path.open("rb") as file:
            content = mmap(file.fileno(), 0, access=ACCESS_READ)
        unpacker = zstandard.ZstdDecompressor().decompressobj()
        header = json.loads(unpacker.decompress(content[:]))
        at = len(content) - len(unpacker.unused_data)
    except (OSError, ValueError, zstandard.ZstdError) as error:
        raise DataError(str(path), got=str(error), expected="the table of small places that the package ships") from error
    kinds = {"V": PlaceKind.VILLAGE, "T": PlaceKind.TOWN, "D": PlaceKind.DISTRICT}
    bounds = []
    for _, size in header["blocks"]:
        bounds.append((at, at + size))
        at += size
    groups = tuple(Group(country, admin1, kinds[kind], *box) for country, admin1, kind, *box in header["groups"])
    return Table(content, groups, tuple(first for first, _ in header["blocks"]), tuple(bounds))


@cache
def _open_block(number: int) -> tuple[bytes, bytes]:
    """Return the keys of a block as lines, and its columns one after the other; all blocks together take 13 MB."""
    table = open_table()
    start, end = table.bounds[number]
    keys, _, columns = zstandard.ZstdDecompressor().decompress(table.content[start:end]).partition(b"\t")
    return keys, columns


@lru_cache(maxsize=8192)
def find_small(key: str) -> tuple[Entry, ...]:
    """Return the small places whose loosened name is that of a folded name."""
    loose = loosen_key(key)
    table = open_table()
    number = bisect_right(table.firsts, loose) - 1
    if number < 0 or len(loose) < 3 or not loose.isascii():
        return ()
    keys, columns = _open_block(number)
    line = b"\n" + loose.encode() + b"\n"
    at = keys.find(line)
    if at < 0:
        return ()
    first = keys.count(b"\n", 0, at)
    n = 1
    while keys.startswith(line, at + n * (len(line) - 1)):
        n += 1
    size = len(columns) // _COLUMNS
    return tuple(_make_entry(table, key, columns[i::size]) for i in range(first, first + n))


def _make_entry(table: Table, key: str, cells: bytes) -> Entry:
    group = table.groups[(cells[0] << 8) + cells[1]]
    latitude = round(group.south + (group.north - group.south) * cells[2] / _STEPS, 2)
    longitude = round(group.west + (group.east - group.west) * cells[3] / _STEPS, 2)
    id_ = f"{group.country}{latitude:.2f},{longitude:.2f}"
    return Entry(id_, group.kind, group.country, group.admin1, latitude, longitude, 0, key, is_small=True)
