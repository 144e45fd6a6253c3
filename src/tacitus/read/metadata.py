"""What a page says about itself: title, authors, publisher, address and date of publication."""

import json
import re
from collections.abc import Iterator
from typing import Any

_DATE_METAS = (
    "article:published_time", "og:article:published_time", "datePublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "article.published",
)  # fmt: skip
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "citation_author")
_PUBLISHER_METAS = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_TITLE_TAIL = re.compile(r"\s+(?:[|•·»]|[–—-])\s+([^|•·»–—]{2,50})$")
_NO_AUTHOR = re.compile(r"https?://|@|\badmin\b|\bstaff\b|^\W*$", re.IGNORECASE)
_LONGEST = 300


def read_metadata(tree: Any) -> dict[str, str]:
    """Return any of ``title authors publisher url published`` that the page states about itself."""
    metas = _metas(tree)
    linked = list(_linked_data(tree))
    found = {
        "title": _title(tree, metas),
        "authors": _authors(metas, linked),
        "publisher": _first(metas, _PUBLISHER_METAS) or _named(linked, "publisher") or _tail_of_title(tree),
        "url": _address(tree, metas),
        "published": _first(metas, _DATE_METAS) or _plain(linked, "datePublished") or _time_element(tree) or _guess_date(tree),
    }
    return {key: " ".join(value.split())[:_LONGEST] for key, value in found.items() if value and value.strip()}


def _metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            metas.setdefault(name.lower(), content.strip())
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name.lower()] for name in names if name.lower() in metas), None)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page, articles first."""
    objects: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            plain = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [plain]
        while waiting and len(objects) < 200:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                objects.append(value)
                waiting.extend(v for k, v in value.items() if k == "@graph")
    yield from sorted(objects, key=lambda o: "Article" not in str(o.get("@type", "")))


def _plain(linked: list[dict[str, Any]], key: str) -> str | None:
    return next((o[key] for o in linked if isinstance(o.get(key), str)), None)


def _named(linked: list[dict[str, Any]], key: str) -> str | None:
    names = [n for o in linked for n in _names(o.get(key))]
    return "; ".join(dict.fromkeys(names)) if names else None


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [value["name"]] if isinstance(value.get("name"), str) else []
    return [n for v in value[:10] for n in _names(v)] if isinstance(value, list) else []


def _authors(metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    for text in (_first(metas, _AUTHOR_METAS), _named(linked, "author")):
        names = [n.strip() for n in re.split(r";|,| and ", text or "") if n.strip() and not _NO_AUTHOR.search(n)]
        if names:
            return "; ".join(dict.fromkeys(names))
    return None


def _title(tree: Any, metas: dict[str, str]) -> str | None:
    title = _first(metas, ("og:title", "twitter:title", "citation_title"))
    if title is None:
        title = next((str(t) for t in tree.xpath("//title/text()") if str(t).strip()), None)
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    if title is None:
        return heads[0] if heads else None
    title = " ".join(title.split())
    return next((h for h in heads if h and title.startswith(h)), _TITLE_TAIL.sub("", title) or title)


def _tail_of_title(tree: Any) -> str | None:
    title = next((" ".join(str(t).split()) for t in tree.xpath("//title/text()") if str(t).strip()), "")
    match = _TITLE_TAIL.search(title)
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    is_sure = match is not None and (title[match.start() :].strip()[0] in "|·»" or any(h and title.startswith(h) for h in heads))
    return match.group(1).strip() if match is not None and is_sure else None


def _address(tree: Any, metas: dict[str, str]) -> str | None:
    found = tree.xpath("//link[@rel='canonical']/@href")
    address = str(found[0]) if found else metas.get("og:url")
    return address if address and address.startswith(("http://", "https://")) else None


def _time_element(tree: Any) -> str | None:
    """Return the first time element outside of comments and lists of other articles."""
    for element in tree.iter("time"):
        stamp = element.get("datetime") or ""
        around = " ".join(
            f"{a.get('class') or ''} {a.get('id') or ''} {a.tag}" for a in element.iterancestors() if isinstance(a.tag, str)
        )
        if re.match(r"\d{4}-\d\d", stamp) and not re.search(r"comment|related|aside|sidebar|widget|recent", around.lower()):
            return stamp
    return None


def _guess_date(tree: Any) -> str | None:
    import copy

    import htmldate

    found = htmldate.find_date(copy.deepcopy(tree), extensive_search=False, original_date=True)
    return str(found) if found else None
