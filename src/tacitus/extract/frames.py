"""The frames in which relational nouns and verbs take their two sides; the words themselves stand in ``lexicon/cues.toml``.

A noun says something of its bearer (``X, commander of Y``; ``Y's commander is X``; ``Y (commander: X)``; ``X serves as Y's
commander``), a verb of its subject (``X leads Y``; ``Y, led by X``; ``X, which broke away from Y``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.cues import Cue, CueBook, CueForm, Tie
from tacitus.extract.patterns import ACTOR, NAME, PERSON, PLACE, TIME, Slot
from tacitus.extract.phrases import Item, is_name, list_before, phrase_start
from tacitus.extract.slots import Slots
from tacitus.extract.subjects import Subject, find_subject, qualify

ANYS: Final = Slot("", "any", is_list=True)
LONGEST_NOUN: Final = 8
LONGEST_ASIDE: Final = 16

_NO_VERB: Final = frozenset({"'s", "of", "in", "by", "with", "from", "for", "on", "at", "under", "against", "between"})
_CALLING: Final = frozenset({"calls", "called", "name", "introduces", "introduced", "styles", "identified", "goes"})
_EACH_OTHER: Final = frozenset({("each", "other"), ("one", "another")})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    """The left part of a noun phrase: where it starts, whose it is, and what its words say."""

    start: int
    owner: int | None
    determiner: str
    words: tuple[str, ...]


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
        """Return the index behind ``local militias such as``, ``two units ,`` or ``a man known only as``; ``at`` where none is."""
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
        return name if name is not None and _CALLING.intersection(words[who:name]) else at

    def _past_naming(self, clause: Clause, at: int) -> int:
        words = clause.words
        while at < len(words) and words[at] in {"as", "only", "simply", "them", "name", "by", ","}:
            at += 1
        return at


class Frames:
    """Reads the frames of cues in clauses."""

    def __init__(self, cues: CueBook, phrases: Phrases, slots: Slots) -> None:
        self.cues = cues
        self.phrases = phrases
        self.slots = slots
        self.names = NameReader(cues, phrases, slots)
        self.nouns = NounFrames(cues, phrases, slots, self.names)
        self.verbs = VerbFrames(cues, phrases, self.names)

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
        elif words[at] == "and":  # "X, a former teacher and now the spokesman of Y"
            mark = next((i for i in range(at, max(0, at - 8), -1) if words[i] == "," or is_name(words[i])), at)
            found = self._apposed(clause, mark, cue) if words[mark] == "," else None
        elif words[at] == "of" and words[at - 1] in {"one", "part", "kind", "sort"}:
            found = self._bearer_before(clause, replace(noun, start=at - 1), cue)
        elif words[at] == "them":  # "X and Y, both of them members of Z"
            comma = next((i for i in range(at, max(0, at - 6), -1) if words[i] == ","), None)
            found = self._apposed(clause, comma, cue) if comma is not None else None
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
                return index if _CALLING.intersection(inner) else at
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
                yield from self._passive(clause, at, end, cue, agent, behind)
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

    def _passive(self, clause: Clause, at: int, by: int, cue: Cue, agent: Side, behind: int) -> Iterator[Framed]:
        is_next = at > 0 and clause.words[at - 1] == ACTOR and not self._is_share(clause, at - 1)  # "the bloc led by X"
        patient = Side(heads=(at - 1,)) if is_next else self._subject(clause, at) or self._fronted(clause, at, behind)
        if patient is not None and not set(patient.heads) & set(agent.heads):
            said = replace(agent, said=patient.said)
            yield Framed(tie=cue.tie, first=at, last=by, subject=said, object=replace(patient, said=None))


_BEFORE_BY: Final = frozenset({"in", "on", "at", "near", "since", "last", "year", "month", "week", PLACE, TIME, NAME})
