"""Score the extraction on the banks of short passages in tests/banks, per bank and per predicate.

    python scripts/score_banks.py [--misses] [BANK ...]

A passage is read as one body zone. Names are compared case-folded, without a leading "the", ranks and a trailing common noun
("group"). Relations and incidents that the extraction marks as denied, planned, hypothetical or questioned are not counted.
"""

import argparse
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.ids import hash_bytes
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Extraction,
    IncidentType,
    Place,
    RelationType,
    Report,
    Span,
    Stance,
    When,
    Zone,
    ZoneKind,
)
from tacitus.resolve import resolve_extraction

BANKS = Path(__file__).parents[1] / "tests" / "banks"
KINDS = {
    "relations": ClaimKind.RELATION,
    "incidents": ClaimKind.INCIDENT,
    "statements": ClaimKind.STATEMENT,
    "media": ClaimKind.MEDIA,
}
PUBLISHED = date(2024, 6, 14)
SYMMETRIC = frozenset(predicate for predicate in RelationType if predicate.is_symmetric)
SIDES = frozenset({IncidentType.ARMED_CLASH, IncidentType.AGREEMENT, IncidentType.GROUP_CHANGE})
"""Incidents in which who is actor and who is target is often open."""
RANKS = re.compile(
    r"^(?:the|(?:(?:brigadier|major|lieutenant|field|first|second|police)[ -])?(?:general|colonel|captain|major|marshal|sergeant)"
    r"|lieutenant|brigadier|commander|president|minister|sheikh|mullah|emir|father|bishop|dr\.?|mr\.?|mrs\.?|ms\.?)\s+"
)
KIND_WORD = re.compile(r"(?<=\w)[\"”]? (?:alliance|coalition|faction|gang|group|militia|movement|operations room)$")

Item = tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """How many items were found, wrongly found and missed."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    def render(self) -> str:
        """Return precision, recall and F1 as one line."""
        precision = self.found / ((self.found + self.wrong) or 1)
        recall = self.found / ((self.found + self.missed) or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   found {self.found}, wrong {self.wrong}, missed {self.missed}"


@dataclass(slots=True)
class Score:
    """The tallies of a bank: of claims per predicate, and of what fills the roles of the incidents that were found."""

    claims: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    roles: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    quiet: int = 0
    silent: int = 0

    def total(self) -> Tally:
        """Return all predicates together."""
        parts = self.claims.values()
        return Tally(sum(t.found for t in parts), sum(t.wrong for t in parts), sum(t.missed for t in parts))


@dataclass(frozen=True, slots=True)
class Found:
    """A claim of the extraction, with every name that each filler goes by."""

    predicate: str
    fillers: dict[str, list[frozenset[str]]]
    deaths: tuple[int | None, int | None] | None
    quote: str

    def show(self) -> str:
        """Return the claim in a few words."""
        roles = "  ".join(f"{role}: {', '.join(min(names) for names in ids)}" for role, ids in self.fillers.items())
        return f"{self.predicate}  {roles}  deaths: {self.deaths}  [{self.quote}]"


def fold(name: str) -> str:
    """Return a name for comparison."""
    name = KIND_WORD.sub("", name).casefold().replace("’", "'").strip(" \"'“”")
    while (short := RANKS.sub("", name)) != name:
        name = short
    return name


def read_passage(text: str) -> Extraction:
    """Return what is read from a passage that stands as the whole body of a report."""
    zone = Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text)))
    published = When(start=PUBLISHED, end=PUBLISHED)
    report = Report(id=hash_bytes(text.encode()), text=text, zones=(zone,), published=published, language="en")
    return resolve_extraction(report, extract_claims(report, Settings()))


def list_found(extraction: Extraction, kind: ClaimKind) -> Iterator[Found]:
    """Yield the claims of a kind that the extraction takes to have happened or to be so."""
    entities: tuple[Actor | Place, ...] = (*extraction.actors, *extraction.places)
    names = {entity.id: frozenset(fold(name) for name in (entity.name, *entity.aliases)) for entity in entities}
    civilians = {actor.id for actor in extraction.actors if actor.type is ActorType.CIVILIANS}
    for claim in extraction.claims:
        if claim.kind is kind and (
            kind is ClaimKind.STATEMENT or (claim.stance.is_happening and claim.stance is not Stance.DENIED)
        ):
            deaths = None if claim.deaths is None else (claim.deaths.low, claim.deaths.high)
            yield Found(claim.predicate, _fillers(claim, names, civilians), deaths, claim.evidence[0].quote)


def _fillers(claim: Claim, names: dict[str, frozenset[str]], civilians: set[str]) -> dict[str, list[frozenset[str]]]:
    fillers = {role: [names[i] for i in ids if i not in civilians] for role, ids in claim.roles.items() if role != "weapon"}
    if claim.kind is ClaimKind.STATEMENT:
        speaker = claim.speaker
        known = names.get(speaker.entity, frozenset()) if speaker.entity else frozenset()
        fillers["speaker"] = [known or frozenset({fold(speaker.name or "")})]
    return fillers


def matches(found: Found, item: Item, kind: ClaimKind) -> bool:
    """Whether a claim says what an item of the answer key says: [subject, predicate, object] or [name, predicate]."""
    if kind is ClaimKind.RELATION:
        subject, predicate, target = item
        pairs = [(subject, target), (target, subject)] if predicate in SYMMETRIC else [(subject, target)]
        return found.predicate == predicate and any(_has(found, "subject", a) and _has(found, "object", b) for a, b in pairs)
    role = "releaser" if kind is ClaimKind.MEDIA else "speaker"
    name, predicate = item
    return found.predicate == predicate and (_has(found, role, name) or (not name and not found.fillers.get(role)))


def _has(found: Found, role: str, name: str) -> bool:
    return any(fold(name) in names for names in found.fillers.get(role, ()))


def score_items(case: dict[str, Any], bank: str, score: Score) -> list[str]:
    """Score a passage of relations, statements or media and return what went wrong."""
    kind = KINDS[bank]
    rest = list(list_found(read_passage(case["text"]), kind))
    faults = []
    for item in map(tuple, case[bank]):
        hits = [found for found in rest if matches(found, item, kind)]
        rest = [found for found in rest if found not in hits]
        predicate = item[1]
        if hits:
            score.claims[predicate].found += 1
        else:
            score.claims[predicate].missed += 1
            faults.append(f"missed  {' | '.join(item)}")
    optional = [tuple(item) for item in case.get("optional", ())]
    wrong = [found for found in rest if not any(matches(found, item, kind) for item in optional)]
    return faults + _count_wrong(wrong, score, quiet=not case[bank])


def score_incidents(case: dict[str, Any], bank: str, score: Score) -> list[str]:
    """Score a passage of incidents, best overlap of roles first, and return what went wrong."""
    rest = list(list_found(read_passage(case["text"]), KINDS[bank]))
    faults = []
    for item in case[bank]:
        hits = sorted((found for found in rest if found.predicate == item["type"]), key=lambda found: -_overlap(item, found))
        if hits:
            rest.remove(hits[0])
            score.claims[item["type"]].found += 1
            faults += _score_roles(item, hits[0], score)
        else:
            score.claims[item["type"]].missed += 1
            faults.append(f"missed  {item}")
    wrong = [found for found in rest if found.predicate not in case.get("optional", ())]
    return faults + _count_wrong(wrong, score, quiet=not case[bank])


def _count_wrong(wrong: list[Found], score: Score, *, quiet: bool) -> list[str]:
    for found in wrong:
        score.claims[found.predicate].wrong += 1
    score.quiet += quiet
    score.silent += quiet and not wrong
    return [f"wrong   {found.show()}" for found in wrong]


def _roles(item: dict[str, Any], found: Found) -> Iterator[tuple[str, set[str], list[frozenset[str]]]]:
    """Yield (role, names expected, fillers found); sides that may change places are one role."""
    expected = {role: {fold(name) for name in item.get(f"{role}s", ())} for role in ("actor", "target", "place")}
    got = {role: found.fillers.get(role, []) for role in expected}
    if item["type"] in SIDES:
        yield "sides", expected["actor"] | expected["target"], [*got["actor"], *got["target"]]
    else:
        yield "actor", expected["actor"], got["actor"]
        yield "target", expected["target"], got["target"]
    yield "place", expected["place"], got["place"]


def _overlap(item: dict[str, Any], found: Found) -> int:
    return sum(bool(names & expected) for _, expected, got in _roles(item, found) for names in got)


def _score_roles(item: dict[str, Any], found: Found, score: Score) -> list[str]:
    faults = []
    may = {fold(name) for name in item.get("may", ())}
    for role, expected, got in _roles(item, found):
        hit = {name for name in expected if any(name in names for names in got)}
        wrong = sum(not names & (expected | may) for names in got)
        score.roles[role].found += len(hit)
        score.roles[role].missed += len(expected - hit)
        score.roles[role].wrong += wrong
        if wrong or expected - hit:
            faults.append(f"{role:7} {sorted(expected)} got {[min(names) for names in got]}")
    deaths = item.get("deaths")
    expected_deaths = None if deaths is None else (deaths[0], None if deaths[1] == -1 else deaths[1])
    right = found.deaths == expected_deaths
    score.roles["deaths"].found += right and deaths is not None
    score.roles["deaths"].missed += not right and deaths is not None
    score.roles["deaths"].wrong += not right and found.deaths is not None
    return faults if right else [*faults, f"deaths  {expected_deaths} got {found.deaths}"]


def score_bank(bank: str, *, misses: bool) -> Score:
    """Score one bank and print the passages with faults if wished."""
    cases = tomllib.loads((BANKS / f"{bank}.toml").read_text(encoding="utf-8"))["case"]
    score = Score()
    way = score_incidents if bank == "incidents" else score_items
    for case in cases:
        faults = way(case, bank, score)
        if faults and misses:
            print(case["text"], *(f"    {fault}" for fault in faults), sep="\n")
    return score


def main() -> None:
    """Print the scores of the banks named, or of all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("banks", nargs="*", metavar="BANK", help=f"any of {' '.join(KINDS)}; all without")
    parser.add_argument("--misses", action="store_true", help="print each passage that was not read as expected")
    asked = parser.parse_args()
    for bank in asked.banks or [bank for bank in KINDS if (BANKS / f"{bank}.toml").exists()]:
        score = score_bank(bank, misses=asked.misses)
        print(f"{bank:24} {score.total().render()}   quiet passages read so {score.silent}/{score.quiet}")
        for predicate, tally in sorted(score.claims.items()):
            print(f"  {predicate:22} {tally.render()}")
        for role, tally in score.roles.items():
            print(f"  ({role}){' ' * (20 - len(role))} {tally.render()}")


if __name__ == "__main__":
    main()
