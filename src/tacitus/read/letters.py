"""Readers' letters and messages whose writers stand behind or below their words."""

import re
from collections.abc import Sequence

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block, Label
from tacitus.read.handles import find_handle, is_name_line, is_time_line
from tacitus.read.signals import Signs

_NAME = r"(?P<name>@?\w[\w.'’-]*(?: [\w.'’-]+){0,3}(?:,[^()\n]{2,40})?)"
_BEHIND = (
    re.compile(rf"[.!?…][\"”’']?\s*[–—-]+\s*{_NAME}$"),
    re.compile(rf"[.!?…\"”’']\s*\({_NAME}\)\.?$"),
    re.compile(rf"[\"”’']\s*[–—-]+\s*{_NAME}$"),
)
_DASH = re.compile(r"^[–—-]+\s*")
_POSTED = re.compile(
    r"(?:(?:posted|written|sent|submitted|signed|comment(?:ed)?) )?by (?P<name>.{2,40}?)(?:,? (?:on|at|from) .{2,40})?$",
    re.IGNORECASE,
)
_LETTER_WORDS = 4


def label_letters(blocks: Sequence[Block], signs: Signs) -> list[Label] | None:
    """Return the labels of a section of letters, or ``None`` where its readers are named before what they say."""
    names = [_name_behind(block) for block in blocks]
    below = [_name_below(blocks, i) for i in range(len(blocks))]
    first = next((i for i, b in enumerate(blocks) if signs.find(b.folded, "any") is None), None)
    if first is None or blocks[first].n_words < _LETTER_WORDS or (below[first] is None and find_handle(blocks[first], signs)):
        return None
    if names[first] is not None:
        return _label_behind(blocks, names, signs)
    loose = _label_alternating(blocks[first:], signs)
    if loose is not None:
        return [_other(b, signs, is_inside=False) for b in blocks[:first]] + loose
    start = next((i for i in range(first, min(len(blocks), first + 4)) if below[i] is not None), None)
    if start is None or any(not b.is_stopped for b in blocks[first:start]):
        return None
    return _label_below(blocks, below, signs)


def _name_behind(block: Block) -> str | None:
    return next((m.group("name") for p in _BEHIND if (m := p.search(block.text.rstrip())) is not None), None)


def _name_below(blocks: Sequence[Block], index: int) -> str | None:
    """Return the name that a line below a letter holds."""
    block = blocks[index]
    if index == 0 or blocks[index - 1].n_words < 3:
        return None
    line = _DASH.sub("", block.text.strip())
    posted = _POSTED.fullmatch(line)
    if posted is not None and block.n_words <= 14:
        return posted.group("name")
    is_marked = line != block.text.strip()
    is_alone = index + 1 == len(blocks) or blocks[index + 1].gap > 1
    name = line.strip()
    if (block.gap <= 1 or is_marked) and is_alone and len(line) <= 60 and len(name.split()) <= 4 and not block.is_prose:
        return name if is_marked or not block.is_stopped or is_name_line(block) else None
    return None


def _label_alternating(blocks: Sequence[Block], signs: Signs) -> list[Label] | None:
    """Return the labels where each letter and each name is a paragraph of its own, in turn."""
    labels: list[Label] = []
    for i in range(0, len(blocks) - 1, 2):
        letter, line = blocks[i], blocks[i + 1]
        name = _DASH.sub("", line.text.strip()).strip()
        is_pair = letter.is_stopped and letter.n_words >= _LETTER_WORDS and line.n_words <= 6 and len(name.split()) <= 4
        if not is_pair or (line.is_stopped and not is_name_line(line)) or signs.find(line.folded, "any") is not None:
            break
        labels.append(Label(kind=ZoneKind.COMMENT, author=name, opens=True))
        labels.append(Label(kind=ZoneKind.COMMENT, author=name))
    if len(labels) < 4:
        return None
    return labels + [_other(b, signs, is_inside=False) for b in blocks[len(labels) :]]


def _label_behind(blocks: Sequence[Block], names: Sequence[str | None], signs: Signs) -> list[Label]:
    last = max(i for i, name in enumerate(names) if name is not None)
    return [
        Label(kind=ZoneKind.COMMENT, author=name, opens=True)
        if name is not None
        else _other(blocks[i], signs, is_inside=i < last)
        for i, name in enumerate(names)
    ]


def _label_below(blocks: Sequence[Block], below: Sequence[str | None], signs: Signs) -> list[Label]:
    labels: list[Label] = []
    author: str | None = None
    opens = True
    for i in reversed(range(len(blocks))):
        block = blocks[i]
        if below[i] is not None:
            author = below[i]
        sign = signs.find(block.folded, "any")
        if author is None or (sign is not None and below[i] is None and block.n_words <= 12):
            labels.append(_other(block, signs, is_inside=False))
            continue
        opens = i == 0 or below[i - 1] is not None
        labels.append(Label(kind=ZoneKind.COMMENT, author=author, opens=opens))
    return labels[::-1]


def _other(block: Block, signs: Signs, *, is_inside: bool) -> Label:
    """Return the label of a block that is no letter: a heading, or what is left of the page."""
    sign = signs.find(block.folded, "any")
    if sign is None and is_inside and not is_time_line(block):
        return Label(kind=ZoneKind.COMMENT)
    return Label(kind=ZoneKind.BOILERPLATE if sign is None else sign.zone)
