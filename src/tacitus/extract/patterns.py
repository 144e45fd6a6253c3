"""A pattern language over clauses: words, word classes and slots, read from lexicon files that users can change.

A pattern is a line such as ``{subject:actor} , {object:actor} 's [official] BRANCH [in {:place}]``:

    word            that word (lower case; also ``,`` ``:`` and the possessive ``'s``)
    CLASS           one of the words or phrases that ``[classes]`` of the file lists under that name
    (a b | c)       one of the sequences
    [a b | c]       one of the sequences, or nothing
    ...             up to six words with no comma and no name among them
    {role:sort}     a noun phrase whose head is of that sort: ``actor group person any coalition unit place time``;
                    a sort ending in ``s`` (``actors``) takes a whole coordinated list; without a role it is only matched;
                    ``groups`` is a list of actors that may hold names taken for persons
    {role:sort} ~   at the start of a pattern: the subject of the verb that follows, wherever it stands in the clause

Patterns are tried in the order of the file, and the first that reads a word keeps it (``shared = true`` leaves it to others).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tacitus.errors import DataError
from tacitus.extract.lexicon import load_table

GAP_WORDS: Final = 6
COPULA: Final = "BE"
"""The class whose words may be followed by adverbs and negations before the pattern goes on."""

SORTS: Final = frozenset({"actor", "group", "person", "any", "coalition", "unit", "place", "time"})

_PIECE: Final = re.compile(r"\{[^}]*\}|\.\.\.|[\[\]()|]|[^\s\[\](){}|]+")
_SLOT: Final = re.compile(r"\{(\w*):(\w+)\}")
_CLASS: Final = re.compile(r"[A-Z][A-Z_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """One token out of a set."""

    words: frozenset[str]
    is_copula: bool = False
    """Whether adverbs and negations may follow: ``is`` of ``is no longer part of``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty one makes it optional."""

    branches: tuple["Elements", ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A few free words."""

    most: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A noun phrase, or (``is_list``) a coordinated list of them."""

    role: str
    sort: str
    is_list: bool


Element = Words | Choice | Gap | Slot
Elements = tuple[Element, ...]
Classes = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A compiled pattern; ``values`` holds what the file says about it beside the pattern itself."""

    text: str
    order: int
    subject: Slot | None
    body: Elements
    anchors: frozenset[str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternBook:
    """The patterns of one file, found by a word that each cannot do without."""

    patterns: tuple[Pattern, ...]
    by_anchor: Mapping[str, tuple[Pattern, ...]]
    vocabulary: frozenset[str]
    table: Mapping[str, Any]

    def candidates(self, words: Sequence[str]) -> list[Pattern]:
        """Return the patterns that may match, in file order."""
        found: dict[int, Pattern] = {}
        for word in self.by_anchor.keys() & set(words):
            for pattern in self.by_anchor[word]:
                found[pattern.order] = pattern
        return [found[order] for order in sorted(found)]


@cache
def load_patterns(name: str, folder: str | None) -> PatternBook:
    """Return the patterns of the lexicon file ``name.toml``.

    Raises:
        DataError: the file, or a pattern in it, is wrong.
    """
    table = load_table(name, folder)
    where = f"{name}.toml"
    classes = _read_classes(table.get("classes", {}), where)
    common = frozenset(load_table("phrases", folder).get("common", ()))
    patterns: list[Pattern] = []
    for entry in table.get("pattern", ()):
        for text in entry.get("match", ()):
            subject, body = parse_pattern(text, classes, f"{where}: pattern {text!r}")
            anchors = _find_anchors(body, common)
            if not anchors:
                here = f"{where}: pattern {text!r}"
                raise DataError(here, got="only slots and optional words", expected="at least one word that must be there")
            order = len(patterns)
            patterns.append(Pattern(text=text, order=order, subject=subject, body=body, anchors=anchors, values=entry))
    index: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in sorted(pattern.anchors):
            index.setdefault(word, []).append(pattern)
    vocabulary = frozenset(word for pattern in patterns for word in _words_of(pattern.body))
    by_anchor = {word: tuple(found) for word, found in index.items()}
    return PatternBook(patterns=tuple(patterns), by_anchor=by_anchor, vocabulary=vocabulary, table=table)


def _read_classes(table: Mapping[str, Any], where: str) -> Classes:
    """Return each class as its phrases; a class may name classes that stand before it in the file."""
    classes: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name, phrases in table.items():
        if not _CLASS.fullmatch(name) or not isinstance(phrases, list) or not phrases:
            raise DataError(f"{where}: classes.{name}", got=repr(phrases), expected="CAPITALS = [words or phrases]")
        found: list[tuple[str, ...]] = []
        for phrase in phrases:
            found += classes[phrase] if phrase in classes else [tuple(str(phrase).split())]
        classes[name] = tuple(dict.fromkeys(found))
    return classes


def parse_pattern(text: str, classes: Classes, here: str) -> tuple[Slot | None, Elements]:
    """Return the subject slot (``{...} ~``) and the elements of a pattern.

    Raises:
        DataError: the pattern is wrong; ``here`` names it.
    """
    pieces = _PIECE.findall(text)
    subject: Slot | None = None
    if "~" in pieces:
        if pieces.index("~") != 1 or pieces.count("~") > 1 or not pieces[0].startswith("{"):
            raise DataError(here, got="a ~ elsewhere", expected="~ only after a slot at the start")
        subject = _read_slot(pieces[0], here)
        pieces = pieces[2:]
    body, at = _read_elements(pieces, 0, classes, here)
    if at != len(pieces):
        raise DataError(here, got=repr(pieces[at]), expected="brackets that open and close in pairs")
    return subject, body


def _read_elements(pieces: Sequence[str], at: int, classes: Classes, here: str) -> tuple[Elements, int]:
    found: list[Element] = []
    while at < len(pieces) and pieces[at] not in {")", "]", "|"}:
        if pieces[at] in {"(", "["}:
            choice, at = _read_choice(pieces, at, classes, here)
            found.append(choice)
            continue
        found.append(_read_element(pieces[at], classes, here))
        at += 1
    return tuple(found), at


def _read_choice(pieces: Sequence[str], at: int, classes: Classes, here: str) -> tuple[Choice, int]:
    closing = ")" if pieces[at] == "(" else "]"
    branches: list[Elements] = []
    at += 1
    while True:
        branch, at = _read_elements(pieces, at, classes, here)
        branches.append(branch)
        if at >= len(pieces) or pieces[at] not in {"|", closing}:
            raise DataError(here, got="an open bracket", expected=f"a closing {closing!r}")
        at += 1
        if pieces[at - 1] == closing:
            break
    if closing == "]":
        branches.append(())
    return Choice(tuple(branches)), at


def _read_element(piece: str, classes: Classes, here: str) -> Element:
    if piece == "...":
        return Gap(GAP_WORDS)
    if piece.startswith("{"):
        return _read_slot(piece, here)
    if not _CLASS.fullmatch(piece):
        return Words(frozenset({piece}))
    if piece not in classes:
        raise DataError(here, got=f"the class {piece}", expected=f"one of {', '.join(sorted(classes))}")
    phrases = classes[piece]
    single = frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)
    longer = sorted((phrase for phrase in phrases if len(phrase) > 1), key=len, reverse=True)
    if not longer:
        return Words(single, is_copula=piece == COPULA)
    branches: list[Elements] = [tuple(Words(frozenset({word})) for word in phrase) for phrase in longer]
    if single:
        branches.append((Words(single, is_copula=piece == COPULA),))
    return Choice(tuple(branches))


def _read_slot(piece: str, here: str) -> Slot:
    match = _SLOT.fullmatch(piece)
    if match is None:
        raise DataError(here, got=piece, expected="a slot such as {subject:actor}")
    role, sort = match.groups()
    is_list = sort.endswith("s") and sort[:-1] in SORTS
    sort = sort[:-1] if is_list else sort
    if sort not in SORTS:
        raise DataError(here, got=f"the sort {sort!r}", expected=f"one of {', '.join(sorted(SORTS))}")
    return Slot(role, sort, is_list)


def _find_anchors(body: Elements, common: frozenset[str]) -> frozenset[str]:
    """Return the words of which one must stand in any text that matches: the element with the fewest common words."""
    best: frozenset[str] = frozenset()
    rank = (1, 1 << 30)
    for element in body:
        if isinstance(element, Words):
            words = element.words
        elif isinstance(element, Choice) and all(element.branches):
            parts = [_find_anchors(branch, common) for branch in element.branches]
            if not all(parts):
                continue
            words = frozenset(word for part in parts for word in part)
        else:
            continue
        found = (int(bool(words & common)), len(words))
        if not best or found < rank:
            best, rank = words, found
    return best


def _words_of(body: Elements) -> Iterator[str]:
    for element in body:
        if isinstance(element, Words):
            yield from element.words
        elif isinstance(element, Choice):
            for branch in element.branches:
                yield from _words_of(branch)
