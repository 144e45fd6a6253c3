"""A sentence with its word classes, mentions and verb groups, as the clause analysis leaves it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from tacitus.extract.document import Sentence
from tacitus.extract.grammar import Grammar
from tacitus.model import Mention, MentionForm, Span

QUOTES = frozenset('“”"«»')
NO_TAGS: frozenset[str] = frozenset()
_ED = frozenset({"past", "pp"})
_ING = frozenset({"ing"})
_read_end = attrgetter("end")


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
            known = self.facts[name] = not words.isdisjoint(self.lows) and any(
                w in words and self.at[i] is None for i, w in enumerate(self.lows)
            )
        return known

    def index_at(self, offset: int) -> int:
        """Return the index of the first token that ends after ``offset``."""
        return bisect_right(self.sentence.tokens, offset, 0, self.n, key=_read_end)

    def mentions_between(self, first: int, end: int) -> list[tuple[int, int, Mention]]:
        """Return (first token, end token, mention) of each mention that starts in tokens ``[first, end)``."""
        if len(self.rows) < 40:
            return [row for row in self.rows if first <= row[0] < end]
        low = bisect_left(self.rows, first, key=itemgetter(0))
        return self.rows[low : bisect_left(self.rows, end, key=itemgetter(0))]


def form_tags(clauses: Clauses, i: int) -> frozenset[str]:
    """Return the verb form tags that the token may have."""
    if clauses.kinds[i] != "x":
        return NO_TAGS
    mention = clauses.at[i]
    if mention is not None and mention.form is not MentionForm.PRONOUN:
        return NO_TAGS
    word = clauses.lows[i]
    form = clauses.grammar.forms.get(word)
    if form is not None:
        return form.tags
    if len(word) > 4 and word not in clauses.grammar.not_verbs and word == clauses.sentence.tokens[i].text and "-" not in word:
        if word.endswith("ed"):
            return _ED
        if word.endswith("ing"):
            return _ING
    return NO_TAGS


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
