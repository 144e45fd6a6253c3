"""Make the registry of actors from public lists: python scripts/make_actor_registry.py DATA [OUT].

DATA is a folder that holds ``ucdp_actors`` and ``petrarch_actors``; OUT (default: ``src/tacitus/resolve/registry``) gets
two tables:

    actors.tsv   id, type, countries (ISO 3166-1 alpha-2, the main one first), names, relations to other ids
    states.tsv   country, name, other names, UCDP's id of its government

Names are parted by `` | ``; ``{from..until}`` after a name says when it was borne, ``{former}`` that it was given up at a date
which the list does not give. `scripts/actor_additions.tsv` adds names that the lists lack. Persons of the PETRARCH dictionaries
are left out: the registry holds organisations only.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tacitus.resolve.actors.names import fold_name, load_country_names, take_apart
from tacitus.resolve.actors.registry import is_telling

ROOT = Path(__file__).parents[1]
RESOLVE = ROOT / "src" / "tacitus" / "resolve"
ADDITIONS = ROOT / "scripts" / "actor_additions.tsv"
LEXICON = ROOT / "src" / "tacitus" / "extract" / "lexicon"
COUNTRY_LIST = ROOT / "scripts" / "countries.tsv"
RELATIONS = (
    ("ActorIdPrev", "from"),
    ("ActorIdSplitTemp", "split"),
    ("ActorIdAlliance", "alliance"),
    ("ActorIdGroup", "joined"),
)
PLACES = {  # what UCDP calls a country, where `country_words.tsv` does not
    "dr congo": "CD", "congo": "CG", "bosnia herzegovina": "BA", "kingdom of eswatini": "SZ", "united states of america": "US",
    "south vietnam": "VN", "south yemen": "YE", "north yemen": "YE", "hyderabad": "IN", "czechoslovakia": "CZ",
    "el salvador": "SV",
}  # fmt: skip
GANGS = frozenset(
    {"cartel", "cartels", "gang", "gangs", "pandilla", "banda", "comando", "primeiro", "mara", "crew", "boys", "bonde", "clan"}
    | {"family", "militia", "vigilantes"}
)
SMALL = frozenset(
    {
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "to",
        "de",
        "la",
        "del",
        "al",
        "el",
        "des",
        "du",
        "et",
        "y",
        "e",
        "i",
        "ul",
        "us",
        "ur",
    }
    | {"as", "ash"}
)
HEADER = {
    "actors.tsv": "# UCDP Actor Dataset 22.1 (CC BY 4.0), PETRARCH2 dictionaries (MIT) and scripts/actor_additions.tsv; "
    "made by scripts/make_actor_registry.py\n# id\ttype\tcountries\tnames\trelations",
    "states.tsv": "# GeoNames (CC BY 4.0), UCDP Actor Dataset 22.1 (CC BY 4.0); made by scripts/make_actor_registry.py\n"
    "# country\tname\tother names\tUCDP id",
}


@dataclass(slots=True)
class Row:
    """An actor as it will be written; ``names`` maps a name to its time."""

    id: str
    type: str
    countries: list[str]
    names: dict[str, str] = field(default_factory=dict)
    relations: list[str] = field(default_factory=list)

    def add(self, name: str, time: str = "") -> None:
        """Take in a name; a spelling that differs in case and accents only is one."""
        clean = re.sub(r"\s+", " ", name.replace("|", " ").replace("{", "(").replace("}", ")")).strip(" ,;")
        if not fold_name(clean):
            return
        known = next((n for n in self.names if fold_name(n) == fold_name(clean)), None)
        if known is None:
            self.names[clean] = time
        elif time and (not self.names[known] or self.names[known] == "former"):
            self.names[known] = time

    def line(self) -> str:
        """Return the row as it stands in the table."""
        names = " | ".join(name + (f" {{{time}}}" if time else "") for name, time in self.names.items())
        return "\t".join((self.id, self.type, ",".join(self.countries), names, " ".join(self.relations)))


def load_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a compressed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


COUNTRIES = dict(load_country_names())


def find_country(name: str) -> str | None:
    """Return the country of a UCDP location: ``DR Congo (Zaire)``."""
    for part in (name, *re.split(r"[()]", name)):
        folded = fold_name(part)
        if folded in PLACES or folded in COUNTRIES:
            return PLACES.get(folded) or COUNTRIES[folded]
    return None


def split_names(names: str) -> list[str]:
    """Return the names of a cell that lists several renamings; a comma inside brackets parts none."""
    return [part for part in re.split(r",\s*(?![^()]*\))", names) if part.strip()]


def read_ucdp(folder: Path) -> tuple[dict[str, Row], dict[str, list[str]]]:
    """Return the actors by id, and the governments of today's states: country -> (UCDP id, names)."""
    rows: dict[str, Row] = {}
    governments: dict[str, list[str]] = {}
    for plain in load_rows(folder / "ucdp_actors" / "actors.jsonl.gz"):
        names = list_names(plain)
        if plain["Org"] == "4":
            country = find_country(plain["NameData"].strip().removeprefix("Government of "))
            is_past = any(word in plain["NameData"] for word in ("Hyderabad", "South Vietnam", "South Yemen", "Czechoslovakia"))
            if country is not None and not is_past:
                governments[country] = [plain["ActorId"], *(name for name, _ in names)]
                continue
        countries = list(dict.fromkeys(filter(None, map(find_country, plain["Location"].split(", ")))))
        if "IL" in countries and plain["Org"] != "4":
            countries.append("PS")  # UCDP counts the Palestinian territories to Israel
        row = Row(f"u{plain['ActorId']}", type_of(plain), countries)
        for name, time in names:
            row.add(name, time)
        same = next((r for r in rows.values() if r.countries == countries and same_names(r, row)), None)
        if same is not None:  # the list has two numbers for one group: of one name in every column, in one country
            same.relations.append(f"also:{row.id}")
            continue
        for column, relation in RELATIONS:
            row.relations += [
                f"{relation}:u{other.strip()}" for other in plain.get(column, "").split(",") if other.strip().isdigit()
            ]
        rows[row.id] = row
    return rows, governments


def same_names(one: Row, other: Row) -> bool:
    """Whether two actors bear exactly the same names, more than one."""
    names = {fold_name(name) for name in one.names}
    return len(names) > 1 and names == {fold_name(name) for name in other.names}


def list_names(plain: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the names of a UCDP row, today's first, with ``former`` for one that was given up."""
    names = [(plain["NameData"], "")]
    new = [
        (name, "")
        for column in ("NewName", "NewNameFullMotherTongue", "NewNameFullEng")
        for name in split_names(plain.get(column, ""))
    ]
    now = {fold_name(name) for name, _ in (*names, *new)}
    for column in ("NameOrig", "NameOrigFull", "NameOrigFullEng"):
        name = plain.get(column, "")
        is_former = bool(new) and fold_name(plain["NameOrig"]) not in now
        new.append((name, "former" if is_former else ""))
    return names + new


def type_of(plain: dict[str, Any]) -> str:
    """Return the actor's type from how it is organised and whom it fought; no value passes judgement."""
    words = set(fold_name(f"{plain['NameData']} {plain.get('NameOrigFullEng', '')}").split())
    if plain["Org"] == "4":
        return "state_forces"
    if plain["Org"] == "3":
        return "identity_militia"
    if plain["Org"] == "2" or (words & GANGS and "ConflictId" not in plain):
        return "political_militia"
    return "coalition" if words & {"coalition", "alliance", "coordination"} else "rebel_group"


def read_petrarch(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield (id, countries, names) of the groups of the PETRARCH dictionary; of what may be a person, nothing."""
    codes: dict[str, str] = {}
    for entry in load_rows(folder / "petrarch_actors" / "countries.jsonl.gz"):
        for code in entry["codes"]:
            if len(code["code"]) == 3 and fold_name(entry["name"]) in COUNTRIES:
                codes.setdefault(code["code"], COUNTRIES[fold_name(entry["name"])])
    given = set((LEXICON / "given_names.txt").read_text("utf-8").splitlines())
    for entry in load_rows(folder / "petrarch_actors" / "milnonstate.jsonl.gz"):
        if not str(entry.get("note", "")).startswith("kkl"):  # the rest of that dictionary mixes groups with persons
            continue
        found = [codes[part] for code in entry["codes"] for part in code.get("parts", ())[:1] if part in codes]
        cut = [name.partition("(")[0].strip() for name in (entry["name"], *entry["aliases"])]
        names = [name for name in cut if find_country(name) is None and not may_be_person(name, given)]
        yield f"p{entry['line']}", list(dict.fromkeys(found)), [write_case(name, names) for name in names]


def may_be_person(name: str, given: set[str]) -> bool:
    """Whether a name begins with a given name and has no word by which groups call themselves."""
    first, *rest = fold_name(name).split() or [""]
    return first in given and bool(rest) and all(map(is_telling, take_apart(name).tokens))


def write_case(name: str, names: Iterable[str]) -> str:
    """Return a name that is all capitals as it is usually written; an abbreviation of another name stays."""
    if " " not in name and len(name) <= 7:
        initials = {
            "".join(w[0] for w in other.split() if w.casefold() not in SMALL or all_) for other in names for all_ in (0, 1)
        }
        if name in initials or not re.search(r"[AEIOU]", name) or len(name) <= 3 or any(c.isdigit() or c == "-" for c in name):
            return name
    words = [w if w in {"II", "III"} else w.casefold() if w.casefold() in SMALL else _capitalise(w) for w in name.split(" ")]
    return " ".join((words[0][:1].upper() + words[0][1:], *words[1:])) if words else name


def _capitalise(word: str) -> str:
    parts = re.split(r"([-/(])", word.casefold())
    return "".join(p if p in SMALL and len(parts) > 1 else p[:1].upper() + p[1:] for p in parts)


def join_petrarch(rows: dict[str, Row], folder: Path) -> None:
    """Add the dictionary's names to the actors of the same main name and country, and its other groups as their own.

    Overlapping aliases alone join nothing, and a name that another actor bears is not taken over.
    """
    by_bag: dict[tuple[str, ...], set[str]] = {}
    for row in rows.values():
        for name in row.names:
            by_bag.setdefault(bag_of(name), set()).add(row.id)
    for id_, countries, names in read_petrarch(folder):
        if not names:
            continue
        shared = count_shared(names, by_bag, is_placed=bool(countries))
        hits = [
            i
            for i, n in shared.items()
            if n > 1 and (not countries or not rows[i].countries or set(countries) & set(rows[i].countries))
        ]
        if len(hits) > 1:
            continue
        row = rows[hits[0]] if hits else Row(id_, "rebel_group", countries)
        for name in (n for n in names if not (by_bag.get(bag_of(n), set()) - {row.id})):
            row.add(name)
            rows[row.id] = row
            by_bag.setdefault(bag_of(name), set()).add(row.id)


def count_shared(names: list[str], by_bag: dict[tuple[str, ...], set[str]], *, is_placed: bool) -> Counter[str]:
    """Return actor to how much its names share with these: the main name counts twice, a single word in a known country only."""
    shared: Counter[str] = Counter()
    for position, bag in enumerate(dict.fromkeys(map(bag_of, names))):
        if len(bag) > 1 or (is_placed and len(bag[0]) > 2):
            shared.update(dict.fromkeys(by_bag.get(bag, ()), 2 if position == 0 else 1))
    return shared


def bag_of(name: str) -> tuple[str, ...]:
    """Return the name's words in one spelling, sorted."""
    return tuple(sorted(take_apart(name).tokens))


def join_additions(rows: dict[str, Row]) -> None:
    """Add what was written by hand; a state's names make a row of its id."""
    for line in ADDITIONS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        id_, kind, countries, names, *relations = line.split("\t")
        row = rows.get(id_)
        if row is None:
            row = rows[id_] = Row(id_, kind, [])
        row.countries += [country for country in countries.split(",") if country not in {"-", *row.countries}]
        row.relations += relations
        for part in names.split(" | "):
            name, _, time = part.partition(" {")
            row.add(name, time.removesuffix("}"))


def list_states(governments: dict[str, list[str]]) -> list[str]:
    """Return the rows of the states, with the names of their past that UCDP gives."""
    lines = []
    for line in COUNTRY_LIST.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        country, name, others = line.split("\t")
        ucdp = governments.get(country, [""])
        given = [n.removeprefix("Government of ").strip() for n in ucdp[1:]]
        past = [part.strip() for n in given for part in (n, *re.findall(r"\(([^()]+)\)", n), re.sub(r"\s*\([^()]*\)", "", n))]
        seen = {fold_name(n): n for n in reversed((*filter(None, others.split(" | ")), *past))}
        for shown in (fold_name(name), ""):
            seen.pop(shown, None)
        lines.append("\t".join((country, name, " | ".join(sorted(seen.values())), ucdp[0])))
    return sorted(lines)


def main() -> int:
    """Write both tables."""
    if len(sys.argv) not in {2, 3}:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) == 3 else RESOLVE / "registry"
    rows, governments = read_ucdp(folder)
    join_additions(rows)
    join_petrarch(rows, folder)
    out.mkdir(parents=True, exist_ok=True)
    lines = [rows[i].line() for i in sorted(rows, key=lambda i: (i[0], len(i), i))]
    (out / "actors.tsv").write_text("\n".join((HEADER["actors.tsv"], *lines, "")), "utf-8")
    (out / "states.tsv").write_text("\n".join((HEADER["states.tsv"], *list_states(governments), "")), "utf-8")
    print(f"{len(rows)} actors, of types {dict(Counter(row.type for row in rows.values()))}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
