"""Which blocks of a page are the article: trafilatura's answer, squared with what the markup says."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block
from tacitus.read.byline import is_biography
from tacitus.read.page import Page
from tacitus.read.signals import fold_block, load_signs

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_COVERED = 0.6
_LEAST_WORDS = 30
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_COVERABLE = frozenset(
    [None, ZoneKind.BOILERPLATE, ZoneKind.HEADLINE, ZoneKind.NOTICE, ZoneKind.MEDIA, ZoneKind.RELATED, ZoneKind.BYLINE]
)
_REVOCABLE = frozenset([ZoneKind.BOILERPLATE, ZoneKind.RELATED, ZoneKind.MEDIA])
"""What a class said of a block may be wrong where trafilatura takes the block for body."""
_REACH = 8
"""Blocks above or below the extracted body that may belong to the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """Where the article stands: which blocks are in the extracted body, and the ends of that body."""

    covered: list[bool]
    repeated: set[str]
    headline: int | None
    first: int
    last: int


def decide_body(page: Page, body: str, title: str | None) -> list[Block]:
    """Return the blocks with the headline found and with everything outside of the article marked as what it is.

    What trafilatura takes for body is body even where a class says otherwise; what it leaves out is body only where it
    stands between such blocks, or where trafilatura has found next to nothing of the article.
    """
    article = _find_article(page, body, title)
    signs = load_signs()
    blocks: list[Block] = []
    in_related = False
    for i, block in enumerate(page.blocks):
        kind = block.kind
        sign = signs.find(block.folded, "any", "tail") if article.last < i <= article.last + 3 * _REACH else None
        is_heading = sign is not None and sign.zone is ZoneKind.RELATED and block.n_words <= 5
        in_related = is_heading or (in_related and (block.is_link or block.tag == "li") and kind is None)
        if in_related and kind is None and not article.covered[i]:
            blocks.append(block)
            continue
        if i == article.headline:
            kind = ZoneKind.HEADLINE
        elif kind is ZoneKind.HEADLINE or (article.covered[i] and kind in _REVOCABLE):
            kind = None
        if kind is None and not article.covered[i] and not _belongs(page, article, i):
            is_teaser = article.first < i < article.last and block.is_link and block.n_words >= 4
            kind = ZoneKind.RELATED if is_teaser else ZoneKind.BOILERPLATE
        blocks.append(replace(block, kind=kind, is_core=article.covered[i] and kind is None))
    return blocks


def _find_article(page: Page, body: str, title: str | None) -> _Article:
    in_body = Counter(fold_block(line) for line in body.split("\n"))
    repeated = {text for text, n in Counter(b.folded for b in page.blocks).items() if n > max(1, in_body[text])}
    covered = [
        is_covered and not (b.folded in repeated and not b.is_prose)
        for b, is_covered in zip(page.blocks, _find_covered(page, body), strict=True)
    ]
    inside = [i for i, is_covered in enumerate(covered) if is_covered]
    return _Article(
        covered=covered,
        repeated=repeated,
        headline=_find_headline(page, title),
        first=next((i for i in inside if page.blocks[i].is_prose), inside[0] if inside else 0),
        last=inside[-1] if inside else -1,
    )


def _find_covered(page: Page, body: str) -> list[bool]:
    """Return for each block whether it stands in the body; structure alone decides where the body is next to nothing."""
    shingles = _shingles(body)
    covered = [b.kind in _COVERABLE and _coverage(b.text, shingles) >= _COVERED for b in page.blocks]
    n_covered = sum(b.n_words for b, is_covered in zip(page.blocks, covered, strict=True) if is_covered)
    free = [b.kind is None and b.is_prose for b in page.blocks]
    n_article = sum(b.n_words for b, f, a in zip(page.blocks, free, page.in_article, strict=True) if f and a)
    if n_covered >= _LEAST_WORDS:
        return covered
    has_article = n_article > 0
    return [c or (f and (a or not has_article)) for c, f, a in zip(covered, free, page.in_article, strict=True)]


def _belongs(page: Page, article: _Article, index: int) -> bool:
    """Whether a block that is not in the extracted body may still be part of the article."""
    block = page.blocks[index]
    if article.first < index < article.last:
        return not block.is_link and block.folded not in article.repeated and _is_flanked(block, article.covered, index)
    if article.headline is not None and index < article.headline:
        return False
    if index > article.last:
        is_told = load_signs().find(block.folded, "any", "edge", "tail") is not None or is_biography(block.text)
        return index <= article.last + _REACH and is_told
    if index < article.first - _REACH:
        return False
    is_deck = block.n_words <= 40 and page.in_article[index] and not block.is_link
    return is_deck or load_signs().find(block.folded, "any", "edge", "tail") is not None


def _is_flanked(block: Block, covered: list[bool], index: int) -> bool:
    """Whether a paragraph, a heading or a list item stands between blocks of the body."""
    if not (any(covered[max(0, index - 2) : index]) and any(covered[index + 1 : index + 3])):
        return False
    return block.is_prose or block.tag in _HEADINGS or (block.tag == "li" and covered[index - 1] and covered[index + 1])


def _find_headline(page: Page, title: str | None) -> int | None:
    """Return the block of the headline: the h1 nearest to the page's title, or a heading that the title begins with."""
    marked = [i for i, b in enumerate(page.blocks) if b.tag == "h1" and b.kind in {None, ZoneKind.HEADLINE, ZoneKind.BYLINE}]
    named = [i for i, b in enumerate(page.blocks) if b.kind is ZoneKind.HEADLINE]
    heads = marked or named or [i for i, b in enumerate(page.blocks) if b.tag in {"h2", "h3"} and b.kind is None]
    wanted = set(_WORD.findall(fold_block(title or "")))
    same = next((i for i, b in enumerate(page.blocks) if _opens_title(b, title)), None)
    if not heads:
        return same
    if not wanted:
        return heads[0] if marked or named else None
    score, best = max((_likeness(page.blocks[i], wanted), -i) for i in heads)
    if score >= 0.5:
        return -best
    return heads[0] if marked else same


def _opens_title(block: Block, title: str | None) -> bool:
    """Whether an unmarked line is what the page's title begins with."""
    return block.kind is None and block.n_words >= 4 and fold_block(title or "").startswith(block.folded)


def _likeness(block: Block, wanted: set[str]) -> float:
    words = set(_WORD.findall(block.folded))
    return len(words & wanted) / max(1, len(words)) if words else 0.0


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Return the 4-word shingles of the text, and its shorter lines whole."""
    lines = (_WORD.findall(line) for line in text.lower().split("\n"))
    short = {tuple(words) for words in lines if 0 < len(words) < _SHINGLE}
    return short | set(_grams(_WORD.findall(text.lower())))


def _grams(words: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(_SHINGLE)), strict=False)


def _coverage(text: str, shingles: set[tuple[str, ...]]) -> float:
    """Return the share of the block's shingles that stand in the body, in [0, 1]; a shorter block is one shingle."""
    own = _WORD.findall(text.lower())
    if len(own) < _SHINGLE:
        return float(tuple(own) in shingles)
    grams = list(_grams(own))
    return sum(g in shingles for g in grams) / len(grams)
