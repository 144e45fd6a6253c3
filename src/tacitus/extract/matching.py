"""Matches patterns against clauses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.document import Document
from tacitus.extract.patterns import ACTOR, PERSON, TOKENS, Body, Choice, Gap, Pattern, PatternBook, Slot, Words
from tacitus.extract.phrases import Item, is_name, list_before, skip_heads
from tacitus.extract.slots import Slots
from tacitus.extract.subjects import Subject, find_subject, qualify
from tacitus.model import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filler:
    """What a slot took: the tokens of names, and the items of a list that were described without a name."""

    role: str
    heads: tuple[int, ...]
    plurals: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A pattern found in a clause. ``literals`` are the tokens that the pattern's own rarer words took."""

    pattern: Pattern
    clause: Clause
    first: int
    last: int
    fillers: tuple[Filler, ...]
    literals: tuple[int, ...]
    subject: Subject | None

    @property
    def core(self) -> Span:
        """Return the span of the pattern's own words, which carry what is said."""
        words = self.literals or (self.first, self.last)
        return self.clause.span(words[0], words[-1])

    def heads(self, role: str) -> tuple[int, ...]:
        """Return the tokens that fill a role."""
        return tuple(head for f in self.fillers if f.role == role for head in f.heads)

    def plurals(self, role: str) -> tuple[Item, ...]:
        """Return the unnamed members that fill a role."""
        return tuple(item for f in self.fillers if f.role == role for item in f.plurals)


_State = tuple[int, tuple[Filler, ...], tuple[int, ...]]


class Matcher:
    """Finds the patterns of one book in the clauses of one document."""

    def __init__(self, document: Document, book: PatternBook, phrases: Phrases) -> None:
        self.phrases = phrases
        self.book = book
        self.slots = Slots(document, phrases)
        self._failed: set[tuple[int, int, int]] = set()
        self.used: set[int] = set()
        """The words of the last clause that patterns have read."""

    def read(self, clause: Clause, take: Callable[[Match], list[T] | None]) -> Iterator[T]:
        """Yield what ``take`` makes of the matches in a clause, in file order.

        A word that one pattern read is not read by a later one. ``take`` returns an empty list where a match says nothing
        after all, which leaves its words to later patterns, and None where it says that nothing is to be said.
        """
        used = self.used = set()
        self.slots.forget()
        for pattern in self.book.candidates(clause.words):
            shared = bool(pattern.values.get("shared", False))
            for match in self._match(pattern, clause):
                if not shared and used.intersection(match.literals):
                    continue
                taken = take(match)
                if not shared and (taken is None or taken):
                    used.update(match.literals)
                yield from taken or ()

    def _match(self, pattern: Pattern, clause: Clause) -> Iterator[Match]:
        words = clause.words
        body = pattern.body
        first = body.elements[0]
        starts = TOKENS[first.sort] if isinstance(first, Slot) else body.firsts[0]
        at = 0
        self._failed.clear()
        while at < len(words):
            if starts is not None and words[at] not in starts:
                at += 1
                continue
            states = (state for state in self._states(body, clause, at) if state[0] > at)
            found = next((match for match in (self._finish(pattern, clause, at, state) for state in states) if match), None)
            if found is None:
                at += 1
                continue
            yield found
            at = max(at + 1, found.last if isinstance(body.elements[-1], Slot) else found.last + 1)

    def _finish(self, pattern: Pattern, clause: Clause, at: int, state: _State) -> Match | None:
        end, fillers, literals = state
        if isinstance(pattern.body.elements[-1], Slot) and end < len(clause) and clause.words[end][0] in "'-":
            return None  # not X itself, but something of X
        subject: Subject | None = None
        start = at
        if pattern.subject is not None:
            subject = find_subject(clause, at, self.phrases)
            if subject is None:
                return None
            subject = qualify(subject, clause.words[at + 1 : self._past_adverbs(clause, at + 1)], self.phrases)
            heads = self.slots.keep(clause, subject.heads, pattern.subject)
            plurals = subject.plurals if pattern.subject.is_list else ()
            if not heads and not plurals:
                return None
            if subject.role_noun is not None and not pattern.values.get("qualified", False):
                return None
            fillers = (Filler(pattern.subject.role, heads, plurals), *fillers)
            start = min((*heads, *(p.start for p in plurals), at))
        return Match(
            pattern=pattern, clause=clause, first=start, last=end - 1, fillers=fillers, literals=literals, subject=subject
        )

    def _states(self, body: Body, clause: Clause, at: int) -> Iterator[_State]:
        """Yield the ways in which the pattern matches from ``at`` on, the best first."""
        slot = body.elements[0]
        if not isinstance(slot, Slot) or not is_name(clause.words[at]):
            yield from self._sequence(body, 0, clause, (at, (), ()))
            return
        if not self.slots.keep(clause, (at,), slot):  # a slot at the start takes the name itself
            return
        firsts = body.firsts[1] if len(body.firsts) > 1 else None
        if firsts is not None and not self._goes_on(clause, at + 1, firsts):
            return
        filler = (self._filler_ending(slot, clause, at),) if slot.role else ()
        for end in dict.fromkeys((at + 1, skip_heads(clause, at, self.phrases))):
            yield from self._sequence(body, 1, clause, (end, filler, ()))

    def _filler_ending(self, slot: Slot, clause: Clause, at: int) -> Filler:
        """Return the name at ``at``, or the list that it ends."""
        if not slot.is_list:
            return Filler(slot.role, (at,))
        items = list_before(clause, at, self.phrases)
        heads = tuple(item.head for item in items if item.head is not None)
        return Filler(slot.role, self.slots.keep(clause, heads, slot), tuple(item for item in items if item.head is None))

    def _goes_on(self, clause: Clause, at: int, firsts: frozenset[str]) -> bool:
        words = clause.words
        if at < len(words) and words[at] in firsts:
            return True
        return at + 1 < len(words) and words[at] in self.phrases.heads and words[at + 1] in firsts

    def _sequence(self, body: Body, index: int, clause: Clause, state: _State) -> Iterator[_State]:
        plain = self._plain_words(body, index, clause, state)
        if plain is None:
            return
        index, state = plain
        if index == len(body.elements):
            yield state
            return
        place = (id(body), index, state[0])
        if place in self._failed:
            return
        has_found = False
        for following in self._steps(body, index, clause, state):
            for found in self._sequence(body, index + 1, clause, following):
                has_found = True
                yield found
        if not has_found:  # what stands behind this place does not depend on what was read before it
            self._failed.add(place)

    def _plain_words(self, body: Body, index: int, clause: Clause, state: _State) -> tuple[int, _State] | None:
        """Return where the pattern stands behind words that have one way to go on; None where they are not there."""
        words = clause.words
        at, fillers, literals = state
        while index < len(body.elements):
            firsts = body.firsts[index]
            if firsts is not None and (at >= len(words) or words[at] not in firsts):
                return None
            element = body.elements[index]
            if not isinstance(element, Words) or element.is_optional or element.is_copula:
                break
            phrases = element.by_first[words[at]]
            if len(phrases) > 1 or len(phrases[0]) > 1:
                break
            if words[at] not in _COMMON:
                literals = (*literals, at)
            at += 1
            index += 1
        return index, (at, fillers, literals)

    def _steps(self, body: Body, index: int, clause: Clause, state: _State) -> Iterator[_State]:
        element = body.elements[index]
        if isinstance(element, Words):
            yield from self._words(element, clause, state)
        elif isinstance(element, Choice):
            for branch in element.branches:
                yield from self._sequence(branch, 0, clause, state)
        elif isinstance(element, Gap):
            firsts = body.firsts[index + 1] if index + 1 < len(body.elements) else None
            yield from self._gap(element, clause, state, firsts)
        else:
            yield from self._slot(element, clause, state)

    def _words(self, element: Words, clause: Clause, state: _State) -> Iterator[_State]:
        at, fillers, literals = state
        words = clause.words
        for phrase in element.by_first.get(words[at], ()) if at < len(words) else ():
            size = len(phrase)
            if size > 1 and tuple(words[at : at + size]) != phrase:
                continue
            read = literals + tuple(i for i in range(at, at + size) if words[i] not in _COMMON)
            if element.is_copula:
                end = self._past_adverbs(clause, at + size)
                if end > at + size:
                    yield end, fillers, read
            yield at + size, fillers, read
        if element.is_optional:
            yield state

    def _past_adverbs(self, clause: Clause, at: int) -> int:
        words = clause.words
        phrases = self.phrases
        while at < len(words) and (
            words[at] in phrases.negations or words[at] in phrases.former or words[at] in phrases.adverbs or words[at] == "longer"
        ):
            at += 1
        return at

    def _gap(self, gap: Gap, clause: Clause, state: _State, firsts: frozenset[str] | None) -> Iterator[_State]:
        """Yield each extent of the gap behind which the pattern can go on."""
        at, fillers, literals = state
        words = clause.words
        for end in range(at, min(len(words), at + gap.most + 1)):
            word = words[end]
            if firsts is None or word in firsts:
                yield end, fillers, literals
            if word in _ENDS_GAP:
                return

    def _slot(self, slot: Slot, clause: Clause, state: _State) -> Iterator[_State]:
        at, fillers, literals = state
        for end, heads, plurals in self.slots.read(slot, clause, at):
            yield end, (*fillers, Filler(slot.role, heads, plurals)) if slot.role else fillers, literals


_ENDS_GAP: Final = frozenset(
    {ACTOR, PERSON, ",", ";", ":", ".", "!", "?", "which", "who", "former", "ex", "erstwhile", "one-time", "used"}
    | {"not", "never", "no", "may", "might", "could", "would", "will", "refused", "denied", "formerly", "once"}
)
"""Words that turn what a pattern says, or begin another clause: no gap passes them."""

_COMMON: Final = frozenset(
    {",", ":", "'s", "the", "a", "an", "of", "in", "by", "to", "with", "and", "or", "which", "who", "that", "is", "was"}
)
