"""What one sentence tells of: a draft for each trigger, with the roles, the time, the places and the dead of its clause."""

from collections.abc import Sequence
from dataclasses import replace

from tacitus.extract.arguments import has_own_subject, region_end
from tacitus.extract.attributions import attributions_of, judge_stance
from tacitus.extract.bounds import (
    attempt_of,
    clause_of,
    clip_clause,
    evidence_of,
    evidence_span,
    is_background,
    is_retracted,
    is_subordinate,
    opens_sentence,
    settle_stance,
)
from tacitus.extract.casualties import find_tolls
from tacitus.extract.circumstances import (
    TimePick,
    passive_places,
    pick_time,
    places_between,
    places_of_people,
    weapons_between,
)
from tacitus.extract.counts import add_counts
from tacitus.extract.drafts import LETHAL, REMOTE, TERRITORY, VIOLENT, Draft, add_new
from tacitus.extract.evidence import Told
from tacitus.extract.incident_types import decide_type
from tacitus.extract.modality import load_operators
from tacitus.extract.roles import fill_noun_roles, fill_verb_roles
from tacitus.extract.tallies import Counted, counted_of, find_counted, list_tallies
from tacitus.extract.telling import Telling
from tacitus.extract.told import read_triggers
from tacitus.extract.tolls import Toll
from tacitus.extract.triggers import Trigger, find_triggers
from tacitus.extract.verbgroups import Clauses
from tacitus.model import (
    ActorType,
    IncidentType,
    MentionKind,
    PlaceKind,
    Speaker,
    Stance,
)

Numbers = tuple[list[Toll], list[Counted]]
"""The dead and wounded of a sentence, and all that it counts."""

_WIDE = frozenset({PlaceKind.REGION, PlaceKind.COUNTRY, PlaceKind.DISTRICT})
_UNPLACED = frozenset({IncidentType.GROUP_CHANGE})
_WIDEST = 90
_DYING = frozenset({"die", "perish", "succumb", "fall", "lose"})
_PARTS = frozenset({"including", "among"})
_NEAR = 12
_NEAR_CHARACTERS = 600
_UNARMED = frozenset({IncidentType.GROUP_CHANGE, IncidentType.AGREEMENT, IncidentType.PROTEST, IncidentType.ARREST})


def draft_sentence(telling: Telling, clauses: Clauses, tellings: Sequence[Told] = ()) -> list[Draft]:
    """Return what the sentence tells of by the lexicon and by what the model reads in it, in text order."""
    tolls = find_tolls(clauses, telling.settings.lexicon)
    counted = find_counted(clauses, tolls, telling.settings.lexicon)
    drafts: list[Draft] = []
    known = list(find_triggers(clauses, telling.lexicon))
    told = read_triggers(clauses, known, tellings, telling.settings.lexicon)
    for trigger in sorted((*known, *told), key=lambda t: t.last) if told else known:
        drafts += _draft(telling, clauses, trigger, (tolls, counted), drafts)
    if tolls and not any(d.type in LETHAL for d in drafts):
        drafts += _toll_draft(telling, clauses, tolls, counted)
    if len(drafts) > 1:
        for draft in drafts[1:]:
            if draft.casualty and draft.inherits:  # killing nine: the doer stands with the main verb
                draft.actors = []
    for number, draft in enumerate(drafts):
        if not (draft.casualty and draft.inherits and number):
            _share_sentence(telling, clauses, draft, drafts)
        before = drafts[number - 1] if number else None
        if (
            before is not None
            and (draft.coordinated or draft.inherits)
            and draft.time is None
            and not draft.places
            and not before.weak
        ):
            draft.time, draft.places = before.time, list(before.places)
        if before is not None and draft.coordinated and before.time is None and not before.places and not before.weak:
            before.time, before.places = draft.time, list(draft.places)
    return drafts


def _draft(telling: Telling, clauses: Clauses, trigger: Trigger, numbers: Numbers, earlier: list[Draft]) -> list[Draft]:  # noqa: C901, PLR0912  a list of cases, read from top to bottom
    span = clauses.span(trigger.first, trigger.last)
    stance, speaker = judge_stance(telling.document, telling.attributions, span, telling.settings)
    if not stance.is_happening or stance is Stance.DENIED or _is_accident(telling, clauses):
        return []
    low, end = clip_clause(telling, clauses, span, clause_of(clauses, trigger))
    draft = Draft(
        type=IncidentType.OTHER,
        sentence=clauses.sentence.index,
        paragraph=clauses.sentence.paragraph,
        zone=clauses.sentence.zone.kind,
        trigger=span,
        evidence=[evidence_of(clauses, low, end, trigger)],
        stance=stance,
        speaker=speaker,
        weak=trigger.rule.weak,
        casualty=trigger.rule.type == "casualty",
        item=telling.story.item,
        word=clauses.lows[trigger.first],
        background=is_background(clauses, trigger),
        retracted=is_retracted(telling, clauses, trigger),
    )
    is_field = clauses.lows[trigger.last + 1 : trigger.last + 2] == [":"]
    if trigger.verb is not None and draft.casualty and (trigger.verb.lemma in _DYING or is_field):
        draft.thin = True
    if trigger.verb is not None:
        fill_verb_roles(telling, clauses, trigger, draft)
        _follow_object(telling, clauses, trigger, draft, earlier)
    else:
        fill_noun_roles(telling, clauses, trigger, draft)
    tolls, counted = numbers
    told = _tolls_of(clauses, trigger, (low, end), tolls)
    fill_tolls(telling, clauses, draft, told)
    draft.tallies = list_tallies(telling, clauses, counted_of(telling, clauses, trigger, (low, end), counted, told))
    draft.type = decide_type(telling, clauses, trigger, draft, (low, end), tolls)
    if draft.founded is not None and all(telling.types.get(a) is ActorType.PERSON for a in draft.actors):
        add_new(draft.actors, [draft.founded])
    verb = trigger.verb
    draft.inherits = verb is not None and verb.form == "ing" and not has_own_subject(clauses, verb)
    draft.coordinated = verb is not None and verb.form != "ing" and not has_own_subject(clauses, verb)
    attempt = attempt_of(clauses, trigger)
    if attempt is not None:
        if draft.type not in TERRITORY | VIOLENT or attempt == "seek":
            return []
        draft.type = IncidentType.ARMED_CLASH if draft.type in TERRITORY else draft.type
    if is_subordinate(clauses, trigger):
        draft.weak = draft.definite = True
    if draft.type in {IncidentType.SHELLING, IncidentType.AIR_STRIKE}:  # fired from a hill: not where they fell
        end = next((i for i in range(trigger.last + 1, end) if clauses.lows[i] == "from"), end)
    _fill_circumstances(telling, clauses, trigger, draft, low, end)
    draft.reported = any(a.speaker.entity is not None for a in attributions_of(telling.attributions, span))
    settle_stance(telling, draft, span)
    draft.targets = [t for t in draft.targets if t not in draft.actors]
    if draft.weak and trigger.verb is None and not draft.definite and opens_sentence(clauses, trigger):
        draft.weak = not (draft.places or telling.story.heading_places or (draft.actors and draft.targets))
    if draft.type is IncidentType.AGREEMENT and not draft.actors and (draft.time is None or not draft.places):
        is_loose = trigger.verb is None or not trigger.verb.finite or (draft.time is None and not draft.places)
        if is_loose:
            return []
    if draft.type in REMOTE and trigger.verb is not None and _has_known_weapon(clauses, trigger):
        draft.weak = draft.definite = True
    return [draft, *_split_object(telling, clauses, trigger, draft)]


def _has_known_weapon(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether the weapon was told of before: ``The rockets were fired from ...``."""
    low, end = trigger.subject
    is_weapon = trigger.rule.roles[1 if trigger.passive else 0] == "weapon"
    return is_weapon and low < end and clauses.lows[low] in {"the", "these", "those"} and (trigger.passive or low == 0)


def _is_accident(telling: Telling, clauses: Clauses) -> bool:
    return clauses.has_word("accident", load_operators(telling.settings.lexicon).accident)


# ---------------------------------------------------------------- roles beyond the clause


def _follow_object(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft, earlier: list[Draft]) -> None:
    """Follow ``retook it`` and ``took the base`` to the place, ``drove them out`` to the actor told of before."""
    role = trigger.rule.roles[1]
    low, end = trigger.subject if trigger.passive else trigger.object
    words = clauses.lows[low:end]
    if not words:
        return
    before = earlier[-1] if earlier else None
    if role == "target" and words[0] in {"them", "it", "him"} and not draft.targets and before is not None:
        add_new(draft.targets, (a for a in before.actors if a not in draft.actors))
        if trigger.rule.type == "regains_territory":
            add_new(draft.places, before.places)
    is_town = role == "place" and not draft.places
    if is_town and (words[0] in {"it", "them"} or (words[0] in {"the", "that", "this"} and len(words) <= 3)):
        told = () if telling.story.heading_places else telling.story.places
        known = before.places if before is not None and before.places else list(told)
        add_new(draft.places, known[:1] if len(known) > 2 else known)


def _split_object(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft) -> list[Draft]:
    """Return a draft of its own for a second object with a time of its own: ``took A on Monday and B two days later``."""
    if draft.type not in TERRITORY or trigger.passive or trigger.verb is None:
        return []
    stop = region_end(clauses, trigger.last + 1)
    and_at = next((i for i in range(trigger.object[1], stop) if clauses.kinds[i] == "c"), None)
    if and_at is None:
        limit = min(clauses.n, stop + 2)
        and_at = next((i for i in range(trigger.object[1], limit) if i < clauses.n and clauses.kinds[i] == "c"), None)
    if and_at is None:
        return []
    end = region_end(clauses, and_at + 1)
    places = places_between(telling.document, clauses, and_at, end, telling.kinds)
    time = pick_time(telling.document, clauses, and_at, end, end, telling.reporting)
    if not places or time is None or time.rank < 2 or set(places) & set(draft.places):
        draft.places = (
            [p for p in draft.places if p not in places] or draft.places if time is not None and time.rank == 2 else draft.places
        )
        if not places or time is None or time.rank < 2:
            return []
    first_time = pick_time(telling.document, clauses, trigger.last, and_at, trigger.last, telling.reporting)
    draft.time = first_time or draft.time
    draft.places = [p for p in draft.places if p not in places] or draft.places
    return [
        replace(
            draft,
            actors=list(draft.actors),
            targets=list(draft.targets),
            places=places,
            context=[],
            weapons=[],
            evidence=[clauses.span(and_at + 1, max(and_at + 1, end - 1))],
            trigger=clauses.span(and_at + 1, and_at + 1),
            time=time,
            deaths=None,
            injuries=None,
        )
    ]


# ---------------------------------------------------------------- deaths


def _tolls_of(clauses: Clauses, trigger: Trigger, clause: tuple[int, int], tolls: list[Toll]) -> list[Toll]:
    """Return the tolls that belong to the telling: those of its clause, and of the participles that follow it."""
    low, end = clause
    own = [t for t in tolls if low <= t.first < end or low <= t.last < end]
    if own or not tolls:
        return _with_joined(clauses, own, tolls)
    following = [t for t in tolls if t.first > trigger.last]
    if following and trigger.verb is not None:
        between = [v for v in clauses.verbs if trigger.last < v.first <= following[0].first]
        if all(not v.finite for v in between):
            return following
    return []


def _with_joined(clauses: Clauses, own: list[Toll], tolls: list[Toll]) -> list[Toll]:
    """Return the tolls with those that go on the list at whose first members the clause ends: ``12 soldiers and 20 rebels``."""
    for toll in tolls:
        last = own[-1] if own else None
        if last is None or toll in own or toll.is_death != last.is_death:
            continue
        if toll.first == last.last + 2 and clauses.lows[toll.first - 1] == "and" and toll.words:
            own.append(toll)
    return own


def fill_tolls(telling: Telling, clauses: Clauses, draft: Draft, tolls: list[Toll]) -> None:
    """Put the dead and the wounded into a draft, and the victims where nobody else was hit."""
    deaths = [t.count for t in tolls if t.is_death]
    injuries = [t.count for t in tolls if not t.is_death]
    draft.dead = frozenset(w for t in tolls if t.is_death for w in t.words)
    if deaths:
        first = next(t for t in tolls if t.is_death)
        is_total = deaths[0].high is None or _PARTS.intersection(clauses.lows[first.last : first.last + 12])
        draft.deaths = deaths[0] if len(deaths) > 1 and is_total else add_counts(deaths)
    if injuries:
        draft.injuries = add_counts(injuries)
    if draft.targets:
        return
    for toll in tolls:
        for victim in toll.victims:
            is_person = victim.kind is MentionKind.PERSON
            if (
                victim.entity is not None
                and victim.entity not in draft.actors
                and (is_person or telling.types.get(victim.entity) is not ActorType.ORGANIZATION)
            ):
                add_new(draft.targets, [victim.entity])


def _toll_draft(telling: Telling, clauses: Clauses, tolls: list[Toll], counted: list[Counted]) -> list[Draft]:
    """Return a draft for deaths told without a trigger: ``No deaths were reported``; it needs a telling to belong to."""
    span = clauses.span(tolls[0].first, max(tolls[0].first, min(tolls[0].last, clauses.n - 1)))
    stance, _ = judge_stance(telling.document, telling.attributions, span, telling.settings)
    if stance is not Stance.ASSERTED and not (stance is Stance.DENIED and tolls[0].count.high == 0):
        return []
    draft = Draft(
        type=IncidentType.ARMED_CLASH,
        sentence=clauses.sentence.index,
        paragraph=clauses.sentence.paragraph,
        zone=clauses.sentence.zone.kind,
        trigger=span,
        evidence=[evidence_span(clauses)],
        stance=Stance.ASSERTED,
        speaker=Speaker(),
        casualty=True,
        weak=True,
        generic=True,
        definite=True,
        thin=True,
        item=telling.story.item,
    )
    fill_tolls(telling, clauses, draft, tolls)
    draft.tallies = list_tallies(telling, clauses, counted)
    draft.targets = []
    return [draft]


# ---------------------------------------------------------------- when, where, with what


def _fill_circumstances(telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft, low: int, end: int) -> None:  # noqa: PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    draft.time = pick_time(telling.document, clauses, low, end, trigger.last, telling.reporting)
    if draft.type not in _UNPLACED:
        found = places_between(telling.document, clauses, low, end, telling.kinds)
        if trigger.rule.roles[1] == "place" and draft.places:
            specific = [p for p in found if p in draft.places]
            draft.places = specific or draft.places
        elif not found and trigger.passive:
            add_new(draft.places, passive_places(clauses, *trigger.subject))
        elif trigger.rule.roles[0] != "place" or not draft.places:
            add_new(draft.places, found)
    if draft.type in _UNARMED:
        return
    start = trigger.first if draft.type is IncidentType.WEAPONS_DISRUPTED else low
    add_new(draft.weapons, weapons_between(clauses, start, max(end, trigger.last + 1), telling.lexicon))


def _share_sentence(telling: Telling, clauses: Clauses, draft: Draft, drafts: list[Draft]) -> None:
    """Fill the time and the places that stand in the sentence or in the heading, not in the clause."""
    story = telling.story
    at = clauses.index_at(draft.trigger.start)
    if draft.time is None or draft.time.rank < 2:
        low, high = clip_clause(telling, clauses, draft.trigger, _wider(clauses, at, drafts))
        found = pick_time(telling.document, clauses, low, high, at, telling.reporting)
        draft.time = _better(draft.time, found)
    draft.time = _better(draft.time, story.heading_time)
    draft.context += [p for p in story.heading_places if p not in draft.context]
    if draft.type in _UNPLACED or draft.thin:
        return
    if not draft.places and not (draft.definite and draft.weak):
        low, high = clip_clause(telling, clauses, draft.trigger, _wider(clauses, at, drafts))
        add_new(draft.places, places_between(telling.document, clauses, low, high, telling.kinds))
        if (
            not draft.places
            and not draft.weak
            and draft.type in VIOLENT | {IncidentType.ARREST, IncidentType.LOOTING_DESTRUCTION}
        ):
            add_new(draft.places, places_of_people(clauses, low, high))
    _note_width(telling, draft)
    exact = [p for p in story.heading_places if telling.kinds.get(p) is PlaceKind.ROAD]
    draft.headed = not draft.places and bool(story.heading_places)
    add_new(draft.places, exact if draft.places else story.heading_places)
    _note_width(telling, draft)


def _note_width(telling: Telling, draft: Draft) -> None:
    draft.is_wide = bool(draft.places) and all(telling.kinds.get(p) in _WIDE for p in draft.places)


def _better(time: TimePick | None, other: TimePick | None) -> TimePick | None:
    if time is None or (other is not None and other.rank > time.rank):
        return other if other is not None else time
    return time


def _wider(clauses: Clauses, at: int, drafts: list[Draft]) -> tuple[int, int]:
    """Return the tokens that a telling may borrow from: its part of the sentence between semicolons and other tellings."""
    low, high = max(0, at - _WIDEST), min(clauses.n, at + _WIDEST)
    for i in range(at, low - 1, -1):
        if clauses.lows[i] == ";":
            low = i + 1
            break
    for i in range(at, high):
        if clauses.lows[i] == ";":
            high = i
            break
    near = (
        drafts
        if len(drafts) <= _NEAR
        else [d for d in drafts if abs(d.trigger.start - clauses.sentence.tokens[at].start) < _NEAR_CHARACTERS]
    )
    others = sorted(clauses.index_at(d.trigger.start) for d in near if not d.casualty and not d.weak)
    after = [o for o in others if o > at]
    before = [o for o in others if o < at]
    if after:
        high = min(high, next((i for i in range(at, after[0]) if clauses.kinds[i] in "cs,"), after[0]))
    if before:
        low = max(low, next((i for i in range(at, before[-1], -1) if clauses.kinds[i] in "cs,"), before[-1]))
    return low, high
