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
from itertools import product
from typing import Any, Final

from tacitus.errors import DataError
from tacitus.extract.lexicon import load_table

GAP_WORDS: Final = 6
COPULA: Final = "BE"
"""The class whose words may be followed by adverbs and negations before the pattern goes on."""

LONGEST_PHRASE: Final = 6
MOST_PHRASES: Final = 400
"""Alternatives of plain words are spelled out up to this size, because one look-up is quicker than trying each."""

ACTOR: Final = "{actor}"
PERSON: Final = "{person}"
PLACE: Final = "{place}"
TIME: Final = "{time}"
NAME: Final = "{name}"
"""A capitalised word or a nationality that is no mention of an actor: it can stand inside a noun phrase."""

TOKENS: Final = {
    "actor": frozenset({ACTOR}),
    "coalition": frozenset({ACTOR}),
    "unit": frozenset({ACTOR}),
    "person": frozenset({PERSON}),
    "any": frozenset({ACTOR, PERSON}),
    "group": frozenset({ACTOR, PERSON}),
    "place": frozenset({PLACE}),
    "time": frozenset({TIME}),
}
"""The tokens of a clause that a slot of each sort takes."""

SORTS: Final = frozenset(TOKENS)

_PIECE: Final = re.compile(r"\{[^}]*\}|\.\.\.|[\[\]()|]|[^\s\[\](){}|]+")
_SLOT: Final = re.compile(r"\{(\w*):(\w+)\}")
_CLASS: Final = re.compile(r"[A-Z][A-Z_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """One of several words or phrases, found by its first word; ``is_optional``: or nothing."""

    by_first: Mapping[str, tuple[tuple[str, ...], ...]]
    is_optional: bool = False
    is_copula: bool = False
    """Whether adverbs and negations may follow: ``is`` of ``is no longer part of``."""

    def phrases(self) -> Iterator[tuple[str, ...]]:
        """Yield the phrases, longest first for each first word."""
        for phrases in self.by_first.values():
            yield from phrases


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several bodies; an empty one makes it optional."""

    branches: tuple["Body", ...]


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


@dataclass(frozen=True, slots=True)
class Body:
    """Elements in sequence; ``firsts[i]`` are the words that elements ``i`` on can start with, None where any can."""

    elements: tuple[Element, ...]
    firsts: tuple[frozenset[str] | None, ...]


Classes = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A compiled pattern; ``values`` holds what the file says about it beside the pattern itself."""

    text: str
    order: int
    subject: Slot | None
    body: Body
    anchors: frozenset[str]
    needed: tuple[frozenset[str], ...]
    """Of each of these sets, one word must stand in the clause."""
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternBook:
    """The patterns of one file, found by a word that each cannot do without."""

    patterns: tuple[Pattern, ...]
    by_anchor: Mapping[str, tuple[Pattern, ...]]
    triggers: frozenset[str]
    vocabulary: frozenset[str]
    table: Mapping[str, Any]

    def candidates(self, words: Sequence[str]) -> list[Pattern]:
        """Return the patterns that may match, in file order."""
        present = set(words)
        found: dict[int, Pattern] = {}
        for word in self.by_anchor.keys() & present:
            for pattern in self.by_anchor[word]:
                for needed in pattern.needed:
                    if needed.isdisjoint(present):
                        break
                else:
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
            words_needed = tuple(_needed_words(body))
            needed = (*words_needed, *_needed_names(subject, body))
            anchors = min(words_needed, key=lambda words: (not words.isdisjoint(common), len(words)), default=frozenset())
            if not anchors:
                here = f"{where}: pattern {text!r}"
                raise DataError(here, got="only slots and optional words", expected="at least one word that must be there")
            order = len(patterns)
            patterns.append(
                Pattern(text=text, order=order, subject=subject, body=body, anchors=anchors, needed=needed, values=entry)
            )
    index: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in sorted(pattern.anchors):
            index.setdefault(word, []).append(pattern)
    vocabulary = frozenset(word for pattern in patterns for word in _words_of(pattern.body))
    by_anchor = {word: tuple(found) for word, found in index.items()}
    return PatternBook(
        patterns=tuple(patterns), by_anchor=by_anchor, triggers=frozenset(by_anchor), vocabulary=vocabulary, table=table
    )


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


def parse_pattern(text: str, classes: Classes, here: str) -> tuple[Slot | None, Body]:
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
    elements, at = _read_elements(pieces, 0, classes, here)
    if at != len(pieces):
        raise DataError(here, got=repr(pieces[at]), expected="brackets that open and close in pairs")
    return subject, make_body(elements)


def make_body(elements: Sequence[Element]) -> Body:
    """Return the elements with the words that each tail can start with."""
    firsts: list[frozenset[str] | None] = []
    after: frozenset[str] | None = None
    for element in reversed(elements):
        after = _firsts_of(element, after)
        firsts.append(after)
    return Body(tuple(elements), tuple(reversed(firsts)))


def _firsts_of(element: Element, after: frozenset[str] | None) -> frozenset[str] | None:
    if isinstance(element, Words):
        own = frozenset(element.by_first)
        if not element.is_optional:
            return own
        return None if after is None else own | after
    if isinstance(element, Choice):
        found: frozenset[str] = frozenset()
        for branch in element.branches:
            first = branch.firsts[0] if branch.elements else after
            if first is None:
                return None
            found |= first
        return found
    return None


def _read_elements(pieces: Sequence[str], at: int, classes: Classes, here: str) -> tuple[list[Element], int]:
    found: list[Element] = []
    while at < len(pieces) and pieces[at] not in {")", "]", "|"}:
        if pieces[at] in {"(", "["}:
            choice, at = _read_choice(pieces, at, classes, here)
            found.append(choice)
            continue
        found.append(_read_element(pieces[at], classes, here))
        at += 1
    return found, at


def _read_choice(pieces: Sequence[str], at: int, classes: Classes, here: str) -> tuple[Words | Choice | Gap, int]:
    closing = ")" if pieces[at] == "(" else "]"
    branches: list[list[Element]] = []
    at += 1
    while True:
        branch, at = _read_elements(pieces, at, classes, here)
        branches.append(branch)
        if at >= len(pieces) or pieces[at] not in {"|", closing}:
            raise DataError(here, got="an open bracket", expected=f"a closing {closing!r}")
        at += 1
        if pieces[at - 1] == closing:
            break
    is_optional = closing == "]"
    if is_optional and len(branches) == 1 and len(branches[0]) == 1 and isinstance(branches[0][0], Gap):
        return branches[0][0], at  # a gap may be empty anyway
    if all(len(branch) <= LONGEST_PHRASE and all(_is_plain(element) for element in branch) for branch in branches):
        phrases = [phrase for branch in branches for phrase in _spell_out(branch)]
        if all(phrases) and len(phrases) <= MOST_PHRASES:
            return make_words(phrases, is_optional=is_optional), at
    bodies = [make_body(branch) for branch in branches]
    return Choice((*bodies, make_body([])) if is_optional else tuple(bodies)), at


def _is_plain(element: Element) -> bool:
    return isinstance(element, Words) and not element.is_copula and not element.is_optional


def _spell_out(branch: Sequence[Element]) -> Iterator[tuple[str, ...]]:
    """Yield every phrase that a branch of plain words stands for."""
    choices = [list(element.phrases()) for element in branch if isinstance(element, Words)]
    for chosen in product(*choices):
        yield tuple(word for phrase in chosen for word in phrase)


def make_words(phrases: Sequence[tuple[str, ...]], *, is_optional: bool = False, is_copula: bool = False) -> Words:
    """Return the phrases as one element."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(dict.fromkeys(phrases), key=lambda p: (-len(p), p)):
        index.setdefault(phrase[0], []).append(phrase)
    return Words({word: tuple(found) for word, found in index.items()}, is_optional, is_copula)


def _read_element(piece: str, classes: Classes, here: str) -> Element:
    if piece == "...":
        return Gap(GAP_WORDS)
    if piece.startswith("{"):
        return _read_slot(piece, here)
    if not _CLASS.fullmatch(piece):
        return make_words([(piece,)])
    if piece not in classes:
        raise DataError(here, got=f"the class {piece}", expected=f"one of {', '.join(sorted(classes))}")
    return make_words(classes[piece], is_copula=piece == COPULA)


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


def _needed_words(body: Body) -> Iterator[frozenset[str]]:
    """Yield sets of words of which each text that matches has at least one."""
    for element in body.elements:
        if isinstance(element, Words):
            if not element.is_optional:
                yield frozenset(max(phrase, key=len) for phrase in element.phrases())
        elif isinstance(element, Choice) and all(branch.elements for branch in element.branches):
            parts = [next(_needed_words(branch), frozenset[str]()) for branch in element.branches]
            if all(parts):
                yield frozenset(word for part in parts for word in part)


def _needed_names(subject: Slot | None, body: Body) -> Iterator[frozenset[str]]:
    """Yield the name tokens without which a pattern's slots stay empty."""
    slots = [element for element in body.elements if isinstance(element, Slot)]
    for slot in [subject, *slots] if subject is not None else slots:
        if not slot.is_list:  # a list may be of plurals, which are no names
            yield TOKENS[slot.sort]


def _words_of(body: Body) -> Iterator[str]:
    for element in body.elements:
        if isinstance(element, Words):
            for phrase in element.phrases():
                yield from phrase
        elif isinstance(element, Choice):
            for branch in element.branches:
                yield from _words_of(branch)
