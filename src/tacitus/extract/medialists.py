"""Releases that stand in no sentence: lists of material, what is attached to a communiqué, and the credits of captions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.model import ActorType, Medium, MentionForm, MentionKind, Span, ZoneKind

LONGEST_ITEM: Final = 12
"""Words that a line of a media list may have beside the name that it credits."""

LONGEST_HEADING: Final = 12

_MARKER: Final = re.compile(r"(?:[-*•▪–]|\[?\(?\d{1,2}[\]).:]|\(?[a-z]\))\s*(?=\S)")
_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")
_CREDIT: Final = re.compile(
    r"(?i)(?:[^:]{0,12}\b(?:photos?|photograph|picture|image|credit|source|courtesy)\b\s*(?:by|of|:)?\s*)?(?:the\s+)?"
)
_AFTER_CREDIT: Final = re.compile(
    r"(?i)[\s,.;)\]/]*(?:(?:file|handout)?\s*(?:photos?|picture|handout)|[\w\s]{0,20}\d{4})?[\s.)\]]*"
)
_DETERMINERS: Final = frozenset({"a", "an", "the", "one", "two", "three", "four", "five", "six", "seven", "several", "some"})

_BRACKET: Final = re.compile(
    r"(?i)[(\[](?P<medium>[a-z]+(?: credit)?)\s*(?::|by|from|courtesy of)\s*(?P<who>[^()\[\]]{2,60})[)\]]$"
)
_RECORDED: Final = (Medium.VIDEO, Medium.PHOTO, Medium.AUDIO)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRelease:
    """A medium that a line names, and whose it is."""

    releaser: str
    medium: Medium
    span: Span
    zone: ZoneKind
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """The words by which lists and credits are read."""

    nouns: Mapping[str, Medium]
    attached: frozenset[str]
    offices: frozenset[str]


class ListReader:
    """Reads the lines of one document; ``issuer`` is who a communiqué or a press release comes from."""

    def __init__(self, document: Document, words: ListWords, issuer: str | None) -> None:
        self.document = document
        self.words = words
        self.issuer = issuer
        self.types = {actor.id: actor for actor in document.actors}
        self.medium: Medium | None = None
        self.is_open = False
        """Whether the lines read are items of a list that a heading opened."""

    def read(self) -> Iterator[ListedRelease]:
        """Yield the releases of captions, then those of lists, each in text order."""
        report = self.document.report
        for zone in report.zones:
            if zone.kind is ZoneKind.CAPTION:
                yield from self._read_caption(zone.span)
        self.medium, self.is_open = None, False
        for zone in report.zones:
            if zone.kind in SILENT_ZONES or zone.kind in {ZoneKind.COMMENT, ZoneKind.NOTICE}:
                continue
            for line in _lines(self.document.text, zone.span):
                if zone.kind is ZoneKind.MEDIA:
                    yield from self._read_media_line(line)
                else:
                    yield from self._read_line(line, zone.kind)

    def _read_media_line(self, line: Span) -> Iterator[ListedRelease]:
        text = self.document.report.quote(line)
        if self._opens_attachments(text):
            yield from self._read_attachments(line, text, ZoneKind.MEDIA)
            return
        own = self.medium_of(text)
        self.medium = own or self.medium
        self.is_open = self.is_open or text.endswith(":")
        medium = self.medium
        if medium is None:
            return
        releaser = self._credited(line, text, has_medium=own is not None)
        if releaser is None and self.issuer is not None and not text.endswith(":"):
            releaser = self.issuer
            medium = self._item_medium(text) or medium
        if releaser is not None:
            yield ListedRelease(releaser=releaser, medium=medium, span=line, zone=ZoneKind.MEDIA, score=0.95)

    def _read_line(self, line: Span, zone: ZoneKind) -> Iterator[ListedRelease]:
        text = self.document.report.quote(line)
        if self._opens_attachments(text):
            yield from self._read_attachments(line, text, zone)
            return
        is_short = len(text.split()) <= LONGEST_HEADING
        if text.endswith(":") and is_short and self.medium_of(text) is not None and not self._names_before(line, text):
            self.medium, self.is_open = self.medium_of(text), True
            return
        credited = self._bracketed_credit(line, text)
        if credited is not None:
            yield ListedRelease(releaser=credited[0], medium=credited[1], span=line, zone=zone, score=0.8)
            return
        if self.issuer is not None and zone is not ZoneKind.CAPTION and self._is_captioned(text):
            yield ListedRelease(releaser=self.issuer, medium=Medium.PHOTO, span=line, zone=zone, score=0.6)
            return
        if not self.is_open:
            return
        marker = _MARKER.match(text)
        medium = self._item_medium(text) or self.medium
        releaser = self._credited(line, text, has_medium=False) if text.endswith(":") else None
        if marker is not None and releaser is None:
            releaser = self.issuer
        if releaser is None or medium is None:
            self.is_open = False
            return
        yield ListedRelease(releaser=releaser, medium=medium, span=line, zone=zone, score=0.85)

    def _bracketed_credit(self, line: Span, text: str) -> tuple[str, Medium] | None:
        """Return who a line such as ``(Video: X)`` credits: a party, for a photo one with an office."""
        found = _BRACKET.search(text) if text.endswith((")", "]")) else None
        medium = self.medium_of(found.group("medium")) if found is not None else None
        if found is None or medium is None:
            return None
        span = Span(start=line.start + found.start("who"), end=line.start + found.end("who"))
        for mention in self.document.mentions_in(span, MentionKind.ACTOR)[:1]:
            is_whole = mention.span.start - span.start <= len("the ") and span.end - mention.span.end <= len(" photo")
            if mention.entity is not None and is_whole and self._is_office(mention.entity):
                return mention.entity, medium
        return None

    def _opens_attachments(self, text: str) -> bool:
        first = _WORD.search(text[:24])
        return self.issuer is not None and first is not None and first.group().lower() in self.words.attached and ":" in text

    def _read_attachments(self, line: Span, text: str, zone: ZoneKind) -> Iterator[ListedRelease]:
        """Yield what a line such as ``Attached: a photograph of the flag and a recording`` names; a bare heading opens a list."""
        self.medium, self.is_open = None, True
        start = text.index(":") + 1
        found = [
            (match.start(), medium)
            for match in _WORD.finditer(text, start)
            if (medium := self.words.nouns.get(match.group().lower())) in _RECORDED
            and not _DETERMINERS.isdisjoint(text[start : match.start()].lower().split()[-3:])
        ]
        for index, (at, medium) in enumerate(found):
            end = found[index + 1][0] if index + 1 < len(found) else len(text)
            span = Span(start=line.start + at, end=line.start + len(text[:end].rstrip()))
            if self.issuer is not None and medium is not None:
                yield ListedRelease(releaser=self.issuer, medium=medium, span=span, zone=zone, score=0.85)

    def _is_captioned(self, text: str) -> bool:
        lead, mark, rest = text.partition(":")
        return bool(mark and rest.strip()) and self.words.nouns.get(lead.strip().lower()) is Medium.PHOTO

    def _item_medium(self, text: str) -> Medium | None:
        """Return the medium that an item begins with: ``film of the entry, 11 minutes``."""
        for match in list(_WORD.finditer(text))[:4]:
            medium = self.words.nouns.get(match.group().lower())
            if medium in _RECORDED:
                return medium
        return None

    def _names_before(self, line: Span, text: str) -> bool:
        """Whether a line that looks like a heading credits somebody itself."""
        del text
        return any(m.form is MentionForm.NAME for m in self.document.mentions_in(line, MentionKind.ACTOR))

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
        return first.entity if is_short and lead.strip("0123456789.)([]-•* ") in {"", "the"} else None

    def medium_of(self, text: str) -> Medium | None:
        """Return the first medium that a text names."""
        for match in _WORD.finditer(text.lower()):
            medium = self.words.nouns.get(match.group())
            if medium is not None:
                return medium
        return None

    def _read_caption(self, zone: Span) -> Iterator[ListedRelease]:
        """Yield the release of a caption that ends in the name of a party's office: ``A bridge. (Army Press Office)``."""
        text = self.document.report.quote(zone).rstrip()
        whole = Span(start=zone.start, end=zone.start + len(text))
        opening = text[:40].lower()
        medium = self.medium_of(opening.split(":", 1)[0]) if ":" in opening[:14] else None
        if text.rstrip(".").endswith(")") and "(" in text and medium is not None:
            start = text.rindex("(") + 1
        elif (medium := self.medium_of(" ".join(opening.split()[:2]))) in _RECORDED and ". " in text[:-1]:
            start = text[:-1].rindex(". ") + 2
        else:
            return
        bracket = Span(start=zone.start + start, end=whole.end)
        for mention in self.document.mentions_in(bracket, MentionKind.ACTOR)[:1]:
            lead = text[start : mention.span.start - zone.start]
            behind = text[mention.span.end - zone.start :]
            if mention.entity is None or not _CREDIT.fullmatch(lead) or not _AFTER_CREDIT.fullmatch(behind):
                continue
            if self._is_office(mention.entity) and medium is not None:
                yield ListedRelease(releaser=mention.entity, medium=medium, span=whole, zone=ZoneKind.CAPTION, score=0.8)

    def _is_office(self, entity: str) -> bool:
        """Whether an actor is a party to a conflict, or an office of one, and no press agency."""
        actor = self.types.get(entity)
        if actor is None or actor.type is ActorType.PERSON:
            return False
        words = set(actor.name.lower().split())
        return actor.type not in {ActorType.ORGANIZATION, None} or not words.isdisjoint(self.words.offices)


def _lines(text: str, span: Span) -> Iterator[Span]:
    """Yield the lines of a span without the white space around them."""
    at = span.start
    while at < span.end:
        stop = text.find("\n", at, span.end)
        stop = span.end if stop < 0 else stop
        start, end = at, stop
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(start=start, end=end)
        at = stop + 1
