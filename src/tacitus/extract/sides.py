"""The two sides of a tie: which names stand at a place of a clause, past what adds nothing to them."""

from dataclasses import dataclass
from typing import Final

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.cues import CueBook, Tie
from tacitus.extract.patterns import Slot
from tacitus.extract.phrases import Item, is_name
from tacitus.extract.slots import Slots
from tacitus.extract.subjects import Subject

ANYS: Final = Slot("", "any", is_list=True)
LONGEST_NOUN: Final = 8
CALLING: Final = frozenset({"calls", "called", "name", "introduces", "introduced", "styles", "identified", "goes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The names on one side of a tie: their tokens, members without a name, and what the clause says of its truth."""

    heads: tuple[int, ...]
    plurals: tuple[Item, ...] = ()
    said: Subject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """A cue with both sides, None where the clause does not name one. ``is_lesser``: it is one of many that the noun fits."""

    tie: Tie
    first: int
    last: int
    subject: Side | None
    object: Side | None
    is_lesser: bool = False
    is_mutual: bool = False
    is_verbal: bool = True


class NameReader:
    """Reads the names that stand at a place of a clause, past what adds nothing to them."""

    def __init__(self, cues: CueBook, phrases: Phrases, slots: Slots) -> None:
        self.cues = cues
        self.phrases = phrases
        self.slots = slots

    def read(self, clause: Clause, at: int) -> tuple[Side | None, int]:
        """Return the names of the list that starts at ``at``, and the index behind it."""
        begin = at
        at = self._past_hollow(clause, at)
        plural: tuple[Side, int] | None = None
        owner = self._owner_of_hollow(clause, at)
        if owner is not None:
            return owner
        for end, heads, plurals in self.slots.read(ANYS, clause, at):
            if heads and (end >= len(clause) or clause.words[end] != "'s"):
                return Side(heads=heads, plurals=plurals), end
            plural = plural or (Side(heads=heads, plurals=plurals), end)
        named = self._past_class(clause, at)
        for end, heads, plurals in self.slots.read(ANYS, clause, named) if named > at else ():
            return Side(heads=heads, plurals=plurals), end
        return plural if plural is not None else (None, begin)

    def _past_hollow(self, clause: Clause, at: int) -> int:
        """Return the index behind ``the ranks of`` and its like."""
        words, hollow = clause.words, self.cues.lists["hollow"]
        for _ in range(3):
            index = self.past_modifiers(clause, at, hollow)
            if index == at or index >= len(words) or words[index] not in {"of", "from", "in"} or words[index - 1] not in hollow:
                return at
            at = index + 1
        return at

    def past_modifiers(self, clause: Clause, at: int, more: frozenset[str] = frozenset()) -> int:
        """Return the index behind determiners, adjectives and ``more``."""
        words, phrases = clause.words, self.phrases
        while at < len(words) and (words[at] in phrases.determiners or words[at] in phrases.adjectives or words[at] in more):
            at += 1
        return at

    def _owner_of_hollow(self, clause: Clause, at: int) -> tuple[Side, int] | None:
        """Return X of ``X's forces``."""
        words, hollow = clause.words, self.cues.lists["hollow"]
        at = self.past_modifiers(clause, at)
        if at + 2 >= len(words) or not is_name(words[at]) or words[at + 1] != "'s":
            return None
        last = at + 2
        while last < min(len(words), at + 6) and words[last] not in hollow and words[last] not in self.phrases.boundaries:
            last += 1
        return (Side(heads=(at,)), last + 1) if last < len(words) and words[last] in hollow else None

    def _past_class(self, clause: Clause, at: int) -> int:
        """Return the index behind ``local militias such as`` or ``a man known only as``; ``at`` where none is."""
        words = clause.words
        index = at
        while index < min(len(words), at + LONGEST_NOUN) and not is_name(words[index]):
            word = words[index]
            is_mark = word in {",", ":"}
            if is_mark or word in self.cues.lists["naming"]:
                is_plural = index > at and (word != "," or words[index - 1].endswith("s"))
                return self._past_naming(clause, index + 1) if is_plural else at
            if word == "who" and index > at:
                return self._past_calling(clause, index, at)
            if word in self.phrases.boundaries - {"such", "including", "like"} or word == ";":
                return at
            index += 1
        return at

    @staticmethod
    def _past_calling(clause: Clause, who: int, at: int) -> int:
        """Return the index behind ``a man who calls himself``, or ``at``."""
        words = clause.words
        name = next((i for i in range(who, min(len(words), who + LONGEST_NOUN)) if is_name(words[i])), None)
        return name if name is not None and CALLING.intersection(words[who:name]) else at

    def _past_naming(self, clause: Clause, at: int) -> int:
        words = clause.words
        while at < len(words) and words[at] in {"as", "only", "simply", "them", "name", "by", ","}:
            at += 1
        return at
