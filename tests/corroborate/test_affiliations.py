from datetime import date

import pytest
from made_claims import change, on, relate

from tacitus.corroborate.affiliations import Affiliation, Standing, find_affiliations, find_changes
from tacitus.corroborate.coalitions import DEEPEST, Nested, compare_days, list_days, nest_on
from tacitus.corroborate.network import make_network
from tacitus.model import RelationType, Speaker, SpeakerKind, Stance, When, ZoneKind
from tacitus.record.nouns import RecordedClaim

PUBLISHED = {"r1": on("2016-03-12"), "r2": on("2016-05-20"), "r3": on("2016-09-01")}


def tie(*claims: RecordedClaim) -> Affiliation:
    (found,) = find_affiliations(claims, PUBLISHED)
    return found


def stand(affiliation: Affiliation, day: str) -> Standing:
    return affiliation.stand_on(date.fromisoformat(day))


JOINED = relate("a", "member_of", "c", "A joined the C", when=on("2015-02-03", text="on 3 February 2015"))
LISTED = relate("a", "member_of", "c", "C consists of A")
LISTED_LATER = relate("a", "member_of", "c", "C is made up of A and B", report="r2")
LEFT = relate("a", "member_of", "c", "A left the C", report="r3", when=on("2016-07-01", text="on 1 July"), stance=Stance.DENIED)
DENIED = relate("a", "member_of", "c", "A belongs to C", report="r2", stance=Stance.DENIED)


@pytest.mark.parametrize(
    ("claims", "day", "expected"),
    [
        ((JOINED,), "2015-02-02", Standing.ENDED),
        ((JOINED,), "2015-02-03", Standing.HOLDS),
        ((JOINED,), "2015-02-04", Standing.UNKNOWN),
        ((JOINED, LISTED), "2015-12-01", Standing.HOLDS),
        ((LISTED,), "2016-03-11", Standing.UNKNOWN),
        ((LISTED,), "2016-03-12", Standing.HOLDS),
        ((LISTED,), "2016-03-13", Standing.UNKNOWN),
        ((LISTED, LISTED_LATER), "2016-04-10", Standing.HOLDS),
        ((LISTED, LEFT), "2016-06-30", Standing.HOLDS),
        ((LISTED, LEFT), "2016-07-01", Standing.ENDED),
        ((LEFT,), "2017-01-01", Standing.ENDED),
        ((LISTED_LATER, DENIED), "2016-05-20", Standing.CONTESTED),
        ((DENIED,), "2016-05-20", Standing.ENDED),
        ((LISTED, DENIED), "2014-01-01", Standing.UNKNOWN),
    ],
)
def test_a_tie_holds_as_far_as_sources_state_it(claims: tuple[RecordedClaim, ...], day: str, expected: Standing) -> None:
    assert stand(tie(*claims), day) is expected
    assert stand(tie(*claims[::-1]), day) is expected


@pytest.mark.parametrize(
    ("text", "quote", "day", "expected"),
    [
        ("since August 2014", "A has been part of C", "2014-07-31", Standing.ENDED),
        ("since August 2014", "A has been part of C", "2014-08-15", Standing.UNCERTAIN),
        ("since August 2014", "A has been part of C", "2014-09-01", Standing.HOLDS),
        ("since August 2014", "A has been part of C", "2016-03-13", Standing.UNKNOWN),
    ],
)
def test_since_bounds_the_beginning_only(text: str, quote: str, day: str, expected: Standing) -> None:
    claim = relate("a", "part_of", "c", quote, when=on("2014-08-01", "2016-03-12", text))
    assert stand(tie(claim), day) is expected


def test_from_until_bounds_both_ends() -> None:
    found = tie(relate("a", "member_of", "c", "A was a member of C", when=on("2013-01-01", "2015-12-31", "from 2013 to 2015")))
    assert [stand(found, day) for day in ("2012-06-01", "2013-06-01", "2014-06-01", "2016-01-01")] == [
        Standing.ENDED,
        Standing.UNCERTAIN,
        Standing.HOLDS,
        Standing.ENDED,
    ]


def test_a_dissolved_coalition_has_no_members() -> None:
    over = change("c", None, "The C was dissolved", report="r2", when=on("2016-04-01"))
    assert stand(tie(LISTED, over), "2016-05-01") is Standing.ENDED
    assert stand(tie(LISTED, over), "2016-03-12") is Standing.HOLDS


def test_what_left_may_join_again() -> None:
    again = relate("a", "member_of", "c", "A rejoins the C", report="r3", when=on("2016-08-10", text="on 10 August"))
    found = tie(LISTED, LEFT, again)
    assert [stand(found, day) for day in ("2016-03-12", "2016-07-15", "2016-08-10")] == [
        Standing.HOLDS,
        Standing.ENDED,
        Standing.HOLDS,
    ]


def test_leaving_before_joining_gives_two_stretches() -> None:
    left = relate("a", "member_of", "c", "A left the C", when=on("2014-01-01"), stance=Stance.DENIED)
    found = tie(left, JOINED)
    assert stand(found, "2014-06-01") is Standing.ENDED
    assert stand(found, "2015-02-03") is Standing.HOLDS


def test_a_tie_without_any_day_holds_on_none() -> None:
    (found,) = find_affiliations([LISTED], {})
    assert found.tenures == ()
    assert found.supporting == (LISTED,)
    assert stand(found, "2016-03-12") is Standing.UNKNOWN


@pytest.mark.parametrize(
    "claim",
    [
        relate("a", "member_of", "a", "A is a member of A"),
        relate("a", "fights", "a", "A fights itself"),
        relate("a", "member_of", "c", "A may join C", stance=Stance.PLANNED),
        relate("a", "member_of", "c", "A is in C", zone=ZoneKind.COMMENT),
        relate("a", "member_of", "c", "A is in C", speaker=Speaker(kind=SpeakerKind.COMMENTER)),
    ],
)
def test_what_is_no_tie_is_left_out(claim: RecordedClaim) -> None:
    assert find_affiliations([claim], PUBLISHED) == []


def test_both_sides_of_a_contradiction_are_kept() -> None:
    found = tie(LISTED_LATER, DENIED)
    assert found.is_contested
    assert (found.supporting, found.denying) == ((LISTED_LATER,), (DENIED,))


def test_a_symmetric_tie_is_one_whoever_is_named_first() -> None:
    assert (
        len(find_affiliations([relate("b", "fights", "a", "B fights A"), relate("a", "fights", "b", "A fights B")], PUBLISHED))
        == 1
    )


def test_a_member_in_one_report_is_a_part_in_another() -> None:
    found = tie(LISTED, relate("a", "part_of", "c", "A, part of C", report="r2"))
    assert stand(found, "2016-04-10") is Standing.HOLDS


@pytest.mark.parametrize(
    ("quote", "kind"),
    [
        ("A left the C", "left"),
        ("A was expelled from the C", "left"),
        ("A joined the C", "joined"),
        ("A and B merged", "merged"),
        ("A was renamed the D", "renamed"),
        ("The A was dissolved", "dissolved"),
    ],
)
def test_changes_of_groups_are_told_by_their_words(quote: str, kind: str) -> None:
    (found,) = find_changes([change("a", "c", quote, when=on("2016-01-01"))])
    assert found.kind == kind


def names(node: Nested) -> dict[str, object]:
    return {part.actor: names(part) for part in node.parts}


CIRCLE = [
    relate("a", "member_of", "b", "A is in B"),
    relate("b", "member_of", "c", "B is in C"),
    relate("c", "member_of", "a", "C is in A"),
]


def test_a_circle_of_members_ends() -> None:
    tree = nest_on(find_affiliations(CIRCLE, PUBLISHED), "a", date(2016, 3, 12))
    assert names(tree) == {"c": {"b": {"a": {}}}}
    assert tree.parts[0].parts[0].parts[0].is_seen
    assert list_days(find_affiliations(CIRCLE, PUBLISHED), "a") == [date(2016, 3, 12)]


def test_a_long_line_of_members_is_cut() -> None:
    line = [relate(f"n{i + 1:03}", "member_of", f"n{i:03}", "in") for i in range(200)]
    depth, node = 0, nest_on(find_affiliations(line, PUBLISHED), "n000", date(2016, 3, 12))
    while node.parts:
        depth, node = depth + 1, node.parts[0]
    assert depth <= DEEPEST + 1


def test_two_days_are_compared() -> None:
    ties = find_affiliations([LISTED, LEFT, relate("b", "member_of", "a", "B, a member of A")], PUBLISHED)
    changed = compare_days(ties, "c", date(2016, 3, 12), date(2016, 8, 1))
    assert {(d.affiliation.subject, d.before, d.after) for d in changed} == {
        ("a", Standing.HOLDS, Standing.ENDED),
        ("b", Standing.HOLDS, Standing.UNKNOWN),
    }


def test_the_network_is_asked() -> None:
    claims = [
        relate("a", "member_of", "c", "A in C"),
        relate("c", "member_of", "d", "C in D"),
        relate("b", "member_of", "d", "B in D"),
        relate("e", "fights", "c", "E fights C"),
        relate("a", "allied_with", "f", "A and F", report="r2"),
    ]
    network = make_network(find_affiliations(claims, PUBLISHED), names={"d": "Dawn"})
    day = date(2016, 3, 12)
    assert network.common_coalitions("a", "b", on=day) == ["d"]
    assert network.enemies_of_allies("a", on=day) == [("c", "e")]
    assert {(e.subject, e.object) for e in network.neighbours("a", on=day)} == {("a", "c")}
    assert len(network.neighbours("a")) == 2
    assert network.neighbours("a", relation=RelationType.ALLIED_WITH)[0].object == "f"
    assert network.paths("e", "b", on=day) == [("e", "c", "d", "b")] or network.paths("e", "b") == [("e", "c", "d", "b")]
    graph = network.as_graph()
    assert graph.is_multigraph()
    assert graph.is_directed()
    assert graph.nodes["d"]["name"] == "Dawn"
    assert graph.edges["a", "c", "member_of"]["first"] == "2016-03-12"
    assert {row["object"] for row in network.rows()} >= {"Dawn", "c"}


def test_days_are_not_taken_from_a_report_without_one() -> None:
    (found,) = find_affiliations([LISTED], {"r1": When(text="some day")})
    assert found.tenures == ()
