"""Which zone each block of a page stands in, by its signs and by the order in which pages put things.

Headline, byline, body, then lists of media, the author's biography, notices, tags, comments, stray lists: signs that are
sure (``any``) count everywhere, the others only before or after the body.
"""

import re
from collections.abc import Sequence

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block, Label
from tacitus.read.byline import find_date, is_biography, is_dateline, is_person_line
from tacitus.read.comments import label_comments, start_of_comments
from tacitus.read.imprint import is_imprint
from tacitus.read.signals import Signal, Signs, load_signs
from tacitus.read.top import PageState, is_dated_line, label_low_byline, label_top

_EDGE_ONLY_SHORT = 30
_LAST_DECK = 4
_BODILY = frozenset([None, ZoneKind.BODY])
_NUMBERED = re.compile(r"\s*(?:\[\d{1,2}\]|\(\d{1,2}\)|\d{1,2}[.):]|[•*–-])\s+\S")


def label_blocks(blocks: Sequence[Block], *, title: str | None = None, publisher: str | None = None) -> list[Label]:
    """Return one label a block; ``title`` and ``publisher`` are what the source says, where it does."""
    signs = load_signs()
    stop = start_of_comments(blocks, signs)
    page = PageState(
        blocks=blocks[:stop],
        signs=signs,
        found=[_sure_sign(block, signs) for block in blocks[:stop]],
        kinds=[_marked_kind(b, signs) for b in blocks[:stop]],
        publisher=publisher,
        has_core=any(b.is_core for b in blocks[:stop]),
    )
    first, last = _find_body(page)
    label_top(page, first, title)
    label_low_byline(page, first, last)
    _label_middle(page, first, last)
    _label_tail(page, last)
    labels = [
        Label(kind=kind or ZoneKind.BODY, author=b.author if kind is ZoneKind.COMMENT else None, opens=b.opens)
        for b, kind in zip(page.blocks, page.kinds, strict=True)
    ]
    return labels + label_comments(blocks[stop:], signs)


def _marked_kind(block: Block, signs: Signs) -> ZoneKind | None:
    """Return what the markup says of a block; buttons within a comment are no part of it."""
    if block.kind is not ZoneKind.COMMENT:
        return block.kind
    sign = signs.find(block.folded, "any")
    return ZoneKind.BOILERPLATE if sign is not None and sign.name == "comment_furniture" else block.kind


def _sure_sign(block: Block, signs: Signs) -> Signal | None:
    sign = signs.find(block.folded, "any")
    if sign is None:
        return None
    if sign.name == "comment_heading" and block.n_words > 12:
        return None
    if block.is_prose and block.n_words > 60 and sign.name not in {"appeal", "credits", "copyright", "furniture", "warning"}:
        return None
    if sign.name == "media_heading" and block.is_list_item:
        return None
    return sign


def _is_plain_prose(page: PageState, index: int) -> bool:
    block = page.blocks[index]
    return page.found[index] is None and block.kind in _BODILY and block.is_prose


def _find_body(page: PageState) -> tuple[int, int]:
    """Return the half-open range of blocks from the first to the last paragraph of the body."""
    n_blocks = len(page.blocks)
    core = [i for i, b in enumerate(page.blocks) if b.is_core and page.found[i] is None]
    if core:
        first, last = core[0], core[-1]
        while last > first and _ends_page(page, last):
            last -= 1
        while first < last and _is_byline(page, first):
            first += 1
        return first, last + 1
    prose = [i for i in range(n_blocks) if _is_plain_prose(page, i)]
    if prose and ((prose[0] == 0 and _is_sentence_headline(page, prose)) or (len(prose) > 1 and _is_deck(page, prose[0]))):
        prose = prose[1:]
    while prose and page.signs.find(page.blocks[prose[0]].folded, "top", "edge") and len(prose) > 1:
        prose = prose[1:]
    while len(prose) > 1 and prose[0] <= 4 and is_imprint(page.blocks[prose[0]], page.signs):
        prose = prose[1:]
    while len(prose) > 1 and _ends_page(page, prose[-1]):
        prose = prose[:-1]
    if not prose:
        return _find_body_without_prose(page)
    first, last = prose[0], prose[-1] + 1
    while last < n_blocks and _continues_body(page, last):
        last += 1
    return first, last


def _ends_page(page: PageState, index: int) -> bool:
    """Whether what looks like the last paragraph is a biography, a notice or an imprint."""
    block = page.blocks[index]
    sign = page.signs.find(block.folded, "tail", "edge")
    if sign is not None and (sign.where == "tail" or sign.zone is ZoneKind.NOTICE):
        return True
    return is_biography(block.text)


def _find_body_without_prose(page: PageState) -> tuple[int, int]:
    """Short notes: the first unmarked line is the headline, the rest the body."""
    free = [i for i, sign in enumerate(page.found) if sign is None and page.blocks[i].kind in _BODILY]
    free = [i for i in free if page.signs.find(page.blocks[i].folded, "top", "edge") is None]
    if not free:
        return len(page.blocks), len(page.blocks)
    if len(free) == 1 or page.blocks[free[0]].is_stopped:
        return free[0], free[-1] + 1
    return free[1], free[-1] + 1


def _is_byline(page: PageState, index: int) -> bool:
    """Whether a short line that the extractor took for body is a byline at its head."""
    block = page.blocks[index]
    return not block.is_prose and (is_dated_line(block) or page.signs.find(block.folded, "edge") is not None)


def _is_sentence_headline(page: PageState, prose: list[int]) -> bool:
    """Whether the first sentence stands alone as a headline does: short, one sentence, with enough text after it."""
    block = page.blocks[0]
    return (
        block.n_words <= 14
        and "\n" not in block.text
        and ". " not in block.text
        and len(prose) >= 3
        and len(page.blocks[prose[1]].text) > 2 * len(block.text)
    )


def _is_deck(page: PageState, index: int) -> bool:
    """Whether a line of several sentences without a full stop at its end stands between a headline and a byline."""
    block = page.blocks[index]
    if not 0 < index <= _LAST_DECK or block.is_stopped or block.is_list_item or not block.is_title:
        return False
    below = page.blocks[index + 1]
    sign = page.signs.find(below.folded, "any", "edge")
    is_byline = sign is not None and sign.zone is ZoneKind.BYLINE
    return not below.is_prose and (is_byline or is_dated_line(below) or is_person_line(below.text))


def _continues_body(page: PageState, index: int) -> bool:
    """Whether a short block after the last paragraph still belongs to the body: a list item, a short sentence, a quote."""
    block = page.blocks[index]
    if page.found[index] is not None or block.kind not in _BODILY:
        return False
    if page.signs.find(block.folded, "tail", "edge") or is_biography(block.text):
        return False
    return (block.is_list_item and block.n_words >= 3 and block.tag != "li") or (block.is_stopped and block.n_words >= 3)


def _label_middle(page: PageState, first: int, last: int) -> None:
    in_media = in_related = False
    for i in range(first, last):
        if page.kinds[i] is not None and page.kinds[i] is not ZoneKind.BODY:
            continue
        sign = page.found[i]
        block = page.blocks[i]
        if sign is None and in_media:
            item = _list_item_kind(block, page.signs)
            if item is not None:
                page.kinds[i] = item
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


def _list_item_kind(block: Block, signs: Signs) -> ZoneKind | None:
    """Return what an entry below a heading of a media list is: an item of the list, or a caption in whole sentences."""
    if _is_media_item(block, signs):
        return ZoneKind.MEDIA
    is_numbered = _NUMBERED.match(block.text) is not None
    return ZoneKind.CAPTION if is_numbered and block.is_stopped and block.n_words <= 60 else None


def _is_media_item(block: Block, signs: Signs) -> bool:
    """Whether the block is an entry of a list of released material: a name and a colon, a title, a lost embed."""
    if block.text.rstrip().endswith((":", ":-")) and block.n_words <= 16:
        return True
    words = set(re.findall(r"\w+", block.folded))
    if words & signs.words["media"]:
        return block.n_words <= 40 and (block.is_list_item or not block.is_prose)
    return block.n_words <= 10 and not block.is_stopped and not block.text.isupper()


def _label_tail(page: PageState, last: int) -> None:
    state: ZoneKind | None = None
    for i in range(last, len(page.blocks)):
        block = page.blocks[i]
        if page.kinds[i] is not None:
            continue
        sign = page.found[i] or page.signs.find(block.folded, "tail", "edge")
        if sign is None and is_biography(block.text):
            page.kinds[i], state = ZoneKind.BYLINE, ZoneKind.BYLINE
            continue
        if sign is not None and sign.name == "byline" and state in {ZoneKind.RELATED, ZoneKind.MEDIA} and not block.is_prose:
            sign = None
        if sign is not None:
            page.kinds[i] = sign.zone
            if not (sign.zone is ZoneKind.NOTICE and state is ZoneKind.MEDIA):
                state = sign.zone if sign.zone is not ZoneKind.RELATED or _is_bare_heading(block) else None
        elif state is ZoneKind.MEDIA and (item := _list_item_kind(block, page.signs)) is not None:
            page.kinds[i] = item
        elif state is ZoneKind.RELATED and block.is_title:
            page.kinds[i] = ZoneKind.RELATED
        elif state is ZoneKind.TAGS and block.gap <= 1 and block.n_words <= 4:
            page.kinds[i] = ZoneKind.TAGS
        else:
            page.kinds[i] = _stray_kind(page, i, last)
            state = None


def _stray_kind(page: PageState, index: int, last: int) -> ZoneKind:
    """Lines after the body that bear no sign: a signature, or what is left of a list of categories."""
    block = page.blocks[index]
    if all(page.kinds[k] in {ZoneKind.BYLINE, ZoneKind.BODY} for k in range(last, index)):
        kind = _signature_kind(page, index)
        if kind is not None:
            return kind
    if is_dateline(block.text):
        return ZoneKind.BYLINE
    return ZoneKind.BODY if block.is_prose and block.n_words > _EDGE_ONLY_SHORT else ZoneKind.BOILERPLATE


def _signature_kind(page: PageState, index: int) -> ZoneKind | None:
    """Return the zone of a group of lines with a rank, an office or a name: a byline where it holds a date, else body."""
    start = index
    while start > 0 and page.blocks[start].gap <= 1 and page.kinds[start - 1] in {None, ZoneKind.BYLINE, ZoneKind.BODY}:
        start -= 1
    stop = index + 1
    while stop < len(page.blocks) and page.blocks[stop].gap <= 1 and page.found[stop] is None:
        stop += 1
    group = page.blocks[start:stop]
    if len(group) > 6 or any(b.n_words > 20 for b in group):
        return None
    if not any(_is_signature(page, b) for b in group):
        return None
    is_dated = any(find_date(b.text) is not None for b in group) or (start > 0 and page.kinds[start - 1] is ZoneKind.BYLINE)
    return ZoneKind.BYLINE if is_dated else ZoneKind.BODY


def _is_signature(page: PageState, block: Block) -> bool:
    words = f" {block.folded}"
    has_word = any(f" {word}" in words for word in page.signs.words["signature"])
    return has_word or find_date(block.text) is not None or is_person_line(block.text)
