"""One happening told in several sentences becomes one draft: headline and lead, definite nouns, casualties told later."""

import re

from tacitus.extract.drafts import BATTLE, CIVILIANS, LETHAL, REMOTE, TERRITORY, VIOLENT, Draft, merge_into, same_group
from tacitus.model import IncidentType, Stance, ZoneKind

_RAIDS = frozenset({"raid", "raids", "operation", "operations"})
_SEARCHES = frozenset({IncidentType.ARREST, IncidentType.WEAPONS_DISRUPTED, IncidentType.ABDUCTION})
_LETHAL_UNREST = frozenset({IncidentType.RIOT, IncidentType.PROTEST})
_ANY_ATTACK = frozenset({"attack", "attacks", "attempt"})
_BACK = 8
_REACH = 30
_CASUALTY_REACH = 4
_WEEKDAY = re.compile(r"(?i)\b(mon|tues|wednes|thurs|fri|satur|sun)day\b")
_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!:)")
_RELATIVE = re.compile(r"(?i)\b(yesterday|today|ago|last|previous|later|earlier|same)\b")


def join_sentence(drafts: list[Draft]) -> list[Draft]:
    """Merge the drafts of one sentence that tell of one happening."""
    out: list[Draft] = []
    for draft in drafts:
        host = next((d for d in reversed(out[-_BACK:]) if _is_one_in_sentence(d, draft)), None)
        if host is None:
            out.append(draft)
        elif (host.casualty and not draft.casualty and not draft.thin) or (host.weak and not (draft.weak or draft.casualty)):
            _absorb(draft, host)
            if host.casualty and host.actors and host.deaths is not None:  # killed nine in the battle: told in full
                draft.weak = draft.definite = False
            out[out.index(host)] = draft
        else:
            _absorb(host, draft)
    return out


def _absorb(host: Draft, other: Draft) -> None:
    if other.casualty and not host.casualty and not host.weak and not (host.unsure and not other.unsure):
        other.type = host.type
    if {host.type, other.type} == {IncidentType.OVERTAKES_TERRITORY, IncidentType.REGAINS_TERRITORY}:
        host.type = other.type = IncidentType.OVERTAKES_TERRITORY
    if host.type is IncidentType.ARMED_CLASH and host.generic and other.type is IncidentType.ABDUCTION and not host.targets:
        host.type, host.generic = other.type, False
    merge_into(host, other)


def _is_one_in_sentence(a: Draft, b: Draft) -> bool:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    if (a.stance is not b.stance or a.speaker != b.speaker) and not (a.weak or b.weak):
        return False
    if not _times_agree(a, b):
        return False
    if a.casualty or b.casualty:
        if {a.type, b.type} & {IncidentType.ABDUCTION, IncidentType.SEXUAL_VIOLENCE}:
            return False
        return (a.type in LETHAL and b.type in LETHAL) and not _conflict(a.places, b.places) and _actors_agree(a, b)
    if a.type in TERRITORY and b.type in TERRITORY and a.type is not b.type:
        drove_out = a.type is IncidentType.REGAINS_TERRITORY and a.targets and b.type is IncidentType.OVERTAKES_TERRITORY
        return bool(drove_out) and a.actors == b.actors and not _conflict(a.places, b.places)
    if b.weak and b.generic and b.word in _RAIDS and a.type in _SEARCHES:
        return b.deaths is None
    if a.indefinite and b.indefinite and a.places and b.places and _conflict(a.places, b.places):
        return False
    if _conflict(a.places, b.places) or not _actors_agree(a, b) or (a.weak and b.weak and a.definite != b.definite):
        return False
    if (a.weak or b.weak) and a.type in VIOLENT and b.type in VIOLENT and IncidentType.ABDUCTION not in {a.type, b.type}:
        return True
    if {a.type, b.type} <= {IncidentType.ABDUCTION, IncidentType.ARMED_CLASH, IncidentType.ATTACK_ON_CIVILIANS}:
        return (a.generic or b.generic) and a.deaths is None and b.deaths is None
    if a.type in REMOTE and b.type in REMOTE:
        return True
    return same_group(a.type, b.type) and (a.type is b.type or a.generic or b.generic)


def join_report(drafts: list[Draft]) -> list[Draft]:
    """Merge the drafts of a report, told in text order, into one for each happening."""
    out: list[Draft] = []
    anchors: dict[int, Draft] = {}
    lead = next((d for d in drafts if d.zone is ZoneKind.BODY and d.type in VIOLENT and not d.thin), None)
    if lead is not None:
        lead.is_lead = True
    for draft in drafts:
        host = _host(out, draft)
        if host is not None and draft.definite and draft.weak and not draft.thin:
            anchors.setdefault(draft.sentence, host)
        if host is None:
            if not _needs_host(draft):
                out.append(draft)
                _lean_on(draft, anchors.get(draft.sentence))
        elif host.zone is ZoneKind.HEADLINE and draft.zone is not ZoneKind.HEADLINE and not draft.weak and not draft.casualty:
            draft_deaths = draft.deaths
            merge_into(draft, host)
            draft.deaths = draft_deaths if draft_deaths is not None else host.deaths
            draft.background = False
            out[out.index(host)] = draft
        else:
            if draft.casualty and not (host.unsure and not draft.unsure):
                draft.type = host.type
            merge_into(host, draft)
            host.last_sentence = draft.sentence
            host.is_lead = host.is_lead or draft.is_lead
    return [d for d in out if not d.retracted]


def _lean_on(draft: Draft, anchor: Draft | None) -> None:
    """Take time and place from the happening that the sentence hangs on: ``After the clash the troops recovered ...``."""
    if anchor is None or anchor is draft:
        return
    if draft.time is None or draft.time.rank < 2:
        draft.time = anchor.time or draft.time
    if not draft.places and draft.type is not IncidentType.GROUP_CHANGE:
        draft.places = list(anchor.places)


def _needs_host(draft: Draft) -> bool:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Whether the telling is too thin to stand alone: ``the attack``, ``two rebels were killed``."""
    if draft.zone is ZoneKind.COMMENT:
        return not (draft.actors and draft.time is not None and draft.time.rank == 2)
    if draft.thin:
        is_full = draft.casualty and draft.targets and draft.places and draft.deaths is not None
        return not (is_full and not draft.headed and draft.zone is ZoneKind.BODY)
    if draft.casualty:
        where = bool(draft.places) or (draft.time is not None and draft.time.rank == 2)
        return not (where or (draft.actors and (draft.targets or draft.deaths is not None)))
    if draft.definite:
        is_dated = draft.time is not None and draft.time.rank == 2
        is_placed = bool(draft.places) and (is_dated or draft.type in TERRITORY)
        return not (is_placed or ((draft.places or is_dated) and (draft.actors or draft.targets or draft.deaths is not None)))
    if draft.plural and draft.weak:
        is_dated = draft.time is not None and draft.time.rank == 2
        return not ((is_dated and draft.has_arguments) or (draft.places and (draft.actors or draft.deaths)))
    if draft.weak:
        if draft.reported and not draft.actors:
            return True
        is_dated = draft.time is not None and draft.time.rank == 2
        return not (draft.places or is_dated or draft.deaths is not None or (draft.actors and draft.targets))
    return False


def _host(out: list[Draft], draft: Draft) -> Draft | None:
    if draft.zone is ZoneKind.COMMENT:
        return None
    for number, host in enumerate(reversed(out)):
        if number >= _REACH:
            break
        if host.zone is ZoneKind.COMMENT or (host.zone is ZoneKind.HEADLINE and draft.casualty and draft.zone is not host.zone):
            continue
        if not _stances_agree(host, draft):
            continue
        if _is_same(host, draft):
            return host
    return None


def _stances_agree(a: Draft, b: Draft) -> bool:
    if (b.owned and a.stance is Stance.ASSERTED) or (a.zone is ZoneKind.HEADLINE and b.zone is not a.zone):
        return True
    if b.definite and b.weak and b.stance is Stance.ASSERTED:
        return a.stance is not Stance.DENIED
    return a.stance is b.stance and (a.speaker == b.speaker or a.stance is Stance.ASSERTED)


def _is_same(host: Draft, draft: Draft) -> bool:  # noqa: PLR0911  a list of cases, read from top to bottom
    if (
        draft.background
        and not host.background
        and draft.time is not None
        and draft.time.rank == 2
        and not _same_day(host, draft)
    ):
        return False
    if not _times_agree(host, draft):
        return False
    if draft.casualty and (not draft.places or (draft.headed and host.item == draft.item != -1)):
        is_own = draft.actors and (draft.targets or (draft.time is not None and draft.time.rank == 2))
        if is_own and not set(host.actors) & set(draft.actors):
            return False
        if host.type not in VIOLENT | _LETHAL_UNREST or not _actors_agree(host, draft, loose=True):
            return False
        if draft.item != -1 or host.item != -1:
            return host.item == draft.item
        if host.paragraph == draft.paragraph:
            return draft.sentence - host.last_sentence <= _CASUALTY_REACH
        return host.is_lead
    if draft.definite and not draft.indefinite:
        return _is_meant(host, draft)
    return _is_retold(host, draft)


def _is_meant(host: Draft, draft: Draft) -> bool:
    """Whether a definite noun (``the raid``) means the host."""
    if not _suits_noun(host, draft) or draft.item not in (-1, host.item):
        return False
    if host.retracted:
        return True
    if not _places_agree(host, draft, unknown=True):
        return False
    return _actors_agree(host, draft, loose=True)


def _suits_noun(host: Draft, draft: Draft) -> bool:
    if draft.generic and draft.word in _ANY_ATTACK:
        return host.type in VIOLENT
    if draft.generic or draft.type is IncidentType.ARMED_CLASH:
        return host.type in BATTLE or host.type is IncidentType.ATTACK_ON_CIVILIANS or (host.zone is ZoneKind.HEADLINE)
    if draft.type in REMOTE:
        return host.type in REMOTE or host.generic or host.type is IncidentType.ATTACK_ON_CIVILIANS
    if draft.type in CIVILIANS:
        return host.type in CIVILIANS or host.type in REMOTE or host.generic
    return same_group(host.type, draft.type)


def _is_retold(host: Draft, draft: Draft) -> bool:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    """Whether a full telling repeats the host: headline and lead, summary and body."""
    alike = same_group(host.type, draft.type) if host.type is draft.type or host.generic or draft.generic else False
    kinds = {host.type, draft.type}
    if kinds & TERRITORY and _conflict(host.actors, draft.actors) and host.type is not draft.type:
        return False
    headline = host.zone is ZoneKind.HEADLINE
    if headline and kinds <= VIOLENT:
        alike = True
    if not alike and (host.casualty or draft.casualty) and kinds <= LETHAL - {IncidentType.ABDUCTION}:
        alike = True
    if not alike and (host.generic or draft.generic) and kinds <= BATTLE | CIVILIANS:
        alike = True
    if IncidentType.ABDUCTION in kinds and host.type is not draft.type:
        alike = alike and host.deaths is None and draft.deaths is None and host.sentence != draft.sentence
    if not alike or draft.indefinite:
        return alike and headline and _actors_agree(host, draft) and _places_agree(host, draft, unknown=True)
    same_place = bool({*host.places, *host.context} & {*draft.places, *draft.context})
    same_actor = bool({*host.actors, *host.targets} & {*draft.actors, *draft.targets})
    same_day = _same_day(host, draft)
    if headline:
        return _actors_agree(host, draft) and _places_agree(host, draft, unknown=True)
    if draft.type in TERRITORY and host.type is draft.type:
        return bool(set(host.places) & set(draft.places)) or (same_actor and not draft.places and draft.time is None)
    if not _actors_agree(host, draft) or not _places_agree(host, draft, unknown=True):
        return False
    if draft.weak and not draft.indefinite and draft.time is None and set(host.places) & set(draft.places):
        return host.type in VIOLENT and not host.background
    if host.item != draft.item and not same_day:
        return False
    return same_place + same_actor + same_day >= 2


def _actors_agree(a: Draft, b: Draft, *, loose: bool = False) -> bool:
    """Whether no actor of one speaks against the other; in a fight the sides may be told either way round."""
    everybody_a, everybody_b = {*a.actors, *a.targets}, {*b.actors, *b.targets}
    if not everybody_a or not everybody_b:
        return True
    if everybody_a & everybody_b:
        return loose or not (a.actors and b.actors) or bool(set(a.actors) & everybody_b or set(b.actors) & everybody_a)
    return not (a.actors and b.actors) and (loose or not (a.targets and b.targets))


def _conflict(a: list[str], b: list[str]) -> bool:
    return bool(a) and bool(b) and not set(a) & set(b)


def _places_agree(a: Draft, b: Draft, *, unknown: bool) -> bool:
    if a.is_wide != b.is_wide and ZoneKind.HEADLINE in {a.zone, b.zone}:
        return unknown
    if not a.places or not b.places:
        return unknown
    return bool({*a.places, *a.context} & {*b.places, *b.context})


def _times_agree(a: Draft, b: Draft) -> bool:
    """Whether the days named do not speak against each other; what cannot be compared agrees."""
    if a.time is None or b.time is None or a.time.rank < 2 or b.time.rank < 2:
        return True
    one, two = a.time.text, b.time.text
    if one == two:
        return True
    for pattern in (_YEAR, _MONTH, _WEEKDAY):
        x, y = pattern.findall(one), pattern.findall(two)
        if x and y and not set(x) & set(y):
            return False
    x, y = _MONTH.findall(one), _MONTH.findall(two)
    if x and y:
        days_one, days_two = _DAY.findall(_YEAR.sub("", one)), _DAY.findall(_YEAR.sub("", two))
        return not days_one or not days_two or bool(set(days_one) & set(days_two))
    both = _WEEKDAY.findall(one) and _WEEKDAY.findall(two)
    if both:
        return True
    return not (_RELATIVE.search(one) and _RELATIVE.search(two)) and not (
        bool(x) != bool(y) and _YEAR.search(one + two) is not None
    )


def _same_day(a: Draft, b: Draft) -> bool:
    if a.time is None or b.time is None or a.time.rank < 2 or b.time.rank < 2:
        return False
    one, two = a.time.text.casefold(), b.time.text.casefold()
    if one in two or two in one:
        return True
    return bool(set(_WEEKDAY.findall(one)) & set(_WEEKDAY.findall(two)))
