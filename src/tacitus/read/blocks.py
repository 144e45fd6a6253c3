"""Blocks: the paragraphs, headings and lines of a page, with exact offsets, and how labelled blocks become zones."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tacitus.model import Span, Zone, ZoneKind
from tacitus.read.signals import fold_block, load_signs

_SPACE = re.compile(r"\s+")
_ENDS = re.compile(r"[.!?…。؟۔।:;][\"”’'»)\]]*$")
_STOPS = re.compile(r"[.!?…。؟۔।][\"”’'»)\]]*$")
_LIST_ITEM = re.compile(r"^\s*(?:[•▪◦‣●■*–—-]|\(?\d{1,2}[.)]|\([a-z]\)|[a-z]\))\s+\S")
_MOST_BLOCKS = 20_000
"""No report has more paragraphs; what follows them is one block, so that the time is bounded."""
_MOST_LINES = 1000
_WRAP_WIDTH = 110
"""Text whose lines are longer was not broken by hand: each line is a paragraph of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of text that is one thing.

    ``gap`` counts the line ends before it, ``indent`` the blanks before its first line, ``tag`` is the HTML element,
    ``kind`` and ``author`` what the markup says about it, ``opens`` whether a new comment begins here, ``is_core``
    whether the extractor of article bodies took it for body, ``is_link`` whether nearly all of it is a link,
    ``is_furniture`` whether the markup itself calls it navigation, footer or the like.
    """

    start: int
    end: int
    text: str
    gap: int = 2
    indent: int = 0
    tag: str = ""
    kind: ZoneKind | None = None
    author: str | None = None
    opens: bool = False
    is_core: bool = False
    is_link: bool = False
    is_furniture: bool = False
    folded: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold_block(self.text))

    @property
    def n_words(self) -> int:
        """Words, or for scripts without spaces a third of the characters."""
        return max(self.text.count(" ") + 1, len(self.text) // 12)

    @property
    def is_stopped(self) -> bool:
        """Whether it ends as a sentence does."""
        return _STOPS.search(self.text[-6:]) is not None

    @property
    def is_list_item(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return self.tag == "li" or _LIST_ITEM.match(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text and not as a heading, a label or a list of names."""
        n_words = self.n_words
        return n_words >= 35 or (n_words >= 8 and self.is_stopped) or (n_words >= 14 and ". " in self.text)

    @property
    def is_title(self) -> bool:
        """Whether it could be a heading."""
        return 1 <= self.n_words <= 32 and len(self.text) <= 240 and not (_ENDS.search(self.text[-6:]) and self.n_words > 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a block is; ``opens`` starts a new zone even where kind and author stay the same."""

    kind: ZoneKind
    author: str | None = None
    opens: bool = False


def make_zones(text: str, blocks: Sequence[Block], labels: Iterable[Label]) -> tuple[Zone, ...]:
    """Return zones that cover the text; white space between blocks belongs to the block before it."""
    zones: list[Zone] = []
    start = 0
    last: Label | None = None
    for block, label in zip(blocks, labels, strict=True):
        if last is not None and (label.opens or (label.kind, label.author) != (last.kind, last.author)):
            zones.append(Zone(kind=last.kind, span=Span(start=start, end=block.start), author=last.author))
            start = block.start
        last = label
    if last is not None:
        zones.append(Zone(kind=last.kind, span=Span(start=start, end=len(text)), author=last.author))
    return tuple(zones)


def split_blocks(text: str) -> list[Block]:
    """Return the blocks of plain text: paragraphs by blank lines, and within them lines that do not run on."""
    blocks: list[Block] = []
    width = _wrap_width(text)
    gap = 2
    group: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            group.append((at, line))
        else:
            if group:
                _add_group(blocks, group, gap, width)
                group, gap = [], 1
            gap += 1
        at += len(line) + 1
        if len(group) >= _MOST_LINES:
            _add_group(blocks, group, gap, width)
            group, gap = [], 1
        if len(blocks) >= _MOST_BLOCKS:
            rest = text[at:].rstrip()
            start = at + len(rest) - len(rest.lstrip())
            return [*blocks, Block(start=start, end=at + len(rest), text=rest.lstrip())] if rest else blocks
    if group:
        _add_group(blocks, group, gap, width)
    return blocks


def _wrap_width(text: str) -> int:
    """Return the width at which the lines were broken by hand, 0 where they were not."""
    lines = [len(line.rstrip()) for line in text.split("\n")]
    lengths = sorted(n for n in lines if n > 40)
    if len(lengths) < 3 or lengths[-1 - len(lengths) // 20] > _WRAP_WIDTH:
        return 0
    width = lengths[-1 - len(lengths) // 10]
    inner = [n for n, following in pairwise(lines) if n and following]
    n_full = sum(n >= 0.75 * width for n in inner)
    return width if n_full >= 2 and n_full >= 0.6 * len(inner) else 0


def _add_group(blocks: list[Block], group: list[tuple[int, str]], gap: int, width: int) -> None:
    parts: list[list[tuple[int, str]]] = []
    for at, line in group:
        if parts and _runs_on(parts[-1][-1][1], line, width, len(parts[-1])):
            parts[-1].append((at, line))
        else:
            parts.append([(at, line)])
    for index, part in enumerate(parts):
        first_at, first = part[0]
        last_at, last = part[-1]
        indent = len(first) - len(first.lstrip())
        lines = "\n".join(line for _, line in part)
        start, end = first_at + indent, last_at + len(last.rstrip())
        blocks.append(
            Block(start=start, end=end, text=lines[indent : indent + end - start], gap=gap if index == 0 else 1, indent=indent)
        )


def _runs_on(before: str, line: str, width: int, n_lines: int) -> bool:
    """Whether the line continues the paragraph of the line before it."""
    stripped = line.strip()
    previous = before.strip()
    if _LIST_ITEM.match(line):
        return False
    signs = load_signs()
    own = signs.find(fold_block(stripped), "any", "edge", "top")
    if own is not None and own.name not in {"appeal", "caption", "byline"}:
        return False
    if stripped[0].islower() and not _ENDS.search(previous[-4:]):
        return True
    if (
        n_lines == 1
        and len(previous) < width
        and signs.find(fold_block(previous), "any", "edge", "top") is not None
        and len(previous) < 60
    ):
        return False
    return width > 0 and len(stripped.split(" ", 1)[0]) + 1 > width - len(previous) - 6
