"""Judgements on which incidents are one event: claims of several reports that tell of one happening, or do not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from sqlalchemy import Connection

from tacitus.errors import UsageError
from tacitus.model import ClaimKind, Decision, Judgement
from tacitus.record.claims import ClaimFilter, load_claims
from tacitus.record.database import Database
from tacitus.record.lookup import find_claim_id
from tacitus.record.review import Verdict, append_judgement, load_counting

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvents:
    """Pairs of claims (each in order) that people judged to be of one happening, and those that are not."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


def write_event_judgement(database: Database, these: Sequence[str], others: Sequence[str], verdict: Verdict) -> Judgement:
    """Write that claims of incidents are, or are not, of one happening with others; ids are given in full or by their beginning.

    Raises:
        UsageError: a claim is on both sides, nothing is on one, or a claim is no incident.
        RecordError: no such claim, or an id that begins several.
    """
    with database.write(durable=True) as connection:
        ones, rest = ([find_claim_id(connection, claim_id) for claim_id in ids] for ids in (these, others))
        ones, rest = list(dict.fromkeys(ones)), list(dict.fromkeys(rest))
        if not ones or not rest or set(ones) & set(rest):
            got = "nothing on one side" if not ones or not rest else "one incident on both sides"
            raise UsageError(f"{verdict.decision.value.replace('_', ' ')}", got=got, expected="two or more different incidents")
        for claim_id in (*ones, *rest):
            found = load_claims(connection, ClaimFilter(claim_id=claim_id, include_rejected=True, include_superseded=True))
            if not found or found[0].claim.kind is not ClaimKind.INCIDENT:
                raise UsageError(f"claim {claim_id}", got=f"a {found[0].claim.kind}" if found else "none", expected="an incident")
        return append_judgement(connection, ones[0], ones[0], replace(verdict, changes={"these": ones, "others": rest}))


def load_same_events(connection: Connection) -> SameEvents:
    """Return the judged pairs of claims; of judgements on the same pair that are not undone, the last one counts.

    Of a merge, every pair of those that were named; of a split, every pair across.
    """
    said: dict[Pair, bool] = {}
    for judgement in load_counting(connection, [decision for decision in Decision if decision.is_about_events]):
        changes = {name: json.loads(value) for name, value in judgement.changes}
        is_one = judgement.decision is Decision.MERGE_EVENTS
        named = sorted({*changes["these"], *changes["others"]})
        pairs = combinations(named, 2) if is_one else product(changes["these"], changes["others"])
        said |= {(min(a, b), max(a, b)): is_one for a, b in pairs}
    return SameEvents(
        together=tuple(sorted(pair for pair, is_one in said.items() if is_one)),
        apart=tuple(sorted(pair for pair, is_one in said.items() if not is_one)),
    )
