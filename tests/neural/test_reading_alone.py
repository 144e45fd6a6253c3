"""A text is read the same whatever is read beside it, in whatever order, on however many threads."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_folder import TINY

from tacitus.neural import Given, Model, TaggedSpan

WORDS = (
    "the", "rebels", "army", "of", "and", "killed", "two", "soldiers", "near", "village", "Zor", "on", "Monday,", "said", "who",
    "attacked", "fighters", ".", "!", "?", "\n\n", "U.N.", "12,000", "it's", "“we”", "MINISTRY", "denied", "—", "中文", "é",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=160).map(" ".join) | st.text(max_size=80)

TEXTS = (
    "Rebels attacked the village of Zor on Monday and killed two soldiers, the army said. Its leader denied that.",
    "The group, which fights with the army near the town, said that its fighters were killed by government forces.",
    "FIVE PEOPLE KILLED NEAR TOWN",
    "",
    "who?",
    " ".join(["the rebels and the army"] * 60),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_alone_among_others_and_in_any_order(some: list[str], random: object) -> None:
    model = Model.load(TINY)
    together = model.read(some)
    assert together == [model.read([text])[0] for text in some]
    order = list(range(len(some)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert model.read([some[i] for i in order]) == [together[i] for i in order]


def test_the_shipped_model_reads_alone_as_among_others(shipped: Model) -> None:
    together = shipped.read(TEXTS)
    assert together == [shipped.read([text])[0] for text in TEXTS]
    assert shipped.read(TEXTS[::-1]) == together[::-1]


def test_threads_change_nothing(tiny: Model) -> None:
    many = [*TEXTS, *(text[:n] for text in TEXTS for n in (30, 50, 70))]
    assert Model.load(TINY, threads=2).read(many) == tiny.read(many)


def test_threads_change_nothing_in_the_shipped_model(shipped: Model) -> None:
    assert Model.load(threads=2).read(TEXTS) == shipped.read(TEXTS)


def test_given_anchors_of_one_text_do_not_touch_another(tiny: Model) -> None:
    entities = (TaggedSpan(start=0, end=6, kind="Organisation"), TaggedSpan(start=20, end=34, kind="Location"))
    first, second = tiny.read(TEXTS[:2], [Given(entities=entities, predicates=((7, 15),)), Given()])
    assert second == tiny.read([TEXTS[1]])[0]
    assert first.entities == entities
    assert [(frame.predicate.start, frame.predicate.end) for frame in first.frames] == [(7, 15)]
    assert {end for r in (*first.relations, *first.ties) for end in (r.head, r.tail)} <= set(entities)
