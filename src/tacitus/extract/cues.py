"""Relational nouns, verbs and phrases, read from ``lexicon/cues.toml``: words that tie two actors, and how.

Where ``relations.toml`` spells out whole wordings, here a word of a class (``commander``, ``splinter``, ``join``) says which
relation it stands for, and ``frames.py`` knows the ways in which a noun or a verb takes its two sides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from tacitus.errors import DataError
from tacitus.extract.lexicon import load_table
from tacitus.model import RelationType

BELONGS: Final = "belongs"
"""The pseudo-relation ``member_of`` or ``part_of``, by what the whole is."""


class CueForm(StrEnum):
    """What sort of word a cue is."""

    NOUN = "noun"
    PLURAL = "plural"
    FINITE = "finite"
    PARTICIPLE = "participle"
    ACTIVE = "active"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a cue says of its two sides.

    Attributes:
        group: the relation where the subject is a group; None: a group cannot be the subject.
        person: the relation where the subject is a person; None: a person cannot be the subject.
        lesser: the relation where the noun is one of many (``a commander of X``); None: the same.
        prepositions: those that bring in the other side of a noun.
        is_reversed: whether what the cue is said of is the object: ``X is an alliance of A and B``.
        is_mutual: whether it holds between the members of a plural subject.
        takes_persons: whether the other side may be a person.
        only_mutual: whether it is only said of a plural subject and each other.
        is_state: whether a verb in the past tells nothing lasting, save with a length of time: ``fought it for ten years``.
        needs_coalition: whether a lone subject calls for an object that is a coalition: ``X formed the Y alliance``.
        default: for ``belongs``: the relation where neither whole nor part tells.
        score: how often it is right.
    """

    group: str | None
    person: str | None
    lesser: str | None
    prepositions: frozenset[str]
    is_reversed: bool
    is_mutual: bool
    takes_persons: bool
    only_mutual: bool
    is_state: bool
    needs_coalition: bool
    default: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word or phrase that ties; ``inner`` is where a direct object may stand in it: ``fold A into B``."""

    words: tuple[str, ...]
    form: CueForm
    tie: Tie
    inner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueBook:
    """The cues by first word, longest first."""

    by_first: Mapping[str, tuple[Cue, ...]]
    triggers: frozenset[str]
    vocabulary: frozenset[str]
    lists: Mapping[str, frozenset[str]]


@cache
def load_cues(folder: str | None) -> CueBook:
    """Return the cues of ``cues.toml``.

    Raises:
        DataError: an entry is wrong.
    """
    table = load_table("cues", folder)
    common = frozenset(load_table("phrases", folder).get("common", ()))
    index: dict[str, list[Cue]] = {}
    for number, entry in enumerate(table.get("tie", ()), start=1):
        for cue in _read_entry(entry, f"cues.toml: tie {number}"):
            index.setdefault(cue.words[0], []).append(cue)
    for cues in index.values():
        cues.sort(key=lambda cue: -len(cue.words))
    every = [cue for cues in index.values() for cue in cues]
    lists = {name: frozenset(words) for name, words in table.get("lists", {}).items()}
    return CueBook(
        by_first={word: tuple(cues) for word, cues in index.items()},
        triggers=frozenset(max(cue.words, key=lambda word: (word not in common, len(word))) for cue in every),
        vocabulary=frozenset(word for cue in every for word in cue.words).union(*lists.values()),
        lists=lists,
    )


def _read_entry(entry: Mapping[str, Any], here: str) -> Iterator[Cue]:
    known = {BELONGS, *RelationType}
    for name in ("group", "person", "lesser"):
        if entry.get(name) is not None and entry[name] not in known:
            raise DataError(f"{here}: {name}", got=repr(entry[name]), expected=f"one of {', '.join(sorted(known))}")
    score = entry.get("score", 0.7)
    if not isinstance(score, int | float) or not 0 <= score <= 1:
        raise DataError(f"{here}: score", got=repr(score), expected="a number from 0 to 1")
    tie = Tie(
        group=entry.get("group"),
        person=entry.get("person"),
        lesser=entry.get("lesser"),
        prepositions=frozenset(entry.get("prepositions", ("of",))),
        is_reversed=bool(entry.get("reversed", False)),
        is_mutual=bool(entry.get("mutual", False)),
        takes_persons=bool(entry.get("takes_persons", False)),
        only_mutual=bool(entry.get("only_mutual", False)),
        is_state=bool(entry.get("state", False)),
        needs_coalition=bool(entry.get("needs_coalition", False)),
        default=entry.get("default", RelationType.MEMBER_OF),
        score=float(score),
    )
    for word in entry.get("nouns", ()):
        *before, last = word.split()
        yield Cue(words=(*before, last), form=CueForm.NOUN, tie=tie)
        yield Cue(words=(*before, make_plural(last)), form=CueForm.PLURAL, tie=tie)
    for phrase in entry.get("phrases", ()):
        yield Cue(words=tuple(phrase.split()), form=CueForm.PHRASE, tie=tie)
    for spec in entry.get("verbs", ()):
        yield from _read_verb(spec, tie)


def _read_verb(spec: str, tie: Tie) -> Iterator[Cue]:
    """Yield a cue for each form of a verb such as ``break/broke/broken away from`` or ``fold ~ into``."""
    verb, *rest = spec.split()
    inner = 1 + rest.index("~") if "~" in rest else None
    behind = tuple(word for word in rest if word != "~")
    base, *irregular = verb.split("/")
    past = irregular[0] if irregular else make_past(base)
    participle = irregular[1] if len(irregular) > 1 else past
    for word in dict.fromkeys((base, make_third(base))):
        yield Cue(words=(word, *behind), form=CueForm.FINITE, tie=tie, inner=inner)
    if participle != past:
        yield Cue(words=(past, *behind), form=CueForm.FINITE, tie=tie, inner=inner)
    yield Cue(words=(participle, *behind), form=CueForm.PARTICIPLE, tie=tie, inner=inner)
    yield Cue(words=(make_active(base, past), *behind), form=CueForm.ACTIVE, tie=tie, inner=inner)


_VOWELS: Final = "aeiou"


def _ends_in_consonant_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS


def make_plural(noun: str) -> str:
    """Return the plural of a regular noun; ``-man`` becomes ``-men``."""
    if noun.endswith("man"):
        return f"{noun[:-2]}en"
    return make_third(noun)


def make_third(base: str) -> str:
    """Return a verb's form for he, she, it."""
    if _ends_in_consonant_y(base):
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"


def _is_short(base: str) -> bool:
    """Whether the last consonant of a verb is doubled: ``split``, ``quit``."""
    vowels = sum(letter in _VOWELS for letter in base)
    return vowels == 1 and len(base) > 2 and base[-1] not in f"{_VOWELS}wxy" and base[-2] in _VOWELS


def make_past(base: str) -> str:
    """Return the past of a regular verb."""
    if base.endswith("e"):
        return f"{base}d"
    if _ends_in_consonant_y(base):
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if _is_short(base) else f"{base}ed"


def make_active(base: str, past: str) -> str:
    """Return the form in ``-ing``."""
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return f"{base[:-1]}ing"
    is_doubled = past == f"{base}{base[-1]}ed" or _is_short(base)
    return f"{base}{base[-1]}ing" if is_doubled else f"{base}ing"
