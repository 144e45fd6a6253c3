"""What a report says about where it is: the countries it names, and which place it puts inside which."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from tacitus.errors import UsageError
from tacitus.model import Extraction, MentionKind, Place, PlaceKind, Report, Span, ZoneKind
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_names import fold_place

COUNTRY_WORDS_FILE = Path(__file__).parent / "country_words.tsv"
_WEIGHTS = {ZoneKind.COMMENT: 0.2, ZoneKind.BOILERPLATE: 0.0, ZoneKind.TAGS: 0.5, ZoneKind.RELATED: 0.0}
_WORD = re.compile(r"\b[^\W\d_a-z][\w'’.]*\w")
_WORDS = re.compile(r"[\w'’.-]+(?: [\w'’.-]+){0,4}")
_INSIDE = re.compile(r"^(?:,? \(?|\s?\(|,? in (?:the |northern |southern |eastern |western |central )?|,? of (?:the )?)$|^,\s$")
_MOST = 6.0
SUPPORTED = 0.12
"""Share of a report's country evidence from which a country counts as one that the report is about."""
CLOSE = 240
"""Code points within which places are named together."""
MOST_BESIDE = 12
LEAST_SUPPORT = 0.05
"""Share below which it never does."""
LEAST_EVIDENCE = 0.99
"""Evidence below which it does not either: one name of the country, one known place that lies there, or three little known."""
WELL_KNOWN = 20_000
"""Inhabitants from which a town speaks for its country as much as a name of it."""
LITTLE_KNOWN = 0.33
RATHER_LESS = 0.3
"""Part of the best supported country's share from which another counts too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContext:
    """The country evidence of a report.

    ``support`` maps a country to its share of the evidence, in [0, 1]; ``inside`` maps a place's local id to those it stands in,
    ``beside`` to those named close by; ``about`` holds the countries that the report speaks of, ``told`` those
    that a person says it is about. ``own`` maps a place's local id to the country, and the share, that it speaks for itself.
    """

    support: Mapping[str, float]
    about: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    own: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    inside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def support_beside(self, place_id: str, country: str) -> float:
        """Return the share of the evidence for a country that does not come from the place itself, in [0, 1]."""
        own_country, own = self.own.get(place_id, ("", 0.0))
        return max(0.0, self.support.get(country, 0.0) - own * (own_country == country))

    @property
    def main_country(self) -> str | None:
        """The country that most of the evidence speaks for."""
        best = max(self.support.items(), key=lambda item: (item[1], item[0]), default=None)
        return best[0] if best and best[1] >= 0.6 else None


@cache
def list_country_words() -> dict[str, str]:
    """Return folded name of a country or of its people -> country."""
    lines = (line.split("\t") for line in COUNTRY_WORDS_FILE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {cells[0]: cells[1] for cells in lines}


@lru_cache(maxsize=64)
def check_countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes (ISO 3166-1 alpha-2) in capitals.

    Raises:
        UsageError: one of them is no country's.
    """
    known = frozenset(list_country_words().values())
    upper = tuple(code.strip().upper() for code in codes)
    unknown = [code for code in upper if code not in known]
    if unknown:
        raise UsageError(
            "countries",
            got=", ".join(code or "an empty word" for code in unknown),
            expected="codes of ISO 3166-1 such as SY or SY,IQ",
        )
    return upper


@cache
def load_country_words() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return names and demonyms as first word -> (words, country), longest first."""
    rows: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, country in list_country_words().items():
        words = tuple(phrase.split())
        rows.setdefault(words[0], []).append((words, country))
    return {first: tuple(sorted(found, key=lambda row: (-len(row[0]), row))) for first, found in rows.items()}


def count_countries(report: Report) -> dict[str, float]:
    """Return how often each country is named, as a country or by its people; comments count little and menus not at all."""
    counts: dict[str, float] = {}
    for zone in report.zones:
        weight = _WEIGHTS.get(zone.kind, 1.0)
        if weight:
            for country, n in _count_in(report.text[zone.span.start : zone.span.end]).items():
                counts[country] = counts.get(country, 0.0) + n * weight
    return counts


def _count_in(text: str) -> Counter[str]:
    """Return how often each country is named; ``South Sudan`` does not name Sudan."""
    words = Counter([word for token in text.split() if not token.islower() for word in _find_words(token)])
    rows = {word: _find_rows(word) for word in words}
    counts: Counter[str] = Counter()
    if not words:
        return counts
    plain = text.casefold().replace("-", " ")
    for word, found in rows.items():
        for phrase, country in found:
            if len(phrase) == 1 or not words[word] or (word.isascii() and " ".join(phrase) not in plain):
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?= )", text):
                named = _WORDS.match(text, match.start())
                if named and tuple(fold_place(named.group()).split())[: len(phrase)] == phrase:
                    counts[country] += 1
                    words.subtract(_WORD.findall(" ".join(named.group().split(" ")[: len(phrase)])))
    for word, found in rows.items():
        if words[word] > 0:
            for country in [country for phrase, country in found if len(phrase) == 1][:1]:
                counts[country] += words[word]
    return counts


@lru_cache(maxsize=32768)
def _find_words(token: str) -> tuple[str, ...]:
    """Return the words of a token (``"Iraq/Syria,``) with which the name of a country or people begins."""
    return tuple(word for word in _WORD.findall(token) if _find_rows(word))


@lru_cache(maxsize=8192)
def _find_rows(word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the names of countries and peoples that begin with the word."""
    return load_country_words().get(fold_place(re.sub(r"['’]s$", "", word).replace(".", "")), ())


def read_context(
    report: Report, extraction: Extraction, certain: Mapping[str, tuple[str, float]], told: Collection[str] = ()
) -> PlaceContext:
    """Return the report's context.

    Args:
        report: the report.
        extraction: its places, with ids of this report only.
        certain: the places that can lie in one country only -> that country, and how much that speaks for it.
        told: countries that a person says the report is about.
    """
    weights: dict[str, float] = {country: min(n, _MOST) for country, n in count_countries(report).items()}
    for country in told:
        weights[country] = weights.get(country, 0.0) + _MOST
    for country, weight in certain.values():
        weights[country] = weights.get(country, 0.0) + weight
    total = sum(weights.values())
    ids = {p.id for p in extraction.places}
    met = [(m.span, m.entity) for m in extraction.mentions if m.kind is MentionKind.PLACE and m.entity in ids]
    met.sort()
    support = {c: w / max(total, 1.0) for c, w in weights.items()}
    return PlaceContext(
        support=support,
        about=frozenset(c for c in _find_about(support) if weights[c] >= LEAST_EVIDENCE),
        told=frozenset(told),
        own={id_: (country, weight / max(total, 1.0)) for id_, (country, weight) in certain.items()},
        inside=_find_inside(report.text, met),
        beside=_find_beside(met),
    )


def _find_about(support: Mapping[str, float]) -> frozenset[str]:
    """Return the countries that much of the evidence speaks for, or not much less than for any other."""
    least = min(SUPPORTED, max(LEAST_SUPPORT, RATHER_LESS * max(support.values(), default=1.0)))
    return frozenset(country for country, share in support.items() if share >= least)


def _find_beside(met: Sequence[tuple[Span, str]]) -> dict[str, tuple[str, ...]]:
    """Return the places that each is named with, within ``CLOSE`` code points."""
    beside: dict[str, dict[str, None]] = {}
    for index, (span, id_) in enumerate(met):
        for other, other_id in met[index + 1 : index + 1 + MOST_BESIDE]:
            if other.start - span.end > CLOSE:
                break
            if other_id != id_:
                beside.setdefault(id_, {})[other_id] = None
                beside.setdefault(other_id, {})[id_] = None
    return {id_: tuple(found) for id_, found in beside.items()}


def _find_inside(text: str, met: Sequence[tuple[Span, str]]) -> dict[str, tuple[str, ...]]:
    """Return what each place is said to stand in: ``A, B`` and ``A in B``."""
    inside: dict[str, list[str]] = {}
    for (span, id_), (other, other_id) in pairwise(met):
        gap = text[span.end : other.start]
        if len(gap) <= 16 and id_ != other_id and _INSIDE.match(gap):
            inside.setdefault(id_, []).append(other_id)
    return {id_: tuple(dict.fromkeys(found)) for id_, found in inside.items()}


def find_only_countries(candidates: Mapping[str, Iterable[Entry]]) -> dict[str, tuple[str, float]]:
    """Return the places whose candidates all lie in one country -> that country, and how much it speaks for it.

    A village speaks for little: another one of its name may be in no gazetteer.
    """
    certain: dict[str, tuple[str, float]] = {}
    for id_, entries in candidates.items():
        listed = [e for e in entries if e.country]
        if len({e.country for e in listed}) == 1:
            is_known = any(e.population >= WELL_KNOWN or e.kind in {PlaceKind.COUNTRY, PlaceKind.REGION} for e in listed)
            certain[id_] = listed[0].country, 1.0 if is_known else LITTLE_KNOWN
    return certain


def names_of(place: Place) -> tuple[str, ...]:
    """Return every name of the place, the main one first."""
    return (place.name, *place.aliases)
