"""A report as the extractors see it: sentences, tokens and mentions over one text, with nothing copied but offsets."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from tacitus.model import Actor, Mention, MentionForm, MentionKind, Place, Report, Span, Zone, ZoneKind
from tacitus.text import Token, split_sentences, tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence; it never crosses a zone or a blank line."""

    index: int
    span: Span
    zone: Zone
    tokens: tuple[Token, ...]
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report with its sentences and, once found, its mentions and entities.

    ``mentions`` are sorted by start; mentions of one kind do not overlap.
    """

    report: Report
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(m.span.start for m in self.mentions))

    @property
    def text(self) -> str:
        """The report's text."""
        return self.report.text

    def mentions_in(self, span: Span, *kinds: MentionKind, forms: Iterable[MentionForm] = tuple(MentionForm)) -> list[Mention]:
        """Return the mentions inside ``span``, in text order, of the kinds and forms named (none named: all kinds)."""
        low = bisect_left(self._starts, span.start)
        high = bisect_left(self._starts, span.end)
        wanted = tuple(forms)
        return [
            m for m in self.mentions[low:high] if m.span.end <= span.end and (not kinds or m.kind in kinds) and m.form in wanted
        ]

    def actor(self, entity: str) -> Actor | None:
        """Return the actor of that id."""
        return next((a for a in self.actors if a.id == entity), None)


def split_document(report: Report) -> Document:
    """Return the report cut into sentences, silent zones too (the extractors skip them)."""
    sentences: list[Sentence] = []
    paragraph = -1
    last_end = -1
    for zone in report.zones:
        for start, end in split_sentences(report.text, zone.span.start, zone.span.end):
            if last_end < 0 or start >= zone.span.start > last_end or "\n\n" in report.text[last_end:start]:
                paragraph += 1
            last_end = end
            sentences.append(
                Sentence(
                    index=len(sentences),
                    span=Span(start=start, end=end),
                    zone=zone,
                    tokens=tuple(tokenize(report.text, start, end)),
                    paragraph=paragraph,
                )
            )
    return Document(report=report, sentences=tuple(sentences))


SILENT_ZONES = frozenset({ZoneKind.BOILERPLATE, ZoneKind.TAGS, ZoneKind.RELATED})
"""Zones that carry no claims of this report."""
