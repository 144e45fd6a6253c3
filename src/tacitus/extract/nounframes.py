"""What a relational noun says of its bearer.

``X, commander of Y``; ``Y's commander is X``; ``Y (commander: X)``; ``X serves as Y's commander``; ``rebel leader X of Y``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.cues import Cue, CueBook, CueForm, Tie
from tacitus.extract.patterns import ACTOR, NAME, PERSON, PLACE, TIME
from tacitus.extract.phrases import is_name, list_before, phrase_start
from tacitus.extract.sides import ANYS, CALLING, LONGEST_NOUN, Framed, NameReader, Side
from tacitus.extract.slots import Slots
from tacitus.extract.subjects import Subject, find_subject, qualify

LONGEST_ASIDE: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    """The left part of a noun phrase: where it starts, whose it is, and what its words say."""

    start: int
    owner: int | None
    determiner: str
    words: tuple[str, ...]


class NounFrames:
    """Reads what a relational noun says of its bearer."""

    def __init__(self, cues: CueBook, phrases: Phrases, slots: Slots, names: NameReader) -> None:
        self.cues = cues
        self.phrases = phrases
        self.slots = slots
        self.names = names

    def read(self, clause: Clause, first: int, end: int, cue: Cue) -> Iterator[Framed]:
        """Yield the tie of the noun that stands from ``first`` to ``end``, where it has a bearer or an owner."""
        lists = self.cues.lists
        noun = self._left_part(clause, first)
        if noun is None or lists["former"].intersection(noun.words):
            return
        after, is_local = self._past_place(clause, end)
        owners, after = self._owner_behind(clause, after, cue.tie)
        is_lesser = is_local or noun.determiner in lists["lesser"] or bool(lists["lesser"].intersection(noun.words))
        bearer: Side | None = None
        if owners is not None and noun.owner is not None and clause.words[noun.owner + 1] != "'s":  # "the X faction of Y"
            bearer = self._kept(clause, (noun.owner,), cue)
        if owners is None and noun.owner is not None:
            owners = Side(heads=(noun.owner,))
        bearer = bearer or self._bearer_before(clause, noun, cue) or self._bearer_behind(clause, after, noun, cue)
        if bearer is None and owners is None:
            yield from self._mutual(clause, noun, cue, first, end - 1)
            return
        if bearer is None and noun.start > 0:
            return
        if owners is None and bearer is not None:
            owners = self._owner_apart(clause, noun, bearer, cue)
        if owners is not None and bearer is not None and set(owners.heads) & set(bearer.heads):
            return
        yield Framed(
            tie=cue.tie,
            first=first,
            last=end - 1,
            subject=bearer,
            object=owners,
            is_lesser=is_lesser or cue.form is CueForm.PLURAL,
            is_verbal=False,
        )

    def _left_part(self, clause: Clause, first: int) -> _Noun | None:
        """Return the noun phrase before its noun: ``Y's new military`` of ``Y's new military commander``."""
        words, phrases = clause.words, self.phrases
        at = first
        owner: int | None = None
        while at > max(0, first - LONGEST_NOUN):
            word = words[at - 1]
            if word == "'s" and at > 1:
                owner = at - 2 if words[at - 2] in {ACTOR, PERSON} else None
                start = phrase_start(clause, at - 2, phrases)
                return _Noun(start=start, owner=owner, determiner="the", words=tuple(words[at:first]))
            if word == ACTOR and owner is None:
                owner = at - 1
            elif is_name(word):
                return None if owner is None and word == PERSON else self._started(clause, at, first, owner)
            elif word in phrases.determiners or word in {"no", "any", "one"}:
                return None if word == "no" else self._determined(clause, at - 1, first, owner)
            elif word in phrases.boundaries or not (word[0].isalnum() or word in {NAME, PLACE, TIME} or word[0] == "-"):
                break
            at -= 1
        return self._started(clause, at, first, owner)

    def _determined(self, clause: Clause, start: int, first: int, owner: int | None) -> _Noun:
        words = clause.words
        inner = tuple(words[start:first])
        while start > 0 and words[start - 1] in self.phrases.determiners:
            start -= 1
        return _Noun(start=start, owner=owner, determiner=words[start], words=inner)

    @staticmethod
    def _started(clause: Clause, at: int, first: int, owner: int | None) -> _Noun:
        return _Noun(start=at, owner=owner, determiner="", words=tuple(clause.words[at:first]))

    def _past_place(self, clause: Clause, at: int) -> tuple[int, bool]:
        """Return the index behind ``in Kidal`` or ``since 2016``, and whether a place was passed."""
        words = clause.words
        if at >= len(words) or words[at] not in {"in", "for", "at", "since", "from", "near", "on", "around"}:
            return at, False
        behind = self.names.past_modifiers(clause, at + 1)
        if behind >= len(words) or words[behind] not in {PLACE, TIME, NAME}:
            return at, False
        is_place = words[behind] in {PLACE, NAME} and words[at] != "since"
        while behind < len(words) and words[behind] in {PLACE, TIME, NAME, "province", "region", "district", "area", "state"}:
            behind += 1
        return behind, is_place

    def _owner_behind(self, clause: Clause, at: int, tie: Tie) -> tuple[Side | None, int]:
        words = clause.words
        if at < len(words) and words[at] in tie.prepositions:
            return self.names.read(clause, at + 1)
        return None, at

    def _owner_apart(self, clause: Clause, noun: _Noun, bearer: Side, cue: Cue) -> Side | None:
        """Return the owner where the noun itself has none.

        ``Y (commander: X)``; ``Y, under its commander X``; ``rebel leader X of Y``; ``Y has two units, X and X``.
        """
        words = clause.words
        if not bearer.heads or bearer.heads[0] < noun.start:
            return None
        at = noun.start - 1
        if at > 0 and words[at] in {"under", "by", "with"}:
            at -= 1
            while at > 0 and words[at] in self.phrases.openers:
                at -= 1
        if at > 0 and words[at] in {",", ":"} and words[at - 1] == ACTOR:
            return Side(heads=(at - 1,))
        behind = bearer.heads[-1] + 1
        following = words[behind] if behind < len(words) else ""
        if following in {"of", "from"} and words[behind - 1] == PERSON:
            return self.names.read(clause, behind + 1)[0]
        if at > 0 and words[at] in self.cues.lists["holding"]:
            subject = find_subject(clause, at, self.phrases)
            return Side(heads=subject.heads, said=subject) if subject is not None and subject.role_noun is None else None
        if noun.determiner in self.phrases.possessives and following == "," and cue.tie.is_mutual:
            return self.names.read(clause, behind + 1)[0]
        return None

    def _bearer_before(self, clause: Clause, noun: _Noun, cue: Cue) -> Side | None:
        """Return the bearer that stands before the noun phrase: apposition, copula, ``as``."""
        words, copulas = clause.words, self.cues.lists["copulas"]
        at = noun.start - 1
        while at > 0 and words[at] in self.phrases.adverbs:
            at -= 1
        if at < 1:
            return None
        if words[at] in self.phrases.negations and words[at - 1] in copulas:
            at -= 1
        found: Side | None = None
        if words[at] in {",", ":"}:
            found = self._apposed(clause, at, cue)
        elif words[at] == "as":
            found = self._before_as(clause, at)
        elif words[at] == "of" and words[at - 1] in {"one", "part", "kind", "sort"}:
            found = self._bearer_before(clause, replace(noun, start=at - 1), cue)
        elif words[at] in {"them", "and"}:  # "X and Y, both of them members of Z"; "X, a teacher and now the spokesman of Y"
            mark = next((i for i in range(at, max(0, at - 8), -1) if words[i] == "," or is_name(words[i])), at)
            found = self._apposed(clause, mark, cue) if words[mark] == "," else None
        elif words[at] in copulas:
            found = self._subject_of(clause, at, noun.start)
        elif is_name(words[at]) and words[at - 1] in self.cues.lists["appoint"]:
            found = self._kept(clause, (at,), cue)
        return found

    def _subject_of(self, clause: Clause, verb: int, behind: int) -> Side | None:
        subject = find_subject(clause, verb, self.phrases)
        if subject is None or subject.role_noun is not None:
            return None
        subject = qualify(subject, clause.words[verb + 1 : behind], self.phrases)
        return Side(heads=subject.heads, plurals=subject.plurals, said=subject)

    def _before_as(self, clause: Clause, at: int) -> Side | None:
        words = clause.words
        before = at - 1
        if before > 0 and is_name(words[before]):
            return Side(heads=(before,))
        while before > 0 and (words[before] in self.phrases.adverbs or words[before] in {"over", "up", ","}):
            before -= 1
        if words[before] in self.cues.lists["as_verbs"]:
            return self._subject_of(clause, before, at)
        return None

    @staticmethod
    def _kept(clause: Clause, heads: tuple[int, ...], cue: Cue) -> Side | None:
        """Return the names that can bear the noun."""
        allowed = {PERSON} if cue.tie.group is None else {ACTOR, PERSON}
        kept = tuple(head for head in heads if clause.words[head] in allowed)
        return Side(heads=kept) if kept else None

    def _apposed(self, clause: Clause, comma: int, cue: Cue) -> Side | None:
        """Return the name that an apposition behind the comma describes, past one interposed clause."""
        words = clause.words
        at = comma - 1
        is_class = at > 0 and is_name(words[at - 1]) and words[at] not in self.phrases.boundaries and not is_name(words[at])
        if is_class or words[at] in self.phrases.heads or words[at].isdigit():
            at -= 1
        if at >= 0 and words[at] == "," and words[at + 1].isdigit():
            at -= 1
        if at >= 0 and is_name(words[at]):
            heads: tuple[int, ...] = (at,)
            if cue.form is CueForm.PLURAL:
                heads = tuple(item.head for item in list_before(clause, at, self.phrases) if item.head is not None)
            return self._kept(clause, heads, cue)
        low = max(0, comma - LONGEST_ASIDE)
        while at > low and words[at] not in {",", ";", ":"}:
            at -= 1
        if at > 0 and words[at] == "," and is_name(words[at - 1]) and self._is_interposed(words[at + 1]):
            return self._kept(clause, (at - 1,), cue)
        return None

    def _is_interposed(self, word: str) -> bool:
        phrases = self.phrases
        return word in phrases.openers or word in phrases.prepositions or word in phrases.determiners or word in {PLACE, TIME}

    def _bearer_behind(self, clause: Clause, at: int, noun: _Noun, cue: Cue) -> Side | None:
        """Return the bearer that stands behind the noun phrase: ``Y's commander X``, ``the commander of Y is X``."""
        words = clause.words
        start = at
        at, _ = self._past_place(clause, at)
        said: Subject | None = None
        if at < len(words) and words[at] in {"is", "are", "was", "were", "remains", "remained", "became"}:
            begin = at + 1
            while begin < len(words) and (words[begin] in self.phrases.adverbs or words[begin] in self.phrases.negations):
                begin += 1
            said = qualify(Subject(heads=()), words[at + 1 : begin], self.phrases)
            at = begin
            if cue.form is CueForm.NOUN and noun.determiner in {"a", "an", ""}:
                return None
        else:
            while at < min(len(words), start + 8) and (words[at] in {",", ":", "as"} or words[at] in self.cues.lists["naming"]):
                at += 1
            at = self._past_calling(clause, at)
        for end, heads, _plurals in self.slots.read(ANYS, clause, at):
            kept = self._kept(clause, heads, cue)
            if kept is None or (at > start and words[at - 1] == "," and not self._closes(clause, end)):
                return None
            return Side(heads=kept.heads if cue.form is CueForm.PLURAL else kept.heads[:1], said=said)
        return None

    @staticmethod
    def _past_calling(clause: Clause, at: int) -> int:
        """Return the index behind ``who calls himself`` or ``who goes by the name of``."""
        words = clause.words
        if at + 2 >= len(words) or words[at] != "who":
            return at
        for index in range(at + 2, min(len(words), at + 8)):
            if is_name(words[index]):
                inner = words[at + 1 : index]
                return index if CALLING.intersection(inner) else at
        return at

    def _closes(self, clause: Clause, at: int) -> bool:
        """Whether an apposition may end here: before a comma, a verb, or the end of the sentence."""
        words, phrases = clause.words, self.phrases
        if at >= len(words) or words[at] in {",", ".", ";", ":", "!", "?", "and", "who", "which", "that"}:
            return True
        word = words[at]
        return word in phrases.finite or word in phrases.adverbs or word.endswith(("ed", "s")) or word in phrases.prepositions

    def _mutual(self, clause: Clause, noun: _Noun, cue: Cue, first: int, last: int) -> Iterator[Framed]:
        """Yield ``A and B are allies``."""
        if cue.form is not CueForm.PLURAL or not cue.tie.is_mutual or noun.start == 0:
            return
        if clause.words[noun.start - 1] not in self.cues.lists["copulas"]:
            return
        side = self._subject_of(clause, noun.start - 1, noun.start)
        if side is not None:
            yield Framed(tie=cue.tie, first=first, last=last, subject=side, object=side, is_mutual=True)
