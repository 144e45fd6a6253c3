"""Why a place was taken for what it was, in words that a person can check."""

import numpy as np

from tacitus.resolve.place_candidates import Candidate
from tacitus.resolve.place_relations import Array
from tacitus.resolve.place_scoring import FEATURES, Look, Weighed, Weights

MOST_RIVALS = 2
MOST_REASONS = 4
LEAST_REASON = 0.3
"""Difference in score below which a feature is no reason."""


def explain(weighed: Weighed, best: int, weights: Weights, score: float) -> str:
    """Return what was taken, how likely it is, what spoke for it against the next one, and the rivals.

    Args:
        weighed: the candidates of one place.
        best: the number of the one that is taken.
        weights: what the features count for.
        score: the probability that the best or one beside it is meant.
    """
    candidates, features, belief = weighed
    order = sorted(range(len(candidates)), key=lambda i: (i != best, -float(belief[i]), candidates[i].entry.id))
    head = "taken for" if score >= weights.least else "too uncertain, though it may be"
    said = f"{head} {name(candidates[best])}, found by {candidates[best].tier} ({score:.0%})"
    if len(order) == 1:
        return f"{said}; the only candidate"
    parts = weigh_reasons(features[best], features[order[1]], weights.second)
    telling = sorted((i for i in range(len(parts)) if abs(parts[i]) >= LEAST_REASON), key=lambda i: -abs(float(parts[i])))
    reasons = ", ".join(f"{FEATURES[i].replace('_', ' ')} {parts[i]:+.1f}" for i in telling[:MOST_REASONS])
    rivals = "; ".join(f"{name(candidates[i])} {belief[i]:.0%}" for i in order[1 : 1 + MOST_RIVALS])
    more = f" and {len(order) - 1 - MOST_RIVALS} more" if len(order) > 1 + MOST_RIVALS else ""
    return f"{said}; against the next: {reasons or 'nothing tells them apart'}; others: {rivals}{more}"


def weigh_reasons(own: Array, other: Array, look: Look) -> Array:
    """Return what each feature does for a candidate: its score less what it were with that of the other. *Shape:* (FEATURES,)."""
    changed = np.where(np.eye(len(FEATURES), dtype=bool), other, own)
    return np.asarray(look.score(own[None, :]) - look.score(changed))


def name(candidate: Candidate) -> str:
    """Return what tells a candidate from others of its name."""
    entry = candidate.entry
    where = " ".join(part for part in (entry.country, entry.admin1) if part)
    return f"{entry.name} ({', '.join(part for part in (entry.kind.value, where, entry.id) if part)})"
