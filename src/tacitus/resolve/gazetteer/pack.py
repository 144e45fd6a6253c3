"""A pack: places in one file that is read through the page cache, block by block, as they are asked for.

A magic line; the size of the header in four bytes, big end first; the header, JSON in a zstd frame; a dictionary that all
blocks were compressed with, if the pack is large enough for one; then the blocks, each a zstd frame. Blocks of places hold
``PER_BLOCK`` lines each, of the fields of ``Entry`` parted by tabs: country by country, first its divisions by their codes, then
the other places by name. Blocks of the table of names hold lines sorted by loosened name: that name, then, each between bars, the
folded names that loosen to it with the numbers of their places. Blocks of the table of skeletons hold lines of a skeleton and the
numbers of its places. The header has the first key of each block.
"""

import json
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import zstandard

from tacitus.errors import DataError
from tacitus.ids import hash_bytes
from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer.entry import DIVISIONS, Entry, Listed
from tacitus.resolve.place_names import find_skeleton, fold_place, load_spellings, loosen_key

MAGIC = b"Tacitus gazetteer 1\n"
SUFFIX = ".gaz"
PER_BLOCK = 32
KEY_BLOCK = 4_000
DICTIONARY, MOST_SAMPLES = 65_536, 4_000
"""Bytes of the dictionary, and blocks that it is made from; a pack of fewer than a tenth of those has none."""
DIGEST_LENGTH = 20
_SIZE = 4
_KINDS = {kind.value: kind for kind in PlaceKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a pack is: its code (a country's ISO code or any other word), title, where it comes from, and what to show with it."""

    code: str
    title: str
    source: str
    licence: str
    attribution: str


class Pack:
    """An opened pack.

    Raises:
        DataError: the file is absent, damaged, or made by other rules of spelling.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._content = mmap(file.fileno(), 0, access=ACCESS_READ)
            header, self._start = _unpack_header(self._content)
            self._read_header(header, self._start)
        except (OSError, ValueError, KeyError, TypeError, MemoryError, zstandard.ZstdError) as error:
            raise DataError(str(path), got=str(error) or "damaged content", expected="a pack of places") from error
        if header["rules"] != load_spellings().digest:
            got = "a pack made by other rules of spelling"
            raise DataError(str(path), got=got, expected="one made by this version: add it from its source again")

    def _read_header(self, header: dict[str, Any], at: int) -> None:
        self.about = About(**header["about"])
        self.digest: str = header["digest"]
        self.n_places: int = header["n_places"]
        self._unpacker = _Unpacker(zstandard.ZstdCompressionDict(self._content[at : at + header["dictionary"]]))
        at += header["dictionary"]
        self._countries: list[tuple[str, int]] = [(country, first) for country, first in header["countries"]]
        self._firsts: dict[str, list[str]] = {}
        self._bounds: dict[str, list[tuple[int, int]]] = {}
        for table in ("places", "names", "skeletons"):
            blocks = header["blocks"][table]
            self._firsts[table] = [first for first, _ in blocks]
            self._bounds[table] = []
            for _, size in blocks:
                self._bounds[table].append((at, at + size))
                at += size
        if at != len(self._content):
            raise ValueError(f"{len(self._content)} bytes where {at} should be")

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that the pack has places of."""
        return tuple(country for country, _ in self._countries if country)

    @property
    def n_by_country(self) -> dict[str, int]:
        """Country -> how many places the pack has of it; an empty word stands for those of none."""
        firsts = [*(first for _, first in self._countries), self.n_places]
        return {country: after - first for (country, first), after in zip(self._countries, firsts[1:], strict=True)}

    def check(self) -> None:
        """Compare all of the pack with its digest, which opening leaves out for the sake of time.

        Raises:
            DataError: it was altered since it was made.
        """
        digest = hash_bytes(self._content[self._start :])[:DIGEST_LENGTH]
        if digest != self.digest:
            raise DataError(str(self.path), got=f"places of the digest {digest}", expected=self.digest)
        n_blocks = len(self._bounds["places"])
        n_places = (n_blocks - 1) * PER_BLOCK + len(_read_places(self, n_blocks - 1)) if n_blocks else 0
        if n_places != self.n_places:
            raise DataError(str(self.path), got=f"{n_places} places", expected=f"{self.n_places}, as its header says")

    def find_name(self, loose: str, name: str) -> list[int]:
        """Return the numbers of the places of a folded name, which loosens to ``loose``."""
        line = _find_line(self, "names", loose)
        mark = b"|%b:" % name.encode()
        at = line.find(mark)
        return [int(n) for n in line[at + len(mark) : line.find(b"|", at + 1)].split()] if at >= 0 else []

    def find_loose(self, loose: str) -> set[int]:
        """Return the numbers of the places of all names that loosen to that."""
        return {int(n) for part in _find_line(self, "names", loose).split(b"|") for n in part.partition(b":")[2].split()}

    def find_skeleton(self, skeleton: str, countries: Collection[str]) -> Iterator[int]:
        """Yield the numbers of the places of those countries that one name of has that skeleton."""
        for number in map(int, _find_line(self, "skeletons", skeleton).split()):
            if self._country_of(number) in countries:
                yield number

    def _country_of(self, number: int) -> str:
        return self._countries[bisect_right(self._countries, number, key=lambda row: row[1]) - 1][0]

    def entry(self, number: int) -> Entry:
        """Return a place by its number in the pack."""
        return _make_entry(_read_places(self, number // PER_BLOCK)[number % PER_BLOCK])

    def entries(self) -> Iterator[Entry]:
        """Yield every place."""
        for number in range(self.n_places):
            yield self.entry(number)

    def entries_in(self, country: str) -> Iterator[Entry]:
        """Yield every place of a country."""
        first = dict(self._countries).get(country, 0)
        for number in range(first, first + self.n_by_country.get(country, 0)):
            yield self.entry(number)

    def entries_of(self, country: str, admin1: str, admin2: str) -> Iterator[Entry]:
        """Yield the divisions of which the codes are those."""
        wanted = country, False, admin1, admin2
        for number in range(bisect_left(range(self.n_places), wanted, key=self._rank_of), self.n_places):
            if self._rank_of(number) != wanted:
                return
            yield self.entry(number)

    def _rank_of(self, number: int) -> tuple[str, bool, str, str]:
        return _rank(self.entry(number))

    def read_block(self, table: str, number: int) -> bytes:
        """Return the content of a block.

        Raises:
            DataError: it is damaged.
        """
        start, end = self._bounds[table][number]
        try:
            return self._unpacker.decompress(self._content[start:end])
        except (MemoryError, zstandard.ZstdError) as error:
            got = f"a damaged block of {table} ({error})"
            raise DataError(str(self.path), got=got, expected="a whole pack: add it from its source again") from error

    def block_of(self, table: str, key: str) -> int:
        """Return the number of the block that would hold the key; -1 where it lies before all."""
        return bisect_right(self._firsts[table], key) - 1


class _Unpacker(threading.local):
    """One for each thread: a decompressor may not be shared."""

    decompress: Callable[[bytes], bytes]

    def __init__(self, dictionary: zstandard.ZstdCompressionDict) -> None:
        self.decompress = zstandard.ZstdDecompressor(dict_data=dictionary).decompress


@lru_cache(maxsize=2048)
def _read_keys(pack: Pack, table: str, number: int) -> bytes:
    return b"\n" + pack.read_block(table, number)


@lru_cache(maxsize=2048)
def _read_places(pack: Pack, number: int) -> list[str]:
    return pack.read_block("places", number).decode().split("\n")


def _find_line(pack: Pack, table: str, key: str) -> bytes:
    """Return what stands behind the key, or nothing."""
    block = pack.block_of(table, key)
    if block < 0:
        return b""
    content = _read_keys(pack, table, block)
    wanted = b"\n%b\t" % key.encode()
    at = content.find(wanted)
    return content[at + len(wanted) : content.find(b"\n", at + 1)] if at >= 0 else b""


def _make_entry(line: str) -> Entry:
    id_, kind, code, country, admin1, admin2, latitude, longitude, population, radius, name = line.split("\t")
    return Entry(
        id_,
        _KINDS[kind],
        code,
        country,
        admin1,
        admin2,
        float(latitude),
        float(longitude),
        int(population),
        float(radius),
        name,
    )


def _unpack_header(content: mmap) -> tuple[dict[str, Any], int]:
    """Return the header, and where the blocks begin.

    Raises:
        ValueError: there is none.
    """
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError("another kind of file")
    start = len(MAGIC) + _SIZE
    end = start + int.from_bytes(content[len(MAGIC) : start], "big")
    header = json.loads(zstandard.ZstdDecompressor().decompress(content[start:end]))
    if not isinstance(header, dict):
        raise TypeError("a header of another kind")
    return header, end


def write_pack(path: Path, about: About, listed: Iterable[Listed], *, level: int = 19) -> int:
    """Write a pack and return how many places it has. The same places give the same bytes; no file is left half written."""
    by_id = {place.entry.id: place for place in listed}
    places = sorted(
        by_id.values(), key=lambda p: (*_rank(p.entry), loosen_key(fold_place(p.entry.name)), p.entry.name, p.entry.id)
    )
    lines = [_make_line(place.entry) for place in places]
    tables = {
        "places": [("", "\n".join(lines[i : i + PER_BLOCK]).encode()) for i in range(0, len(lines), PER_BLOCK)],
        "names": [(first, content.encode()) for first, content in _cut(_index_names(places))],
        "skeletons": [(first, content.encode()) for first, content in _cut(_index_skeletons(places))],
    }
    dictionary = _make_dictionary([content for blocks in tables.values() for _, content in blocks])
    packer = zstandard.ZstdCompressor(level=level, write_content_size=True, dict_data=dictionary)
    frames = {name: [packer.compress(content) for _, content in blocks] for name, blocks in tables.items()}
    body = b"".join([dictionary.as_bytes(), *(frame for name in tables for frame in frames[name])])
    countries = sorted({place.entry.country for place in places})
    firsts = [bisect_left(places, country, key=lambda p: p.entry.country) for country in countries]
    header = {
        "about": asdict(about),
        "rules": load_spellings().digest,
        "digest": hash_bytes(body)[:DIGEST_LENGTH],
        "dictionary": len(dictionary.as_bytes()),
        "n_places": len(places),
        "countries": list(zip(countries, firsts, strict=True)),
        "blocks": {
            name: [(first, len(frame)) for (first, _), frame in zip(blocks, frames[name], strict=True)]
            for name, blocks in tables.items()
        },
    }
    head = zstandard.ZstdCompressor(level=level).compress(json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode())
    write_whole(path, b"".join([MAGIC, len(head).to_bytes(_SIZE, "big"), head, body]))
    return len(places)


def _rank(entry: Entry) -> tuple[str, bool, str, str]:
    """Return what places are sorted by first: country by country, its divisions by their codes before the other places."""
    is_division = entry.kind in DIVISIONS
    return entry.country, not is_division, entry.admin1 if is_division else "", entry.admin2 if is_division else ""


def _make_dictionary(blocks: Sequence[bytes]) -> zstandard.ZstdCompressionDict:
    """Return a dictionary made from some of the blocks, or an empty one where they are few."""
    if len(blocks) < MOST_SAMPLES // 10:
        return zstandard.ZstdCompressionDict(b"")
    return zstandard.train_dictionary(DICTIONARY, list(blocks[:: max(1, len(blocks) // MOST_SAMPLES)]), k=1024, d=8)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, all or nothing; a program that has the old one open keeps it as it was."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _make_line(entry: Entry) -> str:
    cells = (
        *(entry.id, entry.kind.value, entry.code, entry.country, entry.admin1, entry.admin2),
        *(f"{entry.latitude:.3f}", f"{entry.longitude:.3f}", str(entry.population), f"{entry.radius_km:g}", entry.name),
    )
    return "\t".join(cells)


def _index_names(places: Sequence[Listed]) -> list[tuple[str, str]]:
    """Return (loosened name, folded names with the numbers of their places), sorted."""
    index: dict[str, dict[str, list[int]]] = {}
    for number, place in enumerate(places):
        for name in place.keys:
            index.setdefault(loosen_key(name), {}).setdefault(name, []).append(number)
    return [
        (loose, "".join(f"|{name}:{' '.join(map(str, numbers))}" for name, numbers in sorted(index[loose].items())) + "|")
        for loose in sorted(index)
    ]


def _index_skeletons(places: Sequence[Listed]) -> list[tuple[str, str]]:
    """Return (skeleton, numbers of its places), sorted."""
    index: dict[str, set[int]] = {}
    for number, place in enumerate(places):
        for skeleton in {find_skeleton(name) for name in place.keys} - {None}:
            index.setdefault(str(skeleton), set()).add(number)
    return [(skeleton, " ".join(map(str, sorted(index[skeleton])))) for skeleton in sorted(index)]


def _cut(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (first key, lines) of blocks of about ``KEY_BLOCK`` characters."""
    lines: list[str] = []
    size, first = 0, ""
    for key, value in rows:
        first = first if lines else key
        lines.append(f"{key}\t{value}\n")
        size += len(lines[-1])
        if size >= KEY_BLOCK:
            yield first, "".join(lines)
            lines, size = [], 0
    if lines:
        yield first, "".join(lines)
