"""The best pairing of two lists, each member used at most once.

Pure Python, exact, in time cubic in the lengths: the lists are the entities or templates of one document.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def assign_best(weights: Sequence[Sequence[int]]) -> list[int | None]:
    """Return, for each row, the column it is paired with so that the sum of the weights is greatest.

    Args:
        weights: what each pair is worth, none below 0. *Shape:* (n_rows, n_columns). A row paired for 0 is left unpaired.

    Source: the Hungarian method with potentials (Kuhn 1955; Munkres 1957).
    """
    n_rows, n_columns = len(weights), max(map(len, weights), default=0)
    size = max(n_rows, n_columns)
    top = max((max(row, default=0) for row in weights), default=0)
    costs = [[top] * size for _ in range(size)]
    for i, row in enumerate(weights):
        costs[i][: len(row)] = [top - weight for weight in row]
    row_of = _assign_cheapest(costs)
    chosen: list[int | None] = [None] * n_rows
    for column, i in enumerate(row_of):
        if i < n_rows and column < len(weights[i]) and weights[i][column]:
            chosen[i] = column
    return chosen


def _assign_cheapest(costs: list[list[int]]) -> list[int]:  # noqa: C901 -- one method, known in this shape
    """Return the row of each column of a square matrix so that the sum of the costs is least."""
    size = len(costs)
    of_row, of_column = [0] * (size + 1), [0] * (size + 1)
    row_of = [size] * (size + 1)  # the column `size` and the row `size` stand for "none yet"
    for i in range(size):
        row_of[size] = i
        column = size
        slack: list[float] = [float("inf")] * size
        before = [size] * size
        seen = [False] * (size + 1)
        while row_of[column] != size:
            seen[column] = True
            row = row_of[column]
            least, following = float("inf"), size
            for j in range(size):
                if seen[j]:
                    continue
                reduced = costs[row][j] - of_row[row] - of_column[j]
                if reduced < slack[j]:
                    slack[j], before[j] = reduced, column
                if slack[j] < least:
                    least, following = slack[j], j
            step = int(least)
            for j in range(size + 1):
                if seen[j]:
                    of_row[row_of[j]] += step
                    of_column[j] -= step
                elif j < size:
                    slack[j] -= step
            column = following
        while column != size:
            row_of[column] = row_of[before[column]]
            column = before[column]
        row_of[size] = size
    return row_of[:size]


def count_pairs(gold: Sequence[A], predicted: Sequence[B], is_right: Callable[[A, B], bool]) -> int:
    """Return how many predictions can be paired with a gold item of their own that they are right about."""
    weights = [[int(is_right(wanted, found)) for wanted in gold] for found in predicted]
    return sum(column is not None for column in assign_best(weights))
