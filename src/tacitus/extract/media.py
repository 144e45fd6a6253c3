"""Media releases: who released a video, a photo, a recording or a written statement.

Sentences are read by the patterns of ``lexicon/media.toml``; lists of released material by their lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tacitus.config import Settings
from tacitus.extract.clauses import Clause, load_phrases, read_clauses
from tacitus.extract.document import Document
from tacitus.extract.matching import Match, Matcher
from tacitus.extract.patterns import PatternBook, load_patterns
from tacitus.extract.phrases import load_known_words
from tacitus.extract.standing import Attributions, judge_claim
from tacitus.extract.subjects import clause_subject
from tacitus.ids import hash_parts
from tacitus.model import (
    ActorType,
    Claim,
    ClaimKind,
    Evidence,
    Medium,
    MentionForm,
    MentionKind,
    Roles,
    Span,
    Stance,
    ZoneKind,
)

LONGEST_ITEM: Final = 12
"""Tokens that a line of a media list may have beside the name that it credits."""

_CLASS_OF: Final = {"VIDEO": Medium.VIDEO, "PHOTO": Medium.PHOTO, "AUDIO": Medium.AUDIO, "STATEMENT": Medium.STATEMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A medium and who released it, before it is a claim."""

    releaser: str
    medium: Medium
    span: Span
    zone: ZoneKind
    score: float
    is_repeat: bool = False
    """Whether the words speak of a release that may have been told before."""


@cache
def _load_nouns(folder: str | None) -> tuple[dict[str, Medium], frozenset[str]]:
    """Return the medium that each noun phrase tells, and the words without which no release is told; ``video message`` is a video."""
    classes = load_patterns("media", folder).table["classes"]
    nouns: dict[str, Medium] = {}
    for name, medium in _CLASS_OF.items():
        for phrase in classes[name]:
            nouns[phrase] = medium
    channels = (*classes["CHANNEL"], *classes["NETWORK"])
    return nouns, frozenset(phrase.split()[-1] for phrase in (*nouns, *channels))


class _Reader:
    """Reads the media releases of one document."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.document = document
        self.folder = settings.lexicon
        self.phrases = load_phrases(settings.lexicon)
        self.book: PatternBook = load_patterns("media", settings.lexicon)
        self.matcher = Matcher(document, self.book, self.phrases)
        self.nouns = _load_nouns(settings.lexicon)[0]
        self.offices = frozenset(self.book.table["offices"])
        self.voices = frozenset(self.book.table["voices"])
        self.previous: tuple[str, ...] = ()
        self.pending: Medium | None = None
        self.actors = {actor.id: actor for actor in document.actors}

    def read(self) -> Iterator[Release]:
        """Yield every release: those of sentences, then those of lists."""
        known = load_known_words("media", self.folder)
        for clause in read_clauses(self.document, self.book.triggers, known, self.phrases, _load_nouns(self.folder)[1]):
            if clause.sentence.zone.kind is ZoneKind.MEDIA:
                continue
            is_read = False
            for release in self.matcher.read(clause, self._release):
                yield release
                self.previous = (release.releaser,)
                is_read = True
            self.pending = None if is_read else self._spoken_of(clause)
        yield from self._read_credits()
        yield from self._read_lists()

    def _release(self, match: Match) -> list[Release] | None:
        subject = match.subject
        values = match.pattern.values
        if values.get("relation") == "none":
            return None
        if subject is not None and (subject.is_negated or subject.is_modal):
            return None
        if subject is not None and subject.role_noun is not None and subject.role_noun not in self.voices:
            return []
        if values.get("ends") and not _is_end(match):
            return []
        if match.first and match.clause.words[match.first - 1] in {"no", "denied", "old"}:
            return None
        releasers = tuple(match.clause.entity(head) for head in match.heads("releaser"))
        tokens = list(match.heads("releaser"))
        if values.get("releaser") == "previous":
            releasers = self.previous
        elif values.get("subject") == "clause":
            found = clause_subject(match.clause, match.first, self.phrases)
            if found is None:
                return []
            tokens = [item.head for item in found[0] if item.head is not None]
            releasers = tuple(match.clause.entity(head) for head in tokens)
        span = match.clause.span(min([match.first, *tokens]), max([match.last, *tokens]))
        zone = match.clause.sentence.zone.kind
        return [
            Release(
                releaser=releaser,
                medium=medium,
                span=span,
                zone=zone,
                score=float(values.get("score", 0.8)),
                is_repeat=bool(values.get("is_repeat")),
            )
            for medium in self._media_of(match)
            for releaser in dict.fromkeys(releasers)
            if releaser and not self._is_credit(releaser, zone)
        ]

    def _is_credit(self, releaser: str, zone: ZoneKind) -> bool:
        """Whether a caption only credits a press photographer or agency."""
        actor = self.actors.get(releaser)
        return zone is ZoneKind.CAPTION and actor is not None and actor.type in {ActorType.ORGANIZATION, ActorType.PERSON, None}

    def _media_of(self, match: Match) -> tuple[Medium, ...]:
        """Return the media that a match speaks of: a party's channel carries statements where nothing else is named."""
        if match.pattern.values.get("medium") == "previous":
            return (self.pending,) if self.pending is not None else ()
        return self._media(match) or ((Medium.STATEMENT,) if match.pattern.values.get("subject") is None else ())

    def _spoken_of(self, clause: Clause) -> Medium | None:
        """Return the first medium that a clause brings up: ``a voice message went round``."""
        for index, word in enumerate(clause.words):
            if word in self.nouns and index and {"a", "an", "another"}.intersection(clause.words[max(0, index - 4) : index]):
                return self.nouns.get(f"{clause.words[index - 1]} {word}") or self.nouns[word]
        return None

    def _media(self, match: Match) -> tuple[Medium, ...]:
        """Return the media that the pattern's words name, each once."""
        words = match.clause.words
        found: list[Medium] = []
        for index in match.literals:
            before = words[index - 1] if index else ""
            medium = self.nouns.get(f"{before} {words[index]}")
            if medium is None and words[index] in self.nouns and (len(match.literals) < 3 or words[index] not in _VERBS_TOO):
                medium = self.nouns.get(before) or self.nouns[words[index]]
            if medium is not None and medium not in found:
                found.append(medium)
        return tuple(found)

    def _read_credits(self) -> Iterator[Release]:
        """Yield the releases of captions that end in the name of a party's office: ``Photo: a bridge. (Army Press Office)``."""
        for zone in self.document.report.zones:
            if zone.kind is not ZoneKind.CAPTION:
                continue
            text = self.document.report.quote(zone.span).rstrip()
            medium = self._medium_of(text.split(":", 1)[0]) if ":" in text[:12] else None
            if medium is None or not text.rstrip(".").endswith(")") or "(" not in text:
                continue
            bracket = Span(start=zone.span.start + text.rindex("("), end=zone.span.start + len(text))
            for mention in self.document.mentions_in(bracket, MentionKind.ACTOR)[:1]:
                if mention.entity is not None and self._is_office(mention.entity):
                    span = Span(start=zone.span.start, end=zone.span.start + len(text))
                    yield Release(releaser=mention.entity, medium=medium, span=span, zone=zone.kind, score=0.8)

    def _is_office(self, entity: str) -> bool:
        """Whether an actor is a party to a conflict, or an office of one, and no press agency."""
        actor = self.actors.get(entity)
        if actor is None or actor.type is ActorType.PERSON:
            return False
        words = set(actor.name.lower().split())
        return actor.type not in {ActorType.ORGANIZATION, None} or not words.isdisjoint(self.offices)

    def _read_lists(self) -> Iterator[Release]:
        """Yield the releases of lists: a heading names the medium, the lines under it their releasers."""
        medium: Medium | None = None
        for zone in self.document.report.zones:
            if zone.kind is not ZoneKind.MEDIA:
                continue
            for line in _lines(self.document.text, zone.span):
                text = self.document.report.quote(line)
                own = self._medium_of(text)
                medium = own or medium
                if medium is not None:
                    releaser = self._credited(line, text, has_medium=own is not None)
                    if releaser is not None:
                        yield Release(releaser=releaser, medium=medium, span=line, zone=zone.kind, score=0.95)

    def _credited(self, line: Span, text: str, *, has_medium: bool) -> str | None:
        """Return who a line credits: the name behind ``by`` or ``from``, or one that the line starts with."""
        names = [m for m in self.document.mentions_in(line, MentionKind.ACTOR) if m.form is MentionForm.NAME and m.entity]
        if not names:
            return None
        for name in names:
            before = text[: name.span.start - line.start].rstrip().lower().removesuffix(" the")
            if before.endswith((" by", " from", " via")):
                return name.entity
        first = names[0]
        lead = text[: first.span.start - line.start].strip().lower()
        others = len(text.split()) - len(self.document.report.quote(first.span).split())
        is_short = others <= (LONGEST_ITEM if has_medium or text.rstrip().endswith(":") else 3)
        return first.entity if is_short and lead.strip("0123456789.) ") in {"", "the"} else None

    def _medium_of(self, text: str) -> Medium | None:
        for word in text.lower().replace(":", " ").replace("(", " ").replace(")", " ").split():
            if word in self.nouns:
                return self.nouns[word]
        return None


def _is_end(match: Match) -> bool:
    """Whether nothing but a mark follows a match."""
    behind = match.clause.words[match.last + 1 : match.last + 2]
    return not behind or behind[0] in {".", ";", "!"}


_VERBS_TOO: Final = frozenset({"film", "posts", "post", "still", "note", "warning"})


def _lines(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    while at < span.end:
        stop = text.find("\n", at, span.end)
        stop = span.end if stop < 0 else stop
        start, end = at, stop
        while start < end and (text[start].isspace() or text[start] in "•▪*-–"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(start=start, end=end)
        at = stop + 1


def find_media(document: Document, attributions: Attributions, settings: Settings) -> tuple[Claim, ...]:
    """Return the media releases that the report speaks of, one claim for each releaser, medium and mention, in text order."""
    claims: list[Claim] = []
    seen: set[tuple[str, str, int]] = set()
    for release in _Reader(document, settings).read():
        key = (release.releaser, release.medium.value, release.span.end)
        if key in seen or any(
            c.predicate == release.medium and release.releaser in c.roles.releaser and c.evidence[0].span.overlaps(release.span)
            for c in claims[-4:]
        ):
            continue
        seen.add(key)
        claims.append(_make_claim(document, attributions, release, settings))
    return tuple(sorted(claims, key=lambda c: (c.evidence[0].span, c.predicate, c.roles.releaser)))


def _make_claim(document: Document, attributions: Attributions, release: Release, settings: Settings) -> Claim:
    stance, speaker = judge_claim(document, attributions, release.span, release.zone, settings)
    if stance is Stance.CLAIMED:
        stance = Stance.ASSERTED
    return Claim(
        id=hash_parts(document.report.id, "media", release.medium, release.releaser, release.span.start, release.span.end),
        kind=ClaimKind.MEDIA,
        predicate=release.medium,
        roles=Roles(releaser=(release.releaser,)),
        stance=stance,
        speaker=speaker,
        zone=release.zone,
        evidence=(Evidence(span=release.span, quote=document.report.quote(release.span)),),
        score=release.score,
    )
