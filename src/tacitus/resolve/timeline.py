"""The times of a report in the order in which it tells them, so that ``two days later`` finds the day it counts from."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tacitus.model import Claim, Extraction, MentionKind, Precision, Report, Span, Stance, TimeFlag, When, ZoneKind
from tacitus.resolve.dates import resolve_expression
from tacitus.resolve.intervals import Interval
from tacitus.resolve.time_words import Now, load_time_words

_SILENT = frozenset({ZoneKind.BOILERPLATE, ZoneKind.TAGS, ZoneKind.RELATED})
_AHEAD = frozenset({Stance.PLANNED, Stance.HYPOTHETICAL, Stance.QUESTIONED})
_EXPLICIT_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DURATION = re.compile(r"\b(?:days?|nights?|hours?) (?:of|long)\b", re.IGNORECASE)
_ADJACENT = re.compile(r",?\s*(?:(?:at|in|on|of|during)\s+)*(?:the\s+)?")
_OF_CLAUSE = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?) (?:after|before) (?:the|a|an|its|their|his|her|it|they|that)\b", re.IGNORECASE
)
_LASTING = re.compile(r"for\b|lasted\b|lasting\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_YEAR_GAP = re.compile(r",? (?:of |in )?(?:the )?")
_YEAR_WORDS = re.compile(
    r"\d{4}|(?:this|last|that|the same|the previous|the following|that same|same) year|the year before", re.IGNORECASE
)
_CLOCK = re.compile(r"(?<=\b[0-2]\d[0-5]\d) ?(?:hours|hrs|h|GMT|UTC|local time|Z|EAT|CET|CAT|WAT)\b")
_CLAUSE_AFTER = re.compile(r"(?<= before) (?:the|an?|its|his|her|their|our|it|he|she|they)\b", re.IGNORECASE)
_EVENT_AFTER = re.compile(
    r"(?:(?<=before)|(?<=after)) (?:the|its|his|her|their|our) (?P<words>[\w-]+(?: [\w-]+){0,2})", re.IGNORECASE
)
SENTENCE = re.compile(r"[.!?]\s|\n")
WORD = re.compile(r"[\w-]+")
SHORT = 3
"""Letters that a word needs to tell one event from another."""
CLAUSE = 200
"""Code points before a claim's evidence in which the words of its time may stand."""
_FEAST_BEFORE = re.compile(
    r"\bNew Year['’]s (?:Day|Eve),? (?:of |in )?$|\b(?:Christmas|Easter|Ramadan|Eid [\w-]+),? (?:of |in )?$"
)
_FEAST_AFTER = re.compile(
    r"(?<=Christmas) (?:Eve|Day)\b|(?<=Easter) (?:Sunday|Monday|weekend)\b|(?<=New Year)['’]s (?:Day|Eve)\b"
)
PARAGRAPH = re.compile(r"\n\s*\n\s*|\n\s*(?=(?:[-*•–]|\(?[\da-z]{1,2}[.)]) )")
"""Where a new paragraph or list item begins."""
JOINED = 10
"""Code points that may lie between a day or month and its year."""
LOOK_AHEAD = 6
"""How many times further on may tell the day of the news."""
NEWS_DAYS = 7
"""Days before publication within which a day is that of the news."""
NEAR_NEWS_DAYS = 3
"""A day this little before publication is the news itself, so that ``after three days of fighting`` ends on it."""


class Told(NamedTuple):
    """A time that the report tells: where, what it means, and what was under discussion there."""

    span: Span
    when: When
    now: Now
    is_event: bool = True
    """Whether it may tell when something happened, and not only when it was said or printed."""
    ahead: When | None = None
    """The time, where it lies after publication; ``when`` is then unresolved, for nothing is counted from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The times of a report in text order; ``places`` are the indexes at which each expression stands."""

    report: Report
    told: tuple[Told, ...]
    published: date | None
    places: Mapping[str, list[int]]
    lead: Interval | None
    """The first day of the news that is told."""

    def is_body(self, offset: int) -> bool:
        """Whether the offset lies in the running text."""
        zones = self.report.zones
        return zones[bisect_right(zones, offset, key=lambda z: z.span.start) - 1].kind is ZoneKind.BODY

    def find(self, claim: Claim) -> When | None:
        """Return the claim's time resolved where it stands in the text, or as it was."""
        when = claim.when
        if when is None or when.text is None or when.start is not None:
            return when
        is_ahead = claim.stance in _AHEAD
        if is_ahead and not _EXPLICIT_YEAR.search(when.text):
            return when
        found = self._find_told(when.text, claim)
        return replace(found, flag=None) if is_ahead and found.flag is TimeFlag.FUTURE else found

    def _find_told(self, text: str, claim: Claim) -> When:
        at = claim.evidence[0].span
        same = self.places.get(_plain(text))
        if same:
            after = bisect_left(same, at.start, key=lambda index: self.told[index].span.start)
            best = min(same[max(0, after - 1) : after + 1], key=lambda index: (_distance(self.told[index].span, at), index))
            event = self._day_of_event(self.told[best].span)
            if event is not None:
                now = self.told[best].now._replace(day=event)
                return replace(resolve_expression(f"{text} the event", now), text=text)
            return replace(self._sharpen(best), text=text)
        start = self.report.text.rfind(text, max(0, at.start - CLAUSE), at.end)
        now = self.now_at(at.start if start < 0 else start)
        is_of_clause = start >= 0 and _OF_CLAUSE.search(self.report.text, start, start + len(text) + 10)
        return resolve_expression(text, now._replace(day=self.lead or now.day) if is_of_clause else now)

    def _day_of_event(self, span: Span) -> Interval | None:
        """Return the day told of what ``two days before`` or ``after`` names: of the sentence that has a word of it."""
        match = _EVENT_AFTER.match(self.report.text, span.end)
        if match is None:
            return None
        words = {word for word in match["words"].lower().split() if len(word) > SHORT}
        for told in self.told:
            start, end = told.when.start, told.when.end
            if not told.is_event or told.span == span or start is None or start != end:
                continue
            sentence = SENTENCE.split(self.report.text[max(0, told.span.start - CLAUSE) : told.span.start])[-1]
            sentence += SENTENCE.split(self.report.text[told.span.start : told.span.end + CLAUSE])[0]
            if not words.isdisjoint(WORD.findall(sentence.lower())):
                return Interval(start, start)
        return None

    def _sharpen(self, index: int) -> When:
        """Return the time, or the one that follows on it at once where that says it better: ``at dawn on Friday``."""
        when = self.told[index].ahead or self.told[index].when
        if index + 1 == len(self.told):
            return when
        span, other = self.told[index].span, self.told[index + 1]
        if other.when.start is None or not _ADJACENT.fullmatch(self.report.text, span.end, other.span.start):
            return when
        if when.start is None or when.end is None or other.when.end is None or _LASTING.match(when.text or ""):
            return other.when
        is_sharper = other.when.end - other.when.start < when.end - when.start
        overlaps = other.when.start <= when.end and when.start <= other.when.end
        return other.when if is_sharper and overlaps else when

    def now_at(self, offset: int) -> Now:
        """Return what is under discussion where the offset stands."""
        index = bisect_left(self.told, offset, key=lambda t: t.span.start)
        return _advance(self.told[index - 1]) if index else Now(self.published)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).casefold()


def _distance(a: Span, b: Span) -> int:
    return max(0, b.start - a.end, a.start - b.end)


def read_timeline(report: Report, extraction: Extraction) -> Timeline:
    """Return the resolved times of a report; each reader comment is told on its own."""
    published = report.published
    day = published.start if published is not None and published.start == published.end else None
    spans = sorted(m.span for m in extraction.mentions if m.kind is MentionKind.TIME)
    told: list[Told] = []
    saying = load_time_words().saying
    index, now, main = 0, Now(day), Now(day)
    for zone in report.zones:
        is_aside = zone.kind is ZoneKind.COMMENT
        now = Now(day) if is_aside else main
        while index < len(spans) and spans[index].start < zone.span.end:
            span = spans[index]
            index += 1
            if zone.kind in _SILENT or span.start < zone.span.start:
                continue
            if told and PARAGRAPH.search(report.text, told[-1].span.end, span.start):
                now = now._replace(near=None)
            # "officials said on Wednesday" and a dateline tell when it was said
            is_event = zone.kind is not ZoneKind.BYLINE and not saying.search(report.text, max(0, span.start - 40), span.start)
            when = _read_time(report, span, spans[index] if index < len(spans) else None, now)
            is_ahead = when.flag is TimeFlag.FUTURE and when.start is not None
            shown = When(text=when.text, flag=when.flag) if is_ahead else when
            told.append(Told(span, shown, now, is_event, when if is_ahead else None))
            if is_event:
                now = _advance(told[-1])
        main = main if is_aside else now
    places: dict[str, list[int]] = {}
    for index, item in enumerate(told):
        places.setdefault(_plain(item.when.text or ""), []).append(index)
    return Timeline(
        report=report, told=tuple(_look_ahead(report, told, day)), published=day, places=places, lead=_find_lead(told, day)
    )


def _find_lead(told: list[Told], published: date | None) -> Interval | None:
    for item in told:
        start, end = item.when.start, item.when.end
        if item.is_event and published and start and end and start == end and (published - start).days <= NEWS_DAYS:
            return Interval(start, end)
    return None


def _read_time(report: Report, span: Span, following: Span | None, now: Now) -> When:
    """Return the time of a mention, read with the words that belong to it, under its own words."""
    if _CLOCK.match(report.text, span.end):
        return When(text=report.quote(span))
    joined = _join_clause(report.text, _join_feast(report.text, _join_year(report.text, span, following)))
    when = resolve_expression(report.quote(joined), now)
    return when if joined == span else replace(when, text=report.quote(span))


def _join_clause(text: str, span: Span) -> Span:
    """Return the span with the article that follows ``two days before``, which then counts from what is told of."""
    match = _CLAUSE_AFTER.match(text, span.end)
    return Span(start=span.start, end=match.end()) if match else span


def _join_feast(text: str, span: Span) -> Span:
    """Return the span with the feast before it (``New Year's Day 2019``) or the word after it (``Christmas Eve``)."""
    before = _FEAST_BEFORE.search(text, max(0, span.start - 24), span.start)
    after = _FEAST_AFTER.match(text, span.end)
    return Span(start=before.start() if before else span.start, end=after.end() if after else span.end)


def _join_year(text: str, span: Span, following: Span | None) -> Span:
    """Return the span with the year that follows on it at once: ``September`` of ``September of that year``."""
    if following is None or following.start - span.end > JOINED or not _YEAR_GAP.fullmatch(text, span.end, following.start):
        return span
    is_year = _YEAR_WORDS.fullmatch(text, following.start, following.end) is not None
    return Span(start=span.start, end=following.end) if is_year and not _EXPLICIT_YEAR.search(text, *_ends(span)) else span


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _advance(told: Told) -> Now:
    """Return what is under discussion after a time was told."""
    when, now = told.when, told.now
    if when.start is None or when.end is None:
        return now
    found = Interval(when.start, when.end)
    now = now._replace(any=found, near=found)
    if when.precision is Precision.DAY:
        now = now._replace(day=found)
    return now if when.precision is Precision.YEAR else now._replace(month=found)


def _look_ahead(report: Report, told: list[Told], published: date | None) -> list[Told]:
    """Let a duration that nothing went before end on the day of the news that its paragraph tells next."""
    for index, item in enumerate(told):
        if item.now.day is not None or published is None or not _DURATION.search(item.when.text or ""):
            continue
        for later in told[index + 1 : index + 1 + LOOK_AHEAD]:
            if "\n\n" in report.text[item.span.end : later.span.start]:
                break
            start, end = later.when.start, later.when.end
            if start is not None and start == end and (published - start).days <= NEAR_NEWS_DAYS:
                now = item.now._replace(day=Interval(start, start))
                told[index] = item._replace(when=resolve_expression(report.quote(item.span), now))
                break
    return told
