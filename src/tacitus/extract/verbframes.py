"""What a verb or a fixed phrase says of its subject.

``X leads Y``; ``Y, led by X``; ``X, which broke away from Y``; ``backed by Y, X attacked``; ``X and Y are fighting each other``.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.cues import Cue, CueBook, CueForm
from tacitus.extract.patterns import ACTOR, NAME, PLACE, TIME
from tacitus.extract.phrases import is_name, phrase_start
from tacitus.extract.sides import Framed, NameReader, Side
from tacitus.extract.subjects import find_subject

_NO_VERB: Final = frozenset({"'s", "of", "in", "by", "with", "from", "for", "on", "at", "under", "against", "between"})
_EACH_OTHER: Final = frozenset({("each", "other"), ("one", "another")})
_BEFORE_BY: Final = frozenset({"in", "on", "at", "near", "since", "last", "year", "month", "week", PLACE, TIME, NAME})


class VerbFrames:
    """Reads what a verb or a fixed phrase says of its subject."""

    def __init__(self, cues: CueBook, phrases: Phrases, names: NameReader) -> None:
        self.cues = cues
        self.phrases = phrases
        self.names = names

    def read(self, clause: Clause, at: int, end: int, cue: Cue) -> Iterator[Framed]:
        """Yield the ties of the verb that stands from ``at`` to ``end``."""
        words = clause.words
        if cue.form is CueForm.FINITE and self._is_noun(clause, at):
            return
        if cue.form is CueForm.PARTICIPLE and cue.tie.is_state and not self._has_lasted(clause, at):
            return
        inner: Side | None = None
        if cue.inner is not None:
            inner, stop = self._inner(clause, at, cue)
            if stop is None:
                return
            end = stop
        while end < len(words) and words[end] in self.phrases.adverbs:
            end += 1
        if cue.form is CueForm.PARTICIPLE:
            agent, behind = self._agent(clause, end)
            if agent is not None:
                patient = self._patient(clause, at, behind)
                if patient is not None and not set(patient.heads) & set(agent.heads):
                    said = replace(agent, said=patient.said)
                    yield Framed(tie=cue.tie, first=at, last=end, subject=said, object=replace(patient, said=None))
                return
            if len(cue.words) == 1 and self._is_passive(clause, at):
                return
        yield from self._active(clause, at, end, cue, inner)

    def _has_lasted(self, clause: Clause, at: int) -> bool:
        """Whether what a verb in the past tells of lasts: ``has fought``, ``fought for nine years``."""
        words = clause.words
        before = at - 1
        while before > 0 and words[before] in self.phrases.adverbs:
            before -= 1
        if before >= 0 and words[before] in {"has", "have"}:
            return True
        return not self.cues.lists["lasting"].isdisjoint(token.text.lower() for token in clause.sentence.tokens)

    def _is_noun(self, clause: Clause, at: int) -> bool:
        """Whether what looks like a verb's first form is rather a noun: ``the small group``, ``in support``."""
        before = clause.words[at - 1] if at else ""
        phrases = self.phrases
        if before in phrases.determiners or before in _NO_VERB or before.startswith("-"):
            return True
        return before in {NAME, PLACE} or (before in phrases.adjectives and before not in phrases.heads)

    def _active(self, clause: Clause, at: int, end: int, cue: Cue, inner: Side | None) -> Iterator[Framed]:
        words = clause.words
        other, behind = self.names.read(clause, end)
        subject = inner or self._subject(clause, at) or self._named_apart(clause, at, behind) or self._fronted(clause, at, behind)
        if subject is None:
            if at == 0 and other is not None:
                yield Framed(tie=cue.tie, first=at, last=max(at, end - 1), subject=None, object=other)
            return
        if tuple(words[end : end + 2]) in _EACH_OTHER:
            yield Framed(tie=cue.tie, first=at, last=end + 1, subject=subject, object=subject, is_mutual=True)
        elif other is not None and not set(other.heads) & set(subject.heads):
            yield Framed(tie=cue.tie, first=at, last=max(at, end - 1), subject=subject, object=other)
        elif other is None and cue.tie.is_mutual and len(subject.heads) > 1 and self._is_lasting(clause, at, cue):
            yield Framed(tie=cue.tie, first=at, last=end - 1, subject=subject, object=subject, is_mutual=True)
        elif other is None and cue.form is not CueForm.PHRASE and cue.words[-1] in {"to", "with", "from", "of", "in"}:
            yield from self._before_relative(clause, at, end, cue, subject)

    def _is_lasting(self, clause: Clause, at: int, cue: Cue) -> bool:
        """Whether a verb without an object tells of a state: ``X and Y are fighting over Z``, ``X and Y have been at war``."""
        return cue.form in {CueForm.ACTIVE, CueForm.PHRASE} and self._is_passive(clause, at)

    def _before_relative(self, clause: Clause, at: int, end: int, cue: Cue, subject: Side) -> Iterator[Framed]:
        """Yield ``Z`` of ``Z, which X broke away from``."""
        start = phrase_start(clause, subject.heads[0] if subject.heads else at, self.phrases)
        words = clause.words
        if start > 2 and words[start - 1] in self.phrases.relatives:
            name = start - 3 if words[start - 2] == "," else start - 2
            if words[name] == ACTOR:
                yield Framed(tie=cue.tie, first=at, last=end - 1, subject=subject, object=Side(heads=(name,)))

    def _subject(self, clause: Clause, at: int) -> Side | None:
        words = clause.words
        subject = find_subject(clause, at, self.phrases)
        if subject is not None:
            return Side(heads=subject.heads, plurals=subject.plurals, said=subject) if subject.role_noun is None else None
        before = at - 1
        while before > 0 and (words[before] in self.phrases.adverbs or words[before] in self.phrases.auxiliaries):
            before -= 1
        if before > 0 and words[before] == ":" and words[before - 1] == ACTOR:  # an entry: "X: at war with Y"
            return Side(heads=(before - 1,))
        return None

    def _named_apart(self, clause: Clause, at: int, behind: int) -> Side | None:
        """Return those named apart from their plural: ``Eleven factions signed up to Z, among them X and Y``."""
        words, listing = clause.words, self.cues.lists["listing"]
        index = behind
        while index < min(len(words), behind + 8) and words[index] not in listing:
            if is_name(words[index]) or words[index] in {";", "."}:
                index = len(words)
            index += 1
        if index < len(words) and words[index] in listing:
            return self.names.read(clause, index + 1 + (words[index + 1 : index + 2] == ["them"]))[0]
        before = at - 1
        while before > max(0, at - 40) and words[before] not in listing:
            before -= 1
        if before > 0 and words[at - 1] == "," and words[before] in listing:
            side, stop = self.names.read(clause, before + 1)
            return side if stop == at - 1 else None
        return None

    def _fronted(self, clause: Clause, at: int, behind: int) -> Side | None:
        """Return the subject behind a phrase that opens the sentence: ``Backed by Y, X attacked``; ``With Y marches X``."""
        words = clause.words
        if at > 2 or any(is_name(word) for word in words[:at]) or behind >= len(words):
            return None
        if words[behind] == "," or words[behind] in self.phrases.carriers or words[behind] in self.phrases.finite:
            return self.names.read(clause, behind + 1)[0]
        return None

    def _inner(self, clause: Clause, at: int, cue: Cue) -> tuple[Side | None, int | None]:
        """Return the direct object of ``fold A into`` if it has one, and the index behind the cue; None where it is not there."""
        words = clause.words
        behind = cue.words[1:]
        if tuple(words[at + 1 : at + 1 + len(behind)]) == behind:
            return None, at + 1 + len(behind)
        if at + 1 < len(words) and words[at + 1] in {"itself", "themselves", "himself"}:
            stop = at + 2 + len(behind)
            return (None, stop) if tuple(words[at + 2 : stop]) == behind else (None, None)
        if cue.form is CueForm.PARTICIPLE and self._is_passive(clause, at):
            return None, None
        side, end = self.names.read(clause, at + 1)
        if side is None or tuple(words[end : end + len(behind)]) != behind:
            return None, None
        return side, end + len(behind)

    def _is_passive(self, clause: Clause, at: int) -> bool:
        words = clause.words
        index = at - 1
        while index > 0 and (words[index] in self.phrases.adverbs or words[index] in self.phrases.negations):
            index -= 1
        return index >= 0 and words[index] in {"is", "are", "was", "were", "be", "been", "being"}

    def _agent(self, clause: Clause, at: int) -> tuple[Side | None, int]:
        """Return the names behind ``by``, past a time or a place (``formed in 2019 by X``), and the index behind them."""
        words = clause.words
        by = next((i for i in range(at, min(len(words), at + 5)) if words[i] == "by"), None)
        if by is None or any(word not in _BEFORE_BY and word not in self.phrases.determiners for word in words[at:by]):
            return None, at
        return self.names.read(clause, by + 1)

    def _is_share(self, clause: Clause, head: int) -> bool:
        """Whether a name only says whose part something is: ``a faction of Y``."""
        words = clause.words
        start = phrase_start(clause, head, self.phrases)
        return start > 1 and words[start - 1] in {"of", "from"} and words[start - 2] in self.phrases.relational_nouns

    def _patient(self, clause: Clause, at: int, behind: int) -> Side | None:
        """Return what a verb in the passive is said of."""
        if at > 0 and clause.words[at - 1] == ACTOR and not self._is_share(clause, at - 1):
            return Side(heads=(at - 1,))  # "the bloc led by X"
        return self._subject(clause, at) or self._fronted(clause, at, behind)
