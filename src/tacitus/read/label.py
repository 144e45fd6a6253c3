"""Which zone each block of a page stands in, by its signs and by the order in which pages put things.

Headline, byline, body, then lists of media, the author's biography, notices, tags, comments, stray lists: signs that are
sure (``any``) count everywhere, the others only before or after the body.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block, Label
from tacitus.read.byline import find_date, is_dateline, is_person_line
from tacitus.read.comments import label_comments, start_of_comments
from tacitus.read.signals import Signal, Signs, fold_block, load_signs

_EDGE_ONLY_SHORT = 30
_DATELINE_WITHIN = 2
"""A standfirst may stand before the paragraph with the dateline, but no more."""
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_WORD = re.compile(r"\w+")
_UPPER = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class _Page:
    """The blocks with what has been decided so far."""

    blocks: Sequence[Block]
    signs: Signs
    found: list[Signal | None]
    kinds: list[ZoneKind | None]
    publisher: str | None = None


def label_blocks(blocks: Sequence[Block], *, title: str | None = None, publisher: str | None = None) -> list[Label]:
    """Return one label a block; ``title`` and ``publisher`` are what the source says, where it does."""
    signs = load_signs()
    stop = start_of_comments(blocks, signs)
    page = _Page(
        blocks=blocks[:stop],
        signs=signs,
        found=[_sure_sign(block, signs) for block in blocks[:stop]],
        kinds=[b.kind for b in blocks[:stop]],
        publisher=publisher,
    )
    first, last = _find_body(page)
    _label_top(page, first, title)
    _label_low_byline(page, first, last)
    _label_middle(page, first, last)
    _label_tail(page, last)
    labels = [
        Label(kind=kind or ZoneKind.BODY, author=b.author, opens=b.opens) for b, kind in zip(page.blocks, page.kinds, strict=True)
    ]
    return labels + label_comments(blocks[stop:], signs)


def _sure_sign(block: Block, signs: Signs) -> Signal | None:
    sign = signs.find(block.folded, "any")
    if sign is None:
        return None
    if sign.name in {"comment_heading"} and block.n_words > 12:
        return None
    if block.is_prose and block.n_words > 60 and sign.name not in {"appeal", "credits", "copyright", "furniture", "warning"}:
        return None
    if sign.name == "media_heading" and block.is_list_item:
        return None
    return sign


def _is_plain_prose(page: _Page, index: int) -> bool:
    block = page.blocks[index]
    return page.found[index] is None and block.kind in {None, ZoneKind.BODY} and block.is_prose


def _find_body(page: _Page) -> tuple[int, int]:
    """Return the half-open range of blocks from the first to the last paragraph of the body."""
    n_blocks = len(page.blocks)
    core = [i for i, b in enumerate(page.blocks) if b.is_core and page.found[i] is None]
    if core:
        last = core[-1]
        while last > core[0] and page.signs.find(page.blocks[last].folded, "tail"):
            last -= 1
        return core[0], last + 1
    prose = [i for i in range(n_blocks) if _is_plain_prose(page, i)]
    if prose and prose[0] == 0 and _is_sentence_headline(page, prose):
        prose = prose[1:]
    while prose and page.signs.find(page.blocks[prose[0]].folded, "top", "edge") and len(prose) > 1:
        prose = prose[1:]
    while len(prose) > 1 and page.signs.find(page.blocks[prose[-1]].folded, "tail"):
        prose = prose[:-1]
    if not prose:
        return _find_body_without_prose(page)
    first, last = prose[0], prose[-1] + 1
    while last < n_blocks and _continues_body(page, last):
        last += 1
    return first, last


def _find_body_without_prose(page: _Page) -> tuple[int, int]:
    """Short notes: the first unmarked line is the headline, the rest the body."""
    free = [i for i, sign in enumerate(page.found) if sign is None and page.blocks[i].kind in {None, ZoneKind.BODY}]
    free = [i for i in free if page.signs.find(page.blocks[i].folded, "top", "edge") is None]
    if not free:
        return len(page.blocks), len(page.blocks)
    if len(free) == 1 or page.blocks[free[0]].is_stopped:
        return free[0], free[-1] + 1
    return free[1], free[-1] + 1


def _is_sentence_headline(page: _Page, prose: list[int]) -> bool:
    """Whether the first sentence stands alone as a headline does: short, one sentence, with enough text after it."""
    block = page.blocks[0]
    return (
        block.n_words <= 14
        and "\n" not in block.text
        and ". " not in block.text
        and len(prose) >= 3
        and len(page.blocks[prose[1]].text) > 2 * len(block.text)
    )


def _continues_body(page: _Page, index: int) -> bool:
    """Whether a short block after the last paragraph still belongs to the body: a list item, a short sentence, a quote."""
    block = page.blocks[index]
    if page.found[index] is not None or block.kind not in {None, ZoneKind.BODY}:
        return False
    if page.signs.find(block.folded, "tail", "edge"):
        return False
    return (block.is_list_item and block.n_words >= 3 and block.tag != "li") or (block.is_stopped and block.n_words >= 3)


def _label_top(page: _Page, first: int, title: str | None) -> None:
    letterhead = [False] * first
    for i in range(first):
        if page.kinds[i] is not None:
            continue
        sign = page.found[i] or page.signs.find(page.blocks[i].folded, "top", "edge")
        if sign is not None and not (sign.zone is ZoneKind.BYLINE and i == 0 and first > 1 and page.blocks[0].n_words > 12):
            page.kinds[i] = sign.zone
            letterhead[i] = sign.name == "letterhead"
        elif _is_whole_dateline(page.blocks[i]):
            page.kinds[i] = ZoneKind.BYLINE
    _mark_letterhead(page, first, letterhead)
    headline = _pick_headline(page, first, title)
    for i in range(first):
        if page.kinds[i] is None:
            page.kinds[i] = _top_kind(page, i, headline, first)
        elif headline is not None and i < headline and _is_office(page, i):
            page.kinds[i] = ZoneKind.BOILERPLATE


def _is_office(page: _Page, index: int) -> bool:
    """Whether a line above the headline names who issues the report, without a date or a writer."""
    block = page.blocks[index]
    is_byline = page.kinds[index] is ZoneKind.BYLINE and block.kind is None
    return is_byline and find_date(block.text) is None and not block.folded.startswith("by ")


def _is_whole_dateline(block: Block) -> bool:
    return is_dateline(block.text) >= len(block.text.rstrip()) > 0


def _mark_letterhead(page: _Page, first: int, letterhead: list[bool]) -> None:
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


def _is_dated_line(block: Block) -> bool:
    """Whether little is said beside a date: a place, a publisher, a desk."""
    return (
        find_date(_BRACKETS.sub("", block.text)) is not None
        and block.n_words <= 14
        and not (block.is_stopped and block.n_words > 8)
    )


def _pick_headline(page: _Page, first: int, title: str | None) -> int | None:
    marked = [i for i in range(first) if page.kinds[i] is ZoneKind.HEADLINE]
    if marked:
        return marked[0]
    free = [i for i in range(first) if page.kinds[i] is None and page.blocks[i].is_title]
    if title is not None:
        wanted = fold_block(title)
        same = [i for i in free if wanted and (page.blocks[i].folded == wanted or wanted.startswith(page.blocks[i].folded + " "))]
        if same:
            return same[0]
    scores = {i: _headline_score(page, page.blocks[i]) for i in free if page.blocks[i].n_words >= 2}
    best = max(scores, key=lambda i: (scores[i], -i), default=None)
    if best is not None:
        return best if scores[best] > 0 or not _is_dated_line(page.blocks[best]) else None
    return free[0] if free and free[0] == 0 and first > 1 else None


def _headline_score(page: _Page, block: Block) -> int:
    """Return how much a line looks like a headline and how little like the name of a section, a site or an office."""
    words = block.folded.split()
    score = 2 if 5 <= len(words) <= 28 else 0
    score += 1 if len(words) >= 4 else 0
    is_series = any(w in block.folded for w in page.signs.words["headline"])
    score += 2 if is_series else 0
    score += 1 if sum(w.islower() and len(w) > 3 for w in _BRACKETS.sub("", block.text).split()) >= 2 else 0
    score -= 3 if _is_dated_line(block) else 0
    is_name = len(words) <= 7 and any(f" {w}" in f" {block.folded}" for w in page.signs.words["signature"])
    is_masthead = (
        len(words) <= 7 and bool(set(_WORD.findall(block.folded)) & page.signs.words["masthead"]) and _is_capitalised(block.text)
    )
    is_publisher = page.publisher is not None and block.folded.startswith(fold_block(page.publisher))
    return score - (3 if is_publisher or (not is_series and (is_name or is_masthead)) else 0)


def _is_capitalised(text: str) -> bool:
    """Whether every longer word begins with a capital, as in names."""
    return all(
        w[0].isupper()
        for w in _WORD.findall(_BRACKETS.sub("", text))
        if len(w) > 3 and w[0].isalpha() and w not in {"since", "edition"}
    )


def _top_kind(page: _Page, index: int, headline: int | None, first: int) -> ZoneKind:
    block = page.blocks[index]
    if headline is None:
        if _is_dated_line(block):
            return ZoneKind.BYLINE
        return ZoneKind.BODY if index + 1 == first else ZoneKind.BOILERPLATE
    if index == headline:
        return ZoneKind.HEADLINE
    if index < headline:
        return ZoneKind.BYLINE if _is_dated_line(block) else ZoneKind.BOILERPLATE
    if is_person_line(block.text) or _is_dated_line(block):
        return ZoneKind.BYLINE
    if (
        block.is_title
        and block.n_words >= 5
        and not block.is_stopped
        and page.kinds[index - 1] is ZoneKind.HEADLINE
        and not block.is_list_item
    ):
        return ZoneKind.HEADLINE
    is_outside = not block.is_core and not block.is_prose and any(b.is_core for b in page.blocks)
    return ZoneKind.BOILERPLATE if is_outside else ZoneKind.BODY


def _label_low_byline(page: _Page, first: int, last: int) -> None:
    """A byline may stand below the standfirst: names and dates on lines of their own after the first paragraph."""
    stop = min(last, first + 5)
    found = [i for i in range(first + 1, stop) if page.kinds[i] is None and _is_byline_line(page, i)]
    if not found or found[0] > first + 2 or any(page.kinds[i] is ZoneKind.BYLINE for i in range(first)):
        return
    for i in range(first + 1, found[-1] + 1):
        block = page.blocks[i]
        if i in found or (page.found[i] is None and is_person_line(block.text)):
            page.kinds[i] = ZoneKind.BYLINE


def _is_byline_line(page: _Page, index: int) -> bool:
    block = page.blocks[index]
    if block.is_prose or block.is_list_item or block.n_words > 14 or page.found[index] is not None:
        return False
    sign = page.signs.find(block.folded, "edge")
    return sign is not None or (find_date(block.text) is not None and not block.is_stopped)


def _label_middle(page: _Page, first: int, last: int) -> None:
    in_media = in_related = False
    for i in range(first, last):
        if page.kinds[i] is not None and page.kinds[i] is not ZoneKind.BODY:
            continue
        sign = page.found[i]
        block = page.blocks[i]
        if sign is None and in_media and _is_media_item(block, page.signs):
            page.kinds[i] = ZoneKind.MEDIA
            continue
        if (
            sign is None
            and in_related
            and block.is_title
            and not block.is_stopped
            and block.n_words >= 3
            and not block.text.isupper()
        ):
            page.kinds[i] = ZoneKind.RELATED
            continue
        in_media = (sign is not None and sign.zone is ZoneKind.MEDIA) or (
            in_media and sign is not None and sign.zone is ZoneKind.NOTICE
        )
        in_related = sign is not None and sign.name == "related" and _is_bare_heading(block)
        page.kinds[i] = ZoneKind.BODY if sign is None else sign.zone


def _is_bare_heading(block: Block) -> bool:
    return block.n_words <= 4 and not block.is_stopped


def _is_media_item(block: Block, signs: Signs) -> bool:
    """Whether the block is an entry of a list of released material: a name and a colon, a title, a lost embed."""
    if block.text.rstrip().endswith((":", ":-")) and block.n_words <= 16:
        return True
    words = set(re.findall(r"\w+", block.folded))
    if words & signs.words["media"]:
        return block.n_words <= 40 and (block.is_list_item or not block.is_prose)
    return block.n_words <= 10 and not block.is_stopped and not block.text.isupper()


def _label_tail(page: _Page, last: int) -> None:
    state: ZoneKind | None = None
    for i in range(last, len(page.blocks)):
        block = page.blocks[i]
        if page.kinds[i] is not None:
            continue
        sign = page.found[i] or page.signs.find(block.folded, "tail", "edge")
        if sign is not None and sign.name == "byline" and state in {ZoneKind.RELATED, ZoneKind.MEDIA} and not block.is_prose:
            sign = None
        if sign is not None:
            page.kinds[i] = sign.zone
            if not (sign.zone is ZoneKind.NOTICE and state is ZoneKind.MEDIA):
                state = sign.zone if sign.zone is not ZoneKind.RELATED or _is_bare_heading(block) else None
        elif state is ZoneKind.MEDIA and _is_media_item(block, page.signs):
            page.kinds[i] = ZoneKind.MEDIA
        elif state is ZoneKind.RELATED and block.is_title:
            page.kinds[i] = ZoneKind.RELATED
        elif state is ZoneKind.TAGS and block.gap <= 1 and block.n_words <= 4:
            page.kinds[i] = ZoneKind.TAGS
        else:
            page.kinds[i] = _stray_kind(page, i, last)
            state = None


def _stray_kind(page: _Page, index: int, last: int) -> ZoneKind:
    """Lines after the body that bear no sign: a signature, or what is left of a list of categories."""
    block = page.blocks[index]
    is_near = all(page.kinds[k] is ZoneKind.BYLINE for k in range(last, index))
    if is_near and _is_signed(page, index):
        return ZoneKind.BYLINE
    if is_dateline(block.text):
        return ZoneKind.BYLINE
    return ZoneKind.BODY if block.is_prose and block.n_words > _EDGE_ONLY_SHORT else ZoneKind.BOILERPLATE


def _is_signed(page: _Page, index: int) -> bool:
    """Whether the group of lines that the block stands in holds a date, a rank, an office or a writer's name."""
    start = index
    while start > 0 and page.blocks[start].gap <= 1 and page.kinds[start - 1] in {None, ZoneKind.BYLINE}:
        start -= 1
    stop = index + 1
    while stop < len(page.blocks) and page.blocks[stop].gap <= 1 and page.found[stop] is None:
        stop += 1
    group = page.blocks[start:stop]
    if len(group) > 6 or any(b.n_words > 20 for b in group):
        return False
    return any(_is_signature(page, b) for b in group)


def _is_signature(page: _Page, block: Block) -> bool:
    words = f" {block.folded}"
    has_word = any(f" {word}" in words for word in page.signs.words["signature"])
    return has_word or find_date(block.text) is not None or is_person_line(block.text)


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
                *blocks[i + 1 :],
            ]
        if n_prose == _DATELINE_WITHIN:
            break
    return blocks
