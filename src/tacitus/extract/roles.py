"""Who did it to whom: the roles of a trigger, filled from its subject, its object and its prepositions."""

from tacitus.extract.arguments import head_mentions, is_embedded, is_possessive, phrase_end, phrase_mentions, region_end
from tacitus.extract.drafts import Draft, add_new
from tacitus.extract.telling import OWNERS, Telling, resolve_owner, resolve_phrase, resolve_premodifier
from tacitus.extract.triggers import Trigger, own_subject_region
from tacitus.extract.verbgroups import Clauses, Verb
from tacitus.model import Mention, MentionKind

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_AGAIN = frozenset({"second", "third", "fourth", "latest", "previous", "similar", "separate", "another", "other"})
_LIGHT = frozenset(
    {
        "break",
        "erupt",
        "take",
        "occur",
        "happen",
        "begin",
        "start",
        "continue",
        "resume",
        "rage",
        "last",
        "flare",
        "intensify",
        "escalate",
        "ensue",
        "spread",
        "go",
        "involve",
        "pit",
    }
)
_REPORTED = frozenset({"report", "see", "hear", "record", "witness", "observe", "note", "document"})
_DONE_TO = frozenset({"attack_on_civilians", "abduction", "sexual_violence", "arrest"})
_BLAMED = {"claim": "by", "blame": "on", "pin": "on", "attribute": "to", "ascribe": "to", "admit": "by"}
_DOING = frozenset({"carry", "launch", "conduct", "stage", "mount", "perpetrate", "commit", "lead", "begin", "open"})


def fill_verb_roles(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft) -> None:
    """Fill the roles of a verb trigger; the passive turns subject and object round."""
    subject_role, object_role = trigger.rule.roles
    stop = region_end(clauses, trigger.last + 1)
    low, end = trigger.object
    if trigger.passive and trigger.rule.voice != "passive":
        _assign(draft, object_role, *_phrase(telling, clauses, *trigger.subject, draft))
        if object_role in {"target", "place"}:
            _assign(draft, "target", _actors(clauses, *trigger.subject), [])
        _fill_agent(telling, clauses, trigger, draft, stop, subject_role)
    elif trigger.rule.voice == "passive":
        _assign(draft, object_role, *_phrase(telling, clauses, *trigger.subject, draft))
        _fill_agent(telling, clauses, trigger, draft, stop, "actor")
    else:
        _assign(draft, subject_role, *_phrase(telling, clauses, *trigger.subject, draft))
        objects, more = _phrase(telling, clauses, low, end, draft)
        _assign(draft, object_role, objects, more)
        if object_role in {"target", "place"}:
            _assign(draft, "target", _actors(clauses, low, end), [])
    if subject_role == "place":
        _assign(draft, "target", _actors(clauses, *trigger.subject), [])
    _fill_preps(telling, clauses, trigger, draft, trigger.last + 1, stop)
    if trigger.rule.type == "agreement":
        _fill_preps(telling, clauses, trigger, draft, *trigger.subject)


def _phrase(telling: Telling, clauses: Clauses, low: int, end: int, draft: Draft) -> tuple[list[Mention], list[str]]:
    """Return the mentions that head a noun phrase; where there is none, the actors that it stands for."""
    if low >= end:
        return [], []
    mentions = head_mentions(clauses, low, end)
    if not mentions and any(clauses.kinds[i] == "r" for i in range(end, min(clauses.n, end + 2))):
        inside = clauses.mentions_between(low, end)
        mentions = [m for _, stop, m in inside if not is_possessive(clauses, stop)][-1:]
    if any(m.kind is not MentionKind.PLACE for m in mentions):
        return mentions, []
    return mentions, resolve_phrase(telling, clauses, low, end, draft.trigger)


def _actors(clauses: Clauses, low: int, end: int) -> list[Mention]:
    """Return the actors that own or qualify a noun phrase: ``regime positions``, ``the army's barracks``."""
    return [m for _, _, m in clauses.mentions_between(low, end) if m.kind is MentionKind.ACTOR]


def _assign(draft: Draft, role: str, mentions: list[Mention], entities: list[str]) -> None:
    for mention in mentions:
        if mention.entity is None:
            continue
        if mention.kind is MentionKind.PLACE:
            if role == "place":
                add_new(draft.places, [mention.entity])
            continue
        _assign_entity(draft, role, mention.entity)
    for entity in entities:
        _assign_entity(draft, role, entity)


def _assign_entity(draft: Draft, role: str, entity: str) -> None:
    if role in {"actor", "sides"}:
        add_new(draft.actors, [entity])
    elif role in {"target", "place"}:
        add_new(draft.targets, [entity])
    elif role == "founded":
        draft.founded = draft.founded or entity


def _fill_agent(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft, stop: int, role: str) -> None:  # noqa: PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    by = next((i for i in range(trigger.last + 1, stop) if clauses.lows[i] == "by"), None)
    if by is None:
        return
    end = max(by + 1, stop)
    mentions = phrase_mentions(clauses, by + 1, end)
    if not mentions and end > by + 1:
        _assign(draft, role, [], resolve_phrase(telling, clauses, by + 1, phrase_end(clauses, by + 1, end), draft.trigger))
    _assign(draft, role, mentions, [])


def _fill_preps(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft, low: int, stop: int) -> None:  # noqa: PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    preps = trigger.rule.preps
    i = low
    while i < stop:
        role = preps.get(clauses.lows[i]) if clauses.at[i] is None else None
        if role is None or role == "none" or (clauses.lows[i] == "by" and trigger.passive):
            i += 1
            continue
        between = role == "sides" or clauses.lows[i] == "between"
        end = _list_stop(clauses, i + 1, stop) if between else phrase_end(clauses, i + 1, stop)
        mentions = [m for m in head_mentions(clauses, i + 1, end) if m.kind is not MentionKind.PLACE] if i + 1 < end else []
        if not mentions and role == "target":
            mentions = _actors(clauses, i + 1, end)
        if not mentions and role == "actor":
            mentions = _led_by(clauses, end)
        entities = [] if mentions else resolve_phrase(telling, clauses, i + 1, end, draft.trigger)
        if not mentions and not entities and i + 1 < clauses.n and clauses.lows[i + 1] in OWNERS:
            entities = resolve_owner(telling, clauses, i + 1, draft.trigger)
        _assign(draft, role, mentions, entities)
        i = max(end, i + 1)


def _led_by(clauses: Clauses, end: int) -> list[Mention]:
    """Return who leads an unnamed group: ``an alliance led by X``."""
    verb = clauses.verb_at.get(end)
    if verb is not None and verb.head + 1 < clauses.n and clauses.lows[verb.head + 1] == "by":
        return phrase_mentions(clauses, verb.head + 2, clauses.n)
    return []


def _list_stop(clauses: Clauses, low: int, stop: int) -> int:
    """Return the end of ``A and B`` behind ``between``."""
    end = phrase_end(clauses, low, stop)
    if end < stop and clauses.kinds[end] == "c":
        end = phrase_end(clauses, end + 1, stop)
    return end


# ---------------------------------------------------------------- nouns


def fill_noun_roles(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft) -> None:  # noqa: C901  a list of cases, read from top to bottom
    """Fill the roles of a noun trigger, and note how the noun is determined."""
    at = _before_noun(clauses, trigger.first)
    mention = clauses.at[at] if at >= 0 else None
    if mention is not None and mention.kind is not MentionKind.PLACE:
        is_owner = clauses.lows[min(at + 1, clauses.n - 1)] == "'s"
        is_adjacent = is_owner or trigger.first - at == 1 or clauses.lows[at + 1].endswith(("ed", "al", "ist", "ier", "ly"))
        _assign(draft, "actor" if is_adjacent else "target", [mention], [])
        while at >= 0 and clauses.at[at] is mention:
            at -= 1
    elif trigger.first and mention is None:
        _assign(draft, "actor", [], resolve_premodifier(telling, clauses, trigger.first - 1))
    _note_determiner(clauses, trigger, draft, at)
    if clauses.lows[trigger.last + 1 : trigger.last + 2] == ["of"] and trigger.rule.type in _DONE_TO:
        draft.definite = False
    stop = region_end(clauses, trigger.last + 1)
    verb = _main_verb(clauses, trigger)
    if verb is not None and (verb.lemma in _LIGHT or (verb.passive and verb.lemma in _REPORTED)):
        draft.weak = draft.weak and verb.passive
        _fill_preps(telling, clauses, trigger, draft, verb.head + 1, region_end(clauses, verb.head + 1))
    if verb is not None and verb.passive and verb.lemma in _BLAMED:
        _fill_blamed(clauses, verb, draft)
    _fill_preps(telling, clauses, trigger, draft, trigger.last + 1, stop)
    if trigger.rule.object != ("any",):
        low, end = trigger.object
        is_place = trigger.rule.roles[1] == "place"
        named = [m for _, _, m in clauses.mentions_between(low, end) if (m.kind is MentionKind.PLACE) == is_place]
        _assign(draft, trigger.rule.roles[1], named, [])
    word = clauses.lows[at] if at >= 0 else ""
    if not draft.actors and word in OWNERS:
        _assign(draft, "actor", [], resolve_owner(telling, clauses, at, draft.trigger))
    if trigger.rule.copula:
        _fill_copula(telling, clauses, trigger, draft)
    if not draft.actors:
        _fill_doer(telling, clauses, trigger, draft)


def _main_verb(clauses: Clauses, trigger: Trigger) -> Verb | None:
    """Return the finite verb whose subject the noun heads: ``Clashes, which ..., took place``."""
    for verb in clauses.verbs:
        if verb.first > trigger.last and verb.finite:
            low, end = own_subject_region(clauses, verb)
            if low <= trigger.first < end and not is_embedded(clauses, verb):
                return verb
    return None


def _fill_blamed(clauses: Clauses, verb: Verb, draft: Draft) -> None:
    """Take who is behind the passive as the doer: ``was claimed by X``, ``was blamed on X``."""
    word = _BLAMED[verb.lemma]
    at = next((i for i in range(verb.head + 1, min(clauses.n, verb.head + 8)) if clauses.lows[i] == word), None)
    if at is not None and at + 1 < clauses.n:
        _assign(draft, "actor", phrase_mentions(clauses, at + 1, region_end(clauses, at + 1)), [])


def _fill_copula(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft) -> None:
    """Fill ``X is a splinter from Y``: X did it, Y is what it left."""
    be = next((i for i in range(trigger.first - 1, max(-1, trigger.first - 7), -1) if clauses.kinds[i] == "b"), None)
    if be is None:
        return
    low = be
    while low > 0 and clauses.lows[low - 1] not in {";", ":"} and clauses.kinds[low - 1] not in "ct":
        low -= 1
    _assign(draft, trigger.rule.roles[0], *_phrase(telling, clauses, low, be, draft))
    end = phrase_end(clauses, trigger.last + 1, clauses.n) if trigger.last + 1 < clauses.n else clauses.n
    if trigger.rule.object == ("any",):
        _assign(draft, "target", _actors(clauses, trigger.last + 1, end), [])


def _before_noun(clauses: Clauses, first: int) -> int:
    """Return the index of the determiner or mention before the noun's modifiers."""
    i = first - 1
    while (
        i >= 0
        and first - i < 6
        and clauses.at[i] is None
        and i not in clauses.verb_at
        and (clauses.kinds[i] in "x#a" or clauses.lows[i] == "'s")
    ):
        i -= 1
    return i


def _note_determiner(clauses: Clauses, trigger: Trigger, draft: Draft, at: int) -> None:
    word = clauses.lows[at] if at >= 0 else ""
    between = clauses.lows[max(at, 0) : trigger.first]
    numbered = any(clauses.kinds[j] == "#" or clauses.lows[j] == "several" for j in range(max(at, 0), trigger.first))
    draft.plural = clauses.lows[trigger.last].endswith("s") and not numbered
    again = any(w in _AGAIN for w in between)
    draft.definite = (word in _DEFINITE or word in OWNERS) and not again
    draft.indefinite = word in {"a", "an", "another"} or (numbered and not draft.definite) or again


def _fill_doer(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft) -> None:
    """Take the subject of ``carried out``, ``was behind`` or ``claimed responsibility for`` as the one who did it."""
    before = clauses.lows[max(0, trigger.first - 8) : trigger.first]
    verb = _verb_before(clauses, trigger.first)
    if verb is not None and (verb.lemma in _DOING) and not verb.passive:
        low, end = own_subject_region(clauses, verb)
        _assign(draft, "actor", *_phrase(telling, clauses, low, end, draft))
    elif "behind" in before and any(clauses.kinds[i] == "b" for i in range(max(0, trigger.first - 9), trigger.first)):
        at = next(i for i in range(trigger.first - 1, -1, -1) if clauses.lows[i] == "behind")
        low = max(0, at - 6)
        while low < at and clauses.kinds[low] != "t":
            low += 1
        region = (low + 1, at) if low < at else (max(0, at - 4), at)
        while region[1] > region[0] and clauses.kinds[region[1] - 1] in "bha":
            region = (region[0], region[1] - 1)
        _assign(draft, "actor", *_phrase(telling, clauses, *region, draft))


def _verb_before(clauses: Clauses, first: int) -> Verb | None:
    for i in range(first - 1, max(-1, first - 7), -1):
        verb = clauses.verb_at.get(i)
        if verb is not None:
            return verb
        if clauses.lows[i] in {",", ";"} or clauses.kinds[i] in "st":
            return None
    return None
