"""What the model reads becomes claims only where it is sure, of the right kinds of actors, beside what the grammars find."""

from pathlib import Path

import pytest
from bracketed import make_document

from tacitus.config import Settings
from tacitus.extract.document import Document
from tacitus.extract.evidence import ModelEvidence, read_documents, understand_reading
from tacitus.extract.incidents import find_incidents
from tacitus.extract.lexicon import PACKAGED
from tacitus.extract.media import find_media
from tacitus.extract.relations import find_relations
from tacitus.extract.statements import find_statements
from tacitus.model import Claim
from tacitus.neural import Reading, Relation, TaggedSpan, Telling

SETTINGS = Settings()


def span_of(document: Document, words: str, kind: str, score: float = 0.99) -> TaggedSpan:
    start = document.text.index(words)
    return TaggedSpan(start=start, end=start + len(words), kind=kind, score=score)


def tell(document: Document, words: str, kind: str, score: float = 0.99, stance: str = "asserted", **roles: str) -> ModelEvidence:
    telling = Telling(
        trigger=span_of(document, words, kind, score),
        roles=tuple(span_of(document, said, role) for role, said in roles.items()),
        stance=stance,
    )
    return understand_reading(document, Reading(tellings=(telling,)))


def tie(document: Document, *ties: tuple[str, str, str, float]) -> ModelEvidence:
    relations = tuple(
        Relation(
            kind=kind, head=span_of(document, head, "Organisation"), tail=span_of(document, tail, "Organisation"), score=score
        )
        for head, kind, tail, score in ties
    )
    return understand_reading(document, Reading(ties=relations))


def incidents(document: Document, evidence: ModelEvidence) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    claims = find_incidents(document, (), SETTINGS, evidence)
    return [(c.predicate, c.roles.actor, c.roles.target) for c in claims]


def relations(document: Document, evidence: ModelEvidence) -> list[tuple[str, str, str]]:
    claims: tuple[Claim, ...] = find_relations(document, (), SETTINGS, evidence)
    return [(c.roles.subject[0], c.predicate, c.roles.object[0]) for c in claims]


def test_a_happening_that_only_the_model_reads_is_an_incident_where_it_is_sure() -> None:
    document = make_document("[Alfa] zorched [Bravo] near the river.")
    assert incidents(document, ModelEvidence()) == []
    assert incidents(document, tell(document, "zorched", "armed_clash", actor="Alfa", target="Bravo")) == [
        ("armed_clash", ("Alfa",), ("Bravo",))
    ]
    assert incidents(document, tell(document, "zorched", "armed_clash", score=0.01, actor="Alfa")) == []


@pytest.mark.parametrize("stance", ["planned", "hypothetical", "questioned", "denied"])
def test_what_the_model_reads_as_unreal_is_no_incident(stance: str) -> None:
    document = make_document("[Alfa] zorched [Bravo] near the river.")
    assert incidents(document, tell(document, "zorched", "armed_clash", stance=stance, actor="Alfa")) == []


@pytest.mark.parametrize("stance", ["planned", "hypothetical", "questioned", "denied"])
def test_what_the_grammars_took_for_a_happening_and_the_model_is_sure_did_not_happen_is_left_out(stance: str) -> None:
    document = make_document("[Alfa] shelled [Bravo].")
    assert [kind for kind, *_ in incidents(document, ModelEvidence())] == ["shelling"]
    assert incidents(document, tell(document, "shelled", "shelling", stance=stance)) == []
    assert len(incidents(document, tell(document, "shelled", "shelling", score=0.5, stance=stance))) == 1
    assert len(incidents(document, tell(document, "Bravo", "shelling", stance=stance))) == 1


def test_a_part_of_which_the_model_is_not_sure_is_not_filled() -> None:
    document = make_document("[Bravo] had been hammered near the river, and the guns were of [Alfa].")
    sure, unsure = (
        Telling(trigger=span_of(document, "hammered", "shelling"), roles=(span_of(document, "Alfa", "actor", score),))
        for score in (0.9, 0.1)
    )
    assert incidents(document, understand_reading(document, Reading(tellings=(sure,)))) == [("shelling", ("Alfa",), ("Bravo",))]
    assert incidents(document, understand_reading(document, Reading(tellings=(unsure,)))) == [("shelling", (), ("Bravo",))]


def test_who_did_it_to_whom_is_read_by_the_grammars_where_only_the_model_knows_the_verb() -> None:
    active = make_document("[Alfa] had hammered [Bravo] on Monday.")
    assert incidents(active, ModelEvidence()) == []
    assert incidents(active, tell(active, "hammered", "shelling")) == [("shelling", ("Alfa",), ("Bravo",))]
    passive = make_document("[Bravo] was hammered by [Alfa] on Monday.")
    assert incidents(passive, tell(passive, "hammered", "shelling")) == [("shelling", ("Alfa",), ("Bravo",))]


def test_a_part_that_the_grammars_left_open_is_filled_and_no_other() -> None:
    document = make_document("A raid on [Bravo] began, and behind it stood [Alfa].")
    (before,) = incidents(document, ModelEvidence())
    (after,) = incidents(document, tell(document, "raid", before[0], actor="Alfa", target="Alfa"))
    assert (before[1], after[1]) == ((), ("Alfa",))
    assert after[2] == before[2] == ("Bravo",)


def test_a_tie_becomes_a_relation_where_the_grammars_found_none() -> None:
    document = make_document("[Alfa] glimmed into [Bravo].")
    assert relations(document, tie(document, ("Alfa", "member_of", "Bravo", 0.99))) == [("Alfa", "member_of", "Bravo")]
    assert relations(document, tie(document, ("Alfa", "member_of", "Bravo", 0.2))) == []
    found = make_document("[Alfa] is a member of [Bravo].")
    assert relations(found, tie(found, ("Bravo", "fights", "Alfa", 0.99))) == [("Alfa", "member_of", "Bravo")]


def test_only_a_person_leads_and_only_groups_are_members() -> None:
    document = make_document("<Abu Omar> glimmed [Alfa] and [Bravo].")
    assert relations(document, tie(document, ("Alfa", "leads", "Bravo", 0.99))) == []
    assert relations(document, tie(document, ("Abu Omar", "member_of", "Alfa", 0.99))) == []
    assert relations(document, tie(document, ("Abu Omar", "leads", "Alfa", 0.99))) == [("Abu Omar", "leads", "Alfa")]


def test_of_two_leaders_of_one_group_the_surer_counts() -> None:
    document = make_document("<Abu Omar> and <Ali Hadi> glimmed [Alfa].")
    evidence = tie(document, ("Abu Omar", "leads", "Alfa", 0.97), ("Ali Hadi", "leads", "Alfa", 0.99))
    assert relations(document, evidence) == [("Ali Hadi", "leads", "Alfa")]


def test_an_act_and_a_release_that_only_the_model_reads_are_claims() -> None:
    document = make_document("[Alfa] glimmed a reel of the fight and grolled its foes.")
    act = tell(document, "grolled", "threatens", speaker="Alfa")
    assert [c.predicate for c in find_statements(document, (), (), SETTINGS, act)] == ["threatens"]
    release = tell(document, "reel", "video", releaser="Alfa")
    assert [(c.predicate, c.roles.releaser) for c in find_media(document, (), SETTINGS, release)] == [("video", ("Alfa",))]


def test_the_user_s_own_thresholds_count(tmp_path: Path) -> None:
    packaged = (PACKAGED / "model.toml").read_text("utf-8")
    (tmp_path / "model.toml").write_text(packaged.replace("member_of = 0.5", "member_of = 1.1"), "utf-8")
    document = make_document("[Alfa] glimmed into [Bravo].")
    settings = Settings(lexicon=str(tmp_path))
    assert find_relations(document, (), settings, tie(document, ("Alfa", "member_of", "Bravo", 0.99))) == ()


def test_a_document_is_read_alone_as_among_others() -> None:
    documents = [make_document(f"[Alfa] shelled [Bravo] {n} times. The group denied it.") for n in range(4)]
    together = read_documents(documents, SETTINGS)
    assert together == [read_documents([d], SETTINGS)[0] for d in documents]
