"""Noun phrases and coordinated lists in a clause; they know closed word classes and nothing about relations."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tacitus.extract.clauses import Clause, Phrases, load_phrases
from tacitus.extract.patterns import ACTOR, NAME, PERSON, PLACE, TIME, load_patterns

LONGEST_MODIFIER: Final = 7
LONGEST_FILLER: Final = 14
LONGEST_LIST: Final = 200
STOPS: Final = frozenset({".", "!", "?", ";", ":", "…"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A member of a list: the token of its name, or (``head`` None) the words of a plural such as ``the two Uzbek groups``."""

    start: int
    end: int
    head: int | None


@cache
def load_known_words(name: str, folder: str | None) -> frozenset[str]:
    """Return the words that stay words where they are capitalised, for the patterns of ``name.toml``."""
    phrases = load_phrases(folder)
    vocabulary = load_patterns(name, folder).vocabulary
    return vocabulary.union(
        phrases.people, phrases.heads, phrases.determiners, phrases.boundaries, phrases.adjectives, phrases.openers
    )


def is_name(word: str) -> bool:
    """Whether the token names an actor or a person."""
    return word in {ACTOR, PERSON}


def _is_modifier(word: str, phrases: Phrases, *, after_determiner: bool) -> bool:
    if word in {NAME, PLACE, TIME} or word in phrases.adjectives:
        return True
    if word.endswith(("-based", "-backed", "-linked", "-led", "-aligned", "-allied", "-affiliated", "-dominated")):
        return True
    return after_determiner and word not in phrases.boundaries and word not in {ACTOR, PERSON}


def skip_heads(clause: Clause, index: int, phrases: Phrases) -> int:
    """Return the index behind a name and the empty noun after it (``the X group``)."""
    index += 1
    if index < len(clause) and clause.words[index] in phrases.heads:
        index += 1
    return index


def _past_people(clause: Clause, at: int, phrases: Phrases) -> int:
    """Return the index behind determiners and ``fighters of the``."""
    words = clause.words
    while at < len(words) and words[at] in phrases.determiners:
        at += 1
    if at + 1 < len(words) and words[at] in phrases.people and words[at + 1] in {"of", "from", "with", "in"}:
        at += 2
        while at < len(words) and words[at] in phrases.determiners:
            at += 1
    return at


def noun_phrase(clause: Clause, index: int, phrases: Phrases) -> Item | None:
    """Return the noun phrase that starts at ``index`` and whose head is a name."""
    words = clause.words
    size = len(words)
    at = _past_people(clause, index, phrases)
    is_determined = not phrases.determiners.isdisjoint(words[index:at])
    limit = min(size, at + LONGEST_MODIFIER)
    while at < limit:
        word = words[at]
        following = words[at + 1] if at + 1 < size else ""
        if is_name(word):
            end = skip_heads(clause, at, phrases)
            if following == "'s":
                return _owned(clause, index, at, phrases)
            if word == ACTOR and at + 2 < size and words[at + 1] in phrases.role_nouns and words[at + 2] == PERSON:
                return Item(start=index, end=at + 3, head=at + 2)
            if not following.startswith("-") or word != ACTOR:
                return Item(start=index, end=end, head=at)
        if is_name(word) or (word in {PLACE, NAME} and following == "'s"):  # "X-backed Y", "Iran's X"
            at += 2
            is_determined = True
            continue
        if not _is_modifier(word, phrases, after_determiner=is_determined):
            return None
        at += 1
    return None


def _owned(clause: Clause, start: int, owner: int, phrases: Phrases) -> Item | None:
    """Return the name behind a possessive: ``Syria's X``, ``the army's X``."""
    words = clause.words
    at = owner + 2
    limit = min(len(words), at + LONGEST_MODIFIER)
    while at < limit:
        if is_name(words[at]):
            return (
                None
                if at + 1 < len(words) and words[at + 1] == "'s"
                else Item(start=start, end=skip_heads(clause, at, phrases), head=at)
            )
        if words[at] in phrases.boundaries:
            return None
        at += 1
    return None


def separator(clause: Clause, index: int, phrases: Phrases) -> int:
    """Return the index behind the list separator at ``index``, or ``index`` where there is none."""
    words = clause.words
    at = index
    if at < len(words) and words[at] == ",":
        at += 1
    for phrase in phrases.long_separators:
        if tuple(words[at : at + len(phrase)]) == phrase and phrase[-1] != "the":
            return at + len(phrase)
    if at < len(words) and words[at] in phrases.separators and words[at] != ",":
        at += 1
    return at


def noun_list(clause: Clause, index: int, phrases: Phrases) -> tuple[list[Item], int]:
    """Return the members of the list that starts at ``index``, and the index behind the list.

    Members may be described (``X , a small militia , and Y led by Z``); what describes them is passed over.
    """
    items: list[Item] = []
    opens = clause.words[index - 1] in _OPENING if index else True
    opens = opens or not any(_is_verb(word, phrases) for word in clause.words[:index])
    first = noun_phrase(clause, index, phrases) or _plural(clause, index, phrases) or _unnamed(clause, index, phrases)
    if first is None:
        return [], index
    items.append(first)
    end = first.end
    while len(items) < LONGEST_LIST:
        following = _next_item(clause, end, phrases, opens=opens)
        if following is None:
            break
        items.append(following)
        end = following.end
    while items and items[-1].head is None and not _names_group(clause, items[-1]):
        items.pop()
    return items, (items[-1].end if items else index)


def _next_item(clause: Clause, end: int, phrases: Phrases, *, opens: bool) -> Item | None:
    """Return the next list member; ``opens``: the list has no verb before it, and so may be the subject of the sentence."""
    at = separator(clause, end, phrases)
    if at > end:
        item = _checked_item(clause, at, phrases, opens=opens)
        if item is not None:
            return item
    behind = _pass_over(clause, end, phrases)
    if behind is None:
        return None
    at = separator(clause, behind, phrases)
    return _checked_item(clause, at, phrases, opens=opens) if at > behind else None


_OPENING: Final = frozenset({"when", "after", "as", "while", "where", "because", "before"})


def _is_verb(word: str, phrases: Phrases) -> bool:
    return (word in phrases.finite and word != "'s") or (word.endswith("ed") and word not in phrases.openers | phrases.adjectives)


def _checked_item(clause: Clause, at: int, phrases: Phrases, *, opens: bool) -> Item | None:
    """Return the list member at ``at``, unless it is the subject of a clause of its own."""
    item = noun_phrase(clause, at, phrases) or _plural(clause, at, phrases) or _unnamed(clause, at, phrases)
    if item is None:
        return None
    following = clause.words[item.end] if item.end < len(clause) else "."
    if not opens and (_is_verb(following, phrases) or following == "'s"):
        return None
    is_after_comma = clause.words[at - 1] == ","
    if is_after_comma and item.head is not None and following not in _LIST_GOES_ON and following not in phrases.prepositions:
        return None
    return item


_LIST_GOES_ON: Final = frozenset({",", ";", "and", "or", "&", "plus", ".", "as", "along", "together", "which", "who", "led", ":"})


PLURAL_NOUNS: Final = frozenset(
    {"groups", "factions", "militias", "brigades", "battalions", "organisations", "organizations", "parties", "movements"}
)


def _plural(clause: Clause, index: int, phrases: Phrases) -> Item | None:
    """Return ``the two Uzbek groups`` and its like."""
    words = clause.words
    if index >= len(words) or words[index] not in phrases.determiners:
        return None
    at = index + 1
    if at < len(words) and words[index] == "the" and words[at] in phrases.numbers:
        following = words[at + 1] if at + 1 < len(words) else ""
        if following in phrases.auxiliaries or following in phrases.finite or following.endswith("ed"):
            return Item(start=index, end=at + 1, head=None)
    while at < min(len(words), index + 6):
        if words[at] in PLURAL_NOUNS:
            return Item(start=index, end=at + 1, head=None)
        if words[at] in phrases.boundaries or is_name(words[at]):
            return None
        at += 1
    return None


def _unnamed(clause: Clause, index: int, phrases: Phrases) -> Item | None:
    """Return a capitalised name that was not found to be an actor, so that the list does not break at it."""
    words = clause.words
    at = index
    while at < len(words) and words[at] in phrases.determiners:
        at += 1
    start = at
    while at < min(len(words), start + 7) and (
        words[at] in {NAME, PLACE} or (at > start and words[at] in {"al", "of", "wal", "the", "for"})
    ):
        at += 1
    if at == start or (at < len(words) and words[at] not in _LIST_GOES_ON):
        return None
    return Item(start=index, end=at, head=None)


def _names_group(clause: Clause, item: Item) -> bool:
    return clause.words[item.end - 1] not in {NAME, PLACE}


def _pass_over(clause: Clause, index: int, phrases: Phrases) -> int | None:
    """Return the index behind what describes a list member, where the list may go on."""
    words = clause.words
    at = index
    if at < len(words) and words[at] == ",":
        at += 1
        if at >= len(words) or not (
            words[at] in phrases.determiners or words[at] in phrases.openers or words[at] in phrases.prepositions
        ):
            return None
    elif at >= len(words) or not (
        words[at] in phrases.prepositions or words[at] in phrases.relatives or words[at] in phrases.openers
    ):
        return None
    limit = min(len(words), at + LONGEST_FILLER)
    while at < limit and words[at] not in {",", ";", "and", "or"} and words[at] not in STOPS:
        if words[at] == ACTOR and not _is_inside_phrase(clause, at, phrases):
            return None
        at += 1
    return at if at < len(words) and words[at] in {",", ";", "and", "or"} else None


def _is_inside_phrase(clause: Clause, index: int, phrases: Phrases) -> bool:
    """Whether the name at ``index`` is the object of a preposition or participle, and so no subject."""
    words = clause.words
    at = index - 1
    while (
        at >= 0
        and index - at < LONGEST_MODIFIER
        and (words[at] in phrases.determiners or _is_modifier(words[at], phrases, after_determiner=False))
    ):
        at -= 1
    return at >= 0 and words[at] in phrases.prepositions


def list_before(clause: Clause, head: int, phrases: Phrases, *, has_and: bool = False) -> tuple[Item, ...]:
    """Return the members of the list whose last member's name is at ``head``, in text order.

    ``has_and``: whether an unnamed last member follows behind an ``and``.
    """
    words = clause.words
    first = Item(start=phrase_start(clause, head, phrases), end=head + 1, head=head)
    found = [first]
    while len(found) < LONGEST_LIST:
        before = found[-1].start - 1
        if before < 1 or words[before] not in phrases.separators:
            break
        if words[before] not in {",", ";"}:
            has_and = True
            before -= 1
        elif not has_and:
            break
        if before >= 0 and words[before] == ",":
            before -= 1
        item = _item_ending(clause, before, words[head], phrases) if before >= 0 else None
        if item is None:
            break
        found.append(item)
    return tuple(reversed(found))


def _item_ending(clause: Clause, at: int, kind: str, phrases: Phrases) -> Item | None:
    """Return the list member that ends at ``at``: a name of this kind, or a plural such as ``the two Uzbek groups``."""
    words = clause.words
    plural = plural_before(clause, at, phrases)
    if plural is not None:
        return plural
    if words[at] in phrases.heads and at > 0:
        at -= 1
    is_mixed = is_name(words[at]) and at > 0 and words[at - 1] in {"the", ","}  # a group taken for a person, or the reverse
    if words[at] != kind and not is_mixed:
        return None
    return Item(start=phrase_start(clause, at, phrases), end=at + 1, head=at)


def phrase_start(clause: Clause, head: int, phrases: Phrases) -> int:
    """Return the index where the noun phrase of the name at ``head`` starts."""
    words = clause.words
    at = head
    low = max(0, head - LONGEST_MODIFIER)
    while at > low and (words[at - 1] in {NAME, PLACE} or words[at - 1] in phrases.adjectives or words[at - 1].startswith("-")):
        at -= 1
        if words[at].startswith("-") and at > low and words[at - 1] == ACTOR:
            at -= 1
    if at > 1 and words[at - 1] == "'s" and words[at - 2] in {ACTOR, PLACE, NAME}:
        at -= 2
    while at > low and words[at - 1] in phrases.determiners:
        at -= 1
    if at > 1 and words[at - 1] == "of" and words[at - 2] in phrases.people:
        at -= 2
        while at > low and words[at - 1] in phrases.determiners | phrases.adjectives:
            at -= 1
    return at


def plural_before(clause: Clause, at: int, phrases: Phrases) -> Item | None:
    """Return ``the three`` or ``the two Uzbek groups`` where it ends at ``at``."""
    words = clause.words
    if words[at] not in phrases.numbers and words[at] not in PLURAL_NOUNS:
        return None
    start = at
    while start > max(0, at - 5) and words[start] not in phrases.determiners:
        start -= 1
    return Item(start=start, end=at + 1, head=None) if words[start] in {"the", "these", "both"} else None
