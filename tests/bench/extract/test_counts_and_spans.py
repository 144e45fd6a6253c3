import pytest

from tacitus.bench.extract.counts import Counts, count_equal, micro_f1, micro_precision, micro_recall, sum_counts
from tacitus.bench.extract.spans import KindSpan, Span, count_spans, count_spans_by_kind, keep_outermost, snap_all, snap_outward

TOKENS = [(0, 3), (4, 9), (10, 11), (11, 15)]


def test_figures_of_counts_worked_by_hand() -> None:
    documents = [Counts(2, 4, 2, 3), Counts(1, 1, 1, 5)]
    assert sum_counts(documents) == (3, 5, 3, 8)
    assert micro_precision(documents) == pytest.approx(3 / 5)
    assert micro_recall(documents) == pytest.approx(3 / 8)
    assert micro_f1(documents) == pytest.approx(6 / 13)


@pytest.mark.parametrize("documents", [[], [Counts()], [Counts(0, 3, 0, 0)], [Counts(0, 0, 0, 2)]])
def test_nothing_right_is_naught(documents: list[Counts]) -> None:
    assert micro_f1(documents) == micro_precision(documents) == micro_recall(documents) == 0.0


def test_what_is_given_twice_counts_once() -> None:
    assert count_equal(["a", "a", "b"], ["a", "a", "c", "c"]) == (1, 2, 1, 2)


def test_a_span_is_right_only_with_its_start_end_and_kind() -> None:
    gold = [(0, 3, "Person"), (4, 9, "Location"), (10, 15, "Weapon")]
    predicted = [(0, 3, "Person"), (4, 9, "Organisation"), (10, 14, "Weapon")]
    assert count_spans(gold, predicted) == (1, 3, 1, 3)
    assert count_spans_by_kind(gold, predicted) == {
        "Location": (0, 0, 0, 1),
        "Organisation": (0, 1, 0, 0),
        "Person": (1, 1, 1, 1),
        "Weapon": (0, 1, 0, 1),
    }


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 9, "A"), (2, 5, "B")], [(0, 9, "A")]),
        ([(2, 5, "B"), (0, 5, "A")], [(0, 5, "A")]),
        ([(0, 5, "A"), (0, 3, "B")], [(0, 5, "A")]),
        ([(0, 5, "A"), (3, 9, "B")], [(0, 5, "A"), (3, 9, "B")]),
        ([(0, 5, "A"), (0, 5, "A")], [(0, 5, "A")]),
        ([(0, 5, "B"), (0, 5, "A")], [(0, 5, "B")]),
        ([(0, 9, "A"), (1, 8, "B"), (2, 3, "C"), (9, 10, "D")], [(0, 9, "A"), (9, 10, "D")]),
        ([], []),
    ],
)
def test_outermost_layer(spans: list[KindSpan], expected: list[KindSpan]) -> None:
    assert keep_outermost(spans) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 3), (0, 3)),
        ((1, 2), (0, 3)),
        ((2, 5), (0, 9)),
        ((5, 11), (4, 11)),
        ((10, 12), (10, 15)),
        ((3, 4), None),
        ((15, 20), None),
    ],
)
def test_spans_snap_outward_to_tokens(span: Span, expected: Span | None) -> None:
    assert snap_outward(span, TOKENS) == expected


def test_a_span_between_tokens_is_dropped() -> None:
    assert snap_all([(3, 4, "A"), (12, 13, "B")], TOKENS) == [(11, 15, "B")]
