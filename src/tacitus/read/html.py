"""HTML to text with zones: structure first, trafilatura for the body, signs in the text for what no markup tells."""

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tacitus.errors import ReadError
from tacitus.model import Zone
from tacitus.read.blocks import make_zones, split_blocks
from tacitus.read.body import decide_body
from tacitus.read.label import label_blocks
from tacitus.read.page import strip_markup, walk_page
from tacitus.read.top import split_dateline

_MOST_ELEMENTS = 20_000
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
