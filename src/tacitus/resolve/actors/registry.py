"""The registry of known actors that comes with the package, and a person's own beside it."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from tacitus.errors import DataError
from tacitus.ids import hash_parts
from tacitus.model import ActorType
from tacitus.resolve.actors.names import AIM, COUNTRY, KIND, NameKey, fold_name, initials_of, take_apart

FOLDER = Path(__file__).parents[1] / "registry"
ACTORS_FILE = FOLDER / "actors.tsv"
STATES_FILE = FOLDER / "states.tsv"
FORMER, ALSO = "former", "also"
WORLD = "*"
"""In place of a country: the actor is spoken of everywhere."""


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name with the time in which it was borne, ends included; ``is_former`` where it was given up at an unknown date."""

    name: str
    start: date | None = None
    end: date | None = None
    is_former: bool = False

    def is_borne_on(self, day: date) -> bool:
        """Whether the name was borne that day, as far as is known."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class RegisteredActor:
    """An actor of the registry; ``names`` has the main one first, ``relations`` pairs of a relation and another's id.

    ``is_registered`` is false of an actor of the record that stands beside those of the registry.
    """

    id: str
    type: ActorType | None
    countries: tuple[str, ...]
    names: tuple[DatedName, ...]
    relations: tuple[tuple[str, str], ...] = ()
    is_registered: bool = True

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0].name

    @property
    def title(self) -> str:
        """The main name; with an abbreviation a full one: borne since a day that is known, or of its initials."""
        letters = take_apart(self.name).letters
        full = [n for n in self.names if " " in n.name and not n.is_former and n.end is None and not take_apart(n.name).letters]
        if not letters or not full:
            return self.name
        best = max(full, key=lambda n: (n.start is not None, letters in initials_of(n.name)))
        return f"{best.name} ({self.name})"

    @property
    def home(self) -> str | None:
        """The country that is listed first, where there is one: where a report is that speaks of it and names no place."""
        return next((c for c in self.countries if c != WORLD), None)

    @property
    def country(self) -> str | None:
        """The country, where there is just one: a list of several is in no order."""
        return self.countries[0] if len(self.countries) == 1 and self.countries[0] != WORLD else None

    @property
    def actor_id(self) -> str:
        """The id of this actor in every record."""
        return make_actor_id(self.id)


@cache
def make_actor_id(registry_id: str) -> str:
    """Return the id that an actor of the registry has in every record."""
    return hash_parts("registry", registry_id)


@cache
def load_actors(path: Path = ACTORS_FILE) -> tuple[RegisteredActor, ...]:
    """Return the actors of a table in the registry's format, less names that only add to states.

    Raises:
        DataError: a line does not follow the format.
    """
    return tuple(row for row in _read(path) if row.type is not None)


@cache
def load_registry(own: str | None = None) -> dict[str, RegisteredActor]:
    """Return all actors by id, states, and those of a person's own table too, which outrank the package's of the same id.

    Raises:
        DataError: a line does not follow the format, or the file cannot be read.
    """
    tables = [*load_actors(), *([] if own is None else load_actors(Path(own)))]
    return {**{state.id: state for state in list_states()}, **{actor.id: actor for actor in tables}}


def _read(path: Path) -> list[RegisteredActor]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(str(path), got=f"a file that cannot be read ({error})", expected="a table of actors") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            rows.append(_read_line(line.split("\t"), f"{path}, line {number}"))
    return rows


def _read_line(cells: list[str], where: str) -> RegisteredActor:
    expected = "id, type, countries, names and relations, parted by tabs"
    if len(cells) not in {4, 5}:
        raise DataError(where, got=f"{len(cells)} cells", expected=expected)
    id_, kind, countries, names = (cell.strip() for cell in cells[:4])
    if kind not in {"-", *ActorType} or kind == ActorType.PERSON:
        raise DataError(
            where, got=f"the type {kind!r}", expected=f"- or one of {', '.join(t for t in ActorType if t != 'person')}"
        )
    read = tuple(_read_name(part, where) for part in names.split(" | ") if part.strip())
    if not id_ or not read:
        raise DataError(where, got="no id or no name", expected=expected)
    relations = tuple(tuple(pair.split(":", 1)) for pair in (cells[4].split() if len(cells) == 5 else ()))
    return RegisteredActor(
        id=id_,
        type=None if kind == "-" else ActorType(kind),
        countries=tuple(c for c in countries.split(",") if c and c != "-"),
        names=read,
        relations=tuple((pair[0], pair[1]) for pair in relations if len(pair) == 2),
    )


def _read_name(part: str, where: str) -> DatedName:
    name, brace, time = part.strip().partition(" {")
    if not brace:
        return DatedName(name)
    time = time.removesuffix("}")
    if time == FORMER:
        return DatedName(name, is_former=True)
    start, dots, end = time.partition("..")
    try:
        return DatedName(name, read_day(start) if start else None, read_day(end, is_last=True) if dots and end else None)
    except ValueError as error:
        raise DataError(where, got=f"{{{time}}}", expected="{former} or {FROM..UNTIL} of ISO dates") from error


def read_day(text: str, *, is_last: bool = False) -> date:
    """Return the first (or last) day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: no such date.
    """
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if is_last else 1)
    day = parts[2] if len(parts) > 2 else (monthrange(year, month)[1] if is_last else 1)
    return date(year, month, day)


_PARTS: dict[str, tuple[ActorType, str, tuple[frozenset[str], ...]]] = {
    "g": (ActorType.STATE_FORCES, "Government of {}", (frozenset({"@government"}),)),
    "m": (
        ActorType.STATE_FORCES,
        "Armed forces of {}",
        (
            *(frozenset({w}) for w in ("@army", "@military", "@force", "@soldiers")),
            frozenset({"@armed", "@force"}),
            frozenset({"@military", "@force"}),
            frozenset({"@security", "@force"}),
        ),
    ),
    "c": (ActorType.STATE_FORCES, "Police of {}", (frozenset({"@police"}), frozenset({"+national", "@police"}))),
    "l": (ActorType.STATE_FORCES, "Parliament of {}", (frozenset({"@parliament"}),)),
}
"""What a state consists of: the letter of its id, its type, its name, and the words that, beside the country, name it."""
_OF_WORDS = {words: part for part, (_, _, wordings) in _PARTS.items() for words in wordings}


@cache
def _load_state_names() -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Return country -> (name, other names, UCDP's id of its government)."""
    rows: dict[str, tuple[str, tuple[str, ...], str]] = {}
    for line in STATES_FILE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, name, others, ucdp = line.split("\t")
            rows[country] = (name, tuple(n for n in others.split(" | ") if n), ucdp)
    return rows


@cache
def list_states() -> tuple[RegisteredActor, ...]:
    """Return the government, the armed forces, the police and the parliament of every country."""
    added = {row.id: row.names for row in _read(ACTORS_FILE) if row.type is None}
    rows = []
    for country, (name, others, _) in _load_state_names().items():
        for part, (kind, wording, _) in _PARTS.items():
            names = tuple(DatedName(n) for n in (wording.format(name), *((name, *others) if part == "g" else ())))
            id_ = part + country
            relations = () if part == "g" else (("part_of", "g" + country),)
            rows.append(RegisteredActor(id_, kind, (country,), (*names, *added.get(id_, ())), relations))
    return tuple(rows)


@cache
def list_indexed(own: str | None = None) -> tuple[RegisteredActor, ...]:
    """Return the actors whose names are looked up: of states only what was added, since ``find_state`` knows the rest."""
    added = {row.id: row.names for row in _read(ACTORS_FILE) if row.type is None}
    actors = load_registry(own).values()
    kept = (replace(a, names=added[a.id]) if a.id in added else a for a in actors if a.id in added or not _is_state(a.id))
    return tuple(kept)


def _is_state(id_: str) -> bool:
    return len(id_) == 3 and id_[0] in _PARTS and id_[1:].isupper()


@cache
def _load_state_words() -> dict[str, str]:
    """Return folded name of a country -> country."""
    return {fold_name(n): c for c, (name, others, _) in _load_state_names().items() for n in (name, *others)}


def find_state(key: NameKey) -> str | None:
    """Return the id of the state's part that a name says in so many words ("Syrian army", "Government of Mali", "Russia")."""
    named = _load_state_words().get(key.folded.removeprefix("government of ").removeprefix("the "))
    if named is not None:
        return "g" + named
    countries = [token for token in key.tokens if token.startswith(COUNTRY)]
    if len(countries) != 1:
        return None
    rest = frozenset(token for token in key.tokens if token != countries[0])
    part = _OF_WORDS.get(rest)
    return None if part is None else part + countries[0].removeprefix(COUNTRY)


def is_telling(token: str) -> bool:
    """Whether a word tells a group from others: neither what it calls itself, nor what it wants, nor a country."""
    return token[:1] not in {KIND, AIM, COUNTRY}


def find_ucdp(number: str) -> str:
    """Return the registry's id of the actor that UCDP lists under a number: ``u234``, ``gML`` for Mali's government."""
    return _load_ucdp().get(number, "u" + number)


@cache
def _load_ucdp() -> dict[str, str]:
    """Return UCDP's numbers that are not the registry's: of governments, and of groups that it lists under two numbers."""
    governments = {ucdp: "g" + country for country, (_, _, ucdp) in _load_state_names().items() if ucdp}
    twice = {other.removeprefix("u"): row.id for row in load_actors() for relation, other in row.relations if relation == ALSO}
    return governments | twice
