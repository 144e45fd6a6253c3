"""Where the clause of a trigger begins and ends, and what its sentence says of the whole of it."""

from tacitus.extract.arguments import BULLETS, region_end, subject_region
from tacitus.extract.attributions import ARMED_GROUPS, PARTIES, attributions_of
from tacitus.extract.drafts import Draft
from tacitus.extract.modality import load_operators
from tacitus.extract.telling import Telling
from tacitus.extract.triggers import Trigger
from tacitus.extract.verbgroups import Clauses, previous_word
from tacitus.model import Span, Stance, StatementAct, ZoneKind

_BACKGROUND = frozenset({"earlier", "previously", "ago", "formerly"})


def clause_of(clauses: Clauses, trigger: Trigger) -> tuple[int, int]:
    """Return the tokens of the clause that holds the trigger, with an adverbial that opens it."""
    low, end = trigger.subject
    stop = region_end(clauses, trigger.last + 1)
    if trigger.verb is None:
        verb = next((v for v in clauses.verbs if v.first > trigger.last), None)
        if verb is not None and verb.first <= stop + 1 and verb.finite:
            stop = region_end(clauses, verb.head + 1)
        first = _opening(clauses, trigger.first, 40)
    else:
        own = subject_region(clauses, trigger.verb)
        first = low if low < end and own[0] < own[1] else trigger.first
        first = min(first, _adverbial_start(clauses, first))
    return min(first, trigger.first), max(stop, trigger.last + 1)


def _adverbial_start(clauses: Clauses, first: int) -> int:
    """Return the start of an adverbial before the subject: ``On Monday, a roadside bomb ...``; else ``first``."""
    if first == 0 or clauses.lows[first - 1] != ",":
        return first
    start = _opening(clauses, first - 1, 14)
    return (
        start
        if start < first and not any(clauses.kinds[i] == "c" and clauses.lows[i - 1] == "," for i in range(max(1, start), first))
        else first
    )


def _opening(clauses: Clauses, at: int, reach: int) -> int:
    for i in range(at - 1, max(-1, at - reach), -1):
        if clauses.lows[i] in {";", ":"} or clauses.kinds[i] in "st" or (reach < 20 and i in clauses.verb_at):
            return i + 1
    return max(0, at - reach + 1)


def clip_clause(telling: Telling, clauses: Clauses, span: Span, clause: tuple[int, int]) -> tuple[int, int]:
    """Return the clause without what lies outside the innermost speech that holds the trigger: its speaker and cue."""
    low, end = clause
    for attribution in attributions_of(telling.attributions, span):
        content = attribution.content
        if content.start > clauses.sentence.span.start and attribution.cue.start < content.start:
            low = max(low, clauses.index_at(content.start))
        if content.end < clauses.sentence.span.end:
            end = min(end, clauses.index_at(content.end))
        break
    first, last = clauses.index_at(span.start), clauses.index_at(span.end - 1)
    return min(low, first), max(end, last + 1)


def evidence_span(clauses: Clauses) -> Span:
    """Return the whole sentence without its bullet and its last mark."""
    first = 1 if clauses.lows[0] in BULLETS and clauses.n > 1 else 0
    last = clauses.n - 1
    while last > first and clauses.lows[last] in {".", ","}:
        last -= 1
    return clauses.span(first, last)


def evidence_of(clauses: Clauses, low: int, end: int, trigger: Trigger) -> Span:
    """Return the words of the clause, without the marks and conjunctions around it."""
    first = low
    while first < trigger.first and (clauses.kinds[first] in "c,;)”" or clauses.lows[first] in BULLETS):
        first += 1
    last = max(end - 1, trigger.last)
    while last > trigger.last and (clauses.lows[last] in {",", ".", ";", ":", "("} or clauses.kinds[last] == "c"):
        last -= 1
    return clauses.span(first, last)


def is_background(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether the sentence tells of what had happened earlier."""
    verb = trigger.verb
    if verb is not None and any(clauses.lows[i] == "had" for i in range(verb.first, verb.head)):
        return True
    return clauses.has_word("background", _BACKGROUND)


def is_retracted(telling: Telling, clauses: Clauses, trigger: Trigger) -> bool:
    """Whether the sentence itself takes the telling back behind a semicolon: ``...; that entry was wrong``."""
    false = load_operators(telling.settings.lexicon).after
    semicolon = next(
        (i for i in range(trigger.last, min(clauses.n, trigger.last + 60)) if clauses.lows[i] in {";", "—", "–"}), None
    )
    if semicolon is None:
        return False
    tail = range(semicolon + 1, min(clauses.n, semicolon + 40))
    return any(false.get(clauses.lows[i]) is Stance.DENIED for i in tail) and any(clauses.kinds[i] == "b" for i in tail)


_ATTEMPTS = frozenset({"try", "attempt", "fail", "seek"})


def attempt_of(clauses: Clauses, trigger: Trigger) -> str | None:
    """Return the word that makes the deed an attempt: ``tried to take the town``."""
    verb = trigger.verb
    if verb is None or not verb.infinitive:
        return None
    governor = clauses.verb_at.get(previous_word(clauses, verb.first))
    if governor is not None and governor.lemma in _ATTEMPTS:
        return governor.lemma
    before = clauses.lows[verb.first - 1] if verb.first else ""
    return before if before in {"attempt", "attempts", "bid"} else None


def opens_sentence(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether the noun heads a sentence or an item: ``Heavy clashes in X``, ``12 June, X: clash between ...``."""
    for i in range(trigger.first - 1, -1, -1):
        if clauses.lows[i] in {":", ";"} or clauses.lows[i] in BULLETS:
            return True
        if i in clauses.verb_at or clauses.at[i] is not None or clauses.kinds[i] not in "x#a" or trigger.first - i > 4:
            return False
    return True


def is_subordinate(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether the deed only dates another: ``two days before the market was hit``."""
    low, end = trigger.subject
    if trigger.verb is None or low >= end or low == 0:
        return False
    return clauses.lows[low - 1] in {"before", "after", "since"}


def settle_stance(telling: Telling, draft: Draft, span: Span) -> None:
    """Decide, with the roles known, whether a party tells of itself (claimed) or of others (alleged)."""
    if draft.zone is ZoneKind.COMMENT:
        return
    for attribution in attributions_of(telling.attributions, span):
        speaker = attribution.speaker
        if speaker.entity is None or attribution.stance not in {Stance.ASSERTED, Stance.CLAIMED}:
            continue
        if attribution.act is StatementAct.CLAIMS_RESPONSIBILITY:
            draft.actors = [speaker.entity]
            draft.stance, draft.speaker, draft.owned = Stance.CLAIMED, speaker, True
            return
        party = telling.parties.get(speaker.entity)
        kind = telling.types.get(party if party is not None else speaker.entity)
        if kind not in PARTIES and speaker.entity not in telling.parties:
            continue
        if {speaker.entity, party} & set(draft.actors):
            draft.stance, draft.speaker = Stance.CLAIMED, speaker
        elif draft.actors and (kind in ARMED_GROUPS or any(telling.types.get(a) in ARMED_GROUPS for a in draft.actors)):
            draft.stance, draft.speaker = Stance.ALLEGED, speaker
        return
