"""Finds the relational nouns and verbs of ``lexicon/cues.toml`` in a clause, with what stands on both sides of each."""

from collections.abc import Iterator

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.cues import CueBook, CueForm
from tacitus.extract.looseframes import LooseFrames
from tacitus.extract.nounframes import NounFrames
from tacitus.extract.phrases import is_name
from tacitus.extract.sides import LONGEST_NOUN, Framed, NameReader
from tacitus.extract.slots import Slots
from tacitus.extract.verbframes import VerbFrames


class Frames:
    """Reads the frames of cues in clauses."""

    def __init__(self, cues: CueBook, phrases: Phrases, slots: Slots) -> None:
        self.cues = cues
        self.phrases = phrases
        self.slots = slots
        self.names = NameReader(cues, phrases, slots)
        self.nouns = NounFrames(cues, phrases, slots, self.names)
        self.verbs = VerbFrames(cues, phrases, self.names)
        self.loose = LooseFrames(phrases)

    def read(self, clause: Clause, used: set[int]) -> Iterator[Framed]:
        """Yield the ties of a clause, in text order; the words in ``used`` have been read already."""
        words = clause.words
        at = 0
        while at < len(words):
            end = at + 1
            for cue in self.cues.by_first.get(words[at], ()):
                stop = at + 1 if cue.inner is not None else self._match(clause, at, cue.words)
                if stop is None or stop < end or used.intersection(range(at, stop)):
                    continue
                is_noun = cue.form in {CueForm.NOUN, CueForm.PLURAL}
                found = list((self.nouns if is_noun else self.verbs).read(clause, at, stop, cue))
                yield from found
                if found:
                    end = max(end, stop)
                elif end == at + 1:
                    yield from self.loose.read(clause, at, stop, cue)
            at = end

    def _match(self, clause: Clause, at: int, expected: tuple[str, ...]) -> int | None:
        """Return the index behind a cue's words; ``its`` stands for any possessive, ``_`` for a few words that qualify."""
        words = clause.words
        for number, word in enumerate(expected):
            if word == "_":
                found = self._find_near(clause, at, expected[number + 1])
                if found is None:
                    return None
                at = found
            elif at >= len(words):
                return None
            elif words[at] == word or (word == "its" and words[at] in self.phrases.possessives):
                at += 1
            elif word == "its" and is_name(words[at]) and at + 1 < len(words) and words[at + 1] == "'s":
                at += 2
            else:
                return None
        return at

    def _find_near(self, clause: Clause, at: int, word: str) -> int | None:
        words = clause.words
        for index in range(at, min(len(words), at + LONGEST_NOUN)):
            if words[index] == word:
                return index
            is_owner = is_name(words[index]) and index + 1 < len(words) and words[index + 1] == "'s"
            if (
                not is_owner
                and words[index] not in {"'s", "and"}
                and (words[index] in self.phrases.boundaries or is_name(words[index]))
            ):
                return None
        return None
