"""Make the built-in table of places:  python scripts/make_places.py GEO_FOLDER [OUT_FOLDER].

GEO_FOLDER holds ``gazetteer/`` (GeoNames: admin1CodesASCII.txt.gz, admin.tsv.gz, cities500.tsv.gz; Natural Earth:
natural_earth_features.tsv.gz) and ``wof/`` (Who's On First, one file a country). Output: ``places.tsv``,
``place_index.tsv`` and ``country_words.tsv``.
"""

import gzip
import json
import lzma
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tacitus.resolve.place_names import fold_place, split_place_name

# Countries whose smaller places are kept, because reporting of armed conflict names them.
CONFLICT = {
    "AF",
    "AM",
    "AO",
    "AZ",
    "BA",
    "BD",
    "BF",
    "BI",
    "BJ",
    "BO",
    "BY",
    "CD",
    "CF",
    "CG",
    "CI",
    "CM",
    "CO",
    "CU",
    "CY",
    "DJ",
    "DZ",
    "EC",
    "EG",
    "ER",
    "ET",
    "GE",
    "GH",
    "GM",
    "GN",
    "GT",
    "GW",
    "HN",
    "HT",
    "IL",
    "IQ",
    "IR",
    "JO",
    "KE",
    "KG",
    "KH",
    "KM",
    "LA",
    "LB",
    "LK",
    "LR",
    "LS",
    "LY",
    "MD",
    "MG",
    "ML",
    "MM",
    "MR",
    "MW",
    "MZ",
    "NA",
    "NE",
    "NG",
    "NI",
    "NP",
    "PA",
    "PE",
    "PG",
    "PK",
    "PS",
    "RW",
    "SA",
    "SD",
    "SL",
    "SN",
    "SO",
    "SS",
    "SV",
    "SY",
    "SZ",
    "TD",
    "TG",
    "TJ",
    "TL",
    "TM",
    "TN",
    "TZ",
    "UA",
    "UG",
    "UZ",
    "VE",
    "XK",
    "YE",
    "ZM",
    "ZW",
}
LEAST = {"conflict": 1_000, "PH": 2_000, "TR": 5_000, "TH": 10_000, "IN": 25_000, "ID": 15_000, "MX": 20_000, "UA": 3_000}
LEAST_ELSEWHERE = 75_000
# Countries and provinces taken whole from Who's On First; the names are that source's.
WHOLE = {"SY", "SO", "PS", "LY"}
WHOLE_REGIONS = {
    "CD": {"Orientale", "Nord-Kivu", "Sud-Kivu"},
    "NG": {"Borno", "Yobe"},
    "ML": {"Mopti", "Gao"},
    "BF": {"Sahel", "Est", "Nord"},
    "SD": {"Southern Darfur", "Western Darfur", "North Darfur", "Central Darfur", "Eastern Darfur"},
    "PH": {"Maguindanao", "Lanao del Sur", "Sulu", "Basilan"},
}
INFORMAL = Path(__file__).parent / "informal_places.tsv"
SPELLINGS = Path(__file__).parent / "press_spellings.tsv"
ALIASES = {
    "US": "US,USA,U.S.,U.S.A.,United States of America,America",
    "GB": "UK,U.K.,Britain,Great Britain,England,Scotland,Wales,Northern Ireland",
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
GENERIC = {
    "centre",
    "center",
    "central",
    "north",
    "south",
    "east",
    "west",
    "capital",
    "market",
    "city",
    "town",
    "village",
    "unknown",
    "none",
}


class Row(NamedTuple):
    """A place of the table; ``kind`` is one of C R D T V L (country, region, district, town, village, landscape)."""

    id: str
    kind: str
    country: str
    admin1: str
    latitude: str
    longitude: str
    population: int
    name: str
    names: tuple[str, ...]


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the cells of each line."""
    opener = lzma.open if path.suffix == ".xz" else gzip.open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def round_population(cell: str) -> int:
    """Return the population to two digits: enough to rank by, and it packs well."""
    value = int(float(cell or 0))
    digits = max(0, len(str(value)) - 2)
    unit: int = 10**digits
    return value // unit * unit


def make_row(cells: list[str], kind: str, id_: str, admin1: str) -> Row:
    """Return the row of a GeoNames-shaped line."""
    names = [cells[1], cells[2], *cells[3].split(",")]
    return Row(
        id=id_,
        kind=kind,
        country=cells[8],
        admin1=admin1,
        latitude=f"{float(cells[4]):.2f}",
        longitude=f"{float(cells[5]):.2f}",
        population=round_population(cells[14]),
        name=cells[1],
        names=tuple(names),
    )


def read_admin(folder: Path) -> Iterator[Row]:
    """Yield countries, first-order divisions everywhere, and second-order ones in conflict countries."""
    kinds = {"PCLI": "C", "ADM1": "R", "ADM2": "D"}
    for cells in read_rows(folder / "gazetteer/admin.tsv.gz"):
        kind = kinds.get(cells[7], "C" if cells[7].startswith("PCL") else "")
        if kind == "D" and cells[8] not in CONFLICT | {"PH", "TR"}:
            continue
        if kind:
            row = make_row(cells, kind, cells[0], cells[10])
            yield row._replace(names=(*row.names, *ALIASES.get(row.country, "").split(","))) if kind == "C" else row


def read_cities(folder: Path) -> Iterator[Row]:
    """Yield cities: smaller ones in conflict countries, seats of divisions everywhere."""
    for cells in read_rows(folder / "gazetteer/cities500.tsv.gz"):
        country, code, population = cells[8], cells[7], int(float(cells[14] or 0))
        seat = code in {"PPLC", "PPLA"} or (code in {"PPLA2", "PPLA3"} and country in CONFLICT | {"PH"})
        least = LEAST.get(country) or (LEAST["conflict"] if country in CONFLICT else LEAST_ELSEWHERE)
        if seat or population >= least:
            row = make_row(cells, "T" if seat or population >= 5_000 else "V", cells[0], cells[10])
            yield row if country in CONFLICT or population >= 200_000 else row._replace(names=row.names[:2])


def read_wof(folder: Path, admin1: dict[str, str]) -> Iterator[Row]:
    """Yield the localities of the countries taken whole, and of the others those with a seat or several names."""
    for path in sorted((folder / "wof").glob("*.tsv.xz")):
        country = path.name[:2]
        regions: dict[str, str] = {}
        rows = list(read_rows(path))
        for cells in rows:
            if cells[20] == "region" and cells[0].split(",")[0] in admin1:
                regions[cells[19]] = admin1[cells[0].split(",")[0]]
        whole = {cells[19] for cells in rows if cells[20] == "region" and cells[1] in WHOLE_REGIONS.get(country, ())}
        for cells in rows:
            if cells[20] != "locality" or not cells[7].startswith("PPL") or cells[7] in {"PPLH", "PPLQ", "PPLW", "PPLL"}:
                continue
            latin = {fold_place(n) for n in cells[3].split(",") if n.isascii() or is_latin(n)} - {""}
            population = int(float(cells[14] or 0))
            is_seat = cells[7] in {"PPLA", "PPLA2", "PPLA3"}
            is_known = country in CONFLICT and (is_seat or population >= 2_000 or len(latin) >= 7)
            if country in WHOLE or cells[21] in whole or is_known:
                id_ = cells[0].split(",")[0]
                kind = "T" if population >= 5_000 or cells[7] in {"PPLA", "PPLA2"} else "V"
                yield make_row(cells, kind, id_ if id_.isdigit() else f"w{cells[19]}", regions.get(cells[21], ""))


def read_informal() -> Iterator[Row]:
    """Yield the regions and landscapes that no gazetteer here has."""
    for number, line in enumerate(INFORMAL.read_text("utf-8").splitlines()):
        if not line.startswith("#"):
            kind, country, latitude, longitude, names = line.split("\t")
            every = tuple(names.split(","))
            yield Row(f"x{number}", kind, country, "", latitude, longitude, 0, every[0], every)


def read_spellings() -> dict[tuple[str, str], set[str]]:
    """Return (country, key of the gazetteer's name) -> keys of the spellings that reporting uses."""
    lines = [line.split("\t") for line in SPELLINGS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {(country, fold_place(name)): {fold_place(n) for n in names.split(",")} for country, name, names in lines}


def read_features(folder: Path) -> Iterator[Row]:
    """Yield mountain ranges, plains, deserts, rivers, lakes and seas; the source gives them no country."""
    keep = {
        "MT",
        "MTS",
        "PLAT",
        "PLN",
        "plain",
        "DSRT",
        "VAL",
        "Delta",
        "Basin",
        "Peninsula",
        "Pen/cape",
        "Wetlands",
        "Foothills",
        "LK",
        "STM",
        "GULF",
        "bay",
        "SEA",
        "strait",
        "ISL",
        "island",
        "Island group",
    }
    for number, cells in enumerate(read_rows(folder / "gazetteer/natural_earth_features.tsv.gz")):
        if len(cells) >= 19 and cells[7] in keep and cells[1].strip():
            yield make_row(cells, "L", f"n{number}", "")


def is_latin(name: str) -> bool:
    """Whether every letter is of the Latin script (its extended blocks included)."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or not c.isalpha() for c in name)


def make_keys(row: Row) -> set[str]:
    """Return the keys by which a place is found, without its kind's words."""
    keys: set[str] = set()
    for at, name in enumerate(n.strip() for n in row.names):
        if not name or not is_latin(name) or (at > 1 and len(name) <= 3 and name.isupper() and row.kind != "C"):
            continue
        whole = fold_place(name)
        found = {whole} if row.kind in "TVC" else {split_place_name(name).key}
        if row.kind == "C" and len(name) <= 3 and name.isupper() and name not in ALIASES.get(row.country, "").split(","):
            continue
        keys |= {k for k in found if len(k) >= 3 and re.fullmatch(r"[a-z0-9 ]+", k) and not k.isdigit() and k not in GENERIC}
        keys |= {k for k in found if k in {"uk", "us"} and row.kind == "C"}
    return keys


def trim_keys(row: Row, keys: set[str]) -> list[str]:
    """Return the keys worth their bytes: all in conflict countries, the first few elsewhere."""
    own = {fold_place(n) for n in row.names[:2]} | {split_place_name(n).key for n in row.names[:2]}
    rest = sorted(keys - own, key=lambda k: (len(k), k))
    most = 20 if row.kind == "C" else 2
    if row.country in CONFLICT:
        most = {"R": 8, "D": 1, "T": 5 if row.population < 20_000 else 14}.get(row.kind, 2)
    return sorted((keys & own) | set(rest[:most]))


def make_country_words(folder: Path, places: Iterable[Row]) -> list[str]:
    """Return lines of names and demonyms, by which a report says which countries it is about."""
    listed: dict[str, list[str]] = json.loads((folder / "gazetteer/demonyms.json").read_text("utf-8"))
    words: dict[str, str] = {}
    for row in places:
        if row.kind == "C":
            for name in (row.name, *ALIASES.get(row.country, "").split(",")):
                words[fold_place(name.replace(".", ""))] = row.country
    for country, names in (*listed.items(), *((c, n.split(",")) for c, n in DEMONYMS.items())):
        words.update((fold_place(name.replace("~", " ")), country) for name in names)
    return [f"{word}\t{country}" for word, country in words.items() if len(word) > 1]


def main() -> None:
    """Write the two files and print their sizes."""
    folder = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[1] / "src/tacitus/resolve"
    admin1 = {cells[3]: cells[0].split(".")[1] for cells in read_rows(folder / "gazetteer/admin1CodesASCII.txt.gz")}
    places: dict[str, Row] = {}
    for row in (*read_admin(folder), *read_cities(folder), *read_wof(folder, admin1), *read_features(folder), *read_informal()):
        old = places.get(row.id)
        places[row.id] = old._replace(names=(*old.names, *row.names)) if old else row
    index: dict[str, list[str]] = defaultdict(list)
    spellings = read_spellings()
    for row in places.values():
        more = spellings.get((row.country, fold_place(row.name)), set()) if row.kind in "TV" else set()
        for key in sorted({*trim_keys(row, make_keys(row)), *more}):
            index[key].append(row.id)
    used = {id_ for ids in index.values() for id_ in ids}
    lines = ["\t".join(map(str, row[:8])) for row in places.values() if row.id in used]
    keys = ["\t".join((key, " ".join(sorted(ids)))) for key, ids in index.items()]
    words = make_country_words(folder, places.values())
    for name, content in (("places.tsv", lines), ("place_index.tsv", keys), ("country_words.tsv", words)):
        blob = "".join(line + "\n" for line in sorted(content, key=str.encode)).encode()
        fresh = out / f"{name}.new"
        fresh.write_bytes(blob)
        fresh.replace(out / name)  # a program that has the old table open keeps it whole
        print(name, len(content), "lines", len(blob), "bytes", len(zlib.compress(blob, 9)), "compressed")


if __name__ == "__main__":
    main()
