"""Tallies: every number of people or things that a sentence counts, by what befell them, with the words for them and their side.

The words stand in ``lexicon/casualties.toml``, those of equipment in ``lexicon/equipment.toml``.
"""

from dataclasses import dataclass
from functools import cache

from tacitus.extract.arguments import has_own_subject, object_region
from tacitus.extract.counts import CasualtyLexicon, is_number, load_casualties, read_count, words_between
from tacitus.extract.lexicon import load_table
from tacitus.extract.telling import Telling, resolve_phrase
from tacitus.extract.tolls import Toll
from tacitus.extract.triggers import Trigger, own_subject_region
from tacitus.extract.verbgroups import Clauses, Verb
from tacitus.model import Count, MentionKind, Tally, TallyKind

LONGEST = 6
"""Tokens that the words for those counted may take."""
_HARMED = frozenset({TallyKind.KILLED, TallyKind.INJURED})
FAR = 14
"""Tokens behind a verb within which it governs what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A counted phrase at tokens ``[first, last]``; its words for whom or what begin at ``head``."""

    first: int
    last: int
    head: int
    kind: TallyKind
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyWords:
    """The words of the lexicon, by kind of tally."""

    objects: dict[str, TallyKind]
    subjects: dict[str, TallyKind]
    nouns: dict[str, TallyKind]
    fighters: frozenset[str]
    people: frozenset[str]
    equipment: frozenset[str]
    freeing: frozenset[str]
    parts: frozenset[str]
    links: frozenset[str]
    sides: frozenset[str]


@cache
def load_tally_words(folder: str | None) -> TallyWords:
    """Return the words by which tallies are told apart."""
    table = load_table("casualties", folder)
    kinds = {TallyKind(name): rows for name, rows in table["tally"].items() if name != "people"}
    items = load_table("equipment", folder)
    things = [w for kind in ("weapon", "equipment") for w in (*items[kind]["words"].split(), *items[kind]["phrases"])]
    heads = {thing.split()[-1] for thing in things}
    people = table["tally"]["people"]
    fighters = frozenset(people["fighters"].split())
    return TallyWords(
        objects={verb: kind for kind, rows in kinds.items() for verb in rows["objects"]},
        subjects={verb: kind for kind, rows in kinds.items() for verb in rows["subjects"]},
        nouns={noun: kind for kind, rows in kinds.items() for noun in rows["nouns"]},
        fighters=fighters,
        people=fighters | frozenset(people["others"].split()),
        equipment=frozenset(heads | {f"{head}s" for head in heads}),
        freeing=frozenset(people["freeing"]),
        parts=frozenset(people["parts"]),
        links=frozenset(table["sides"]["links"]),
        sides=frozenset(table["sides"]["nouns"]),
    )


def find_counted(clauses: Clauses, tolls: list[Toll], folder: str | None) -> list[Counted]:
    """Return what the sentence counts, in text order: the dead and wounded of its tolls, and all else that has a kind."""
    lexicon, words = load_casualties(folder), load_tally_words(folder)
    found = [_of_toll(clauses, toll, lexicon) for toll in tolls if toll.count.low is not None or toll.count.high is not None]
    if not any(is_number(word) or word in lexicon.vague for word in clauses.lows):
        return found
    governed = _find_governed(clauses, words)
    at = 0
    while at < clauses.n:
        counted = read_count(clauses, at, min(clauses.n, at + 1), lexicon)
        if counted is None:
            at += 1
            continue
        counted = read_count(clauses, at, min(clauses.n, at + LONGEST), lexicon) or counted
        count, first, last = counted
        head, end = _phrase_after(clauses, last + 1)
        at = max(last + 1, at + 1)
        if any(toll.first <= last and first <= max(toll.last, toll.first) for toll in tolls):
            continue
        kind = _kind_in_part(clauses, first, head, end, tolls, words) or _kind_of(clauses, first, head, end, governed, words)
        if kind is not None:
            found.append(Counted(first=first, last=max(last, end - 1), head=head, kind=kind, count=count))
    return sorted(found, key=lambda c: (c.first, c.last))


def _of_toll(clauses: Clauses, toll: Toll, lexicon: CasualtyLexicon) -> Counted:
    kind = TallyKind.KILLED if toll.is_death else TallyKind.INJURED
    counted = read_count(clauses, toll.first, min(clauses.n, toll.last + 1), lexicon) if toll.words else None
    if counted is None or counted[0] != toll.count:
        head = toll.first if toll.words and toll.count.low == toll.count.high == 1 else toll.last + 1
        return Counted(first=toll.first, last=toll.last, head=head, kind=kind, count=toll.count)
    head, end = _phrase_after(clauses, counted[2] + 1)
    return Counted(first=toll.first, last=max(counted[2], end - 1), head=head, kind=kind, count=toll.count)


def _phrase_after(clauses: Clauses, at: int) -> tuple[int, int]:
    """Return the tokens ``[head, end)`` of the noun phrase behind a number: ``of the rebels``, ``army soldiers``."""
    head = at
    while head < clauses.n and (clauses.lows[head] in {"of", "more", "other"} or clauses.lows[head] in {"-", "plus"}):
        head += 1
    end = head
    while end < min(clauses.n, head + LONGEST) and (clauses.at[end] is not None or _is_in_phrase(clauses, end, head)):
        end += 1
    return head, end


def _is_in_phrase(clauses: Clauses, i: int, head: int) -> bool:
    if clauses.kinds[i] == "d" or clauses.lows[i] in {"of", "'s"}:
        return i == head or clauses.lows[i] == "of" or clauses.lows[i - 1] == "of" or clauses.lows[i] == "'s"
    return clauses.kinds[i] in "xo" and i not in clauses.verb_at and clauses.lows[i].isalpha() | ("-" in clauses.lows[i])


def _kind_in_part(  # noqa: PLR0913, PLR0917  where the phrase stands
    clauses: Clauses, first: int, head: int, end: int, tolls: list[Toll], words: TallyWords
) -> TallyKind | None:
    """Return the kind of the toll of which the phrase is a part: ``17 dead, including 12 militants and five civilians``."""
    if words.people.isdisjoint(clauses.lows[head:end]):
        return None
    for toll in reversed([toll for toll in tolls if toll.last < first]):
        between = range(toll.last + 1, first)
        if any(i in clauses.verb_at and clauses.lows[i] not in words.parts for i in between):
            return None
        if any(clauses.lows[i] in words.parts for i in between):
            return TallyKind.KILLED if toll.is_death else TallyKind.INJURED
    return None


def _kind_of(  # noqa: PLR0913, PLR0917  where the phrase stands
    clauses: Clauses, first: int, head: int, end: int, governed: dict[int, TallyKind | None], words: TallyWords
) -> TallyKind | None:
    """Return the kind by the verb that governs the phrase and by its nouns."""
    phrase = clauses.lows[head:end]
    if not phrase or (first in governed and governed[first] is None):
        return governed.get(first)
    named = next((words.nouns[w] for w in (*reversed(phrase), *clauses.lows[end : end + 3]) if w in words.nouns), None)
    if phrase[-1] in words.equipment:
        return TallyKind.EQUIPMENT
    is_people = not words.people.isdisjoint(phrase) or any(
        m.kind is MentionKind.ACTOR for _, _, m in clauses.mentions_between(head, end)
    )
    if named is not None and (is_people or phrase[-1] in words.nouns):
        return named
    if not is_people:
        return None
    if first in governed:
        return governed[first]
    return TallyKind.FIGHTERS if not words.fighters.isdisjoint(phrase) else None


def _find_governed(clauses: Clauses, words: TallyWords) -> dict[int, TallyKind | None]:
    """Return the tokens that stand where a verb counts its objects, or in the passive and for some verbs its subjects.

    Those whom a verb sets free have no kind.
    """
    found: dict[int, TallyKind | None] = {}
    for verb in clauses.verbs:
        if verb.negated or verb.modal is not None:
            continue
        if verb.lemma in words.subjects and not verb.passive:
            found.update(dict.fromkeys(range(*own_subject_region(clauses, verb)), words.subjects[verb.lemma]))
        if verb.lemma in words.objects:
            low, end = own_subject_region(clauses, verb) if verb.passive else _objects(clauses, verb)
            found.update(dict.fromkeys(range(low, end), words.objects[verb.lemma]))
        if verb.lemma in words.freeing:
            low, end = own_subject_region(clauses, verb) if verb.passive else _objects(clauses, verb)
            found.update(dict.fromkeys(range(low, end)))
    return found


def _objects(clauses: Clauses, verb: Verb) -> tuple[int, int]:
    low, end = object_region(clauses, verb)
    end = min(end, low + FAR)
    return low, next((i for i in range(low, end) if i in clauses.verb_at), end)


def counted_of(  # noqa: PLR0913, PLR0917  the report, the sentence and the trigger are separate nouns
    telling: Telling, clauses: Clauses, trigger: Trigger, clause: tuple[int, int], counted: list[Counted], told: list[Toll]
) -> list[Counted]:
    """Return what the telling counts: in its clause, behind participles, and behind verbs of death that share its subject."""
    low, end = clause
    end = max([end, *(toll.last + 1 for toll in told)])
    own = [c for c in counted if low <= c.first < end or low <= c.last < end]
    if trigger.verb is None:
        return own
    between = [v for v in clauses.verbs if v.first > trigger.last]
    last = next((v.first for v in between if v.finite), clauses.n)
    first = next((v.first for v in between if not v.finite), clauses.n)
    lethal = load_casualties(telling.settings.lexicon).verbs
    far = next((v.first for v in between if v.finite and (v.lemma not in lethal or has_own_subject(clauses, v))), clauses.n)
    more = [c for c in counted if c not in own and trigger.last < c.first < max(last, far)]
    return own + [c for c in more if first <= c.first < last or (c.kind in _HARMED and c.first < far)]


def list_tallies(telling: Telling, clauses: Clauses, counted: list[Counted]) -> list[Tally]:
    """Return the tallies of what is counted, each once."""
    return list(dict.fromkeys(_make_tally(telling, clauses, one) for one in counted))


def _make_tally(telling: Telling, clauses: Clauses, counted: Counted) -> Tally:
    """Return the tally with the words for whom it counts and with their side, where the text says whose they were."""
    words = load_tally_words(telling.settings.lexicon)
    end = _end_of_side(clauses, counted.last + 1, words)
    low = counted.head
    if end == counted.last + 1:
        lexicon = load_casualties(telling.settings.lexicon)
        while end > low and clauses.lows[end - 1] in lexicon.death_nouns | lexicon.injury_nouns:  # 20 rebels dead
            end -= 1
    of = words_between(clauses, low, end - 1) if low < end else ""
    return Tally(kind=counted.kind, count=counted.count, of=of or None, side=_find_side(telling, clauses, counted, low, end))


def _end_of_side(clauses: Clauses, at: int, words: TallyWords) -> int:
    """Return where ``on our side`` or ``from the Hill Guard`` behind the phrase ends, or ``at``."""
    if at >= clauses.n or clauses.lows[at] not in words.links:
        return at
    for i in range(at + 1, min(clauses.n, at + 5)):
        if clauses.lows[i] in words.sides:
            return i + 1
    for first, end, mention in clauses.mentions_between(at + 1, min(clauses.n, at + 3)):
        if mention.kind is MentionKind.ACTOR and clauses.lows[at] in {"from", "among"}:
            return max(end, first + 1)
    return at


def _find_side(telling: Telling, clauses: Clauses, counted: Counted, low: int, end: int) -> str | None:
    for _, _, mention in clauses.mentions_between(counted.first, max(end, counted.last + 1)):
        if mention.kind is MentionKind.ACTOR and mention.entity is not None:
            return mention.entity
    if counted.kind is TallyKind.EQUIPMENT:
        return None
    span = clauses.span(counted.first, min(counted.last, clauses.n - 1))
    for start in (low, counted.last + 2):
        found = resolve_phrase(telling, clauses, start, end, span) if start < end else []
        if len(found) == 1:
            return found[0]
    return None
