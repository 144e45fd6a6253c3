from pathlib import Path

import pytest

from tacitus.errors import DataError
from tacitus.extract.cues import CueForm, load_cues, make_active, make_past, make_plural, make_third


@pytest.mark.parametrize(
    ("base", "third", "past", "active"),
    [
        ("join", "joins", "joined", "joining"),
        ("merge", "merges", "merged", "merging"),
        ("ally", "allies", "allied", "allying"),
        ("oversee", "oversees", "overseed", "overseeing"),
        ("clash", "clashes", "clashed", "clashing"),
        ("split", "splits", "splitted", "splitting"),
        ("obey", "obeys", "obeyed", "obeying"),
    ],
)
def test_verbs_are_conjugated(base: str, third: str, past: str, active: str) -> None:
    assert (make_third(base), make_past(base), make_active(base, past)) == (third, past, active)


@pytest.mark.parametrize(("noun", "plural"), [("ally", "allies"), ("spokesman", "spokesmen"), ("branch", "branches")])
def test_nouns_have_plurals(noun: str, plural: str) -> None:
    assert make_plural(noun) == plural


def test_irregular_forms_come_from_the_entry(tmp_path: Path) -> None:
    (tmp_path / "cues.toml").write_text(
        '[[tie]]\ngroup = "successor_of"\nverbs = ["break/broke/broken away from"]\n[lists]\n', "utf-8"
    )
    book = load_cues(str(tmp_path))
    assert {first: cues[0].form for first, cues in book.by_first.items()} == {
        "break": CueForm.FINITE,
        "breaks": CueForm.FINITE,
        "broke": CueForm.FINITE,
        "broken": CueForm.PARTICIPLE,
        "breaking": CueForm.ACTIVE,
    }


@pytest.mark.parametrize("line", ["group = 'cousin_of'", "person = 'kin'", "score = 3", "score = 'high'"])
def test_a_wrong_entry_of_the_user_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "cues.toml").write_text(f"[[tie]]\n{line}\nnouns = ['twig']\n", "utf-8")
    with pytest.raises(DataError, match=r"cues\.toml: tie 1"):
        load_cues(str(tmp_path))
