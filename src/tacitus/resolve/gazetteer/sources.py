"""Places as their publishers give them, as entries of a pack: GeoNames' country dumps, and a user's own CSV."""

import csv
import math
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

from tacitus.errors import DataError
from tacitus.ids import hash_parts
from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer.entry import Entry, Listed
from tacitus.resolve.place_names import fold_place, load_place_words, split_place_name

CODES_FILE = Path(__file__).parents[1] / "feature_codes.toml"
N_COLUMNS = 19
LEAST_TOWN = 5_000
"""Inhabitants from which a settlement is a town."""
MOST_KEYS = 24
_KEY = re.compile(r"[a-z0-9][a-z0-9 ]*[a-z0-9]")


class Feature(NamedTuple):
    """What a feature code stands for."""

    kind: PlaceKind
    radius_km: float


class Source(NamedTuple):
    """A row of GeoNames' layout that is taken in: its names as written beside what the entry needs."""

    id: str
    names: tuple[str, ...]
    code: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int


@cache
def load_features() -> dict[str, Feature]:
    """Return feature code -> what it stands for."""
    table = tomllib.loads(CODES_FILE.read_text("utf-8"))
    return {
        code: Feature(PlaceKind(row.get("kind", name)), float(row["radius"]))
        for name, row in table.items()
        for code in row["codes"]
    }


def make_listed(source: Source, *, radius_km: float | None = None) -> Listed | None:
    """Return the place of a row, or ``None`` where its code or names are none that a report would speak of."""
    feature = load_features().get(source.code)
    if feature is None:
        return None
    kind, radius = feature
    if kind is PlaceKind.VILLAGE and source.code.startswith("PPL") and source.population >= LEAST_TOWN:
        kind, radius = PlaceKind.TOWN, 5.0 if source.population < 1_000_000 else 12.0
    keys = make_keys(source.names, kind)
    if not keys:
        return None
    entry = Entry(
        id=source.id,
        kind=kind,
        code=source.code,
        country=source.country,
        admin1=source.admin1,
        admin2=source.admin2,
        latitude=round(source.latitude, 3),
        longitude=round(source.longitude, 3),
        population=source.population,
        radius_km=radius if radius_km is None else radius_km,
        name=source.names[0],
    )
    return Listed(entry, frozenset(keys))


def is_latin(name: str) -> bool:
    """Whether every letter is of the Latin script (its extended blocks included)."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or not c.isalpha() for c in name)


def make_keys(names: Sequence[str], kind: PlaceKind) -> list[str]:
    """Return the folded names, those of divisions and landscapes also without the words for their kind; the first names first.

    Codes (``LON``) are no names but of countries and divisions; single letters and bare numbers never are.
    """
    keys: dict[str, None] = {}
    generic = load_place_words().generic
    for at, name in enumerate(n.strip() for n in names):
        is_code = at > 1 and len(name) <= 3 and name.isupper()
        if not name or not is_latin(name) or (is_code and kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}):
            continue
        whole = fold_place(name)
        # A town's "City" may be part of its name, but is not what tells it from others.
        bare = split_place_name(name).key
        for key in (whole, bare):
            if _KEY.fullmatch(key) and not key.isdigit() and key not in generic:
                keys.setdefault(key)
    return list(keys)[:MOST_KEYS]


def read_geonames_line(line: str, *, country: str | None = None) -> Source | None:
    """Return a row of GeoNames' layout: 19 cells parted by tabs (https://download.geonames.org/export/dump/readme.txt).

    Raises:
        ValueError: the row has other cells, or no point.
    """
    cells = line.rstrip("\n").split("\t")
    if len(cells) < N_COLUMNS:
        raise ValueError(f"{len(cells)} cells, where {N_COLUMNS} are expected")
    if not cells[0].isdecimal():
        raise ValueError(f"the id {cells[0]!r}, which is no number")
    latitude, longitude = _read_point(cells[4], cells[5])
    if country is not None and cells[8] != country:
        return None
    names = tuple(n for n in (cells[1], cells[2], *cells[3].split(",")) if n)
    population = int(_read_amount("population", cells[14]) or 0)
    return Source(f"gn{cells[0]}", names, cells[7], cells[8], cells[10], cells[11], latitude, longitude, population)


def _read_point(latitude: str, longitude: str) -> tuple[float, float]:
    """Return a point in degrees.

    Raises:
        ValueError: it is none.
    """
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        raise ValueError(f"the point {latitude!r}, {longitude!r}, which is not in degrees") from None
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise ValueError(f"the point {point[0]}, {point[1]}, which is not on Earth")
    return point


def _read_amount(name: str, cell: str) -> float | None:
    """Return a number that is not below nothing; ``None`` where the cell is empty.

    Raises:
        ValueError: it is none.
    """
    try:
        amount = float(cell) if cell else None
    except ValueError:
        amount = math.nan
    if amount is not None and not 0 <= amount < math.inf:
        raise ValueError(f"the {name} {cell!r}")
    return amount


OnRead = Callable[[int, int], None]
"""Called now and then with the bytes that were read and those that there are."""
_TELL_EVERY = 1000


def read_geonames(path: Path, *, on_read: OnRead | None = None) -> Iterator[Listed]:
    """Yield the places of a country dump as users download it: ``SY.zip``, or the text file in it.

    Raises:
        DataError: the file is no such dump.
    """
    broken = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                inner = [n for n in archive.namelist() if n.lower().endswith(".txt") and "readme" not in n.lower()]
                if len(inner) != 1:
                    raise DataError(str(path), got=", ".join(inner) or "no text file", expected="one text file of places")
                size = archive.getinfo(inner[0]).file_size
                with archive.open(inner[0]) as lines:
                    yield from _read_lines(lines, f"{path}: {inner[0]}", size, on_read)
        else:
            with path.open("rb") as lines:
                yield from _read_lines(lines, str(path), path.stat().st_size, on_read)
    except broken as error:
        raise DataError(str(path), got=str(error), expected="a dump of GeoNames: CC.zip or CC.txt") from error


def _read_lines(lines: Iterable[bytes], where: str, size: int, on_read: OnRead | None) -> Iterator[Listed]:
    done = 0
    for number, line in enumerate(lines, start=1):
        done += len(line)
        if on_read is not None and number % _TELL_EVERY == 0:
            on_read(done, size)
        if not line.strip():
            continue
        try:
            source = read_geonames_line(line.decode("utf-8-sig"))
        except ValueError as error:
            expected = f"a row of GeoNames' layout: {N_COLUMNS} cells parted by tabs, in UTF-8"
            raise DataError(f"{where}, line {number}", got=str(error), expected=expected) from error
        listed = None if source is None else make_listed(source)
        if listed is not None:
            yield listed


_CSV_COLUMNS = ("name", "latitude", "longitude")
_CSV_OTHERS = ("aliases", "country", "admin1", "admin2", "kind", "population", "radius_km", "id")


def read_csv(path: Path) -> Iterator[Listed]:
    """Yield the places of a user's own CSV, with a header.

    ``name``, ``latitude`` and ``longitude`` are needed; ``aliases`` (parted by ``;``), ``country`` (ISO 3166-1 alpha-2),
    ``admin1``, ``admin2``, ``kind`` (one of ``PlaceKind``), ``population``, ``radius_km`` and ``id`` may be there; other columns
    are left unread. Cells are parted by commas, semicolons or tabs.

    Raises:
        DataError: the file cannot be read, or a row is not what it should be.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _read_csv_rows(file, path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(str(path), got=str(error), expected="a CSV of places in UTF-8") from error


def _read_csv_rows(file: TextIO, path: Path) -> Iterator[Listed]:
    rows = csv.DictReader(file, dialect=_sniff(file))
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    missing = [name for name in _CSV_COLUMNS if name not in rows.fieldnames]
    if missing:
        expected = f"a header with {', '.join(_CSV_COLUMNS)}, and any of {', '.join(_CSV_OTHERS)}"
        raise DataError(str(path), got=f"no column {', '.join(missing)}", expected=expected)
    lines: dict[str, int] = {}
    for row in rows:
        try:
            listed = _make_own(row)
            first = lines.setdefault(listed.entry.id, rows.line_num)
            if first != rows.line_num and row.get("id"):
                raise ValueError(f"the id {row['id']!r}, which line {first} has too")  # noqa: TRY301 - told with its line, as others
        except ValueError as error:
            expected = "a name, a latitude and a longitude in degrees, a country of two letters, a kind that there is"
            raise DataError(f"{path}, line {rows.line_num}", got=str(error), expected=expected) from error
        yield listed


def _sniff(file: TextIO) -> type[csv.Dialect]:
    head = file.readline()
    file.seek(0)

    class Dialect(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Dialect


def _make_own(row: dict[str, str]) -> Listed:
    cells = {name: " ".join((row.get(name) or "").split()) for name in (*_CSV_COLUMNS, *_CSV_OTHERS)}
    latitude, longitude = _read_point(cells["latitude"], cells["longitude"])
    country = cells["country"].upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        raise ValueError(f"the country {cells['country']!r}")
    if cells["kind"] and cells["kind"] not in {kind.value for kind in PlaceKind}:
        raise ValueError(f"the kind {cells['kind']!r} (there are {', '.join(PlaceKind)})")
    kind = PlaceKind(cells["kind"]) if cells["kind"] else PlaceKind.VILLAGE
    names = (cells["name"], *(alias.strip() for alias in cells["aliases"].split(";")))
    keys = make_keys(names, kind)
    if not cells["name"] or not keys:
        raise ValueError(f"the name {cells['name']!r}, which has no letter of the Latin script")
    population = int(_read_amount("population", cells["population"]) or 0)
    radius = _read_amount("radius_km", cells["radius_km"])
    usual = next((f.radius_km for f in load_features().values() if f.kind is kind), 3.0)
    entry = Entry(
        id=f"my{cells['id'] or hash_parts(country, names, latitude, longitude)[:10]}",
        kind=kind,
        code="",
        country=country,
        admin1=cells["admin1"],
        admin2=cells["admin2"],
        latitude=latitude,
        longitude=longitude,
        population=population,
        radius_km=radius or usual,
        name=cells["name"],
    )
    return Listed(entry, frozenset(keys))
