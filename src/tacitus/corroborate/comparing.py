"""How likely two tellings are of one happening: features that a person can read, weighed by a logistic regression.

The weights lie in ``pair_weights.toml``; ``training/events.py`` learns them. The score is symmetric and a function of the two
tellings alone, so that it does not depend on what else is in the record or on the order in which reports came.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.corroborate.telling import Party, Spot, Telling
from tacitus.ids import hash_bytes
from tacitus.resolve.sphere import distance_km

WEIGHTS_FILE = Path(__file__).with_name("pair_weights.toml")
WORDING_FILE = Path(__file__).with_name("wording.npz")
"""The weights of ``wording``, named here because they decide scores too, and are loaded only where a pair is in doubt."""
SLACK_KM = 8.0
"""How far apart two points of one spot may lie beyond their radii."""
NEXT_KM = 40.0
LONG_QUOTE = 6
"""Words from which a quote that both share is no chance."""
_MOST_ODDS = 4.0
_BELOW = 0.05
"""How far below joining a pair stays that only a person may join."""
_FEW_WORDS = 4

Features = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What spoke for (``weight`` above 0) or against: the words for it, and its share of the score in log odds."""

    feature: str
    says: str
    weight: float


@dataclass(frozen=True)
class PairWeights:
    """The learnt weights (log odds a unit), the words for each feature, and which incident types may name one happening."""

    bias: float
    weights: Mapping[str, float]
    says: Mapping[str, str]
    kin: frozenset[frozenset[str]]
    merge: float
    """The score from which the machine makes one event of two."""
    queue: float
    """The score from which a person is asked."""
    doubt: tuple[float, float]
    """The scores between which the wording is asked."""
    asked: tuple[frozenset[str], ...]
    """Groups of features with which the machine joins nothing by itself, but a sentence that is the same word for word."""
    digest: str


@cache
def load_pair_weights() -> PairWeights:
    """Return the package's weights."""
    content = WEIGHTS_FILE.read_bytes()
    table: dict[str, Any] = tomllib.loads(content.decode())
    kin = {frozenset((a, b)) for family in table["kin"].values() for a in family for b in family if a != b}
    features = table["features"]
    return PairWeights(
        bias=table["bias"],
        weights={name: feature["weight"] for name, feature in features.items()},
        says={name: feature["says"] for name, feature in features.items()},
        kin=frozenset(kin),
        merge=table["merge"],
        queue=table["queue"],
        doubt=(table["doubt"][0], table["doubt"][1]),
        asked=tuple(map(frozenset, table["asked"])),
        digest=hash_bytes(content)[:12],
    )


def score_pair(one: Telling, other: Telling, wording: float | None = None) -> float:
    """Return how likely the two tell of one happening, in [0, 1].

    Args:
        one: a telling.
        other: another.
        wording: how likely their words alone make it (``wording.score_wordings``), where that was asked.
    """
    table = load_pair_weights()
    found = find_features(one, other) | judge_wording(wording)
    score = 1.0 / (1.0 + math.exp(-table.bias - sum(table.weights[name] * value for name, value in found.items())))
    is_asked = "copied" not in found and any(group <= found.keys() for group in table.asked)
    return min(score, table.merge - _BELOW) if is_asked else score


def explain_pair(one: Telling, other: Telling, wording: float | None = None) -> tuple[Reason, ...]:
    """Return what spoke for and against, the weightiest first."""
    table = load_pair_weights()
    found = find_features(one, other) | judge_wording(wording)
    reasons = [Reason(feature=name, says=table.says[name], weight=table.weights[name] * v) for name, v in found.items() if v]
    return tuple(sorted(reasons, key=lambda r: (-abs(r.weight), r.feature)))


def judge_wording(likelihood: float | None) -> Features:
    """Return the feature of how likely words alone make it that two tell of one happening; nothing where that is not known."""
    if likelihood is None:
        return {}
    odds = math.log(max(likelihood, 1e-9) / max(1.0 - likelihood, 1e-9))
    value = max(-_MOST_ODDS, min(_MOST_ODDS, odds)) / _MOST_ODDS
    return {"worded_alike": value} if value > 0 else {"worded_otherwise": -value}


def find_features(one: Telling, other: Telling) -> Features:
    """Return the features that are not 0, each in [0, 1]."""
    found: Features = {}
    found |= _compare_types(one.type, other.type)
    found |= _compare_times(one, other)
    found |= _compare_places(one, other)
    found |= _compare_parties(one, other)
    found |= _compare_deaths(one.deaths, other.deaths, "deaths")
    found |= _compare_deaths(one.injuries, other.injuries, "injured")
    if {*one.weapons} & {*other.weapons}:
        found["same_weapon"] = 1.0
    found |= _compare_words(one, other)
    return found


def _compare_types(one: str, other: str) -> Features:
    if one == other:
        return {"same_type": 1.0}
    return {"kin_type" if frozenset((one, other)) in load_pair_weights().kin else "other_type": 1.0}


def _compare_times(one: Telling, other: Telling) -> Features:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return {"no_time": 1.0}
    gap = max(one.first - other.last, other.first - one.last, 0)
    is_told = one.is_dated and other.is_dated
    if gap == 0:
        if not is_told:
            return {"time_untold": 1.0}
        longer = max(one.last - one.first, other.last - other.first) + 1
        return {"same_time": 1.0} if longer == 1 else {"time_overlaps": 1.0 / (1.0 + math.log(longer))}
    if not is_told:
        return {"time_untold_apart": min(1.0, gap / 30)}
    if gap == 1:
        return {"a_day_apart": 1.0}
    return {"days_apart": 1.0, "long_apart": min(1.0, math.log(gap) / math.log(30))}


def _compare_places(one: Telling, other: Telling) -> Features:
    """Compare where; a telling without a place is laid beside where its report plays."""
    if one.spots and other.spots:
        return _compare_spots(one.spots, other.spots)
    ones, others = one.spots or one.setting, other.spots or other.setting
    if not ones or not others:
        return {"no_place": 1.0}
    name = next(iter(_compare_spots(ones, others)))
    return {"far_setting" if name in {"far_place", "next_place"} else "in_setting" if name != "no_place" else name: 1.0}


def _compare_spots(ones: tuple[Spot, ...], others: tuple[Spot, ...]) -> Features:
    best = max((_compare_spot(a, b) for a in ones for b in others), key=lambda found: found[1])
    return {best[0]: 1.0}


def _compare_spot(one: Spot, other: Spot) -> tuple[str, int]:
    """Return the feature of two places, and its rank among those of other pairs."""
    is_named_so = one.name == other.name
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return ("same_place", 5) if is_named_so else ("no_place", 2)
    far = distance_km((one.latitude, one.longitude), (other.latitude, other.longitude))
    if one.is_area and other.is_area:
        return ("same_area", 4) if far < max(one.radius, other.radius) / 2 else ("far_place", 0)
    if one.is_area or other.is_area:
        return ("in_area", 3) if far <= one.radius + other.radius + SLACK_KM else ("far_place", 0)
    if (is_named_so and far < NEXT_KM) or far <= 1.0:
        return "same_place", 5
    if far <= SLACK_KM + min(one.radius, other.radius):
        return "near_place", 4
    return ("next_place", 1) if far <= NEXT_KM else ("far_place", 0)


def _compare_parties(one: Telling, other: Telling) -> Features:
    own, theirs = _named(one.parties), _named(other.parties)
    found: Features = {}
    if own and theirs:
        shared = sum(any({*a.keys} & {*b.keys} for b in theirs) for a in own)
        if shared:
            found["same_party"] = 1.0
            if shared > 1:
                found["same_parties"] = 1.0
        else:
            found["other_parties"] = 1.0
        if _is_against(one.actors, other.actors) and not shared:
            found["other_actor"] = 1.0
    else:
        found["no_party"] = 1.0
    if any(a.is_common and b.is_common and {*a.keys} & {*b.keys} for a in one.parties for b in other.parties):
        found["same_victims"] = 1.0
    return found


def _named(parties: tuple[Party, ...]) -> list[Party]:
    return [party for party in parties if not party.is_common]


def _is_against(ones: tuple[Party, ...], others: tuple[Party, ...]) -> bool:
    a, b = _named(ones), _named(others)
    return bool(a and b) and not any({*x.keys} & {*y.keys} for x in a for y in b)


def _compare_deaths(
    one: tuple[int | None, int | None] | None, other: tuple[int | None, int | None] | None, what: str
) -> Features:
    if one is None or other is None:
        return {}
    low = max(one[0] or 0, other[0] or 0)
    high = min(math.inf if one[1] is None else one[1], math.inf if other[1] is None else other[1])
    if one == other and low > 0:
        return {f"same_{what}": min(1.0, 0.4 + math.log(1 + low) / 6)}
    if low <= high:
        return {f"{what}_agree": 1.0}
    return {f"{what}_differ": min(1.0, math.log((low + 1) / (high + 1)) / math.log(8))}


def _compare_words(one: Telling, other: Telling) -> Features:
    own, theirs = {*one.words}, {*other.words}
    if not own or not theirs:
        return {}
    shared = len(own & theirs)
    found: Features = {"same_words": shared / math.sqrt(len(own) * len(theirs))}
    if not shared and min(len(own), len(theirs)) >= _FEW_WORDS:
        found["other_words"] = 1.0
    if own == theirs and len(own) >= LONG_QUOTE:
        found["copied"] = 1.0
    return found
