"""What sort of incident a general word tells of: by its means, and by who was attacked."""

from tacitus.extract.arguments import phrase_end
from tacitus.extract.attributions import ARMED_GROUPS, PARTIES
from tacitus.extract.drafts import Draft
from tacitus.extract.telling import Telling
from tacitus.extract.tolls import Toll
from tacitus.extract.triggers import Trigger, heads_of
from tacitus.extract.verbgroups import Clauses
from tacitus.model import ActorType, IncidentType, MentionForm, ZoneKind

_AIR_ARMS = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})


def decide_type(  # noqa: PLR0911, PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft, clause: tuple[int, int], tolls: list[Toll]
) -> IncidentType:
    """Return the type of the draft, and note on it whether the word alone would allow others."""
    name = trigger.rule.type
    words = {clauses.lows[i] for i in range(*clause) if clauses.at[i] is None}
    refine = telling.lexicon.refine
    if name not in {"attack", "casualty"}:
        kind = IncidentType(name)
        if (
            kind is IncidentType.ARMED_CLASH
            and trigger.verb is None
            and _sides(clauses, clause) & telling.lexicon.classes["rioters"]
        ):
            return IncidentType.RIOT
        draft.generic = trigger.rule.generic
        if kind is IncidentType.REGAINS_TERRITORY and trigger.rule.roles[1] == "target" and _takes(telling, draft):
            return IncidentType.OVERTAKES_TERRITORY
        if kind is IncidentType.EXPLOSIVE and words & refine["suicide_bombing"]:
            return IncidentType.SUICIDE_BOMBING
        if kind is IncidentType.EXPLOSIVE and clauses.lows[trigger.first] in {"bombing", "bombings"}:
            by_air = words & refine["air_strike"] or any(telling.types.get(a) in _AIR_ARMS for a in draft.actors)
            return IncidentType.AIR_STRIKE if by_air and not words & {"car", "roadside", "truck"} else kind
        return kind
    for refined, means in refine.items():
        is_object = any(clauses.lows[i] in means for i in range(*trigger.object)) or (
            trigger.passive and any(clauses.lows[i] in means for i in range(*trigger.subject))
        )
        if words & means and not is_object:
            return IncidentType(refined)
    draft.generic = True
    if trigger.rule.object == ("bodies",):
        return IncidentType.ATTACK_ON_CIVILIANS
    if name == "casualty" and draft.zone is ZoneKind.HEADLINE:
        draft.weak = True
    return _by_victims(telling, clauses, trigger, draft, tolls)


def _takes(telling: Telling, draft: Draft) -> bool:
    """Whether those who drove others out are no government: they took the place, and did not win it back."""
    doers = [telling.types.get(a) for a in draft.actors]
    if doers:
        return all(t in ARMED_GROUPS for t in doers)
    return any(telling.types.get(t) in _AIR_ARMS for t in draft.targets)


def _sides(clauses: Clauses, clause: tuple[int, int]) -> set[str]:
    """Return the words of the clause, common nouns that name somebody among them."""
    return {clauses.lows[i] for i in range(*clause) if (m := clauses.at[i]) is None or m.form is not MentionForm.NAME}


def _by_victims(  # noqa: PLR0911  a list of cases, read from top to bottom
    telling: Telling, clauses: Clauses, trigger: Trigger, draft: Draft, tolls: list[Toll]
) -> IncidentType:
    """Return armed_clash where fighters were attacked, attack_on_civilians where others were."""
    low, end = _attacked(clauses, trigger)
    classes = telling.lexicon.classes
    heads = heads_of(clauses, low, end)[0] if low < end else []
    if any(w in classes["military_targets"] for w in heads):
        return IncidentType.ARMED_CLASH
    words = {clauses.lows[i] for i in range(low, end) if clauses.at[i] is None}
    if any(w in classes["civilians"] for w in heads) or words & classes["civilian_sites"]:
        return IncidentType.ATTACK_ON_CIVILIANS
    types = [telling.types.get(t) for t in draft.targets]
    if any(t in PARTIES for t in types):
        return IncidentType.ARMED_CLASH
    if ActorType.CIVILIANS in types:
        return IncidentType.ATTACK_ON_CIVILIANS
    victims = {w for toll in tolls for w in toll.words}
    if victims & classes["military_targets"]:
        return IncidentType.ARMED_CLASH
    if victims & classes["civilians"]:
        return IncidentType.ATTACK_ON_CIVILIANS
    draft.unsure = True
    types = [telling.types.get(a) for a in (*draft.actors, *draft.targets)]
    if any(t in _AIR_ARMS for t in types) or any(telling.types.get(t) in PARTIES for t in draft.targets):
        return IncidentType.ARMED_CLASH
    subject = range(*trigger.subject)
    if draft.casualty and any(t in PARTIES for t in types):
        return IncidentType.ARMED_CLASH
    soldiers = {w for i, w in enumerate(clauses.lows) if i not in subject} & classes["military_targets"]
    if draft.casualty:
        soldiers |= {clauses.lows[i] for i in subject} & classes["military_targets"]
    is_people = bool(heads) and clauses.kinds[end - 1] == "x"
    killed = any(t.is_death for t in tolls) and (victims or not draft.casualty)
    return (
        IncidentType.ATTACK_ON_CIVILIANS
        if (killed or (draft.casualty and is_people)) and not soldiers
        else IncidentType.ARMED_CLASH
    )


def _attacked(clauses: Clauses, trigger: Trigger) -> tuple[int, int]:
    """Return the tokens of the noun phrase that names what was attacked."""
    if trigger.verb is not None:
        if trigger.passive or trigger.rule.roles[0] == "target":
            return trigger.subject
        low, end = trigger.object
        if low < end:
            return low, end
    first = trigger.last + 1
    for i in range(first, min(clauses.n, first + 4)):
        if clauses.lows[i] in {"on", "against", "at"}:
            return i + 1, phrase_end(clauses, i + 1, clauses.n)
    return 0, 0
