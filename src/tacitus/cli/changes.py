"""What a person types about a claim, put into judgements: ``deaths=3-5``, ``when=2015-04``, ``actor="Hill Guard"``."""

import getpass
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from tacitus.codec import claim_to_plain, decode_json, encode_json, parse_date
from tacitus.errors import UsageError
from tacitus.model import PREDICATES, Claim, Count, Roles, Stance, When, ZoneKind
from tacitus.record import Record
from tacitus.record.nouns import RecordedClaim

ROLES = tuple(f.name for f in fields(Roles))
_RANGE = re.compile(r"(?P<low>\d+)(?:\s*(?:-|–|to)\s*(?P<high>\d+)|(?P<open>\+))?")


def whose_account() -> str:
    """Return the name of the account that runs this.

    Raises:
        UsageError: the system does not say.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("--by", got="no account name from the system", expected="a name") from error


def parse_changes(changes: Iterable[str], claim: Claim, record: Record) -> dict[str, Any]:
    """Return the fields that change, with their new values as plain JSON values.

    Raises:
        UsageError: no such field, or a value that does not fit it.
    """
    parsed: dict[str, Any] = {}
    roles: dict[str, tuple[str, ...]] = {}
    for change in changes:
        name, separator, value = (part.strip() for part in change.partition("="))
        if not separator:
            raise UsageError("--set", got=change, expected="FIELD=VALUE")
        if name in ROLES:
            roles[name] = _parse_names(name, value, record)
            parsed["roles"] = roles
        elif name in _PARSERS:
            parsed[name] = _PARSERS[name](value, claim)
        else:
            raise UsageError("--set", got=name, expected=f"one of {', '.join((*_PARSERS, *ROLES))}")
    return decode_json(encode_json(parsed), dict)


def add_to_correction(changes: dict[str, Any], recorded: RecordedClaim) -> dict[str, Any]:
    """Return the changes on top of those of the correction that stands, since the last correction alone counts."""
    if recorded.original is None:
        return changes
    old, new = claim_to_plain(recorded.original), claim_to_plain(recorded.claim)
    standing = {name: value for name, value in new.items() if value != old[name] and name != "roles"}
    roles = {role: fillers for role, fillers in new["roles"].items() if fillers != old["roles"][role]}
    merged = {**standing, **changes, "roles": {**roles, **changes.get("roles", {})}}
    return {name: value for name, value in merged.items() if name != "roles" or value}


def _parse_names(role: str, value: str, record: Record) -> tuple[str, ...]:
    names = [name.strip() for name in value.split(";") if name.strip()]
    if role == "weapon":
        return tuple(names)
    entities = {entity.id: entity for entity in (record.places() if role == "place" else record.actors())}
    what = "place" if role == "place" else "actor"
    ids: list[str] = []
    for name in names:
        known: dict[str, None] = {}
        for entity in entities.values():
            if name.casefold() in {n.casefold() for n in (entity.name, *entity.aliases)}:
                known[entity.id] = None
        if name in entities:
            known = {name: None}
        if len(known) != 1:
            got = f"{len(known)} {what}s named {name!r}"
            expected = f"one {what} of the record: its name, or its id as 'tacitus show claims --json' gives it"
            raise UsageError(f"--set {role}", got=got, expected=expected)
        ids += known
    return tuple(ids)


def _parse_predicate(value: str, claim: Claim) -> str:
    known = PREDICATES.get(claim.kind)
    word = value.replace(" ", "_").lower() if known else value
    if not word or (known is not None and word not in known):
        raise UsageError("--set predicate", got=value, expected=", ".join(sorted(known or {"the equipment as written"})))
    return word


def _parse_stance(value: str, claim: Claim) -> str:
    del claim
    if value not in set(Stance):
        raise UsageError("--set stance", got=value, expected=", ".join(Stance))
    return value


def _parse_zone(value: str, claim: Claim) -> str:
    del claim
    if value not in set(ZoneKind):
        raise UsageError("--set zone", got=value, expected=", ".join(ZoneKind))
    return value


def _parse_when(value: str, claim: Claim) -> When | None:
    if not value:
        return None
    first, separator, last = value.partition("..")
    try:
        start, end = parse_date(first), parse_date(last) if separator else parse_date(first)
        written = claim.when.text if claim.when else None
        return When(start=start.start, end=end.end, precision=start.precision, text=written)
    except ValueError as error:
        expected = "YYYY, YYYY-MM, YYYY-MM-DD, or two of them as FIRST..LAST"
        raise UsageError("--set when", got=value, expected=expected) from error


def _parse_people(value: str, claim: Claim) -> Count | None:
    del claim
    if not value:
        return None
    match = _RANGE.fullmatch(value)
    low = int(match["low"]) if match else 0
    high = None if match is None or match["open"] else int(match["high"] or low)
    if match is None or (high is not None and high < low):
        raise UsageError("--set deaths", got=value, expected="a number: 4, 3-5, 12+ (at least 12), or nothing")
    return Count(low=low, high=high, text=value)


def _parse_count(value: str, claim: Claim) -> int | None:
    del claim
    if value and not value.isdecimal():
        raise UsageError("--set count", got=value, expected="a whole number, or nothing")
    return int(value) if value else None


_PARSERS: Mapping[str, Callable[[str, Claim], Any]] = {
    "predicate": _parse_predicate,
    "stance": _parse_stance,
    "zone": _parse_zone,
    "when": _parse_when,
    "deaths": _parse_people,
    "injuries": _parse_people,
    "count": _parse_count,
}
