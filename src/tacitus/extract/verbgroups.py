"""A light clause analysis over tokens: verb groups with voice, negation and modality, and the mention at each token.

No parser and no model: closed word classes, generated verb forms and the mentions already found. It looks at each token a
bounded number of times, so a sentence of any length takes linear time.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from tacitus.config import Settings
from tacitus.extract.document import Document, Sentence
from tacitus.extract.grammar import Grammar, load_grammar
from tacitus.model import Mention, MentionForm, MentionKind, Span

_ENTITY_KINDS = frozenset({MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE})
QUOTES = frozenset('“”"«»')
_NO_TAGS: frozenset[str] = frozenset()
_ED = frozenset({"past", "pp"})
_ING = frozenset({"ing"})
_PLURALS = frozenset({"men", "people", "women", "police", "gunmen", "children", "troops", "militiamen", "tribesmen", "policemen"})
_PARTICLES = frozenset({"up", "out", "off", "down", "ablaze", "alight", "back", "away", "apart"})
_INTRANSITIVE = frozenset(
    {"march", "protest", "clash", "riot", "rally", "fire", "fight", "battle", "split", "land", "die", "raid"}
)
_AFTER_GERUND = frozenset({"in", "at", "near", "continued", "took", "broke", "erupted", "began", "killed", "left"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb group: token indices of its first word and its head, and how it is put.

    ``form`` is of ``base s past pp ing``; ``modal`` the modal or future word before it.
    """

    first: int
    head: int
    lemma: str
    form: str
    passive: bool = False
    finite: bool = True
    negated: bool = False
    modal: str | None = None
    infinitive: bool = False


@dataclass(slots=True, kw_only=True)
class Clauses:
    """A sentence with its word classes (codes of ``grammar.CODES``), verb groups and the mention that stands at each token."""

    sentence: Sentence
    lows: list[str]
    kinds: list[str]
    at: list[Mention | None]
    times: list[Mention]
    grammar: Grammar
    verbs: list[Verb]
    verb_at: dict[int, Verb]
    n: int
    rows: list[tuple[int, int, Mention]]
    subjects: dict[int, tuple[int, int]]
    ends: dict[int, int]
    facts: dict[str, bool]

    def span(self, first: int, last: int) -> Span:
        """Return the span from token ``first`` to token ``last``, both included."""
        return Span(start=self.sentence.tokens[first].start, end=self.sentence.tokens[last].end)

    def has_word(self, name: str, words: frozenset[str]) -> bool:
        """Whether a word outside of mentions is one of ``words``; looked up once for each ``name``."""
        known = self.facts.get(name)
        if known is None:
            known = self.facts[name] = any(w in words and self.at[i] is None for i, w in enumerate(self.lows))
        return known

    def index_at(self, offset: int) -> int:
        """Return the index of the first token that ends after ``offset``."""
        low, high = 0, self.n
        while low < high:
            middle = (low + high) // 2
            if self.sentence.tokens[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def mentions_between(self, first: int, end: int) -> list[tuple[int, int, Mention]]:
        """Return (first token, end token, mention) of each mention that starts in tokens ``[first, end)``."""
        if len(self.rows) < 40:
            return [row for row in self.rows if first <= row[0] < end]
        low = bisect_left(self.rows, first, key=itemgetter(0))
        return self.rows[low : bisect_left(self.rows, end, key=itemgetter(0))]


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
        if i + 1 < clauses.n and (clauses.kinds[i + 1] in "bhkm" or _form_tags(clauses, i + 1) & {"past", "s"}):
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


def _form_tags(clauses: Clauses, i: int) -> frozenset[str]:
    """Return the verb form tags that the token may have."""
    if clauses.kinds[i] != "x":
        return _NO_TAGS
    mention = clauses.at[i]
    if mention is not None and mention.form is not MentionForm.PRONOUN:
        return _NO_TAGS
    word = clauses.lows[i]
    form = clauses.grammar.forms.get(word)
    if form is not None:
        return form.tags
    if len(word) > 4 and word not in clauses.grammar.not_verbs and word == clauses.sentence.tokens[i].text and "-" not in word:
        if word.endswith("ed"):
            return _ED
        if word.endswith("ing"):
            return _ING
    return _NO_TAGS


def lemma_of(clauses: Clauses, i: int) -> str:
    """Return the lemma of the verb form at token ``i``, or the word itself."""
    form = clauses.grammar.forms.get(clauses.lows[i])
    return form.lemma if form is not None else clauses.lows[i]


def previous_word(clauses: Clauses, i: int) -> int:
    """Return the index of the last token before ``i`` that is no adverb, or -1."""
    i -= 1
    while i >= 0 and clauses.kinds[i] == "a":
        i -= 1
    return i


def _find_verb(clauses: Clauses, i: int) -> Verb | None:
    tags = _form_tags(clauses, i)
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
        return _NO_TAGS
    before = previous_word(clauses, i)
    while before >= 0 and clauses.lows[before] in clauses.grammar.negations and clauses.kinds[before] not in "mk":
        before -= 1
    known = before >= 0 and clauses.kinds[before] in "mk" and not clauses.lows[i].endswith("ly")
    return _BASE if known else _NO_TAGS


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
    if clauses.lows[i] in _PARTICLES and i - 1 in clauses.verb_at:  # won back, drove off
        return None
    negated = before >= 0 and clauses.lows[before] in clauses.grammar.negations
    if tags & {"past", "pp"} and ("pp" not in tags or not _is_modifier(clauses, i)):
        if "base" in tags and is_noun_use(clauses, i):
            return None
        if i + 1 < clauses.n and clauses.lows[i + 1] == "by":
            return Verb(first=i, head=i, lemma=lemma, form="pp", passive=True, finite=False, negated=negated)
        form = "past" if "past" in tags else "pp"
        return Verb(first=i, head=i, lemma=lemma, form=form, finite=form == "past", passive=form == "pp", negated=negated)
    if "ing" in tags and _is_modifying_gerund(clauses, i):
        return None
    if "ing" in tags and not is_noun_use(clauses, i):
        return Verb(first=i, head=i, lemma=lemma, form="ing", finite=False, negated=negated)
    if tags & {"s", "base"} and not is_noun_use(clauses, i):
        return Verb(first=i, head=i, lemma=lemma, form="s" if "s" in tags else "base", negated=negated)
    return None


def _is_modifying_gerund(clauses: Clauses, i: int) -> bool:
    """Whether an -ing word stands inside a counted noun phrase: ``four makeshift launching tubes``."""
    if i < 1 or i + 1 >= clauses.n or clauses.kinds[i + 1] != "x" or clauses.at[i + 1] is not None or i + 1 in clauses.verb_at:
        return False
    before = clauses.kinds[i - 1]
    return before == "#" or (
        before == "x" and i > 1 and clauses.kinds[i - 2] == "#" and clauses.at[i - 1] is None and i - 1 not in clauses.verb_at
    )


def _is_modifier(clauses: Clauses, i: int) -> bool:
    """Whether the participle at ``i`` stands before a noun as an adjective does: ``the wounded men``, ``captured weapons``."""
    before = clauses.kinds[i - 1] if i else "^"
    if i + 1 >= clauses.n:
        return before == "d"
    if before in "dp#" or (i and clauses.lows[i - 1] == "'s"):
        return clauses.lows[i + 1] != "by"
    is_noun_next = clauses.kinds[i + 1] == "x" and clauses.at[i + 1] is None and not _form_tags(clauses, i + 1)
    if i == 0:
        return is_noun_next
    return before in ",c" and is_noun_next and i > 1 and clauses.lows[i - 2].endswith("ed") and clauses.verb_at.get(i - 2) is None


_ALONE = frozenset({"each", "both", "all", "some"})


def _stands_alone(clauses: Clauses, before: int, word: str) -> bool:
    """Whether the determiner is a subject by itself: ``each now accuses the other``."""
    form = clauses.grammar.forms.get(word)
    is_verb = form is not None and form.lemma not in clauses.grammar.also_nouns and not word.endswith("ing")
    return is_verb and clauses.lows[before] in _ALONE


def is_noun_use(clauses: Clauses, i: int) -> bool:  # noqa: C901, PLR0911, PLR0912  a list of cases, read from top to bottom
    """Whether a word that may be noun or verb (``attack``, ``raids``, ``shelling``) is a noun at ``i``."""
    word = clauses.lows[i]
    before = previous_word(clauses, i)
    kind = clauses.kinds[before] if before >= 0 else "^"
    if (
        kind in "dp#"
        and clauses.lows[before] != "to"
        and not _stands_alone(clauses, before, word)
        and not (word.endswith("ing") and kind == "p")
    ):
        return True
    if before >= 0 and clauses.lows[before] == "'s":
        return True
    if _calls(clauses, i, before, word):
        return False
    if word.endswith("ing"):
        return _is_gerund_noun(clauses, i, before, kind)
    form = clauses.grammar.forms.get(word)
    if form is not None and form.lemma not in clauses.grammar.also_nouns:
        return False
    if kind in "mkort" or (before >= 0 and clauses.lows[before] == "to"):
        return False
    after = clauses.kinds[i + 1] if i + 1 < clauses.n else "."
    next_word = clauses.lows[i + 1] if i + 1 < clauses.n else "."
    if next_word in _PARTICLES and kind not in "^,.;:c(•-":
        return False
    is_mention_next = i + 1 < clauses.n and clauses.at[i + 1] is not None
    if after in "bhm" or next_word in {"of", "against", "by", "between"}:
        return True
    if i + 1 < clauses.n and _form_tags(clauses, i + 1) & {"past", "s"} and not is_mention_next:
        return True
    if after == "d":
        return False
    is_plural = word.endswith("s")
    if kind in "^,.;:c(•-" or kind in QUOTES:
        return not (kind == "c" and after in "dx#" and next_word not in clauses.grammar.forms and not is_plural)
    mention = clauses.at[before]
    if form is not None and "past" in form.tags and kind == "x":
        return False
    if mention is not None:
        if mention.kind is MentionKind.PLACE:
            return after != "d" and not is_mention_next
        is_object_next = after in "d#o" or is_mention_next or (after == "x" and (is_plural or clauses.lows[before].endswith("s")))
        return not is_object_next
    is_plural_before = clauses.lows[before].endswith("s") or clauses.lows[before] in _PLURALS
    if is_plural:
        return is_plural_before or after in ".,p"
    if after in "pa":
        return not (is_plural_before and form is not None and form.lemma in _INTRANSITIVE)
    return not is_plural_before or after in ".,"


_CALLS = {"calls": {"on", "for", "upon"}, "appeals": {"for", "to"}, "claims": {"that"}, "reports": {"that"}, "demands": {"that"}}


def _calls(clauses: Clauses, i: int, before: int, word: str) -> bool:
    """Whether ``calls`` and its like are verbs for what follows them: ``X calls for``, ``and calls on``, ``X reports that``."""
    if i + 1 >= clauses.n or clauses.lows[i + 1] not in _CALLS.get(word, ()) or before < 0:
        return False
    mention = clauses.at[before]
    return clauses.kinds[before] == "c" or (mention is not None and mention.kind is not MentionKind.PLACE)


def _is_gerund_noun(clauses: Clauses, i: int, before: int, kind: str) -> bool:
    after = clauses.kinds[i + 1] if i + 1 < clauses.n else "."
    next_word = clauses.lows[i + 1] if i + 1 < clauses.n else "."
    if kind == ",":
        return next_word == "of"
    if next_word in {"of", "by", "between", "on"}:
        return True
    if kind in "^pcst":
        return after in ".,bhm" or next_word in _AFTER_GERUND
    mention = clauses.at[before]
    if mention is not None and mention.kind is not MentionKind.PLACE:
        return after in ".,bhmp"
    return after in "bhm.," or (kind == "x" and next_word in _AFTER_GERUND)
