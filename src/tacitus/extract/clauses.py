"""Clauses: a sentence as words and names, with brackets and dashes taken out as clauses of their own.

A name becomes one token (``ACTOR``, ``PERSON``, ...) that remembers its mention, so that a pattern reads
``{actor} 's branch`` whatever the actor is called. ``X (which includes A and B) took P`` becomes two clauses:
``X took P`` and ``X , which includes A and B``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from tacitus.errors import DataError
from tacitus.extract.document import SILENT_ZONES, Document, Sentence
from tacitus.extract.lexicon import load_table
from tacitus.extract.patterns import ACTOR, NAME, PERSON, PLACE, TIME
from tacitus.model import Mention, MentionForm, MentionKind, Span

TOKEN_OF: Final = {
    MentionKind.ACTOR: ACTOR,
    MentionKind.PERSON: PERSON,
    MentionKind.PLACE: PLACE,
    MentionKind.TIME: TIME,
    MentionKind.NATIONALITY: NAME,
}
YEAR_DIGITS: Final = 4
DEEPEST_BRACKET: Final = 8

_QUOTES: Final = frozenset('“”„‟"«»‘`*•▪◦‣·')
_DASHES: Final = frozenset("–—")
_PLAIN: Final = {"’s": "'s", "’": "'", "(": "(", ")": ")", "[": "(", "]": ")"}


@dataclass(slots=True)
class Clause:
    """Parallel lists: the words (lower case, or a name token), where they stand, and whose mention they are."""

    sentence: Sentence
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    mentions: list[Mention | None] = field(default_factory=list)

    def add(self, word: str, start: int, end: int, mention: Mention | None = None) -> None:
        """Append a token."""
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)
        self.mentions.append(mention)

    def copy_token(self, other: "Clause", index: int) -> None:
        """Append a token of another clause."""
        self.add(other.words[index], other.starts[index], other.ends[index], other.mentions[index])

    def entity(self, index: int) -> str:
        """Return the entity that the name at ``index`` stands for."""
        mention = self.mentions[index]
        return (mention.entity or "") if mention is not None else ""

    def span(self, first: int, last: int) -> Span:
        """Return the span from token ``first`` to token ``last``, both included."""
        return Span(start=min(self.starts[first], self.starts[last]), end=max(self.ends[first], self.ends[last]))

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The word classes of ``phrases.toml``."""

    determiners: frozenset[str]
    boundaries: frozenset[str]
    people: frozenset[str]
    heads: frozenset[str]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: frozenset[str]
    carriers: frozenset[str]
    negations: frozenset[str]
    former: frozenset[str]
    modals: frozenset[str]
    hedges: frozenset[str]
    relatives: frozenset[str]
    openers: frozenset[str]
    prepositions: frozenset[str]
    finite: frozenset[str]
    separators: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    role_nouns: frozenset[str]
    relational_nouns: frozenset[str]
    numbers: tuple[str, ...]
    formation_words: tuple[str, ...]
    task_words: tuple[str, ...]
    long_separators: tuple[tuple[str, ...], ...]
    coalition_words: tuple[str, ...]
    unit_wholes: tuple[str, ...]
    unit_words: tuple[str, ...]


_ORDERED: Final = frozenset(
    {"long_separators", "coalition_words", "unit_wholes", "unit_words", "numbers", "formation_words", "task_words"}
)


@cache
def load_phrases(folder: str | None) -> Phrases:
    """Return the closed word classes.

    Raises:
        DataError: a class is missing.
    """
    table = load_table("phrases", folder)
    for name in Phrases.__dataclass_fields__:
        if not isinstance(table.get(name), list):
            raise DataError(f"phrases.toml: {name}", got=repr(table.get(name)), expected="a list of words")
    sets = {name: frozenset(table[name]) for name in Phrases.__dataclass_fields__ if name not in _ORDERED}
    return Phrases(
        **sets,
        long_separators=tuple(tuple(phrase.split()) for phrase in table["long_separators"]),
        coalition_words=tuple(table["coalition_words"]),
        unit_wholes=tuple(table["unit_wholes"]),
        unit_words=tuple(table["unit_words"]),
        numbers=tuple(table["numbers"]),
        formation_words=tuple(table["formation_words"]),
        task_words=tuple(table["task_words"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which sentences are read: those with one of the triggers and two names, or a word of ``alone``.

    Attributes:
        triggers: words of which a sentence must have one.
        vocabulary: words that stay words where they are capitalised; other ones become ``NAME``.
        alone: words with which fewer than two names are enough.
        entries: the sentences whose subject stands before them, so that one name is enough.
    """

    triggers: frozenset[str]
    vocabulary: frozenset[str]
    alone: frozenset[str]
    entries: frozenset[int] = frozenset()


def read_clauses(
    document: Document, triggers: frozenset[str], vocabulary: frozenset[str], phrases: Phrases, alone: frozenset[str]
) -> Iterator[Clause]:
    """Yield the clauses of every sentence that has one of the triggers and two names, or a word of ``alone``, in text order.

    Capitalised words of ``vocabulary`` stay words; other ones become ``NAME``.
    """
    return search_clauses(document, Search(triggers=triggers, vocabulary=vocabulary, alone=alone), phrases)


def search_clauses(document: Document, search: Search, phrases: Phrases) -> Iterator[Clause]:
    """Yield the clauses of every sentence that is searched, in text order."""
    sentences = document.sentences
    groups = find_disguised(document, phrases)
    position = 0
    while position < len(sentences):
        sentence = sentences[position]
        position += 1
        if sentence.zone.kind in SILENT_ZONES or not sentence.tokens:
            continue
        parts = [sentence]
        if sentence.tokens[-1].text == ":":
            while position < len(sentences) and _is_item(document, sentences[position], parts[-1]):
                parts.append(sentences[position])
                position += 1
        span = Span(start=sentence.span.start, end=parts[-1].span.end)
        words = find_words(document.report.quote(span))
        if words.isdisjoint(search.triggers):
            continue
        if sentence.index not in search.entries and words.isdisjoint(search.alone) and not _has_two_names(document, span):
            continue
        yield from _take_apart(_read_tokens(document, parts, search.vocabulary, phrases, groups))


_WORD: Final = re.compile(r"[^\W_][\w'’]*(?:-[\w'’]+)*")


@lru_cache(maxsize=1024)
def find_words(text: str) -> frozenset[str]:
    """Return the lower-case words of a text; of a hyphenated one its last part (``-linked``) too.

    Several pattern books ask for the same sentences.
    """
    lower = text.lower().replace("’", "'")
    found = set(_WORD.findall(lower.replace("'s ", " 's ")))
    if "'s" in lower:
        found.add("'s")
    found.update(f"-{word.rpartition('-')[2]}" for word in tuple(found) if "-" in word)
    return frozenset(found)


def _has_two_names(document: Document, span: Span) -> bool:
    names = {m.entity for m in document.mentions_in(span, MentionKind.ACTOR, MentionKind.PERSON)}
    return len(names - {None}) > 1


def _is_item(document: Document, sentence: Sentence, before: Sentence) -> bool:
    """Whether the sentence is a short item of the list that a colon opened."""
    gap = document.text[before.span.end : sentence.span.start]
    return (
        sentence.zone is before.zone
        and "\n" in gap
        and len(sentence.tokens) <= 25
        and sentence.tokens[-1].text not in {":", "?", "!"}
        and sentence.tokens[0].text in {"•", "▪", "◦", "*", "‣", "·", "–", "-"}
    )


def find_disguised(document: Document, phrases: Phrases) -> frozenset[str]:
    """Return what was taken for a person and is none, because ``the`` stands before its name: ``the Gedo Darwish``."""
    text = document.text
    found: set[str] = set()
    for mention in document.mentions:
        if mention.kind is MentionKind.PERSON and mention.form is MentionForm.NAME and mention.entity is not None:
            start = mention.span.start
            name = text[start : mention.span.end].lower().split()
            before = text[max(0, start - 24) : start].lower().split()
            behind = text[mention.span.end : mention.span.end + 16].lower().split()
            is_called = bool(before) and (before[-1] == "the" or before[-1] in _GROUP_NOUNS or _names_class(before))
            is_classed = bool(behind) and behind[0].strip(".,") in _GROUP_NOUNS
            if name and name[0] not in phrases.adjectives and (is_called or is_classed):
                found.add(mention.entity)
    return frozenset(found)


_GROUP_NOUNS: Final = frozenset(
    {
        "group",
        "militia",
        "movement",
        "organisation",
        "organization",
        "coalition",
        "alliance",
        "cartel",
        "gang",
        "outfit",
        "faction",
    }
)


def _names_class(before: list[str]) -> bool:
    """Whether ``the alliance known as`` stands before a name."""
    return before[-2:] == ["known", "as"] and any(word in _GROUP_NOUNS for word in before[:-2])


def _read_tokens(
    document: Document, parts: list[Sentence], vocabulary: frozenset[str], phrases: Phrases, groups: frozenset[str]
) -> Clause:
    clause = Clause(sentence=parts[0])
    for number, sentence in enumerate(parts):
        if number and clause.words[-1] not in {":", ",", ";"}:
            clause.add(",", clause.ends[-1], clause.ends[-1])
        names = [m for m in document.mentions_in(sentence.span) if m.kind in TOKEN_OF and _stands_for_group(document, m, phrases)]
        names = [replace(m, kind=MentionKind.ACTOR) if m.entity in groups else m for m in names]
        _add_sentence(clause, sentence, names, vocabulary, phrases)
    return clause


def _is_relational(document: Document, mention: Mention, phrases: Phrases) -> bool:
    """Whether a name is only a relational noun with a word before it: ``Soum wing`` of ``the Soum wing of Y``."""
    text = document.text
    words = text[mention.span.start : mention.span.end].split()
    return len(words) < 3 and words[-1] in phrases.relational_nouns and text[mention.span.end : mention.span.end + 4] == " of "


def _stands_for_group(document: Document, mention: Mention, phrases: Phrases) -> bool:
    """Whether a mention can be one token: a noun phrase can where it points back, as in ``the group``, and says no relation."""
    if mention.form is MentionForm.NAME:
        return not _is_relational(document, mention, phrases)
    if mention.entity is None:
        return False
    if mention.form is MentionForm.PRONOUN:
        return document.report.quote(mention.span).lower() in phrases.pronouns
    text = document.text
    words = text[mention.span.start : mention.span.end].lower().split()
    before = text[max(0, mention.span.start - 12) : mention.span.start].lower().replace("’", "'").split()
    behind = text[mention.span.end : mention.span.end + 40].lower().split()[:2]
    is_owned = bool(before) and before[-1].endswith("'s")  # what another owns: "X's militia"
    is_qualified = behind[:1] == ["of"] and not behind[-1].endswith("ing")  # not "accuses the group of working with"
    is_subject = bool(behind) and behind[0] in phrases.finite and words[0] in phrases.determiners
    if is_owned or is_qualified or (words[-1] in phrases.relational_nouns and not is_subject):
        return False
    return not (words[0] in {"a", "an"} or (bool(before) and before[-1] in {"a", "an"}))


def _add_sentence(clause: Clause, sentence: Sentence, names: list[Mention], vocabulary: frozenset[str], phrases: Phrases) -> None:
    at = 0
    until = -1
    for token in sentence.tokens:
        while at < len(names) and names[at].span.end <= token.start:
            at += 1
        if at < len(names) and names[at].span.start < token.end and token.start < until:
            pass
        if at < len(names) and names[at].span.start < token.end and names[at].span.end > until:
            name = names[at]
            _add_name(clause, name, token.text, phrases)
            until = name.span.end
            at += 1
        if token.start < until:
            if token.end > until and token.text[until - token.start] == "-":
                rest = token.text[until - token.start :].lower()
                clause.add(rest, until, token.end)
                until = token.end
            continue
        _add_word(clause, token.text, token.start, token.end, vocabulary)


def _add_name(clause: Clause, name: Mention, text: str, phrases: Phrases) -> None:
    kind = TOKEN_OF[name.kind]
    start, end = name.span.start, name.span.end
    if kind in {ACTOR, PERSON} and name.entity is None:
        kind = NAME
    last = len(clause) - 1
    is_name = name.form is MentionForm.NAME
    if is_name and kind in {ACTOR, PERSON} and last >= 0 and clause.entity(last) == name.entity:
        clause.ends[last] = end  # a second name of the same thing right behind the first
        return
    clause.add(kind, start, end, name)
    if name.form is MentionForm.PRONOUN and text.lower() in phrases.possessives:
        clause.add("'s", end, end)


def _add_word(clause: Clause, text: str, start: int, end: int, vocabulary: frozenset[str]) -> None:
    if text in _QUOTES:
        return
    if text in {"'", "’"} and clause.words and clause.words[-1] in {ACTOR, PERSON, PLACE} and clause.ends[-1] == start:
        clause.add("'s", start, end)  # the possessive of a plural
        return
    if text == "," and clause.words[-3:-1] == [PERSON, ","] and clause.words[-1].isdigit():
        del clause.words[-2:], clause.starts[-2:], clause.ends[-2:], clause.mentions[-2:]  # an age: "X, 45, leader of Y"
    lower = text.lower()
    if "’" in lower:
        lower = lower.replace("’", "'")
    if lower == "whose" and clause.words:
        owner = _owner(clause)
        if owner is not None:
            clause.add(clause.words[owner], start, end, clause.mentions[owner])
            clause.add("'s", end, end)
            return
    if len(text) == YEAR_DIGITS and text.isdigit():
        clause.add(TIME, start, end)
    elif text[0].isupper() and clause.words and lower not in vocabulary:
        clause.add(NAME, start, end)
    else:
        clause.add(_PLAIN.get(lower, lower), start, end)


def _owner(clause: Clause) -> int | None:
    """Return the name that a ``whose`` at the end of the clause refers to: the last one, past a comma and a bracket."""
    index = len(clause) - 1
    if clause.words[index] == ",":
        index -= 1
    if index > 0 and clause.words[index] == ")":
        index -= 1
    return index if index >= 0 and clause.words[index] in {ACTOR, PERSON} else None


def _take_apart(whole: Clause) -> Iterator[Clause]:
    """Yield the clause without what stands in brackets or between dashes, then each of those with the name before it."""
    dashes = [i for i, word in enumerate(whole.words) if word in _DASHES]
    if not dashes and "(" not in whole.words:
        yield whole
        return
    opening, closing = set(dashes[:-1:2]), set(dashes[1::2])  # an odd last dash is a comma
    outer = Clause(sentence=whole.sentence)
    asides: list[Clause] = []
    stack = [outer]
    for index, word in enumerate(whole.words):
        if word == "(" or index in opening:
            aside = _open_aside(stack[-1], whole.starts[index])
            stack.append(aside)
            asides.append(aside)
        elif word == ")" or index in closing:
            del stack[max(1, len(stack) - 1) :]
        elif word in _DASHES:
            stack[-1].add(",", whole.starts[index], whole.ends[index])
        elif len(stack) <= DEEPEST_BRACKET:
            stack[-1].copy_token(whole, index)
    yield outer
    for aside in asides:
        if len({aside.entity(i) for i, word in enumerate(aside.words) if word in {ACTOR, PERSON}}) > 1:
            yield aside


def _open_aside(outer: Clause, start: int) -> Clause:
    """Return a new clause that begins with the name that the bracket speaks of."""
    aside = Clause(sentence=outer.sentence)
    owner = _name_before(outer)
    if owner is not None:
        aside.copy_token(outer, owner)
        aside.add(",", start, start)
    return aside


def _name_before(clause: Clause) -> int | None:
    """Return the name that a bracket right behind it speaks of."""
    for index in range(len(clause) - 1, max(-1, len(clause) - 3), -1):
        if clause.words[index] in {ACTOR, PERSON}:
            return index
    return None
