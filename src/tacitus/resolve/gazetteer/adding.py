"""Adding packs to a user's folder: from the project's packs, a file of a pack, a dump of GeoNames, or a CSV of places."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from tacitus.errors import DataError, UsageError
from tacitus.resolve.gazetteer.entry import DIVISIONS, Listed
from tacitus.resolve.gazetteer.gazetteer import SHIPPED
from tacitus.resolve.gazetteer.installed import Installed, look_at_pack
from tacitus.resolve.gazetteer.pack import SUFFIX, About, Pack, write_pack, write_whole
from tacitus.resolve.gazetteer.sources import read_csv, read_geonames

OnProgress = Callable[[str, int, int], None]
"""Called with what is being done, how far it is, and how far it goes: bytes that are read; 0 of 0 where nobody can say."""

EXPECTED = "a country's code (PK), a pack (.gaz), a country dump of GeoNames (SY.zip, SY.txt), or a CSV of places (.csv, .tsv)"
_CODE = re.compile(r"[\w-][\w.-]*")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_LEVEL = 9
"""Of compression: a third faster than the packs that are made once for all, and a twentieth larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A pack that was added, and the one that it replaced."""

    pack: Installed
    replaced: Installed | None


def add_source(source: str, folder: Path, *, on_progress: OnProgress | None = None) -> Addition:
    """Make a pack of a source in the folder, which is made where there is none; what was there stays where that fails.

    Raises:
        UsageError: there is no such source, or the folder cannot be written.
        DataError: the source is not what it should be.
    """
    path = _find_file(source)
    if path.suffix.lower() == SUFFIX:
        return _add_pack(path, folder)
    is_table = path.suffix.lower() in {".csv", ".tsv"}
    places = _read_all(path, is_table=is_table, on_progress=on_progress)
    countries = {place.entry.country for place in places}
    about = describe_table(path) if is_table else describe_dump(path, countries)
    places = places if is_table else keep_divisions(places, countries)
    if on_progress is not None:
        on_progress(f"writing {len(places):,} places", 0, 0)
    return _put(about.code, folder, lambda target: write_pack(target, about, places, level=_LEVEL))


def _find_file(source: str) -> Path:
    if _COUNTRY.fullmatch(source):
        return _find_country(source.upper())
    path = Path(source)
    if not path.is_file():
        raise UsageError(source, got="no such file", expected=EXPECTED)
    if path.suffix.lower() not in {SUFFIX, ".zip", ".txt", ".csv", ".tsv"}:
        raise UsageError(source, got="a file of another kind", expected=EXPECTED)
    return path


def list_pack_folders() -> tuple[Path, ...]:
    """Return where countries' packs are looked for: ``packs/`` in the current folder, and that of the clone that runs."""
    source = Path(__file__).parents[3]
    return Path("packs"), *([source.parent / "packs"] if source.name == "src" else [])


def _find_country(country: str) -> Path:
    """Return the pack of a country.

    Raises:
        UsageError: there is none; the message says where packs are to be had.
    """
    folders = list_pack_folders()
    for folder in folders:
        if (path := folder / f"{country}{SUFFIX}").is_file():
            return path
    there = sorted({path.stem for folder in folders for path in folder.glob(f"??{SUFFIX}")})
    got = f"no {country}{SUFFIX} in {' or '.join(map(str, folders))}"
    expected = f"one of {', '.join(there)}" if there else "a pack, which the folder packs/ of the project has"
    title = Pack(SHIPPED).about.title
    raise UsageError(country, got=got, expected=f"{expected}; the package itself has {title}")


def _add_pack(path: Path, folder: Path) -> Addition:
    pack = Pack(path)
    pack.check()
    return _put(pack.about.code, folder, lambda target: write_whole(target, path.read_bytes()))


def _read_all(path: Path, *, is_table: bool, on_progress: OnProgress | None) -> list[Listed]:
    def tell(done: int, size: int) -> None:
        if on_progress is not None:
            on_progress(f"reading {path.name}", done, size)

    places = list(read_csv(path) if is_table else read_geonames(path, on_read=tell))
    if not places:
        raise DataError(str(path), got="no place that a report would speak of", expected="at least one")
    return places


def keep_divisions(places: Iterable[Listed], countries: Iterable[str]) -> list[Listed]:
    """Return the places, countries and divisions among them as the package has them: a dump does not say how far they reach."""
    shipped = Pack(SHIPPED)
    known = {e.id: e for country in countries for e in shipped.entries_in(country) if e.kind in DIVISIONS}
    return [Listed(known.get(place.entry.id, place.entry), place.keys) for place in places]


def describe_dump(path: Path, countries: Collection[str]) -> About:
    """Return what the pack of a dump of GeoNames is."""
    of = next(iter(countries)) if len(countries) == 1 else _make_code(path.stem)
    return About(
        code=f"{of}-geonames",
        title=f"all places of GeoNames: {of}",
        source=f"GeoNames (https://www.geonames.org), {path.name}",
        licence="CC BY 4.0",
        attribution="© GeoNames (CC BY 4.0)",
    )


def describe_table(path: Path) -> About:
    """Return what the pack of a user's own CSV is."""
    return About(code=_make_code(path.stem), title="places of one's own", source=path.name, licence="one's own", attribution="")


def _make_code(stem: str) -> str:
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "own"


def _put(code: str, folder: Path, write: Callable[[Path], object]) -> Addition:
    """Write the pack of that code, and look at what was there and what is."""
    if code == SHIPPED.stem or not _CODE.fullmatch(code):
        raise UsageError(code, got="a code that no pack of one's own may have", expected="another name of the file")
    target = folder / f"{code}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replaced = look_at_pack(target) if target.exists() else None
        write(target)
    except OSError as error:
        raise UsageError(str(folder), got=str(error), expected="a folder that can be written") from error
    return Addition(pack=look_at_pack(target), replaced=replaced)
