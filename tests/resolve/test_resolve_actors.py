import time

import pytest

from tacitus.ids import hash_parts
from tacitus.model import Actor, ActorType, Extraction, Mention, MentionForm, MentionKind, Span
from tacitus.resolve.actors.identify import ActorIndex, resolve_actors
from tacitus.resolve.actors.names import fold_name, is_generic

REPORT = "f" * 64


def make_actor(name: str, *aliases: str, id_: str | None = None, type_: ActorType | None = None) -> Actor:
    return Actor(id=id_ or f"local {name}", name=name, aliases=aliases, type=type_)


def extract(*actors: Actor, report_id: str = REPORT, mentions: tuple[Mention, ...] = ()) -> Extraction:
    return Extraction(report_id=report_id, actors=actors, mentions=mentions)


def ids_of(*actors: Actor, known: ActorIndex | None = None, report_id: str = REPORT) -> list[str]:
    _, ids = resolve_actors(extract(*actors, report_id=report_id), known or ActorIndex())
    return [ids[a.id] for a in actors]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The River Front", "river front"),
        ("Jabhat al-Nahr", "Jabhat al Nahr"),
        ("“River Guard”", "River Guard"),
        ("Frente Río", "FRENTE RIO"),
        ("Da’uud Brigade", "Da'uud Brigade"),
    ],
)
def test_spellings_that_differ_in_marks_only_fold_to_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("River Front", "River Front East"), ("Liwa al-Haqq", "Liwa al-Hqq"), ("RF", "River Front")]
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)
    a, b = ids_of(make_actor(one), make_actor(other))
    assert a != b


@pytest.mark.parametrize(
    ("name", "generic"), [("rebels", True), ("the gunmen", True), ("River Front", False), ("al-Nahr", False), ("جيش النهر", True)]
)
def test_names_without_a_capital_name_no_one(name: str, generic: bool) -> None:
    assert is_generic(name) is (generic and name.isascii())


def test_same_name_in_two_reports_is_one_actor_and_rebels_are_not() -> None:
    group, rebels = make_actor("River Front"), make_actor("rebels")
    here, there = ids_of(group, rebels), ids_of(group, rebels, report_id="e" * 64)
    assert here[0] == there[0] == hash_parts("actor", "river front")
    assert here[1] != there[1]


def test_an_actor_met_only_in_common_words_holds_within_its_report() -> None:
    actor = make_actor("Gunmen", id_="a")
    mention = Mention(span=Span(start=0, end=6), kind=MentionKind.ACTOR, entity="a", form=MentionForm.NOMINAL)
    _, ids = resolve_actors(extract(actor, mentions=(mention,)), ActorIndex())
    assert ids["a"] != hash_parts("actor", "gunmen")


def test_a_persons_single_name_holds_within_its_report() -> None:
    person = make_actor("Warsan", type_=ActorType.PERSON)
    assert ids_of(person) != ids_of(person, report_id="e" * 64)


def test_known_actor_is_found_by_name_and_by_alias() -> None:
    known = ActorIndex([make_actor("Jabhat al-Nahr", "River Front", id_="known")])
    assert ids_of(make_actor("Jabhat al Nahr"), known=known) == ["known"]
    assert ids_of(make_actor("the River Front"), known=known) == ["known"]
    assert ids_of(make_actor("Nahr Brigade", "Jabhat al-Nahr"), known=known) == ["known"]


def test_an_abbreviation_of_another_report_matches_nothing() -> None:
    known = ActorIndex([make_actor("RF", id_="known")])
    assert ids_of(make_actor("Reform Forces", "RF"), known=known) != ["known"]


def test_a_name_that_two_known_actors_bear_finds_neither() -> None:
    known = ActorIndex([make_actor("A Front", "Old Guard", id_="a"), make_actor("B Front", "Old Guard", id_="b")])
    assert ids_of(make_actor("Old Guard"), known=known) == [hash_parts("actor", "old guard")]


def test_two_local_actors_never_merge_through_a_known_one() -> None:
    known = ActorIndex([make_actor("Jabhat al-Nahr", "River Front", id_="known")])
    for order in ((0, 1), (1, 0)):
        actors = (make_actor("River Front"), make_actor("Jabhat al-Nahr"))
        ids = ids_of(*(actors[i] for i in order), known=known)
        assert ids[order.index(1)] == "known"
        assert ids[order.index(0)] == hash_parts("actor", "river front")


def test_actors_of_one_name_become_one_with_all_names() -> None:
    actors, ids = resolve_actors(extract(make_actor("River Front", "RF"), make_actor("The River Front", "Front")), ActorIndex())
    assert len(actors) == 1
    assert set(ids.values()) == {actors[0].id}
    assert actors[0].aliases == ("RF", "The River Front", "Front")


def test_ten_thousand_reports_cost_linear_time() -> None:
    known = ActorIndex()
    start = time.process_time()
    for n in range(10_000):
        actors, _ = resolve_actors(extract(make_actor(f"Group {n}"), make_actor(f"Group {n // 2}")), known)
        for actor in actors:
            known.add(actor)
    assert time.process_time() - start < 5.0
