"""CEAF-REE, worked by hand from GRIT's definition."""

import pytest

from tacitus.bench.extract.counts import micro_f1, micro_precision, micro_recall, sum_counts
from tacitus.bench.extract.roles import count_roles, fold_mention, merge_roles

DEPOT, PIPES, KIOSK = ("the fuel depot", "depot", "oil store"), ("two pipes",), ("kiosk",)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ('THE "EL FARO"\nDEPOT', "el faro depot"),
        ("A car-bomb", "carbomb"),
        ("an army of the people", "army of people"),
        ("U.S. theatre", "us theatre"),
        ("the", ""),
    ],
)
def test_mentions_are_compared_folded(written: str, folded: str) -> None:
    assert fold_mention(written) == folded


def test_two_predictions_of_one_entity_are_one_right_and_one_wrong() -> None:
    counts = count_roles({"Target": (DEPOT, PIPES, KIOSK)}, {"Target": (PIPES, ("fuel depot",), KIOSK, ("the oil store",))})
    assert counts["Target"] == (3, 4, 3, 3)
    assert micro_precision(counts.values()) == pytest.approx(3 / 4)
    assert micro_recall(counts.values()) == 1.0
    assert micro_f1(counts.values()) == pytest.approx(6 / 7)


def test_several_predicted_mentions_are_right_together() -> None:
    assert count_roles({"Target": (DEPOT,)}, {"Target": (("DEPOT", "oil store"),)})["Target"] == (1, 1, 1, 1)


def test_one_wrong_mention_makes_the_entity_wrong() -> None:
    assert count_roles({"Target": (DEPOT, PIPES)}, {"Target": (("depot", "two pipes"), ("depot", "shed"))})["Target"] == (
        0,
        2,
        0,
        2,
    )


def test_the_pairing_is_the_best_one() -> None:
    gold = {"PerpInd": (("men", "gunmen"), ("men",))}
    assert count_roles(gold, {"PerpInd": (("men",), ("gunmen",))})["PerpInd"] == (2, 2, 2, 2)


def test_a_role_without_entities_and_a_document_without_any() -> None:
    counts = count_roles({}, {"Weapon": (("mortar",),), "Victim": ()})
    assert counts["Weapon"] == (0, 1, 0, 0)
    assert sum_counts(counts.values()) == (0, 1, 0, 0)
    assert sum_counts(count_roles({}, {}).values()) == (0, 0, 0, 0)


def test_an_entity_in_another_role_is_wrong() -> None:
    counts = count_roles({"PerpInd": (("rebels",),)}, {"PerpOrg": (("rebels",),)})
    assert sum_counts(counts.values()) == (0, 1, 0, 1)


def test_an_entity_without_mentions_is_none() -> None:
    assert count_roles({"Weapon": (("mortar",),)}, {"Weapon": ((),)})["Weapon"] == (0, 0, 0, 1)


def test_templates_merge_by_subset_and_the_first_stays() -> None:
    first = {"Target": (("depot", "oil store"),), "Victim": (("mayor",),)}
    second = {"Target": (("DEPOT",), ("shed",)), "Victim": (("mayor", "ana ruiz"), ())}
    merged = merge_roles([first, second])
    assert merged["Target"] == (("depot", "oil store"), ("shed",))
    assert merged["Victim"] == (("mayor",),)
    assert merged["Weapon"] == ()
