"""The lexicon ``statements``: the words by which speaking is an act."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.lexicon import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The lexicon ``statements`` as sets of words, and phrases by their first word."""

    claim_objects: frozenset[str]
    claim_inside: dict[str, tuple[tuple[str, ...], ...]]
    victory_verbs: frozenset[str]
    victory_objects: frozenset[str]
    weak_denials: frozenset[str]
    denied: frozenset[str]
    negations: frozenset[str]
    refused: frozenset[str]
    crimes: frozenset[str]
    foes: frozenset[str]
    blame_inside: dict[str, tuple[tuple[str, ...], ...]]
    party_threats: frozenset[str]
    harm: frozenset[str]
    own_threats: dict[str, tuple[tuple[str, ...], ...]]
    announce_verbs: frozenset[str]
    deeds: frozenset[str]
    declarations: frozenset[str]
    admitted: frozenset[str]
    attacks: frozenset[str]
    alleging: frozenset[str]
    hostile: frozenset[str]
    gains: frozenset[str]
    plans: frozenset[str]
    tolled: frozenset[str]
    tolls: frozenset[str]
    carriers: frozenset[str]
    imperatives: frozenset[str]
    no_denials: frozenset[str]
    denials_inside: dict[str, tuple[tuple[str, ...], ...]]
    victory_inside: dict[str, tuple[tuple[str, ...], ...]]


@cache
def load_acts(folder: str | None) -> Acts:
    """Return the lexicon ``statements``."""
    table: dict[str, Any] = load_table("statements", folder)

    def phrases(rows: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for row in rows:
            words = tuple(row.split())
            found[words[0]] = (*found.get(words[0], ()), words)
        return found

    return Acts(
        claim_objects=frozenset(table["claims_responsibility"]["objects"]),
        claim_inside=phrases(table["claims_responsibility"]["inside"]),
        victory_verbs=frozenset(table["declares_victory"]["verbs"]),
        victory_objects=frozenset(table["declares_victory"]["objects"]),
        weak_denials=frozenset(table["denies"]["weak"]),
        denied=frozenset(table["denies"]["objects"]),
        refused=frozenset(table["denies"]["refused"]),
        negations=frozenset(table["denies"]["negations"]),
        crimes=frozenset(table["accuses"]["crimes"]),
        foes=frozenset(table["accuses"]["foes"]),
        blame_inside=phrases(table["accuses"]["inside"]),
        party_threats=frozenset(table["threatens"]["of_parties"]),
        harm=frozenset(table["threatens"]["promises_of_harm"]),
        own_threats=phrases(table["threatens"]["own"]),
        announce_verbs=frozenset(table["announces"]["verbs"]),
        deeds=frozenset(table["announces"]["deeds"]),
        admitted=frozenset(table["claims_responsibility"]["admitted"]),
        declarations=frozenset(table["announces"]["declarations"]),
        alleging=frozenset(table["accuses"]["alleging"]),
        attacks=frozenset(table["claims_responsibility"]["attacks"]),
        hostile=frozenset((*table["claims_responsibility"]["attacks"], *table["accuses"]["hostile"])),
        gains=frozenset(table["declares_victory"]["gains"]),
        victory_inside=phrases(table["declares_victory"]["inside"]),
        plans=frozenset(table["announces"]["plans"]),
        tolled=frozenset(table["announces"]["tolled"]),
        tolls=frozenset(table["announces"]["tolls"]),
        carriers=frozenset(table["cues"]["carriers"]),
        imperatives=frozenset(table["calls_for"]["imperatives"]),
        no_denials=frozenset(table["denies"]["not_denied"]),
        denials_inside=phrases(table["denies"]["inside"]),
    )
