import pytest
from marked_reports import SETTINGS, read_marked

from tacitus.extract.arguments import agent_mentions, subject_mentions
from tacitus.extract.grammar import inflect_verb
from tacitus.extract.verbgroups import Clauses, Verb, analyse_clauses

FORMS = [
    ("attack", "attacked attacking attacks"),
    ("raid", "raided raiding raids"),
    ("seize", "seized seizing seizes"),
    ("carry", "carried carrying carries"),
    ("rob", "robbed robbing robs"),
    ("die", "died dying dies"),
    ("clash", "clashed clashing clashes"),
    ("loot", "looted looting loots"),
]


@pytest.mark.parametrize(("lemma", "forms"), FORMS)
def test_regular_verbs_are_inflected(lemma: str, forms: str) -> None:
    assert set(forms.split()) <= {form for form, _ in inflect_verb(lemma)}


def analyse(marked: str) -> tuple[Clauses, Verb]:
    (clauses, *_) = analyse_clauses(read_marked(marked), SETTINGS)
    return clauses, next(v for v in clauses.verbs if v.lemma == "attack")


VOICES = [
    ("{r:Rebels} attacked the town.", False, False, None),
    ("The town was attacked by {r:rebels}.", True, False, None),
    ("The town has been attacked.", True, False, None),
    ("{r:Rebels} did not attack the town.", False, True, None),
    ("{r:Rebels} will attack the town.", False, False, "will"),
    ("{r:Rebels} have never attacked the town.", False, True, None),
    ("The towns attacked by {r:rebels} were empty.", True, False, None),
]


@pytest.mark.parametrize(("marked", "passive", "negated", "modal"), VOICES)
def test_voice_negation_and_modality(marked: str, passive: bool, negated: bool, modal: str | None) -> None:
    _, verb = analyse(marked)
    assert (verb.passive, verb.negated, verb.modal) == (passive, negated, modal)


SUBJECTS = [
    ("{r:Alfa} attacked the town.", ["Alfa"]),
    ("Fighters of {r:Alfa} attacked the town.", ["Alfa"]),
    ("{r:Alfa} and {r:Bravo} attacked the town.", ["Alfa", "Bravo"]),
    ("{r:Alfa}, {r:Bravo} and {r:Charlie} attacked the town.", ["Alfa", "Bravo", "Charlie"]),
    ("{r:Alfa}, the armed wing of {r:Bravo}, attacked the town.", ["Alfa"]),
    ("{r:Alfa}, which was founded by {r:Bravo}, attacked the town.", ["Alfa"]),
    ("{r:Alfa} ({r:Bravo}) attacked the town.", ["Alfa"]),
    ("Near {@:Gao}, {r:Alfa} attacked the town.", ["Alfa"]),
    ("{r:Alfa} left the camp and attacked the town.", ["Alfa"]),
    ("The towns that {r:Alfa} attacked were empty.", ["Alfa"]),
    ("{r:Bravo} said {r:Alfa} attacked the town.", ["Alfa"]),
    ("A militia allied with {r:Bravo} attacked the town.", []),
]


@pytest.mark.parametrize(("marked", "subjects"), SUBJECTS)
def test_subjects(marked: str, subjects: list[str]) -> None:
    clauses, verb = analyse(marked)
    assert [m.entity for m in subject_mentions(clauses, verb)] == subjects


def test_agents_stand_behind_by() -> None:
    clauses, verb = analyse("The town was attacked at dawn by fighters of {r:Alfa}.")
    assert [m.entity for m in agent_mentions(clauses, verb)] == ["Alfa"]


NOUNS = [
    "The attack failed.",
    "An attack on {@:Gao} failed.",
    "{r:Alfa} repelled the attack.",
    "After attacks in {@:Gao} people left.",
]


@pytest.mark.parametrize("marked", NOUNS)
def test_a_noun_is_no_verb(marked: str) -> None:
    (clauses, *_) = analyse_clauses(read_marked(marked), SETTINGS)
    assert not [v for v in clauses.verbs if v.lemma == "attack"]
