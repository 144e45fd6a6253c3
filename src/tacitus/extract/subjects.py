"""The subject of a verb, wherever it stands in the clause: past adverbs, relative pronouns, interposed clauses, coordination."""

from dataclasses import dataclass, replace
from typing import Final

from tacitus.extract.clauses import Clause, Phrases
from tacitus.extract.patterns import ACTOR, PERSON, PLACE, TIME
from tacitus.extract.phrases import STOPS, Item, is_name, list_before, noun_list, phrase_start, plural_before, skip_heads

LONGEST_REACH: Final = 60
"""How many words before its verb a subject is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The subject of a verb group, and what the verb group says of its own truth."""

    heads: tuple[int, ...]
    is_negated: bool = False
    is_former: bool = False
    is_modal: bool = False
    is_ended: bool = False
    plurals: tuple[Item, ...] = ()
    role_noun: str | None = None
    """The noun where the name only qualifies it: ``spokesman`` in ``a spokesman for X``."""


def find_subject(clause: Clause, verb: int, phrases: Phrases) -> Subject | None:
    """Return the subject of the verb group whose main verb is at ``verb``, or None where it is no name."""
    words = clause.words
    at = verb - 1
    negated = former = modal = ended = carried = False
    low = max(-1, verb - LONGEST_REACH)
    while at > low:
        word = words[at]
        if word in phrases.negations:
            negated = True
        elif at > 0 and (words[at - 1], word) in {("no", "longer"), ("in", "turn")}:
            ended = ended or word == "longer"
            at -= 1
        elif word in phrases.former:
            former = True
        elif _is_modal(clause, at, phrases):
            modal = True
        elif word in phrases.carriers and not carried:  # "X fights under the command of Y"
            carried = True
        elif word not in phrases.auxiliaries and word not in phrases.adverbs and word != TIME:
            break
        at -= 1
    if at <= low:
        return None
    found = _subject_at(clause, at, phrases, 0) or _plural_at(clause, at, phrases)
    if found is None:
        return None
    items, noun = found
    return Subject(
        heads=tuple(item.head for item in items if item.head is not None),
        is_negated=negated,
        is_former=former,
        is_modal=modal,
        is_ended=ended,
        plurals=tuple(item for item in items if item.head is None),
        role_noun=noun,
    )


def _is_modal(clause: Clause, at: int, phrases: Phrases) -> bool:
    words = clause.words
    if words[at] == "to":
        return not (at > 0 and words[at - 1] in {"continues", "continued", "began", "came"})
    return words[at] in phrases.modals


def qualify(subject: Subject, words: list[str], phrases: Phrases) -> Subject:
    """Return the subject with what the words behind the copula say: ``is no longer``, ``is not``, ``was once``."""
    if not words:
        return subject
    ended = "longer" in words
    return replace(
        subject,
        is_ended=subject.is_ended or ended,
        is_negated=subject.is_negated or (not ended and any(word in phrases.negations for word in words)),
        is_former=subject.is_former or any(word in phrases.former for word in words),
    )


_Found = tuple[tuple[Item, ...], str | None]


def _plural_at(clause: Clause, at: int, phrases: Phrases) -> _Found | None:
    plural = plural_before(clause, at, phrases)
    return ((plural,), None) if plural is not None else None


def _subject_at(clause: Clause, at: int, phrases: Phrases, depth: int) -> _Found | None:
    """Return the subject that ends at ``at``, looking further left past what only describes it."""
    words = clause.words
    if at < 0 or depth > 6:
        return None
    word = words[at]
    if word in phrases.relatives:
        return _antecedent(clause, at, phrases, depth)
    if word == ",":
        return _before_comma(clause, at, phrases, depth)
    if word in {"and", "but", "or", "then"}:
        return clause_subject(clause, at, phrases)
    if word in phrases.heads and at > 0 and is_name(words[at - 1]):
        at -= 1
        word = words[at]
    if is_name(word):
        return _name_as_subject(clause, at, phrases, depth)
    return _before_preposition(clause, at, phrases, depth)


def _name_as_subject(clause: Clause, at: int, phrases: Phrases, depth: int) -> _Found | None:
    items = list_before(clause, at, phrases)
    start = items[0].start
    if start == 0:
        return items, None
    before = clause.words[start - 1]
    if before in {"of", "for", "from"} and start > 1:
        return _whole_phrase(clause, start - 2, items, phrases, depth)
    if before in phrases.prepositions:
        return _subject_at(clause, start - 2, phrases, depth + 1)
    return items, None


def _whole_phrase(clause: Clause, noun: int, items: tuple[Item, ...], phrases: Phrases, depth: int) -> _Found | None:
    """Return the head of ``NOUN of X``: X itself for its people, the first name of ``X of Y``, else X qualified by the noun."""
    words = clause.words
    if words[noun] in phrases.people:
        return items, None
    if is_name(words[noun]) or (noun > 0 and words[noun] in phrases.heads and is_name(words[noun - 1])):
        return _subject_at(clause, noun, phrases, depth + 1)
    return items, words[noun]


_PLURAL_BEHIND: Final = frozenset({"together", "jointly", "both", "all", "have", "are", "were", "form", "make", "belong"})
"""Behind ``which``, these tell that it stands for a whole list and not for its last member."""


def _antecedent(clause: Clause, at: int, phrases: Phrases, depth: int) -> _Found | None:
    """Return what the relative pronoun at ``at`` stands for."""
    words = clause.words
    before = at - 1
    if before > 1 and words[before] == "of":
        if words[before - 1] not in {"last", "latter", "largest", "biggest", "strongest"}:
            return None
        before -= 3 if words[before - 2] == "the" else 2
    if before >= 0 and words[before] == ",":
        before -= 1
    if before >= 0 and (words[at], words[before]) in {("which", ACTOR), ("who", PERSON)}:
        items = list_before(clause, before, phrases)
        start = items[0].start
        if start > 0 and words[start - 1] in phrases.prepositions and words[start - 1] not in {"of", "in", "for"}:
            return (items if _is_plural(clause, at) else items[-1:]), None  # "according to X, which"
    found = _subject_at(clause, before, phrases, depth + 1) if before >= 0 and words[before] not in {",", "and", "or"} else None
    if found is None:
        return None
    items, noun = found
    return (items if _is_plural(clause, at) else items[-1:]), noun


def _is_plural(clause: Clause, at: int) -> bool:
    """Whether the relative pronoun at ``at`` stands for a whole list, not for its last member."""
    words = clause.words
    return words[at] != "which" or (at + 1 < len(words) and words[at + 1] in _PLURAL_BEHIND)


def _before_comma(clause: Clause, at: int, phrases: Phrases, depth: int) -> _Found | None:
    """Return the subject before an interposed clause that ends at the comma ``at``, or the name right before the comma."""
    words = clause.words
    before = at - 1
    low = max(-1, at - LONGEST_REACH)
    while before > low and words[before] not in {",", ";", ":"}:
        before -= 1
    if before > low and words[before] == ",":
        opener = words[before + 1]
        inside = clause.words[before + 1 : at]
        if (
            opener in phrases.openers
            or opener in phrases.prepositions
            or opener in {PLACE, TIME}
            or (opener in phrases.determiners and not _has_verb(inside, phrases))
        ):
            found = _subject_at(clause, before - 1, phrases, depth + 1)
            if found is None and (opener in _NAMING or (opener in phrases.determiners and is_name(words[at - 1]))):
                # "the new alliance, called X,"; "a new alliance, the X,"
                found = _subject_at(clause, at - 1, phrases, depth + 1)
            return found
        if any(is_name(word) for word in inside) and len(inside) <= 4:  # "X's media office, Y,": Y where the noun is no name
            return _subject_at(clause, before - 1, phrases, depth + 1) or _subject_at(clause, at - 1, phrases, depth + 1)
    if is_name(words[at - 1]) or words[at - 1] in phrases.heads | {PLACE}:
        return _subject_at(clause, at - 1, phrases, depth + 1)
    return clause_subject(clause, at, phrases)


_NAMING: Final = frozenset({"called", "named", "known", "dubbed"})


def _has_verb(words: list[str], phrases: Phrases) -> bool:
    return any(word in phrases.finite and word != "'s" for word in words)


def clause_subject(clause: Clause, at: int, phrases: Phrases) -> _Found | None:
    """Return the first name of the clause that is no object, for a verb that shares its subject with an earlier verb."""
    words = clause.words
    start = at - 1
    low = max(0, at - LONGEST_REACH)
    while start > low and words[start] not in STOPS and words[start] != "that":
        start -= 1
    if words[start] in STOPS or words[start] == "that":
        start += 1
    index = start
    while index < at:
        if is_name(words[index]):
            begin = phrase_start(clause, index, phrases)
            before = words[begin - 1] if begin > start else ""
            end = skip_heads(clause, index, phrases)
            if before not in phrases.prepositions and (end >= len(words) or words[end] != "'s"):
                return _extend(clause, index, at, phrases), None
        elif words[index] in phrases.finite:
            return None
        index += 1
    return None


def _extend(clause: Clause, index: int, limit: int, phrases: Phrases) -> tuple[Item, ...]:
    items, end = noun_list(clause, phrase_start(clause, index, phrases), phrases)
    if end <= limit and any(item.head == index for item in items):
        return tuple(items)
    return (Item(start=phrase_start(clause, index, phrases), end=index + 1, head=index),)


def _before_preposition(clause: Clause, at: int, phrases: Phrases, depth: int) -> _Found | None:
    """Return the name that a prepositional phrase ending at ``at`` describes: ``X in the north of Y``."""
    words = clause.words
    low = max(-1, at - 8)
    index = at
    while index > low:
        word = words[index]
        if word == "and" and index > 1 and is_name(words[index - 1]):  # "X, Y and some others"
            items = list_before(clause, index - 1, phrases, has_and=True)
            return (items, None) if len(items) > 1 else None
        if (
            word in {",", "and", "or"}
            or word in STOPS
            or word in phrases.finite
            or (word.endswith("ed") and word not in phrases.adjectives)
        ):
            return None
        if (
            word in phrases.prepositions
            and index > 0
            and (
                is_name(words[index - 1])
                or words[index - 1] in phrases.heads
                or words[index - 1] == PLACE
                or words[index - 1] in phrases.people
            )
        ):
            return _subject_at(clause, index - 1, phrases, depth + 1)
        if word in phrases.determiners:
            return _described(clause, index, phrases, depth)
        index -= 1
    return None


def _described(clause: Clause, determiner: int, phrases: Phrases, depth: int) -> _Found | None:
    """Return the name that a noun phrase describes: X in ``X , a group that ...`` and in ``X is a group that ...``."""
    words = clause.words
    before = determiner - 1
    if before < 1:
        return None
    if words[before] == "," and (is_name(words[before - 1]) or words[before - 1] in phrases.heads):
        return _subject_at(clause, before - 1, phrases, depth + 1)
    if words[before] in {"is", "are", "was", "were", "remains", "became"}:
        subject = find_subject(clause, before, phrases)
        if subject is None or not subject.heads or subject.is_negated:
            return None
        return tuple(Item(start=h, end=h + 1, head=h) for h in subject.heads), subject.role_noun
    return None
