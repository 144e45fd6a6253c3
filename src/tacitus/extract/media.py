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
from tacitus.extract.evidence import NOTHING_READ, ModelEvidence, is_found
from tacitus.extract.issuer import find_issuer
from tacitus.extract.matching import Match, Matcher
from tacitus.extract.medialists import ListReader, ListWords
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
    Roles,
    Span,
    Stance,
    ZoneKind,
)

_CLASS_OF: Final = {
    "VIDEO": Medium.VIDEO,
    "PHOTO": Medium.PHOTO,
    "AUDIO": Medium.AUDIO,
    "SPOKEN": Medium.AUDIO,
    "STATEMENT": Medium.STATEMENT,
}


_BACK: Final = frozenset({"it"})
"""Words that may point back to a medium: ``in it X threatens``."""


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
    """Return the medium of each noun phrase (``video message``), and the words without which no release is told."""
    classes = load_patterns("media", folder).table["classes"]
    nouns: dict[str, Medium] = {}
    for name, medium in _CLASS_OF.items():
        for phrase in classes[name]:
            nouns[phrase] = medium
    channels = (*classes["CHANNEL"], *classes["NETWORK"], *classes["STREAMED"])
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
        self.issuer = find_issuer(document, settings)
        self.voices = frozenset(self.book.table["voices"])
        self.previous: tuple[str, ...] = ()
        self.pending: Medium | None = None
        self.actors = {actor.id: actor for actor in document.actors}

    def read(self) -> Iterator[Release]:
        """Yield every release: those of sentences, then those of lists."""
        known = load_known_words("media", self.folder)
        cues = _load_nouns(self.folder)[1]
        for clause in read_clauses(self.document, cues | _BACK, known, self.phrases, cues):
            if clause.sentence.zone.kind is ZoneKind.MEDIA:
                continue
            is_read = False
            for release in self.matcher.read(clause, self._release):
                yield release
                self.previous = (release.releaser,)
                is_read = True
            self.pending = None if is_read else self._spoken_of(clause)
        table = self.book.table
        words = ListWords(nouns=self.nouns, attached=frozenset(table["attached"]), offices=frozenset(table["offices"]))
        for listed in ListReader(self.document, words, self.issuer).read():
            yield Release(releaser=listed.releaser, medium=listed.medium, span=listed.span, zone=listed.zone, score=listed.score)

    def _release(self, match: Match) -> list[Release] | None:
        values = match.pattern.values
        if values.get("relation") == "none" or self._is_denied(match):
            return None
        if not self._speaks_for_itself(match):
            return []
        releasers = tuple(match.clause.entity(head) for head in match.heads("releaser"))
        tokens = list(match.heads("releaser"))
        if values.get("releaser") == "previous":
            releasers = self.previous
        elif values.get("releaser") == "issuer":
            releasers = (self.issuer,) if self.issuer is not None else ()
        elif values.get("subject") == "clause":
            found = clause_subject(match.clause, match.first, self.phrases)
            if found is None:
                return []
            tokens = [item.head for item in found[0] if item.head is not None]
            releasers = tuple(match.clause.entity(head) for head in tokens)
        span = match.clause.span(min([match.first, *tokens]), max([match.last, *tokens]))
        zone = match.clause.sentence.zone.kind
        if zone is ZoneKind.NOTICE and self.issuer is not None:  # who prints a statement did not make it
            releasers = (self.issuer,)
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

    def _is_denied(self, match: Match) -> bool:
        """Whether a match says that nothing was released, or that it may yet be."""
        if match.subject is not None and (match.subject.is_negated or match.subject.is_modal):
            return True
        return match.first > 0 and match.clause.words[match.first - 1] in {"no", "denied", "old", "if", "unless", "whether"}

    def _speaks_for_itself(self, match: Match) -> bool:
        """Whether the subject is the actor or a voice of it, and the match ends where its pattern says."""
        noun = match.subject.role_noun if match.subject is not None else None
        return (noun is None or noun in self.voices) and (not match.pattern.values.get("ends") or _is_end(match))

    def _is_credit(self, releaser: str, zone: ZoneKind) -> bool:
        """Whether a caption only credits a press photographer or agency."""
        actor = self.actors.get(releaser)
        return zone is ZoneKind.CAPTION and actor is not None and actor.type in {ActorType.ORGANIZATION, ActorType.PERSON, None}

    def _media_of(self, match: Match) -> tuple[Medium, ...]:
        """Return the media that a match speaks of: a party's channel carries statements where nothing else is named."""
        told = match.pattern.values.get("medium")
        if told is not None:
            medium = self.pending if told == "previous" else Medium(told)
            return (medium,) if medium is not None else ()
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


def _is_end(match: Match) -> bool:
    """Whether nothing but a mark follows a match."""
    behind = match.clause.words[match.last + 1 : match.last + 2]
    return not behind or behind[0] in {".", ";", "!"}


_VERBS_TOO: Final = frozenset({"film", "posts", "post", "still", "note", "warning"})


def find_media(
    document: Document, attributions: Attributions, settings: Settings, evidence: ModelEvidence = NOTHING_READ
) -> tuple[Claim, ...]:
    """Return the media releases that the report speaks of, one claim for each releaser and release, in text order."""
    kept: list[Release] = []
    read = list(_Reader(document, settings).read())
    read += _read_by_model(document, read, evidence, settings)
    for release in sorted(read, key=lambda r: (r.is_repeat, r.span)):
        same = [r for r in kept if (r.releaser, r.medium) == (release.releaser, release.medium)]
        if any(r.span.overlaps(release.span) for r in same):
            continue
        if release.is_repeat and (same or release.zone is ZoneKind.COMMENT):
            continue
        if release.medium is Medium.STATEMENT and same and not _is_another(document, release):
            continue
        kept.append(release)
    claims = [_make_claim(document, attributions, release, settings) for release in kept]
    return tuple(sorted(claims, key=lambda c: (c.evidence[0].span, c.predicate, c.roles.releaser)))


def _read_by_model(document: Document, known: list[Release], evidence: ModelEvidence, settings: Settings) -> Iterator[Release]:
    """Yield the releases that only the model reads: in sentences of which the patterns make none of that medium."""
    for sentence in document.sentences:
        if sentence.zone.kind not in {ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION}:
            continue
        for told in evidence.tellings_in(sentence.span):
            medium, releasers = _MEDIA.get(told.kind), told.roles.get("releaser", ())
            if medium is None or not releasers or told.stance in {"planned", "hypothetical", "denied"}:
                continue
            is_known = any(r.medium is medium and r.span.overlaps(sentence.span) for r in known)
            if not is_known and is_found(told.kind, "media", told.score, settings.lexicon):
                yield Release(
                    releaser=releasers[0], medium=medium, span=sentence.span, zone=sentence.zone.kind, score=round(told.score, 2)
                )


_MEDIA: Final = {"video": Medium.VIDEO, "photo": Medium.PHOTO, "audio": Medium.AUDIO, "media_statement": Medium.STATEMENT}
_ANOTHER: Final = frozenset({"another", "second", "separate", "further", "later", "third", "new"})


def _is_another(document: Document, release: Release) -> bool:
    """Whether the words tell of one more release."""
    return not _ANOTHER.isdisjoint(document.report.quote(release.span).lower().split())


def _make_claim(document: Document, attributions: Attributions, release: Release, settings: Settings) -> Claim:
    stance, speaker = judge_claim(document, attributions, release.span, release.zone, settings)
    if stance in {Stance.CLAIMED, Stance.HYPOTHETICAL}:  # a film is no fiction here, and what may be was left out before
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
