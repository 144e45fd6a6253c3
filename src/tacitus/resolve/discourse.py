"""The day of an incident that its own clause does not date: that of its sentence, its paragraph, its heading or its story.

Only for what is told in the simple past or the perfect, as news is: ``had fled`` lies before the day under discussion, and
``since`` or ``for`` is no day at all. For the incidents of 33 composed reports the only time of the sentence was right in 117 of
123, the paragraph's in 25 of 26, a heading's in 17 of 18, the story's in 8 of 11; where none of these tells one, the incident
stays undated. The ``When`` has no text, or the hour's, for no words of the claim tell the day.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from tacitus.model import Claim, ClaimKind, Precision, Span, Stance, When, ZoneKind
from tacitus.resolve.time_words import is_time_of_day
from tacitus.resolve.timeline import NEWS_DAYS, PARAGRAPH, Timeline, Told

_TOLD_STANCES = frozenset({Stance.ASSERTED, Stance.CLAIMED, Stance.ALLEGED})
_ZONES = frozenset({ZoneKind.BODY, ZoneKind.CAPTION})
_BEFORE = frozenset(
    {"had", "ago", "previous", "previously", "earlier", "before", "later", "ever", "often", "usually", "regularly", "repeatedly"}
    | {"would", "will", "year", "years"}
)
_NOW = frozenset({"is", "are", "have", "remains", "remain"})
"""Words that tell how things stand, and not what happened on the day under discussion."""
_SINCE = re.compile(r"\b[Ss]ince\b(?! (?:the )?(?:early )?(?:morning|dawn|daybreak|midnight|noon|afternoon))")
_COUNTED = re.compile(r"\b(?:hours?|days?|weeks?|months?|years?) (?:after|before)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:which|who|whose|whom|where|founded|formed|created|established|launched|born|since|until|for|had|after|before)\b[^,;]*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r";\s+|[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
_NO_POINT = re.compile(r"\b(?:since|for|until|during|over|throughout|within|years?|months?|weeks?|decades?)\b", re.IGNORECASE)
_STAMP = re.compile(r"[\[(]?\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?[\])]?\s*(?:\n|[-–—:|])")
_HEADING = re.compile(r"[^.!?;]{3,70}")
_LABEL = re.compile(
    r"(?:day|date|period|events?|reporting|situation)s?(?: (?:covered|of|on|period|date|as of))?: ?", re.IGNORECASE
)
"""How a line begins that says which day a summary is about."""
FAR_BACK = 700
"""Code points before an incident in which its paragraph is looked at."""
MOST_TOLD = 200
"""Times back in which a heading or the day of the news is looked for; bounds the time for a very long report."""
MOST_SENTENCES = 2
"""Sentences back that the paragraph may have told the day."""


def infer_time(timeline: Timeline, claim: Claim) -> When | None:
    """Return the time that the text around an incident tells, where the claim has none, or an hour alone."""
    if claim.kind is not ClaimKind.INCIDENT or claim.stance not in _TOLD_STANCES or claim.zone not in _ZONES:
        return None
    if claim.when is not None and not is_time_of_day(claim.when.text or ""):
        return None
    span, text = claim.evidence[0].span, timeline.report.text
    if _is_before(text[span.start : span.end]) or _COUNTED.search(text, span.start, span.end):
        return None
    far = max(0, span.start - FAR_BACK)
    start = max([m.end() for m in PARAGRAPH.finditer(text, far, span.start + 1)], default=far)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start, span.start + 1)]
    own = ends[-1] if ends else start
    if _is_before(text[own : span.start]) or _COUNTED.search(text, own, span.start):
        return None
    found = None
    told = [t.when for t in _told_between(timeline, own, _end_of_sentence(text, span))]
    if told:
        found = told[0] if len(told) == 1 and _is_point(told[0]) else None
    elif _NOW.isdisjoint(text[own : span.end].lower().split()):
        found = _from_paragraph(timeline, [start, *ends]) or _from_place(timeline, start)
    return None if found is None else replace(found, text=None if claim.when is None else claim.when.text)


def _is_before(words: str) -> bool:
    """Whether the words tell of a time before the one under discussion, or of no single time."""
    return not _BEFORE.isdisjoint(words.lower().split()) or _SINCE.search(words) is not None


def _told_between(timeline: Timeline, start: int, end: int) -> Iterator[Told]:
    """Yield the times told there, but for hours."""
    first = bisect_left(timeline.told, start, key=lambda t: t.span.start)
    for told in timeline.told[first:]:
        if told.span.start >= end:
            return
        if told.when.start is not None or not is_time_of_day(told.when.text or ""):
            yield told


def _end_of_sentence(text: str, span: Span) -> int:
    match = _SENTENCE_END.search(text, span.end - 1, span.end + FAR_BACK)
    end = match.end() if match else min(len(text), span.end + FAR_BACK)
    paragraph = PARAGRAPH.search(text, span.end, end)
    return paragraph.start() if paragraph else end


def _is_point(when: When) -> bool:
    """Whether it says on which days, and not for how long."""
    return when.start is not None and when.precision is not Precision.YEAR and not _NO_POINT.search(when.text or "")


def _from_paragraph(timeline: Timeline, starts: list[int]) -> When | None:
    """Return the last time of the sentences before the last one's start."""
    for start, end in zip(reversed(starts[-1 - MOST_SENTENCES : -1]), reversed(starts[-MOST_SENTENCES:]), strict=False):
        found = list(_told_between(timeline, start, end))
        if found:
            is_aside = _ASIDE.search(timeline.report.text, start, found[-1].span.start)
            return found[-1].when if not is_aside and _is_point(found[-1].when) else None
    return None


def _told_before(timeline: Timeline, before: int) -> tuple[Told, ...]:
    last = bisect_right(timeline.told, before, key=lambda t: t.span.start)
    return timeline.told[max(0, last - MOST_TOLD) : last]


def _from_heading(timeline: Timeline, before: int) -> When | None:
    """Return the day of the last short line that told one: ``Tuesday, 14 May`` above its paragraphs, but not a dateline."""
    text = timeline.report.text
    for told in reversed(_told_before(timeline, before)):
        if told.when.precision is not Precision.DAY:
            continue
        start, end = text.rfind("\n", 0, told.span.start) + 1, text.find("\n", told.span.end) % (len(text) + 1)
        if _LABEL.fullmatch(text, start, told.span.start):
            return told.when
        is_printed = told.when.start == timeline.published and not timeline.is_body(told.span.start)
        if _HEADING.fullmatch(text, start, end) and not is_printed:
            return told.when
    return None


def _from_stamp(timeline: Timeline, start: int) -> When | None:
    """Return the day of a live report's entry, one that begins with an hour on a line of its own, if no heading told it."""
    day = timeline.published
    if day is None or not _STAMP.match(timeline.report.text, start):
        return None
    return When(start=day, end=day, precision=Precision.DAY)


def _from_place(timeline: Timeline, start: int) -> When | None:
    """Return the time that holds where a paragraph starts."""
    return _from_heading(timeline, start) or _from_stamp(timeline, start) or _from_story(timeline, start)


def _from_story(timeline: Timeline, before: int) -> When | None:
    """Return the day of the news, where the report has told one day of the last week and no other."""
    told = _told_before(timeline, before)
    days = {(t.when.start, t.when.end): t.when for t in told if t.is_event and _is_news(t.when, timeline)}
    return next(iter(days.values())) if len(days) == 1 else None


def _is_news(when: When, timeline: Timeline) -> bool:
    if when.start is None or when.precision is not Precision.DAY or timeline.published is None:
        return False
    return (timeline.published - when.start).days <= NEWS_DAYS
