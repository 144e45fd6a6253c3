import pytest
from bracketed import make_document

from tacitus.extract.topics import find_antecedents, find_topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("[Alfa]: quiet since May. Commander: unknown.", ["Alfa", "Alfa"]),
        ("[Alfa] burned a bus. Nobody was hurt.", []),
        ("A. [Alfa]\n\nIts camps are in the north.", ["Alfa"]),
        ("[Alfa]: quiet.\n[Bravo]: loud.", ["Alfa", "Bravo"]),
    ],
)
def test_what_an_entry_is_about(text: str, topics: list[str]) -> None:
    assert list(find_topics(make_document(text)).values()) == topics


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Alfa] burned a bus. The outfit is small.", ["Alfa"]),
        ("[Alfa] burned a bus. Police came.", []),
        ("The outfit is small.", []),
    ],
)
def test_whom_an_opening_points_back_to(text: str, found: list[str]) -> None:
    assert [entity for _, entity in find_antecedents(make_document(text)).values()] == found
