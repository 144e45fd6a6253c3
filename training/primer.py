"""The primer: short passages composed for this project that teach the reader Tacitus's own claims.

A passage is a few lines of text with slots and triggers, then its claims, then a blank line:

    Fighters of {A group} <1 overran> {B place} on Friday, {C person}, {A=its} commander, <2 said>.
    - 1 overtakes_territory actor=A place=B stance=claimed
    - 2 announces speaker=C
    - C leads A

``{A group}`` is filled with a random name of its kind at every reading, ``{A}`` is the same name again, ``{A=its}`` another
mention of it in these words, ``{A group=the rebels}`` a first mention in these words. ``<1 overran>`` marks a trigger. Names
change at every reading, so that the wording is learnt and not the names.

    python training/primer.py check      says where a passage is malformed, and counts what the primer holds
"""

import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "primer"
KINDS = ("group", "coalition", "army", "police", "state", "person", "place", "weapon", "civilians")
RELATIONS = ("member_of", "part_of", "affiliated_with", "allied_with", "fights", "leads", "same_as", "successor_of")
SYMMETRIC = frozenset({"allied_with", "fights", "same_as"})
INCIDENTS = (
    "armed_clash", "overtakes_territory", "regains_territory", "transfer_of_territory", "air_strike", "shelling", "explosive",
    "suicide_bombing", "attack_on_civilians", "abduction", "sexual_violence", "protest", "riot", "agreement", "arrest",
    "group_change", "base_established", "looting_destruction", "weapons_disrupted", "other",
)  # fmt: skip
ACTS = (
    "claims_responsibility", "declares_victory", "denies", "accuses", "announces", "threatens", "calls_for", "confirms",
)  # fmt: skip
MEDIA = ("video", "photo", "audio", "media_statement")
TRIGGERS = (*INCIDENTS, *ACTS, *MEDIA, "sighting")
ROLES = ("actor", "target", "place", "weapon", "speaker", "releaser", "holder")
STANCES = ("asserted", "claimed", "denied", "alleged", "planned", "hypothetical", "questioned")

_SLOT = re.compile(r"\{([A-Z])(?: ([a-z]+))?(?:=([^{}]+))?\}|<(\d+) ([^<>{}]+)>")
_RELATION = re.compile(r"- ([A-Z]) (\w+) ([A-Z])$")
_CLAIM = re.compile(r"- (\d+) (\w+)((?: \w+=[\w,]+)*)$")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a trigger tells: its type, its roles (role, slot) and its stance."""

    trigger: int
    type: str
    roles: tuple[tuple[str, str], ...]
    stance: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as written: the text with its slots, the kinds of its slots, its relations and claims."""

    where: str
    text: str
    kinds: dict[str, str]
    relations: tuple[tuple[str, str, str], ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A passage with its names: mentions are (slot, start, end), triggers number -> (start, end), offsets in code points."""

    text: str
    mentions: tuple[tuple[str, int, int], ...]
    triggers: dict[int, tuple[int, int]]


class MalformedError(ValueError):
    """A passage cannot be read: where, what was got, what was expected."""


def load_primer(folder: Path = FOLDER) -> list[Passage]:
    """Return all passages of the folder's ``*.txt``, in order. Raises MalformedError at the first that is wrong."""
    return [passage for path in sorted(folder.glob("*.txt")) for passage in read_passages(path)]


def is_held_apart(passage: Passage) -> bool:
    """Return whether no weight learns from the passage: one in ten, by its words, for calibration."""
    return zlib.crc32(passage.text.encode()) % 10 == 0


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file; lines that begin with ``#`` are comments."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            if not block:
                first = number
            block.append(line.strip())
        elif block:
            yield parse_passage(block, f"{path.name}:{first}")
            block = []


def parse_passage(lines: list[str], where: str) -> Passage:
    """Return the passage that some lines describe."""
    text = " ".join(line for line in lines if not line.startswith("- "))
    kinds: dict[str, str] = {}
    marked: set[int] = set()
    for match in _SLOT.finditer(text):
        slot, kind, _, trigger, _ = match.groups()
        if trigger:
            marked.add(int(trigger))
        elif kind:
            if kind not in KINDS:
                raise MalformedError(f"{where}: kind {kind!r}; expected one of {', '.join(KINDS)}")
            if kinds.setdefault(slot, kind) != kind:
                raise MalformedError(f"{where}: slot {slot} is {kinds[slot]} and {kind}; expected one kind")
        elif slot not in kinds:
            raise MalformedError(
                f"{where}: slot {slot} is used before its kind is given; expected {{{slot} group}} or the like first"
            )
    rest = _SLOT.sub("", text)
    if re.search(r"[{}<>]", rest):
        raise MalformedError(f"{where}: a stray bracket in {rest[:80]!r}; expected {{A kind}}, {{A}}, {{A=words}} or <1 words>")
    relations, claims = [], []
    for line in lines:
        if not line.startswith("- "):
            continue
        if match := _RELATION.fullmatch(line):
            head, kind, tail = match.groups()
            if kind not in RELATIONS or head not in kinds or tail not in kinds:
                raise MalformedError(f"{where}: {line!r}; expected a known relation between slots of the text")
            relations.append((head, kind, tail))
        elif match := _CLAIM.fullmatch(line):
            claims.append(_parse_claim(match, kinds, marked, f"{where}: {line!r}"))
        else:
            raise MalformedError(f"{where}: {line!r}; expected '- A relation B' or '- 1 type role=A,B stance=x'")
    if missing := marked - {c.trigger for c in claims}:
        raise MalformedError(f"{where}: trigger {min(missing)} has no claim; expected a line '- {min(missing)} type ...'")
    return Passage(where, text, kinds, tuple(relations), tuple(claims))


def _parse_claim(match: re.Match[str], kinds: dict[str, str], marked: set[int], where: str) -> Claim:
    trigger, kind = int(match[1]), match[2]
    if kind not in TRIGGERS:
        raise MalformedError(f"{where}; expected one of {', '.join(TRIGGERS)}")
    if trigger not in marked:
        raise MalformedError(f"{where}; expected a trigger <{trigger} ...> in the text")
    roles, stance = [], "asserted"
    for pair in match[3].split():
        key, value = pair.split("=")
        if key == "stance":
            stance = value
            continue
        for slot in value.split(","):
            if key not in ROLES or slot not in kinds:
                raise MalformedError(
                    f"{where}; expected role=slot with a role of {', '.join(ROLES)} and a slot of the text, got {pair!r}"
                )
            roles.append((key, slot))
    if stance not in STANCES:
        raise MalformedError(f"{where}; expected a stance of {', '.join(STANCES)}")
    return Claim(trigger, kind, tuple(roles), stance)


def fill(passage: Passage, names: dict[str, str]) -> Filled:
    """Return the passage with a name in each slot."""
    parts: list[str] = []
    mentions, triggers = [], {}
    at = done = 0
    for match in _SLOT.finditer(passage.text):
        parts.append(passage.text[done : match.start()])
        at += len(parts[-1])
        done = match.end()
        slot, _, words, trigger, marked = match.groups()
        filled = marked if trigger else words or names[slot]
        if trigger:
            triggers[int(trigger)] = (at, at + len(filled))
        else:
            mentions.append((slot, at, at + len(filled)))
        parts.append(filled)
        at += len(filled)
    parts.append(passage.text[done:])
    return Filled("".join(parts), tuple(mentions), triggers)


def main() -> None:
    """Check the primer and count what it holds; ``show`` prints some passages with names of their kinds."""
    passages = []
    wrong = 0
    for path in sorted(FOLDER.glob("*.txt")):
        try:
            passages += list(read_passages(path))
        except MalformedError as error:
            wrong += 1
            print(error, file=sys.stderr)
    counts = Counter(kind for p in passages for _, kind, _ in p.relations) + Counter(c.type for p in passages for c in p.claims)
    words = sum(len(p.text.split()) for p in passages)
    print(f"{len(passages)} passages, {words} words, {wrong} malformed files")
    print(", ".join(f"{kind} {n}" for kind, n in counts.most_common()))
    print(", ".join(f"{stance} {n}" for stance, n in Counter(c.stance for p in passages for c in p.claims).most_common()))
    if "show" in sys.argv:
        for passage in random.Random(1).sample(passages, min(8, len(passages))):
            print(fill(passage, {slot: f"{kind} {slot}" for slot, kind in passage.kinds.items()}).text)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
