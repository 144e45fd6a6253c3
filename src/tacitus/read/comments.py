"""Readers' comments in flattened text: where they begin, whose they are, and where they end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block, Label
from tacitus.read.handles import Handle, find_handle, is_name_line, is_time_line
from tacitus.read.letters import label_letters
from tacitus.read.signals import Signs

_LEAST_WORDS = 30
_LONGEST_HEADING = 12
_LEAST_HANDLES = 2
_ENDS_ARTICLE = frozenset([ZoneKind.NOTICE, ZoneKind.TAGS, ZoneKind.BOILERPLATE])
_NUMBER = re.compile(r"^(?:[•*–#-]\s*)?(?:\d{1,4}[.):]?\s+(?=\D))?")
_AFTER_COMMENTS = frozenset([ZoneKind.RELATED, ZoneKind.TAGS, ZoneKind.NOTICE])
_FURNITURE = frozenset(["furniture", "copyright", "comment_heading", "comment_furniture", "related", "end_mark"])


def start_of_comments(blocks: Sequence[Block], signs: Signs) -> int:
    """Return the index of the first block that belongs to the readers (the count of blocks: no comments)."""
    n_blocks = len(blocks)
    if any(b.kind is ZoneKind.COMMENT for b in blocks):  # the markup has told
        return n_blocks
    end = _end_of_article(blocks)
    heading = _find_heading(blocks, end, signs)
    if heading is not None:
        return heading
    sure = [i for i in range(end, n_blocks) if _is_sure_start(blocks, i, signs)]
    run = _stacked_names(blocks, end) or _screen_names(blocks, signs)
    if run is not None and (not sure or run < sure[0]):
        return run
    bulleted = [i for i in sure if blocks[i].is_list_item]
    if bulleted and bulleted[0] == sure[0]:
        return sure[0]
    if len(sure) >= 2 or (sure and _after_body(blocks, sure[0], signs)):
        return sure[0]
    return n_blocks


def _find_heading(blocks: Sequence[Block], end: int, signs: Signs) -> int | None:
    """Return the first heading of readers' comments, below the article or in what the extractor took for its end."""
    for i in range(_end_of_opening(blocks), len(blocks)):
        sign = signs.find(blocks[i].folded, "any")
        is_heading = sign is not None and sign.name == "comment_heading" and blocks[i].n_words <= _LONGEST_HEADING
        if is_heading and _has_readers(blocks, i + 1, signs) and (i >= end or _is_all_comments(blocks[i:], signs)):
            return i
    return None


def _is_sure_start(blocks: Sequence[Block], index: int, signs: Signs) -> bool:
    block = blocks[index]
    if not (any(mark in block.text[:120] for mark in (":", "...", "…")) or block.folded[:7] in {"comment", "posted "}):
        return False
    handle = find_handle(block, signs)
    return handle is not None and handle.is_sure and index + (block.text.count("\n") == 0) < len(blocks)


def _screen_names(blocks: Sequence[Block], signs: Signs) -> int | None:
    """Return where the last blocks of a page begin that are all led by a handle, most of them names from a forum."""
    first: int | None = None
    n_screen = n_handles = 0
    for i in reversed(range(_end_of_article(blocks), len(blocks))):
        handle = find_handle(blocks[i], signs)
        if handle is not None and blocks[i].n_words >= 3:
            first, n_handles = i, n_handles + 1
            n_screen += handle.is_screen_name
        elif n_handles or (blocks[i].is_prose and signs.find(blocks[i].folded, "any", "tail") is None):
            break
    if first is None or n_handles < _LEAST_HANDLES:
        return None
    before = signs.find(blocks[first - 1].folded, "any")
    return first if 2 * n_screen >= n_handles or (before is not None and before.zone in _ENDS_ARTICLE) else None


def _stacked_names(blocks: Sequence[Block], end: int) -> int | None:
    """Return the first of at least two names that stand above a line with a time each."""
    stacked = [i for i in range(end, len(blocks)) if _is_stacked(blocks, i)]
    return stacked[0] if len(stacked) >= _LEAST_HANDLES else None


def _is_stacked(blocks: Sequence[Block], index: int) -> bool:
    """Whether a name on a line of its own stands above the line that says when its owner wrote."""
    block = blocks[index]
    return (
        index + 2 < len(blocks)
        and is_name_line(block)
        and not is_time_line(block)
        and blocks[index + 1].gap <= 1
        and is_time_line(blocks[index + 1])
    )


def _is_address(blocks: Sequence[Block], index: int, names: frozenset[str]) -> bool:
    """Whether a comment opens with the name of the reader whom it answers, as ``@name`` before its words does."""
    block = blocks[index]
    if not block.text.startswith("@") or index == 0:
        return False
    before = blocks[index - 1]
    is_led = block.gap <= 1 and (is_time_line(before) or is_name_line(before))
    return is_led or block.text[1:].split(maxsplit=1)[0].rstrip(",:").lower() in names


def _end_of_article(blocks: Sequence[Block]) -> int:
    """Return the index before which no comment can begin: after the extracted body, or after some sentences."""
    core = [i for i, b in enumerate(blocks) if b.is_core]
    if core:
        return core[-1] + 1
    return _end_of_opening(blocks)


def _is_all_comments(blocks: Sequence[Block], signs: Signs) -> bool:
    """Whether what the extractor took for body from here on is the readers'."""
    labels = label_comments(blocks, signs)
    return all(
        label.kind is ZoneKind.COMMENT for b, label in zip(blocks[1:], labels[1:], strict=True) if b.is_core and b.is_prose
    )


def _end_of_opening(blocks: Sequence[Block]) -> int:
    """Return the index after the first sentences of the article, before which no comment can begin."""
    n_words = 0
    for i, block in enumerate(blocks):
        n_words += block.n_words if block.is_prose else 0
        if n_words >= _LEAST_WORDS:
            return i + 1
    return len(blocks)


def _has_readers(blocks: Sequence[Block], start: int, signs: Signs) -> bool:
    """Whether something that looks like a comment follows the heading; a menu entry "Comments" has none."""
    following = blocks[start : start + 4]
    if label_letters(blocks[start:], signs) is not None:
        return True
    return any(find_handle(b, signs) or (b.n_words <= 5 and not b.is_stopped) for b in following) and any(
        b.n_words >= 3 for b in following
    )


def _after_body(blocks: Sequence[Block], index: int, signs: Signs) -> bool:
    return index > 0 and signs.find(blocks[index - 1].folded, "any", "tail", "edge") is not None


@dataclass(slots=True)
class _Thread:
    """Where in the readers' comments the labelling stands."""

    author: str | None = None
    indent: int = 0
    style: str | None = None
    has_ended: bool = False
    is_fresh: bool = False
    usual_gap: int = 2
    last_handle: int = -1

    def open(self, name: str, block: Block, style: str) -> Label:
        """Begin a comment."""
        self.author, self.indent, self.has_ended = name, block.indent, False
        self.style = self.style or style
        self.is_fresh = "\n" not in block.text and block.n_words <= 14 and not block.is_stopped
        return Label(kind=ZoneKind.COMMENT, author=name, opens=True)


def label_comments(blocks: Sequence[Block], signs: Signs) -> list[Label]:
    """Return the labels from the first comment on: comments with their handles, then what is left of the page."""
    letters = label_letters(blocks, signs)
    if letters is not None:
        return letters
    names = frozenset(b.text.strip().lower() for b in blocks if is_name_line(b) and not b.text.startswith("@"))
    handles = [None if _is_address(blocks, i, names) else find_handle(block, signs) for i, block in enumerate(blocks)]
    strong = [i for i, handle in enumerate(handles) if handle is not None and (handle.is_sure or handle.is_strong)]
    usual_gap = max(2, min((b.gap for b in blocks if b.gap > 1), default=2))
    thread = _Thread(last_handle=strong[-1] if strong else -1, usual_gap=usual_gap)
    return [_label_one(blocks, i, handles[i], thread, signs) for i in range(len(blocks))]


def _label_one(blocks: Sequence[Block], index: int, handle: Handle | None, thread: _Thread, signs: Signs) -> Label:
    block = blocks[index]
    is_strong = handle is not None and (handle.is_sure or handle.is_strong)
    sign = signs.find(block.folded, "any")
    is_first_line, thread.is_fresh = thread.is_fresh, False
    is_inner = sign is not None and sign.name == "comment_furniture"
    is_part = sign is not None and sign.name in _FURNITURE and block.n_words <= 14 and not is_strong
    if block.is_furniture or (is_part and (is_inner or not is_first_line)):
        thread.has_ended = thread.has_ended or (thread.author is not None and not is_inner and index > thread.last_handle)
        return Label(kind=ZoneKind.BOILERPLATE if sign is None or block.is_furniture else sign.zone)
    if is_first_line and not is_strong and (sign is None or sign.name != "comment_furniture"):
        return Label(kind=ZoneKind.COMMENT, author=thread.author)  # what follows a bare handle is what its owner says
    if handle is not None and (is_strong or (not thread.has_ended and _is_of_style(block, thread.style, handle))):
        return thread.open(handle.name, block, _style_of(block))
    if thread.style in {None, "bare"} and not thread.has_ended:
        name = _bare_handle(blocks, index)
        if name is not None:
            return thread.open(name, block, "bare")
    below = signs.find(block.folded, "tail") if block.gap > 1 and handle is None else None
    if thread.author is None or _is_stray(block, thread) or (below is not None and below.name == "colophon"):
        thread.has_ended = True
    if thread.has_ended:
        return Label(kind=sign.zone if sign is not None and sign.zone in _AFTER_COMMENTS else ZoneKind.BOILERPLATE)
    return Label(kind=ZoneKind.COMMENT, author=thread.author)


def _style_of(block: Block) -> str:
    return "bullet" if block.is_list_item else "plain"


def _is_of_style(block: Block, style: str | None, handle: Handle) -> bool:
    """Whether an unsure handle looks like the ones before it."""
    if style == "bullet":
        return block.is_list_item
    return len(handle.name.split()) <= 4


def _bare_handle(blocks: Sequence[Block], index: int) -> str | None:
    """A short line of its own followed by a sentence: a handle without any mark."""
    block = blocks[index]
    if index + 1 >= len(blocks) or not is_name_line(block) or is_time_line(block):
        return None
    following = blocks[index + 1]
    if (following.n_words < 3 and not is_time_line(following)) or following.gap > 2:
        return None
    return _NUMBER.sub("", block.text.strip()) or None


def _is_stray(block: Block, thread: _Thread) -> bool:
    """Whether a block is no longer a comment: it stands further left, or short after a wide gap."""
    if block.gap <= 1:
        return False
    if thread.indent >= 2 and block.indent == 0:
        return True
    return block.gap > thread.usual_gap and block.n_words <= 6 and not block.is_stopped
