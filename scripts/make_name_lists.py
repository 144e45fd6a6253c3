"""Make the name lists of `extract` from public reference data: python scripts/make_name_lists.py DATA GEO OUT.

DATA holds ucdp_actors, petrarch_actors and English texts, GEO a gazetteer folder in GeoNames layout. Written are four text files,
each with its source in the first line:

    place_names.tsv   folded place names with a class: c country, a and b division of first and second order, l large city,
                      m division and large city of one name, t town, n natural feature
    group_names.tsv   folded names of armed groups with an actor type
    given_names.txt   folded given names of public office holders
    common_words.txt  English words that are met in lower case, inflected forms as met
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Countries with armed conflict since 1989 or beside one: smaller places are kept there.
CLOSE = (
    "AF AM AO AZ BD BF BI BJ BO BY CD CF CG CI CM CO CU CY DJ DZ EC EG ER ET GE GH GN GT GW HN HT ID IL IN IQ IR JO KE KG KH KM "
    "KP KR KZ LA LB LK LR LS LY MA MD MG ML MM MR MW MX MZ NE NG NI NP PE PG PH PK PS PY RU RW SA SD SL SN SO SS SV SY TD TG TH "
    "TJ TL TM TN TR TZ UA UG UZ VE VN XK YE ZA ZM ZW BA RS MK"
)
RANKS = "cmanltb"
LEAST_OTHER_NAMES = 20_000
"""Inhabitants of a town there whose other names are listed too."""
SPELLINGS = Path(__file__).parent / "press_spellings.tsv"
NAME_FIELDS = ("NameData", "NameOrigFull", "NameOrigFullEng", "NewName")
FEATURES = ("MT", "MTS", "PLAT", "DSRT", "PLN", "GULF", "SEA", "PEN", "ISL", "STM", "LK", "Delta", "Basin", "Peninsula", "Coast")
SOURCES = {
    "place_names.tsv": "# GeoNames (CC BY 4.0) and Natural Earth (public domain); made by scripts/make_name_lists.py",
    "group_names.tsv": "# UCDP Actor List 22.1 (CC BY 4.0) and PETRARCH2 dictionaries (MIT); made by scripts/make_name_lists.py",
    "given_names.txt": "# PETRARCH2 actor dictionaries (MIT, Open Event Data Alliance); made by scripts/make_name_lists.py",
    "common_words.txt": "# Words counted in English texts; made by scripts/make_name_lists.py",
}
DIVISION = re.compile(
    r"(?i)^(?:(?:al|ar|as|ash|az|an|ad)[ -])?(.+?)(?:['’]s)? (?:governorate|province|region|state|department|district|county|"
    r"prefecture|division|oblast|wilaya|municipality|territory|commune|woreda|zone)$"
)

DIVISION_OF = re.compile(
    r"(?i)^(?:province of|provincia de|departamento del?|d[ée]partement d[eu]|gouvernorat d[eu]|municipio de) (.+)$"
)


def fold_name(name: str) -> str:
    """Return the name without case, diacritics and apostrophes, hyphens as spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’‘`ʿʾʻʼ]", "", plain).translate({0x131: "i", 0xF8: "o", 0x142: "l", 0x111: "d"})
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the columns of a gzipped GeoNames table."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def read_objects(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of gzipped JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_latin(name: str) -> bool:
    """Whether the name is written in Latin letters and starts with a capital."""
    return bool(name) and name[0].isupper() and all(ord(c) < 0x250 or c in "’‘ʿʾ" for c in name)


def add_place(classes: dict[str, str], name: str, label: str) -> None:
    """Note the class of a name; the higher class wins, a division and a city of one name make a class of their own."""
    folded = fold_name(name)
    if 3 <= len(folded) <= 32 and not folded[0].isdigit():
        old = classes.get(folded)
        if {old, label} in ({"a", "l"}, {"a", "m"}):
            label = "m"
        if old is None or RANKS.index(label) < RANKS.index(old):
            classes[folded] = label


def list_places(gazetteer: Path) -> dict[str, str]:
    """Return folded place names with their class."""
    classes: dict[str, str] = {}
    add_towns(classes, gazetteer)
    for line in SPELLINGS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for written in line.split("\t")[2].split(","):
                add_place(classes, written, "t")
    add_divisions(classes, gazetteer)
    for row in read_rows(gazetteer / "natural_earth_features.tsv.gz"):
        if len(row) > 7 and row[7] in FEATURES:
            add_place(classes, row[1], "n")
    return classes


def add_towns(classes: dict[str, str], gazetteer: Path) -> None:
    """Note the names of towns, smaller ones too where conflict is close."""
    for row in read_rows(gazetteer / "cities500.tsv.gz"):
        near, people = row[8] in CLOSE.split(), int(row[14] or 0)
        if people >= (4_000 if near else 40_000):
            others = [name for name in row[3].split(",") if 5 <= len(name) <= 20] if near and people >= LEAST_OTHER_NAMES else []
            for written in filter(is_latin, (row[1], row[2], *others)):
                add_place(classes, written, "l" if people >= 100_000 else "t")


def add_divisions(classes: dict[str, str], gazetteer: Path) -> None:
    """Note the names of countries and divisions, without the words for their kind."""
    for row in read_rows(gazetteer / "admin.tsv.gz"):
        label = {"PCLI": "c", "ADM1": "a", "ADM2": "b"}[row[7]]
        if label != "b" or row[8] in CLOSE.split():
            for written in row[1:3]:
                short = DIVISION.match(written) or DIVISION_OF.match(written)
                add_place(classes, short.group(1) if short else written, label)


def group_kind(row: dict[str, Any]) -> str | None:
    """Return the actor type of a row of the UCDP list; governments have none."""
    if row.get("Org") == "1":
        names = " ".join(str(row.get(field, "")) for field in NAME_FIELDS)
        return "coalition" if re.search(r"(?i)\b(coalition|alliance|joint|umbrella)\b", names) else "rebel_group"
    return "identity_militia" if row.get("Org") in {"2", "3"} else None


def add_group(groups: dict[str, str], name: str, kind: str) -> None:
    """Note a name of a group; single words are kept for organised groups and acronyms only."""
    name = re.sub(r"\(.*?\)", "", name).strip()
    folded = fold_name(name)
    is_acronym = name.isupper() and len(name) <= 6
    if 3 <= len(folded) <= 60 and (is_acronym or " " in folded or kind == "rebel_group"):
        groups.setdefault(folded, kind)


def list_groups(data: Path) -> dict[str, str]:
    """Return folded names of armed groups with their actor type."""
    groups: dict[str, str] = {}
    for row in read_objects(data / "ucdp_actors" / "actors.jsonl.gz"):
        kind = group_kind(row)
        for field in NAME_FIELDS if kind else ():
            if kind and row.get(field):
                add_group(groups, str(row[field]), kind)
    for row in read_objects(data / "petrarch_actors" / "milnonstate.jsonl.gz"):
        for name in (row["name"], *row["aliases"]):
            if " " in name:
                add_group(groups, name, "rebel_group")
    return groups


def list_given_names(data: Path, words: set[str], places: dict[str, str]) -> list[str]:
    """Return first words of at least three names of two or three words that are no words and no places of rank."""
    counts: Counter[str] = Counter()
    for row in read_objects(data / "petrarch_actors" / "countries.jsonl.gz"):
        for name in (row["name"], *row["aliases"]):
            parts = fold_name(name).split()
            if 2 <= len(parts) <= 3 and any({"GOV", "MIL"} & set(c.get("parts", ())) for c in row["codes"]):
                counts[parts[0]] += 1
    return sorted(
        w for w, n in counts.items() if n >= 3 and len(w) > 2 and w not in words and places.get(w) not in {"c", "a", "m"}
    )


def list_words(data: Path) -> set[str]:
    """Return words met three times or more in lower case inside sentences."""
    counts: Counter[str] = Counter()
    for name in ("srl_ewt/train", "polnear/train", "muc4/none", "ecbplus/train", "conflict_relevance/insightCrime.train"):
        path = data / f"{name}.jsonl.gz"
        if path.is_file():
            for row in read_objects(path):
                counts.update(re.findall(r"(?<![\w.@/’'-])[a-z]{2,}(?![\w@/-])", row["text"]))
    return {w for w, n in counts.items() if n >= 4}


def main() -> None:
    """Write the four lists."""
    data, geo, out = map(Path, sys.argv[1:4])
    words = list_words(data)
    places = list_places(geo / "gazetteer")
    files = {
        "common_words.txt": sorted(words),
        "place_names.tsv": [f"{name}\t{label}" for name, label in sorted(places.items())],
        "group_names.tsv": [f"{name}\t{kind}" for name, kind in sorted(list_groups(data).items())],
        "given_names.txt": list_given_names(data, words, places),
    }
    for name, lines in files.items():
        (out / name).write_text("\n".join([SOURCES[name], *lines]) + "\n", "utf-8")
        print(f"{name}: {len(lines)} lines, {(out / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
