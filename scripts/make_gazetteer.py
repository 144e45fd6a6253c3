"""Make the packs of places:  python scripts/make_gazetteer.py GEO_FOLDER.

GEO_FOLDER holds ``gazetteer/`` (GeoNames: admin1CodesASCII.txt.gz, admin2Codes.txt.gz, admin.tsv.gz, cities500.tsv.gz,
countryInfo.txt; Natural Earth: natural_earth_features.tsv.gz; demonyms.json) and ``wof/`` (Who's On First, one file a country).
Writes the package's pack (the world, and the villages of the countries ``SHIPPED``), the other countries' packs in ``packs/``,
and ``country_words.tsv``.
"""

import gzip
import json
import lzma
import math
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer.entry import Entry, Listed
from tacitus.resolve.gazetteer.pack import SUFFIX, About, write_pack
from tacitus.resolve.gazetteer.sources import Source, make_listed
from tacitus.resolve.place_names import fold_place, loosen_key
from tacitus.resolve.sphere import distance_km

HERE = Path(__file__).parent
RESOLVE = HERE.parent / "src/tacitus/resolve"
PACKS = HERE.parent / "packs"
SHIPPED = tuple("AF BF BI CD CF CM CO ER ET HT IL IQ LB LY ML MM MZ NE NG PH PS SD SO SS SY TD UA YE".split())  # noqa: SIM905 - a list of words
SAME_KM = 4.0
"""Distance within which two settlements of one name in a country are the same."""
SETTLED = {"PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLC", "PPLF", "PPLG", "PPLL", "PPLS", "PPLX", "STLMT", "PPLR"}

Point = tuple[float, float]
"""Latitude and longitude."""

ALIASES = {
    "US": "US,USA,U.S.,U.S.A.,United States of America,America",
    "GB": "UK,U.K.,Britain,Great Britain",
    "CD": "DRC,DR Congo,Democratic Republic of Congo,Democratic Republic of the Congo,Congo-Kinshasa",
    "CG": "Congo-Brazzaville,Republic of the Congo",
    "CF": "CAR,Central African Republic",
    "AE": "UAE,Emirates",
    "CI": "Ivory Coast,Cote d'Ivoire",
    "MM": "Burma",
    "SZ": "Swaziland,Eswatini",
    "CZ": "Czechia,Czech Republic",
    "TL": "East Timor",
    "PS": "Palestine,Palestinian territories",
    "KR": "South Korea",
    "KP": "North Korea",
    "RU": "Russia",
    "TR": "Turkey,Turkiye",
    "MK": "North Macedonia,Macedonia",
    "XK": "Kosovo",
    "IR": "Iran",
    "LA": "Laos",
    "VN": "Vietnam",
}
DEMONYMS = {
    "BJ": "Beninese",
    "BT": "Bhutanese",
    "BW": "Botswanan",
    "CF": "Central African,Central Africans",
    "CI": "Ivorian,Ivorians",
    "EH": "Sahrawi,Sahrawis",
    "GA": "Gabonese",
    "GM": "Gambian",
    "GN": "Guinean,Guineans",
    "GY": "Guyanese",
    "KG": "Kyrgyz",
    "KH": "Cambodian,Cambodians",
    "LA": "Lao,Laotian",
    "LU": "Luxembourgish",
    "ME": "Montenegrin",
    "MG": "Malagasy",
    "MK": "Macedonian",
    "MN": "Mongolian",
    "MR": "Mauritanian,Mauritanians",
    "MV": "Maldivian",
    "MW": "Malawian",
    "NA": "Namibian",
    "PG": "Papua New Guinean",
    "SR": "Surinamese",
    "SS": "South Sudanese",
    "TG": "Togolese",
    "TL": "East Timorese,Timorese",
    "TM": "Turkmen",
    "TW": "Taiwanese",
}
PARTS = {"GB": "England,Scotland,Wales,Northern Ireland,English,Scottish,Welsh"}
"""Parts of a country whose names speak for it."""
DIVISION_ALIASES = {
    "GB.ENG": ("England",),
    "GB.SCT": ("Scotland",),
    "GB.WLS": ("Wales",),
    "GB.NIR": ("Northern Ireland",),
    "AU.02": ("NSW", "New South Wales"),
    "AU.05": ("SA", "South Australia"),
    "AU.08": ("WA", "Western Australia"),
    "AU.04": ("Qld", "QLD"),
    "AU.07": ("Vic",),
    "AU.06": ("Tas",),
    "AU.01": ("ACT", "Australian Capital Territory"),
    "AU.03": ("NT", "Northern Territory"),
    "CA.01": ("Alta", "AB"),
    "CA.02": ("BC", "B.C."),
    "CA.03": ("Man", "MB"),
    "CA.04": ("NB", "N.B."),
    "CA.05": ("NL", "Nfld", "N.L."),
    "CA.07": ("NS", "N.S."),
    "CA.08": ("Ont", "ON"),
    "CA.09": ("PEI", "P.E.I."),
    "CA.10": ("QC", "Que"),
    "CA.11": ("Sask", "SK"),
    "CA.12": ("YT",),
    "CA.13": ("NWT", "N.W.T."),
}
"""Abbreviations of divisions that newspapers use and GeoNames' list here lacks."""


@dataclass
class Divisions:
    """Codes of divisions by GeoNames' and by Who's On First's ids."""

    admin1: dict[str, str] = field(default_factory=dict)
    admin2: dict[str, tuple[str, str]] = field(default_factory=dict)


def main() -> None:
    """Write the packs and say how large they are."""
    folder = Path(sys.argv[1])
    divisions = read_codes(folder)
    world = {p.entry.id: p for p in (*read_core(folder), *read_features(folder), *read_own())}
    names = country_names(folder)
    for path in sorted((folder / "wof").glob("*.tsv.xz")):
        country = path.name[:2]
        pack = split_wof(path, world, divisions)
        if country in SHIPPED:
            world |= {place.entry.id: place for place in pack}
            continue
        about = About(
            code=country,
            title=f"villages, towns and divisions: {names[country]}",
            source="Who's On First, in part from GeoNames, Quattroshapes, GeoPlanet, Wikidata, mesoshapes and Natural Earth",
            licence="CC0 and CC BY; see https://whosonfirst.org/docs/licenses/",
            attribution="Who's On First (https://whosonfirst.org/docs/licenses/), © GeoNames (CC BY 4.0)",
        )
        write(PACKS, about, pack)
    world = spell(world)
    about = About(
        code="world",
        title=f"countries, divisions, towns of 500 and more and landscapes of all the world; villages: {' '.join(SHIPPED)}",
        source="GeoNames; Who's On First; Natural Earth; CIA World Factbook",
        licence="CC BY 4.0; see https://whosonfirst.org/docs/licenses/; public domain",
        attribution="© GeoNames (CC BY 4.0) · Who's On First (license) · Made with Natural Earth",
    )
    write(RESOLVE / "gazetteer", about, world.values())
    words = make_country_words(folder, [place.entry for place in world.values()])
    (RESOLVE / "country_words.tsv").write_text("".join(line + "\n" for line in sorted(words, key=str.encode)), "utf-8")


def write(folder: Path, about: About, places: Iterable[Listed]) -> None:
    """Write a pack and say how large it is."""
    folder.mkdir(exist_ok=True)
    path = folder / (about.code + SUFFIX)
    n = write_pack(path, about, places, level=22)
    print(path.name, n, "places", path.stat().st_size, "bytes")


def read_lines(path: Path) -> Iterator[list[str]]:
    """Yield the cells of each line."""
    opener = lzma.open if path.suffix == ".xz" else gzip.open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def read_codes(folder: Path) -> Divisions:
    """Return the codes of divisions by GeoNames' ids."""
    found = Divisions()
    for code, _, _, id_ in read_lines(folder / "gazetteer/admin1CodesASCII.txt.gz"):
        found.admin1[id_] = code.split(".")[1]
    for code, _, _, id_ in read_lines(folder / "gazetteer/admin2Codes.txt.gz"):
        _, admin1, admin2 = code.split(".", 2)
        found.admin2[id_] = admin1, admin2
    return found


def country_names(folder: Path) -> dict[str, str]:
    """Return country -> its English name."""
    lines = (folder / "gazetteer/countryInfo.txt").read_text("utf-8").splitlines()
    return {c[0]: c[4] for c in (line.split("\t") for line in lines if not line.startswith("#")) if len(c) > 6}


def country_areas(folder: Path) -> dict[str, float]:
    """Return country -> square kilometres."""
    lines = (folder / "gazetteer/countryInfo.txt").read_text("utf-8").splitlines()
    return {c[0]: float(c[6] or 0) for c in (line.split("\t") for line in lines if not line.startswith("#")) if len(c) > 6}


def read_points(name: str, width: int) -> dict[tuple[str, ...], Point]:
    """Return key cells -> (latitude, longitude) of a file beside this script."""
    lines = [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    return {tuple(c[:width]): (float(c[width]), float(c[width + 1])) for c in lines}


def make_source(cells: list[str], id_: str, more: Iterable[str] = ()) -> Source:
    """Return a row of GeoNames' layout as a source."""
    names = tuple(n for n in (cells[1], cells[2], *more, *cells[3].split(",")) if n)
    population = round_population(cells[14])
    return Source(id_, names, cells[7], cells[8], cells[10], cells[11], float(cells[4]), float(cells[5]), population)


def round_population(cell: str) -> int:
    """Return the population to two digits: enough to rank by, and it packs well."""
    value = int(float(cell or 0))
    unit: int = 10 ** max(0, len(str(value)) - 2)
    return value // unit * unit


def read_core(folder: Path) -> Iterator[Listed]:
    """Yield countries and divisions with points and radii of their own, and towns."""
    cities = list(read_lines(folder / "gazetteer/cities500.tsv.gz"))
    members: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for c in cities:
        town = float(c[4]), float(c[5])
        members[c[8], c[10], ""].append(town)
        members[c[8], c[10], c[11]].append(town)
    yield from read_divisions(folder, members)
    for c in cities:
        if (place := make_listed(make_source(c, f"gn{c[0]}"))) is not None:
            yield place


def read_divisions(folder: Path, members: Mapping[tuple[str, str, str], list[Point]]) -> Iterator[Listed]:
    """Yield countries, with the points of ``country_points.tsv``, and divisions, as wide as their towns are spread."""
    points = {("PCL", *key): point for key, point in read_points("country_points.tsv", 1).items()}
    in_wof = {path.name[:2] for path in (folder / "wof").glob("*.tsv.xz")}
    for key, at in read_points("division_points.tsv", 2).items():
        if key[0] not in in_wof:
            points["ADM1", *key] = at
    areas = country_areas(folder)
    for c in read_lines(folder / "gazetteer/admin.tsv.gz"):
        country, code = c[8], c[7]
        is_country = code.startswith("PCL")
        more = ALIASES.get(country, "").split(",") if is_country else DIVISION_ALIASES.get(f"{country}.{c[10]}", ())
        source = make_source(c, f"gn{c[0]}", more if code != "ADM2" else ())
        point = points.get(("PCL", country) if is_country else (code, country, c[10]))
        if point is not None:
            source = source._replace(latitude=point[0], longitude=point[1])
        if is_country:
            radius = round_radius(math.sqrt(areas.get(country, 0) / math.pi)) or None
        else:
            towns = members.get((country, c[10], c[11] if code == "ADM2" else ""), [])
            radius = spread((source.latitude, source.longitude), towns, least=10 if code == "ADM2" else 20)
        if (place := make_listed(source, radius_km=radius)) is not None:
            yield place


def spread(middle: Point, points: list[Point], *, least: float) -> float | None:
    """Return the distance within which nine in ten of the points lie, rounded; ``None`` where there are too few."""
    if len(points) < 3:
        return None
    distances = [distance_km(middle, point) for point in points]
    return max(least, round_radius(statistics.quantiles(distances, n=10)[-1]))


def round_radius(km: float) -> float:
    """Return a radius to two digits."""
    return float(f"{km:.2g}")


def read_features(folder: Path) -> Iterator[Listed]:
    """Yield mountain ranges, plains, deserts, rivers, lakes and seas; the source gives them no country and no id."""
    for number, cells in enumerate(read_lines(folder / "gazetteer/natural_earth_features.tsv.gz")):
        if len(cells) >= 15 and cells[1].strip() and (place := make_listed(make_source(cells, f"ne{number}"))) is not None:
            yield place


def read_own() -> Iterator[Listed]:
    """Yield continents, and the regions and landscapes that no gazetteer here has."""
    codes = {"R": "ADM1", "D": "ADM2", "T": "PPLA", "V": "PPL", "L": "PLN", "C": "CONT"}
    for number, line in enumerate((HERE / "informal_places.tsv").read_text("utf-8").splitlines()):
        if not line.startswith("#"):
            kind, country, latitude, longitude, names = line.split("\t")
            every = tuple(names.split(","))
            source = Source(f"own{number}", every, codes[kind], country, "", "", float(latitude), float(longitude), 0)
            if (place := make_listed(source)) is not None:
                yield place


def split_wof(path: Path, world: dict[str, Listed], divisions: Divisions) -> list[Listed]:
    """Give the world's places this country's further names, and return the places that the world has not."""
    country = path.name[:2]
    rows = [c for c in read_lines(path) if len(c) >= 23]
    regions = {c[19]: divisions.admin1[c[0].split(",")[0]] for c in rows if c[0].split(",")[0] in divisions.admin1}
    counties = {c[19]: divisions.admin2[c[0].split(",")[0]] for c in rows if c[0].split(",")[0] in divisions.admin2}
    known: dict[str, list[Listed]] = defaultdict(list)
    for listed in world.values():
        if listed.entry.country == country:
            for key in {loosen_key(k) for k in listed.keys}:
                known[key].append(listed)
    pack: list[Listed] = []
    for cells in rows:
        if cells[20] in {"locality", "neighbourhood"} and cells[7] not in SETTLED:
            continue
        admin1, admin2 = counties.get(cells[22]) or (regions.get(cells[21], ""), "")
        cells[10], cells[11] = admin1 or cells[10], admin2
        id_ = next((f"gn{part}" for part in cells[0].split(",") if part.isdigit() and part != "0"), f"wof{cells[19]}")
        place = make_listed(make_source(cells, id_))
        if place is None:
            continue
        old = world.get(id_) or find_same(place, known)
        if old is None:
            pack.append(place)
            for key in {loosen_key(k) for k in place.keys}:
                known[key].append(place)
        elif old.entry.id in world:
            old = world[old.entry.id]
            world[old.entry.id] = Listed(old.entry, old.keys | place.keys)
    return pack


def find_same(place: Listed, known: Mapping[str, list[Listed]]) -> Listed | None:
    """Return a place of the same sort and name that lies where this one does."""
    settled, entry = {PlaceKind.TOWN, PlaceKind.VILLAGE}, place.entry
    for key in sorted({loosen_key(k) for k in place.keys}):
        for listed in known.get(key, ()):
            other = listed.entry
            is_alike = other.kind is entry.kind or {other.kind, entry.kind} <= settled
            reach = SAME_KM if entry.kind in settled else 40.0
            if is_alike and distance_km((entry.latitude, entry.longitude), (other.latitude, other.longitude)) < reach:
                return listed
    return None


def spell(world: dict[str, Listed]) -> dict[str, Listed]:
    """Return the places with the spellings that reporting uses."""
    lines = [row.split("\t") for row in (HERE / "press_spellings.tsv").read_text("utf-8").splitlines() if not row.startswith("#")]
    more = {(country, fold_place(name)): {fold_place(n) for n in names.split(",")} for country, name, names in lines}
    settled = {PlaceKind.TOWN, PlaceKind.VILLAGE}
    spelt: dict[str, Listed] = {}
    for id_, (entry, keys) in world.items():
        others = more.get((entry.country, fold_place(entry.name)), set()) if entry.kind in settled else set()
        spelt[id_] = Listed(entry, keys | others)
    return spelt


def make_country_words(folder: Path, places: Iterable[Entry]) -> list[str]:
    """Return lines of names and demonyms, by which a report says which countries it is about."""
    listed: dict[str, list[str]] = json.loads((folder / "gazetteer/demonyms.json").read_text("utf-8"))
    words: dict[str, str] = {}
    for entry in places:
        if entry.kind is PlaceKind.COUNTRY:
            for name in (entry.name, *ALIASES.get(entry.country, "").split(",")):
                words[fold_place(name.replace(".", ""))] = entry.country
    for line in (HERE / "country_people.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, word = line.split("\t")
            words[fold_place(word)] = country
    for country, names in (*listed.items(), *((c, n.split(",")) for c, n in (*DEMONYMS.items(), *PARTS.items()))):
        words.update((fold_place(name.replace("~", " ")), country) for name in names)
    return [f"{word}\t{country}" for word, country in words.items() if len(word) > 1]


if __name__ == "__main__":
    main()
