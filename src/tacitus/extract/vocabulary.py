"""The word lists of mention finding, made ready for look-up by token."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.lexicon import load_lines, load_table
from tacitus.model import ActorType, PlaceKind
from tacitus.text import fold_name

Phrases = dict[str, tuple[tuple[tuple[str, ...], Any], ...]]
"""First word -> (all words, value) of each phrase that starts with it, longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Sets and tables of folded words; see the TOML files for what each holds."""

    heads: dict[str, ActorType | None]
    foreign: dict[str, str]
    known: dict[str, ActorType | None]
    groups: dict[str, ActorType | None]
    forces: Phrases
    force_types: dict[str, ActorType]
    generic: Phrases
    type_words: tuple[tuple[ActorType, frozenset[str]], ...]
    described: dict[str, ActorType]
    no_acronyms: frozenset[str]
    ideals: frozenset[str]
    emblems: frozenset[str]
    possessives: frozenset[str]
    alias_cue: re.Pattern[str]
    alias_ends: frozenset[str]
    titles: frozenset[str]
    weak_titles: frozenset[str]
    roles: frozenset[str]
    speech: frozenset[str]
    given: frozenset[str]
    common: frozenset[str]
    places: dict[str, str]
    feature_after: Phrases
    feature_before: dict[str, PlaceKind]
    feature_words: dict[str, PlaceKind]
    prepositions: frozenset[str]
    weak_prepositions: frozenset[str]
    between: frozenset[str]
    directions: frozenset[str]
    capitals: dict[str, str]
    state_verbs: frozenset[str]
    demonyms: dict[str, str]
    demonym_starts: frozenset[str]
    items: Phrases
    makes: frozenset[str]
    same: tuple[tuple[str, ...], ...]
    known_names: frozenset[str]
    known_starts: frozenset[str]
    people: frozenset[str]
    ministries: frozenset[str]
    violence: frozenset[str]
    noun_classes: dict[str, str]
    definite_actors: frozenset[str]
    violent_actors: frozenset[str]
    acting_actors: frozenset[str]


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(pairs: list[tuple[str, Any]]) -> Phrases:
    table: dict[str, dict[tuple[str, ...], Any]] = {}
    for phrase, value in pairs:
        words = tuple(phrase.split())
        table.setdefault(words[0], {}).setdefault(words, value)
    return {first: tuple(sorted(rest.items(), key=lambda x: (-len(x[0]), x[0]))) for first, rest in table.items()}


def _typed(table: dict[str, Any]) -> list[tuple[str, ActorType]]:
    return [(word, ActorType(kind)) for kind, text in table.items() for word in (text.split() if isinstance(text, str) else text)]


@cache
def load_vocabulary(folder: str | None = None) -> Vocabulary:
    """Return the vocabulary of the packaged lexicons, or of the user's where ``folder`` has them."""
    actors, persons, places = (load_table(name, folder) for name in ("actors", "persons", "places"))
    groups = _load_groups(folder)
    known = {name: ActorType(kind) if kind else None for name, kind in actors["known"].items()}
    long_names = [n for n in (*known, *groups) if " " in n]
    features = [(w, PlaceKind(k)) for k, text in places["after"].items() for w in text.split()]
    phrases = [(w, PlaceKind(k)) for k, rows in places["after_phrases"].items() for w in rows]
    return Vocabulary(
        heads=_load_heads(actors),
        foreign=dict(actors["foreign"]),
        known=known,
        groups=groups,
        forces=_phrases(list(actors["demonym_forces"].items())),
        force_types={word: ActorType(kind) for word, kind in actors["demonym_types"].items()},
        generic=_phrases(_typed(actors["phrases"]) + _typed(actors["generic"])),
        type_words=tuple(
            (ActorType(kind), frozenset(w.replace("_", " ") for w in text.split())) for kind, text in actors["types"].items()
        ),
        described=dict(_typed(actors["described"])),
        no_acronyms=frozenset(actors["acronyms"]["none"].split()),
        ideals=frozenset(actors["ideals"]["words"].split()),
        emblems=frozenset(form for w in actors["emblems"]["words"].split() for form in (w, f"{w}s")),
        possessives=frozenset(actors["possessives"]["words"].split()),
        alias_cue=re.compile(r"(?:" + "|".join(actors["alias_cues"]["cues"]) + r")\s+(?:the\s+)?[“\"‘']?$", re.IGNORECASE),
        alias_ends=frozenset(actors["alias_cues"]["ends"].split()),
        titles=frozenset(persons["titles"]["words"].split()),
        weak_titles=frozenset(persons["titles"]["weak"].split()),
        roles=frozenset(persons["roles"]["words"].split()),
        speech=frozenset(persons["verbs"]["words"].split()),
        given=frozenset(load_lines("given_names.txt", folder)),
        common=frozenset(load_lines("common_words.txt", folder)),
        places=_load_places(places, folder),
        feature_after=_phrases(phrases + features),
        feature_before={w: PlaceKind(k) for k, text in reversed(places["before"].items()) for w in text.split()},
        feature_words=dict(features),
        prepositions=frozenset(places["cues"]["strong"].split()),
        weak_prepositions=frozenset(places["cues"]["weak"].split()),
        between=frozenset(places["cues"]["between"].split()),
        directions=frozenset(places["cues"]["directions"].split()),
        capitals=dict(pair.replace("_", " ").split("=") for pair in places["states"]["capitals"].split()),
        state_verbs=frozenset(places["states"]["verbs"].split()),
        demonyms=_load_demonyms(folder),
        demonym_starts=frozenset(name.split()[0] for name in _load_demonyms(folder) if " " in name),
        items=_load_items(folder),
        violence=frozenset(actors["violence"]["words"].split()),
        noun_classes={
            word.replace("_", " "): kind for kind, text in reversed(actors["nominals"].items()) for word in text.split()
        },
        definite_actors=frozenset(w.replace("_", " ") for w in actors["creates"]["definite"].split()),
        acting_actors=frozenset(w.replace("_", " ") for w in actors["creates"]["acting"].split()),
        violent_actors=frozenset(actors["creates"]["violent"].split()),
        same=tuple(tuple(group) for group in actors["same"]["groups"]),
        known_names=frozenset(long_names),
        known_starts=frozenset(n.split()[0] for n in long_names),
        people=frozenset(persons["known"]["words"].split()),
        ministries=frozenset(persons["known"]["ministries"].split()),
        makes=frozenset(fold_name(w) for w in load_table("equipment", folder)["makes"]["words"].split()),
    )


def _load_heads(actors: dict[str, Any]) -> dict[str, ActorType | None]:
    heads: dict[str, ActorType | None] = {}
    for kind, text in actors["heads"].items():
        for word in text.split():
            if "_" not in word:
                folded = fold_name(word) if "-" not in word else word
                for form in (folded, *_plural(folded)):
                    heads.setdefault(form, None if kind == "other" else ActorType(kind))
    return heads


def _plural(word: str) -> tuple[str, ...]:
    if word.endswith("s"):
        return ()
    return (word[:-1] + "ies",) if word.endswith("y") else (word + "s",)


def _load_groups(folder: str | None) -> dict[str, ActorType | None]:
    rows = (line.split("\t") for line in load_lines("group_names.tsv", folder))
    return {row[0]: ActorType(row[1]) for row in rows if len(row) == 2}


def _load_places(places: dict[str, Any], folder: str | None) -> dict[str, str]:
    names = {row[0]: row[1] for row in (line.split("\t") for line in load_lines("place_names.tsv", folder)) if len(row) == 2}
    for name in map(fold_name, places["region_names"]["names"]):
        names[name] = "m" if names.get(name) in {"l", "m"} else "a"
    names |= dict.fromkeys(map(fold_name, places["country_names"]["names"]), "c")
    for word in places["not_places"]["words"].split():
        names.pop(word, None)
    return names


def _load_demonyms(folder: str | None) -> dict[str, str]:
    table = load_table("demonyms", folder)
    return {fold_name(word): code for code, text in table["countries"].items() for word in text} | {
        fold_name(word): "" for word in table["peoples"]["words"]
    }


def _load_items(folder: str | None) -> Phrases:
    table = load_table("equipment", folder)
    pairs: list[tuple[str, str]] = []
    for kind in ("weapon", "equipment"):
        for phrase in [*table[kind]["phrases"], *table[kind]["words"].split()]:
            pairs.append((phrase, kind))
            if not phrase.endswith(("s", "munition")) or phrase.endswith("bus"):
                pairs.append((phrase + ("es" if phrase.endswith(("s", "x", "ch")) else "s"), kind))
            elif phrase.endswith("munition"):
                pairs.append((phrase + "s", kind))
    return _phrases(pairs)
