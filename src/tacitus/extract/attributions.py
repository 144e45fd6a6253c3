"""Who says what: direct and indirect speech, hearsay, and how a claim inside it is put."""

from dataclasses import dataclass, replace
from functools import cache

from tacitus.config import Settings
from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.extract.lexicon import load_table
from tacitus.extract.modality import is_unreal, judge_modality, load_operators
from tacitus.extract.quoting import Speech, find_in_sentence, load_reporting
from tacitus.extract.speakers import SpeakerFinder, find_parties
from tacitus.extract.verbgroups import QUOTES, Clauses, analyse_clauses
from tacitus.model import ActorType, MentionKind, Span, Speaker, SpeakerKind, Stance, StatementAct, ZoneKind

PARTIES = frozenset(
    [
        ActorType.REBEL_GROUP,
        ActorType.POLITICAL_MILITIA,
        ActorType.IDENTITY_MILITIA,
        ActorType.COALITION,
        ActorType.STATE_FORCES,
        ActorType.EXTERNAL_FORCES,
    ]
)
"""Actors whose word about themselves is their own claim."""

ARMED_GROUPS = PARTIES - {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES}
_SELF_WORDS = frozenset({"it", "its", "they", "their", "we", "our", "he", "his", "she", "her", "us", "my", "i"})


_PLAIN = frozenset({"say", "announce", "victory"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Content that a speaker stands behind; ``cue`` is the reporting verb or ``according to``.

    ``stance`` is how the speaker puts it; ``act`` what the cue by itself does; ``others`` speak jointly with the speaker.
    ``party`` is the actor that a person speaks for, where named; ``is_official`` whether the person bears a rank or an office.
    """

    content: Span
    cue: Span
    speaker: Speaker
    stance: Stance
    act: StatementAct | None = None
    others: tuple[Speaker, ...] = ()
    party: str | None = None
    is_official: bool = False


@cache
def _class_table() -> dict[str, tuple[Stance, StatementAct | None]]:
    return {
        "say": (Stance.ASSERTED, None),
        "announce": (Stance.ASSERTED, StatementAct.ANNOUNCES),
        "victory": (Stance.ASSERTED, StatementAct.DECLARES_VICTORY),
        "deed": (Stance.CLAIMED, StatementAct.CLAIMS_RESPONSIBILITY),
        "claim": (Stance.CLAIMED, None),
        "deny": (Stance.DENIED, StatementAct.DENIES),
        "accuse": (Stance.ALLEGED, StatementAct.ACCUSES),
        "confirm": (Stance.ASSERTED, StatementAct.CONFIRMS),
        "threaten": (Stance.PLANNED, StatementAct.THREATENS),
        "call": (Stance.HYPOTHETICAL, StatementAct.CALLS_FOR),
        "fear": (Stance.HYPOTHETICAL, None),
        "think": (Stance.ALLEGED, None),
        "hearsay": (Stance.ALLEGED, None),
        "false": (Stance.DENIED, None),
    }


def find_attributions(document: Document, settings: Settings) -> tuple[Attribution, ...]:
    """Return what is attributed to whom, in text order; contents may nest."""
    reporting = load_reporting(settings.lexicon)
    finder = SpeakerFinder(document, reporting)
    found: list[Attribution] = []
    analysed = analyse_clauses(document, settings)
    parties = find_parties(analysed, reporting)
    for clauses in analysed:
        sentence = clauses.sentence
        if sentence.zone.kind in SILENT_ZONES:
            continue
        if sentence.zone.kind is ZoneKind.COMMENT:
            continue
        finder.enter()
        for speech in find_in_sentence(clauses, reporting):
            if speech.low >= speech.end:
                continue
            speaker, *others = finder.speakers(clauses, speech)
            stance, act = _class_table()[speech.kind]
            party = parties.get(speaker.entity) if speaker.entity is not None else None
            is_official = speaker.entity in parties
            if speech.kind in _PLAIN and (is_official or (speaker.entity is not None and _is_party(document, speaker.entity))):
                stance = Stance.CLAIMED
            if speech.kind == "claim" and _claims_deed(clauses, speech, settings):
                act = StatementAct.CLAIMS_RESPONSIBILITY
            content = clauses.span(speech.low, speech.end - 1)
            cue = clauses.span(speech.cue_first, speech.cue_last)
            found.append(
                Attribution(
                    content=content,
                    cue=cue,
                    speaker=speaker,
                    stance=stance,
                    act=act,
                    others=tuple(others),
                    party=party,
                    is_official=is_official,
                )
            )
        finder.leave(clauses)
    found.extend(_continued_quotes(document, found, settings))
    return tuple(sorted(found, key=lambda a: (a.content.start, a.content.end, a.cue.start)))


def _claims_deed(clauses: Clauses, speech: Speech, settings: Settings) -> bool:
    """Whether ``claim`` takes responsibility: ``claimed responsibility for``, ``claimed the attack``."""
    if speech.verb is None or speech.verb.lemma != "claim":
        return False
    near = clauses.lows[speech.low : min(speech.end, speech.low + 4)]
    if "responsibility" in near or "credit" in near:
        return True
    objects = load_table("statements", settings.lexicon)["claims_responsibility"]["objects"]
    return any(w in objects for w in near) and not any(
        i in clauses.verb_at for i in range(speech.low, min(speech.end, speech.low + 4))
    )


def _is_party(document: Document, entity: str) -> bool:
    actor = document.actor(entity)
    return actor is not None and actor.type in PARTIES


def _continued_quotes(document: Document, found: list[Attribution], settings: Settings) -> list[Attribution]:
    """Return an attribution for each sentence of a quotation whose speaker stands in a neighbouring sentence."""
    out: list[Attribution] = []
    by_sentence: dict[int, list[Attribution]] = {}
    analysed = analyse_clauses(document, settings)
    starts = [c.sentence.span.start for c in analysed]
    for attribution in found:
        at = _index_before(starts, attribution.cue.start)
        by_sentence.setdefault(at, []).append(attribution)
    open_since: int | None = None
    for i, clauses in enumerate(analysed):
        if clauses.sentence.zone.kind in SILENT_ZONES or clauses.sentence.zone.kind is ZoneKind.COMMENT:
            open_since = None
            continue
        was_open = open_since is not None
        open_since = _quote_state(clauses, was_open=was_open, index=i if open_since is None else open_since)
        whole = was_open or (clauses.lows[0] in QUOTES and (clauses.lows[-1] in QUOTES or open_since is not None))
        if not whole or i in by_sentence:
            continue
        near = _neighbour(by_sentence, analysed, i)
        if near is not None:
            out.append(replace(near, content=clauses.sentence.span, act=None, others=()))
    return out


def _index_before(starts: list[int], offset: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _quote_state(clauses: Clauses, *, was_open: bool, index: int) -> int | None:
    """Return since which sentence a quotation is open behind this sentence, or None."""
    is_open = was_open
    for word in clauses.lows:
        if word in {"“", "«"}:
            is_open = True
        elif word in {"”", "»"}:
            is_open = False
        elif word == '"':
            is_open = not is_open
    return index if is_open else None


def _neighbour(by_sentence: dict[int, list[Attribution]], analysed: tuple[Clauses, ...], i: int) -> Attribution | None:
    paragraph = analysed[i].sentence.paragraph
    for j in (i - 1, i + 1, i - 2, i + 2, i - 3):
        if 0 <= j < len(analysed) and analysed[j].sentence.paragraph == paragraph and j in by_sentence:
            rows = [a for a in by_sentence[j] if a.act is None or a.act is StatementAct.CONFIRMS]
            if rows:
                return rows[-1]
    return None


def attributions_of(attributions: tuple[Attribution, ...], span: Span) -> list[Attribution]:
    """Return the attributions whose content holds the span, innermost first."""
    around = [a for a in attributions if a.content.start <= span.start and span.end <= a.content.end]
    return sorted(around, key=lambda a: (len(a.content), a.content.start))


def judge_stance(
    document: Document, attributions: tuple[Attribution, ...], span: Span, settings: Settings | None = None
) -> tuple[Stance, Speaker]:
    """Return how the report puts what stands at ``span``, and who stands behind it.

    ``span`` should be the words that carry the claim (the verb or noun), not a whole sentence. What officials, witnesses and
    organisations say of others is the author's report; what a party says of itself is ``claimed``, of others ``alleged``.
    """
    settings = settings if settings is not None else Settings()
    clauses = _clauses_at(document, settings, span)
    if clauses is None:
        return Stance.ASSERTED, Speaker()
    if clauses.sentence.zone.kind is ZoneKind.COMMENT:
        return Stance.ALLEGED, Speaker(kind=SpeakerKind.COMMENTER, name=clauses.sentence.zone.author)
    operators = load_operators(settings.lexicon)
    first = clauses.index_at(span.start)
    last = max(first, min(clauses.index_at(max(span.end - 1, span.start)), clauses.n - 1))
    first = min(first, clauses.n - 1)
    modality = judge_modality(clauses, first, last, operators)
    around = attributions_of(attributions, span)
    stance, speaker = _attributed(document, clauses, around, span)
    if modality is not Stance.ASSERTED:
        return modality, speaker
    if stance.is_happening and stance is not Stance.DENIED and is_unreal(clauses, operators):
        return Stance.HYPOTHETICAL, speaker
    if stance is Stance.ASSERTED and any(w in operators.hedged for w in clauses.lows[max(0, first - 3) : last + 1]):
        return Stance.ALLEGED, Speaker(kind=SpeakerKind.ANONYMOUS)
    return stance, speaker


def _attributed(document: Document, clauses: Clauses, around: list[Attribution], span: Span) -> tuple[Stance, Speaker]:
    for attribution in around:
        speaker = attribution.speaker
        if attribution.stance in {Stance.DENIED, Stance.PLANNED, Stance.HYPOTHETICAL, Stance.ALLEGED}:
            return attribution.stance, speaker
        if attribution.stance is Stance.CLAIMED:
            return _party_stance(document, clauses, attribution, span)
    return Stance.ASSERTED, Speaker()


def _party_stance(document: Document, clauses: Clauses, attribution: Attribution, span: Span) -> tuple[Stance, Speaker]:
    """Return claimed for what the speaker says of itself, alleged for what an armed group says of others."""
    speaker = attribution.speaker
    if speaker.entity is None:
        return Stance.ALLEGED, speaker
    low = clauses.index_at(max(attribution.content.start, clauses.sentence.span.start))
    high = min(clauses.n, clauses.index_at(min(attribution.content.end, clauses.sentence.span.end) - 1) + 1)
    first = clauses.index_at(span.start)
    own = any(clauses.lows[i] in _SELF_WORDS for i in range(low, min(high, first + 1)))
    own = own or any(
        m.entity in {speaker.entity, attribution.party} or _is_own_force(document, attribution, m.entity)
        for m in document.mentions_in(attribution.content, MentionKind.ACTOR, MentionKind.PERSON)
        if m.span.start < span.end
    )
    if own:
        return Stance.CLAIMED, speaker
    actor = document.actor(attribution.party or speaker.entity)
    if actor is not None and actor.type in ARMED_GROUPS:
        return Stance.ALLEGED, speaker
    if attribution.is_official and attribution.act is None and attribution.stance is Stance.CLAIMED:
        return Stance.ASSERTED, Speaker()
    return (Stance.ASSERTED, Speaker()) if actor is not None and not actor.is_person else (Stance.ALLEGED, speaker)


def _is_own_force(document: Document, attribution: Attribution, entity: str | None) -> bool:
    """Whether an official of no named party speaks of the forces of a state, which are taken for his own."""
    if not attribution.is_official or attribution.party is not None or entity is None:
        return False
    actor = document.actor(entity)
    return actor is not None and actor.type is ActorType.STATE_FORCES


def _clauses_at(document: Document, settings: Settings, span: Span) -> Clauses | None:
    analysed = analyse_clauses(document, settings)
    low, high = 0, len(analysed)
    while low < high:
        middle = (low + high) // 2
        if analysed[middle].sentence.span.end <= span.start:
            low = middle + 1
        else:
            high = middle
    if low == len(analysed) or not analysed[low].lows:
        return None
    return analysed[low]
