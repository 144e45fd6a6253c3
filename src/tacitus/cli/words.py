"""Claims in plain words: what is said, by whom and how, when, where, and how many deaths are reported."""

from tacitus.codec import format_days
from tacitus.export.book import READER, Book
from tacitus.model import Claim, ClaimKind, Count, RelationType, SpeakerKind, Stance, StatementAct, TimeFlag, When
from tacitus.record.nouns import RecordedClaim, ReviewStatus
from tacitus.text import list_words

ID_DIGITS = 8
"""Digits of an id that are shown; ``show claims --id`` takes any length that is not ambiguous."""
QUOTE_WIDTH = 150
UNPLACED = "unplaced"
UNDATED = "undated"

RELATION_WORDS = {
    RelationType.MEMBER_OF: "is a member of",
    RelationType.PART_OF: "is part of",
    RelationType.AFFILIATED_WITH: "is affiliated with",
    RelationType.ALLIED_WITH: "is allied with",
    RelationType.FIGHTS: "fights",
    RelationType.LEADS: "leads",
    RelationType.SAME_AS: "is the same as",
    RelationType.SUCCESSOR_OF: "is the successor of",
}
ACT_WORDS = {
    StatementAct.CLAIMS_RESPONSIBILITY: "claims responsibility",
    StatementAct.DECLARES_VICTORY: "declares victory",
    StatementAct.DENIES: "denies",
    StatementAct.ACCUSES: "accuses",
    StatementAct.ANNOUNCES: "announces",
    StatementAct.THREATENS: "threatens",
    StatementAct.CALLS_FOR: "calls for",
    StatementAct.CONFIRMS: "confirms",
}
FLAG_WORDS = {
    TimeFlag.IMPOSSIBLE: "a day that no calendar has",
    TimeFlag.FUTURE: "after publication",
    TimeFlag.AMBIGUOUS: "may be either of two days",
}
STANCE_WORDS = {
    Stance.ASSERTED: "said by {}",
    Stance.CLAIMED: "claimed by {}",
    Stance.DENIED: "denied by {}",
    Stance.ALLEGED: "alleged by {}",
    Stance.PLANNED: "planned, says {}",
    Stance.HYPOTHETICAL: "possible, says {}",
    Stance.QUESTIONED: "questioned by {}",
}


def say_claim(claim: Claim, book: Book) -> str:
    """Return what the claim says, without its speaker."""
    match claim.kind:
        case ClaimKind.RELATION:
            return _say_relation(claim, book)
        case ClaimKind.INCIDENT:
            return _say_incident(claim, book)
        case ClaimKind.STATEMENT:
            return _say_statement(claim, book)
        case ClaimKind.MEDIA:
            releasers = list_words(book.names_of(claim.roles.releaser, claim.when))
            return f"{releasers or 'somebody not named'} released: {claim.predicate}"
        case ClaimKind.SIGHTING:
            return _say_sighting(claim, book)


def _say_relation(claim: Claim, book: Book) -> str:
    subject = list_words(book.names_of(claim.roles.subject, claim.when)) or "?"
    object_ = list_words(book.names_of(claim.roles.object, claim.when)) or "?"
    return f"{subject} {RELATION_WORDS[RelationType(claim.predicate)]} {object_}"


def _say_incident(claim: Claim, book: Book) -> str:
    parts = [claim.predicate.replace("_", " ")]
    actors, targets = (
        list_words(book.names_of(claim.roles.actor, claim.when)),
        list_words(book.names_of(claim.roles.target, claim.when)),
    )
    if actors or targets:
        parts.append(f"{actors or 'somebody not named'} → {targets}" if targets else actors)
    if claim.roles.weapon:
        parts.append(f"with {list_words(claim.roles.weapon)}")
    return ": ".join(parts[:2]) + "".join(f", {part}" for part in parts[2:])


def _say_statement(claim: Claim, book: Book) -> str:
    who = READER if claim.is_from_reader else None
    if who is None and claim.speaker.entity is not None:
        who = book.name_of(claim.speaker.entity, claim.when)
    who = who or claim.speaker.name or "somebody not named"
    targets = list_words(book.names_of(claim.roles.target, claim.when))
    return f"{who} {ACT_WORDS[StatementAct(claim.predicate)]}" + (f": {targets}" if targets else "")


def _say_sighting(claim: Claim, book: Book) -> str:
    count = f"{claim.count} × " if claim.count is not None else ""
    holder = list_words(book.names_of(claim.roles.holder, claim.when))
    return f"{count}{claim.predicate} seen" + (f", held by {holder}" if holder else "")


def say_stance(recorded: RecordedClaim, book: Book) -> str:
    """Return who says so and how: ``claimed by the Hill Guard``, ``alleged by a reader``."""
    claim = recorded.claim
    if claim.is_from_reader and claim.stance is Stance.ASSERTED:
        return f"alleged by {READER}"
    words = STANCE_WORDS[claim.stance].format(book.speaker_of(recorded))
    if claim.stance is Stance.DENIED and claim.speaker.kind is SpeakerKind.AUTHOR:
        return words.replace("denied by", "denied, says")
    return words


def say_review(review: ReviewStatus) -> str:
    """Return the review in a word; machine output says that nobody has reviewed it."""
    return review.value


def say_when(when: When | None) -> str:
    """Return the time as exactly as it is known and no more exactly; what was written where it was not resolved."""
    if when is None:
        return UNDATED
    flag = f", {FLAG_WORDS[when.flag]}" if when.flag is not None else ""
    if when.start is None or when.end is None:
        return f"{UNDATED} (“{when.text}”{flag})" if when.text else UNDATED
    return f"{format_days(when)}{flag}"


def say_places(claim: Claim, book: Book) -> str:
    """Return where, with the country's code where it is known; places without a point are marked."""
    if not claim.roles.place:
        return UNPLACED
    words = []
    for entity in claim.roles.place:
        place = book.places.get(entity)
        country = f", {place.country}" if place is not None and place.country else ""
        mark = "" if place is not None and place.latitude is not None else f" ({UNPLACED})"
        words.append(f"{book.name_of(entity)}{country}{mark}")
    return "; ".join(dict.fromkeys(words))


def say_count(count: Count | None) -> str:
    """Return a number of people as the text bounds it: ``at least 12``, ``3 to 5``, ``up to 7``."""
    if count is None:
        return ""
    if count.low is not None and count.low == count.high:
        return str(count.low)
    if count.low is not None and count.high is not None:
        return f"{count.low} to {count.high}"
    if count.low is not None:
        return f"at least {count.low}"
    return f"up to {count.high}" if count.high is not None else f"“{count.text}”"


def say_deaths(claim: Claim) -> str:
    """Return the deaths as reported; nothing where the text does not say."""
    return f"{say_count(claim.deaths)} reported" if claim.deaths is not None else ""


def say_tallies(claim: Claim, book: Book) -> str:
    """Return every number told, by kind and side: ``killed 12 soldiers (Army), 20 rebels; captured at least 5``."""
    kinds: dict[str, list[str]] = {}
    for tally in claim.tallies:
        name = book.name_of(tally.side) if tally.side is not None else ""
        side = f" ({name})" if name and name.casefold() not in (tally.of or "").casefold() else ""
        kinds.setdefault(tally.kind.value, []).append(" ".join(filter(None, (say_count(tally.count), tally.of))) + side)
    return "; ".join(f"{kind} {', '.join(words)}" for kind, words in kinds.items())


def shorten_quote(quote: str, width: int = QUOTE_WIDTH) -> str:
    """Return the quote on one line in quotation marks, cut at a word where it is longer than ``width``."""
    return f"“{shorten_line(quote, width)}”"


def shorten_line(words: str, width: int) -> str:
    """Return the words on one line, cut at a word where they are longer than ``width``."""
    line = " ".join(words.split())
    if len(line) <= width:
        return line
    cut = line.rfind(" ", width // 2, width - 1)
    return line[: cut if cut > 0 else width - 2].rstrip(" ,;:") + " …"


def count_words(n: int, one: str, several: str | None = None) -> str:
    """Return ``1 claim`` or ``2 claims``."""
    return f"{n} {one if n == 1 else several or one + 's'}"


def shorten_id(identifier: str) -> str:
    """Return the digits of an id that are shown."""
    return identifier[:ID_DIGITS]
