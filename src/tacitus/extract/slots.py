"""What can fill a slot of a pattern at a place of a clause."""

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.document import Document
from tacitus.extract.patterns import ACTOR, TOKENS, Slot
from tacitus.extract.phrases import Item, is_name, noun_list, noun_phrase
from tacitus.model import Actor, ActorType

Option = tuple[int, tuple[int, ...], tuple[Item, ...]]
"""Where the filler ends, the tokens of its names, and its members without a name."""


class Slots:
    """Reads the fillers of slots; what was read in a clause is kept until the next one."""

    def __init__(self, document: Document, phrases: Phrases) -> None:
        self._phrases = phrases
        self._actors: dict[str, Actor] = {actor.id: actor for actor in document.actors}
        self._sorts: dict[tuple[str, str], bool] = {}
        self._read: dict[tuple[Slot, int], tuple[Option, ...]] = {}

    def forget(self) -> None:
        """Begin a new clause."""
        self._read.clear()

    def read(self, slot: Slot, clause: Clause, at: int) -> tuple[Option, ...]:
        """Return the fillers that start at ``at``, the best reading first."""
        key = (slot, at)
        known = self._read.get(key)
        if known is None:
            known = tuple(self._options(slot, clause, at)) if at < len(clause) else ()
            self._read[key] = known
        return known

    def keep(self, clause: Clause, heads: tuple[int, ...], slot: Slot) -> tuple[int, ...]:
        """Return the heads that are of the slot's sort; a ``group`` list needs one that is an actor."""
        allowed = TOKENS[slot.sort]
        if slot.is_list and slot.sort == "actor" and any(clause.words[h] == ACTOR for h in heads):
            allowed = TOKENS["group"]  # names taken for persons
        if slot.sort == "group" and not any(clause.words[h] == ACTOR for h in heads):
            return ()
        return tuple(
            h
            for h in heads
            if clause.words[h] in allowed
            and (self.is_sort(clause.entity(h), slot.sort) or (slot.sort == "coalition" and self._is_called_coalition(clause, h)))
        )

    def _is_called_coalition(self, clause: Clause, head: int) -> bool:
        """Whether ``alliance`` or the like stands right before or behind a name."""
        words = clause.words
        beside = (words[head - 1] if head else "", words[head + 1] if head + 1 < len(words) else "")
        return any(word in self._phrases.coalition_words for word in beside)

    def is_sort(self, entity: str, sort: str) -> bool:
        """Whether an actor is of a sort, by its type or the words of its names."""
        if sort not in {"coalition", "unit"}:
            return True
        key = (entity, sort)
        if key not in self._sorts:
            self._sorts[key] = self._judge_sort(entity, sort)
        return self._sorts[key]

    def _judge_sort(self, entity: str, sort: str) -> bool:
        actor = self._actors.get(entity)
        if actor is None:
            return False
        if sort == "coalition" and actor.type is ActorType.COALITION:
            return True
        words = self._phrases.coalition_words if sort == "coalition" else self._phrases.unit_words
        names = [f" {name.lower()} ".replace("-", " ") for name in (actor.name, *actor.aliases)]
        return any(f" {word} " in name for word in words for name in names)

    def _options(self, slot: Slot, clause: Clause, at: int) -> list[Option]:
        if slot.sort in {"place", "time"}:
            index = self._past_adjectives(clause, at)
            is_there = index < len(clause) and clause.words[index] in TOKENS[slot.sort]
            return [(index + 1, (), ())] if is_there else []
        options: list[Option] = []
        if slot.is_list:
            items, end = noun_list(clause, at, self._phrases)
            options.append(self._option(slot, clause, items, end))
        else:
            phrase = noun_phrase(clause, at, self._phrases)
            if phrase is not None:
                options.append(self._option(slot, clause, [phrase], phrase.end))
            bare = self._past_adjectives(clause, at)
            if bare < len(clause) and is_name(clause.words[bare]):  # X of "X spokesman P"
                alone = self._option(slot, clause, [Item(start=at, end=bare + 1, head=bare)], bare + 1)
                owns = bare + 1 < len(clause) and clause.words[bare + 1][0] in "'-"  # X of "X 's branch"
                options.insert(0 if owns else len(options), alone)
        return [option for option in dict.fromkeys(options) if option[1] or option[2]]

    def _option(self, slot: Slot, clause: Clause, items: list[Item], end: int) -> Option:
        heads = tuple(item.head for item in items if item.head is not None)
        return end, self.keep(clause, heads, slot), tuple(item for item in items if item.head is None)

    def _past_adjectives(self, clause: Clause, at: int) -> int:
        """Return the index behind determiners and adjectives."""
        words = clause.words
        while at < len(words) and (words[at] in self._phrases.determiners or words[at] in self._phrases.adjectives):
            at += 1
        return at
