"""What a report says about where it is: the countries it names, and which place it puts inside which."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from tacitus.model import Extraction, Mention, MentionKind, Place, Report, ZoneKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_names import fold_place

COUNTRY_WORDS_FILE = Path(__file__).parent / "country_words.tsv"
_WEIGHTS = {ZoneKind.COMMENT: 0.2, ZoneKind.BOILERPLATE: 0.0, ZoneKind.TAGS: 0.5, ZoneKind.RELATED: 0.0}
_WORD = re.compile(r"\b[^\W\d_a-z][\w'’.]*\w")
_WORDS = re.compile(r"[\w'’.-]+(?: [\w'’.-]+){0,4}")
_INSIDE = re.compile(r"^(?:,? \(?|\s?\(|,? in (?:the |northern |southern |eastern |western |central )?|,? of (?:the )?)$|^,\s$")
_MOST = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContext:
    """The country evidence of a report.

    ``support`` maps a country to its share of the evidence, in [0, 1]; ``inside`` maps a place's local id to those it stands in.
    """

    support: Mapping[str, float]
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def main_country(self) -> str | None:
        """The country that most of the evidence speaks for."""
        best = max(self.support.items(), key=lambda item: (item[1], item[0]), default=None)
        return best[0] if best and best[1] >= 0.6 else None


@cache
def load_country_words() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return names and demonyms as first word -> (words, country), longest first."""
    rows: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in COUNTRY_WORDS_FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, country = line.split("\t")
            words = tuple(phrase.split())
            rows.setdefault(words[0], []).append((words, country))
    return {first: tuple(sorted(found, key=lambda row: (-len(row[0]), row))) for first, found in rows.items()}


def count_countries(report: Report) -> dict[str, float]:
    """Return how often each country is named, as a country or by its people; comments count little and menus not at all."""
    table = load_country_words()
    counts: dict[str, float] = {}
    for zone in report.zones:
        weight = _WEIGHTS.get(zone.kind, 1.0)
        if not weight:
            continue
        done = 0
        for match in _WORD.finditer(report.text, zone.span.start, zone.span.end):
            rows = table.get(_fold_word(match.group()))
            if rows is None or match.start() < done:
                continue
            for words, country in rows:
                following = _WORDS.match(report.text, match.start()) if len(words) > 1 else None
                if len(words) == 1 or (following and tuple(fold_place(following.group()).split())[: len(words)] == words):
                    counts[country] = counts.get(country, 0.0) + weight
                    done = match.start() + len(" ".join(words))
                    break
    return counts


@cache
def _fold_word(word: str) -> str:
    return fold_place(re.sub(r"['’]s$", "", word).replace(".", ""))


def read_context(report: Report, extraction: Extraction, certain: Mapping[str, str]) -> PlaceContext:
    """Return the report's context; ``certain`` maps the places that can lie in one country only to that country."""
    weights: dict[str, float] = {country: min(n, _MOST) for country, n in count_countries(report).items()}
    for country in certain.values():
        weights[country] = weights.get(country, 0.0) + 1.0
    total = sum(weights.values())
    inside = _find_inside(report.text, extraction.mentions, {p.id for p in extraction.places})
    return PlaceContext(support={c: w / total for c, w in weights.items()} if total else {}, inside=inside)


def _find_inside(text: str, mentions: Iterable[Mention], ids: set[str]) -> dict[str, tuple[str, ...]]:
    """Return what each place is said to stand in: ``A, B`` and ``A in B``."""
    places = sorted((m for m in mentions if m.kind is MentionKind.PLACE and m.entity in ids), key=lambda m: m.span)
    inside: dict[str, list[str]] = {}
    for one, other in pairwise(places):
        gap = text[one.span.end : other.span.start]
        if len(gap) <= 16 and one.entity and other.entity and one.entity != other.entity and _INSIDE.match(gap):
            inside.setdefault(one.entity, []).append(other.entity)
    return {id_: tuple(dict.fromkeys(found)) for id_, found in inside.items()}


def find_only_countries(candidates: Mapping[str, tuple[Entry, ...]]) -> dict[str, str]:
    """Return the places whose candidates of note all lie in one country."""
    certain: dict[str, str] = {}
    for id_, entries in candidates.items():
        countries = {e.country for e in entries if e.country}
        if len(countries) == 1:
            certain[id_] = next(iter(countries))
    return certain


def names_of(place: Place) -> tuple[str, ...]:
    """Return every name of the place, the main one first."""
    return (place.name, *place.aliases)
