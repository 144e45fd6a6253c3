from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.text import fold_name, split_sentences, tokenize

PROSE = st.text(alphabet="AbZé ’'“”().,!?…-–:;\n\t•0129’sßا😀é", max_size=200)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("al-Fu’ah fell", ["al-Fu’ah", "fell"]),
        ("the army’s post", ["the", "army", "’s", "post"]),
        ("U.S. forces (FDCI)", ["U.S.", "forces", "(", "FDCI", ")"]),
        ("1,200 men, 2.5 km", ["1,200", "men", ",", "2.5", "km"]),
        ("the 75th Battalion", ["the", "75th", "Battalion"]),
        ("a T-55MV model", ["a", "T-55MV", "model"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It fell. They fled.", ["It fell.", "They fled."]),
        ("Gen. Adan spoke. He left.", ["Gen. Adan spoke.", "He left."]),
        ("J. Ruiz said so.", ["J. Ruiz said so."]),
        ("“We won.” They left.", ["“We won.”", "They left."]),
        ("First\n\nSecond", ["First", "Second"]),
        ("Items:\n• one\n• two", ["Items:", "• one", "• two"]),
        ("He paid 2.5 million. Nobody knew…then it rained.", ["He paid 2.5 million.", "Nobody knew…then it rained."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Al-Nusra Front", "al nusra front"),
        ("Da’esh", "daesh"),
        ("Bogotá", "bogota"),
        ("Şırnak", "sirnak"),
        ("“Battle of Victory”", "battle of victory"),
        ("  Two   Words ", "two words"),
        ("…", ""),
    ],
)
def test_fold_name(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@given(PROSE)
def test_tokens_point_into_the_text_in_order_and_cover_every_word(text: str) -> None:
    tokens = list(tokenize(text))
    assert all(text[token.start : token.end] == token.text for token in tokens)
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start for end, token in zip(ends, tokens, strict=False))
    covered = {at for token in tokens for at in range(token.start, token.end)}
    assert all(at in covered for at, character in enumerate(text) if character.isalnum())


@given(PROSE, st.integers(0, 50), st.integers(0, 50))
def test_sentences_are_trimmed_ordered_and_cover_all_but_white_space(text: str, low: int, length: int) -> None:
    start = min(low, len(text))
    end = min(start + length * 4, len(text))
    spans = list(split_sentences(text, start, end))
    covered = {at for a, b in spans for at in range(a, b)}
    assert all(start <= a < b <= end and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(at in covered for at in range(start, end) if not text[at].isspace())


@given(PROSE)
def test_folding_is_stable(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)
