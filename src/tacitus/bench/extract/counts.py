"""How many were right: the sums from which precision, recall and F1 are made.

A document gives one ``Counts``; the figures are micro averages, made from the sums over documents, so that
``bootstrap_interval`` can resample documents.
"""

from collections.abc import Hashable, Iterable
from typing import NamedTuple


class Counts(NamedTuple):
    """What was predicted and what the gold holds, in one document or in several together.

    ``n_right`` of the ``n_predicted`` are right; ``n_recalled`` of the ``n_gold`` were found. The two are equal unless one
    prediction may answer several gold items (the template metric of MUC-4).
    """

    n_right: int = 0
    n_predicted: int = 0
    n_recalled: int = 0
    n_gold: int = 0


def sum_counts(documents: Iterable[Counts]) -> Counts:
    """Return the counts of all documents together."""
    columns = list(zip(*documents, strict=True))
    return Counts(*map(sum, columns)) if columns else Counts()


def micro_precision(documents: Iterable[Counts]) -> float:
    """Return the share of the predictions that are right, in [0, 1]; 0 where there are none."""
    total = sum_counts(documents)
    return total.n_right / total.n_predicted if total.n_predicted else 0.0


def micro_recall(documents: Iterable[Counts]) -> float:
    """Return the share of the gold items that were found, in [0, 1]; 0 where there are none."""
    total = sum_counts(documents)
    return total.n_recalled / total.n_gold if total.n_gold else 0.0


def micro_f1(documents: Iterable[Counts]) -> float:
    """Return the harmonic mean of precision and recall over all documents together, in [0, 1]."""
    return f1_of(sum_counts(documents))


def f1_of(counts: Counts) -> float:
    """Return the harmonic mean of precision and recall, in [0, 1]; 0 where nothing is right."""
    if not counts.n_right or not counts.n_recalled:
        return 0.0
    precision, recall = counts.n_right / counts.n_predicted, counts.n_recalled / counts.n_gold
    return 2 * precision * recall / (precision + recall)


def count_equal(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Counts:
    """Return the counts where a prediction is right if the gold holds the very same; what is given twice counts once."""
    wanted, found = set(gold), set(predicted)
    n_right = len(wanted & found)
    return Counts(n_right, len(found), n_right, len(wanted))


def count_matched(n_matched: int, *, n_predicted: int, n_gold: int) -> Counts:
    """Return the counts of a one-to-one matching of so many predictions to so many gold items."""
    return Counts(n_matched, n_predicted, n_matched, n_gold)
