"""What an element's tag, role, class and id say about the zone of its text."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tacitus.model import ZoneKind
from tacitus.read.signals import fold_block, load_signs

_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NO_HINT = frozenset(["has", "no", "with", "is", "js", "not", "without", "type", "format", "status", "post-type", "hide", "icon"])
_ITEM_ID = re.compile(r"(?:li-|div-|c|p)?-?comment[-_]?\d+", re.IGNORECASE)
_ITEM_CLASS = re.compile(
    r"(?!(?:post|leave|add|no|new|write|reply|submit|has|last|first|recent)[-_])(?:[a-z]+[-_]?){0,2}comment(?:[-_]?(?:item|entry|wrap|wrapper|box|row))?",
    re.IGNORECASE,
)
_NAMING_TAGS = frozenset(["h2", "h3", "h4", "h5", "h6", "b", "strong", "dt", "em"])
_LEADING_TAGS = _NAMING_TAGS | {"cite", "span", "a"}
_PLAIN_LEADING_TAGS = frozenset(["p", "i", "small", "u"])
_ITEM_TAGS = frozenset(["tr", "div", "p", "section", "blockquote", "li", "article", "td", "dd"])
_DEEPEST_NAME = 4
_LONGEST_NAME = 45
_MOST_NAME_WORDS = 4
_SAYS = re.compile(r"\s*(?:says|said|wrote|commented|writes|dice|dit|schrieb)(?::|\.{3}|…)?$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROLES = dict.fromkeys(
    ["navigation", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"], "boilerplate"
)
_TAGS = {"nav": "boilerplate", "button": "boilerplate", "figcaption": "caption", "address": "byline"}
_ORDER = ("comments", "comment", "related", "tags", "caption", "byline", "headline", "media", "boilerplate", "notice")
_PIECEWISE = frozenset(["boilerplate", "related", "caption", "byline", "comments", "notice", "tags"])
_ANYWHERE = frozenset(["caption", "figcaption"])
_WHOLE_ONLY = frozenset(
    [
        "tag",
        "topics",
        "name",
        "user",
        "date",
        "meta",
        "support",
        "latest",
        "alert",
        "banner",
        "ad",
        "print",
        "search",
        "weather",
        "poll",
        "published",
        "legend",
        "posted",
        "promo",
        "categories",
        "responses",
        "discussion",
        "popular",
    ]
)


def hint_of(element: Any, tag: str) -> str | None:
    """Return the group of ``[markup]`` words that the element belongs to, or ``None``."""
    role = element.get("role")
    if role in _ROLES:
        return _ROLES[role]
    if tag in _TAGS:
        return _TAGS[tag]
    if element.get("rel") == "author" or element.get("itemprop") in {"author", "datePublished", "dateModified"}:
        return "byline"
    if element.get("rel") == "tag":
        return "tags"
    names = " ".join(element.get(key) or "" for key in ("class", "id", "itemprop", "data-component"))
    return _hint_of_names(names) if len(names) > 3 else None


@lru_cache(maxsize=4096)
def _hint_of_names(names: str) -> str | None:
    markup = load_signs().markup
    found: set[str] = set()
    for token in names.split()[:12]:
        pieces = [p.lower() for p in _PIECES.findall(token)]
        if not pieces or (pieces[0] in _NO_HINT and len(pieces) > 1):
            continue
        joined = "".join(pieces)
        for group in _ORDER:
            words = markup[group]
            if group == "comment" and _ITEM_CLASS.fullmatch(token) is not None:
                found.add(group)
            if joined in words or (group in _PIECEWISE and len(pieces) > 1 and _has_piece(pieces, words)):
                found.add(group)
        if joined in markup["body"]:
            return None
    return next((group for group in _ORDER if group in found), None)


def _has_piece(pieces: list[str], words: frozenset[str]) -> bool:
    """Whether the first or the last part of a compound name is a word of the group, or two neighbours make one."""
    ends = ({pieces[0], pieces[-1]} | (_ANYWHERE & set(pieces))) - _WHOLE_ONLY
    return bool(ends & words) or any(a + b in words for a, b in pairwise(pieces))


def is_comment_item(element: Any, hint: str | None) -> bool:
    """Whether the element holds exactly one comment (with its replies)."""
    if hint not in {"comment", "comments"}:
        return False
    classes = (element.get("class") or "").split()
    return any(_ITEM_CLASS.fullmatch(c) is not None for c in classes) or _ITEM_ID.fullmatch(element.get("id") or "") is not None


def is_hidden(element: Any) -> bool:
    """Whether a browser would not show the element."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def comment_author(element: Any) -> str | None:
    """Return the handle that a comment's markup gives; only the first elements are looked at."""
    words = load_signs().markup["comment_author"]
    given = (element.get("data-author") or element.get("data-user") or "").strip()
    if given:
        return given
    fallback: str | None = None
    text_before = (element.text or "").strip()
    for n, inner in enumerate(element.iterdescendants()):
        if n > 60:
            break
        if not isinstance(inner.tag, str):
            continue
        own = _clean_handle(inner)
        if fallback is None and not text_before and inner.tag in _NAMING_TAGS and 0 < len(own) <= 45:
            fallback = own
        text_before = text_before or (inner.text or "").strip()
        names = {"".join(_PIECES.findall(c)).lower() for c in (inner.get("class") or "").split()} | {
            p.lower() for c in (inner.get("class") or "").split() for p in _PIECES.findall(c)
        }
        is_named = (
            inner.tag == "cite" or names & words or inner.get("itemprop") in {"author", "name"} or inner.get("rel") == "author"
        )
        if is_named and 0 < len(own) <= 60:
            return own
    return fallback


def led_author(element: Any) -> str | None:
    """Return the handle that leads an element among comments, where its words follow and no other handle leads a part of it.

    Markup with class names of its own is read by its shape: a name in an element of its own, then what its owner says.
    """
    if element.tag not in _ITEM_TAGS:
        return None
    name = _leading_name(element) or (_leading_name(element, _PLAIN_LEADING_TAGS) if _has_twin(element) else None)
    if name is None:
        return None
    first = next((child for child in element if isinstance(child.tag, str)), None)
    if first is not None and _leading_name(first) is not None:
        return None
    return name


def _has_twin(element: Any) -> bool:
    """Whether the element next to it is of the same tag and class."""
    own = (element.tag, element.get("class"))
    return any(
        other is not None and (other.tag, other.get("class")) == own for other in (element.getprevious(), element.getnext())
    )


def _leading_name(element: Any, tags: frozenset[str] = _LEADING_TAGS) -> str | None:
    """Return the short text of the first naming element, where nothing stands before it and some words behind it."""
    inner = element
    for _ in range(_DEEPEST_NAME):
        if (inner.text or "").strip():
            return None
        inner = next((child for child in inner if isinstance(child.tag, str) and "".join(child.itertext()).strip()), None)
        if inner is None:
            return None
        if inner.tag in tags:
            break
    name = _clean_handle(inner) if inner.tag in tags else ""
    if not 0 < len(name) <= _LONGEST_NAME or len(name.split()) > _MOST_NAME_WORDS or name.endswith(("?", "!", "…")):
        return None
    signs = load_signs()
    is_heading = signs.find(fold_block(name), "any", "tail") is not None or name.split()[0].lower() in signs.words["not_handles"]
    has_words = len("".join(element.itertext()).split()) >= len(name.split()) + 3
    return name if has_words and not is_heading else None


def _clean_handle(element: Any) -> str:
    return _SAYS.sub("", " ".join("".join(element.itertext()).split())).strip(" :")


def listed_author(element: Any) -> str | None:
    """Return the handle in a definition list of comments: the term itself, or the term before the definition."""
    term = element if element.tag == "dt" else next((e for e in element.itersiblings("dt", preceding=True)), None)
    name = _clean_handle(term) if term is not None else ""
    return name if 0 < len(name) <= 60 else None


ZONE_OF = {
    "comments": ZoneKind.BOILERPLATE,
    "comment": ZoneKind.COMMENT,
    "related": ZoneKind.RELATED,
    "tags": ZoneKind.TAGS,
    "caption": ZoneKind.CAPTION,
    "notice": ZoneKind.NOTICE,
    "byline": ZoneKind.BYLINE,
    "headline": ZoneKind.HEADLINE,
    "media": ZoneKind.MEDIA,
    "boilerplate": ZoneKind.BOILERPLATE,
}
