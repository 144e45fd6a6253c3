"""A web page to blocks: the visible text in document order, each block with what the markup says it is."""

import re
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block, split_blocks
from tacitus.read.markup import ZONE_OF, comment_author, hint_of, is_comment_item, is_hidden, led_author, listed_author
from tacitus.read.signals import load_signs

_SPACED = frozenset(["td", "th", "button", "label", "option", "time"])
_CONTAINERS = frozenset(["html", "body", "main", "article"])
_FURNITURE = frozenset(["boilerplate", "related", "tags"])
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_LINKED = 0.8
_LARGE = 0.5
"""An element with more of the page's text is the page, whatever its class says."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around a text say of it."""

    hint: str | None = None
    tag: str = ""
    in_article: bool = False
    in_comments: bool = False
    comment: int = 0
    author: str | None = None
    item: str | None = None
    is_pre: bool = False
    in_link: bool = False
    is_cell: bool = False


@dataclass(slots=True)
class _Piece:
    """A run of text between two breaks."""

    place: _Place
    parts: list[str]
    is_soft: bool
    n_linked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of a page and its blocks; ``in_article`` tells for each block whether it stands in the main article."""

    text: str
    blocks: tuple[Block, ...]
    in_article: tuple[bool, ...]


@cache
def _elements(group: str) -> frozenset[str]:
    """Return the elements that show no text (``silent``) or begin a new line (``breaks``)."""
    return load_signs().markup[group]


def walk_page(tree: Any) -> Page:
    """Return the visible text of a parsed page in document order."""
    from lxml.etree import iterwalk

    sizes, total = _measure(tree)
    pieces: list[_Piece] = [_Piece(_Place(), [], is_soft=False)]
    stack: list[_Place] = [_Place()]
    n_comments = 0
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else None
        if event == "start":
            if tag is None or tag in _elements("silent") or is_hidden(element):
                stack.append(replace(stack[-1], tag=""))
                walker.skip_subtree()
                continue
            place = _enter(element, tag, stack[-1], n_comments, is_large=sizes.get(element, 0) > _LARGE * total)
            n_comments = max(n_comments, place.comment)
            _turn(pieces, stack[-1], place, _breaking(element, tag))
            stack.append(place)
            if tag == "br":
                pieces[-1].parts.append("\n")
            elif element.text:
                _add_text(pieces[-1], element.text, place)
        else:
            place = stack.pop()
            if tag is not None and place.tag:
                _turn(pieces, place, stack[-1], _breaking(element, tag))
            if element.tail and element is not tree:
                _add_text(pieces[-1], element.tail, stack[-1])
    return _join(pieces, has_items=n_comments > 0)


def _holds_replies(element: Any) -> bool:
    names = (element.get("class") or "").lower().split() if element is not None else []
    return bool(load_signs().markup["replies"].intersection(names))


def _breaking(element: Any, tag: str) -> str:
    """Return the tag, or ``p`` for who is quoted below a block of quotation."""
    parent = element.getparent() if tag in {"cite", "footer"} else None
    return "p" if parent is not None and parent.tag == "blockquote" else tag


def _measure(tree: Any) -> tuple[dict[Any, int], int]:
    """Return how much running text each element holds, and how much the page holds."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    sizes: dict[Any, int] = {}
    for element in reversed(elements):
        own = 0 if element.tag in _elements("silent") else len(element.text or "") + sum(len(c.tail or "") for c in element)
        sizes[element] = sizes.get(element, 0) + (own if own > 20 else 0)
        parent = element.getparent()
        if parent is not None:
            sizes[parent] = sizes.get(parent, 0) + sizes[element]
    return sizes, sizes.get(tree, 0)


def _enter(element: Any, tag: str, outer: _Place, n_comments: int, *, is_large: bool) -> _Place:
    """Return the place inside an element."""
    in_article = outer.in_article or tag in {"article", "main"}
    is_pre = outer.is_pre or tag == "pre"
    in_link = outer.in_link or (tag == "a" and element.get("href") is not None)
    hint = None if tag in {"html", "body"} else hint_of(element, tag)
    if hint not in {None, "comments", "comment"} and (is_large or tag in _CONTAINERS):
        hint = None
    if hint in {"comments", "comment"} and element.find(".//h1") is not None:
        hint = None
    if outer.in_comments or hint in {"comments", "comment"}:
        return _enter_comments(element, tag, outer, n_comments, hint)
    if tag == "footer" and not outer.in_article:
        hint = hint or "boilerplate"
    if tag == "aside" and hint is None and not is_large:
        hint = "related"
    if outer.hint in _FURNITURE and hint not in {"related", "tags", "headline"}:
        hint = outer.hint
    if outer.hint is not None and hint is None:
        hint = outer.hint
    is_cell = tag == "td" and (element.find(".//br") is not None or element.find(".//p") is not None)
    return _Place(hint=hint, tag=tag, in_article=in_article, is_pre=is_pre, in_link=in_link, is_cell=is_cell)


def _enter_comments(element: Any, tag: str, outer: _Place, n_comments: int, hint: str | None) -> _Place:
    base = replace(outer, tag=tag, in_comments=True, in_link=outer.in_link or tag == "a")
    if tag in {"form", "button", "nav"} or hint in {"boilerplate", "related"}:
        return replace(base, hint="boilerplate")
    if outer.hint == "boilerplate" and outer.in_comments:
        return base
    if tag in {"dt", "dd"} and outer.comment == 0:
        return replace(base, hint="comment", comment=n_comments + (tag == "dt"), author=listed_author(element))
    is_reply = tag == "li" and _holds_replies(element.getparent())
    is_item = (
        is_reply
        or is_comment_item(element, hint)
        or (outer.comment == 0 and (hint == "comment" or (tag in {"li", "article"} and outer.in_comments)))
    )
    if is_item:
        return replace(base, hint="comment", comment=n_comments + 1, author=comment_author(element))
    led = _led_item(element, outer)
    if led is not None:
        return replace(base, hint="comment", comment=n_comments + 1, author=led, item=element.get("class"))
    return replace(base, hint="comments") if outer.comment == 0 else base


def _led_item(element: Any, outer: _Place) -> str | None:
    """Return who leads a comment that only its shape shows; within a comment one of the same class is an answer to it."""
    own = element.get("class")
    is_open = outer.in_comments and (outer.comment == 0 or (own is not None and own == outer.item))
    return led_author(element) if is_open else None


def _turn(pieces: list[_Piece], before: _Place, after: _Place, tag: str) -> None:
    """Begin a new piece where the element breaks the line, or where the zone changes within it."""
    changes = (before.hint, before.comment) != (after.hint, after.comment)
    breaks = tag in _elements("breaks") or (tag == "td" and (before.is_cell or after.is_cell))
    is_soft = not breaks
    if breaks or changes:
        if any(part.strip() for part in pieces[-1].parts):
            pieces.append(_Piece(after, [], is_soft=is_soft))
        else:
            pieces[-1].place = after
            pieces[-1].parts.clear()
            pieces[-1].is_soft = pieces[-1].is_soft and is_soft
            pieces[-1].n_linked = 0
    elif tag in _SPACED:
        pieces[-1].parts.append(" ")


def _add_text(piece: _Piece, text: str, place: _Place) -> None:
    words = _squeeze(text, place)
    piece.parts.append(words)
    if place.in_link:
        piece.n_linked += len(words)


def _squeeze(text: str, place: _Place) -> str:
    return text.replace("\r\n", "\n") if place.is_pre else _SPACE.sub(" ", text)


def _join(pieces: list[_Piece], *, has_items: bool) -> Page:
    """Return the page; where the markup tells no single comment apart, the text of the comments has to."""
    text_parts: list[str] = []
    blocks: list[Block] = []
    in_article: list[bool] = []
    at = 0
    last_comment = 0
    for piece in pieces:
        body = _tidy("".join(piece.parts))
        if not body:
            continue
        if blocks:
            separator = " " if piece.is_soft else "\n\n"
            text_parts.append(separator)
            at += len(separator)
        place = piece.place
        is_told = place.hint is not None and (has_items or place.hint != "comments")
        kind = ZONE_OF[place.hint] if place.hint is not None and is_told else None
        for n, part in enumerate(split_blocks(body)) if "\n" in body else [(0, None)]:
            start, end, gap = (part.start, part.end, part.gap) if part is not None else (0, len(body), 2)
            blocks.append(
                Block(
                    start=at + start,
                    end=at + end,
                    text=body[start:end],
                    gap=0 if piece.is_soft and n == 0 else gap,
                    tag=place.tag,
                    kind=kind,
                    author=place.author if kind is ZoneKind.COMMENT else None,
                    opens=kind is ZoneKind.COMMENT and place.comment > last_comment,
                    is_furniture=kind is ZoneKind.BOILERPLATE,
                    is_link=piece.n_linked > _LINKED * len(body),
                )
            )
            in_article.append(place.in_article)
            last_comment = max(last_comment, place.comment)
        text_parts.append(body)
        at += len(body)
    return Page(text="".join(text_parts), blocks=tuple(blocks), in_article=tuple(in_article))


_LINE_EDGES = re.compile(r" *\n *")
_MANY_SPACES = re.compile(r" {2,}")
_MANY_LINES = re.compile(r"\n{3,}")


def _tidy(text: str) -> str:
    return _MANY_LINES.sub("\n\n", _LINE_EDGES.sub("\n", _MANY_SPACES.sub(" ", text))).strip()


class _Stripper(HTMLParser):
    """Text of markup that is nested too deeply for a tree; linear, keeps nothing but text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line at block elements; stop listening in scripts and styles."""
        del attrs
        if tag in {"script", "style", "head", "noscript", "template"}:
            self.silent += 1
        if tag in _elements("breaks") or tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Break the line, and listen again."""
        if tag in {"script", "style", "head", "noscript", "template"}:
            self.silent = max(0, self.silent - 1)
        if tag in _elements("breaks"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self.silent:
            self.parts.append(_SPACE.sub(" ", data))


def strip_markup(source: str) -> str:
    """Return the text of markup without building a tree: for pages that are nested too deeply."""
    stripper = _Stripper()
    stripper.feed(source)
    stripper.close()
    lines = (line.strip() for line in "".join(stripper.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)
