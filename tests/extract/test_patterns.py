from pathlib import Path

import pytest

from tacitus.errors import DataError
from tacitus.extract.patterns import Gap, Slot, Words, load_patterns, make_words, parse_pattern

CLASSES = {"BRANCH": (("branch",), ("armed", "wing"))}


def write_lexicon(folder: Path, *patterns: str) -> str:
    listed = ", ".join(f"'''{pattern}'''" for pattern in patterns)
    (folder / "relations.toml").write_text(
        f'[classes]\nBRANCH = ["branch"]\n[[pattern]]\nrelation = "part_of"\nmatch = [{listed}]\n', "utf-8"
    )
    return str(folder)


def test_a_pattern_is_words_classes_gaps_and_slots() -> None:
    subject, body = parse_pattern("{subject:actor} ~ the ... BRANCH of {object:actors}", CLASSES, "here")
    assert subject == Slot("subject", "actor", is_list=False)
    assert body.elements == (
        make_words([("the",)]),
        Gap(6),
        make_words([("branch",), ("armed", "wing")]),
        make_words([("of",)]),
        Slot("object", "actor", is_list=True),
    )


def test_alternatives_of_plain_words_become_one_element() -> None:
    _, body = parse_pattern("[a|the very] BRANCH", CLASSES, "here")
    assert isinstance(body.elements[0], Words)
    assert body.elements[0].is_optional
    assert sorted(body.elements[0].phrases()) == [("a",), ("the", "very")]


@pytest.mark.parametrize(
    ("pattern", "got"),
    [
        ("{subject:actor} is {object:planet}", "planet"),
        ("{subject actor} is a branch", "{subject actor}"),
        ("the (branch of {object:actor}", "an open bracket"),
        ("branch of {object:actor} )", "')'"),
        ("{subject:actor} a TWIG of {object:actor}", "TWIG"),
        ("{subject:actor} {object:actor}", "only slots"),
        ("a {subject:actor} ~ branch", "a ~ elsewhere"),
    ],
)
def test_a_wrong_pattern_of_the_user_is_named(tmp_path: Path, pattern: str, got: str) -> None:
    with pytest.raises(DataError) as caught:
        load_patterns("relations", write_lexicon(tmp_path, pattern))
    assert "relations.toml" in str(caught.value)
    assert pattern in str(caught.value)
    assert got in str(caught.value)


def test_a_user_s_lexicon_replaces_the_packaged_one(tmp_path: Path) -> None:
    book = load_patterns("relations", write_lexicon(tmp_path, "{subject:actor} , twig of {object:actor}"))
    assert [pattern.text for pattern in book.patterns] == ["{subject:actor} , twig of {object:actor}"]
    assert book.triggers == {"twig"}


@pytest.mark.parametrize("name", ["relations", "media"])
def test_packaged_patterns_can_be_read(name: str) -> None:
    assert len(load_patterns(name, None).patterns) > 10
