"""What stands above the body: letterheads, the headline, bylines, standfirsts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block
from tacitus.read.byline import find_date, is_dateline, is_full_dateline, is_person_line
from tacitus.read.imprint import count_phrases, is_imprint, is_series
from tacitus.read.signals import Signal, Signs, fold_block

_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_SALUTATION = re.compile(
    r"dear (?!life\b|departed\b)[\w ',-]+[,:!]?$"
    r"|to (?:the|our|all|every) [^.?]*\b(?:people|masses|nation|public|peoples|citizens|brothers|sisters|comrades|fighters|"
    r"mujahid(?:ee|i)n|media|press|ummah|community|world|compatriots|friends|families|sons|daughters|youth|workers)\b[^.?]*[,:!.]?$"
)
_LONGEST_SALUTATION = 40
_WORD = re.compile(r"\w+")
_MOST_DECKS = 4
_LEAST_ITEM = 8
_DATELINE_WITHIN = 2
"""A standfirst may stand before the paragraph with the dateline, but no more."""


@dataclass(slots=True)
class PageState:
    """The blocks with what has been decided so far."""

    blocks: Sequence[Block]
    signs: Signs
    found: list[Signal | None]
    kinds: list[ZoneKind | None]
    publisher: str | None = None
    has_core: bool = False


def label_top(page: PageState, first: int, title: str | None) -> None:
    """Decide the blocks before ``first``; ``title`` is what the source calls the report."""
    letterhead = [False] * first
    for i in range(first):
        if page.kinds[i] is not None:
            continue
        sign = page.found[i] or page.signs.find(page.blocks[i].folded, "top", "edge")
        if sign is not None and not (sign.zone is ZoneKind.BYLINE and i == 0 and first > 1 and page.blocks[0].n_words > 12):
            page.kinds[i] = sign.zone
            letterhead[i] = sign.name == "letterhead"
        elif _is_whole_dateline(page.blocks[i]) or (i > 0 and is_imprint(page.blocks[i], page.signs)):
            page.kinds[i] = ZoneKind.BYLINE
    _mark_letterhead(page, first, letterhead)
    imprint = next((i for i in range(first) if page.kinds[i] is ZoneKind.BYLINE and _is_full_imprint(page, i)), None)
    headline = _pick_headline(page, first if imprint is None else imprint, title)
    _label_rest(page, first, headline, imprint)
    if headline is not None:
        _widen_headline(page, first, headline, has_imprint=imprint is not None)


def _label_rest(page: PageState, first: int, headline: int | None, imprint: int | None) -> None:
    for i in range(first):
        if page.kinds[i] is None and imprint is not None and i > imprint:
            page.kinds[i] = ZoneKind.BODY
        elif page.kinds[i] is None:
            page.kinds[i] = _top_kind(page, i, headline, first)
        elif i == headline:
            page.kinds[i] = ZoneKind.HEADLINE
        elif headline is not None and i < headline and _is_office(page, i):
            page.kinds[i] = ZoneKind.BOILERPLATE


def _widen_headline(page: PageState, first: int, headline: int, *, has_imprint: bool) -> None:
    """Plain lines that stand together with the headline are part of it: who issues the report, a series, a second deck."""
    start = headline
    while start > 0 and page.blocks[start].gap <= 1:
        start -= 1
    stop = headline + 1
    while stop < first and page.blocks[stop].gap <= 1:
        stop += 1
    group = range(start, stop)
    if len(group) > _MOST_DECKS or any(page.blocks[i].tag or page.blocks[i].n_words > 32 for i in group):
        return
    for i in range(start, stop):
        block = page.blocks[i]
        is_mark = block.folded.startswith(tuple(page.signs.words["above_headline"])) or page.signs.find(block.folded, "any")
        if i < headline and page.kinds[i] is ZoneKind.BOILERPLATE and not is_mark and block.n_words > 1:
            page.kinds[i] = ZoneKind.HEADLINE
        if i > headline and page.kinds[i] is ZoneKind.BYLINE and _names_issue(page, block, has_imprint=has_imprint):
            page.kinds[i] = ZoneKind.HEADLINE  # the day that is told of; the imprint says when


def _names_issue(page: PageState, block: Block, *, has_imprint: bool) -> bool:
    """Whether a dated line below the headline is the number of an issue, or the day told of where an imprint gives its own."""
    return is_series(block, page.signs) or (has_imprint and block.n_words <= 5 and find_date(block.text) is not None)


def _is_office(page: PageState, index: int) -> bool:
    """Whether a line above the headline names who issues the report, without a date or a writer."""
    block = page.blocks[index]
    is_byline = page.kinds[index] is ZoneKind.BYLINE and block.kind is None
    return is_byline and find_date(block.text) is None and not block.folded.startswith("by ")


def _is_whole_dateline(block: Block) -> bool:
    return is_dateline(block.text) >= len(block.text.rstrip()) > 0


def _mark_letterhead(page: PageState, first: int, letterhead: list[bool]) -> None:
    """Lines of one group with a letterhead line are letterhead too."""
    i = 0
    while i < first:
        j = i + 1
        while j < first and page.blocks[j].gap <= 1:
            j += 1
        if j - i > 1 and any(letterhead[i:j]):
            mark = i + max(k for k, is_mark in enumerate(letterhead[i:j]) if is_mark)
            for k in range(i, j):
                is_small = page.blocks[k].n_words <= 6 and page.blocks[k].text.isupper()
                if page.kinds[k] is None and (k < mark or is_small):
                    page.kinds[k] = ZoneKind.BOILERPLATE
        i = j


def is_dated_line(block: Block) -> bool:
    """Whether little is said beside a date: a place, a publisher, a desk."""
    return (
        find_date(_BRACKETS.sub("", block.text)) is not None
        and block.n_words <= 14
        and not (block.is_stopped and block.n_words > 8)
    )


def _pick_headline(page: PageState, first: int, title: str | None) -> int | None:
    marked = [i for i in range(first) if page.kinds[i] is ZoneKind.HEADLINE]
    if marked:
        return marked[0]
    free = [i for i in range(first) if page.kinds[i] is None and page.blocks[i].is_title and not _leads_in(page.blocks[i])]
    if title is not None:
        wanted = fold_block(title)
        same = [i for i in free if wanted and (page.blocks[i].folded == wanted or wanted.startswith(page.blocks[i].folded + " "))]
        if same:
            return same[0]
    scores = {i: _headline_score(page, page.blocks[i]) for i in free if page.blocks[i].n_words >= 2}
    best = max(scores, key=lambda i: (scores[i], -i), default=None)
    plain = _plain_heading(page, first)
    if best is not None and not (plain is not None and scores[best] < 0):
        return best if scores[best] > 0 or not is_dated_line(page.blocks[best]) else None
    if free and free[0] == 0 and first > 1:
        return free[0]
    return plain


def _is_full_imprint(page: PageState, index: int) -> bool:
    """Whether an imprint has several phrases: the headline stands above such a one and the body below it."""
    block = page.blocks[index]
    return index > 0 and count_phrases(block.text) > 1 and is_imprint(block, page.signs)


def _leads_in(block: Block) -> bool:
    """Whether a line announces what follows it or names those whom it is for, as the opening of a statement does."""
    return (block.n_words >= 7 and block.text.rstrip().endswith(":")) or _is_salutation(block)


def _is_salutation(block: Block) -> bool:
    """Whether a line names those to whom a statement or a letter speaks: its first words, which belong to the body."""
    return block.n_words <= _LONGEST_SALUTATION and _SALUTATION.match(block.folded) is not None


def _plain_heading(page: PageState, first: int) -> int | None:
    """Where nothing better stands above the body: a word such as "Communiqué" on a line of its own."""
    for i in range(first):
        block = page.blocks[i]
        is_alone = block.gap > 1 and (i + 1 == len(page.blocks) or page.blocks[i + 1].gap > 1)
        if (
            is_alone
            and page.kinds[i] is ZoneKind.BOILERPLATE
            and block.kind is None
            and block.folded in page.signs.words["bare_headline"]
        ):
            return i
    return None


def _headline_score(page: PageState, block: Block) -> int:
    """Return how much a line looks like a headline and how little like the name of a section, a site or an office."""
    words = block.folded.split()
    score = 2 if 5 <= len(words) <= 28 else 0
    score += 1 if len(words) >= 4 else 0
    is_named_series = is_series(block, page.signs)
    score += 2 if is_named_series else 0
    score += 1 if sum(w.islower() and len(w) > 3 for w in _BRACKETS.sub("", block.text).split()) >= 2 else 0
    score -= 3 if is_dated_line(block) else 0
    is_name = len(words) <= 7 and any(f" {w}" in f" {block.folded}" for w in page.signs.words["signature"])
    is_masthead = (
        len(words) <= 7 and bool(set(_WORD.findall(block.folded)) & page.signs.words["masthead"]) and _is_capitalised(block.text)
    )
    is_publisher = page.publisher is not None and block.folded.startswith(fold_block(page.publisher))
    return score - (3 if is_publisher or (not is_named_series and (is_name or is_masthead)) else 0)


def _is_capitalised(text: str) -> bool:
    """Whether every longer word begins with a capital, as in names."""
    return all(
        w[0].isupper()
        for w in _WORD.findall(_BRACKETS.sub("", text))
        if len(w) > 3 and w[0].isalpha() and w not in {"since", "edition"}
    )


def _top_kind(page: PageState, index: int, headline: int | None, first: int) -> ZoneKind:
    block = page.blocks[index]
    if index == headline:
        return ZoneKind.HEADLINE
    if is_dated_line(block):
        return ZoneKind.BYLINE
    if headline is None:
        return ZoneKind.BODY if index + 1 == first else ZoneKind.BOILERPLATE
    if index < headline:
        return ZoneKind.BOILERPLATE
    return _kind_below_headline(page, index)


def _kind_below_headline(page: PageState, index: int) -> ZoneKind:
    """A writer, a standfirst, or a heading of the body."""
    block = page.blocks[index]
    if _is_salutation(block):
        return ZoneKind.BODY
    if is_person_line(block.text):
        return ZoneKind.BYLINE
    is_heading = block.is_title and block.n_words >= 5 and not block.is_stopped and not block.is_list_item
    if is_heading and page.kinds[index - 1] is ZoneKind.HEADLINE:
        return ZoneKind.HEADLINE
    is_outside = page.has_core and not block.is_core and not block.is_prose
    return ZoneKind.BOILERPLATE if is_outside else ZoneKind.BODY


def label_low_byline(page: PageState, first: int, last: int) -> None:
    """A byline may stand below the standfirst: names and dates on lines of their own after the first paragraph."""
    stop = min(last, first + 5)
    found = [i for i in range(first + 1, stop) if page.kinds[i] is None and _is_byline_line(page, i)]
    if not found or found[0] > first + 2 or any(page.kinds[i] is ZoneKind.BYLINE for i in range(first)):
        return
    for i in range(first + 1, found[-1] + 1):
        block = page.blocks[i]
        if i in found or (page.found[i] is None and is_person_line(block.text)):
            page.kinds[i] = ZoneKind.BYLINE


def _is_byline_line(page: PageState, index: int) -> bool:
    block = page.blocks[index]
    if block.is_prose or block.is_list_item or block.n_words > 14 or page.found[index] is not None:
        return False
    sign = page.signs.find(block.folded, "edge")
    return sign is not None or (find_date(block.text) is not None and not block.is_stopped)


def _split_items(blocks: list[Block]) -> list[Block]:
    """Return the later blocks of a wire with several items, the headline and the dateline of each item marked."""
    found: list[Block] = []
    for block in blocks:
        if block.kind is not None or block.n_words < _LEAST_ITEM or not is_full_dateline(block.text):
            found.append(block)
            continue
        if found and found[-1].kind is None and found[-1].is_title and not found[-1].is_stopped:
            found[-1] = replace(found[-1], kind=ZoneKind.HEADLINE, is_core=False)
        length = is_dateline(block.text)
        head, rest = block.text[:length].rstrip(), block.text[length:]
        start = block.start + length + len(rest) - len(rest.lstrip())
        found.append(replace(block, end=block.start + len(head), text=head, kind=ZoneKind.BYLINE, is_core=False))
        found.append(replace(block, start=start, text=rest.lstrip(), gap=0))
    return found


def split_dateline(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the dateline before the first paragraphs cut off as a block of its own."""
    n_prose = 0
    for i, block in enumerate(blocks[:40]):
        if not block.is_prose or block.kind is not None:
            continue
        n_prose += 1
        length = 0 if block.is_list_item else is_dateline(block.text)
        if 0 < length < len(block.text.rstrip()):
            head, rest = block.text[:length].rstrip(), block.text[length:]
            start = block.start + length + len(rest) - len(rest.lstrip())
            return [
                *blocks[:i],
                replace(block, end=block.start + len(head), text=head, kind=ZoneKind.BYLINE, is_core=False),
                replace(block, start=start, text=rest.lstrip(), gap=0),
                *_split_items(blocks[i + 1 :]),
            ]
        if n_prose == _DATELINE_WITHIN:
            break
    return blocks
