"""Several packs looked up as one, in tiers: the exact folded name, its loosened spelling, its skeleton within countries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from tacitus.ids import hash_parts
from tacitus.resolve.gazetteer.entry import Entry
from tacitus.resolve.gazetteer.pack import SUFFIX, Pack
from tacitus.resolve.place_names import find_skeleton, loosen_key

SHIPPED = Path(__file__).parent / f"world{SUFFIX}"
"""The pack that the package has."""


class Gazetteer:
    """Packs in the order in which they are asked; a place that two of them have (by id) is taken from the later one."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.packs = tuple(packs)

    @property
    def digest(self) -> str:
        """What identifies the places of all packs."""
        return hash_parts(*(pack.digest for pack in self.packs))

    def find(self, key: str) -> tuple[Entry, ...]:
        """Return the places of which a folded name is exactly that key, in the order of their ids."""
        return _find_exact(self, key)

    def find_loose(self, key: str) -> tuple[Entry, ...]:
        """Return the places of which a name is spelt like the folded name, be it in another romanisation."""
        return _find_loose(self, loosen_key(key))

    def find_skeleton(self, key: str, countries: Collection[str]) -> tuple[Entry, ...]:
        """Return the places of those countries of which a name has the consonants of the folded name."""
        skeleton = find_skeleton(key)
        if skeleton is None or not countries:
            return ()
        return _collect((pack, number) for pack in self.packs for number in pack.find_skeleton(skeleton, countries))

    def entries(self) -> Iterator[Entry]:
        """Yield every place, pack by pack."""
        for pack in self.packs:
            yield from pack.entries()


@lru_cache(maxsize=8192)
def _find_exact(gazetteer: Gazetteer, key: str) -> tuple[Entry, ...]:
    loose = loosen_key(key)
    return _collect((pack, n) for pack in gazetteer.packs for n in pack.find_name(loose, key))


@lru_cache(maxsize=8192)
def _find_loose(gazetteer: Gazetteer, loose: str) -> tuple[Entry, ...]:
    return _collect((pack, n) for pack in gazetteer.packs for n in pack.find_loose(loose))


def _collect(places: Iterable[tuple[Pack, int]]) -> tuple[Entry, ...]:
    found = {(entry := pack.entry(number)).id: entry for pack, number in places}
    return tuple(found[id_] for id_ in sorted(found)) if len(found) > 1 else tuple(found.values())


def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Return the package's pack, and after it those of a user's folder.

    Raises:
        DataError: a pack is damaged, or was made by other rules of spelling.
    """
    own = sorted(folder.glob(f"*{SUFFIX}")) if folder is not None else []
    return _open(tuple((path, path.stat().st_mtime_ns) for path in (SHIPPED, *own)))


@cache
def _open(paths: tuple[tuple[Path, int], ...]) -> Gazetteer:
    """Return the packs; a pack that was replaced since has another time of change."""
    return Gazetteer([Pack(path) for path, _ in paths])
