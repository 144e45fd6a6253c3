from tacitus.neural import Passage, Reading, TaggedSpan
from tacitus.neural.templates import Template, document_fillers, fill_templates, fold

TEXT = (
    "Gunmen of the Red Column Front [RCF] killed Ivan Okello in Ulora. Okello was the town's\n"
    "judge. The RCF later bombed the old\nbridge with dynamite; the bridge was closed."
)


def find(part: str, kind: str, score: float = 0.9, nth: int = 0) -> TaggedSpan:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(part, at + 1)
    return TaggedSpan(start=at, end=at + len(part), kind=kind, score=score)


FILLERS = (
    find("Gunmen", "PerpInd", 0.8),
    find("Red Column Front", "PerpOrg"),
    find("RCF", "PerpOrg", 0.6),
    find("Ivan Okello", "Victim", 0.95),
    find("Okello", "Victim", 0.7, nth=1),
    find("RCF", "PerpOrg", 0.8, nth=1),
    find("old\nbridge", "Target", 0.7),
    find("dynamite", "Weapon", 0.2),
    find("bridge", "Target", 0.8, nth=1),
)
KILLING = {"attack": 0.9, "bombing": 0.1}
BLAST = {"attack": 0.2, "bombing": 0.8}
CUT = TEXT.index("The RCF later")


def read(*passages: Passage) -> Reading:
    types = {kind: max(p.incident_types[kind] for p in passages) for kind in ("attack", "bombing")}
    return Reading(passages=passages, fillers=FILLERS, incident_types=types)


ONE = read(Passage(start=0, end=len(TEXT), incident_types=KILLING, incident=0.9))
TWO = read(
    Passage(start=0, end=CUT, incident_types=KILLING, incident=0.9),
    Passage(start=CUT, end=len(TEXT), incident_types=BLAST, incident=0.9),
)


def test_mentions_of_one_thing_make_one_entity_with_one_string() -> None:
    assert fill_templates(TEXT, ONE) == (
        Template(
            incident_type="attack",
            PerpInd=(("Gunmen",),),
            PerpOrg=(("RCF",),),
            Victim=(("Ivan Okello",),),
            Target=(("bridge",),),
        ),
    )


def test_two_types_make_two_templates_each_with_what_stands_in_its_passages() -> None:
    attack, bombing = fill_templates(TEXT, TWO)
    assert (attack.incident_type, bombing.incident_type) == ("attack", "bombing")
    assert attack.Victim == (("Ivan Okello",),)
    assert attack.Target == ()
    assert bombing.Target == (("bridge",),)


def test_a_text_of_no_incident_fills_nothing() -> None:
    reading = read(Passage(start=0, end=len(TEXT), incident_types={"attack": 0.3, "bombing": 0.1}, incident=0.2))
    assert fill_templates(TEXT, reading) == ()
    assert not any(document_fillers(TEXT, reading).values())


def test_document_fillers_leave_out_the_unsure() -> None:
    assert document_fillers(TEXT, ONE)["Weapon"] == ()
    assert document_fillers(TEXT, ONE)["Victim"] == (("Ivan Okello",),)


def test_fold_is_blind_to_line_breaks_case_and_articles() -> None:
    assert fold("The OLD\n  bridge,") == fold("an old bridge")
