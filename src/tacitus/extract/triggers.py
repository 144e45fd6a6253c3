"""Words that tell of incidents: which verb or noun of a sentence tells of what, by the rules of ``lexicon/incidents.toml``."""

from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.extract.arguments import governing_verb, object_region, phrase_end, subject_region
from tacitus.extract.trigger_rules import (
    ACTOR_TAG,
    NAMED_TAG,
    NUMBER_TAG,
    PERSON_TAG,
    PLACE_TAG,
    PRONOUN_TAG,
    UNKNOWN_TAG,
    IncidentLexicon,
    Rule,
)
from tacitus.extract.verbgroups import Clauses, Verb, lemma_of
from tacitus.model import MentionForm, MentionKind, ZoneKind

_GAP = 4
_NEAR_VERB = 14
_NEAR_NOUN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger in a sentence: its tokens, its rule, and the noun phrases that it was judged by."""

    rule: Rule
    first: int
    last: int
    verb: Verb | None = None
    passive: bool = False
    object: tuple[int, int] = (0, 0)
    subject: tuple[int, int] = (0, 0)


def find_triggers(clauses: Clauses, lexicon: IncidentLexicon) -> Iterator[Trigger]:
    """Yield the triggers of a sentence, in text order; of several rules for one word the first that holds."""
    candidates = [
        i
        for i, word in enumerate(clauses.lows)
        if word in lexicon.nouns or (i in clauses.verb_at and clauses.verb_at[i].lemma in lexicon.verbs)
    ]
    if not candidates:
        return
    banned = _idiomatic(clauses, lexicon)
    timed = _timed(clauses)
    taken = -1
    found: list[Trigger] = []
    for i in candidates:
        if i <= taken or i in banned or i in timed:
            continue
        verb = clauses.verb_at.get(i)
        trigger: Trigger | None = None
        if verb is not None and verb.head == i and banned.isdisjoint(range(*own_subject_region(clauses, verb))):
            trigger = _match_verb(clauses, verb, lexicon)
        elif verb is None and (clauses.at[i] is None or clauses.at[i].form is not MentionForm.NAME):  # type: ignore[union-attr]
            trigger = _match_noun(clauses, i, lexicon)
        if trigger is not None:
            taken = max(trigger.last if trigger.verb is None else i, taken)
            found.append(trigger)
    yield from (t for t in found if not t.rule.alone or not any(_tells_more(t, other) for other in found))


def _tells_more(trigger: Trigger, other: Trigger) -> bool:
    """Whether another trigger of the sentence tells what the first only leads up to: entered the town, and killed nine."""
    return other is not trigger and not other.rule.alone and other.first > trigger.first and other.rule.type != trigger.rule.type


def _idiomatic(clauses: Clauses, lexicon: IncidentLexicon) -> set[int]:
    out: set[int] = set()
    for i, word in enumerate(clauses.lows):
        for words in lexicon.idioms.get(word, ()):
            if tuple(clauses.lows[i : i + len(words)]) == words:
                out.update(range(i, i + len(words)))
    return out


def _timed(clauses: Clauses) -> set[int]:
    """Return the tokens of time expressions: the month of March is no demonstration."""
    out: set[int] = set()
    for time in clauses.times:
        first = clauses.index_at(time.span.start)
        while first < clauses.n and clauses.sentence.tokens[first].start < time.span.end:
            out.add(first)
            first += 1
    return out


_AFTER_HEADS = frozenset({"'s", "laden", "full", "loaded", "rigged", "packed", "stuffed", "filled"})
_PEOPLE_IN_NAMES = frozenset(
    {"youth", "youths", "people", "women", "students", "workers", "residents", "farmers", "citizens", "families", "men", "sons"}
)


def heads_of(clauses: Clauses, low: int, end: int) -> tuple[list[str], set[str]]:  # noqa: C901, PLR0912  a list of cases, read from top to bottom
    """Return the head nouns of the noun phrases in ``[low, end)`` and the tags of the mentions that head one."""
    words: list[str] = []
    tags: set[str] = set()
    for i in range(low, end):
        mention = clauses.at[i]
        is_last = i + 1 >= end or clauses.kinds[i + 1] != "x" or i + 1 in clauses.verb_at or clauses.lows[i + 1] in _AFTER_HEADS
        if mention is not None and mention.form is MentionForm.NAME:
            if i + 1 < end and clauses.at[i + 1] is mention:
                if mention.kind is MentionKind.PLACE:
                    words.append(clauses.lows[i])
                continue
            if is_last or clauses.at[min(i + 1, clauses.n - 1)] is not None:
                kind = mention.kind
                tags.add(ACTOR_TAG if kind is MentionKind.ACTOR else PERSON_TAG if kind is MentionKind.PERSON else PLACE_TAG)
                if kind is MentionKind.ACTOR:
                    tags.add(NAMED_TAG)
            if clauses.lows[i] not in _PEOPLE_IN_NAMES:
                words.append(clauses.lows[i])
            if i > low and clauses.at[i - 1] is mention:
                words.append(f"{clauses.lows[i - 1]} {clauses.lows[i]}")
            continue
        if mention is not None and mention.kind is MentionKind.ACTOR and is_last:
            tags.add(ACTOR_TAG)
        kind_code = clauses.kinds[i]
        if kind_code == "x" and is_last and i not in clauses.verb_at:
            is_suicide = i and clauses.lows[i - 1] == "suicide"
            words.append(f"suicide {clauses.lows[i]}" if is_suicide else clauses.lows[i])
            if mention is None and is_unknown_name(clauses, i):
                tags.add(UNKNOWN_TAG)
        elif kind_code == "o" and i == low:
            tags.add(PRONOUN_TAG)
        elif kind_code == "#" and is_last:
            tags.add(NUMBER_TAG)
    return words, tags


def is_unknown_name(clauses: Clauses, i: int) -> bool:
    """Whether the token is a capitalised word that no mention covers, and not merely the first of its sentence."""
    text = clauses.sentence.tokens[i].text
    if not text[0].isupper() or (text.isupper() and len(text) > 4):
        return False
    is_bare = clauses.n > 1 and 1 in clauses.verb_at and clauses.verb_at[1].finite
    return i > 0 or (is_bare and not text.endswith("s"))


def is_of_class(lexicon: IncidentLexicon, names: tuple[str, ...], words: list[str], tags: set[str]) -> bool:
    """Whether a noun phrase is of one of the classes named."""
    for name in names:
        if name == "any":
            return True
        if name == "none":
            if not words and not tags:
                return True
            continue
        if tags & lexicon.class_tags.get(name, frozenset()):
            return True
        known = lexicon.classes.get(name, frozenset())
        if any(word in known for word in words):
            return True
    return False


def own_subject_region(clauses: Clauses, verb: Verb) -> tuple[int, int]:
    """Return the subject region of the verb, or of the verb that it shares its subject with."""
    at: Verb | None = verb
    for _ in range(6):
        if at is None:
            break
        low, end = subject_region(clauses, at)
        if low < end:
            return low, end
        at = governing_verb(clauses, at)
    return 0, 0


def _match_verb(clauses: Clauses, verb: Verb, lexicon: IncidentLexicon) -> Trigger | None:  # noqa: C901, PLR0912  a list of cases, read from top to bottom
    rows = lexicon.verbs.get(verb.lemma)
    if rows is None:
        return None
    low, end = object_region(clauses, verb)
    subject = own_subject_region(clauses, verb)
    subject_heads: tuple[list[str], set[str]] | None = None
    behind = clauses.lows[low : low + _GAP + 4]
    known = {*behind, *(lemma_of(clauses, i) for i in range(low, low + len(behind)))}
    for rest, rule in rows:
        if rest and rest[0] not in known:
            continue
        found = _match_rest(clauses, low, end, rest)
        if found is None:
            continue
        start, last = found
        np_end = phrase_end(clauses, start, end) if start < end else start
        if start < end and clauses.kinds[start] == "p":
            np_end = start
        first_np = (low, last - len(rest)) if rest and last > low + len(rest) else (start, np_end)
        heads = heads_of(clauses, *first_np)
        passive = verb.passive or (
            rule.transitive and verb.form == "past" and not heads[0] and not heads[1] and subject[0] < subject[1]
        )
        if rule.voice is not None and (rule.voice == "passive") != passive:
            continue
        if not heads[0] and not heads[1]:
            heads = _relative_object(clauses, subject)
        if subject_heads is None:
            subject_heads = heads_of(clauses, *subject)
        what, who = (subject_heads, ([], set[str]())) if passive else (heads, subject_heads)
        if passive and rule.voice == "passive":
            what, who = heads, subject_heads
        elif passive and rule.subject != ("any",):
            who = _agent_heads(clauses, low, end)
        if who[0] and not lexicon.classes["natural"].isdisjoint((who[0][0], who[0][-1])):
            continue
        if rule.type in _BY_GROUPS and any(w in lexicon.classes["unarmed"] for w in who[0]):
            continue
        if (
            rule.type in {"attack", "armed_clash"}
            and who[1] == {PERSON_TAG}
            and not is_of_class(lexicon, ("place", "military_targets"), *what)
        ):
            continue  # a politician attacks another in words
        if not is_of_class(lexicon, rule.object, *what) or not is_of_class(lexicon, rule.subject, *who):
            continue
        if lemma_is_state(clauses, verb):
            continue
        since = subject[0] if subject[0] < subject[1] else verb.first
        if rule.near and not _is_near(clauses, rule.near, since, end + _NEAR_VERB):
            continue
        if rule.without and _is_near(clauses, rule.without, verb.head, end):
            continue
        if rule.founding and passive and not verb.passive and verb.lemma in {"announce", "launch"}:
            continue
        if rule.founding and not _is_founding(clauses, rule, verb, what, passive=passive):
            continue
        return Trigger(rule=rule, first=verb.first, last=verb.head, verb=verb, passive=passive, object=first_np, subject=subject)
    return None


def _relative_object(clauses: Clauses, subject: tuple[int, int]) -> tuple[list[str], set[str]]:
    """Return the heads of the noun before a relative clause without object: ``the ceasefire that X signed``."""
    at = subject[0] - 1
    if at < 1 or clauses.lows[at] not in {"that", "which"} or subject[0] >= subject[1]:
        return [], set()
    low = at
    while low > 0 and at - low < 8 and clauses.kinds[low - 1] in "dx#p" and low - 1 not in clauses.verb_at:
        low -= 1
    return heads_of(clauses, low, at)


_BY_GROUPS = frozenset({"attack", "armed_clash", "overtakes_territory", "regains_territory", "casualty"})
_STATES = frozenset({"fight", "battle", "occupy", "control", "hold"})


def lemma_is_state(clauses: Clauses, verb: Verb) -> bool:
    """Whether a simple present tells how things are: ``X also fights Y``; a headline's present tells of the past."""
    return (
        verb.lemma in _STATES and verb.form in {"s", "base"} and verb.modal is None and not verb.infinitive
        and clauses.sentence.zone.kind is not ZoneKind.HEADLINE
    )  # fmt: skip


def _agent_heads(clauses: Clauses, low: int, end: int) -> tuple[list[str], set[str]]:
    for i in range(low, end):
        if clauses.lows[i] == "by":
            return heads_of(clauses, i + 1, phrase_end(clauses, i + 1, end))
    return [], set()


def _is_near(clauses: Clauses, words: frozenset[str], low: int, end: int) -> bool:
    return any(clauses.lows[i] in words for i in range(low, min(clauses.n, end)))


def _is_founding(clauses: Clauses, rule: Rule, verb: Verb, what: tuple[list[str], set[str]], *, passive: bool) -> bool:
    """Whether a group is founded, not a committee or a camp; ``announce`` founds only in the passive."""
    if verb.form in {"s", "base"} and not verb.modal:  # brings together: how it is, not what happened
        return False
    if any(w in _NO_GROUPS for w in what[0]):
        return False
    del rule, clauses
    if verb.lemma in {"announce", "launch", "establish", "create", "set"} and not passive:
        return ACTOR_TAG in what[1] and verb.lemma != "announce"
    return ACTOR_TAG in what[1] or bool(what[0])


_NO_GROUPS = frozenset(
    {
        "committee",
        "commission",
        "government",
        "panel",
        "inquiry",
        "team",
        "court",
        "working",
        "fund",
        "company",
        "republic",
        "state",
        "cabinet",
        "task",
    }
)


def _match_rest(clauses: Clauses, low: int, end: int, rest: tuple[str, ...]) -> tuple[int, int] | None:
    """Return (start of the object, token behind the matched words), or None where the words do not follow the verb."""
    if not rest:
        return low, low
    for gap in range(_GAP + 1):
        at = low + gap
        if at >= min(end + 1, clauses.n) or clauses.lows[at] in {",", ";", "."}:
            return None
        stop = _match_words(clauses, at, rest)
        if stop is not None and not (gap and stop < clauses.n and clauses.kinds[stop] in "d#" and rest[-1] in _LOOSE):
            return stop, stop
    return None


_LOOSE = frozenset({"off", "up", "out", "over", "down", "back", "away"})


def _match_words(clauses: Clauses, at: int, rest: tuple[str, ...]) -> int | None:
    for word in rest:
        while at < clauses.n and clauses.kinds[at] == "d" and clauses.lows[at] != word:
            at += 1
        if at >= clauses.n or (clauses.lows[at] != word and lemma_of(clauses, at) != word):
            return None
        at += 1
    return at


def _behind_be(clauses: Clauses, i: int) -> bool:
    return any(clauses.kinds[j] == "b" for j in range(max(0, i - 4), i))


def _match_noun(clauses: Clauses, i: int, lexicon: IncidentLexicon) -> Trigger | None:
    rows = lexicon.nouns.get(clauses.lows[i])
    if rows is None:
        return None
    fitting = [(len(rest), rule) for rest, rule in rows if tuple(clauses.lows[i + 1 : i + 1 + len(rest)]) == rest]
    for size, rule in sorted(fitting, key=lambda pair: -pair[0]):
        trigger = _try_noun(clauses, i, i + size, rule, lexicon)
        if trigger is not None:
            return trigger
    return None


def _try_noun(  # noqa: PLR0911  a list of cases, read from top to bottom
    clauses: Clauses, first: int, last: int, rule: Rule, lexicon: IncidentLexicon
) -> Trigger | None:
    if rule.near and not _is_near(clauses, rule.near, last + 1, last + _NEAR_NOUN):
        return None
    if rule.copula and rule.roles[0] != "actor" and not _behind_be(clauses, first):
        return None
    behind = last + 1
    if rule.object != ("any",):
        if rule.copula and not _behind_be(clauses, first):
            return None
        stop = phrase_end(clauses, behind, clauses.n) if behind < clauses.n else clauses.n
        if not is_of_class(lexicon, rule.object, *heads_of(clauses, behind, stop)):
            return None
        return Trigger(rule=rule, first=first, last=last, object=(behind, stop))
    if (
        behind < clauses.n
        and clauses.kinds[behind] == "x"
        and behind not in clauses.verb_at
        and clauses.lows[behind] in _COMPOUNDS
    ):
        return None
    return Trigger(rule=rule, first=first, last=last)


_COMPOUNDS = frozenset(
    {"dog", "helicopter", "helicopters", "group", "groups", "plan", "plans", "squad", "force", "line", "site", "zone", "victims",
     "survivors", "suspects", "warrant", "season", "ground", "fear", "fears", "threat", "threats"}
)  # fmt: skip
