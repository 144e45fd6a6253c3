"""Sightings: equipment that a report or a reader's comment says was seen, how many, and in whose hands.

The names of equipment stand in ``lexicon/equipment.toml``, the words that make a sighting in ``lexicon/sightings.toml``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tacitus.config import Settings
from tacitus.extract.clauses import find_words
from tacitus.extract.document import SILENT_ZONES, Document, Sentence
from tacitus.extract.lexicon import load_table
from tacitus.extract.standing import Attributions, judge_claim
from tacitus.ids import hash_parts
from tacitus.model import Claim, ClaimKind, Evidence, MentionKind, Roles, Span, ZoneKind

_SPACE: Final = re.compile(r"\s")
_DIGIT: Final = re.compile(r"[A-Z]-?\d|\d[A-Z]")
LONGEST_EVIDENCE: Final = 320

_MODELS: Final = (
    r"[A-Z][A-Za-z]{0,5}-\d{1,4}[A-Za-z0-9]{0,4}(?:-[A-Za-z0-9]{1,4})?",  # T-55MV, MiG-21bis, ZU-23-2
    r"[A-Z]{1,4}\d{1,3}[A-Za-z]{0,3}\d?",  # M16, TB2
    r"2S\d{1,2}",
    r"\d[A-Z]\d{1,3}[A-Z]?",  # 9M22U
    r"Type[ -]\d{2}[A-Z]?",
)
_MODEL: Final = f"(?:{'|'.join(_MODELS)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Equipment named in the text: where, as what type, and how many."""

    span: Span
    name: str
    has_model: bool
    count: int | None
    is_counted: bool
    is_civil: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The patterns that the two lexicon files make."""

    item: re.Pattern[str]
    noun: re.Pattern[str]
    identifying: re.Pattern[str]
    observing: re.Pattern[str]
    unreal: re.Pattern[str]
    exempt: re.Pattern[str]
    shown_in: frozenset[str]
    holding: re.Pattern[str]
    using: re.Pattern[str]
    civil: frozenset[str]
    negations: re.Pattern[str]
    numbers: dict[str, int]
    hints: frozenset[str]
    """Words without which (and without a model's digits) no equipment is named."""


@cache
def _load_words(folder: str | None) -> Words:
    equipment = load_table("equipment", folder)
    table = load_table("sightings", folder)
    nouns = [
        word
        for kind in ("weapon", "equipment")
        for word in (*equipment[kind]["phrases"], *equipment[kind]["words"].split())
        if "_" not in word
    ]
    noun = rf"(?:{_any([*nouns])})s?"
    makes_list = equipment["makes"]["words"].split()
    makes = _any(makes_list)
    makers_models = _any(equipment["makes"]["models"].split())
    made = rf"(?:{makes})(?:[ -](?:{makers_models}|\d{{2,4}}[A-Z]?))+"
    numbers: dict[str, int] = table["numbers"]
    count = rf"(?P<count>\b(?i:{_any(numbers)}|\d{{1,3}}))"
    between = rf"(?:{count}\s+(?:(?:more|other|of the|of their|of its)\s+)?(?:[a-z]+(?:-[a-z]+)?\s+){{0,2}}?)?"
    empty = _any(table["empty_nouns"])
    name = rf"(?P<model>\b(?:{_MODEL}|{made})s?\b)(?:\s+(?P<after>(?i:{noun}))\b)?|(?P<noun>\b(?i:{noun})\b)"
    item = rf"{between}(?P<name>{name})(?:\s+(?:{empty})\b)?"
    return Words(
        item=re.compile(item),
        noun=re.compile(rf"(?:{count}\s+)?(?:[a-z-]+\s+)?\b(?P<noun>{noun})\b"),
        identifying=_phrase_pattern(table["identifying"]),
        observing=_phrase_pattern(table["observing"]),
        unreal=_phrase_pattern(table["unreal"]),
        exempt=_phrase_pattern(table["unreal_exempt"]),
        shown_in=frozenset(table["shown_in"]),
        holding=_phrase_pattern(table["holding"]),
        using=_phrase_pattern(table["using"]),
        civil=frozenset(table["civil"]),
        negations=_phrase_pattern(table["negations"]),
        numbers=numbers,
        hints=frozenset(
            form for word in (*nouns, *makes_list) for form in (word.lower().split()[-1], f"{word.lower().split()[-1]}s")
        ),
    )


def _any(words: list[str] | dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _phrase_pattern(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(phrases)})\b", re.IGNORECASE)


def find_sightings(document: Document, attributions: Attributions, settings: Settings) -> tuple[Claim, ...]:
    """Return the equipment that the report or its comments say was seen, in text order."""
    words = _load_words(settings.lexicon)
    claims: list[Claim] = []
    for sentence in document.sentences:
        kind = sentence.zone.kind
        if kind in SILENT_ZONES or kind in {ZoneKind.NOTICE, ZoneKind.BYLINE, ZoneKind.HEADLINE, ZoneKind.MEDIA}:
            continue
        quote = document.report.quote(sentence.span)
        if _DIGIT.search(quote) is None and find_words(quote).isdisjoint(words.hints):
            continue
        text = _SPACE.sub(" ", quote)
        if text.endswith("?") or not _is_real(text, words):
            continue
        is_comment = kind is ZoneKind.COMMENT
        if not is_comment and words.observing.search(text) is None:
            continue
        claims += [
            _make_claim(document, attributions, settings, sentence, item)
            for item in _find_items(document, sentence, text, words)
            if (item.has_model if is_comment else item.is_counted and not item.is_civil)
        ]
    return tuple(claims)


def _is_real(text: str, words: Words) -> bool:
    return words.unreal.search(words.exempt.sub("", text)) is None


def _find_items(document: Document, sentence: Sentence, text: str, words: Words) -> Iterator[Item]:
    """Yield the equipment of a sentence; a model takes noun and count from what it identifies."""
    at = sentence.span.start
    for match in words.item.finditer(text):
        span = Span(start=at + match.start("name"), end=at + match.end())
        if document.mentions_in(span, MentionKind.ACTOR, MentionKind.PERSON, MentionKind.TIME) or _is_taken(document, span):
            continue
        if words.negations.search(text[max(0, match.start() - 25) : match.start("name")]):
            continue
        model, noun = match.group("model"), match.group("after") or match.group("noun")
        counted = match.group("count")
        if model is not None and noun is None:
            identified = _identified(text, match.start("model"), words)
            if identified is not None:
                noun, counted = identified.group("noun"), identified.group("count") or counted
            elif counted is None:
                noun = None
        if model is not None and model.endswith("s") and model[-2].isdigit():  # BMP-1s
            model = model[:-1]
        name = " ".join(" ".join(part for part in (model, _singular(noun) if model else noun) if part).split())
        yield Item(
            span=span,
            name=name,
            has_model=model is not None,
            count=_count(counted, words),
            is_counted=counted is not None and counted.lower() not in {"a", "an"},
            is_civil=model is None and noun is not None and (_singular(noun.lower()) in words.civil),
        )


def _is_taken(document: Document, span: Span) -> bool:
    """Whether the words are inside the name of an actor or a place, as in ``M23`` or ``Camp T4``."""
    around = Span(start=max(0, span.start - 60), end=span.end + 60)
    return any(
        m.span.overlaps(span) for m in document.mentions_in(around, MentionKind.ACTOR, MentionKind.PLACE, MentionKind.PERSON)
    )


def _identified(text: str, model: int, words: Words) -> re.Match[str] | None:
    """Return the noun that the model at ``model`` identifies: ``the two jets behind the shed are MiG-21s``."""
    verb = None
    for found in words.identifying.finditer(text, 0, model):
        verb = found
    if verb is None or model - verb.end() > 40:
        return None
    return next(words.noun.finditer(text, 0, verb.start()), None)


def _singular(noun: str | None) -> str | None:
    return noun[:-1] if noun is not None and noun.endswith("s") and not noun.endswith("ss") else noun


def _count(counted: str | None, words: Words) -> int | None:
    if counted is None:
        return None
    return int(counted) if counted.isdigit() else words.numbers.get(counted.lower())


def _make_claim(document: Document, attributions: Attributions, settings: Settings, sentence: Sentence, item: Item) -> Claim:
    zone = sentence.zone.kind
    stance, speaker = judge_claim(document, attributions, item.span, zone, settings)
    holder = _find_holder(document, sentence, item, _load_words(settings.lexicon))
    span = sentence.span
    if len(span) > LONGEST_EVIDENCE:
        span = Span(start=max(span.start, item.span.start - 120), end=min(span.end, item.span.end + 120))
    return Claim(
        id=hash_parts(document.report.id, "sighting", item.name, holder, item.span.start, item.span.end),
        kind=ClaimKind.SIGHTING,
        predicate=item.name,
        roles=Roles(holder=(holder,) if holder is not None else ()),
        count=item.count,
        stance=stance,
        speaker=speaker,
        zone=zone,
        evidence=(Evidence(span=span, quote=document.report.quote(span)),),
        score=0.8 if item.has_model else 0.6,
    )


def _find_holder(document: Document, sentence: Sentence, item: Item, words: Words) -> str | None:
    """Return the actor whose video, convoy or hands the equipment is in, or who is said to use it."""
    mentions = document.mentions_in(sentence.span, MentionKind.ACTOR)
    for mention in mentions:
        behind = document.text[mention.span.end : min(sentence.span.end, mention.span.end + 40)]
        tokens = behind.replace("’s", " ").replace("'s", " ").split()
        before = document.text[max(sentence.span.start, mention.span.start - 30) : mention.span.start]
        held = words.holding.search(before)
        if (held is not None and len(before) - held.end() <= 6) or (tokens and tokens[0].strip(".,") in words.shown_in):
            return mention.entity
    first = next((m for m in mentions if m.span.end <= item.span.start and m.entity is not None), None)
    if first is not None and words.using.match(document.text[first.span.end : item.span.start].lstrip()):
        return first.entity
    return None
