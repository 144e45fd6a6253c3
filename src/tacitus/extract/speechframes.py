"""Frames of speech that no single verb carries: ``put the blame on``, ``took responsibility``, ``a denial by X``."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.arguments import phrase_end, subject_region
from tacitus.extract.lexicon import load_table
from tacitus.extract.verbgroups import QUOTES, Clauses, Verb
from tacitus.model import MentionKind

_REACH_BY = 12
_MADE = frozenset({"make", "issue", "come", "send", "release", "publish", "deliver", "broadcast"})
_CUTS = frozenset({";", ".", ":", "?", "!"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A verb with words behind it that together are an act of speech of the class ``kind``."""

    kind: str
    near: frozenset[str]
    then: frozenset[str]
    within: int
    passive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """Where a noun of speech stands, its owner's tokens, and where its content ends."""

    kind: str
    at: int
    end: int
    owner_low: int
    owner_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """The frames by the lemma of their verb, and the nouns of speech with the class of each."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, str]
    noun_then: dict[str, frozenset[str]]


@cache
def load_frames(folder: str | None = None) -> Frames:
    """Return the frames of the lexicon ``reporting``."""
    table: dict[str, Any] = load_table("reporting", folder)
    verbs: dict[str, list[Frame]] = {}
    for row in table["frame"]:
        near = frozenset(row["near"]) | (frozenset(table["words"]["false"]) if row.get("false") else frozenset())
        frame = Frame(
            kind=row["class"],
            near=near,
            then=frozenset(row.get("then", ())),
            within=row.get("within", 4),
            passive=row.get("passive", False),
        )
        for word in row["words"]:
            verbs.setdefault(word, []).append(frame)
    return Frames(
        verbs={lemma: tuple(rows) for lemma, rows in verbs.items()},
        nouns={word: row["class"] for row in table["noun"] for word in row["words"]},
        noun_then={word: frozenset(row["then"]) for row in table["noun"] if "then" in row for word in row["words"]},
    )


def match_frame(clauses: Clauses, verb: Verb, frames: Frames) -> str | None:
    """Return the class of the frame that the verb and the words behind it (or its passive subject) make, or None."""
    rows = frames.verbs.get(verb.lemma)
    if rows is None:
        return None
    for frame in rows:
        if verb.passive:
            low, end = subject_region(clauses, verb)
            if frame.passive and any(w in frame.near for w in clauses.lows[low:end]):
                return frame.kind
            continue
        if _stands_near(clauses, verb.head + 1, frame):
            return frame.kind
    return None


def _stands_near(clauses: Clauses, first: int, frame: Frame) -> bool:
    for i in range(first, min(clauses.n, first + frame.within)):
        if clauses.lows[i] in _CUTS or clauses.kinds[i] == "t":
            return False
        if clauses.lows[i] in frame.near or ("-actor" in frame.near and _is_actor(clauses, i)):
            return not frame.then or any(
                clauses.lows[j] in frame.then or ("-ing" in frame.then and clauses.lows[j].endswith("ing"))
                for j in range(i + 1, min(clauses.n, i + 4))
            )
    return False


def _is_actor(clauses: Clauses, i: int) -> bool:
    mention = clauses.at[i]
    return mention is not None and mention.kind is MentionKind.ACTOR


def find_nominals(clauses: Clauses, frames: Frames) -> Iterator[Nominal]:
    """Yield the nouns of speech whose owner is named: ``X's denial``, ``an appeal for calm by X``."""
    for i, word in enumerate(clauses.lows):
        kind = frames.nouns.get(word)
        if kind is None or i in clauses.verb_at or clauses.at[i] is not None:
            continue
        then = frames.noun_then.get(word)
        if then is not None and not any(w in then for w in clauses.lows[i + 1 : i + 3]):
            continue
        if i and clauses.lows[i - 1] in clauses.grammar.negations:
            continue
        owner = _owner_before(clauses, i) or _owner_behind(clauses, i)
        if owner is not None:
            end = phrase_end(clauses, i, min(clauses.n, i + 8))
            yield Nominal(kind=kind, at=i, end=max(end, i + 1), owner_low=owner[0], owner_end=owner[1])


def _owner_before(clauses: Clauses, i: int) -> tuple[int, int] | None:
    for j in range(i - 1, max(-1, i - 4), -1):
        if clauses.lows[j] in {"'s", "'", "’"}:
            mention = clauses.at[j - 1] if j else None
            if mention is None or mention.kind is MentionKind.PLACE:
                return None
            low = j - 1
            while low and clauses.at[low - 1] is mention:
                low -= 1
            return low, j
        if clauses.kinds[j] != "x" or clauses.at[j] is not None or j in clauses.verb_at:
            return None
    return None


def _owner_behind(clauses: Clauses, i: int) -> tuple[int, int] | None:
    for j in range(i + 1, min(clauses.n - 1, i + _REACH_BY)):
        word = clauses.lows[j]
        verb = clauses.verb_at.get(j)
        if word in _CUTS or word in QUOTES or word == "," or (verb is not None and verb.lemma not in _MADE):
            return None
        if word == "by" or (word == "from" and j == i + 1):
            end = phrase_end(clauses, j + 1, clauses.n)
            if any(m.kind is not MentionKind.PLACE for _, _, m in clauses.mentions_between(j + 1, min(end, j + 12))):
                return j + 1, min(end, j + 14)
            return None
    return None
