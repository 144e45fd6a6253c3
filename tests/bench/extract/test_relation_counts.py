from tacitus.bench.extract.relations import count_relations, count_relations_by_kind, count_relations_relaxed

ARMY, TOWN, GROUP = (0, 8, "Organisation"), (20, 25, "Location"), (30, 39, "Organisation")


def test_symmetric_kinds_have_no_direction_and_count_once() -> None:
    gold = [("FightingAgainst", ARMY, GROUP), ("FightingAgainst", GROUP, ARMY)]
    assert count_relations(gold, [("FightingAgainst", GROUP, ARMY)]) == (1, 1, 1, 1)


def test_other_kinds_have_a_direction() -> None:
    assert count_relations([("BelongsTo", ARMY, GROUP)], [("BelongsTo", GROUP, ARMY)]) == (0, 1, 0, 1)


def test_a_relation_needs_its_kind_and_the_kinds_of_its_ends() -> None:
    gold = [("CoLocated", ARMY, TOWN)]
    predicted = [("Apart", ARMY, TOWN), ("CoLocated", ARMY, (20, 25, "Organisation")), ("CoLocated", TOWN, ARMY)]
    assert count_relations(gold, predicted) == (1, 3, 1, 1)
    assert count_relations_by_kind(gold, predicted) == {"Apart": (0, 1, 0, 0), "CoLocated": (1, 2, 1, 1)}


def test_relaxed_ends_need_only_overlap() -> None:
    gold = [("CoLocated", ARMY, TOWN), ("BelongsTo", ARMY, GROUP)]
    predicted = [("CoLocated", (18, 22, "Location"), (4, 8, "Organisation")), ("BelongsTo", (30, 31, "Organisation"), ARMY)]
    assert count_relations(gold, predicted) == (0, 2, 0, 2)
    assert count_relations_relaxed(gold, predicted) == (1, 2, 1, 2)


def test_one_gold_relation_answers_one_relaxed_prediction() -> None:
    predicted = [("CoLocated", ARMY, TOWN), ("CoLocated", (1, 8, "Organisation"), TOWN)]
    assert count_relations_relaxed([("CoLocated", ARMY, TOWN)], predicted) == (1, 2, 1, 1)


def test_a_relaxed_end_keeps_its_kind_and_must_touch() -> None:
    gold = [("CoLocated", ARMY, TOWN)]
    assert count_relations_relaxed(gold, [("CoLocated", (0, 8, "Person"), TOWN)]).n_right == 0
    assert count_relations_relaxed(gold, [("CoLocated", (8, 9, "Organisation"), TOWN)]).n_right == 0
