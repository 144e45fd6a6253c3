"""What the reading of one report's incidents carries along: lexicons, kinds of entities, and what has been told so far."""

from bisect import bisect_left
from dataclasses import dataclass, field

from tacitus.config import Settings
from tacitus.extract.attributions import ARMED_GROUPS, Attribution, attributions_of
from tacitus.extract.circumstances import TimePick
from tacitus.extract.document import Document
from tacitus.extract.issuer import find_issuer
from tacitus.extract.quoting import Reporting, load_reporting
from tacitus.extract.speakers import find_parties
from tacitus.extract.trigger_rules import IncidentLexicon, load_incidents
from tacitus.extract.verbgroups import Clauses, analyse_clauses
from tacitus.model import ActorType, MentionKind, PlaceKind, Span, SpeakerKind, Stance

_STATE_TYPES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_FIRST_PERSON = frozenset({"we", "our", "us", "ours"})
_PRONOUNS = frozenset({"it", "they", "them", "he", "she", "him", "her"})
OWNERS = frozenset({"its", "their", "his"})


@dataclass(slots=True, kw_only=True)
class Story:
    """What has been told so far: who was spoken of last, who attacked last and where, and the open list item's heading."""

    topic: str | None = None
    attackers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    item: int = -1
    items: int = 0
    paragraph: int = -1
    heading_time: TimePick | None = None
    heading_places: tuple[str, ...] = ()
    section_time: TimePick | None = None
    section_places: tuple[str, ...] = ()
    is_lone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One report with everything that its sentences are read with."""

    document: Document
    attributions: tuple[Attribution, ...]
    settings: Settings
    lexicon: IncidentLexicon
    reporting: Reporting
    kinds: dict[str, PlaceKind | None]
    types: dict[str, ActorType | None]
    issuer: str | None
    named: tuple[tuple[int, str], ...]
    parties: dict[str, str | None]
    story: Story = field(default_factory=Story)


def open_telling(document: Document, attributions: tuple[Attribution, ...], settings: Settings) -> Telling:
    """Return the telling of a report at its beginning."""
    reporting = load_reporting(settings.lexicon)
    return Telling(
        document=document,
        parties=find_parties(analyse_clauses(document, settings), reporting),
        attributions=attributions,
        settings=settings,
        lexicon=load_incidents(settings.lexicon),
        reporting=reporting,
        kinds={p.id: p.kind for p in document.places},
        types={a.id: a.type for a in document.actors},
        issuer=find_issuer(document, settings),
        named=tuple((m.span.start, m.entity) for m in document.mentions if m.kind is MentionKind.ACTOR and m.entity is not None),
    )


def last_named(telling: Telling, before: int, *, state: bool, word: str | None = None) -> str | None:
    """Return the actor of that side that was named last before an offset; one whose name ends in ``word`` is preferred."""
    types = _STATE_TYPES if state else ARMED_GROUPS
    at = bisect_left(telling.named, (before, ""))
    if word is not None:
        known = [a.id for a in telling.document.actors if any(n.casefold().split()[-1:] == [word] for n in (a.name, *a.aliases))]
        if len(known) == 1:
            return known[0]
    for _, entity in reversed(telling.named[max(0, at - 40) : at]):
        if telling.types.get(entity) in types:
            return entity
    return None


def resolve_phrase(telling: Telling, clauses: Clauses, low: int, end: int, trigger: Span) -> list[str]:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    """Return the actors that a noun phrase without a name stands for: ``it``, ``our men``, ``the attackers``, ``the army``."""
    words = clauses.lows[low:end]
    while words and not words[0].isalpha():
        words = words[1:]
    if not words:
        return []
    if any(w in _FIRST_PERSON for w in words[:4]):
        return _first_person(telling, trigger)
    classes = telling.lexicon.classes
    if words[0] in _PRONOUNS:
        return _third_person(telling, clauses, low, trigger, owner=False)
    if len(words) > 1 and words[-2] in OWNERS and words[-1] in classes["fighters"]:
        return resolve_owner(telling, clauses, end - 2, trigger)
    if words[0] not in {"the", "these", "those", "both"}:
        return []
    head = next(
        (w for w in words[1:] if w in classes["attackers"] or w in classes["state_nouns"] or w in classes["rebel_nouns"]), None
    )
    if head is None:
        return []
    offset = clauses.sentence.tokens[low].start
    if head in classes["attackers"] and telling.story.attackers:
        return list(telling.story.attackers)
    found: str | None = None
    if head in telling.reporting.group_nouns and head not in classes["state_nouns"]:
        found = telling.story.topic
    if found is None:
        found = last_named(telling, offset, state=head in classes["state_nouns"], word=head)
    return [found] if found is not None else []


def resolve_premodifier(telling: Telling, clauses: Clauses, at: int) -> list[str]:
    """Return the actor that a common noun before a deed stands for: ``army bombing``, ``rebel attack``."""
    word = clauses.lows[at]
    if clauses.at[at] is not None or word not in {"army", "military", "police", "government", "regime"}:
        return []
    found = last_named(telling, clauses.sentence.tokens[at].start, state=True, word=word)
    return [found] if found is not None else []


def resolve_owner(telling: Telling, clauses: Clauses, at: int, trigger: Span) -> list[str]:
    """Return whom ``its`` or ``their`` at token ``at`` stands for: the speaker around, a subject before it, or the topic."""
    return _third_person(telling, clauses, at, trigger, owner=True)


def _first_person(telling: Telling, trigger: Span) -> list[str]:
    around = attributions_of(telling.attributions, trigger)
    for attribution in around:
        if attribution.speaker.entity is not None:
            return [attribution.speaker.entity]
    return [telling.issuer] if telling.issuer is not None and not around else []


def _third_person(telling: Telling, clauses: Clauses, low: int, trigger: Span, *, owner: bool) -> list[str]:
    around = attributions_of(telling.attributions, trigger)
    for attribution in around:
        if attribution.cue.start >= trigger.start or attribution.stance is Stance.ALLEGED:
            continue
        if attribution.speaker.kind is SpeakerKind.ACTOR and attribution.speaker.entity is not None:
            return [attribution.speaker.entity]
    if owner:
        for _, _, mention in clauses.mentions_between(0, low):
            if mention.kind is MentionKind.ACTOR and mention.entity is not None:
                return [mention.entity]
    topic = telling.story.topic
    return [topic] if topic is not None else []
