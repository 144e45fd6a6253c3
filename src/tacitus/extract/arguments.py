"""Where the arguments of a verb lie, and which mentions head them."""

from bisect import bisect_left
from operator import attrgetter

from tacitus.extract.verbgroups import QUOTES, Clauses, Verb, previous_word
from tacitus.model import Mention, MentionKind

REACH = 60
"""How many tokens an argument may lie from its verb."""

BULLETS = frozenset({"•", "-", "*", "–", "—", "▪", "·", "#"})
_STOPS = frozenset(";:()[]—–")
_SUBJECT_BREAKS = frozenset(
    ["that", "because", "after", "before", "when", "while", "although", "though", "since", "until", "if", "unless",
     "whether", "where", "whereas", "but", "as"]
)  # fmt: skip
_OBJECT_BREAKS = frozenset(
    ["after", "before", "when", "while", "as", "because", "although", "though", "until", "if", "unless", "but", "whereas",
     "where", "than"]
)  # fmt: skip
_GROUP_NOUNS_LINK = frozenset({"of", "from", "to", "with"})
_LINK_HEADS = frozenset({"loyal", "belonging", "linked", "affiliated", "close", "allied", "aligned", "tied"})


def subject_region(clauses: Clauses, verb: Verb) -> tuple[int, int]:
    """Return the tokens ``[first, end)`` in which the subject of the verb stands; empty where it has none of its own."""
    known = clauses.subjects.get(verb.head)
    if known is None:
        known = clauses.subjects[verb.head] = _find_subject(clauses, verb)
    return known


def _find_subject(clauses: Clauses, verb: Verb) -> tuple[int, int]:
    end = verb.first
    while end > 0 and clauses.kinds[end - 1] == "a":
        end -= 1
    if end == 0 or verb.infinitive:
        return end, end
    before = clauses.lows[end - 1]
    if verb.form == "ing" and before in {"of", "for"}:
        return _accused(clauses, end)
    if clauses.kinds[end - 1] == "r":
        return _antecedent(clauses, end - 1)
    if before == "," and verb.form != "ing" and verb.finite:
        return _across_insertion(clauses, end)
    if clauses.kinds[end - 1] in "cspt,;:" or before in QUOTES:
        return end, end
    reduced = (
        verb.form == "past" and verb.first == verb.head and verb.head + 1 < clauses.n and clauses.kinds[verb.head + 1] in "p.,"
    )
    low = _region_start(clauses, end, reduced=reduced)
    while low < end and clauses.lows[low] in BULLETS:
        low += 1
    return low, end


_ACCUSING = frozenset({"accuse", "blame", "suspect", "condemn", "convict", "criticise", "criticize", "denounce"})


def _accused(clauses: Clauses, end: int) -> tuple[int, int]:
    """Return whom an accusation names as the doer: ``X accused Y of shelling Z``, ``Y was accused of shelling Z``."""
    verb = next((v for i in range(end - 2, max(-1, end - 14), -1) if (v := clauses.verb_at.get(i)) is not None), None)
    if verb is None or verb.lemma not in _ACCUSING:
        return end, end
    return subject_region(clauses, verb) if verb.passive else (verb.head + 1, end - 1)


def _region_start(clauses: Clauses, end: int, *, reduced: bool) -> int:  # noqa: C901  a list of cases, read from top to bottom
    depth = 0
    limit = max(0, end - REACH)
    for i in range(end - 1, limit - 1, -1):
        word = clauses.lows[i]
        if word == ")":
            depth += 1
        elif word == "(":
            depth -= 1
            if depth < 0:
                return i + 1
        elif depth == 0:
            if word in _STOPS or word in QUOTES or (word in _SUBJECT_BREAKS and clauses.kinds[i] in "ts"):
                return i + 1
            verb = clauses.verb_at.get(i)
            if verb is None:
                continue
            if verb.finite and not reduced and _is_reduced(clauses, verb, end):
                continue
            if (verb.finite and (reduced or not is_embedded(clauses, verb))) or verb.infinitive:
                return _after_verb(clauses, i, end)
            if verb.form == "ing" and i and clauses.kinds[i - 1] in "sp":
                return _after_verb(clauses, i, end)
    return limit


_SAYING = frozenset({"say", "tell", "report", "add", "claim", "announce", "write", "state", "warn", "note", "confirm"})


def _is_reduced(clauses: Clauses, verb: Verb, end: int) -> bool:
    """Whether a past form before another finite verb only qualifies its subject: ``rockets fired from the hills struck ...``."""
    after = verb.head + 1
    if verb.form != "past" or verb.first != verb.head or verb.lemma in _SAYING or after >= end or clauses.kinds[after] != "p":
        return False
    if verb.first == 0 or clauses.kinds[verb.first - 1] not in "x#":
        return False
    return not any(clauses.lows[j] in _STOPS or clauses.lows[j] == "," or clauses.kinds[j] in "cstr" for j in range(after, end))


def _after_verb(clauses: Clauses, i: int, end: int) -> int:
    """Return where a new noun phrase begins after a finite verb at ``i``: behind the last comma or ``and``."""
    for j in range(end - 1, i, -1):
        if clauses.kinds[j] == "c" and clauses.lows[j - 1] == ",":
            return j + 1
    for j in range(end - 1, i, -1):
        if clauses.lows[j] == ",":
            return j + 1
    for j in range(end - 1, i, -1):
        if clauses.kinds[j] == "c":
            return j + 1
    return i + 1


def is_embedded(clauses: Clauses, verb: Verb) -> bool:
    """Whether the verb belongs to a relative clause, so that the main clause goes on behind it."""
    for j in range(verb.first - 1, max(-1, verb.first - 7), -1):
        if clauses.kinds[j] == "r":
            return True
        if clauses.lows[j] in {",", ";", ".", ":"} or clauses.verb_at.get(j) is not None:
            return False
    return False


def _antecedent(clauses: Clauses, at: int) -> tuple[int, int]:
    """Return the noun phrase before a relative pronoun."""
    end = at
    if end > 0 and clauses.kinds[end - 1] == "p":  # in which
        end -= 1
    if end > 0 and clauses.lows[end - 1] == ",":
        end -= 1
    limit = max(0, end - 14)
    for i in range(end - 1, limit - 1, -1):
        word = clauses.lows[i]
        if word in {",", ";", ":"} or word in QUOTES or clauses.verb_at.get(i) is not None or clauses.kinds[i] in "str":
            return i + 1, end
    return limit, end


def _across_insertion(clauses: Clauses, end: int) -> tuple[int, int]:
    """Return the region before a verb that follows a comma: an insertion ends there, and the subject stands before it.

    ``The group, which ..., said``; ``Its spokesman, X, denied``.
    """
    i = end - 1
    limit = max(0, end - REACH)
    while (
        i > limit and clauses.lows[i - 1] not in {";", ":"} and clauses.lows[i - 1] not in QUOTES and clauses.kinds[i - 1] != "t"
    ):
        i -= 1
    return i, end


def object_region(clauses: Clauses, verb: Verb) -> tuple[int, int]:
    """Return the tokens ``[first, end)`` behind the verb that belong to its clause."""
    first = verb.head + 1
    return first, region_end(clauses, first)


def region_end(clauses: Clauses, first: int) -> int:
    """Return where the clause that contains token ``first`` ends to the right."""
    known = clauses.ends.get(first)
    if known is None:
        known = clauses.ends[first] = _find_end(clauses, first)
    return known


def _find_end(clauses: Clauses, first: int) -> int:
    limit = min(clauses.n, first + REACH)
    depth = 0
    for i in range(first, limit):
        word = clauses.lows[i]
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif depth <= 0:
            if word in {";", ":", ".", "?", "!", "—"} or word in QUOTES or clauses.kinds[i] in "tr":
                return i
            if (
                word in _OBJECT_BREAKS
                and clauses.kinds[i] != "d"
                and not (word == "as" and i + 1 < limit and clauses.lows[i + 1] in {"well", "part", "far"})
            ):
                return i
            verb = clauses.verb_at.get(i)
            if verb is not None and (verb.finite or verb.form == "ing" or verb.infinitive):
                return _before_verb(clauses, first, verb)
    return limit


def _before_verb(clauses: Clauses, first: int, verb: Verb) -> int:
    """Return where the next verb's clause begins: at the comma or the conjunction before its subject, else at the verb."""
    at = verb.first
    if verb.finite:
        low, end = subject_region(clauses, verb)
        if first < low < end:
            at = low
    elif at > first and clauses.kinds[at - 1] == "p":
        at -= 1
    while at > first and (clauses.kinds[at - 1] in "ca" or clauses.lows[at - 1] == ","):
        at -= 1
    return at


def is_head(clauses: Clauses, first: int, low: int = 0) -> bool:
    """Whether the mention that starts at token ``first`` stands for itself or for its fighters, and is not merely near to them.

    ``gunmen of X`` yes; ``near X``, ``a militia allied with X`` no.
    """
    i = first - 1
    while i >= low and (clauses.kinds[i] in "d#a" or _is_plain_modifier(clauses, i)):
        if clauses.kinds[i] == "#" and len(clauses.lows[i]) == 4 and clauses.lows[i][:2] in {"19", "20"}:  # In 1999 the X
            return True
        i -= 1
    if i < low or clauses.kinds[i] != "p":
        return True
    word = clauses.lows[i]
    if word not in _GROUP_NOUNS_LINK or i - 1 < low:
        return False
    if word == "with":
        return clauses.lows[i - 1] in {"along", "together", "alongside"}
    if word in {"of", "from"}:
        owner = clauses.at[i - 1]
        return clauses.kinds[i - 1] in "x#do" and (owner is None or owner.entity is None)
    return clauses.lows[i - 1] in {"loyal", "belonging", "linked", "affiliated"} and i - 2 >= low and clauses.kinds[i - 2] == "x"


def _is_plain_modifier(clauses: Clauses, i: int) -> bool:
    return (
        clauses.kinds[i] == "x"
        and clauses.at[i] is None
        and i not in clauses.verb_at
        and clauses.lows[i].endswith(("ed", "ish", "ian", "ese", "al", "ist", "ite", "er"))
    )


def is_possessive(clauses: Clauses, end: int) -> bool:
    """Whether the mention that ends before token ``end`` is a possessor: ``the army's``."""
    return end < clauses.n and clauses.lows[end] in {"'s", "'", "’"}


def has_own_subject(clauses: Clauses, verb: Verb) -> bool:
    """Whether the verb has a subject region of its own."""
    low, end = subject_region(clauses, verb)
    return low < end


def subject_mentions(clauses: Clauses, verb: Verb, depth: int = 0) -> list[Mention]:
    """Return the actors, persons and places that are the grammatical subject of the verb, coordinated ones included."""
    low, end = subject_region(clauses, verb)
    if low < end:
        heads = head_mentions(clauses, low, end)
        if not heads and verb.first and clauses.kinds[previous_word(clauses, verb.first)] == "r":
            heads = [m for _, stop, m in clauses.mentions_between(low, end) if not is_possessive(clauses, stop)][-1:]
        return heads
    governor = governing_verb(clauses, verb)
    return subject_mentions(clauses, governor, depth + 1) if governor is not None and depth < 6 else []


_VERBS_BACK = 12
_head = attrgetter("head")


def governing_verb(clauses: Clauses, verb: Verb) -> Verb | None:
    """Return the verb whose subject this one shares: coordinated, infinitive or participial; of equal tense where coordinated."""
    found: Verb | None = None
    equal: Verb | None = None
    coordinated = verb.first > 0 and clauses.kinds[previous_word(clauses, verb.first)] == "c"
    at = bisect_left(clauses.verbs, verb.first, key=_head)
    for candidate in reversed(clauses.verbs[max(0, at - _VERBS_BACK) : at]):
        is_far = verb.first - candidate.head > 12
        if (candidate.finite or candidate.infinitive) and not (is_far and is_embedded(clauses, candidate)):
            found = found or candidate
            is_perfect = candidate.form == "pp" and verb.form == "past" and found is candidate
            if equal is None and (candidate.form == verb.form or is_perfect) and candidate.passive == verb.passive:
                equal = candidate
    if found is None and verb.form == "ing":  # After killing nine, the attackers left
        return next((v for v in clauses.verbs[at : at + _VERBS_BACK] if v.first > verb.head and v.finite), None)
    return equal if coordinated and equal is not None else found


def head_mentions(clauses: Clauses, low: int, end: int) -> list[Mention]:
    """Return the mentions in tokens ``[low, end)`` that head a noun phrase, apposition left out."""
    segments = _segments(clauses, low, end)
    chosen: list[Mention] = []
    fallback: list[Mention] = []
    owners: list[Mention] = []
    for number, (a, b) in enumerate(segments):
        heads = []
        for first, stop, mention in clauses.mentions_between(a, b):
            if mention.kind is MentionKind.PLACE and stop < b and clauses.at[stop] is not None:
                continue
            if is_possessive(clauses, stop):
                owners.append(mention)
            elif is_head(clauses, first, a):
                heads.append(mention)
        if heads:
            (chosen if not chosen or _is_listed(clauses, segments, number) else fallback).extend(heads)
    return chosen or fallback or owners


def _segments(clauses: Clauses, low: int, end: int) -> list[tuple[int, int]]:
    """Return the comma-separated parts of a region; parentheses and leading adverbials are left out where others remain."""
    parts: list[tuple[int, int]] = []
    start = low
    depth = 0
    for i in range(low, end):
        word = clauses.lows[i]
        if word == "(":
            if depth == 0 and i > start:
                parts.append((start, i))
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
            start = i + 1
        elif depth == 0 and word in {",", "—", "–"}:
            if i > start:
                parts.append((start, i))
            start = i + 1
    if depth == 0 and start < end:
        parts.append((start, end))
    while len(parts) > 1 and clauses.kinds[parts[0][0]] in "psa":
        parts.pop(0)
    return parts


def _is_listed(clauses: Clauses, segments: list[tuple[int, int]], number: int) -> bool:
    """Whether the part belongs to a list (``A, B and C``) and is no apposition (``A, the branch of B,``)."""
    first, end = segments[number]
    if clauses.kinds[first] == "c":
        return True
    closes = any(clauses.kinds[i] == "c" for i in range(*segments[-1]))
    is_name_first = clauses.at[first] is not None or (
        clauses.kinds[first] == "d" and first + 1 < end and clauses.at[first + 1] is not None
    )
    return closes and is_name_first


def agent_mentions(clauses: Clauses, verb: Verb) -> list[Mention]:
    """Return the heads behind ``by`` in the clause of a passive verb."""
    low, end = object_region(clauses, verb)
    for i in range(low, end):
        if clauses.lows[i] == "by":
            return phrase_mentions(clauses, i + 1, end)
    return []


def phrase_mentions(clauses: Clauses, low: int, end: int) -> list[Mention]:
    """Return the head mentions of the noun phrase that starts at ``low``; it ends at the next preposition but ``of``."""
    return head_mentions(clauses, low, phrase_end(clauses, low, end))


_HAILING = frozenset(
    [
        "fighters",
        "gunmen",
        "militants",
        "troops",
        "soldiers",
        "members",
        "men",
        "rebels",
        "forces",
        "officers",
        "police",
        "people",
        "insurgents",
        "militiamen",
        "youths",
        "guerrillas",
        "attackers",
        "supporters",
    ]
)


def phrase_end(clauses: Clauses, low: int, end: int) -> int:
    """Return where the noun phrase that starts at ``low`` ends: before a preposition other than ``of``, or before a verb."""
    for i in range(low + 1, end):
        if clauses.at[i] is not None:
            continue
        word = clauses.lows[i]
        if clauses.kinds[i] == "p" and word not in {"of", "including", "alongside"}:
            linked = word in {"from", "to", "with"} and clauses.lows[i - 1] in _LINK_HEADS
            origin = word == "from" and clauses.lows[i - 1] in _HAILING
            together = word == "with" and clauses.lows[i - 1] in {"together", "along"}
            if not (linked or origin or together):
                return i
        if i in clauses.verb_at or clauses.kinds[i] == "w":
            return i
    return end
