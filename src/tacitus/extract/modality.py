"""Whether what stands at a place in a sentence happened: negation, plans, fears, conditions, prevention, exercises."""

from dataclasses import dataclass
from functools import cache

from tacitus.extract.arguments import subject_region
from tacitus.extract.lexicon import load_table
from tacitus.extract.verbgroups import Clauses, Verb, lemma_of, previous_word
from tacitus.model import Stance

_NOBODY = frozenset({"no", "nobody", "none", "neither"})
_REACH_BEFORE = 14
_REACH_AFTER = 12
_ENDS = frozenset(';:.?!“”"()')
_RESTARTS = frozenset(
    {
        "but",
        "after",
        "before",
        "while",
        "when",
        "although",
        "though",
        "because",
        "since",
        "until",
        "who",
        "which",
        "whose",
        "where",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """The words of ``stance.toml``, word -> stance."""

    modals: dict[str, Stance]
    before: dict[str, Stance]
    after: dict[str, Stance]
    excepted: frozenset[str]
    hedged: frozenset[str]
    happened: frozenset[str]
    unreal: frozenset[str]
    accident: frozenset[str]
    prevented: frozenset[str]


@cache
def load_operators(folder: str | None = None) -> Operators:
    """Return the operators of the lexicon ``stance``."""
    table = load_table("stance", folder)
    stances = {
        "planned": Stance.PLANNED,
        "hypothetical": Stance.HYPOTHETICAL,
        "prevented": Stance.DENIED,
        "denied": Stance.DENIED,
    }

    def by_word(section: str) -> dict[str, Stance]:
        return {word: stances[name] for name, words in table[section].items() for word in words}

    return Operators(
        modals=by_word("modals"),
        before=by_word("before"),
        after=by_word("after"),
        excepted=frozenset(table["scope"]["excepted_after"]),
        hedged=frozenset(table["scope"]["hedged"]),
        happened=frozenset(table["infinitives"]["happened"]),
        unreal=frozenset(table["unreal"]["words"]),
        accident=frozenset(table["unreal"]["accident"]),
        prevented=frozenset(table["before"]["prevented"]),
    )


def judge_modality(clauses: Clauses, first: int, last: int, operators: Operators) -> Stance:
    """Return how the sentence puts what stands at tokens ``first`` to ``last``; ``asserted`` where nothing speaks against it."""
    if (clauses.lows and clauses.lows[-1] == "?") or (clauses.n > 1 and clauses.lows[-2] == "?"):
        return Stance.QUESTIONED
    verb = next((v for i in range(first, last + 1) if (v := clauses.verb_at.get(i)) is not None), None)
    if verb is not None:
        stance = _judge_verb(clauses, verb, operators)
    else:
        stance = _judge_left(clauses, first, operators, noun=True, definite=_is_definite(clauses, first)) or _judge_governor(
            clauses, first, operators
        )
        stance = stance or _judge_right(clauses, last, operators)
    return stance or _judge_condition(clauses, first, operators) or Stance.ASSERTED


def _judge_verb(clauses: Clauses, verb: Verb, operators: Operators) -> Stance | None:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    if verb.negated and not _is_excepted(clauses, verb.first, verb.head, operators):
        return Stance.DENIED
    if verb.modal is not None:
        return operators.modals.get(verb.modal, Stance.HYPOTHETICAL)
    if verb.infinitive or (verb.form == "ing" and not verb.finite) or (verb.form == "base"):
        stance = _judge_left(clauses, verb.first, operators, noun=False)
        if stance is not None:
            return stance
        if verb.infinitive:
            governor = clauses.verb_at.get(verb.first - 1)
            if governor is not None and (governor.modal or governor.negated):
                return _judge_verb(clauses, governor, operators)
            before = previous_word(clauses, verb.first)
            if before < 0 or not {lemma_of(clauses, before), clauses.lows[before]} & operators.happened:
                return Stance.PLANNED
    low, end = subject_region(clauses, verb)
    nobody = low < end and any(w in _NOBODY for w in clauses.lows[low : min(end, low + 4)])
    if nobody and not _is_excepted(clauses, low, end, operators):
        return Stance.DENIED
    if low == end and verb.first and clauses.kinds[verb.first - 1] == "c":  # would attack X and burn it
        earlier = [v for v in clauses.verbs if v.head < verb.first][-1:]
        if earlier and verb.form == "base" and (earlier[0].modal or earlier[0].infinitive):
            return _judge_verb(clauses, earlier[0], operators)
    return _judge_left(clauses, verb.first, operators, noun=False)


def _is_excepted(clauses: Clauses, low: int, end: int, operators: Operators) -> bool:
    return any(
        clauses.lows[i] in clauses.grammar.negations and i + 1 < clauses.n and clauses.lows[i + 1] in operators.excepted
        for i in range(max(low, 0), min(end + 1, clauses.n))
    )


def _is_definite(clauses: Clauses, first: int) -> bool:
    """Whether the noun is one known before: nobody was hurt in *the attack* denies no attack."""
    return any(clauses.lows[i] in {"the", "this", "that"} for i in range(max(0, first - 3), first))


def _judge_left(clauses: Clauses, first: int, operators: Operators, *, noun: bool, definite: bool = False) -> Stance | None:  # noqa: C901, PLR0911, PLR0912  a list of cases, read from top to bottom
    """Look for an operator that governs what starts at ``first``: nothing finite may stand between the two."""
    i = first - 1
    limit = max(0, first - _REACH_BEFORE)
    near = True
    while i >= limit:
        word = clauses.lows[i]
        if word in _ENDS or (word in _RESTARTS and clauses.kinds[i] in "sr"):
            return None
        stance = operators.before.get(word)
        is_negation = word in clauses.grammar.negations
        if is_negation and definite and i < first - 1:
            return None
        if is_negation and (i + 1 >= clauses.n or clauses.lows[i + 1] in operators.excepted):
            return None
        if stance is not None and (near or not is_negation):
            governs = noun or clauses.kinds[i] != "p" or word == "without"
            if word in {"about", "set", "due", "going"}:
                governs = clauses.lows[i + 1] == "to"
            elif word in {"end", "stop", "halt", "ban", "against", "guard", "call", "order", "final"}:
                governs = (
                    noun
                    and clauses.lows[i + 1] in {"to", "of", "for", "the", "a", "any", "further", "attacks"}
                    and word != "against"
                )
            elif word in {"further", "future", "possible", "potential"}:
                governs = noun and i == first - 1 and word != "further"
            if governs:
                return stance
        verb = clauses.verb_at.get(i)
        if verb is not None and verb.finite and not is_negation:
            is_denied = verb.negated and noun and not definite
            return operators.modals.get(verb.modal) if verb.modal and noun else Stance.DENIED if is_denied else None
        if word == ",":
            near = False
            if not noun:
                return None
        elif clauses.kinds[i] in "x#" or clauses.at[i] is not None:
            near = near and noun and i >= first - 4
        i -= 1
    return None


def _judge_governor(clauses: Clauses, first: int, operators: Operators) -> Stance | None:
    """Judge a noun by the finite verb that it is the subject of: ``an attack could follow``."""
    verb = next((v for v in clauses.verbs if v.first > first and (v.finite or _is_bound(clauses, v))), None)
    if verb is not None and verb.infinitive and verb.first - first <= _REACH_AFTER:
        return Stance.PLANNED
    if verb is None or verb.first - first > _REACH_AFTER:
        return None
    low, end = subject_region(clauses, verb)
    if not low <= first < end:
        return None
    if verb.modal is not None:
        return operators.modals.get(verb.modal, Stance.HYPOTHETICAL)
    return Stance.DENIED if verb.negated and verb.lemma in {"be", "take", "happen", "occur"} else None


def _is_bound(clauses: Clauses, verb: Verb) -> bool:
    """Whether an infinitive stands behind a form of ``be``: ``operations are to begin``."""
    return verb.infinitive and verb.first > 0 and clauses.kinds[verb.first - 1] == "b"


def _judge_right(clauses: Clauses, last: int, operators: Operators) -> Stance | None:
    for i in range(last + 1, min(clauses.n, last + _REACH_AFTER)):
        word = clauses.lows[i]
        if word in _ENDS or word == "," or clauses.kinds[i] in "sr":
            return None
        stance = operators.after.get(word)
        if stance is not None and i == last + 1:
            return stance
        if stance is not None and any(clauses.kinds[j] == "b" for j in range(max(last, i - 4), i)):
            return stance
        verb = clauses.verb_at.get(i)
        if verb is not None and verb.finite and i > verb.head:
            return None
    return None


_FALSE = frozenset({"untrue", "false", "wrong", "fabricated"})
_UNTRUE = _FALSE | {"true", "truth", "evidence", "proof", "sign", "signs", "indication", "confirmation", "trace"}


def _judge_condition(clauses: Clauses, first: int, operators: Operators) -> Stance | None:
    """Judge what follows a sentence-initial or clause-initial condition."""
    del operators
    start = 1 if clauses.lows[0] in {"“", '"', "•"} else 0
    if clauses.lows[start : start + 1] in (["had"], ["should"], ["were"]) and clauses.n > 4:
        return Stance.HYPOTHETICAL
    for i in range(min(first, 40) - 1):
        if clauses.lows[i] in _UNTRUE and clauses.lows[i + 1] in {"that", "of", "to"}:
            before = clauses.lows[max(0, i - 2) : i]
            if clauses.lows[i] in _FALSE or any(w in clauses.grammar.negations for w in before):
                return Stance.DENIED
    for i in range(min(first, 40)):
        if clauses.lows[i] in {"if", "unless", "should"} and (
            i == 0 or clauses.lows[i - 1] in {"“", '"', ",", "that", "•", "and", "but", "only", "even"}
        ):
            return Stance.HYPOTHETICAL
    for i in range(first - 1, max(-1, first - 10), -1):
        if clauses.lows[i] in {"if", "unless", "whether"}:
            return Stance.HYPOTHETICAL
        if clauses.lows[i] in _ENDS:
            break
    return None


def is_unreal(clauses: Clauses, operators: Operators) -> bool:
    """Whether the sentence speaks of an exercise, of sport, of art or of an act of nature."""
    return clauses.has_word("unreal", operators.unreal)
