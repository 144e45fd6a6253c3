"""Imprints: short phrases that say who made a report and when, and nothing of what happened."""

import re

from tacitus.model import ZoneKind
from tacitus.read.blocks import Block
from tacitus.read.byline import find_date, month_names
from tacitus.read.signals import Signs

_FULL_STOPS = re.compile(r"[.!?](?:\s+|$)|\s[|·•–—]\s")
_SHORT_DATE = re.compile(
    r"(?:[^\d.!?:]{2,60},\s*)?(?:[A-Za-z]+day,? )?(?:\d{1,2}(?:st|nd|rd|th)? (?P<a>[^\W\d]+)|(?P<b>[^\W\d]+)\.? \d{1,2})"
    r"(?:,? \d{1,2}[:.]\d\d.{0,12})?"
)
_MOST_IMPRINT = 50
_WORD = re.compile(r"\w+")


def is_imprint(block: Block, signs: Signs) -> bool:
    """Whether a few short phrases beside a date say who made the report and when: what a sentence of news never is."""
    if block.n_words > _MOST_IMPRINT or block.is_list_item or block.kind not in {None, ZoneKind.BYLINE}:
        return False
    if _is_short_date(block.text):
        return True
    parts = [p for p in _FULL_STOPS.split(block.text) if p and p.strip()]
    if not parts or any(len(p.split()) > 14 for p in parts) or find_date(block.text) is None:
        return False
    words = set(_WORD.findall(block.folded))
    if words & signs.words["imprint"] and (len(parts) > 1 or not is_series(block, signs)):
        return True
    when = find_date(parts[0])
    before = parts[0].split(when.text)[0] if when is not None else parts[0]
    return len(before.split()) <= 1 and len(parts[0].split()) <= 7


def _is_short_date(text: str) -> bool:
    """Whether a line is a day and a month, with at most a place before it."""
    match = _SHORT_DATE.fullmatch(text.strip()) if len(text) <= 90 else None
    name = (match.group("a") or match.group("b")).lower().rstrip(".") if match else ""
    return name in month_names()


def is_series(block: Block, signs: Signs) -> bool:
    """Whether a line names one of a series of reports, as headlines of bulletins do."""
    return any(w in block.folded for w in signs.words["headline"])


def count_phrases(text: str) -> int:
    """Return how many phrases a line has between full stops, bars and dashes."""
    return len(_FULL_STOPS.split(text.rstrip(" .")))
