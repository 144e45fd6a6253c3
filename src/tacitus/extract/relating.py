"""Reads relations: what patterns and frames find in the clauses of one document, with names made into entities."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from tacitus.config import Settings
from tacitus.extract.clauses import Clause, Search, find_disguised, load_phrases, search_clauses
from tacitus.extract.cues import BELONGS, load_cues
from tacitus.extract.document import Document
from tacitus.extract.frames import Frames
from tacitus.extract.issuer import find_issuer
from tacitus.extract.matching import Match, Matcher
from tacitus.extract.patterns import ACTOR, TIME
from tacitus.extract.phrases import Item, list_before, phrase_start
from tacitus.extract.relation_patterns import load_alone, load_relation_patterns, load_words
from tacitus.extract.sides import Framed, Side
from tacitus.extract.topics import find_antecedents, find_topics
from tacitus.model import ActorType, Mention, MentionForm, MentionKind, RelationType, Span, Stance, When

REACH: Final = 80
"""How many mentions back a coalition may stand that ``a member`` speaks of."""

NEARBY: Final = 24
"""How many mentions back the groups may stand that ``the two`` speaks of."""

_NO_GROUPS: Final = frozenset(
    {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES, ActorType.ORGANIZATION, ActorType.PERSON, ActorType.CIVILIANS}
)

_ENDING: Final = frozenset({BELONGS, RelationType.MEMBER_OF, RelationType.PART_OF})
"""Relations whose end is worth a claim: ``no longer a member``."""


_OF_GROUPS: Final = frozenset({RelationType.PART_OF, RelationType.SUCCESSOR_OF, BELONGS})
"""Relations whose whole or forerunner is never a person."""

_SIGNATURE: Final = 8
"""Words that a line such as ``X, spokeswoman`` under a release may have."""

_COMPANY: Final = (("together", "with"), ("along", "with"), ("as", "are"), ("as", "do"), ("as", "is"), ("as", "well", "as"))
"""Words that bring in others of whom the same is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A relation between two entities, before it is a claim."""

    subject: str
    relation: str
    object: str
    clause: Clause
    span: Span
    core: Span
    stance: Stance | None
    speaker: str | None
    when: When | None
    score: float


class RelationReader:
    """Reads the relations of one document."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.document = document
        self.folder = settings.lexicon
        self.phrases = load_phrases(settings.lexicon)
        self.book = load_relation_patterns(settings.lexicon)
        self.cues = load_cues(settings.lexicon)
        self.matcher = Matcher(document, self.book, self.phrases)
        self.frames = Frames(self.cues, self.phrases, self.matcher.slots)
        self.described: dict[str, list[str]] = {}
        self.merging: tuple[str, ...] = ()
        self.starts = [mention.span.start for mention in document.mentions]
        self.whole: str | None = None
        self.led: dict[str, tuple[str, ...]] = {}
        self.topics = find_topics(document)
        self.issuer = find_issuer(document, settings)
        self.antecedents = find_antecedents(document)
        self.listed: tuple[str, ...] = ()
        self.groups = find_disguised(document, self.phrases)
        self.actors = {actor.id: actor for actor in document.actors}

    def read(self) -> Iterator[Found]:
        """Yield every relation found, in text order."""
        known, triggers = load_words(self.folder)
        entries = frozenset({*self.topics, *self.antecedents})
        search = Search(triggers=triggers, vocabulary=known, alone=load_alone(self.folder), entries=entries)
        for clause in search_clauses(self.document, search, self.phrases):
            for found in self._read_clause(clause):
                if found.relation == RelationType.LEADS:
                    self.led[found.subject] = tuple(dict.fromkeys((*self.led.get(found.subject, ()), found.object)))
                yield found

    def _read_clause(self, clause: Clause) -> Iterator[Found]:
        self._mend(clause)
        self._describe(clause)
        found = list(self.matcher.read(clause, self._relate))
        yield from found
        known = {frozenset((f.subject, f.object)) for f in found if f.relation != RelationType.AFFILIATED_WITH}
        for framed in self.frames.read(clause, self.matcher.used):
            for one in self._relate_sides(clause, framed):
                if frozenset((one.subject, one.object)) not in known:
                    yield one
        self._recall(clause)

    def _relate_sides(self, clause: Clause, framed: Framed) -> Iterator[Found]:
        """Yield what a frame says, where its cue fits what stands on both sides."""
        subject, other = framed.subject, framed.object
        said = [side.said for side in (subject, other) if side is not None and side.said is not None]
        if any(one.is_former or one.is_modal for one in said) or (framed.tie.only_mutual and not framed.is_mutual):
            return
        is_denied = any(one.is_negated or one.is_ended for one in said)
        ones, others = self._members(clause, subject), self._members(clause, other)
        if framed.tie.is_reversed:
            ones, others, subject, other = others, ones, other, subject
        if framed.is_mutual:
            pairs = [(a, b) for i, a in enumerate(ones) for b in ones[i + 1 :]]
        else:
            pairs = [(a, b) for a in ones for b in others if a != b]
        for one, whole in pairs:
            relation = self._relation_of(framed, one, whole, len(ones))
            if relation is None:
                continue
            if relation in _ENDING:
                self.whole = whole
            places = [framed.first, framed.last]
            for side, entity in ((subject, one), (other, whole)):
                places += [h for h in side.heads if clause.entity(h) == entity][:1] if side is not None else []
            spans = [clause.span(place, place) for place in places]
            yield Found(
                subject=one,
                relation=relation,
                object=whole,
                clause=clause,
                span=Span(start=min(s.start for s in spans), end=max(s.end for s in spans)),
                core=clause.span(framed.first, framed.last),
                stance=Stance.DENIED if is_denied else None,
                speaker=None,
                when=None,
                score=framed.tie.score,
            )

    def _companions(self, clause: Clause, at: int) -> tuple[str, ...]:
        """Return those of whom the same is said: ``X is a member of Y, together with A and B``."""
        words = clause.words
        at += at < len(words) and words[at] == ","
        for phrase in _COMPANY:
            if tuple(words[at : at + len(phrase)]) == phrase:
                return self._members(clause, self.frames.names.read(clause, at + len(phrase))[0] or Side(heads=()))
        return ()

    def _members(self, clause: Clause, side: Side | None) -> tuple[str, ...]:
        """Return the entities of a side; of one that the clause leaves out, what the entry is about."""
        if side is None:
            topic = self.topics.get(clause.sentence.index, self.issuer if len(clause) <= _SIGNATURE else None)
            return (topic,) if topic is not None else ()
        named = tuple(clause.entity(head) for head in side.heads)
        plural = tuple(e for item in side.plurals for e in self._resolve_plural(clause, item))
        return tuple(e for e in dict.fromkeys((*named, *plural)) if e)

    def _relation_of(self, framed: Framed, one: str, whole: str, n_subjects: int) -> str | None:
        """Return the relation that a cue says of these two, or None where it does not fit them."""
        tie = framed.tie
        subject, other = self.actors.get(one), self.actors.get(whole)
        if subject is None or other is None:
            return None
        may_own = tie.takes_persons or (not framed.is_verbal and tie.group in _OF_GROUPS)  # a group taken for a person
        if other.is_person and whole not in self.groups and not may_own:
            return None
        if subject.is_person and one not in self.groups and (tie.person is not None or framed.is_verbal):
            return tie.lesser if framed.is_lesser and tie.lesser is not None else tie.person
        if tie.group is None:
            return None
        if tie.needs_coalition and n_subjects < 2 and not self.matcher.slots.is_sort(whole, "coalition"):
            return None
        return self._choose({"relation": tie.group, "default": tie.default}, one, whole)

    def _mend(self, clause: Clause) -> None:
        """Let the pronoun of ``Besides X it includes Y`` speak of the coalition named before, not of X."""
        words = clause.words
        self._point_back(clause)
        if not words or words[0] not in {"besides", "in", "apart", "aside", "alongside"}:
            return
        names = [i for i, word in enumerate(words[:12]) if word == ACTOR]
        for first, second in pairwise(names):
            pronoun = clause.mentions[second]
            is_next = second - first == 1 or (second - first == 2 and words[first + 1] == ",")
            if is_next and pronoun is not None and pronoun.form is MentionForm.PRONOUN:
                coalition = self._coalition_before(clause.starts[0], (clause.entity(first),))
                if clause.entity(first) == clause.entity(second) and coalition is not None:
                    clause.mentions[second] = replace(pronoun, entity=coalition)
                return

    def _point_back(self, clause: Clause) -> None:
        """Let ``the outfit`` that opens a sentence stand for the group named before."""
        until, entity = self.antecedents.get(clause.sentence.index, (0, ""))
        size = bisect_left(clause.starts, until)
        if not 0 < size < len(clause) or clause.starts[0] != clause.sentence.span.start:
            return
        if any(mention is not None and mention.entity is not None for mention in clause.mentions[:size]):
            return
        span = clause.span(0, size - 1)
        is_owner = clause.words[0] in self.phrases.possessives
        token = Clause(sentence=clause.sentence)
        token.add(
            ACTOR, span.start, span.end, Mention(span=span, kind=MentionKind.ACTOR, entity=entity, form=MentionForm.NOMINAL)
        )
        if is_owner:
            token.add("'s", span.end, span.end)
        clause.words[:size] = token.words
        clause.starts[:size] = token.starts
        clause.ends[:size] = token.ends
        clause.mentions[:size] = token.mentions

    def _coalition_before(self, offset: int, others: tuple[str, ...]) -> str | None:
        """Return the coalition last spoken of before ``offset`` that is none of the others."""
        at = bisect_left(self.starts, offset)
        for mention in reversed(self.document.mentions[max(0, at - REACH) : at]):
            entity = mention.entity
            if entity is not None and entity not in others and self.matcher.slots.is_sort(entity, "coalition"):
                return entity
        return None

    def _describe(self, clause: Clause) -> None:
        """Remember the words before each name, so that ``the two Uzbek groups`` finds the groups called Uzbek."""
        for index, word in enumerate(clause.words):
            if word == ACTOR:
                start = phrase_start(clause, index, self.phrases)
                if start < index:
                    text = self.document.text[clause.starts[start] : clause.starts[index]].lower()
                    self._remember(text.split(), clause.entity(index))

    def _remember(self, words: Iterable[str], entity: str) -> None:
        for word in words:
            if word not in self.phrases.determiners and word not in self.phrases.heads:
                known = self.described.setdefault(word, [])
                if entity not in known:
                    known.append(entity)

    def _recall(self, clause: Clause) -> None:
        """Remember the last list of groups, for ``the three``."""
        for index, word in enumerate(clause.words):
            if word != ACTOR:
                continue
            items = list_before(clause, index, self.phrases)
            if len(items) > 1:
                self.listed = tuple(dict.fromkeys(clause.entity(item.head) for item in items if item.head is not None))

    def _resolve_plural(self, clause: Clause, item: Item) -> tuple[str, ...]:
        """Return the groups that ``the two Uzbek groups`` or ``the three`` speaks of.

        Those described before by its most telling word; else the last list of as many groups; else, for two, the last two.
        """
        words = self.document.text[clause.starts[item.start] : clause.ends[item.end - 1]].lower().split()
        number = next((n for n, word in enumerate(self.phrases.numbers, start=2) if word in words), None)
        best: list[str] = []
        for word in words:
            if word not in self.phrases.determiners and word not in self.phrases.adjectives:
                best = self.described.get(word, best)
        if len(best) > 1 and (number is None or number == len(best)):
            return tuple(best)
        if len(self.listed) == number:
            return self.listed
        return self._last_two(clause.starts[0]) if number == 2 else ()

    def _last_two(self, offset: int) -> tuple[str, ...]:
        """Return the two armed groups last spoken of before ``offset``, if there are two nearby."""
        found: list[str] = []
        at = bisect_left(self.starts, offset)
        for mention in reversed(self.document.mentions[max(0, at - NEARBY) : at]):
            actor = self.actors.get(mention.entity or "")
            if actor is not None and actor.type not in _NO_GROUPS and actor.id not in found:
                found.append(actor.id)
        return tuple(sorted(found[:2])) if len(found) > 1 else ()

    def _entities(self, match: Match, role: str) -> tuple[str, ...]:
        named = tuple(match.clause.entity(head) for head in match.heads(role))
        plural = tuple(e for item in match.plurals(role) for e in self._resolve_plural(match.clause, item))
        return tuple(dict.fromkeys((*named, *plural)))

    def _relate(self, match: Match) -> list[Found] | None:
        values = match.pattern.values
        relation = values["relation"]
        subject = match.subject
        if relation == "none" or (subject is not None and (subject.is_former or subject.is_modal)):
            return None
        if subject is not None and subject.is_ended and relation not in _ENDING:
            return None
        subjects, objects = self._entities(match, "subject"), self._entities(match, "object")
        if relation == "merging":
            self.merging = subjects
            return None
        if "object" in values:
            objects = self._objects_apart(match, subjects)
            if not objects and values["object"] == "whole":
                return None
        if values.get("among"):
            pairs = [(a, b) for i, a in enumerate(subjects) for b in subjects[i + 1 :]]
        else:
            if relation in _ENDING and len(objects) == 1:
                subjects = (*subjects, *self._companions(match.clause, match.last + 1))
            pairs = [(a, b) for a in subjects for b in objects]
        stance = Stance(values["stance"]) if "stance" in values else None
        if subject is not None and (subject.is_negated or subject.is_ended):
            stance = Stance.DENIED
        speaker = next((match.clause.entity(h) for h in match.heads("speaker")), None)
        when = self._when(match)
        if relation in {BELONGS, RelationType.MEMBER_OF} and len(objects) == 1:
            self.whole = objects[0]
        return [
            Found(
                subject=one,
                relation=self._choose(values, one, other),
                object=other,
                clause=match.clause,
                span=self._evidence(match, one, other),
                core=match.core,
                stance=stance,
                speaker=speaker,
                when=when,
                score=float(values.get("score", 0.8)),
            )
            for one, other in pairs
            if one and other and one != other
        ]

    def _objects_apart(self, match: Match, subjects: tuple[str, ...]) -> tuple[str, ...]:
        """Return the other side where the pattern leaves it to what was said before."""
        kind = match.pattern.values["object"]
        if kind == "merging":
            return self.merging
        if kind == "led":
            return tuple(e for head in match.heads("former") for e in self.led.get(match.clause.entity(head), ()))
        found = self.whole if kind == "whole" else self._coalition_before(match.clause.starts[match.first], subjects)
        return (found,) if found is not None else ()

    def _choose(self, values: Mapping[str, Any], part: str, whole: str) -> str:
        """Return the relation that the pattern says; for ``belongs``, the one that the whole calls for."""
        relation = str(values["relation"])
        if relation != BELONGS:
            return relation
        actor = self.document.actor(whole)
        names = " ".join((actor.name, *actor.aliases)).lower() if actor is not None else ""
        of_part = self.document.actor(part)
        states = {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES}
        if any(word in names for word in self.phrases.coalition_words):
            return RelationType.MEMBER_OF
        default = str(values.get("default", RelationType.MEMBER_OF))
        is_loose = default == RelationType.MEMBER_OF
        formations = self.phrases.task_words if is_loose else self.phrases.formation_words
        is_state = (
            of_part is not None and of_part.type in states and (not is_loose or (actor is not None and actor.type in states))
        )
        if any(word in names for word in formations) or is_state:
            return RelationType.PART_OF
        if actor is not None and actor.type is ActorType.COALITION:
            return RelationType.MEMBER_OF
        is_unit = self.matcher.slots.is_sort(part, "unit")
        in_state = actor is not None and actor.type in states and (not is_loose or is_unit)
        if in_state or (not is_loose and any(word in names for word in self.phrases.unit_wholes)):
            return RelationType.PART_OF
        return RelationType.PART_OF if is_unit and default == RelationType.PART_OF else default

    def _evidence(self, match: Match, one: str, other: str) -> Span:
        """Return the words from the first to the last of the two names and the pattern's own words."""
        clause = match.clause
        tokens = list(match.literals) or [match.first, match.last]
        for entity in (one, other):
            named = [h for f in match.fillers for h in f.heads if clause.entity(h) == entity]
            named += [item.start for f in match.fillers for item in f.plurals if not named]
            tokens += named[:1]
        spans = [clause.span(index, index) for index in tokens]
        return Span(start=min(s.start for s in spans), end=max(s.end for s in spans))

    def _when(self, match: Match) -> When | None:
        clause = match.clause
        for index in range(match.first, min(len(clause), match.last + 5)):
            if clause.words[index] == TIME:
                first = index
                if index > 0 and clause.words[index - 1] in {"since", "until", "in", "from", "after", "before", "on", "during"}:
                    first = index - 1
                return When(text=self.document.text[clause.starts[first] : clause.ends[index]])
            if index > match.last and clause.words[index] in {",", ";", "and", "but"}:
                break
        return None
