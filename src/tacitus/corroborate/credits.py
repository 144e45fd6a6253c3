"""Whose news a report brings: the agency that it credits in its dateline, byline, text or last line.

What counts as an agency and as a credit lies in ``sources.toml``. A report that gives an agency's news is no source of its own.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.model import Report, ZoneKind
from tacitus.text import fold_name

SOURCES_FILE = Path(__file__).with_name("sources.toml")
_NAME = r"[^\W\d_][\w.&’'-]*(?: (?:of |for |and )?[^\W\d_][\w.&’'-]*){0,4}"
_SPEAKING = frozenset({ZoneKind.BYLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.NOTICE})
_EDGE = 3
"""Lines at the top and the end of a text in which a bare name is a credit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Agencies:
    names: frozenset[str]
    """Folded; those in capitals as they are written."""
    endings: tuple[str, ...]
    openings: tuple[str, ...]
    credits: tuple[re.Pattern[str], ...]
    forces: frozenset[str]
    ranks: frozenset[str]


@cache
def _load() -> _Agencies:
    table: dict[str, Any] = tomllib.loads(SOURCES_FILE.read_text("utf-8"))
    return _Agencies(
        names=frozenset(name if name.isupper() else fold_name(name) for name in table["names"]),
        endings=tuple(table["endings"]),
        openings=tuple(table["openings"]),
        forces=frozenset(map(fold_name, table["forces"])),
        ranks=frozenset(map(fold_name, table["ranks"])),
        credits=tuple(re.compile(pattern.replace("{}", _NAME), re.MULTILINE | re.IGNORECASE) for pattern in table["credits"]),
    )


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency, by the list or by its words."""
    folded, agencies = fold_name(name).removeprefix("the "), _load()
    return (
        name in agencies.names
        or folded in agencies.names
        or folded.endswith(agencies.endings)
        or folded.startswith(agencies.openings)
    )


def speaks_for_forces(name: str) -> bool:
    """Whether a name is, by its words, that of armed forces or of those who speak for them."""
    return any(words in _load().forces for words in list_runs(name))


def has_rank(name: str) -> bool:
    """Whether a person's name carries a rank."""
    return any(words in _load().ranks for words in list_runs(name))


def list_runs(name: str, most: int = 8) -> list[str]:
    """Return the folded words of a name, and every run of them, at most so many words long."""
    words = fold_name(name).split()
    return [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + most) + 1)]


def find_credits(report: Report) -> tuple[str, ...]:
    """Return the agencies that a report credits, folded, in the order of the text; its own publisher is none of them."""
    own = fold_name(report.publisher or "")
    found: dict[str, int] = {}
    for zone in report.zones:
        if zone.kind not in _SPEAKING:
            continue
        text = report.quote(zone.span)
        for pattern in _load().credits:
            for match in pattern.finditer(text):
                for name in _shorten(match[1]):
                    found.setdefault(fold_name(name).removeprefix("the "), zone.span.start + match.start())
    return tuple(name for name in sorted(found, key=found.__getitem__) if name != own and not own.startswith(f"{name} "))


def _shorten(words: str) -> list[str]:
    """Return the agency in words that may hold more: the longest run of capitalised words that is one."""
    parts = words.split()
    for size in range(len(parts), 0, -1):
        for at in range(len(parts) - size + 1):
            name = " ".join(parts[at : at + size])
            if parts[at][0].isupper() and is_agency(name):
                return [name]
    return []
