"""Spellings of one place fall together, tier by tier, and those of others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.model import PlaceKind
from tacitus.resolve.place_names import find_skeleton, fold_place, load_spellings, loosen_key, split_place_name

SAME_KEY = """
Jisr al Shughur | Jisr ash-Shughur          Jisr al-Shughur | Jisr esh Shughur       Deir ez-Zor | Deir al-Zor
Ma'arrat an-Nu'man | Maarrat al Numan       Kobani | Kobanî                          Dara'a | Daraa
A'zaz | Azaz                                Al-Bab | El Bab                          Samarra' | Samarra
Sana'a | Sanaa                              Ma'rib | Marib                           Mrauk-U | Mrauk U
Donets'k | Donetsk                          Slov'yans'k | Slovyansk                  Ménaka | Menaka
N'Djamena | Ndjamena                        Abéché | Abeche                          ar-Raqqah | Al Raqqah
Ḩamāh | Hamah                               Łódź | Lodz                              The Hague | Hague
ZARANJ | Zaranj                             Ta‘izz | Ta’izz                          Al  Qāmishlī | Al Qamishli
"""
SAME_SPELLING = """
Jisr al Shughur | Jisr al-Shoghour          Jisr ash-Shughur | Jisr al-Shughour      Jisr al Shughur | Jisr Al-Shogour
Deir ez-Zor | Dayr az Zawr                  Deir ez-Zor | Deir al-Zour               Saraqib | Saraqeb
Khan Sheikhoun | Khan Shaykhun              Khan Shaykhun | Khan Sheikhun            Hodeidah | Al Hudaydah
Hodeida | Al-Hudaydah                       Maaret al-Numan | Ma'arrat al-Nu'man     Raqqa | Ar-Raqqah
Al-Hasakah | Hassakeh                       Al-Hasakah | Hasaka                      Kobani | Kobane
Douma | Duma                                Idlib | Idleb                            Manbij | Manbej
Tell Rifaat | Tall Rif'at                   Tel Abyad | Tall Abyad                   Al Qusayr | Qusair
Az Zabadani | Zabadani                      Kafr Zita | Kfar Zeita                   Binnish | Bennesh
Salqin | Salqeen                            Harim | Harem                            Qamishli | Kameshli
Latakia | Lattakia                          Tadmur | Tadmor                          Tal Afar | Tall 'Afar
Al Falluja | Fallujah                       Ba'quba | Baqubah                        Basra | Al Basrah
Nasiriyah | An Nasiriya                     Taiz | Ta'izz                            Saada | Sa'dah
Baida | Al-Baydha                           Tobruk | Tubruq                          Ajdabiya | Ajdabiyah
El Fasher | Al Fashir                       El Obeid | Al Ubayyid                    Omdurman | Umm Durman
Beni Suef | Bani Suwayf                     Sheikh Zuweid | Ash Shaykh Zuwayd        Kadugli | Kaduqli
Tizi Ouzou | Tizi Uzu                       Aïn Defla | Ayn Difla                    Tebessa | Tibissah
Djibouti | Jibuti                           Bou Saada | Bu Sa'adah                   Kunduz | Qonduz
Kandahar | Qandahar                         Lashkar Gah | Lashkargah                 Mazar-i-Sharif | Mazar-e Sharif
Pul-i-Khumri | Pol-e Khomri                 Herat | Hirat                            Musa Qala | Musa Qal'ah
Nawzad | Now Zad                            Esfahan | Isfahan                        Khorramshahr | Khurramshahr
Faizabad | Fayzabad                         Taloqan | Taluqan                        Myitkyina | Myit Kyi Na
Sittwe | Sittway                            Maungdaw | Maung Daw                     Buthidaung | Buthi Daung
Loikaw | Loi Kaw                            Pathein | Pathain                        Kyiv | Kiev
Mykolaiv | Mykolayiv                        Zaporizhzhia | Zaporizhia                Odesa | Odessa
Avdiivka | Avdeevka                         Slovyansk | Slavyansk                    Kupiansk | Kup'yans'k
Sievierodonetsk | Severodonetsk             Lysychansk | Lisichansk                  Grozny | Groznyy
Kismayo | Kismaayo                          Hargeysa | Hargeisa                      Mekelle | Mek'ele
"""
SAME_CONSONANTS = """
Deir ez-Zor | Deir Ezzor                    Abu Kamal | Al-Bukamal                   Kafr Nabl | Kafranbel
Kafr Nabl | Kafr Nabel                      Taftanaz | Taftnaz                       Homs | Hims
Mosul | Al Mawsil                           Kirkuk | Karkuk                          Tikrit | Takrit
Benghazi | Banghazi                         Sirte | Surt                             Bordj Menaïel | Burj Manayil
Khenchela | Khanshalah                      Mazar-i-Sharif | Mazari Sharif           Jalalabad | Jelalabad
Kharkiv | Kharkov                           Zaporizhzhia | Zaporozhye                Dnipro | Dnepr
Kreminna | Kremennaya                       Ouagadougou | Wagadugu                   Timbuktu | Tombouctou
Mogadishu | Muqdisho                        Galkayo | Gaalkacyo                      Gondar | Gonder
"""
OTHER_KEY = """
Homs | Hims                                 Idlib | Idleb                            Kharkiv | Kharkov
Jisr al Shughur | Jisr al Shaykh            Deir ez-Zor | Deir Hafer                 Khan Shaykhun | Khan Yunis
Tell Abyad | Tell Rifaat                    Kafr Nabl | Kafr Zita                    Al Bab | Bab al Hawa
"""
OTHER_SPELLING = """
Homs | Hama                                 Kafr Nabl | Kafr Zita                    Tell Abyad | Tell Rifaat
Khan Shaykhun | Khan Yunis                  Saraqib | Saraqa                         Mosul | Masila
Kunduz | Kandahar                           Luhansk | Lutsk                          Donetsk | Dnipro
Kyiv | Kaniv                                Sittwe | Sagaing                         Gao | Goma
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Return the pairs of a table of three columns, parted by two spaces or more."""
    found = []
    for line in table.strip().splitlines():
        for pair in line.split(" " * 4):
            if pair.strip():
                one, other = pair.split(" | ")
                found.append((one.strip(), other.strip()))
    return found


def test_there_are_enough_pairs() -> None:
    assert len(pairs(SAME_KEY) + pairs(SAME_SPELLING) + pairs(SAME_CONSONANTS)) >= 60


@pytest.mark.parametrize(("one", "other"), pairs(SAME_KEY))
def test_ways_to_write_one_spelling_have_one_key(one: str, other: str) -> None:
    assert fold_place(one) == fold_place(other)


@pytest.mark.parametrize(("one", "other"), pairs(SAME_SPELLING))
def test_romanisations_of_one_name_loosen_to_the_same(one: str, other: str) -> None:
    assert fold_place(one) != fold_place(other)
    assert loosen_key(fold_place(one)) == loosen_key(fold_place(other))


@pytest.mark.parametrize(("one", "other"), pairs(SAME_CONSONANTS))
def test_spellings_with_other_vowels_have_one_skeleton(one: str, other: str) -> None:
    assert loosen_key(fold_place(one)) != loosen_key(fold_place(other))
    assert find_skeleton(fold_place(one)) == find_skeleton(fold_place(other)) is not None


@pytest.mark.parametrize(("one", "other"), pairs(OTHER_KEY) + pairs(OTHER_SPELLING))
def test_other_spellings_have_other_keys(one: str, other: str) -> None:
    assert fold_place(one) != fold_place(other)


@pytest.mark.parametrize(("one", "other"), pairs(OTHER_SPELLING))
def test_other_names_stay_apart_when_loosened(one: str, other: str) -> None:
    assert loosen_key(fold_place(one)) != loosen_key(fold_place(other))


@pytest.mark.parametrize("name", ["Gao", "Taiz", "Yei", "Al Aa", "Ain"])
def test_names_of_few_consonants_have_no_skeleton(name: str) -> None:
    assert find_skeleton(fold_place(name)) is None


@pytest.mark.parametrize(
    ("name", "key", "kind", "inside"),
    [
        ("Djugu territory, Ituri", "djugu", PlaceKind.DISTRICT, ("ituri",)),
        ("Idlib Governorate", "idlib", PlaceKind.REGION, ()),
        ("the village of Qulzunta (Homs province)", "qulzunta", PlaceKind.VILLAGE, ("homs",)),
        ("Lake Chad", "chad", PlaceKind.LANDSCAPE, ()),
        ("Saraqib", "saraqib", None, ()),
        ("", "", None, ()),
    ],
)
def test_a_name_is_taken_apart(name: str, key: str, kind: PlaceKind | None, inside: tuple[str, ...]) -> None:
    assert split_place_name(name) == (key, kind, inside)


NAMES = st.text(st.characters(max_codepoint=0x24F), max_size=30)  # the Latin letters that keys are made of
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)


@given(NAMES)
def test_folding_leaves_lower_case_words_parted_by_single_spaces(name: str) -> None:
    key = fold_place(name)
    assert key == key.casefold()
    assert key == " ".join(key.split())
    assert not any(c in key for c in "'’-_|\t\n:")


@given(WORDS)
def test_folding_a_folded_name_changes_nothing_but_the_article_the(words: str) -> None:
    key = fold_place(words)
    assert fold_place(key) == key.removeprefix("the ")


@given(WORDS, st.sampled_from(["al", "ar", "as", "ash", "ad", "el", "ez", "an", "at"]), st.sampled_from([" ", "-"]))
def test_the_form_of_the_article_does_not_matter(name: str, article: str, link: str) -> None:
    assert fold_place(f"{article}{link}{name}") == fold_place(f"al {name}")


@given(WORDS)
def test_capitals_and_marks_do_not_matter(name: str) -> None:
    marked = name.replace("a", "ā").replace("e", "é").replace("h", "ḩ").replace("s", "ş")
    assert fold_place(name) == fold_place(name.upper()) == fold_place(marked) == fold_place(name.title())


@given(WORDS)
def test_a_loosened_name_is_one_word_and_a_skeleton_has_no_vowels(name: str) -> None:
    key = fold_place(name)
    loose, skeleton = loosen_key(key), find_skeleton(key)
    assert loose
    assert " " not in loose
    assert skeleton is None or (len(skeleton) >= load_spellings().least and not set(skeleton) & set("aeiouy"))


@given(WORDS, WORDS)
def test_names_of_one_key_are_of_one_spelling_and_those_of_one_skeleton(one: str, other: str) -> None:
    first, second = fold_place(one), fold_place(other)
    if loosen_key(first) == loosen_key(second):
        assert find_skeleton(first) == find_skeleton(second)
