from pathlib import Path
from time import process_time

import pytest
from bracketed import make_document, read_cases

from tacitus.config import Settings
from tacitus.errors import DataError
from tacitus.extract.attributions import find_attributions
from tacitus.extract.relations import find_relations
from tacitus.model import Claim, RelationType, SpeakerKind, Stance, ZoneKind

SETTINGS = Settings()


def find(text: str, zone: ZoneKind = ZoneKind.BODY) -> tuple[Claim, ...]:
    document = make_document(text, zone)
    return find_relations(document, find_attributions(document, SETTINGS), SETTINGS)


def written(claim: Claim) -> str:
    pair = [claim.roles.subject[0], claim.roles.object[0]]
    one, other = sorted(pair) if RelationType(claim.predicate).is_symmetric else pair
    words = f"{one} {claim.predicate} {other}"
    return f"not {words}" if claim.stance is Stance.DENIED else words


@pytest.mark.parametrize(("text", "expected"), read_cases(Path(__file__).parent / "relations.cases"))
def test_relations_are_read(text: str, expected: list[str]) -> None:
    assert sorted(written(claim) for claim in find(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("line", "field"), [("relation = 'cousin_of'", "relation"), ("stance = 'sure'", "stance"), ("score = 7", "score")]
)
def test_what_a_user_s_file_says_of_a_pattern_is_checked(tmp_path: Path, line: str, field: str) -> None:
    first = "" if field == "relation" else "relation = 'part_of'\n"
    text = f"[[pattern]]\n{first}{line}\nmatch = ['{{subject:actor}} , twig of {{object:actor}}']\n"
    (tmp_path / "relations.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=field):
        find_relations(make_document("[Alfa] is here."), (), Settings(lexicon=str(tmp_path)))


def test_a_time_in_the_clause_dates_the_relation() -> None:
    (claim,) = find("[Alfa] has been fighting [Bravo] since |2018|.")
    assert claim.when is not None
    assert claim.when.text == "since 2018"
    assert claim.when.start is None


def test_an_accuser_is_the_speaker_of_what_is_alleged() -> None:
    (claim,) = find("The [Ministry] accuses [Alfa] of working with [Bravo].")
    assert (claim.stance, claim.speaker.entity) == (Stance.ALLEGED, "Ministry")


def test_a_reader_s_comment_is_the_commenter_s_allegation() -> None:
    (claim,) = find("<Abu Omar> is the leader of [Alfa].", ZoneKind.COMMENT)
    assert (claim.stance, claim.speaker.kind) == (Stance.ALLEGED, SpeakerKind.COMMENTER)


def test_the_same_relation_is_one_claim() -> None:
    claims = find("[Alfa] is part of the [Omega Alliance]. The [Omega Alliance] includes [Alfa] and [Bravo].")
    assert sorted(written(claim) for claim in claims) == ["Alfa member_of Omega Alliance", "Bravo member_of Omega Alliance"]


def test_nothing_is_related_to_itself() -> None:
    assert find("[Alfa] is a branch of [Front=Alfa].") == ()


def test_evidence_is_the_text_at_its_offsets() -> None:
    for text, _ in read_cases(Path(__file__).parent / "relations.cases"):
        document = make_document(text)
        for claim in find_relations(document, (), SETTINGS):
            assert all(document.report.quote(e.span) == e.quote for e in claim.evidence)


def test_claim_ids_are_stable_and_differ() -> None:
    text = "[Omega Alliance] includes [Alfa], [Bravo] and [Charlie]."
    ids = [claim.id for claim in find(text)]
    assert ids == [claim.id for claim in find(text)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "[Omega Alliance] includes " + ", ".join(f"[Group{i}]" for i in range(2000)) + " and [Last].",
        "[Omega Alliance] includes " + ", a small militia of the north, " * 1500 + "[Last].",
        "[Alfa] " + "which was led by and part of the " * 1500 + "[Bravo].",
        "[Alfa] (" * 500 + "[Bravo]" + ")" * 500 + " is part of [Charlie].",
        "The leader of the leader of " * 1000 + "[Alfa] , <Daud Nuur>.",
    ],
    ids=["long list", "endless descriptions", "endless clause", "deep brackets", "endless chain"],
)
def test_monstrous_sentences_are_read_in_bounded_time(text: str) -> None:
    document = make_document(text)
    start = process_time()
    find_relations(document, (), SETTINGS)
    assert process_time() - start < 3.0
