"""HTML to text with zones: structure first, trafilatura for the body, signs in the text for what no markup tells."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tacitus.errors import ReadError
from tacitus.model import Zone, ZoneKind
from tacitus.read.blocks import Block, make_zones, split_blocks
from tacitus.read.label import label_blocks, split_dateline
from tacitus.read.page import Page, strip_markup, walk_page
from tacitus.read.signals import fold_block

log = logging.getLogger(__name__)

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_COVERED = 0.6
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
    """Return the body as trafilatura sees it (empty: it finds none)."""
    import trafilatura

    copy = __import__("copy").deepcopy(tree)
    return trafilatura.extract(copy, include_comments=False) or ""


def decide_body(page: Page, body: str, title: str | None) -> list[Block]:
    """Return the blocks with what is no part of the article marked as boilerplate, and the headline found."""
    shingles = _shingles(body)
    words = set(_WORD.findall(body.lower()))
    covered = [_coverage(block.text, shingles, words) >= _COVERED for block in page.blocks]
    headline = _find_headline(page, title)
    free = [b.kind is None for b in page.blocks]
    inside = [i for i, (c, f) in enumerate(zip(covered, free, strict=True)) if c and f and page.blocks[i].is_prose]
    first, last = (inside[0], inside[-1]) if inside else (len(covered), -1)
    blocks: list[Block] = []
    for i, block in enumerate(page.blocks):
        kind = block.kind
        if i == headline:
            kind = ZoneKind.HEADLINE
        elif kind is ZoneKind.HEADLINE:
            kind = None
        if kind is None and not covered[i]:
            if page.in_article[i] or (headline is not None and headline < i < first):
                kind = None
            elif not first <= i <= last:
                kind = ZoneKind.BOILERPLATE
        blocks.append(replace(block, kind=kind))
    return blocks


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
    words = _WORD.findall(text.lower())
    return set(_grams(words))


def _grams(words: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(_SHINGLE)), strict=False)


def _coverage(text: str, shingles: set[tuple[str, ...]], words: set[str]) -> float:
    """Return the share of the block's shingles that stand in the body, in [0, 1]."""
    own = _WORD.findall(text.lower())
    grams = list(_grams(own))
    if not grams:
        return 0.0 if not own else float(len(own) >= 2 and all(w in words for w in own))
    return sum(g in shingles for g in grams) / len(grams)
