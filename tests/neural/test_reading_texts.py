import subprocess
import sys
import time
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_folder import TINY

from tacitus.neural import Model, Reading, TaggedSpan

TEXT = "Rebels attacked the village of Zor on Monday and killed two soldiers, the army said. Its leader denied that."


def spans_of(reading: Reading) -> Iterator[TaggedSpan]:
    yield from (*reading.entities, *reading.actors, *reading.fillers, *reading.attribution_tokens)
    for frame in reading.frames:
        yield from (frame.predicate, *frame.arguments)
    for attribution in reading.attributions:
        yield from (attribution.cue, *attribution.sources, *attribution.contents)
    for telling in reading.tellings:
        yield from (telling.trigger, *telling.roles)
    for relation in (*reading.relations, *reading.ties):
        yield from (relation.head, relation.tail)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_spans_lie_in_the_text_and_scores_in_their_range(text: str) -> None:
    reading = Model.load(TINY).read([text])[0]
    for span in spans_of(reading):
        assert 0 <= span.start < span.end <= len(text)
        assert 0 <= span.score <= 1
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
    assert all(0 <= p <= 1 for p in (*reading.incident_types.values(), reading.relevance))


def test_labels_of_anchors_stay_with_their_kind(tiny: Model) -> None:
    reading = tiny.read([TEXT])[0]
    roles = tiny.manifest.roles
    assert reading.frames
    assert reading.tellings
    assert {a.kind for frame in reading.frames for a in frame.arguments} <= roles["predicate"]
    assert {role.kind.upper() for telling in reading.tellings for role in telling.roles} <= roles["trigger"]
    assert {telling.stance for telling in reading.tellings} <= set(tiny.manifest.stances)
    assert {r.kind for r in reading.relations} <= {label.name for label in tiny.manifest.pairs["relations"]}
    assert {r.kind for r in reading.ties} <= {label.name for label in tiny.manifest.pairs["ties"]}


def test_a_pair_is_related_once_and_symmetric_relations_run_in_text_order(tiny: Model) -> None:
    reading = tiny.read([TEXT])[0]
    symmetric = {label.name for label in tiny.manifest.pairs["ties"] if label.of_head == label.of_tail}
    assert reading.ties
    pairs = [frozenset({r.head.start, r.tail.start}) for r in reading.ties]
    assert len(pairs) == len(set(pairs))
    assert all(r.head.start < r.tail.start for r in reading.ties if r.kind in symmetric)


def test_numbered_roles_come_once(tiny: Model) -> None:
    for frame in tiny.read([TEXT])[0].frames:
        kinds = [a.kind for a in frame.arguments if a.kind.startswith("ARG") and a.kind[3:].isdigit()]
        assert len(kinds) == len(set(kinds))


def test_no_text_no_words_no_model_output(tiny: Model) -> None:
    assert tiny.read([]) == []
    for reading in tiny.read(["", " \n\t "]):
        assert reading.entities == ()
        assert reading.passages == ()
        assert reading.relevance == 0.0


def test_a_long_text_without_punctuation_takes_linear_time(tiny: Model) -> None:
    line = "the rebels and the army of Zor killed two soldiers near the town "
    tiny.read([line])
    taken = []
    for n_lines in (30, 120):
        began = time.process_time()
        reading = tiny.read([line * n_lines])[0]
        taken.append(time.process_time() - began)
        assert reading.passages[-1].end == n_lines * len(line) - 1
    assert taken[1] < 12 * taken[0]  # four times the text; a quadratic reader takes sixteen times as long


def test_bare_encoder_counts_windows(tiny: Model) -> None:
    assert tiny.encode_only([TEXT, TEXT, ""]) == 2 * len(tiny.read([TEXT])[0].passages)


def test_name_digest_and_languages(tiny: Model) -> None:
    assert (tiny.name, tiny.languages, len(tiny.digest)) == ("tiny", ("en",), 64)
    assert not tiny.was_trained_on(TEXT)


def test_loaded_once_in_a_process(tiny: Model) -> None:
    assert Model.load(TINY) is tiny


def test_importing_tacitus_loads_no_runtime() -> None:
    code = "import sys, tacitus, tacitus.neural; print({'numpy', 'onnxruntime', 'tokenizers'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
