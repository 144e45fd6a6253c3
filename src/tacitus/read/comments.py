"""Readers' comments in flattened text: where they begin, whose they are, and where they end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block, Label
from tacitus.read.signals import Signs, load_signs

_LEAST_WORDS = 30
_AFTER_COMMENTS = frozenset([ZoneKind.RELATED, ZoneKind.TAGS, ZoneKind.NOTICE])
_FURNITURE = frozenset(["furniture", "copyright", "comment_heading", "comment_furniture", "related", "end_mark"])
_BULLET = r"\s*(?:[•▪◦‣●■*»>–—-]\s+|#?\d{1,4}[.):]\s+|#\d{1,4}\s+|\[\d{1,4}\]\s*)?"
_HANDLE = r"(?P<handle>@?[^\s:•|,][^:\n|]{0,48}?)"
_CLOCK = r"\d{1,2}[:.h]\d{2}"
_TIME = rf"(?:on |at |le |el |am )?(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? \w{{3,9}}\.?,? (?:\d{{4}})?|\w{{3,9}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:\d{{4}})?|(?:\d+|an?|one|two|three|four|five) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|yesterday|today|{_CLOCK})"


@dataclass(frozen=True, slots=True)
class _Handle:
    """A reader's name, and how sure it is that this line begins a comment."""

    name: str
    is_sure: bool
    is_dated: bool = False


_TIMED = re.compile(_TIME, re.IGNORECASE)


def _is_time(name: str) -> bool:
    """Whether what looks like a handle is the line that says when the comment was made."""
    return re.match(rf"(?:{_TIME})", name, re.IGNORECASE) is not None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    say = "|".join(sorted((re.escape(w) for w in load_signs().words["say"]), key=len, reverse=True))
    return (
        (
            re.compile(
                rf"{_BULLET}{_HANDLE} (?:{say})(?:,? {_TIME}[^:\n]{{0,40}}(?::\d\d[^:\n]{{0,12}})?)?\s*:(?=\s*(?:\n|$))",
                re.IGNORECASE,
            ),
            True,
        ),
        (
            re.compile(
                rf"{_BULLET}(?:comment(?:ed)?|posted|written|submitted) (?:by|from) {_HANDLE}(?:(?:\s*[|,(–—-]|\s+on\b|\s+at\b).{{0,60}})?:?(?=\n|$)",
                re.IGNORECASE,
            ),
            True,
        ),
        (re.compile(rf"{_BULLET}{_HANDLE}\s*[|,·•(\[–—-]+\s*{_TIME}[^\n]{{0,40}}(?=\n|$)", re.IGNORECASE), False),
        (re.compile(rf"{_BULLET}{_HANDLE} (?:{say})(?:,? {_TIME}[^:\n]{{0,30}})?\s*: ", re.IGNORECASE), False),
        (re.compile(rf"{_BULLET}{_HANDLE}\s+\(?{_TIME}[^\n]{{0,30}}(?=\n|$)", re.IGNORECASE), False),
        (re.compile(rf"{_BULLET}\[{_HANDLE}\]:?\s", re.IGNORECASE), False),
        (re.compile(rf"{_BULLET}(?:from |name: ?)?{_HANDLE}(?:,? ?[(][^()\n]{{1,40}}[)])?\s*:(?:\s|$)", re.IGNORECASE), False),
        (re.compile(rf"{_BULLET}(?P<handle>@?\w[\w.-]{{1,30}}) [–—-] \S", re.IGNORECASE), False),
    )


def find_handle(block: Block, signs: Signs) -> _Handle | None:
    """Return the handle at the start of a block."""
    head = block.text[:200]
    for pattern, is_sure in _patterns():
        match = pattern.match(head)
        if match is None:
            continue
        name = " ".join(match.group("handle").split()).strip(" -–—")
        if (
            not name
            or _is_time(name)
            or len(name.split()) > 5
            or name.lower() in {"http", "https", "re", "note", "update", "ps", "p.s"}
        ):
            continue
        opening = name.split()[0].lower()
        is_named = opening not in signs.words["not_handles"]
        return _Handle(name, is_sure and is_named, is_named and _TIMED.search(match.group()) is not None)
    return None


def start_of_comments(blocks: Sequence[Block], signs: Signs) -> int:
    """Return the index of the first block that belongs to the readers (the count of blocks: no comments)."""
    n_blocks = len(blocks)
    if any(b.kind is ZoneKind.COMMENT for b in blocks):  # the markup has told
        return n_blocks
    sure = []
    for i in range(_end_of_article(blocks), n_blocks):
        block = blocks[i]
        sign = signs.find(block.folded, "any")
        if sign is not None and sign.name == "comment_heading" and block.n_words <= 12 and _has_readers(blocks, i + 1, signs):
            return i
        if ":" in block.text[:120] or block.folded[:7] in {"comment", "posted "}:
            handle = find_handle(block, signs)
            if handle is not None and handle.is_sure and i + (block.text.count("\n") == 0) < n_blocks:
                sure.append(i)
    bulleted = [i for i in sure if blocks[i].is_list_item]
    if bulleted and bulleted[0] == sure[0]:
        return sure[0]
    if len(sure) >= 2 or (sure and _after_body(blocks, sure[0], signs)):
        return sure[0]
    return n_blocks


def _end_of_article(blocks: Sequence[Block]) -> int:
    """Return the index before which no comment can begin: after the extracted body, or after some sentences."""
    core = [i for i, b in enumerate(blocks) if b.is_core]
    if core:
        return core[-1] + 1
    n_words = 0
    for i, block in enumerate(blocks):
        n_words += block.n_words if block.is_prose else 0
        if n_words >= _LEAST_WORDS:
            return i + 1
    return len(blocks)


def _has_readers(blocks: Sequence[Block], start: int, signs: Signs) -> bool:
    """Whether something that looks like a comment follows the heading; a menu entry "Comments" has none."""
    following = blocks[start : start + 4]
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

    def open(self, name: str, block: Block, style: str) -> Label:
        """Begin a comment."""
        self.author, self.indent, self.has_ended = name, block.indent, False
        self.style = self.style or style
        self.is_fresh = "\n" not in block.text and block.n_words <= 14 and not block.is_stopped
        return Label(kind=ZoneKind.COMMENT, author=name, opens=True)


def label_comments(blocks: Sequence[Block], signs: Signs) -> list[Label]:
    """Return the labels from the first comment on: comments with their handles, then what is left of the page."""
    thread = _Thread()
    return [_label_one(blocks, i, thread, signs) for i in range(len(blocks))]


def _label_one(blocks: Sequence[Block], index: int, thread: _Thread, signs: Signs) -> Label:
    block = blocks[index]
    handle = find_handle(block, signs)
    is_strong = handle is not None and (handle.is_sure or handle.is_dated)
    sign = signs.find(block.folded, "any")
    is_first_line, thread.is_fresh = thread.is_fresh, False
    if is_first_line and not is_strong and (sign is None or sign.name != "comment_furniture"):
        return Label(kind=ZoneKind.COMMENT, author=thread.author)  # what follows a bare handle is what its owner says
    if sign is not None and sign.name in _FURNITURE and block.n_words <= 14 and not is_strong:
        is_inner = sign.name == "comment_furniture"
        thread.has_ended = thread.has_ended or (
            thread.author is not None and not is_inner and _ends_comments(blocks, index, signs)
        )
        return Label(kind=sign.zone)
    if handle is not None and (is_strong or (not thread.has_ended and _is_of_style(block, thread.style, handle))):
        return thread.open(handle.name, block, _style_of(block))
    if thread.style in {None, "bare"} and not thread.has_ended:
        name = _bare_handle(blocks, index)
        if name is not None:
            return thread.open(name, block, "bare")
    if thread.author is None or _is_stray(blocks, index, thread.indent):
        thread.has_ended = True
    if thread.has_ended:
        return Label(kind=sign.zone if sign is not None and sign.zone in _AFTER_COMMENTS else ZoneKind.BOILERPLATE)
    return Label(kind=ZoneKind.COMMENT, author=thread.author)


def _style_of(block: Block) -> str:
    return "bullet" if block.is_list_item else "plain"


def _is_of_style(block: Block, style: str | None, handle: _Handle) -> bool:
    """Whether an unsure handle looks like the ones before it."""
    if style == "bullet":
        return block.is_list_item
    return len(handle.name.split()) <= 4


def _bare_handle(blocks: Sequence[Block], index: int) -> str | None:
    """A short line of its own followed by a sentence: a handle without any mark."""
    block = blocks[index]
    if index + 1 >= len(blocks) or block.n_words > 4 or block.is_stopped or block.is_prose or ":" in block.text:
        return None
    following = blocks[index + 1]
    if following.n_words < 3 or following.gap > 2:
        return None
    return block.text.strip().lstrip("•*-– ") or None


def _ends_comments(blocks: Sequence[Block], index: int, signs: Signs) -> bool:
    """Whether no sure handle follows: what comes is the foot of the page."""
    found = (find_handle(b, signs) for b in blocks[index + 1 :])
    return not any(handle is not None and (handle.is_sure or handle.is_dated) for handle in found)


def _is_stray(blocks: Sequence[Block], index: int, indent: int) -> bool:
    """Whether a block is no longer a comment: it stands further left, or short after a wide gap."""
    block = blocks[index]
    if block.gap <= 1:
        return False
    if indent >= 2 and block.indent == 0:
        return True
    usual = min((b.gap for b in blocks[:index] if b.gap > 1), default=2)
    return block.gap > max(2, usual) and block.n_words <= 6 and not block.is_stopped
