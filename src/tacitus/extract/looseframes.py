"""The last resort for cues that no frame took: the nearest name on each side, where nothing else could be meant."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.cues import Cue, CueForm
from tacitus.extract.patterns import ACTOR, PERSON, PLACE, TIME
from tacitus.extract.phrases import list_before
from tacitus.extract.sides import Framed, Side
from tacitus.model import RelationType

SCORE: Final = 0.5
LONGEST: Final = 9
"""Words that may stand between a cue and a name."""

_BARRIERS: Final = frozenset(
    {";", ":", ".", "!", "?", '"', "(", "[", "'s", "if", "unless", "without", "against", "but", "while", "when", "whose"}
)
_PASSIVE: Final = frozenset({"be", "been", "being"})
_OF_NOUNS: Final = frozenset({RelationType.PART_OF})
_OF_VERBS: Final = frozenset({RelationType.LEADS})
"""Relations that such loose reading gets right; of others, such as alliances and looser ties, it is mostly wrong."""

_COPULAS: Final = frozenset({"is", "are", "was", "were", "remains", "became", "forms", "constitutes"})


class LooseFrames:
    """Reads cues with one name on each side."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def read(self, clause: Clause, at: int, end: int, cue: Cue) -> Iterator[Framed]:
        """Yield the tie of the cue that stands from ``at`` to ``end``."""
        words = clause.words
        is_noun = cue.form in {CueForm.NOUN, CueForm.PLURAL}
        if cue.tie.is_state or (cue.tie.is_reversed and is_noun):
            return
        relations = _OF_NOUNS if is_noun else _OF_VERBS
        if cue.tie.group not in relations and cue.tie.person not in relations:
            return
        if is_noun and (end >= len(words) or words[end] not in cue.tie.prepositions):
            return
        if words[end : end + 1] == ["by"] or (at > 0 and words[at - 1] in _PASSIVE and cue.form is not CueForm.ACTIVE):
            return
        left, right = self._before(clause, at - 1, is_noun=is_noun), self._behind(clause, end + is_noun)
        if left is not None and right is not None:
            tie = replace(cue.tie, score=SCORE)
            yield Framed(tie=tie, first=at, last=end - 1, subject=Side(heads=(left,)), object=Side(heads=(right,)))

    def _before(self, clause: Clause, at: int, *, is_noun: bool) -> int | None:
        """Return the only name before a cue; a noun calls for a copula between, a verb for no other noun phrase."""
        words, phrases = clause.words, self.phrases
        is_linked = not is_noun
        for index in range(at, max(-1, at - LONGEST - 1), -1):
            word = words[index]
            if word in {ACTOR, PERSON}:
                is_alone = is_linked and len(list_before(clause, index, phrases)) < 2
                return index if is_alone else None
            if self._stops(word) or (not is_noun and (word in phrases.determiners or word in phrases.possessives)):
                return None
            is_linked = is_linked or word in _COPULAS
        return None

    def _behind(self, clause: Clause, at: int) -> int | None:
        """Return the name behind a cue, past words that only qualify it."""
        words, phrases = clause.words, self.phrases
        for index in range(at, min(len(words), at + LONGEST + 1)):
            word = words[index]
            if word in {ACTOR, PERSON}:
                return index if words[index + 1 : index + 2] != ["'s"] else None
            is_small = word in phrases.determiners or word in phrases.adjectives or word in phrases.heads or word in {PLACE, TIME}
            if not is_small or word in phrases.possessives:
                return None
        return None

    def _stops(self, word: str) -> bool:
        phrases = self.phrases
        return word in _BARRIERS or word in phrases.negations or word in phrases.hedges or word in phrases.modals
