"""What an export keeps back: the names of people without a public role, and the words of readers' comments.

A person is named in exports when the record says, in a claim that nobody rejected and no reader made, that they lead or
belong to a group, when they make a statement, or when their name begins with a rank or an office (``titles.toml``).
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from tacitus.ids import hash_bytes
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Evidence,
    Extraction,
    MentionForm,
    MentionKind,
    RelationType,
    Report,
    Span,
    Speaker,
    SpeakerKind,
)
from tacitus.record.nouns import RecordedClaim, ReviewStatus

WITHHELD = "[name withheld]"
HASHED = "sha256:"
"""What a quote begins with where only its hash is given."""
CONTEXT = 60
"""Code points of context before and after a quote."""
_SHORTEST_NAME = 3
_PUBLIC_RELATIONS = frozenset({RelationType.LEADS, RelationType.AFFILIATED_WITH})


def find_public_persons(actors: Iterable[Actor], claims: Iterable[RecordedClaim]) -> frozenset[str]:
    """Return the ids of the persons whom exports name."""
    public = {a.id for a in actors if a.is_person and any(map(has_title, (a.name, *a.aliases)))}
    for recorded in claims:
        claim = recorded.claim
        if recorded.review is ReviewStatus.REJECTED or claim.is_from_reader:
            continue
        if claim.kind is ClaimKind.RELATION and claim.predicate in _PUBLIC_RELATIONS:
            public.update(claim.roles.subject)
        if claim.kind is ClaimKind.STATEMENT and claim.speaker.entity is not None:
            public.add(claim.speaker.entity)
    return frozenset(public)


def has_title(name: str) -> bool:
    """Whether the name begins with a rank or an office."""
    return _titles().match(name) is not None


@cache
def _titles() -> re.Pattern[str]:
    table = tomllib.loads((files("tacitus.export") / "titles.toml").read_text("utf-8"))
    words = sorted({word for group in table.values() for word in group}, key=lambda word: (-len(word), word))
    return re.compile(rf"(?:(?:the|former|acting|interim) |ex-)*(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def withhold_actor(actor: Actor, public: frozenset[str]) -> Actor:
    """Return the actor, without its names where it is a person whom exports do not name."""
    if not actor.is_person or actor.id in public:
        return actor
    return Actor(id=actor.id, name=WITHHELD, type=ActorType.PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """What is withheld from one report's words: stretches of its text, and names wherever they stand."""

    spans: tuple[Span, ...]
    names: re.Pattern[str] | None

    def cover_words(self, words: str) -> str:
        """Return the words with every withheld name replaced."""
        return self.names.sub(WITHHELD, words) if self.names is not None else words

    def cover_span(self, text: str, span: Span) -> str:
        """Return the words of the span with every withheld stretch replaced."""
        parts: list[str] = []
        at = span.start
        for hidden in self.spans:
            if hidden.overlaps(span) and hidden.end > at:
                parts += [text[at : max(at, hidden.start)], WITHHELD]
                at = min(hidden.end, span.end)
        return "".join([*parts, text[at : span.end]])


def weave_veil(report: Report, extraction: Extraction, public: frozenset[str]) -> Veil:
    """Return what one report's exports keep back.

    A person's name that the extraction tied to nobody is withheld too. A name that a public person also bears is shown.
    """
    private = {a.id: a for a in extraction.actors if a.is_person and a.id not in public}
    shown = {name for a in extraction.actors if a.id not in private for name in (a.name, *a.aliases)}
    spans = [
        m.span
        for m in extraction.mentions
        if m.entity in private or (m.kind is MentionKind.PERSON and m.entity is None and m.form is MentionForm.NAME)
    ]
    names = {name for a in private.values() for name in (a.name, *a.aliases)} - shown
    kept = sorted((n for n in names if len(n) >= _SHORTEST_NAME and not n.islower()), key=lambda n: (-len(n), n))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, kept))})(?!\w)") if kept else None
    if pattern is not None:
        spans += [Span(start=match.start(), end=match.end()) for match in pattern.finditer(report.text)]
    return Veil(spans=tuple(sorted(set(spans))), names=pattern)


def protect_claim(claim: Claim, report: Report, veil: Veil) -> Claim:
    """Return the claim with withheld names covered; a reader's words become their hash, a reader's handle nothing."""
    covered = _cover_texts(claim, veil)
    if claim.is_from_reader:
        evidence = tuple(replace(e, quote=f"{HASHED}{hash_bytes(e.quote.encode())}") for e in claim.evidence)
        return replace(covered, evidence=evidence, speaker=Speaker(kind=SpeakerKind.COMMENTER))
    evidence = tuple(Evidence(span=e.span, quote=veil.cover_span(report.text, e.span)) for e in claim.evidence)
    return replace(covered, evidence=evidence, speaker=_cover_speaker(claim, veil))


def _cover_texts(claim: Claim, veil: Veil) -> Claim:
    """Cover the words that a claim took from the text; of a reader's words only the items seen stay."""
    cover = (lambda _: "") if claim.is_from_reader else veil.cover_words
    when, deaths, injuries = claim.when, claim.deaths, claim.injuries
    return replace(
        claim,
        predicate=veil.cover_words(claim.predicate) if claim.kind is ClaimKind.SIGHTING else claim.predicate,
        roles=replace(claim.roles, weapon=tuple(map(veil.cover_words, claim.roles.weapon))),
        when=replace(when, text=cover(when.text) or None) if when is not None and when.text is not None else when,
        deaths=replace(deaths, text=cover(deaths.text)) if deaths is not None else None,
        injuries=replace(injuries, text=cover(injuries.text)) if injuries is not None else None,
        tallies=tuple(
            replace(t, count=replace(t.count, text=cover(t.count.text)), of=cover(t.of or "") or None) for t in claim.tallies
        ),
    )


def _cover_speaker(claim: Claim, veil: Veil) -> Speaker:
    """A person who makes a statement is named; one who is only cited as the source of something else is a witness."""
    speaker = claim.speaker
    if speaker.name is None:
        return speaker
    name = veil.cover_words(speaker.name)
    is_witness = speaker.kind is SpeakerKind.PERSON and speaker.entity is None and claim.kind is not ClaimKind.STATEMENT
    return replace(speaker, name=WITHHELD if is_witness and not has_title(name) else name)


def cut_context(report: Report, span: Span, veil: Veil) -> tuple[str, str]:
    """Return the words just before and just after a quote, inside its own zone, with withheld names covered."""
    zone = next((z.span for z in report.zones if z.span.start <= span.start < z.span.end), span)
    before = Span(start=max(zone.start, span.start - CONTEXT), end=span.start)
    after = Span(start=span.end, end=max(span.end, min(zone.end, span.end + CONTEXT)))
    return veil.cover_span(report.text, before), veil.cover_span(report.text, after)
