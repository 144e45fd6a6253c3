"""The benchmark from files to figures, with a model that reads the annotations, whole or spoilt."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from gold_model import GoldModel, Rows, read_figures, write_rows

from tacitus.bench.chosen import Chosen, load_ids
from tacitus.bench.extract import SETS, run_extract
from tacitus.errors import DataError, UsageError
from tacitus.neural.reading import Reading, TaggedSpan

LOSSY = {
    ("re3d", "relation_f1_gold_entities"),  # a relation with an end that is no gold entity cannot be found
    ("re3d", "relation_recall_gold_entities"),
    ("re3d", "relation_f1_end_to_end"),
    ("re3d", "relation_recall_end_to_end"),
    ("re3d", "relation_f1_end_to_end_relaxed"),
    ("re3d", "relation_recall_end_to_end_relaxed"),
}


def widen(spans: tuple[TaggedSpan, ...]) -> tuple[TaggedSpan, ...]:
    return tuple(replace(span, start=span.start + 1, end=span.end - 1) for span in spans)


def test_who_reads_the_annotations_is_right_everywhere(data: Path, gold_model: GoldModel) -> None:
    figures = read_figures(data, gold_model, by_kind=True)
    assert {name for name, _ in figures} == set(SETS)
    wrong = {key for key, f in figures.items() if f.value != 1.0} - LOSSY
    assert wrong == {
        ("re3d_conll", "share_trained_on"),
        ("re3d", "relation_f1_gold_entities_CoLocated"),
        ("polnear", "annotators_token_f1_content"),
        ("polnear", "token_f1_content_against_annotators"),
    }
    assert figures["re3d", "relation_f1_gold_entities"].value == pytest.approx(4 / 5)
    assert figures["re3d", "relation_f1_gold_entities_reachable"].value == 1.0


def test_every_set_gives_its_main_figures(data: Path, gold_model: GoldModel) -> None:
    assert {measure for _, measure in read_figures(data, gold_model) if "_f1" in measure} == {
        "actor_f1",
        "annotators_token_f1_content",
        "annotators_token_f1_cue",
        "annotators_token_f1_source",
        "argument_f1_gold_predicates",
        "argument_f1_predicted_predicates",
        "bbc_news_relevance_f1",
        "ceaf_ree_f1",
        "entity_f1",
        "entity_f1_all",
        "entity_f1_outermost",
        "gtt_template_f1",
        "link_f1",
        "predicate_f1",
        "relation_f1_end_to_end",
        "relation_f1_end_to_end_relaxed",
        "relation_f1_gold_entities",
        "relation_f1_gold_entities_reachable",
        "token_f1_content",
        "token_f1_content_against_annotators",
        "token_f1_cue",
        "token_f1_cue_against_annotators",
        "token_f1_source",
        "token_f1_source_against_annotators",
    }


def test_gold_anchors_are_given_once_each_and_only_sure_ones(data: Path, gold_model: GoldModel) -> None:
    run_extract(data, gold_model.as_reader())
    clash, rescue, frames = gold_model.seen_given
    assert clash.entities is not None
    assert [e.kind for e in clash.entities] == ["Organisation", "Location", "Location", "Organisation", "Organisation"]
    assert rescue.entities is not None
    assert len(rescue.entities) == 1
    assert frames.predicates == ((16, 19), (22, 28), (41, 45))


def test_spans_a_character_too_short_are_wrong_but_snap_to_tokens(data: Path, gold_model: GoldModel) -> None:
    def spoil(reading: Reading) -> Reading:
        return replace(reading, entities=widen(reading.entities), actors=widen(reading.actors))

    gold_model.spoil = spoil
    figures = read_figures(data, gold_model)
    assert figures["re3d", "entity_f1_outermost"].value == 0.0
    assert figures["re3d_conll", "entity_f1"].value == 1.0
    assert figures["cameo_ner", "actor_f1"].value == 1.0


def test_the_outermost_layer_is_measured_apart(data: Path, gold_model: GoldModel) -> None:
    gold_model.spoil = lambda reading: replace(reading, entities=tuple(e for e in reading.entities if e.end - e.start != 9))
    figures = read_figures(data, gold_model, only="re3d")
    assert figures["re3d", "entity_f1_outermost"].value == 1.0
    assert figures["re3d", "entity_recall_all"].value == pytest.approx(5 / 6)


def test_an_argument_counts_only_with_its_predicate(data: Path, gold_model: GoldModel) -> None:
    gold_model.spoil = lambda reading: replace(reading, frames=reading.frames[1:])
    figures = read_figures(data, gold_model, only="srl_ewt")
    assert figures["srl_ewt", "predicate_recall"].value == pytest.approx(2 / 3)
    assert figures["srl_ewt", "argument_recall_predicted_predicates"].value == pytest.approx(4 / 6)
    assert figures["srl_ewt", "argument_precision_predicted_predicates"].value == 1.0


def test_kinds_that_a_set_has_not_are_not_held_against_the_model(data: Path, gold_model: GoldModel) -> None:
    vehicle = TaggedSpan(start=0, end=4, kind="Vehicle", score=0.99)
    gold_model.spoil = lambda reading: replace(reading, entities=(vehicle, *reading.entities))
    assert read_figures(data, gold_model, only="re3d_conll")["re3d_conll", "entity_f1"].value == 1.0


def test_sentences_that_the_model_learnt_from_are_left_out(data: Path, gold_model: GoldModel) -> None:
    gold_model.learnt = frozenset({"Vale left ."})
    figures = read_figures(data, gold_model, only="re3d_conll")
    assert figures["re3d_conll", "share_trained_on"].value == pytest.approx(1 / 3)
    assert figures["re3d_conll", "share_trained_on"].n == 3
    gold_model.learnt = frozenset(row["text"] for row in gold_model.rows["re3d_conll/dev"])
    assert list(read_figures(data, gold_model, only="re3d_conll")) == [("re3d_conll", "share_trained_on")]


def test_sentences_of_one_document_are_resampled_together(data: Path, gold_model: GoldModel) -> None:
    assert read_figures(data, gold_model)["re3d_conll", "entity_f1"].n == 2


def test_people_are_compared_with_each_other_and_with_the_model(data: Path, gold_model: GoldModel) -> None:
    figures = read_figures(data, gold_model, only="polnear")
    assert figures["polnear", "annotators_token_f1_content"].n == 1
    assert figures["polnear", "annotators_token_f1_content"].value == pytest.approx(12 / 13)
    assert figures["polnear", "token_f1_content_against_annotators"].value == pytest.approx(26 / 27)
    assert figures["polnear", "token_f1_content"].n == 2


def test_the_dateline_is_not_read_and_offsets_stay(data: Path, gold_model: GoldModel) -> None:
    seen: list[str] = []
    reader = replace(gold_model.as_reader(), on_progress=lambda label, done, total: seen.append(f"{label} {done}/{total}"))
    run_extract(data / "muc4", reader)
    assert seen == ["muc4 2/2"]


def test_signature_names_model_data_version_and_ids(data: Path, gold_model: GoldModel, rows: Rows) -> None:
    figures = read_figures(data, gold_model)
    signature = figures["re3d", "entity_f1_all"].signature
    assert "model:0123456789ab" in signature
    assert "confidence:0.5" in signature
    assert "tacitus:" in signature
    fewer = read_figures(data, gold_model, ids=frozenset({"clash"}))
    assert set(fewer) == {key for key in figures if key[0] == "re3d"}
    assert fewer["re3d", "entity_f1_all"].signature.startswith(f"{signature}|ids:")
    write_rows(data, {"re3d/dev": rows["re3d/dev"][:1]})
    assert read_figures(data, gold_model, only="re3d")["re3d", "entity_f1_all"].signature != signature


def test_ids_may_name_documents_of_sentences(data: Path, gold_model: GoldModel) -> None:
    assert read_figures(data, gold_model, ids=frozenset({"d1"}))["re3d_conll", "share_trained_on"].n == 2


def test_train_is_measured_only_by_name(data: Path, gold_model: GoldModel, rows: Rows) -> None:
    write_rows(data, {"re3d/train": rows["re3d/dev"]})
    assert {f.split for f in run_extract(data, gold_model.as_reader())} == {"dev", "test"}
    chosen = Chosen(splits=("train",), only="re3d")
    assert {f.split for f in run_extract(data, gold_model.as_reader(), chosen=chosen)} == {"train"}


def test_a_set_by_itself_and_under_another_name(data: Path, gold_model: GoldModel) -> None:
    assert {f.set for f in run_extract(data / "polnear", gold_model.as_reader())} == {"polnear"}
    elsewhere = (data / "polnear").rename(data.parent / "held_out")
    chosen = Chosen(only="polnear")
    assert {f.set for f in run_extract(elsewhere, gold_model.as_reader(), chosen=chosen)} == {"polnear"}


def test_nothing_to_measure_is_an_error(tmp_path: Path, data: Path, gold_model: GoldModel) -> None:
    with pytest.raises(UsageError, match="no data for extract"):
        run_extract(tmp_path / "none", gold_model.as_reader())
    with pytest.raises(UsageError, match="--set: got gum"):
        run_extract(data, gold_model.as_reader(), chosen=Chosen(only="gum"))
    with pytest.raises(UsageError, match="no rows of those ids"):
        run_extract(data, gold_model.as_reader(), chosen=Chosen(ids=frozenset({"x"})))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            b'{"id": "a", "text": "b", "entities": []}',
            r"dev\.jsonl\.gz:2: got .*`relations`.*; expected a JSON object with id, text",
        ),
        (b"{", r"dev\.jsonl\.gz:2: got "),
        (
            b'{"id": "a", "text": "b", "entities": [{"start": 0, "end": 9, "type": "A"}], "relations": []}',
            "span 0 to 9 in a text of 1",
        ),
        (
            b'{"id": "a", "text": "b", "entities": [], "relations": [{"type": "A", "head": "T1", "tail": "T2"}]}',
            "unknown entity T1",
        ),
        (b'{"id": "a", "text": "\xff"}', r"dev\.jsonl\.gz:2: got "),
    ],
)
def test_a_malformed_line_is_named(data: Path, gold_model: GoldModel, line: bytes, message: str) -> None:
    path = data / "re3d" / "dev.jsonl.gz"
    first = gzip.decompress(path.read_bytes()).splitlines()[0]
    path.write_bytes(gzip.compress(first + b"\n" + line + b"\n"))
    with pytest.raises(DataError, match=message):
        run_extract(data, gold_model.as_reader(), chosen=Chosen(only="re3d"))


def test_a_predicate_must_be_a_token(data: Path, gold_model: GoldModel, rows: Rows) -> None:
    (row,) = rows["srl_ewt/dev"]
    write_rows(data, {"srl_ewt/dev": [{**row, "predicates": [{"token": 99, "args": []}]}]})
    with pytest.raises(DataError, match="the predicate 99 in a sentence of 11 tokens"):
        run_extract(data, gold_model.as_reader(), chosen=Chosen(only="srl_ewt"))


def test_a_file_that_is_no_gzip_file_is_named(data: Path, gold_model: GoldModel) -> None:
    (data / "re3d" / "dev.jsonl.gz").write_bytes(b"plain")
    with pytest.raises(DataError, match=r"re3d.dev\.jsonl\.gz: got a file that cannot be read"):
        run_extract(data, gold_model.as_reader(), chosen=Chosen(only="re3d"))


def test_ids_are_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("a\n\n b \n", "utf-8")
    assert load_ids(tmp_path / "ids") == {"a", "b"}
    (tmp_path / "empty").write_text("\n", "utf-8")
    for name in ("none", "empty"):
        with pytest.raises(UsageError, match="one id a line"):
            load_ids(tmp_path / name)


def test_roles_and_templates_are_measured_apart(data: Path, gold_model: GoldModel) -> None:
    reader = replace(gold_model.as_reader(), fill_roles=lambda _text, _reading: {"Target": (("depot",),)})
    figures = {f.measure: f.value for f in run_extract(data / "muc4", reader)}
    assert figures["ceaf_ree_recall"] == pytest.approx(1 / 5)
    assert figures["gtt_template_f1"] == 1.0
