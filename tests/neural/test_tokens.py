from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_folder import TINY

from tacitus.neural.tokens import BUCKETS, CLS, MAX_PIECES, SEP, bucket, load_tokenizer, make_windows, shape_of

TOKENIZER = load_tokenizer(TINY / "tokenizer.json")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_windows_hold_every_word_once_in_order(text: str) -> None:
    windows = make_windows(TOKENIZER, [text])[0]
    words = [(int(a), int(b)) for w in windows for a, b in zip(w.starts, w.ends, strict=True)]
    assert all(0 <= a < b <= len(text) for a, b in words)
    assert all(b <= c for (_, b), (c, _) in pairwise(words))
    for window in windows:
        assert (window.pieces[0], window.pieces[-1]) == (CLS, SEP)
        assert len(window.pieces) == len(window.shapes) <= MAX_PIECES
        assert len(window.firsts) == len(window.starts) == len(window.sentences)


def test_a_window_holds_whole_sentences_while_they_fit() -> None:
    text = "The army fled. " * 40
    windows = make_windows(TOKENIZER, [text])[0]
    assert len(windows) > 1
    assert all(text[: window.starts[0]].rstrip().endswith((".", "")) for window in windows)
    assert [int(w.sentences[0]) for w in windows[1:]] == [int(w.sentences[-1]) + 1 for w in windows[:-1]]


def test_a_sentence_longer_than_a_window_is_cut_between_words() -> None:
    windows = make_windows(TOKENIZER, ["zork " * 100])[0]
    assert len(windows) > 3
    assert all(len(w.pieces) > MAX_PIECES - 6 for w in windows[:-1])


def test_bucket_follows_from_the_length_alone() -> None:
    assert [bucket(n) for n in (1, 16, 17, 128)] == [16, 16, 24, 128]
    assert BUCKETS[-1] == MAX_PIECES


def test_capitals_tell_nothing_where_all_is_capital() -> None:
    assert shape_of("IS") != shape_of("is")
    assert set(make_windows(TOKENIZER, ["REBELS KILLED TWO SOLDIERS NEAR ZOR"])[0][0].shapes.tolist()) == {0}
    assert len(set(make_windows(TOKENIZER, ["Rebels killed two soldiers near Zor"])[0][0].shapes.tolist())) > 1
