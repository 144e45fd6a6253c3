"""Tolls: a number of dead or injured, the lines of digests that list them, and phrases that name one person."""

from dataclasses import dataclass

from tacitus.extract.counts import CasualtyLexicon, read_count, words_between
from tacitus.extract.verbgroups import Clauses
from tacitus.model import Count, Mention, MentionForm, MentionKind

_NP_STOPS = frozenset("p,.;:sr()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A number of dead (or injured) told at tokens ``[first, last]``; ``victims`` are the mentions among them."""

    first: int
    last: int
    count: Count
    is_death: bool
    victims: tuple[Mention, ...] = ()
    words: tuple[str, ...] = ()


UNHURT = frozenset({"unhurt", "unharmed", "uninjured", "unscathed", "harmed"})
_FIELDS = frozenset({"killed", "dead", "deaths", "fatalities", "toll", "casualties", "died"})
_FIELD_ENDS = frozenset({".", "not", "including", "excluding", "(", "|"})


def find_unhurt(clauses: Clauses) -> list[Toll]:
    """Return a toll of nobody for ``the driver was unhurt``, ``no staff were harmed``."""
    at = next(i for i, w in enumerate(clauses.lows) if w in UNHURT)
    negated = any(w in clauses.grammar.negations for w in clauses.lows[:at])
    if (clauses.lows[at] == "harmed") != negated:
        return []
    return [Toll(first=at, last=at, count=Count(low=0, high=0, text=clauses.lows[at]), is_death=True)]


def is_inside(toll: Toll, fields: list[Toll]) -> bool:
    """Whether a toll stands where the fields of a digest begin, or behind them."""
    return any(toll.first >= f.first - 2 for f in fields)


def find_fields(clauses: Clauses, lexicon: CasualtyLexicon) -> list[Toll]:
    """Read a line of a digest: ``Killed: army 3, rebels 7``, ``Dead: none``."""
    out: list[Toll] = []
    for at in range(min(clauses.n - 2, 60)):
        if clauses.lows[at] not in _FIELDS or clauses.lows[at + 1] != ":":
            continue
        end = next((i for i in range(at + 2, clauses.n) if clauses.lows[i] in _FIELD_ENDS), clauses.n)
        is_death, low = True, at + 2
        for i in range(at + 2, end + 1):
            if i < end and clauses.lows[i] not in {",", ";", "and"}:
                continue
            part = clauses.lows[low:i]
            is_death = is_death and lexicon.injury_nouns.isdisjoint(part)
            if set(part) & {"none", "no", "nobody", "0", "nil"}:
                out.append(_field(clauses, low, i, Count(low=0, high=0, text=words_between(clauses, low, i - 1)), is_death))
            elif part and (found := read_count(clauses, low, i, lexicon)) is not None:
                out.append(_field(clauses, low, i, found[0], is_death))
            elif part and is_single(clauses, low, i):
                out.append(_field(clauses, low, i, Count(low=1, high=1, text=words_between(clauses, low, i - 1)), is_death))
            low = i + 1
    return out


def _field(clauses: Clauses, low: int, end: int, count: Count, is_death: bool) -> Toll:
    victims = tuple(m for _, _, m in clauses.mentions_between(low, end) if m.kind is MentionKind.ACTOR)
    words = tuple(clauses.lows[low:end])
    return Toll(first=low, last=end - 1, count=count, is_death=is_death, victims=victims, words=words)


_SINGULAR = frozenset(
    [
        "driver",
        "soldier",
        "policeman",
        "officer",
        "commander",
        "leader",
        "man",
        "woman",
        "child",
        "boy",
        "girl",
        "civilian",
        "fighter",
        "guard",
        "villager",
        "teacher",
        "farmer",
        "journalist",
        "priest",
        "nun",
        "peacekeeper",
        "passenger",
        "worker",
        "herder",
        "trader",
        "student",
        "chief",
        "mayor",
        "governor",
        "spokesman",
        "general",
        "colonel",
        "militant",
        "rebel",
        "gunman",
        "attacker",
        "bomber",
        "doctor",
        "nurse",
        "resident",
        "shepherd",
        "fisherman",
        "person",
        "judge",
        "translator",
        "engineer",
        "aide",
        "bodyguard",
        "trainee",
        "ranger",
        "sergeant",
        "lieutenant",
        "captain",
        "major",
        "pastor",
        "imam",
        "elder",
        "councillor",
    ]
)


_CROWDS = frozenset(
    ["number", "group", "dozen", "handful", "couple", "pair", "series", "total", "family", "crowd", "convoy", "patrol", "few",
     "lot",
     "score",
     "hundred", "thousand", "column", "unit", "squad", "party", "team", "crew", "generation", "people", "minimum", "maximum",
     "majority", "quarter", "third", "half", "day", "week", "month", "year", "garrison", "village", "town", "market", "school",
     "attack",
     "raid", "clash", "strike", "blast", "battle", "operation", "car", "bus", "house", "camp", "post", "base"]
)  # fmt: skip


def _is_named_person(mention: Mention) -> bool:
    return mention.kind is MentionKind.PERSON and mention.form is MentionForm.NAME


def is_single(clauses: Clauses, low: int, end: int) -> bool:
    """Whether the phrase names one person: ``the driver``, ``a soldier``, a person's name."""
    if low >= end:
        return False
    mentions = clauses.mentions_between(low, end)
    if len(mentions) == 1 and _is_named_person(mentions[0][2]):
        return mentions[0][1] >= end or clauses.lows[mentions[0][1]] != "'s"
    if mentions and _is_named_person(mentions[0][2]) and mentions[0][0] <= low + 2:
        after = mentions[0][1]
        return after < end and (clauses.kinds[after] in "p," or clauses.lows[after] == "of")
    if clauses.lows[low] in {"a", "an", "another", "the", "its", "his", "her", "their", "one"}:
        last = low + 1
        while last < end and clauses.kinds[last] not in _NP_STOPS and last not in clauses.verb_at:
            last += 1
        head = clauses.lows[last - 1]
        if clauses.lows[low] in {"a", "an", "another"}:
            return not head.endswith("s") and head not in _CROWDS and clauses.kinds[last - 1] in "xo"
        return head in _SINGULAR
    return False
