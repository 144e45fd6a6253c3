from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tacitus.corroborate.clustering import group_items

Scores = dict[tuple[int, int], float]
Pairs = list[tuple[int, int]]
SCORES = st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] < p[1]), st.floats(0, 1))
PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] != p[1]), max_size=4)


def test_groups_are_joined_by_their_mean() -> None:
    scores = {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.7, ("c", "d"): 0.6}
    assert group_items("abcde", scores, threshold=0.5) == [("a", "b", "c"), ("d",), ("e",)]


def test_one_likeness_joins_no_chain() -> None:
    scores = {("a", "b"): 0.9, ("c", "d"): 0.9, ("b", "c"): 0.6}
    assert group_items("abcd", scores, threshold=0.5) == [("a", "b"), ("c", "d")]


def test_what_people_said_outranks_scores() -> None:
    scores = {("a", "b"): 0.9, ("a", "c"): 0.8, ("b", "c"): 0.9}
    assert group_items("abc", scores, threshold=0.5, apart=[("a", "b")]) == [("a",), ("b", "c")]
    assert group_items("abc", {}, threshold=0.5, together=[("c", "a")]) == [("a", "c"), ("b",)]
    assert group_items("ab", {}, threshold=0.5, together=[("a", "b")], apart=[("a", "b")]) == [("a", "b")]


@given(scores=SCORES, together=PAIRS, apart=PAIRS, chance=st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(scores: Scores, together: Pairs, apart: Pairs, chance: Random) -> None:
    expected = group_items(range(9), scores, threshold=0.4, together=together, apart=apart)
    items, pairs = list(range(9)), list(scores.items())
    chance.shuffle(items)
    chance.shuffle(pairs)
    turned = {(b, a): score for (a, b), score in pairs}
    again = group_items(items, turned, threshold=0.4, together=together[::-1], apart=[(b, a) for a, b in apart])
    assert again == expected


@given(scores=SCORES, together=PAIRS, apart=PAIRS)
def test_judged_pairs_hold(scores: Scores, together: Pairs, apart: Pairs) -> None:
    groups = group_items(range(9), scores, threshold=0.4, together=together, apart=apart)
    assert sorted(item for group in groups for item in group) == list(range(9))
    own = {item: number for number, group in enumerate(groups) for item in group}
    named = {
        item: number for number, group in enumerate(group_items(range(9), {}, threshold=1, together=together)) for item in group
    }
    assert all(own[a] == own[b] for a, b in together)
    assert all(own[a] != own[b] for a, b in apart if named[a] != named[b])
    for group in groups:
        assert len(group) == 1 or together or all(any(frozenset(p) <= set(group) for p in scores) for _ in combinations(group, 2))
