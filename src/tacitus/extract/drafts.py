"""Drafts of incidents: what one trigger in one sentence tells of, before the report's tellings are put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tacitus.extract.circumstances import TimePick
from tacitus.extract.counts import add_counts
from tacitus.model import Count, IncidentType, Span, Speaker, Stance, Tally, TallyKind, ZoneKind

BATTLE = frozenset({IncidentType.ARMED_CLASH, IncidentType.OVERTAKES_TERRITORY, IncidentType.REGAINS_TERRITORY})
TERRITORY = frozenset({IncidentType.OVERTAKES_TERRITORY, IncidentType.REGAINS_TERRITORY, IncidentType.TRANSFER_OF_TERRITORY})
REMOTE = frozenset({IncidentType.AIR_STRIKE, IncidentType.SHELLING, IncidentType.EXPLOSIVE, IncidentType.SUICIDE_BOMBING})
CIVILIANS = frozenset({IncidentType.ATTACK_ON_CIVILIANS, IncidentType.ABDUCTION, IncidentType.SEXUAL_VIOLENCE})
VIOLENT = BATTLE | REMOTE | CIVILIANS
LETHAL = VIOLENT | {IncidentType.RIOT, IncidentType.PROTEST}
_GROUPS = (
    BATTLE,
    REMOTE | {IncidentType.WEAPONS_DISRUPTED},
    CIVILIANS,
    frozenset({IncidentType.PROTEST, IncidentType.RIOT}),
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """An incident in the making. ``context`` holds places that lie around it: of the sentence or of the list item's heading."""

    type: IncidentType
    sentence: int
    paragraph: int
    zone: ZoneKind
    trigger: Span
    evidence: list[Span]
    stance: Stance
    speaker: Speaker
    generic: bool = False
    unsure: bool = False
    headed: bool = False
    weak: bool = False
    definite: bool = False
    indefinite: bool = False
    casualty: bool = False
    plural: bool = False
    background: bool = False
    retracted: bool = False
    thin: bool = False
    reported: bool = False
    inherits: bool = False
    coordinated: bool = False
    owned: bool = False
    is_wide: bool = False
    word: str = ""
    is_lead: bool = False
    last_sentence: int = -1
    item: int = -1
    founded: str | None = None
    actors: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    weapons: list[str] = field(default_factory=list)
    time: TimePick | None = None
    deaths: Count | None = None
    injuries: Count | None = None
    dead: frozenset[str] = frozenset()
    tallies: list[Tally] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last_sentence = max(self.last_sentence, self.sentence)

    @property
    def has_arguments(self) -> bool:
        """Whether the telling names anybody, any place or any day of its own."""
        return bool(self.actors or self.targets or self.places or (self.time is not None and self.time.rank == 2))


_BY_VICTIMS = frozenset({IncidentType.ARMED_CLASH, IncidentType.ATTACK_ON_CIVILIANS})


def add_new(into: list[str], more: Iterable[str]) -> None:
    """Append what is not there yet, in order."""
    for item in more:
        if item not in into:
            into.append(item)


def same_group(a: IncidentType, b: IncidentType) -> bool:
    """Whether two types are of one group (battle, remote, civilians, unrest), or are the same."""
    return a is b or any(a in group and b in group for group in _GROUPS)


_SIDES = (
    frozenset({"soldier", "soldiers", "troops", "policeman", "policemen", "officers", "marines", "gendarmes", "police"}),
    frozenset(
        {"fighters", "fighter", "rebels", "rebel", "militants", "insurgents", "guerrillas", "attackers", "brothers", "comrades",
         "bandits", "gunmen", "jihadists", "militiamen", "raiders", "assailants"}
    ),
    frozenset({"civilians", "villagers", "residents", "children", "women", "passengers", "bystanders"}),
)  # fmt: skip


def _merge_deaths(draft: Draft, other: Draft) -> None:
    """Keep the first count; add one of another side told in the same paragraph; a first "nobody" gives way to a number."""
    one, two = draft.deaths, other.deaths
    if one is None or two is None or (one.high == 0 and two.high != 0):
        draft.deaths = two if two is not None else one
        draft.dead |= other.dead
        return
    sides_one = [bool(side & draft.dead) for side in _SIDES]
    sides_two = [bool(side & other.dead) for side in _SIDES]
    is_other_side = any(sides_one) and any(sides_two) and not any(a and b for a, b in zip(sides_one, sides_two, strict=True))
    if is_other_side and draft.paragraph == other.paragraph and draft.sentence != other.sentence and one != two:
        draft.deaths = add_counts([one, two])
        draft.dead |= other.dead


def _merge_tallies(draft: Draft, other: Draft, *, is_summed: bool) -> None:
    """Keep the first telling of each kind; the dead of another side are added where their number was."""
    kinds = {tally.kind for tally in draft.tallies}
    for tally in other.tallies:
        if tally.kind not in kinds or (is_summed and tally.kind is TallyKind.KILLED):
            draft.tallies.append(tally)


def merge_into(draft: Draft, other: Draft) -> None:
    """Put what another telling of the same happening says into the draft."""
    if draft.generic and not other.generic and other.type in VIOLENT and not other.weak:
        draft.type, draft.generic = other.type, False
    if draft.unsure and not other.unsure and {draft.type, other.type} <= _BY_VICTIMS:
        draft.type, draft.unsure = other.type, False
    if (draft.weak or draft.casualty) and not (other.weak or other.casualty):
        draft.type, draft.weak, draft.casualty, draft.generic = other.type, False, False, other.generic
    if not draft.actors or other.type in TERRITORY or not other.actors:
        add_new(draft.actors, (a for a in other.actors if a not in draft.targets))
    if not draft.targets:
        add_new(draft.targets, (t for t in other.targets if t not in draft.actors))
    if draft.retracted:
        draft.places = list(other.places) or draft.places
        draft.evidence = list(other.evidence)
        draft.trigger, draft.retracted = other.trigger, False
    else:
        draft.evidence += [e for e in other.evidence if e not in draft.evidence]
        if not draft.places or (draft.is_wide and other.places and not other.is_wide):
            add_new(draft.context, draft.places)
            draft.places, draft.is_wide = list(other.places), other.is_wide
    add_new(draft.context, other.context)
    if not (other.weak and other.definite):
        add_new(draft.weapons, other.weapons)
    if draft.time is None or (other.time is not None and other.time.rank > draft.time.rank):
        draft.time = other.time if other.time is not None else draft.time
    before = draft.deaths
    _merge_deaths(draft, other)
    _merge_tallies(draft, other, is_summed=before is not None and draft.deaths not in {before, other.deaths})
    draft.injuries = draft.injuries if draft.injuries is not None else other.injuries
    draft.background = draft.background and other.background
