from tacitus.cli.tree import Branch, grow_trees, keep_coalitions
from tacitus.export.book import Book
from tacitus.model import Actor, ActorType, Claim, ClaimKind, Evidence, Roles, Span
from tacitus.record.nouns import RecordedClaim, ReviewStatus


def relation(part: str, whole: str, predicate: str = "member_of") -> RecordedClaim:
    claim = Claim(
        id=f"{part}-{whole}",
        kind=ClaimKind.RELATION,
        predicate=predicate,
        roles=Roles(subject=(part,), object=(whole,)),
        evidence=(Evidence(span=Span(start=0, end=1), quote="x"),),
    )
    return RecordedClaim(claim=claim, report_id="r", review=ReviewStatus.UNREVIEWED)


def outline(branch: Branch) -> str:
    inside = " ".join(outline(b) for b in branch.branches)
    return branch.entity + ("*" if branch.is_seen else "") + (f"({inside})" if inside else "")


def test_coalitions_nest() -> None:
    trees = grow_trees([relation("b", "a"), relation("c", "a"), relation("d", "c"), relation("e", "d", "part_of")])
    assert [outline(t) for t in trees] == ["a(b c(d(e)))"]


def test_a_member_of_two_coalitions_hangs_in_both_and_its_own_members_are_drawn_once() -> None:
    trees = grow_trees([relation("m", "a"), relation("m", "b"), relation("n", "m")])
    assert [outline(t) for t in trees] == ["a(m(n))", "b(m*)"]


def test_a_circle_is_drawn_once() -> None:
    assert [outline(t) for t in grow_trees([relation("b", "a"), relation("c", "b"), relation("a", "c")])] == ["a(b(c(a*)))"]


def test_a_group_in_itself_is_left_out() -> None:
    assert grow_trees([relation("a", "a")]) == []


def test_a_long_chain_is_drawn_to_a_depth() -> None:
    assert len(outline(grow_trees([relation(str(i + 1), str(i)) for i in range(5000)])[0])) < 1000


def test_several_claims_about_one_member_stand_together() -> None:
    (tree,) = grow_trees([relation("b", "a"), relation("b", "a", "part_of")])
    assert [len(b.claims) for b in tree.branches] == [2]


def test_a_tree_of_parts_alone_is_no_coalition() -> None:
    book = Book(reports={}, claims=(), actors={"c": Actor(id="c", name="C", type=ActorType.COALITION)})
    trees = grow_trees([relation("b", "a", "part_of"), relation("d", "c", "part_of"), relation("f", "e")])
    assert [t.entity for t in keep_coalitions(trees, book)] == ["c", "e"]
