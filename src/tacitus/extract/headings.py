"""Headings of list items and of sections: the day and the place that they give to what stands under them."""

from tacitus.extract.arguments import BULLETS
from tacitus.extract.circumstances import most_specific, pick_time
from tacitus.extract.telling import Telling
from tacitus.extract.verbgroups import Clauses
from tacitus.model import MentionKind, PlaceKind

_LONGEST = 14
_PLAIN = frozenset(
    {"province", "district", "region", "state", "county", "governorate", "department", "territory", "township", "prefecture",
     "commune", "municipality", "area", "town", "city", "village", "north", "south", "east", "west", "northern", "southern",
     "eastern", "western", "central", "and", "near", "around"}
)  # fmt: skip


def read_heading(telling: Telling, clauses: Clauses) -> bool:
    """Take a sentence that is nothing but places and days as the heading of its paragraph, or of what follows it.

    ``2) Taiz.``, ``GAO REGION``, ``Monday 3 June, Kidal``; any other line without a verb ends a section.
    """
    story = telling.story
    is_new = clauses.sentence.paragraph != story.paragraph
    if story.is_lone and is_new:  # the heading stood alone: it heads the paragraphs that follow
        story.section_time, story.section_places = story.heading_time, story.heading_places
    story.is_lone = False
    if not is_new or clauses.n > _LONGEST or clauses.verbs:
        return False
    is_closed = clauses.lows[-1] in {".", "!", "?"}
    places = specific_places(clauses, telling, 0, clauses.n)
    time = pick_time(telling.document, clauses, 0, clauses.n, 0, telling.reporting)
    if not _is_bare(clauses) or (not places and time is None):
        if not is_closed and clauses.n <= _LONGEST // 2:
            story.section_time, story.section_places = None, ()
        return False
    story.items += 1
    story.item = story.items
    story.heading_time = time or story.section_time
    story.heading_places = tuple(p for p in places if telling.kinds.get(p) is not PlaceKind.COUNTRY) or story.section_places
    story.paragraph = clauses.sentence.paragraph
    story.is_lone = True
    return True


def _is_bare(clauses: Clauses) -> bool:
    """Whether the line holds places, days, numbers and marks only."""
    return all(
        mention.kind is MentionKind.PLACE if (mention := clauses.at[i]) is not None else _says_nothing(clauses, i)
        for i in range(clauses.n)
    )


def _says_nothing(clauses: Clauses, i: int) -> bool:
    return not clauses.lows[i].isalpha() or clauses.kinds[i] in "wdp#" or clauses.lows[i] in _PLAIN


def open_item(telling: Telling, clauses: Clauses) -> None:
    """Note the heading of a list item: ``12 June, Mahagi territory: ...``; it holds until the item or the paragraph ends."""
    story = telling.story
    starts_item = clauses.lows[0] in BULLETS or (clauses.lows[0].isdigit() and clauses.lows[1:2] in (["."], [")"]))
    colon = next((i for i in range(1, min(clauses.n, 24)) if clauses.lows[i] == ":"), None)
    has_when = has_where = False
    if colon is not None and not any(i in clauses.verb_at for i in range(colon)):
        has_when = any(clauses.index_at(t.span.start) < colon for t in clauses.times)
        has_where = any(m.kind is MentionKind.PLACE for _, _, m in clauses.mentions_between(0, colon))
    is_new = clauses.sentence.paragraph != story.paragraph
    if starts_item or has_when or is_new:
        story.items += 1
        story.item = story.items if starts_item or has_when or has_where or story.section_places else -1
        story.heading_time = story.section_time
        story.heading_places = story.section_places
    story.paragraph = clauses.sentence.paragraph
    if colon is not None and (has_when or (has_where and (starts_item or is_new))):
        story.heading_time = pick_time(telling.document, clauses, 0, colon, 0, telling.reporting) or story.section_time
        story.heading_places = tuple(specific_places(clauses, telling, 0, colon)) or story.section_places


def specific_places(clauses: Clauses, telling: Telling, low: int, end: int) -> list[str]:
    """Return the most specific places named in tokens ``[low, end)``, whatever stands before them."""
    rows = [row for row in clauses.mentions_between(low, end) if row[2].kind is MentionKind.PLACE]
    return most_specific(clauses, rows, telling.kinds)
