"""Corrections: a claim with fields that a person changed, built anew so that every rule of a claim holds."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import msgspec

from tacitus.codec import claim_from_plain, claim_to_plain, encode_json
from tacitus.errors import UsageError
from tacitus.model import Claim

FIXED = frozenset({"id", "evidence"})
CHANGEABLE = tuple(f.name for f in fields(Claim) if f.name not in FIXED)


def apply_changes(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    """Return the claim with fields of the contract set to new JSON values; ``None`` empties one.

    Roles change one by one: a role that is not named keeps its fillers.

    Raises:
        UsageError: a field that cannot be changed, or a value that gives no valid claim.
    """
    unknown = sorted(set(changes) - set(CHANGEABLE))
    if unknown:
        raise UsageError(f"claim {claim.id}", got=f"a change of {', '.join(unknown)}", expected=f"any of {', '.join(CHANGEABLE)}")
    plain = {**claim_to_plain(claim), **changes}
    if isinstance(changes.get("roles"), Mapping):
        plain["roles"] = {**claim_to_plain(claim)["roles"], **changes["roles"]}
    try:
        changed = claim_from_plain(msgspec.json.decode(encode_json(plain)))
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise UsageError(f"claim {claim.id}", got=str(error), expected="values that give a valid claim") from error
    kept = claim_to_plain(changed)
    for name, value in changes.items():
        unknown = sorted(set(value) - set(kept[name])) if isinstance(value, Mapping) else []
        if unknown:
            raise UsageError(
                f"claim {claim.id}: {name}", got=f"the key {', '.join(unknown)}", expected=f"any of {', '.join(kept[name])}"
            )
    return changed
