"""HTML to text with zones: structure first, trafilatura for the body, signs in the text for what no markup tells."""

import logging
import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from tacitus.errors import ReadError
from tacitus.model import Zone, ZoneKind
from tacitus.read.blocks import Block, make_zones, split_blocks
from tacitus.read.label import label_blocks
from tacitus.read.page import Page, strip_markup, walk_page
from tacitus.read.signals import fold_block, load_signs
from tacitus.read.top import split_dateline

log = logging.getLogger(__name__)

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_COVERED = 0.6
_LEAST_WORDS = 30
_MOST_ELEMENTS = 20_000
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_COVERABLE = frozenset(
    [None, ZoneKind.BOILERPLATE, ZoneKind.HEADLINE, ZoneKind.NOTICE, ZoneKind.MEDIA, ZoneKind.RELATED, ZoneKind.BYLINE]
)
_REVOCABLE = frozenset([ZoneKind.BOILERPLATE, ZoneKind.RELATED, ZoneKind.MEDIA])
"""What a class said of a block may be wrong where trafilatura takes the block for body."""
_ENCODING_LINE = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlText:
    """The text of a page with zones, and the tree for its metadata (``None``: nested too deeply for one)."""

    text: str
    zones: tuple[Zone, ...]
    tree: Any


def parse_tree(source: str, *, where: str) -> Any:
    """Return the root of the page, or ``None`` where it is nested so deeply that text would be lost.

    Raises:
        ReadError: nothing that a parser could make a page of.
    """
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_ENCODING_LINE.sub("", source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(where, got=f"no page ({error})", expected="HTML") from error
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > 200:
            return None
    return tree


def read_html(source: str, *, where: str, title: str | None = None) -> HtmlText:
    """Return the text and zones of a page.

    Args:
        source: the decoded page.
        where: what to call it in an error.
        title: the title that the source gives, where it does.

    Raises:
        ReadError: the page has no text.
    """
    tree = parse_tree(source, where=where)
    if tree is None:
        text = strip_markup(source)
        blocks = split_dateline(split_blocks(text))
        return HtmlText(text=text, zones=make_zones(text, blocks, label_blocks(blocks, title=title)), tree=None)
    page = walk_page(tree)
    if not page.blocks:
        raise ReadError(where, got="a page without text", expected="HTML with visible text")
    blocks = split_dateline(decide_body(page, extract_body(tree), title or title_of(tree)))
    return HtmlText(text=page.text, zones=make_zones(page.text, blocks, label_blocks(blocks, title=title)), tree=tree)


def title_of(tree: Any) -> str | None:
    """Return the page's own title: the social one, or the title element."""
    for path in ("//meta[@property='og:title']/@content", "//meta[@name='twitter:title']/@content", "//title/text()"):
        found = tree.xpath(path)
        if found and found[0].strip():
            return " ".join(str(found[0]).split())
    return None


def extract_body(tree: Any) -> str:
    """Return the body as trafilatura sees it (empty: it finds none, or the page is too large to ask it in good time)."""
    import trafilatura

    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return ""
    return trafilatura.extract(deepcopy(tree), include_comments=False) or ""


def decide_body(page: Page, body: str, title: str | None) -> list[Block]:
    """Return the blocks with the headline found and with everything outside of the article marked as what it is.

    What trafilatura takes for body is body even where a class says otherwise; what it leaves out is body only where it
    stands between such blocks, or where trafilatura has found next to nothing of the article.
    """
    in_body = Counter(fold_block(line) for line in body.split("\n"))
    repeated = {text for text, n in Counter(b.folded for b in page.blocks).items() if n > max(1, in_body[text])}
    covered = [
        is_covered and not (b.folded in repeated and not b.is_prose)
        for b, is_covered in zip(page.blocks, _find_covered(page, body), strict=True)
    ]
    headline = _find_headline(page, title)
    inside = [i for i, is_covered in enumerate(covered) if is_covered]
    first, last = (inside[0], inside[-1]) if inside else (0, -1)
    blocks: list[Block] = []
    for i, block in enumerate(page.blocks):
        kind = block.kind
        if i == headline:
            kind = ZoneKind.HEADLINE
        elif kind is ZoneKind.HEADLINE or (covered[i] and kind in _REVOCABLE):
            kind = None
        if kind is None and i != headline and not covered[i] and not _belongs(page, covered, i, first, last, headline, repeated):
            is_teaser = first < i < last and block.is_link and block.n_words >= 4
            kind = ZoneKind.RELATED if is_teaser else ZoneKind.BOILERPLATE
        blocks.append(replace(block, kind=kind, is_core=covered[i] and kind is None))
    return blocks


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


def _belongs(
    page: Page, covered: list[bool], index: int, first: int, last: int, headline: int | None, repeated: set[str]
) -> bool:
    """Whether a block that is not in the extracted body may still be part of the article."""
    block = page.blocks[index]
    if first < index < last:
        if block.is_link or block.folded in repeated:
            return False
        is_flanked = any(covered[max(0, index - 2) : index]) and any(covered[index + 1 : index + 3])
        return is_flanked and (
            block.is_prose or block.tag in _HEADINGS or (block.tag == "li" and covered[index - 1] and covered[index + 1])
        )
    sign = load_signs().find(block.folded, "any", "edge", "tail")
    is_near = first - 8 <= index < first if index < first else index <= last + 8
    is_below = headline is None or index > headline
    if is_near and is_below and sign is not None:
        return True
    return is_near and is_below and index < first and block.n_words <= 40 and page.in_article[index] and not block.is_link


def _find_headline(page: Page, title: str | None) -> int | None:
    """Return the block of the headline: the h1 nearest to the page's title, or a heading that the title begins with."""
    marked = [i for i, b in enumerate(page.blocks) if b.tag == "h1" and b.kind in {None, ZoneKind.HEADLINE, ZoneKind.BYLINE}]
    named = [i for i, b in enumerate(page.blocks) if b.kind is ZoneKind.HEADLINE]
    heads = marked or named or [i for i, b in enumerate(page.blocks) if b.tag in {"h2", "h3"} and b.kind is None]
    wanted = set(_WORD.findall(fold_block(title or "")))
    if not heads:
        return None
    if not wanted:
        return heads[0] if marked or named else None
    score, best = max((_likeness(page.blocks[i], wanted), -i) for i in heads)
    if score >= 0.5:
        return -best
    return heads[0] if marked else None


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
