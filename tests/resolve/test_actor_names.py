import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.resolve.actors.names import fold_name, initials_of, spell_words, take_apart

WORDS = ("Nahr", "Sahil", "Ridge", "Karim", "front", "army", "al", "of", "the", "Liberation", "Jabhat", "Syrian", "12th")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jabhat al-Nusra", "Al Nusrah Front"),
        ("Nusra Front", "the Nusreh Front"),
        ("Liwa al-Islam", "Brigade of Islam"),
        ("Harakat ul-Mujahideen", "Mujahidin Movement"),
        ("Ejército de Liberación Nacional", "National Liberation Army"),
        ("Front démocratique du peuple centrafricain", "Democratic Front for the People of Central Africa"),
        ("Syrian Revolutionaries Front", "Front of Revolutionaries of Syria"),
        ("23 March Movement", "Mouvement du 23 March"),
        ("Kataeb Hizbullah", "Kata'ib Hezbollah"),
    ],
)
def test_spellings_orders_and_languages_of_one_name_are_of_the_same_words(one: str, other: str) -> None:
    assert set(take_apart(one).tokens) == set(take_apart(other).tokens)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jaysh al-Islam", "Liwa al-Islam"),
        ("Islamic Army", "Army of Islam"),
        ("SPLM-North", "SPLM"),
        ("Ahrar al-Sham", "Ajnad al-Sham"),
        ("Niger Front", "Nigeria Front"),
    ],
)
def test_names_of_other_words_stay_apart(one: str, other: str) -> None:
    assert set(take_apart(one).tokens) != set(take_apart(other).tokens)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("SPLM/A", "splma"), ("S.P.L.M.", "splm"), ("M23", "m23"), ("FARC-EP", "farcep"), ("AQIM", "aqim"), ("NSCN-IM", "nscnim"),
        ("Nusra", ""), ("LIWA AL HAQQ", ""), ("Boko Haram", ""), ("Mai-Mai", ""),
    ],
)  # fmt: skip
def test_abbreviations_are_told_from_names(name: str, letters: str) -> None:
    assert take_apart(name).letters == letters


def test_initials_are_taken_with_and_without_small_words() -> None:
    assert initials_of("Front for the Liberation of Mozambique") == ("fftlom", "flm")
    assert initials_of("River Front") == ()


def test_another_romanisation_keeps_the_order_of_words() -> None:
    assert spell_words("Katibat al-Ribaat") == spell_words("Katiba el Ribat") != spell_words("Ribat Katiba")
    assert spell_words("Nusra") == ""


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.data())
def test_case_marks_and_hyphens_do_not_matter(words: list[str], data: st.DataObject) -> None:
    name = " ".join(words)
    other = data.draw(st.sampled_from((name.upper() + "x" * 0, name.lower(), name.title())))
    joined = data.draw(st.sampled_from(("-", " ", "  "))).join(other.replace("i", "í").replace("a", "ā").split(" "))
    assert take_apart(joined).tokens == take_apart(name).tokens
    assert fold_name(joined) == fold_name(name)


@given(st.text(alphabet=string.printable + "áßıʿ中Ж", max_size=40))
def test_any_text_can_be_taken_apart(text: str) -> None:
    key = take_apart(text)
    assert len(set(key.tokens)) == len(key.tokens)
