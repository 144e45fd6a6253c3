from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.bench.extract.matching import assign_best, count_pairs


def best_by_trial(weights: list[list[int]], n_columns: int) -> int:
    rows, columns = len(weights), [*range(n_columns), *[-1] * len(weights)]
    worth: list[int] = [sum(weights[i][c] for i, c in enumerate(chosen) if c >= 0) for chosen in permutations(columns, rows)]
    return max(worth)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[list[list[int]], int]:
    n_rows, n_columns = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    row = st.lists(st.integers(0, 9), min_size=n_columns, max_size=n_columns)
    return draw(st.lists(row, min_size=n_rows, max_size=n_rows)), n_columns


@given(matrices())
def test_no_other_pairing_is_worth_more(matrix: tuple[list[list[int]], int]) -> None:
    weights, n_columns = matrix
    chosen = assign_best(weights)
    used = [column for column in chosen if column is not None]
    assert len(chosen) == len(weights)
    assert len(used) == len(set(used))
    assert sum(weights[i][c] for i, c in enumerate(chosen) if c is not None) == best_by_trial(weights, n_columns)


def test_a_pair_worth_nothing_is_none() -> None:
    assert assign_best([[0, 0], [0, 5]]) == [None, 1]


def test_an_earlier_choice_gives_way() -> None:
    assert assign_best([[5, 4], [5, 0]]) == [1, 0]


@pytest.mark.parametrize(("gold", "predicted", "expected"), [("ab", "aa", 1), ("aab", "ba", 2), ("", "a", 0), ("a", "", 0)])
def test_pairs_are_one_to_one(gold: str, predicted: str, expected: int) -> None:
    assert count_pairs(gold, predicted, lambda one, other: one == other) == expected
