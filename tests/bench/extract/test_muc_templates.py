"""The template metric, worked by hand from GTT's definition."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.bench.extract.counts import Counts, f1_of, micro_f1, sum_counts
from tacitus.bench.extract.roles import Entity
from tacitus.bench.extract.templates import FilledTemplate, choose_mapping, count_templates


def template(incident_type: str, **roles: tuple[Entity, ...]) -> FilledTemplate:
    return FilledTemplate(incident_type=incident_type, roles=roles)


def total(gold: list[FilledTemplate], predicted: list[FilledTemplate]) -> Counts:
    return sum_counts(count_templates(gold, predicted).values())


def test_one_template_worked_by_hand() -> None:
    gold = template("bombing", PerpOrg=(("front", "fln"),), Target=(("depot",), ("bridge",)))
    predicted = template("bombing", PerpOrg=(("FLN",),), Target=(("the depot",),), Weapon=(("dynamite",),))
    counts = count_templates([gold], [predicted])
    assert counts["incident_type"] == (1, 1, 1, 1)
    assert counts["PerpOrg"] == (1, 1, 1, 1)
    assert counts["Target"] == (1, 1, 1, 2)
    assert counts["Weapon"] == (0, 1, 0, 0)
    assert sum_counts(counts.values()) == (3, 4, 3, 4)


def test_entities_are_not_paired_one_to_one() -> None:
    gold = template("attack", Target=(("depot", "store"),))
    predicted = template("attack", Target=(("depot",), ("store",)))
    assert count_templates([gold], [predicted])["Target"] == (2, 2, 1, 1)


def test_a_prediction_that_two_gold_entities_hold_finds_both() -> None:
    gold = template("attack", Victim=(("men", "guards"), ("men", "police")))
    assert count_templates([gold], [template("attack", Victim=(("men",),))])["Victim"] == (1, 1, 2, 2)


def test_all_mentions_of_a_prediction_must_be_mentions_of_one_entity() -> None:
    gold = template("attack", Victim=(("men", "guards"), ("police",)))
    assert count_templates([gold], [template("attack", Victim=(("men", "police"),))])["Victim"] == (0, 1, 0, 2)


@pytest.mark.parametrize(
    ("predicted", "gold", "is_mapped"),
    [
        ("attack", "attack / bombing", True),
        ("bombing", "attack / bombing", True),
        ("attack / bombing", "attack", False),
        ("arson", "attack", False),
        ("kidnapping", "kidnapping", True),
    ],
)
def test_the_predicted_type_must_be_a_part_of_the_gold_type(predicted: str, gold: str, *, is_mapped: bool) -> None:
    assert count_templates([template(gold)], [template(predicted)])["incident_type"].n_right == is_mapped


def test_a_wrong_type_makes_all_its_fillers_wrong() -> None:
    filled = {"Victim": (("mayor",),)}
    assert total([template("kidnapping", **filled)], [template("attack", **filled)]) == (0, 2, 0, 2)


def test_the_better_of_two_mappings_counts() -> None:
    gold = [template("attack", Victim=(("mayor",),)), template("attack", Victim=(("judge",),), Target=(("court",),))]
    predicted = [template("attack", Victim=(("judge",),), Target=(("court",),)), template("attack", Victim=(("mayor",),))]
    assert total(gold, predicted) == (5, 5, 5, 5)
    assert total(gold, predicted[:1]) == (3, 3, 3, 5)


def test_spurious_and_missing_templates_count_with_their_types() -> None:
    assert total([], [template("attack", Victim=(("mayor",), ("judge",)))]) == (0, 3, 0, 0)
    assert total([template("attack", Victim=(("mayor",),))], []) == (0, 0, 0, 2)
    assert total([], []) == (0, 0, 0, 0)


def test_gold_templates_that_are_alike_count_once_and_predicted_ones_twice() -> None:
    one = template("arson", Target=(("depot",),))
    assert total([one, one], [one, one]) == (2, 4, 2, 2)


def test_two_documents_are_summed() -> None:
    documents = [total([template("arson")], [template("arson")]), total([template("arson")], [])]
    assert micro_f1(documents) == pytest.approx(2 / 3)


def f1_by_trial(gains: list[dict[int, tuple[int, int]]], n_gold_templates: int, n_predicted: int, n_gold: int) -> float:
    columns = [*range(n_gold_templates), *[-1] * len(gains)]
    best = 0.0
    for chosen in permutations(columns, len(gains)):
        held = [gains[i].get(column, (0, 0)) for i, column in enumerate(chosen)]
        best = max(best, f1_of(Counts(sum(h[0] for h in held), n_predicted, sum(h[1] for h in held), n_gold)))
    return best


@given(
    st.lists(st.dictionaries(st.integers(0, 3), st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=4), max_size=4),
    st.integers(20, 30),
    st.integers(20, 40),
)
def test_no_other_mapping_is_better(gains: list[dict[int, tuple[int, int]]], n_predicted: int, n_gold: int) -> None:
    from tacitus.bench.extract.templates import _Gain

    mapping = choose_mapping([{j: _Gain(*g) for j, g in row.items()} for row in gains], n_predicted=n_predicted, n_gold=n_gold)
    used = [j for j in mapping if j is not None]
    held = [gains[i][j] for i, j in enumerate(mapping) if j is not None]
    found = f1_of(Counts(sum(h[0] for h in held), n_predicted, sum(h[1] for h in held), n_gold))
    assert len(used) == len(set(used))
    assert found == pytest.approx(f1_by_trial(gains, 4, n_predicted, n_gold))


@pytest.mark.parametrize("entities", [1, 2])
def test_a_document_of_fourteen_templates_is_mapped_quickly(entities: int) -> None:
    gold = [template("attack", Target=(("depot", "store"), (f"bridge {n}",)), Victim=((f"guard {n % 5}",),)) for n in range(14)]
    mentions = (("depot",), ("store",))[:entities]
    predicted = [template("attack", Target=(*mentions, (f"bridge {13 - n}",)), Victim=((f"guard {n % 4}",),)) for n in range(14)]
    counts = count_templates(gold, predicted)
    assert counts["incident_type"] == (14, 14, 14, 14)
    assert counts["Target"].n_predicted == 14 * (entities + 1)
    assert counts["Target"].n_recalled >= 14
