"""A light clause analysis over tokens: verb groups with voice, negation and modality, and the mention at each token.

No parser and no model: closed word classes, generated verb forms and the mentions already found. It looks at each token a
bounded number of times, so a sentence of any length takes linear time.
"""

from functools import lru_cache

from tacitus.config import Settings
from tacitus.extract.clausedata import NO_TAGS, QUOTES, Clauses, Verb, form_tags, lemma_of, previous_word
from tacitus.extract.document import Document, Sentence
from tacitus.extract.grammar import Grammar, load_grammar
from tacitus.extract.nounuse import PARTICLES, is_modifier, is_modifying_gerund, is_noun_use
from tacitus.model import Mention, MentionKind, Span

__all__ = ["QUOTES", "Clauses", "Verb", "analyse_clauses", "is_noun_use", "lemma_of", "previous_word"]

_ENTITY_KINDS = frozenset({MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE})


class _Key:
    """A document by identity, so that the extractors that follow one another share one analysis."""

    __slots__ = ("document", "folder")

    def __init__(self, document: Document, folder: str | None) -> None:
        self.document = document
        self.folder = folder

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.document is other.document and self.folder == other.folder


def analyse_clauses(document: Document, settings: Settings) -> tuple[Clauses, ...]:
    """Return the clause analysis of every sentence, in order."""
    return _analyse(_Key(document, settings.lexicon))


@lru_cache(maxsize=1)
def _analyse(key: _Key) -> tuple[Clauses, ...]:
    grammar = load_grammar(key.folder)
    out: list[Clauses] = []
    mentions = [m for m in key.document.mentions if m.kind in _ENTITY_KINDS]
    times = [m for m in key.document.mentions if m.kind is MentionKind.TIME]
    next_mention = next_time = 0
    for sentence in key.document.sentences:
        next_mention, inside = _take(mentions, next_mention, sentence.span)
        next_time, when = _take(times, next_time, sentence.span)
        out.append(_analyse_sentence(sentence, inside, when, grammar))
    return tuple(out)


def _take(mentions: list[Mention], at: int, span: Span) -> tuple[int, list[Mention]]:
    while at < len(mentions) and mentions[at].span.start < span.start:
        at += 1
    first = at
    while at < len(mentions) and mentions[at].span.start < span.end:
        at += 1
    return at, mentions[first:at]


def _code_of(word: str, numbers: frozenset[str]) -> str:
    """Return # for a number, x for another word, and a mark itself."""
    first = word[0]
    if first.isdigit() or word in numbers:
        return "#"
    if not first.isalpha():
        return word
    return (
        "#" if "-" in word and word.split("-", maxsplit=1)[0] in numbers and word.rsplit("-", maxsplit=1)[-1] in numbers else "x"
    )


def _analyse_sentence(sentence: Sentence, mentions: list[Mention], times: list[Mention], grammar: Grammar) -> Clauses:
    lows = [t.lower for t in sentence.tokens]
    codes = grammar.codes
    numbers = grammar.numbers
    kinds = [codes.get(w) or _code_of(w, numbers) for w in lows]
    for i in range(len(lows) - 1):
        if lows[i] == "one" and kinds[i] == "o" and lows[i + 1].isalpha() and codes.get(lows[i + 1]) is None:
            kinds[i] = "#"
    clauses = Clauses(
        sentence=sentence,
        lows=lows,
        kinds=kinds,
        at=_place_mentions(sentence, mentions),
        times=times,
        grammar=grammar,
        verbs=[],
        verb_at={},
        n=len(lows),
        rows=[],
        subjects={},
        ends={},
        facts={},
    )
    if mentions:
        clauses.rows = _rows(clauses.at)
    for time in times:
        _mark_time(clauses, time)
    if "that" in lows:
        _mark_that(clauses)
    _mark_quantifiers(clauses)
    for i, kind in enumerate(clauses.kinds):
        verb = _find_verb(clauses, i) if kind == "x" else None
        if verb is not None:
            clauses.verbs.append(verb)
            for j in range(verb.first, verb.head + 1):
                clauses.verb_at[j] = verb
    return clauses


def _rows(at: list[Mention | None]) -> list[tuple[int, int, Mention]]:
    rows: list[tuple[int, int, Mention]] = []
    i = 0
    while i < len(at):
        mention = at[i]
        j = i + 1
        if mention is not None:
            while j < len(at) and at[j] is mention:
                j += 1
            rows.append((i, j, mention))
        i = j
    return rows


def _place_mentions(sentence: Sentence, mentions: list[Mention]) -> list[Mention | None]:
    """Return the mention at each token; actors and persons outrank the places inside their names."""
    at: list[Mention | None] = [None] * len(sentence.tokens)
    if not mentions:
        return at
    tokens = sentence.tokens
    i = 0
    for mention in sorted(mentions, key=lambda m: (m.span.start, m.kind is MentionKind.PLACE, -m.span.end)):
        while i < len(tokens) and tokens[i].end <= mention.span.start:
            i += 1
        j = i
        while j < len(tokens) and tokens[j].start < mention.span.end and at[j] is None:
            j += 1
        if j > i and (j == len(tokens) or tokens[j].start >= mention.span.end):
            at[i:j] = [mention] * (j - i)
    return at


def _mark_time(clauses: Clauses, time: Mention) -> None:
    """Read the words of a time expression as an adverbial (w): the month of March is no demonstration."""
    i = clauses.index_at(time.span.start)
    while i < clauses.n and clauses.sentence.tokens[i].start < time.span.end:
        if clauses.at[i] is None and clauses.kinds[i].isalnum() | (clauses.kinds[i] == "#"):
            clauses.kinds[i] = "w"
        i += 1


def _mark_that(clauses: Clauses) -> None:
    """Tell ``that`` the relative (r) and the conjunction (t) from ``that`` the determiner."""
    for i, word in enumerate(clauses.lows):
        if word != "that":
            continue
        if i + 1 < clauses.n and (clauses.kinds[i + 1] in "bhkm" or form_tags(clauses, i + 1) & {"past", "s"}):
            clauses.kinds[i] = "r"
        elif i and clauses.kinds[i - 1] != "p":
            clauses.kinds[i] = "t"


_BEFORE_NUMBERS = frozenset({"about", "around", "over", "between", "under", "above", "from"})


def _mark_quantifiers(clauses: Clauses) -> None:
    """Read ``at least``, ``up to``, ``over 30`` as part of the number, not as prepositions."""
    lows = clauses.lows
    for i in range(clauses.n - 1):
        if clauses.kinds[i] != "p" and lows[i] not in {"up", "more", "as"}:
            continue
        following = lows[i + 1]
        if (
            (lows[i] == "at" and following in {"least", "most"})
            or (lows[i] == "up" and following == "to")
            or (lows[i] == "more" and following == "than")
        ):
            clauses.kinds[i] = clauses.kinds[i + 1] = "d"
        elif lows[i] == "as" and following == "many" and i + 2 < clauses.n and lows[i + 2] == "as":
            clauses.kinds[i] = clauses.kinds[i + 2] = "d"
        elif lows[i] in _BEFORE_NUMBERS and (
            clauses.kinds[i + 1] == "#" or following in {"dozens", "hundreds", "scores", "half"}
        ):
            is_origin = lows[i] == "from" and not (i + 2 < clauses.n and lows[i + 2] == "to")
            if not is_origin and not any(
                t.span.start <= clauses.sentence.tokens[i + 1].start < t.span.end for t in clauses.times
            ):
                clauses.kinds[i] = "d"


def _find_verb(clauses: Clauses, i: int) -> Verb | None:
    tags = form_tags(clauses, i)
    if not tags:
        tags = _unknown_base(clauses, i)
    if not tags:
        return None
    words = _auxiliaries(clauses, i)
    if not words:
        return _bare_verb(clauses, i, tags)
    first = words[0]
    nearest = clauses.kinds[words[-1]]
    lemma = lemma_of(clauses, i)
    if lemma == "find" and clauses.lows[i] == "found" and nearest in "pdm":  # to found a party
        lemma = "found"
    negated = any(clauses.lows[j] in clauses.grammar.negations for j in range(max(first - 1, 0), i))
    modal = next((clauses.lows[j] for j in words if clauses.kinds[j] == "m"), None)
    to = clauses.lows[first] == "to"
    if nearest == "b" and tags & {"pp", "ing"}:
        form = "pp" if "pp" in tags else "ing"
        finite = clauses.lows[first] not in {"being", "been"}
        return Verb(
            first=first, head=i, lemma=lemma, form=form, passive=form == "pp",
            negated=negated, modal=modal, infinitive=to, finite=finite and not to,
        )  # fmt: skip
    if nearest == "h" and "pp" in tags:
        finite = clauses.lows[first] != "having" and not to
        return Verb(first=first, head=i, lemma=lemma, form="pp", negated=negated, modal=modal, infinitive=to, finite=finite)
    if nearest not in "bh" and "base" in tags:
        return Verb(first=first, head=i, lemma=lemma, form="base", negated=negated, modal=modal, infinitive=to, finite=not to)
    return None


_BASE = frozenset({"base"})


def _unknown_base(clauses: Clauses, i: int) -> frozenset[str]:
    """Return the tag of a verb that no lexicon knows, behind a modal: ``would seek``."""
    if clauses.kinds[i] != "x" or clauses.at[i] is not None or not clauses.lows[i].isalpha():
        return NO_TAGS
    before = previous_word(clauses, i)
    while before >= 0 and clauses.lows[before] in clauses.grammar.negations and clauses.kinds[before] not in "mk":
        before -= 1
    known = before >= 0 and clauses.kinds[before] in "mk" and not clauses.lows[i].endswith("ly")
    return _BASE if known else NO_TAGS


def _auxiliaries(clauses: Clauses, i: int) -> list[int]:
    """Return the auxiliary tokens of the verb group that ends at ``i``, in order."""
    words: list[int] = []
    j = i - 1
    while j >= max(0, i - 8):
        kind = clauses.kinds[j]
        word = clauses.lows[j]
        if kind in "bhkm":
            words.append(j)
        elif word == "to":
            words.append(j)
            break
        elif kind == "a" or word in clauses.grammar.negations or (word.endswith("ly") and kind == "x"):
            pass
        else:
            break
        j -= 1
    words.reverse()
    return words


def _bare_verb(clauses: Clauses, i: int, tags: frozenset[str]) -> Verb | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Return the verb without auxiliary at ``i``, or None where the word is a noun or an adjective there."""
    lemma = lemma_of(clauses, i)
    before = previous_word(clauses, i)
    if clauses.lows[i] in PARTICLES and i - 1 in clauses.verb_at:  # won back, drove off
        return None
    negated = before >= 0 and clauses.lows[before] in clauses.grammar.negations
    if tags & {"past", "pp"} and ("pp" not in tags or not is_modifier(clauses, i)):
        if "base" in tags and is_noun_use(clauses, i):
            return None
        if i + 1 < clauses.n and clauses.lows[i + 1] == "by":
            return Verb(first=i, head=i, lemma=lemma, form="pp", passive=True, finite=False, negated=negated)
        form = "past" if "past" in tags else "pp"
        return Verb(first=i, head=i, lemma=lemma, form=form, finite=form == "past", passive=form == "pp", negated=negated)
    if "ing" in tags and is_modifying_gerund(clauses, i):
        return None
    if "ing" in tags and not is_noun_use(clauses, i):
        return Verb(first=i, head=i, lemma=lemma, form="ing", finite=False, negated=negated)
    if tags & {"s", "base"} and not is_noun_use(clauses, i):
        return Verb(first=i, head=i, lemma=lemma, form="s" if "s" in tags else "base", negated=negated)
    return None
