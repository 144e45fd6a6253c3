"""The lexicon ``statements``: the words by which speaking is an act."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tacitus.extract.lexicon import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The lexicon ``statements`` as sets and phrases."""

    claim_phrases: tuple[tuple[str, ...], ...]
    claim_objects: frozenset[str]
    claim_inside: tuple[tuple[str, ...], ...]
    victory_verbs: frozenset[str]
    victory_objects: frozenset[str]
    weak_denials: frozenset[str]
    denied: frozenset[str]
    negations: frozenset[str]
    blame_marks: frozenset[str]
    blame_verbs: frozenset[str]
    party_threats: frozenset[str]
    harm: frozenset[str]
    own_threats: tuple[tuple[str, ...], ...]
    announce_verbs: frozenset[str]
    deeds: frozenset[str]
    declarations: frozenset[str]
    admitted: frozenset[str]


@cache
def load_acts(folder: str | None) -> Acts:
    """Return the lexicon ``statements``."""
    table: dict[str, Any] = load_table("statements", folder)

    def phrases(rows: list[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(row.split()) for row in rows)

    return Acts(
        claim_phrases=phrases(table["claims_responsibility"]["phrases"]),
        claim_objects=frozenset(table["claims_responsibility"]["objects"]),
        claim_inside=phrases(table["claims_responsibility"]["inside"]),
        victory_verbs=frozenset(table["declares_victory"]["verbs"]),
        victory_objects=frozenset(table["declares_victory"]["objects"]),
        weak_denials=frozenset(table["denies"]["weak"]),
        denied=frozenset(table["denies"]["objects"]),
        negations=frozenset(table["denies"]["negations"]),
        blame_marks=frozenset(table["accuses"]["marks"]),
        blame_verbs=frozenset(table["accuses"]["verbs"]),
        party_threats=frozenset(table["threatens"]["of_parties"]),
        harm=frozenset(table["threatens"]["promises_of_harm"]),
        own_threats=phrases(table["threatens"]["own"]),
        announce_verbs=frozenset(table["announces"]["verbs"]),
        deeds=frozenset(table["announces"]["deeds"]),
        admitted=frozenset(table["claims_responsibility"]["admitted"]),
        declarations=frozenset(table["announces"]["declarations"]),
    )
