"""Where speech stands in a sentence: its cue, its content, and where its speaker is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tacitus.extract.arguments import phrase_end, region_end, subject_region
from tacitus.extract.lexicon import load_table
from tacitus.extract.speechframes import Frames, find_nominals, load_frames, match_frame
from tacitus.extract.verbgroups import QUOTES, Clauses, Verb, previous_word
from tacitus.model import MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """The lexicon ``reporting``: verb lemma -> class, and word lists."""

    verbs: dict[str, str]
    needs: dict[str, frozenset[str]]
    anonymous: frozenset[str]
    bearers: frozenset[str]
    content_nouns: frozenset[str]
    false: frozenset[str]
    group_nouns: frozenset[str]
    ranks: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    frames: Frames
    cues: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A piece of speech: token ranges of its content, cue and speaker (empty where it must be found elsewhere).

    ``verb`` is the cue where it is a verb whose subject speaks.
    """

    kind: str
    low: int
    end: int
    cue_first: int
    cue_last: int
    speaker_low: int = 0
    speaker_end: int = 0
    verb: Verb | None = None


@cache
def load_reporting(folder: str | None = None) -> Reporting:
    """Return the lexicon ``reporting``."""
    table = load_table("reporting", folder)
    words = table["words"]
    frames = load_frames(folder)
    silent = {"fear", "think"}
    spoken = {word for row in table["verb"] if row["class"] not in silent for word in row["words"]}
    return Reporting(
        verbs={word: row["class"] for row in table["verb"] for word in row["words"]},
        needs={word: frozenset(row["next"]) for row in table["verb"] if "next" in row for word in row["words"]},
        anonymous=frozenset(words["anonymous"]),
        bearers=frozenset(words["bearers"]),
        content_nouns=frozenset(words["content_nouns"]),
        false=frozenset(words["false"]),
        group_nouns=frozenset(words["group_nouns"]),
        ranks=frozenset(words["ranks"]),
        according=tuple(tuple(p.split()) for p in table["phrases"]["according"]),
        frames=frames,
        cues=frozenset(spoken | frames.verbs.keys()),
    )


def find_in_sentence(clauses: Clauses, reporting: Reporting) -> Iterator[Speech]:
    """Yield the speech of a sentence."""
    yield from _according(clauses, reporting)
    yield from _false_claims(clauses, reporting)
    yield from _labelled(clauses)
    for nominal in find_nominals(clauses, reporting.frames):
        yield Speech(
            kind=nominal.kind, low=nominal.at, end=nominal.end, cue_first=nominal.at, cue_last=nominal.at,
            speaker_low=nominal.owner_low, speaker_end=nominal.owner_end,
        )  # fmt: skip
    for verb in clauses.verbs:
        framed = match_frame(clauses, verb, reporting.frames)
        kind = framed or reporting.verbs.get(verb.lemma)
        if kind is None or is_denied_speaker(clauses, verb) or _is_no_speech(clauses, verb):
            continue
        needed = reporting.needs.get(verb.lemma) if framed is None else None
        if needed is not None and (verb.head + 1 >= clauses.n or clauses.lows[verb.head + 1] not in needed):
            continue
        if verb.passive:
            yield from _passive(clauses, verb, kind, reporting)
        elif framed is not None and not verb.negated:
            yield from _framed(clauses, verb, kind, reporting)
        elif not verb.negated:
            yield from _active(clauses, verb, kind, reporting)


def _is_no_speech(clauses: Clauses, verb: Verb) -> bool:
    """Whether the cue only inserts (``I quote``, ``and, so it claims, X``) or stands in a question (``Will X declare ...?``)."""
    before = clauses.lows[max(0, verb.first - 2) : verb.first]
    if verb.lemma == "quote" and before[-1:] == ["i"]:
        return True
    if before[:1] == ["so"] and clauses.kinds[verb.first - 1] == "o":
        return True
    return verb.form == "base" and verb.finite and clauses.lows[-1] == "?" and not any(w in QUOTES for w in clauses.lows)


_LABEL = 9


def _labelled(clauses: Clauses) -> Iterator[Speech]:
    """Find ``Colonel X: "We ..."``: a speaker's name, a colon, and words in quotes or in the first person."""
    if ":" not in clauses.lows[:_LABEL]:
        return
    at = clauses.lows.index(":")
    mention = clauses.at[at - 1] if at else None
    if (
        mention is None
        or mention.kind is MentionKind.PLACE
        or at + 2 >= clauses.n
        or any(i in clauses.verb_at for i in range(at))
    ):
        return
    if clauses.lows[at + 1] in QUOTES or any(w in {"we", "our", "i", "my", "us"} for w in clauses.lows[at + 1 : at + 25]):
        yield Speech(
            kind="say",
            low=at + 1,
            end=_strip(clauses, at + 1, clauses.n),
            cue_first=at,
            cue_last=at,
            speaker_low=0,
            speaker_end=at,
        )


def _framed(clauses: Clauses, verb: Verb, kind: str, reporting: Reporting) -> Iterator[Speech]:
    end = _content_end(clauses, verb.head + 1, verb, reporting)
    comma = (i for i in range(verb.head + 1, end - 1) if clauses.lows[i] == "," and clauses.kinds[i + 1] in "cs")
    end = next(comma, end)
    if verb.head + 1 < end:
        yield Speech(kind=kind, low=verb.head + 1, end=end, cue_first=verb.first, cue_last=verb.head, verb=verb)


def is_denied_speaker(clauses: Clauses, verb: Verb) -> bool:
    """Whether nobody speaks: ``nobody has claimed``, ``no group said``."""
    low, end = subject_region(clauses, verb)
    return low < end and any(w in {"nobody", "no", "none", "neither", "no-one"} for w in clauses.lows[low : min(end, low + 3)])


def _active(clauses: Clauses, verb: Verb, kind: str, reporting: Reporting) -> Iterator[Speech]:
    after = verb.head + 1
    stop = region_end(clauses, after)
    inverted = _inverted_speaker(clauses, verb, after, stop, reporting) if kind in _INVERTING else None
    if inverted is not None:
        low = _content_start(clauses, verb.first)
        if low < verb.first:
            yield Speech(
                kind=kind, low=low, end=_strip(clauses, low, verb.first), cue_first=verb.first, cue_last=verb.head,
                speaker_low=inverted[0], speaker_end=inverted[1],
            )  # fmt: skip
        return
    low, end = subject_region(clauses, verb)
    if clauses.kinds[previous_word(clauses, verb.first)] == "r" and verb.first > 1:
        yield from _relative_cue(clauses, verb, kind, reporting)
        return
    if low < end and _is_final(clauses, verb, after):
        start = _content_start(clauses, low)
        comma = _comma_before(clauses, low, end)
        if comma is not None and start < comma:
            yield Speech(
                kind=kind, low=start, end=comma, cue_first=verb.first, cue_last=verb.head,
                speaker_low=comma, speaker_end=end, verb=verb,
            )  # fmt: skip
            return
        antecedent = next((i for i in range(end - 1, max(-1, low - 3), -1) if clauses.kinds[i] == "r"), None)
        if antecedent is not None and antecedent > 1:  # , which X has denied
            yield Speech(kind=kind, low=0, end=antecedent, cue_first=verb.first, cue_last=verb.head, verb=verb)
            return
    content_end = _content_end(clauses, after, verb, reporting)
    if after < content_end and not _is_noun_object_only(clauses, verb, kind):
        yield Speech(kind=kind, low=after, end=content_end, cue_first=verb.first, cue_last=verb.head, verb=verb)
    elif after >= content_end or kind != "say":
        yield Speech(kind=kind, low=verb.first, end=verb.head + 1, cue_first=verb.first, cue_last=verb.head, verb=verb)


def _is_noun_object_only(clauses: Clauses, verb: Verb, kind: str) -> bool:
    """Whether ``count``, ``put``, ``post`` and their like govern a mere thing, so that nobody speaks."""
    return (
        kind == "say"
        and verb.lemma in {"put", "post", "count", "write", "cite", "note", "broadcast"}
        and not any(
            clauses.kinds[i] in "t#" or i in clauses.verb_at or clauses.lows[i] in QUOTES
            for i in range(verb.head + 1, min(clauses.n, verb.head + 12))
        )
    )


def _relative_cue(clauses: Clauses, verb: Verb, kind: str, reporting: Reporting) -> Iterator[Speech]:
    end = _content_end(clauses, verb.head + 1, verb, reporting)
    if verb.head + 1 < end:
        yield Speech(kind=kind, low=verb.head + 1, end=end, cue_first=verb.first, cue_last=verb.head, verb=verb)


_INVERTING = frozenset({"say", "claim", "confirm", "threaten", "deny"})
_HEARSAY = frozenset({"say", "believe", "think", "allege", "suspect", "report", "claim", "understand", "rumour", "fear"})


def _passive(clauses: Clauses, verb: Verb, kind: str, reporting: Reporting) -> Iterator[Speech]:
    after = verb.head + 1
    low, end = subject_region(clauses, verb)
    next_word = clauses.lows[after] if after < clauses.n else "."
    stop = region_end(clauses, after)
    by = next((i for i in range(after, stop) if clauses.lows[i] == "by"), None)
    spoken = (by + 1, stop) if by is not None and by + 1 < stop else (0, 0)
    if kind == "accuse":
        content_low = low if verb.lemma == "blame" and low < end else after
        content_end = _content_end(clauses, after, verb, reporting)
        if by is None and verb.lemma == "see":
            return
        yield Speech(
            kind=kind, low=content_low, end=content_end, cue_first=verb.first, cue_last=verb.head,
            speaker_low=spoken[0], speaker_end=spoken[1],
        )  # fmt: skip
    elif spoken[1] and (kind != "say" or verb.lemma in _ANNOUNCING):
        if verb.lemma == "claim" and _claims_by_noun(clauses, low, end):
            kind = "deed"
        content_end = _strip(clauses, low, verb.first)
        is_bare = low >= content_end  # The attack, claimed by X,
        yield Speech(
            kind=kind, low=verb.first if is_bare else low, end=after if is_bare else content_end,
            cue_first=verb.first, cue_last=verb.head, speaker_low=spoken[0], speaker_end=spoken[1],
        )  # fmt: skip
    elif verb.lemma in _HEARSAY and (next_word in {"to", "that"} or verb.lemma == "fear"):
        begin = low if next_word == "to" and low < end else after
        content_end = _content_end(clauses, after, verb, reporting)
        if begin < content_end:
            kind = "fear" if verb.lemma == "fear" else "hearsay"
            yield Speech(kind=kind, low=begin, end=content_end, cue_first=verb.first, cue_last=verb.head)


_ANNOUNCING = frozenset({"announce", "declare", "proclaim", "disclose", "reveal", "broadcast"})
_UNCLAIMED = frozenset({"territory", "land", "area", "town", "island", "region", "village", "life", "lives"})


def _claims_by_noun(clauses: Clauses, low: int, end: int) -> bool:
    """Whether what was claimed is a deed (``the bombing``, ``responsibility``), and no land, and no life."""
    return not any(clauses.lows[i] in _UNCLAIMED for i in range(low, end))


def _according(clauses: Clauses, reporting: Reporting) -> Iterator[Speech]:
    for phrase in reporting.according:
        if phrase[0] not in clauses.lows:
            continue
        size = len(phrase)
        for i in range(clauses.n - size):
            if clauses.lows[i] != phrase[0] or tuple(clauses.lows[i : i + size]) != phrase:
                continue
            stop = _speaker_end(clauses, i + size)
            if i <= 1:
                low, end = min(stop + 1, clauses.n - 1), _strip(clauses, stop, clauses.n)
            else:
                low, end = _content_start(clauses, i), _strip(clauses, 0, i)
            if low < end:
                yield Speech(
                    kind="say", low=low, end=end, cue_first=i, cue_last=i + size - 1, speaker_low=i + size, speaker_end=stop
                )


def _speaker_end(clauses: Clauses, first: int) -> int:
    for i in range(first, clauses.n):
        if (clauses.lows[i] in {",", ";", ".", ":"} or clauses.kinds[i] in "rs" or i in clauses.verb_at) and i > first:
            return i
    return clauses.n


def _false_claims(clauses: Clauses, reporting: Reporting) -> Iterator[Speech]:
    """Find ``Claims that ... are false`` and ``denied reports of ...``."""
    if not any(w in reporting.content_nouns for w in clauses.lows):
        return
    for i, word in enumerate(clauses.lows):
        if word not in reporting.content_nouns or i in clauses.verb_at:
            continue
        false = next(
            (
                j
                for j in range(i + 2, min(clauses.n, i + 40))
                if (clauses.lows[j] in reporting.false or (clauses.lows[j] in _TRUE and clauses.lows[j - 1] == "not"))
                and any(clauses.kinds[k] == "b" for k in range(max(i, j - 4), j))
            ),
            None,
        )
        if false is not None:
            yield Speech(kind="false", low=i + 1, end=false, cue_first=false, cue_last=false)


def _inverted_speaker(clauses: Clauses, verb: Verb, after: int, stop: int, reporting: Reporting) -> tuple[int, int] | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Return the tokens of a speaker that stands behind the verb: ``..., said Colonel X, the commander``."""
    if verb.first == 0 or after >= clauses.n or verb.form not in {"past", "s", "base"}:
        return None
    before = clauses.lows[verb.first - 1]
    if (before not in {",", "?", "!"} and before not in QUOTES) or verb.lemma == "tell":
        return None
    if clauses.kinds[after] in "tp#,.o" and clauses.at[after] is None:
        return None
    phrase = phrase_end(clauses, after, min(stop, clauses.n))
    named = any(m.kind is not MentionKind.PLACE for _, _, m in clauses.mentions_between(after, phrase))
    if not named and not any(
        w in reporting.anonymous or w in reporting.bearers for w in clauses.lows[after : min(after + 4, phrase)]
    ):
        return None
    if stop < clauses.n and clauses.verb_at.get(stop) is not None and clauses.lows[stop - 1] != ",":
        return None
    if stop + 1 < clauses.n and clauses.lows[stop] in _OPENING and before not in QUOTES:  # , said X "knows nothing"
        return None
    end = next((i for i in range(after, min(stop, clauses.n)) if clauses.lows[i] in {",", ";"}), stop)
    return (after, end) if end > after else None


_TRUE = frozenset({"true", "correct", "accurate"})
_OPENING = frozenset({"“", "«", '"'})


def _is_final(clauses: Clauses, verb: Verb, after: int) -> bool:
    """Whether nothing but an adverbial follows the cue: ``..., he said on Wednesday.``."""
    if after >= clauses.n or clauses.lows[after] in {".", "!", "?", ",", ";", ":", ")"} or clauses.lows[after] in QUOTES:
        return True
    stop = min(clauses.n, after + 14)
    if any(i in clauses.verb_at or clauses.kinds[i] == "t" for i in range(after, stop)):
        return False
    return (
        clauses.kinds[after] in "pa"
        or clauses.lows[after] in {"reporters", "journalists"}
        or (verb.lemma == "tell")
        or clauses.lows[after].endswith("day")
    )


def _comma_before(clauses: Clauses, low: int, end: int) -> int | None:
    """Return the index of the comma (or quote) that parts content and speaker, looking left from the cue."""
    for i in range(end - 1, max(-1, low - 4), -1):
        if clauses.lows[i] in {"”", '"', "»"}:
            return i
    for i in range(end - 1, max(-1, low - 4), -1):
        if (
            clauses.lows[i] == ","
            and i > 2
            and any(j in clauses.verb_at or clauses.kinds[j] == "b" for j in range(max(0, i - 25), i))
        ):
            return i
    return None


def _content_start(clauses: Clauses, before: int) -> int:
    """Return where content that ends before token ``before`` starts: behind a bullet or the last semicolon."""
    for i in range(before - 1, -1, -1):
        if clauses.lows[i] == ";" or (clauses.lows[i] == ":" and before - i > 4):
            return i + 1
    return 1 if clauses.n and clauses.lows[0] in {"•", "-", "*", "–"} else 0


def _content_end(clauses: Clauses, first: int, verb: Verb, reporting: Reporting) -> int:
    """Return where content behind the cue ends: before the next cue of the same speaker, else with the sentence."""
    for other in clauses.verbs:
        if other.head <= verb.head or not other.finite or other.first == 0 or other.passive or other.lemma not in reporting.cues:
            continue
        same_form = other.form in {"past", "s"} and verb.form == other.form
        i = other.first - 1
        while i > verb.head and clauses.kinds[i] == "a":
            i -= 1
        if same_form and (clauses.kinds[i] == "c" or clauses.lows[i] == ","):
            return _strip(clauses, first, i)
    for i in range(first, clauses.n):
        if clauses.lows[i] == ";" or (clauses.lows[i] == "." and i + 3 < clauses.n and clauses.lows[i + 1] not in QUOTES):
            return i
    return _strip(clauses, first, clauses.n)


def _strip(clauses: Clauses, low: int, end: int) -> int:
    while end > low and clauses.lows[end - 1] in {",", ".", "!", ";", ":"}:
        end -= 1
    return end
