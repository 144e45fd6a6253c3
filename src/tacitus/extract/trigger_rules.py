"""The rules of ``lexicon/incidents.toml``: which words tell of what, and the classes of words that their conditions name."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tacitus.extract.lexicon import load_table

ACTOR_TAG, NAMED_TAG, PERSON_TAG, PLACE_TAG = "<actor>", "<named>", "<person>", "<place>"
PRONOUN_TAG, NUMBER_TAG, UNKNOWN_TAG = "<pronoun>", "<number>", "<unknown>"

_TAGS_OF_CLASS = {
    "place": {PLACE_TAG, UNKNOWN_TAG},
    "town_like": {PLACE_TAG, UNKNOWN_TAG},
    "person": {PERSON_TAG},
    "person_only": {PERSON_TAG},
    "fighters": {ACTOR_TAG, UNKNOWN_TAG},
    "troops": {NAMED_TAG, UNKNOWN_TAG},
    "group": {ACTOR_TAG, UNKNOWN_TAG},
    "group_named": {NAMED_TAG},
    "unknown_only": {UNKNOWN_TAG},
    "named": {NAMED_TAG, UNKNOWN_TAG},
    "civilians": set[str](),
    "pronoun": {PRONOUN_TAG},
    "any_people": {ACTOR_TAG, PERSON_TAG, NUMBER_TAG, PRONOUN_TAG},
    "attackable": {ACTOR_TAG, PERSON_TAG, PLACE_TAG, PRONOUN_TAG, UNKNOWN_TAG},
}
_WORDS_OF_CLASS = {
    "person": ("civilians", "fighters"),
    "person_only": ("civilians", "fighters"),
    "any_people": ("civilians", "fighters", "crowd"),
    "attackable": ("attackable", "place", "fighters", "civilians", "property", "base", "group", "military_targets"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the lexicon."""

    type: str
    order: int
    object: tuple[str, ...] = ("any",)
    subject: tuple[str, ...] = ("any",)
    near: frozenset[str] = frozenset()
    roles: tuple[str, str] = ("actor", "target")
    preps: dict[str, str] = field(default_factory=dict)
    voice: str | None = None
    transitive: bool = False
    founding: bool = False
    weak: bool = False
    copula: bool = False
    generic: bool = False
    alone: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLexicon:
    """The lexicon ``incidents``, indexed by the first word of each trigger."""

    verbs: dict[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    nouns: dict[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    classes: dict[str, frozenset[str]]
    class_tags: dict[str, frozenset[str]]
    refine: dict[str, frozenset[str]]
    weapons: dict[str, tuple[tuple[str, ...], ...]]
    idioms: dict[str, tuple[tuple[str, ...], ...]]


@cache
def load_incidents(folder: str | None = None) -> IncidentLexicon:
    """Return the lexicon ``incidents``."""
    table = load_table("incidents", folder)
    classes = {name: frozenset(words) for name, words in table["classes"].items()}
    words = dict(classes)
    for name, parts in _WORDS_OF_CLASS.items():
        words[name] = frozenset().union(*(classes[part] for part in parts))
    return IncidentLexicon(
        verbs=_index(table["verb"], weak=False),
        nouns=_index(table["noun"], weak=True),
        classes=words,
        class_tags={name: frozenset(tags) for name, tags in _TAGS_OF_CLASS.items()},
        refine={name: frozenset(w) for name, w in table["refine"].items()},
        weapons=_by_first(table["weapons"]["words"]),
        idioms=_by_first(table["idioms"]["phrases"]),
    )


def _by_first(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p.split()), p)):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(rows) for first, rows in found.items()}


def _index(rows: list[dict[str, Any]], *, weak: bool) -> dict[str, tuple[tuple[tuple[str, ...], Rule], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    for order, row in enumerate(rows):
        roles = row.get("roles", {})
        rule = Rule(
            type=row["type"],
            order=order,
            object=tuple(row.get("object", ["any"])),
            subject=tuple(row.get("subject", ["any"])),
            near=frozenset(row.get("near", [])),
            roles=(roles.get("subject", "actor"), roles.get("object", "place" if weak else "target")),
            preps=dict(row.get("preps", {})),
            voice=row.get("voice"),
            transitive=row.get("transitive", False),
            founding=row.get("founding", False),
            weak=weak,
            copula=row.get("copula", False),
            generic=row.get("generic", False),
            alone=row.get("alone", False),
            without=frozenset(row.get("without", [])),
        )
        for phrase in row["words"]:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words[1:], rule))
    return {first: tuple(sorted(pairs, key=lambda p: (p[1].order, -len(p[0])))) for first, pairs in found.items()}
