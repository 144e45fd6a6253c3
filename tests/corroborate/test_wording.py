from dataclasses import replace

import numpy as np
import pytest

from tacitus.corroborate.forms import find_head, find_stem, lemmatise
from tacitus.corroborate.likeness import FEATURES, compare_pairs, prepare
from tacitus.corroborate.wordbag import fill_bag
from tacitus.corroborate.wording import (
    Told,
    Wording,
    explain_score,
    load_weights,
    make_wordings,
    score_pairs,
    score_wordings,
)
from tacitus.neural import Model

TEXTS = (
    ("A car bomb killed nine people at a market in Baidoa on Monday.", "killed"),
    ("Nine people died when a car bomb exploded in Baidoa's market, police said on Monday.", "died"),
    ("Rebels released forty prisoners near Goma after talks in Nairobi.", "released"),
    ("Flooding in Khartoum has destroyed two bridges.", "destroyed"),
)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


@pytest.fixture(scope="module")
def wordings(model: Model) -> list[Wording]:
    return make_wordings(model, [tell(text, word) for text, word in TEXTS])


def tell(text: str, word: str, document: str | None = None) -> Told:
    at = text.index(word)
    return Told(text=text, spans=((at, at + len(word)),), document=document)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("killed", "kill"),
        ("bombings", "bombing"),
        ("cities", "city"),
        ("stormed", "storm"),
        ("charged", "charge"),
        ("was", "was"),
    ],
)
def test_lemmas(word: str, lemma: str) -> None:
    assert lemmatise(word) == lemma


@pytest.mark.parametrize(("one", "other"), [("bombing", "bombed"), ("resignation", "resigns"), ("attackers", "attacked")])
def test_words_of_one_stem(one: str, other: str) -> None:
    assert find_stem(one) == find_stem(other)


@pytest.mark.parametrize(
    ("words", "head"),
    [("was shot dead", "dead"), ("checked himself into", "checked"), ("car bomb attack", "attack"), ("it", "it")],
)
def test_head_of_event_words(words: str, head: str) -> None:
    assert find_head(words.split()) == head


def test_words_of_a_text() -> None:
    bag = fill_bag("On Monday 1,200 people left Goma for the 3rd time, two officials said.", lambda _word: 0.5)
    assert bag.names == (("goma", 0.5),)
    assert bag.numbers == ("1200", "2", "3")
    assert bag.days == ("monday",)


def test_like_wordings_score_higher(wordings: list[Wording]) -> None:
    alike, other, another = score_pairs(wordings, [(0, 1), (0, 2), (0, 3)])
    assert alike > max(other, another)
    assert max(other, another) < 0.1


def test_order_does_not_matter(wordings: list[Wording]) -> None:
    for i, j in ((0, 1), (1, 2), (0, 3)):
        assert score_wordings(wordings[i], wordings[j]) == score_wordings(wordings[j], wordings[i])


def test_many_pairs_score_as_each_alone(wordings: list[Wording]) -> None:
    pairs = [(i, j) for i in range(4) for j in range(i)]
    together = score_pairs(wordings, pairs).tolist()
    assert together == [score_wordings(wordings[i], wordings[j]) for i, j in pairs]
    assert all(0 <= score <= 1 for score in together)


def test_no_pairs(wordings: list[Wording]) -> None:
    assert score_pairs(wordings, []).shape == (0,)


def test_the_same_whatever_is_made_beside_it(model: Model, wordings: list[Wording]) -> None:
    for (text, word), made in zip(TEXTS, wordings, strict=True):
        alone = make_wordings(model, [tell(text, word)])[0]
        assert alone.vectors.tobytes() == made.vectors.tobytes()
        assert (alone.lemma, alone.near, alone.text) == (made.lemma, made.near, made.text)


def test_vectors_of_spans_do_not_depend_on_the_batch(model: Model) -> None:
    texts = [text for text, _ in TEXTS] + ["Shelling. " * 60]
    spans = [[(0, len(text)), (2, 9)] for text in texts]
    together = model.embed(texts, spans)
    for i in reversed(range(len(texts))):
        assert model.embed([texts[i]], [spans[i]])[0].tobytes() == together[i].tobytes()
    assert together[0].shape[0] == 2
    assert together[0].dtype == np.float32


def test_a_span_without_words_is_zeros(model: Model) -> None:
    assert not model.embed(["Gao  fell."], [[(3, 5)]])[0].any()
    assert model.embed([""], [[]])[0].shape[0] == 0


def test_without_span_all_the_text_counts(model: Model) -> None:
    quote = Told(text="shelled the old market")
    made = make_wordings(model, [quote, Told(text="shelling of the old market")])
    assert set(made[0].stems) == set(made[1].stems)
    assert score_wordings(made[0], made[1]) > 0.2


def test_an_empty_text_is_scored_too(model: Model, wordings: list[Wording]) -> None:
    empty = make_wordings(model, [Told(text="")])[0]
    assert 0 <= score_wordings(empty, wordings[0]) <= 1


def test_a_document_tells_happenings_apart(model: Model) -> None:
    told = "The bomb killed nine people."
    baidoa = tell(told, "killed", f"Blast in Baidoa market. {told}")
    other = tell(told, "killed", f"Attack on Kandahar bus station, governor Daoud says. {told}")
    here, there, same = make_wordings(model, [baidoa, other, replace(baidoa, document=f"Baidoa market blast toll. {told}")])
    assert score_wordings(here, same) > score_wordings(here, there)


def test_features_are_named(wordings: list[Wording]) -> None:
    found = compare_pairs([prepare(w) for w in wordings], [(0, 1), (2, 3)])
    assert found.shape == (2, len(FEATURES))
    assert found[0, FEATURES.index("text_names")] > 0
    assert found[1, FEATURES.index("text_names_apart")] == 1


def test_reasons_name_what_is_shared(wordings: list[Wording]) -> None:
    reasons = explain_score(wordings[0], wordings[1], most=8)
    assert any("baidoa" in reason.words for reason in reasons)
    assert [abs(r.effect) for r in reasons] == sorted((abs(r.effect) for r in reasons), reverse=True)


def test_weights_have_a_digest_and_a_threshold() -> None:
    weights = load_weights()
    assert len(weights.digest) == 12
    assert 0 < weights.threshold < 1
