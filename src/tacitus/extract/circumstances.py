"""When, where and with what: the time, the places and the weapons of a clause."""

import re
from dataclasses import dataclass
from functools import cache

from tacitus.extract.arguments import is_possessive
from tacitus.extract.document import Document
from tacitus.extract.lexicon import load_table
from tacitus.extract.quoting import Reporting
from tacitus.extract.trigger_rules import IncidentLexicon
from tacitus.extract.verbgroups import Clauses
from tacitus.model import Mention, MentionKind, PlaceKind

_COUNTED = re.compile(r"(?i)\bago\b|later|earlier|last|past|running|consecutive|straight|in a row")
"""Words with which a duration tells a day all the same."""
_FUTURE_BEFORE = frozenset({"until", "till", "scheduled", "by"})
_MOTION = frozenset({"from", "via", "towards", "toward", "to", "of", "for"})
_SPECIFIC = frozenset({PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.LANDSCAPE, PlaceKind.ROAD})
_RANK = {PlaceKind.COUNTRY: 3, PlaceKind.REGION: 2, PlaceKind.DISTRICT: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePick:
    """A time expression with how much it says: 2 a day or a date, 1 a part of the day."""

    text: str
    rank: int
    at: int


def rank_time(text: str, folder: str | None = None) -> int:
    """Return 2 where the expression names a day or longer, 1 for a time of day, 0 for a mere duration."""
    day, duration = _load_ranks(folder)
    if duration.search(text) and not _COUNTED.search(text):
        return 0
    return 2 if day.search(text) else 1


@cache
def _load_ranks(folder: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    ranks = load_table("times", folder)["ranks"]
    return re.compile(ranks["day"], re.IGNORECASE), re.compile(ranks["duration"], re.IGNORECASE)


def pick_time(document: Document, clauses: Clauses, low: int, end: int, near: int, reporting: Reporting) -> TimePick | None:  # noqa: PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    """Return the time expression of tokens ``[low, end)`` that says most, the nearest to token ``near`` first."""
    best: tuple[int, int, TimePick] | None = None
    for mention in clauses.times:
        at = clauses.index_at(mention.span.start)
        if not low <= at < end:
            continue
        text = document.report.quote(mention.span)
        rank = rank_time(text)
        if rank == 0 or _is_of_cue(clauses, at, near, reporting) or (at and clauses.lows[at - 1] in _FUTURE_BEFORE):
            continue
        preference = 1 if at and clauses.lows[at - 1] == "since" else rank  # how long it has been so: any other day first
        key = (-preference, abs(at - near))
        if best is None or key < (best[0], best[1]):
            best = (*key, TimePick(text=text, rank=rank, at=at))
    return best[2] if best is not None else None


def _is_of_cue(clauses: Clauses, at: int, near: int, reporting: Reporting) -> bool:
    """Whether the time belongs to a reporting verb just before it: ``said on Wednesday``, ``told reporters on Monday``."""
    for i in range(at - 1, max(-1, at - 5), -1):
        verb = clauses.verb_at.get(i)
        if verb is not None:
            if verb.head == near:
                return False
            return reporting.verbs.get(verb.lemma) in {"say", "claim", "confirm", "deny"} and not verb.passive
        if clauses.lows[i] in {",", ";"}:
            return False
    return False


def passive_places(clauses: Clauses, low: int, end: int) -> list[str]:
    """Return the place that a passive was done to: ``the village of X was attacked``, ``X was shelled``."""
    rows = [row for row in clauses.mentions_between(low, end) if row[2].kind is MentionKind.PLACE]
    return [m.entity for _, stop, m in rows if m.entity is not None and not is_possessive(clauses, stop)][:1]


def places_of_people(clauses: Clauses, low: int, end: int) -> list[str]:
    """Return the place whose people the clause speaks of, for want of a better one: ``the governor of X was shot``."""
    for first, stop, mention in clauses.mentions_between(low, end):
        if mention.kind is not MentionKind.PLACE or mention.entity is None or _is_origin(clauses, first):
            continue
        if first > 1 and clauses.lows[first - 1] in {"of", "from", "in"} and clauses.lows[first - 2] in _PEOPLE:
            return [mention.entity]
        if is_possessive(clauses, stop):
            return [mention.entity]
    return []


def places_between(document: Document, clauses: Clauses, low: int, end: int, kinds: dict[str, PlaceKind | None]) -> list[str]:
    """Return the ids of the most specific places named in tokens ``[low, end)`` as where something happens."""
    rows: list[tuple[int, int, Mention]] = []
    for first, stop, mention in clauses.mentions_between(low, end):
        if mention.kind is not MentionKind.PLACE or mention.entity is None or is_possessive(clauses, stop):
            continue
        if _is_name_of_actor(clauses, first, stop) or _is_origin(clauses, first) or not _is_location(clauses, first, stop, low):
            continue
        rows.append((first, stop, mention))
    del document
    return most_specific(clauses, rows, kinds)


_CHAINS = frozenset({",", "(", "and", "or", "–", "-", "/", "•", ":"})


def _is_location(clauses: Clauses, first: int, stop: int, low: int) -> bool:
    """Whether the place says where: behind a preposition, in a list, or before a noun; a bare subject says who."""
    i = first - 1
    while i >= 0 and (
        clauses.kinds[i] == "d"
        or clauses.lows[i] in _LOCAL
        or (clauses.kinds[i] == "x" and clauses.at[i] is None and clauses.lows[i] in _NAMES_OF_PLACES)
    ):
        i -= 1
    if i < 0:
        return first > 0 or stop >= clauses.n or stop not in clauses.verb_at
    if clauses.kinds[i] == "p" or clauses.lows[i] in _CHAINS or i < low:
        return stop not in clauses.verb_at or clauses.kinds[i] == "p"
    if stop < clauses.n and clauses.kinds[stop] == "x" and stop not in clauses.verb_at:
        return True
    return i in clauses.verb_at


_NAMES_OF_PLACES = frozenset(
    [
        "camp",
        "fort",
        "port",
        "mount",
        "lake",
        "river",
        "island",
        "base",
        "airport",
        "barangay",
        "hamlet",
        "quarter",
        "neighbourhood",
        "suburb",
        "outpost",
        "crossing",
        "junction",
        "market",
        "station",
        "post",
        "army",
        "military",
        "nearby",
        "remote",
        "coastal",
        "besieged",
        "contested",
        "border",
        "rebel-held",
        "government-held",
    ]
)


def _is_name_of_actor(clauses: Clauses, first: int, stop: int) -> bool:
    """Whether the place only qualifies people: ``Puntland troops``, ``Bosaso residents``, ``residents of X``."""
    if stop < clauses.n and clauses.at[stop] is not None and clauses.at[stop].kind is not MentionKind.PLACE:  # type: ignore[union-attr]
        return True
    if stop < clauses.n and clauses.lows[stop] in _PEOPLE:
        return True
    return first > 1 and clauses.lows[first - 1] in {"of", "from"} and clauses.lows[first - 2] in _PEOPLE


_PEOPLE = frozenset(
    [
        "people",
        "residents",
        "troops",
        "forces",
        "soldiers",
        "police",
        "authorities",
        "officials",
        "government",
        "army",
        "fighters",
        "rebels",
        "militants",
        "president",
        "parliament",
        "minister",
        "ministry",
        "governor",
        "officers",
        "villagers",
        "branch",
        "wing",
        "elders",
        "traders",
        "leaders",
        "based-in",
    ]
)


def _is_origin(clauses: Clauses, first: int) -> bool:
    """Whether the place is where somebody came from or goes to: ``from the Golis mountains``, but ``from X to Y`` is a road."""
    i = first - 1
    while i >= 0 and clauses.kinds[i] == "d":
        i -= 1
    if i < 0:
        return False
    word = clauses.lows[i]
    if word == "from":
        verb = next((clauses.verb_at[j] for j in range(i - 1, max(-1, i - 4), -1) if j in clauses.verb_at), None)
        if any(clauses.lows[j] in _LEAVINGS for j in range(max(0, i - 7), i)):
            return False
        return not (verb is not None and verb.lemma in _LEAVING)
    if word == "for":
        return i == 0 or clauses.lows[i - 1] not in {"battle", "battles", "fight", "fighting", "struggle"}
    return word in {"via", "towards", "toward", "than"}


_LEAVINGS = frozenset({"withdrawal", "pullout", "pull-out", "retreat", "departure", "expulsion", "eviction", "evacuation"})
_LEAVING = frozenset(
    {
        "take",
        "seize",
        "snatch",
        "carry",
        "drag",
        "kidnap",
        "dislodge",
        "eject",
        "throw",
        "kick",
        "root",
        "sweep",
        "march",
        "lead",
        "depart",
        "clear",
        "haul",
        "rustle",
        "loot",
        "steal",
        "shell",
        "wrest",
        "withdraw",
        "pull",
        "retreat",
        "drive",
        "expel",
        "push",
        "force",
        "oust",
        "evacuate",
        "abduct",
        "flush",
        "chase",
    }
)


def most_specific(clauses: Clauses, rows: list[tuple[int, int, Mention]], kinds: dict[str, PlaceKind | None]) -> list[str]:
    """Return the ids of the places without those that only say where another one lies: ``A, B province`` gives ``A``."""
    kept: list[str] = []
    previous: tuple[int, int, int] | None = None  # stop, rank, index in kept
    for first, stop, mention in rows:
        entity = mention.entity
        if entity is None:
            continue
        rank = _RANK.get(kinds.get(entity) or PlaceKind.TOWN, 0)
        if previous is not None and _is_chained(clauses, previous[0], first):
            if rank > previous[1]:
                previous = (stop, rank, previous[2])
                continue
            if rank < previous[1] and rank == 0 and clauses.lows[first - 1] == "(":
                kept[previous[2]] = entity
                previous = (stop, rank, previous[2])
                continue
        if entity not in kept:
            kept.append(entity)
        previous = (stop, rank, len(kept) - 1)
    ranks = [_RANK.get(kinds.get(e) or PlaceKind.TOWN, 0) for e in kept]
    if ranks and min(ranks) < 2:
        kept = [e for e, r in zip(kept, ranks, strict=True) if r < 2]
        if min(ranks) == 0:
            ranks = [_RANK.get(kinds.get(e) or PlaceKind.TOWN, 0) for e in kept]
            kept = [e for e, r in zip(kept, ranks, strict=True) if r == 0]
    elif ranks and min(ranks) == 2:
        kept = [e for e, r in zip(kept, ranks, strict=True) if r == 2]
    return kept


def _is_chained(clauses: Clauses, stop: int, first: int) -> bool:
    """Whether only words of containment stand between two places: a comma, ``in``, ``of``, a bracket, ``near`` no."""
    if first - stop > 5:
        return False
    return all(
        clauses.lows[i] in {",", "in", "of", "(", "the", "on"} or clauses.kinds[i] == "d" or clauses.lows[i] in _LOCAL
        for i in range(stop, first)
    )


_LOCAL = frozenset(
    [
        "province",
        "district",
        "region",
        "territory",
        "county",
        "state",
        "area",
        "village",
        "town",
        "city",
        "department",
        "governorate",
        "township",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "north",
        "south",
        "east",
        "west",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "barangay",
        "commune",
        "plain",
        "plains",
        "valley",
        "part",
        "rural",
        "municipality",
        "prefecture",
        '")',
    ]
)


def weapons_between(clauses: Clauses, low: int, end: int, lexicon: IncidentLexicon) -> list[str]:
    """Return the weapons named in tokens ``[low, end)``, as written."""
    out: list[str] = []
    i = low
    while i < min(end, clauses.n):
        hit = next((w for w in lexicon.weapons.get(clauses.lows[i], ()) if tuple(clauses.lows[i : i + len(w)]) == w), None)
        if hit is None or (clauses.at[i] is not None and clauses.at[i].kind is not MentionKind.PLACE):  # type: ignore[union-attr]
            i += 1
            continue
        first = i
        while first > low and _is_calibre(clauses, first - 1):
            first -= 1
        words = " ".join(clauses.sentence.tokens[j].text for j in range(first, i + len(hit)))
        if words not in out:
            out.append(words)
        i += len(hit)
    return out


def _is_calibre(clauses: Clauses, i: int) -> bool:
    text = clauses.sentence.tokens[i].text
    return any(c.isdigit() for c in text) and any(c.isalpha() for c in text) and clauses.at[i] is None
