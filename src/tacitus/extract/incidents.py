"""Incidents: what happened, who did it to whom, where, when and with what, one claim for each happening of a report."""

from dataclasses import dataclass, field

from tacitus.config import Settings
from tacitus.extract.arguments import (
    BULLETS,
    head_mentions,
    is_embedded,
    is_possessive,
    phrase_end,
    phrase_mentions,
    region_end,
)
from tacitus.extract.attributions import ARMED_GROUPS, PARTIES, Attribution, attributions_of, judge_stance
from tacitus.extract.casualties import Toll, add_counts, find_tolls
from tacitus.extract.circumstances import TimePick, pick_time, places_between, weapons_between
from tacitus.extract.document import Document
from tacitus.extract.drafts import LETHAL, Draft, add_new
from tacitus.extract.issuer import find_issuer
from tacitus.extract.merging import join_report, join_sentence
from tacitus.extract.modality import load_operators
from tacitus.extract.quoting import Reporting, load_reporting
from tacitus.extract.triggers import IncidentLexicon, Trigger, find_triggers, heads_of, load_incidents
from tacitus.extract.verbgroups import Clauses, analyse_clauses
from tacitus.ids import hash_parts
from tacitus.model import (
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Evidence,
    IncidentType,
    Mention,
    MentionKind,
    PlaceKind,
    Roles,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    When,
    ZoneKind,
)

TOLD_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.COMMENT})
"""Zones whose sentences may tell of incidents; captions and lists of media repeat what the body tells."""

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_FIRST_PERSON = frozenset({"we", "our", "us", "ours"})
_PRONOUNS = frozenset({"it", "they", "them", "its", "their", "he", "she", "his", "her"})
_ATTACKERS = frozenset({"attackers", "assailants", "attacker", "raiders", "gunmen", "militants", "rebels", "insurgents"})


@dataclass(slots=True)
class _Story:
    """What has been told so far: the actor spoken of last, and the heading of the list item that is open."""

    topic: str | None = None
    item: int = -1
    paragraph: int = -1
    heading_time: TimePick | None = None
    heading_places: list[str] = field(default_factory=list)
    items: int = 0


@dataclass(frozen=True, slots=True)
class _Context:
    """Everything that one report's sentences are read with."""

    document: Document
    attributions: tuple[Attribution, ...]
    settings: Settings
    lexicon: IncidentLexicon
    reporting: Reporting
    kinds: dict[str, PlaceKind | None]
    types: dict[str, ActorType | None]
    issuer: str | None


def find_incidents(document: Document, attributions: tuple[Attribution, ...], settings: Settings) -> tuple[Claim, ...]:
    """Return one claim for each happening that the report tells of as real, in text order of its first telling."""
    context = _Context(
        document,
        attributions,
        settings,
        load_incidents(settings.lexicon),
        load_reporting(settings.lexicon),
        {p.id: p.kind for p in document.places},
        {a.id: a.type for a in document.actors},
        find_issuer(document, settings),
    )
    story = _Story()
    drafts: list[Draft] = []
    for clauses in analyse_clauses(document, settings):
        if clauses.sentence.zone.kind not in TOLD_ZONES or not clauses.lows:
            continue
        _open_item(context, clauses, story)
        drafts += join_sentence(_sentence_drafts(context, clauses, story))
        story.topic = _topic(clauses, story.topic)
    return tuple(_claim(context, d) for d in join_report(drafts) if _is_told(d))


def _is_told(draft: Draft) -> bool:
    return draft.type is not IncidentType.OTHER


def _topic(clauses: Clauses, before: str | None) -> str | None:
    """Return the actor that ``it`` or ``the group`` of the next sentence stands for."""
    for verb in clauses.verbs:
        if verb.finite and not is_embedded(clauses, verb):
            from_subject = [m for m in _subject(clauses, (0, verb.first)) if m.kind is MentionKind.ACTOR]
            if from_subject:
                return from_subject[0].entity
            break
    return before


def _subject(clauses: Clauses, region: tuple[int, int]) -> list[Mention]:
    return head_mentions(clauses, *region) if region[0] < region[1] else []


# ---------------------------------------------------------------- list items


def _open_item(context: _Context, clauses: Clauses, story: _Story) -> None:
    """Note the heading of a list item: ``12 June, Mahagi territory: ...``; it holds until the item or the paragraph ends."""
    starts_item = clauses.lows[0] in BULLETS or clauses.lows[0].rstrip(".").isdigit()
    colon = next((i for i in range(1, min(clauses.n, 22)) if clauses.lows[i] == ":"), None)
    is_headed = colon is not None and not any(i in clauses.verb_at for i in range(colon))
    has_when = is_headed and colon is not None and any(clauses.index_at(t.span.start) < colon for t in clauses.times)
    has_where = is_headed and colon is not None and any(
        m.kind is MentionKind.PLACE for _, _, m in clauses.mentions_between(0, colon)
    )
    if starts_item or has_when or (has_where and clauses.sentence.paragraph != story.paragraph):
        story.items += 1
        story.item = story.items
        story.heading_time = None
        story.heading_places = []
    elif clauses.sentence.paragraph != story.paragraph:
        story.item = -1
        story.heading_time = None
        story.heading_places = []
    story.paragraph = clauses.sentence.paragraph
    if colon is not None and (has_when or has_where):
        story.heading_time = pick_time(context.document, clauses, 0, colon, 0, context.reporting)
        story.heading_places = places_between(context.document, clauses, 0, colon, context.kinds)


# ---------------------------------------------------------------- one sentence


def _sentence_drafts(context: _Context, clauses: Clauses, story: _Story) -> list[Draft]:
    triggers = list(find_triggers(clauses, context.lexicon))
    tolls = find_tolls(clauses, context.settings.lexicon)
    drafts: list[Draft] = []
    for trigger in triggers:
        draft = _draft(context, clauses, story, trigger, tolls)
        if draft is not None:
            drafts.append(draft)
    if tolls and not any(d.type in LETHAL for d in drafts):
        draft = _toll_draft(context, clauses, story, tolls)
        if draft is not None:
            drafts.append(draft)
    _share_sentence(context, clauses, story, drafts)
    return drafts


def _share_sentence(context: _Context, clauses: Clauses, story: _Story, drafts: list[Draft]) -> None:
    """Fill times and places that stand in the sentence or the heading, not in the clause."""
    for draft in drafts:
        at = clauses.index_at(draft.trigger.start)
        if draft.time is None or draft.time.rank < 2:
            low, high = _wider(clauses, at, drafts)
            found = pick_time(context.document, clauses, low, high, at, context.reporting)
            if found is not None and (draft.time is None or found.rank > draft.time.rank):
                draft.time = found
        if draft.time is None or (draft.time.rank < 2 and story.heading_time is not None):
            draft.time = story.heading_time or draft.time
        if not draft.places and draft.type is not IncidentType.GROUP_CHANGE:
            low, high = _wider(clauses, at, drafts)
            if not (draft.definite and draft.weak):
                add_new(draft.places, places_between(context.document, clauses, low, high, context.kinds))
        add_new(draft.context, story.heading_places)
        if not draft.places and draft.type is not IncidentType.GROUP_CHANGE:
            add_new(draft.places, story.heading_places)


def _wider(clauses: Clauses, at: int, drafts: list[Draft]) -> tuple[int, int]:
    """Return the tokens that a telling may borrow from: its part of the sentence between semicolons and other tellings."""
    low, high = 0, clauses.n
    for i in range(at, -1, -1):
        if clauses.lows[i] == ";":
            low = i + 1
            break
    for i in range(at, clauses.n):
        if clauses.lows[i] == ";":
            high = i
            break
    others = sorted(clauses.index_at(d.trigger.start) for d in drafts if not d.casualty and not d.weak)
    after = [o for o in others if o > at]
    before = [o for o in others if o < at]
    if after:
        boundary = next((i for i in range(at, after[0]) if clauses.kinds[i] in "cs,"), after[0])
        high = min(high, boundary)
    if before and len(others) > 1:
        boundary = next((i for i in range(at, before[-1], -1) if clauses.kinds[i] in "cs," or clauses.lows[i] == ","), before[-1])
        return max(low, boundary), high
    return low, high


def _draft(context: _Context, clauses: Clauses, story: _Story, trigger: Trigger, tolls: list[Toll]) -> Draft | None:
    span = clauses.span(trigger.first, trigger.last)
    stance, speaker = judge_stance(context.document, context.attributions, span, context.settings)
    if not stance.is_happening or stance is Stance.DENIED or _is_accident(context, clauses):
        return None
    low, end = _clause(clauses, trigger)
    draft = Draft(
        type=IncidentType.OTHER,
        sentence=clauses.sentence.index,
        paragraph=clauses.sentence.paragraph,
        zone=clauses.sentence.zone.kind,
        trigger=span,
        evidence=[_evidence(clauses, low, end, trigger)],
        stance=stance,
        speaker=speaker,
        weak=trigger.rule.weak,
        casualty=trigger.rule.type == "casualty",
        item=story.item,
        background=_is_background(clauses, trigger),
        retracted=_is_retracted(clauses, trigger, context),
    )
    if trigger.verb is not None:
        _fill_verb(context, clauses, story, trigger, draft)
    else:
        _fill_noun(clauses, trigger, draft)
    words = _means_words(clauses, low, end)
    own_tolls = [t for t in tolls if low <= t.first < max(end, trigger.last + 1) or low <= t.last < end]
    _fill_tolls(draft, _tolls_of(clauses, trigger, own_tolls, tolls, draft), context)
    draft.type = _decide_type(context, clauses, trigger, draft, words, own_tolls)
    _fill_circumstances(context, clauses, trigger, draft, low, end)
    _settle_stance(context, draft, span)
    draft.targets = [t for t in draft.targets if t not in draft.actors]
    return draft


def _is_accident(context: _Context, clauses: Clauses) -> bool:
    return any(w in load_operators(context.settings.lexicon).accident for w in clauses.lows)


def _clause(clauses: Clauses, trigger: Trigger) -> tuple[int, int]:
    """Return the tokens of the clause that holds the trigger."""
    low, end = trigger.subject
    first = low if low < end else trigger.first
    stop = region_end(clauses, trigger.last + 1)
    if trigger.verb is None:
        verb = next((v for v in clauses.verbs if v.first > trigger.last), None)
        if verb is not None and verb.first <= stop + 1 and verb.finite:
            stop = region_end(clauses, verb.head + 1)
        first = _clause_start(clauses, trigger.first)
    else:
        first = min(first, _adverbial_start(clauses, first))
    return min(first, trigger.first), max(stop, trigger.last + 1)


def _adverbial_start(clauses: Clauses, first: int) -> int:
    """Return the start of an adverbial before the subject: ``On Monday, a roadside bomb ...``."""
    for i in range(first - 1, max(-1, first - 16), -1):
        if i in clauses.verb_at or clauses.lows[i] in {";", ":"} or clauses.kinds[i] in "str":
            return i + 1
    return max(0, first - 15)


def _clause_start(clauses: Clauses, at: int) -> int:
    for i in range(at - 1, max(-1, at - 40), -1):
        if clauses.lows[i] in {";", ":"} or clauses.kinds[i] in "st":
            return i + 1
    return max(0, at - 39)


def _evidence(clauses: Clauses, low: int, end: int, trigger: Trigger) -> Span:
    first = low
    while first < trigger.first and (clauses.kinds[first] in "c,;" or clauses.lows[first] in BULLETS or clauses.lows[first] == ","):
        first += 1
    last = max(end - 1, trigger.last)
    while last > trigger.last and clauses.lows[last] in {",", ".", ";", ":", "(", "and"}:
        last -= 1
    return clauses.span(first, last)


def _is_background(clauses: Clauses, trigger: Trigger) -> bool:
    verb = trigger.verb
    if verb is None:
        return False
    return any(clauses.lows[i] == "had" for i in range(verb.first, verb.head)) or any(
        clauses.lows[i] in {"earlier", "previously", "ago"} for i in range(clauses.n)
    )


def _is_retracted(clauses: Clauses, trigger: Trigger, context: _Context) -> bool:
    """Whether the sentence itself takes the telling back behind a semicolon: ``...; that entry was wrong``."""
    false = load_operators(context.settings.lexicon).after
    semicolon = next((i for i in range(trigger.last, clauses.n) if clauses.lows[i] in {";", "—", "–"}), None)
    if semicolon is None:
        return False
    tail = range(semicolon + 1, clauses.n)
    return any(false.get(clauses.lows[i]) is Stance.DENIED for i in tail) and any(clauses.kinds[i] == "b" for i in tail)


# ---------------------------------------------------------------- roles


def _fill_verb(context: _Context, clauses: Clauses, story: _Story, trigger: Trigger, draft: Draft) -> None:
    subject_role, object_role = trigger.rule.roles
    subject = _subject(clauses, trigger.subject)
    if trigger.verb is not None and trigger.verb.first and clauses.kinds[trigger.verb.first - 1] == "r" and not subject:
        inside = clauses.mentions_between(*trigger.subject)
        subject = [m for _, stop, m in inside if not is_possessive(clauses, stop)][-1:]
    low, end = trigger.object
    objects = head_mentions(clauses, low, end) if low < end else []
    stop = region_end(clauses, trigger.last + 1)
    by = next((i for i in range(trigger.last + 1, stop) if clauses.lows[i] == "by"), None)
    if trigger.passive:
        agents = phrase_mentions(clauses, by + 1, stop) if by is not None else []
        if trigger.rule.voice == "passive" or trigger.rule.type == "agreement":
            _assign(draft, "actor", agents)
        else:
            _assign(draft, subject_role, agents)
            _assign(draft, object_role, subject)
    else:
        _assign(draft, subject_role, subject)
        _assign(draft, object_role, objects)
        if object_role in {"target", "place"}:
            _assign(draft, "target", _owners(clauses, low, end))
        if not subject:
            _resolve_subject(context, clauses, story, trigger, draft, subject_role)
        if by is not None and trigger.rule.type == "overtakes_territory":
            pass
    _fill_preps(clauses, trigger, draft, trigger.last + 1, stop)


def _owners(clauses: Clauses, low: int, end: int) -> list[Mention]:
    """Return the actors that own or qualify the object: ``regime positions``, ``the army's barracks``, ``positions of X``."""
    return [m for _, _, m in clauses.mentions_between(low, end) if m.kind is MentionKind.ACTOR]


def _resolve_subject(
    context: _Context, clauses: Clauses, story: _Story, trigger: Trigger, draft: Draft, role: str
) -> None:
    """Follow ``it``, ``we`` and ``the group`` to the actor they stand for."""
    words = clauses.lows[trigger.subject[0] : trigger.subject[1]]
    if role not in {"actor", "target"} or not words:
        return
    entity: str | None = None
    if any(w in _FIRST_PERSON for w in words[:3]):
        around = attributions_of(context.attributions, draft.trigger)
        speakers = [a.speaker.entity for a in around if a.speaker.entity is not None]
        entity = speakers[0] if speakers else context.issuer if not around else None
    elif words[0] in _PRONOUNS or (words[0] == "the" and words[-1] in context.reporting.group_nouns):
        around = attributions_of(context.attributions, draft.trigger)
        speakers = [a.speaker.entity for a in around if a.speaker.kind is SpeakerKind.ACTOR]
        entity = speakers[0] if speakers and words[0] in _PRONOUNS and around[0].stance is not Stance.ALLEGED else story.topic
    if entity is not None and context.types.get(entity) is not ActorType.ORGANIZATION:
        add_new(draft.actors if role == "actor" else draft.targets, [entity])


def _assign(draft: Draft, role: str, mentions: list[Mention]) -> None:
    for mention in mentions:
        if mention.entity is None:
            continue
        if mention.kind is MentionKind.PLACE:
            if role == "place":
                add_new(draft.places, [mention.entity])
        elif role in {"actor", "sides"}:
            add_new(draft.actors, [mention.entity])
        elif role in {"target", "place"}:
            add_new(draft.targets, [mention.entity])


def _fill_preps(clauses: Clauses, trigger: Trigger, draft: Draft, low: int, stop: int) -> None:
    preps = trigger.rule.preps
    i = low
    while i < stop:
        role = preps.get(clauses.lows[i]) if clauses.at[i] is None else None
        if role is not None and role != "none" and not (clauses.lows[i] == "by" and trigger.passive):
            end = _list_stop(clauses, i + 1, stop) if role == "sides" or clauses.lows[i] == "between" else phrase_end(clauses, i + 1, stop)
            mentions = [m for m in head_mentions(clauses, i + 1, end) if m.kind is not MentionKind.PLACE] if i + 1 < end else []
            if role == "target":
                mentions = mentions or _owners(clauses, i + 1, end)
            _assign(draft, role, mentions)
            i = max(end, i + 1)
        else:
            i += 1


def _list_stop(clauses: Clauses, low: int, stop: int) -> int:
    """Return the end of ``A and B`` behind ``between``."""
    end = phrase_end(clauses, low, stop)
    if end < stop and clauses.kinds[end] == "c":
        end = phrase_end(clauses, end + 1, stop)
    return end


def _fill_noun(clauses: Clauses, trigger: Trigger, draft: Draft) -> None:
    first = trigger.first
    i = first - 1
    while i >= 0 and (clauses.kinds[i] in "x#a" or clauses.lows[i] == "'s") and clauses.at[i] is None and first - i < 6 and i not in clauses.verb_at:
        i -= 1
    owner = clauses.at[i] if i >= 0 else None
    if owner is not None and owner.kind is not MentionKind.PLACE:
        begin = i
        while begin > 0 and clauses.at[begin - 1] is owner:
            begin -= 1
        if trigger.rule.type in {"protest", "riot", "agreement"}:
            _assign(draft, "actor", [owner])
        else:
            _assign(draft, "actor", [owner])
        i = begin - 1
    word = clauses.lows[i] if i >= 0 else ""
    draft.definite = word in _DEFINITE or word in {"its", "their", "his"}
    draft.plural = clauses.lows[trigger.last].endswith("s")
    numbered = any(clauses.kinds[j] == "#" or clauses.lows[j] in _COUNTS for j in range(max(0, first - 3), first))
    draft.indefinite = word in {"a", "an", "another"} or numbered
    if numbered and not draft.definite:
        draft.plural = False
    draft.definite = draft.definite and not any(
        clauses.lows[j] in {"first", "second", "third", "latest", "last", "previous"} for j in range(max(i, 0), first)
    )
    stop = region_end(clauses, trigger.last + 1)
    _fill_preps(clauses, trigger, draft, trigger.last + 1, stop)
    if trigger.rule.object != ("any",):
        low, end = trigger.object
        _assign(draft, "place", [m for _, _, m in clauses.mentions_between(low, end) if m.kind is MentionKind.PLACE])


_COUNTS = frozenset({"one", "two", "three", "four", "five", "six", "several"})


# ---------------------------------------------------------------- deaths


def _tolls_of(clauses: Clauses, trigger: Trigger, own: list[Toll], tolls: list[Toll], draft: Draft) -> list[Toll]:
    """Return the tolls that belong to the telling: those of its clause, and of the participles that follow it."""
    del draft
    if not tolls:
        return []
    if own:
        return own
    following = [t for t in tolls if t.first > trigger.last]
    if following and trigger.verb is not None:
        first = following[0].first
        between = [v for v in clauses.verbs if trigger.last < v.first <= first]
        if all(v.form == "ing" or not v.finite for v in between):
            return following
    return []


def _fill_tolls(draft: Draft, tolls: list[Toll], context: _Context) -> None:
    deaths = [t for t in tolls if t.is_death]
    injuries = [t for t in tolls if not t.is_death]
    if deaths:
        exact = [t.count for t in deaths]
        draft.deaths = exact[0] if len(exact) > 1 and exact[0].high is None else add_counts(exact)
    if injuries:
        draft.injuries = add_counts([t.count for t in injuries])
    for toll in tolls:
        victims = [
            m.entity
            for m in toll.victims
            if m.entity is not None
            and m.entity not in draft.actors
            and (m.kind is MentionKind.PERSON or context.types.get(m.entity) is not ActorType.ORGANIZATION)
        ]
        if not draft.targets:
            add_new(draft.targets, victims)


def _toll_draft(context: _Context, clauses: Clauses, story: _Story, tolls: list[Toll]) -> Draft | None:
    """Return a draft for deaths told without a verb of their own: ``No deaths were reported``, ``nine dead``."""
    span = clauses.span(tolls[0].first, max(tolls[0].first, min(tolls[0].last, clauses.n - 1)))
    stance, speaker = judge_stance(context.document, context.attributions, span, context.settings)
    if stance is Stance.DENIED and tolls[0].count.high == 0:
        stance, speaker = Stance.ASSERTED, Speaker()
    if stance is not Stance.ASSERTED:
        return None
    draft = Draft(
        type=IncidentType.ARMED_CLASH,
        sentence=clauses.sentence.index,
        paragraph=clauses.sentence.paragraph,
        zone=clauses.sentence.zone.kind,
        trigger=span,
        evidence=[_trimmed(clauses)],
        stance=stance,
        speaker=speaker,
        casualty=True,
        weak=True,
        generic=True,
        definite=True,
        item=story.item,
    )
    _fill_tolls(draft, tolls, context)
    draft.targets = []
    return draft


def _trimmed(clauses: Clauses) -> Span:
    first = 1 if clauses.lows[0] in BULLETS and clauses.n > 1 else 0
    last = clauses.n - 1
    while last > first and clauses.lows[last] in {".", ","}:
        last -= 1
    return clauses.span(first, last)


# ---------------------------------------------------------------- type


def _means_words(clauses: Clauses, low: int, end: int) -> set[str]:
    return {clauses.lows[i] for i in range(low, end) if clauses.at[i] is None}


def _decide_type(
    context: _Context, clauses: Clauses, trigger: Trigger, draft: Draft, words: set[str], tolls: list[Toll]
) -> IncidentType:
    name = trigger.rule.type
    if name not in {"attack", "casualty"}:
        kind = IncidentType(name)
        if kind is IncidentType.EXPLOSIVE and words & context.lexicon.refine["suicide_bombing"]:
            return IncidentType.SUICIDE_BOMBING
        if kind is IncidentType.EXPLOSIVE and clauses.lows[trigger.first] == "bombing" and _has_air_force(context, draft, words):
            return IncidentType.AIR_STRIKE
        return kind
    draft.generic = True
    for refined, means in context.lexicon.refine.items():
        found = words & means
        is_object = name == "attack" and any(clauses.lows[i] in means for i in range(*trigger.object))
        if found and not is_object:
            draft.generic = False
            return IncidentType(refined)
    if name == "casualty" and draft.zone is ZoneKind.HEADLINE:
        draft.weak = True
    return _by_victims(context, clauses, trigger, draft, tolls)


def _has_air_force(context: _Context, draft: Draft, words: set[str]) -> bool:
    if words & context.lexicon.refine["air_strike"]:
        return True
    return any(context.types.get(a) in {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES} for a in draft.actors)


def _by_victims(context: _Context, clauses: Clauses, trigger: Trigger, draft: Draft, tolls: list[Toll]) -> IncidentType:
    """Return armed_clash where fighters were attacked, attack_on_civilians where others were."""
    low, end = trigger.subject if trigger.passive else trigger.object
    if trigger.verb is None:
        low = next((i + 1 for i in range(trigger.last + 1, min(clauses.n, trigger.last + 4)) if clauses.lows[i] in {"on", "against"}), 0)
        end = phrase_end(clauses, low, clauses.n) if low else 0
    words = [*heads_of(clauses, low, end)[0]] if low < end else []
    words += [clauses.lows[i] for i in range(low, end) if clauses.lows[i] in {"village", "villages", "market", "church", "mosque", "school"}]
    classes = context.lexicon.classes
    if any(w in classes["military_targets"] for w in words):
        return IncidentType.ARMED_CLASH
    if any(w in classes["civilians"] for w in words):
        return IncidentType.ATTACK_ON_CIVILIANS
    types = [context.types.get(t) for t in draft.targets]
    if any(t in PARTIES for t in types):
        return IncidentType.ARMED_CLASH
    if ActorType.CIVILIANS in types:
        return IncidentType.ATTACK_ON_CIVILIANS
    victims = {w for toll in tolls for w in toll.words}
    if victims & classes["military_targets"]:
        return IncidentType.ARMED_CLASH
    if victims & classes["civilians"]:
        return IncidentType.ATTACK_ON_CIVILIANS
    return IncidentType.ARMED_CLASH


# ---------------------------------------------------------------- when, where, with what


def _fill_circumstances(context: _Context, clauses: Clauses, trigger: Trigger, draft: Draft, low: int, end: int) -> None:
    draft.time = pick_time(context.document, clauses, low, end, trigger.first, context.reporting)
    if draft.type is not IncidentType.GROUP_CHANGE:
        is_territory = trigger.rule.roles[1] == "place" and draft.places
        found = places_between(context.document, clauses, low, end, context.kinds)
        if is_territory:
            specific = [p for p in draft.places if p in found]
            draft.places = specific or draft.places
        else:
            add_new(draft.places, found)
    if draft.type not in {IncidentType.GROUP_CHANGE, IncidentType.AGREEMENT, IncidentType.PROTEST}:
        is_arms = draft.type is IncidentType.WEAPONS_DISRUPTED
        start = trigger.first if is_arms else low
        add_new(draft.weapons, weapons_between(clauses, start, end if is_arms else max(end, trigger.last + 1), context.lexicon))
        if draft.type is IncidentType.ARMED_CLASH and trigger.rule.type != "attack":
            draft.weapons = []


def _settle_stance(context: _Context, draft: Draft, span: Span) -> None:
    """Decide, with the roles known, whether a party tells of itself (claimed) or of others (alleged)."""
    if draft.zone is ZoneKind.COMMENT:
        return
    for attribution in attributions_of(context.attributions, span):
        speaker = attribution.speaker
        if speaker.entity is None:
            continue
        kind = context.types.get(speaker.entity)
        is_party = kind in PARTIES or speaker.kind is SpeakerKind.PERSON
        if not is_party or attribution.stance not in {Stance.ASSERTED, Stance.CLAIMED}:
            continue
        if speaker.entity in draft.actors:
            draft.stance, draft.speaker = Stance.CLAIMED, speaker
        elif draft.actors and (kind in ARMED_GROUPS or any(context.types.get(a) in ARMED_GROUPS for a in draft.actors)):
            draft.stance, draft.speaker = Stance.ALLEGED, speaker
        return


# ---------------------------------------------------------------- claims


def _claim(context: _Context, draft: Draft) -> Claim:
    text = context.document.text
    spans = list(dict.fromkeys(draft.evidence))[:4]
    evidence = tuple(Evidence(span=s, quote=text[s.start : s.end]) for s in spans)
    return Claim(
        id=hash_parts(context.document.report.id, "incident", draft.type, spans[0].start, spans[0].end, draft.trigger.start),
        kind=ClaimKind.INCIDENT,
        predicate=draft.type,
        evidence=evidence,
        roles=Roles(
            actor=tuple(draft.actors),
            target=tuple(t for t in draft.targets if t not in draft.actors),
            place=tuple(draft.places),
            weapon=tuple(draft.weapons),
        ),
        when=When(text=draft.time.text) if draft.time is not None else None,
        deaths=_known(draft.deaths),
        injuries=_known(draft.injuries),
        stance=draft.stance,
        speaker=draft.speaker,
        zone=draft.zone,
        score=_score(draft),
    )


def _known(count: Count | None) -> Count | None:
    return None if count is None or (count.low is None and count.high is None) else count


def _score(draft: Draft) -> float:
    score = 0.5 + 0.1 * bool(draft.actors) + 0.1 * bool(draft.targets) + 0.1 * bool(draft.places) + 0.1 * (draft.time is not None)
    return round(min(1.0, score + 0.1 * (not draft.weak)), 2)
