import logging
from importlib.util import find_spec

import pytest

from tacitus.bench import timing
from tacitus.bench.generate import generate_report, generate_reports
from tacitus.bench.speed import PEERS, Peer, parse_sizes, run_speed, time_first_result
from tacitus.errors import UsageError


def test_equal_seeds_give_equal_reports() -> None:
    assert generate_report(7) == generate_report(7) != generate_report(8)


def test_reports_are_about_as_long_as_asked() -> None:
    assert all(90 < len(text.split()) < 160 for text in generate_reports(20, n_words=100))


def test_a_run_measures_every_size_and_what_lies_between() -> None:
    figures = run_speed([2, 3], n_words=60, peers=())
    assert [(f.split, f.measure) for f in figures] == [
        *((n, m) for n in "23" for m in ("reports_per_second", "seconds", "peak_memory_mb", "claims")),
        ("3", "seconds_per_report_growth"),
        ("1", "first_result_seconds"),
    ]
    assert all(f.value > 0 for f in figures)
    assert all("|cores:" in f.signature for f in figures)


def test_a_peer_that_cannot_run_is_told_of_and_has_no_figure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    timed = {"add": {"reports_per_second": 8.0, "seconds": 1.0, "peak_memory_mb": 1.0, "claims": 1}}
    timed |= {"encoder": {"encoder_reports_per_second": 12.0}, "bert": {"absent": "torch not installed"}}  # type: ignore[dict-item]
    monkeypatch.setattr("tacitus.bench.speed._time", lambda kind, *_: timed[kind])
    monkeypatch.setattr("tacitus.bench.speed.time_first_result", lambda _: 1.0)
    with caplog.at_level(logging.ERROR):
        figures = run_speed([8])
    assert [(f.measure, f.value) for f in figures[-2:]] == [
        ("encoder_reports_per_second", 12.0),
        ("add_over_encoder_time", 1.5),
    ]
    assert "BERT-base in PyTorch is not measured: torch not installed" in caplog.text


def test_without_torch_the_peer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "find_spec", lambda name: None if name == "torch" else find_spec("json"))
    assert timing.time_bert(1, 60) == {"absent": "torch not installed"}


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("torch") is None or find_spec("transformers") is None, reason="torch and transformers are peers only"
)
def test_bert_is_timed_beside_add() -> None:
    (bert,) = (peer for peer in PEERS if peer.kind == "bert")
    found = {f.measure: f for f in run_speed([2], n_words=60, peers=[bert])}
    assert found["bert_base_reports_per_second"].value > 0
    assert "|torch:" in found["add_over_bert_base_rate"].signature


def test_the_encoder_is_timed_or_says_why_not() -> None:
    timed = timing.time_encoder(2, 60)
    assert ("absent" in timed) != ("encoder_reports_per_second" in timed)


def test_every_peer_has_its_run() -> None:
    assert {peer.kind for peer in PEERS} <= set(timing.KINDS)
    assert isinstance(PEERS[0], Peer)
    assert time_first_result(60) > 0


@pytest.mark.parametrize("text", ["", "many", "10,", "-3", "0"])
def test_what_is_no_number_of_reports_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="numbers of reports"):
        parse_sizes(text)
