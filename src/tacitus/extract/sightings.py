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
from tacitus.model import Claim, ClaimKind, Count, Evidence, Mention, MentionKind, Roles, Span, Tally, TallyKind, ZoneKind

_SPACE: Final = re.compile(r"\s")
_DIGIT: Final = re.compile(r"[A-Z]-?\d|\d[A-Z]|Type[ -]\d|\d[ -]?mm\b")
_HAS_DIGIT: Final = re.compile(r"\d")
LONGEST_EVIDENCE: Final = 320
_LATER: Final = 70
"""How far behind the name of a thing its number may stand."""

_MODELS: Final = (
    r"[A-Z][A-Za-z]{0,5}-\d{1,4}[A-Za-z0-9]{0,4}(?:-[A-Za-z0-9]{1,4})?",  # T-55MV, MiG-21bis, ZU-23-2
    r"[A-Z]{1,4}\d{1,3}[A-Za-z]{0,3}\d?",  # M16, TB2
    r"2S\d{1,2}",
    r"\d[A-Z]\d{1,3}[A-Z]?",  # 9M22U
    r"Type[ -]\d{2}[A-Z]?",
    r"\d{1,3}(?:\.\d{1,2})?[ -]?mm",  # 60 mm mortar
    r"[A-Z]{2,4}(?= (?:rifle|missile|launcher|machine gun|mortar|pistol|carbine|gun truck)s?\b)",  # FAL rifles
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
    told: Count | None = None
    """The number with the words that bound it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and phrases of which a sentence has one: words are looked up, phrases searched where their first word stands."""

    words: frozenset[str]
    firsts: frozenset[str]
    phrases: re.Pattern[str]

    def is_in(self, text: str, words: frozenset[str]) -> bool:
        """Whether a text, whose lower-case words are given, has one of them."""
        if not self.words.isdisjoint(words):
            return True
        return not self.firsts.isdisjoint(words) and self.phrases.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The patterns that the two lexicon files make."""

    item: re.Pattern[str]
    brands: tuple[re.Pattern[str], ...]
    noun_of: re.Pattern[str]
    noun: re.Pattern[str]
    of_them: re.Pattern[str]
    pictured: re.Pattern[str]
    identifying: re.Pattern[str]
    observing: Cue
    unreal: Cue
    unreal_phrases: re.Pattern[str]
    exempt: re.Pattern[str]
    shown_in: frozenset[str]
    seeing: Cue
    outlets: frozenset[str]
    types: frozenset[str]
    holding: re.Pattern[str]
    using: re.Pattern[str]
    civil: frozenset[str]
    negations: re.Pattern[str]
    numbers: dict[str, int]
    bounds: re.Pattern[str]
    kinds_of_bound: dict[str, str]
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
    made = rf"(?:{makes})(?:[ -](?:{makers_models}|\d{{2,4}}[A-Z]?|\.\d{{2,3}}))+"
    types = [name.replace("_", " ") for name in equipment["makes"]["types"].split() if not name.endswith("_no")]
    numbers: dict[str, int] = table["numbers"]
    several = [word for word, number in numbers.items() if number > 1]
    count = rf"(?P<count>\b(?i:{_any(numbers)}|(?<![\d:.,])\d{{1,3}}(?![ -]?(?:mm|cm|km|kg|-|[.:]\d))))"
    between = rf"(?:{count}\s+(?:(?:more|other|of the|of their|of its)\s+)?(?:[a-z]+(?:-[a-z]+)?\s+){{0,2}}?)?"
    empty = _any(table["empty_nouns"])
    known = _any(types)
    model = rf"(?P<model>\b(?:{_MODEL}(?: (?:{known}))?|{made}|{known})s?\b)"
    name = rf"{model}(?:\s+(?P<after>(?i:{noun}))\b)?|(?P<noun>\b(?i:{noun})\b)"
    item = rf"{between}(?P<name>{name})(?:\s+(?:{empty})\b)?"
    brand = rf"{count}\s+(?:[a-z]+\s+)?(?P<name>(?P<model>[A-Z][a-z]{{2,}}(?:[ -][A-Z0-9]\w*)?)\s+(?P<noun>(?i:{noun}))\b)"
    identity = (
        rf"(?:{count}\s+)?(?:[a-z-]+\s+)?\b(?P<noun>{noun})\b[^.,;]{{0,60}}?\b(?:is|are|was|were|looks? like|"
        rf"appears? to be|seems? to be|(?:must|could|might|may) be)\s+(?:[a-z-]+\s+){{0,3}}(?P<name>(?P<model>[A-Z][a-z]+))\b"
    )
    told = load_table("casualties", folder)["numbers"]
    bounds = {phrase: kind for kind in ("at_least", "at_most", "about") for phrase in told[kind]}
    return Words(
        item=re.compile(item),
        brands=(re.compile(brand), re.compile(identity)),
        noun_of=re.compile(rf"(?:{count}\s+)?(?:[a-z]+\s+)??(?P<noun>(?i:{noun}))\s+of (?:the )?$"),
        noun=re.compile(rf"(?:{count}\s+)?(?:[a-z-]+\s+)?\b(?P<noun>{noun})\b"),
        of_them=re.compile(rf"\b(?P<count>{_any(several)}|\d{{1,3}}) of (?:them|these|those)\b", re.IGNORECASE),
        pictured=_phrase_pattern(table["pictured"]),
        identifying=_phrase_pattern(table["identifying"]),
        observing=_make_cue(table["observing"]),
        unreal=_make_cue(table["unreal"]),
        unreal_phrases=_phrase_pattern(table["unreal"]),
        exempt=_phrase_pattern(table["unreal_exempt"]),
        shown_in=frozenset(table["shown_in"]),
        seeing=_make_cue(table["seeing"]),
        outlets=frozenset(table["outlets"]),
        types=frozenset(types),
        holding=_phrase_pattern(table["holding"]),
        using=_phrase_pattern(table["using"]),
        civil=frozenset(table["civil"]),
        negations=_phrase_pattern(table["negations"]),
        numbers=numbers,
        bounds=re.compile(rf"\b({_any(list(bounds))})\s+$", re.IGNORECASE),
        kinds_of_bound=bounds,
        hints=frozenset(
            form for word in (*nouns, *makes_list, *types) for form in (word.lower().split()[-1], f"{word.lower().split()[-1]}s")
        ),
    )


def _any(words: list[str] | dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _phrase_pattern(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(phrases)})\b", re.IGNORECASE)


def _make_cue(phrases: list[str]) -> Cue:
    longer = [phrase for phrase in phrases if " " in phrase]
    singles = frozenset(phrase for phrase in phrases if " " not in phrase)
    return Cue(singles, frozenset(phrase.split()[0] for phrase in longer), _phrase_pattern(longer))


def find_sightings(document: Document, attributions: Attributions, settings: Settings) -> tuple[Claim, ...]:
    """Return the equipment that the report or its comments say was seen, in text order."""
    words = _load_words(settings.lexicon)
    claims: list[Claim] = []
    for sentence in document.sentences:
        kind = sentence.zone.kind
        if kind in SILENT_ZONES or kind in {ZoneKind.NOTICE, ZoneKind.BYLINE, ZoneKind.HEADLINE}:
            continue
        quote = document.report.quote(sentence.span)
        present = find_words(quote)
        if present.isdisjoint(words.hints) and _DIGIT.search(quote) is None:
            continue
        text = _SPACE.sub(" ", quote)
        is_comment = kind is ZoneKind.COMMENT
        is_shown = is_comment or kind in {ZoneKind.MEDIA, ZoneKind.CAPTION}
        if not (is_shown or words.observing.is_in(text, present)) or text.endswith("?") or not _is_real(text, present, words):
            continue
        is_seen = is_comment and words.seeing.is_in(text, present)
        for item in _find_items(document, sentence, text, words):
            is_concrete = item.is_counted and not item.is_civil
            if (item.has_model or (is_seen and is_concrete)) if is_comment else is_concrete:
                claims.append(_make_claim(document, attributions, settings, sentence, item))
    return tuple(claims)


def _is_real(text: str, present: frozenset[str], words: Words) -> bool:
    return not words.unreal.is_in(text, present) or words.unreal_phrases.search(words.exempt.sub("", text)) is None


def _find_items(document: Document, sentence: Sentence, text: str, words: Words) -> Iterator[Item]:
    """Yield the equipment of a sentence, each model once."""
    taken: list[tuple[int, int]] = []
    in_comment = sentence.zone.kind is ZoneKind.COMMENT
    brands = [match for pattern in words.brands for match in pattern.finditer(text)] if in_comment else []
    for match in (*words.item.finditer(text), *brands):
        start, stop = match.span("model")
        if start >= 0 and any(start < other[1] and other[0] < stop for other in taken):
            continue
        span = Span(start=sentence.span.start + match.start("name"), end=sentence.span.start + match.end())
        if not _is_free(document, span, match, words) or _is_negated(text, match, words):
            continue
        if start >= 0:
            taken.append((start, stop))
        later = _later_count(document, sentence, text[match.end() :], words) if in_comment else None
        item = _make_item(text, match, span, words, later)
        is_shown = match.re is words.brands[-1] and words.pictured.search(text) is not None
        if is_shown or not (item.is_civil and match.re in words.brands):
            yield item


def _later_count(document: Document, sentence: Sentence, behind: str, words: Words) -> str | None:
    """Return the number that a reader gives after the name: ``I count four of them``, ``Two of them stood there``."""
    found = words.of_them.search(behind[:_LATER])
    if found is None and len(behind) <= _LATER:
        following = document.text[sentence.span.end : min(sentence.zone.span.end, sentence.span.end + _LATER)].lstrip()
        found = words.of_them.match(following)
    return found.group("count") if found is not None else None


def _make_item(text: str, match: re.Match[str], span: Span, words: Words, later: str | None) -> Item:
    """Return the item of a match; a model takes noun and count from what it identifies, or the count told ``later``."""
    model, noun, counted = match.group("model"), match.groupdict().get("after") or match.group("noun"), match.group("count")
    if model is not None and noun is None:
        identified = _identified(text, match.start("model"), words)
        if identified is not None:
            noun, counted = identified.group("noun"), identified.group("count") or counted
        elif (of := words.noun_of.search(text[: match.start("name")])) is not None:  # a gun of the G3 type
            noun, counted = of.group("noun"), of.group("count")
    counted = counted or (later if model is not None else None)
    is_civil = noun is not None and _singular(noun.lower()) in words.civil
    is_typed = model is not None and (counted is not None or _HAS_DIGIT.search(model) is not None)
    if model is not None and model.endswith("s") and (model[-2].isdigit() or not _HAS_DIGIT.search(model)):  # BMP-1s, Safirs
        model = model[:-1]
    name = " ".join(" ".join(part for part in (model, _singular(noun) if model else noun) if part).split())
    number = _count(counted, words)
    return Item(
        span=span,
        name=name,
        has_model=is_typed,
        count=number,
        is_counted=counted is not None and counted.lower() not in {"a", "an"},
        is_civil=is_civil and (model is None or match.re in words.brands),
        told=_bound_count(text[: match.start("count")], counted, number, words) if match.group("count") == counted else None,
    )


_NO_TYPES: Final = (MentionKind.ACTOR, MentionKind.PERSON, MentionKind.TIME, MentionKind.NATIONALITY)


def _is_negated(text: str, match: re.Match[str], words: Words) -> bool:
    """Whether the words right before say that it was not there, past no ``but`` and no comma."""
    before = text[max(0, match.start() - 25) : match.start("name")]
    return words.negations.search(_TURN.split(before)[-1]) is not None


_TURN: Final = re.compile(r"[,;:–—]| but | it is | it's | they are ", re.IGNORECASE)


def _is_free(document: Document, span: Span, match: re.Match[str], words: Words) -> bool:
    """Whether the words name no actor and no place, as in ``M23`` or ``Camp T4``; a known type may look like a name."""
    model = match.group("model")
    if model is not None and model.removesuffix("s") in words.types:
        return True
    if document.mentions_in(span, *_NO_TYPES):
        return False
    around = Span(start=max(0, span.start - 60), end=span.end + 60)
    kinds = (
        (MentionKind.ACTOR, MentionKind.PERSON)
        if match.re in words.brands
        else (MentionKind.ACTOR, MentionKind.PLACE, MentionKind.PERSON)
    )
    return not any(m.span.overlaps(span) for m in document.mentions_in(around, *kinds))


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


def _bound_count(before: str, counted: str | None, number: int | None, words: Words) -> Count | None:
    """Return the number with ``at least`` or ``up to`` before it."""
    if counted is None or number is None:
        return None
    bound = words.bounds.search(before)
    kind = "" if bound is None else words.kinds_of_bound[" ".join(bound.group(1).lower().split())]
    low, high = (None if kind == "at_most" else number), (None if kind == "at_least" else number)
    return Count(low=low, high=high, text=f"{bound.group(1)} {counted}" if bound else counted)


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
        tallies=_tallies(item, holder),
        stance=stance,
        speaker=speaker,
        zone=zone,
        evidence=(Evidence(span=span, quote=document.report.quote(span)),),
        score=0.8 if item.has_model else 0.6,
    )


def _tallies(item: Item, holder: str | None) -> tuple[Tally, ...]:
    if item.told is None:
        return ()
    return (Tally(kind=TallyKind.EQUIPMENT, count=item.told, of=item.name, side=holder),)


def _find_holder(document: Document, sentence: Sentence, item: Item, words: Words) -> str | None:
    """Return the actor whose video, convoy or hands the equipment is in, or who is said to use it."""
    mentions = [m for m in document.mentions_in(sentence.span, MentionKind.ACTOR) if not _is_outlet(document, m, words)]
    held = _held_in(document, sentence.span, mentions, words)
    if held is not None:
        return held
    for mention in mentions:
        between = document.text[item.span.end : mention.span.start].strip().lower()
        behind = document.text[mention.span.end : mention.span.end + 24].strip().lower()
        if between in {"of", "of the", "from the"} or behind.startswith(
            ("had abandoned", "abandoned", "left behind", "had left")
        ):
            return mention.entity
    first = next((m for m in mentions if m.span.end <= item.span.start and m.entity is not None), None)
    if first is not None and words.using.match(document.text[first.span.end : item.span.start].lstrip()):
        return first.entity
    if sentence.zone.kind is not ZoneKind.COMMENT:
        return None
    before = Span(start=sentence.zone.span.start, end=sentence.span.start)
    if before.start >= before.end:
        return None
    earlier = [m for m in document.mentions_in(before, MentionKind.ACTOR) if not _is_outlet(document, m, words)]
    return _held_in(document, before, earlier, words)


_LEFT: Final = ("had abandoned", "abandoned", "left behind", "had left")


def _is_outlet(document: Document, mention: Mention, words: Words) -> bool:
    return not words.outlets.isdisjoint(document.report.quote(mention.span).lower().split())


def _held_in(document: Document, span: Span, mentions: list[Mention], words: Words) -> str | None:
    """Return the first actor whose video or hands the words of a span tell of."""
    for mention in mentions:
        behind = document.text[mention.span.end : min(span.end, mention.span.end + 40)]
        tokens = behind.replace("’s", " ").replace("'s", " ").split()
        before = document.text[max(span.start, mention.span.start - 30) : mention.span.start]
        held = words.holding.search(before)
        if (held is not None and len(before) - held.end() <= 6) or (tokens and tokens[0].strip(".,") in words.shown_in):
            return mention.entity
    return None
