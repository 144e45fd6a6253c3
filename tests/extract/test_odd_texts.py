"""Texts that no editor would print: bounded time, and still something read where there is something to read."""

import time

import pytest

from tacitus.bench.generate import generate_reports
from tacitus.chunks import Understood, read_chunk
from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.extract.document import split_document
from tacitus.model import Snapshot
from tacitus.read import read_snapshot
from tacitus.text import LONGEST_SENTENCE, split_sentences

STORY = "Fighters of the Hill Guard shelled the town of Bosaso on Monday, killing 12 soldiers, the army said. "


def understand(text: str) -> Understood:
    (outcome,) = read_chunk([Snapshot(content=text.encode(), source="a.txt")], Settings())
    assert isinstance(outcome, Understood)
    return outcome


def predicates(text: str) -> set[str]:
    return {claim.predicate for claim in understand(text).extraction.claims}


def made_up(n: int, *, marks: str = "") -> str:
    text = " ".join(" ".join(generate_reports(n // 2000)).split())[:n]
    return "".join(c if c.isalnum() or c in marks else " " for c in text)


ENDLESS = {
    "no punctuation": made_up(80_000),
    "commas alone": made_up(80_000, marks=","),
    "capitals without punctuation": made_up(80_000).upper(),
    "one trigger": "attack " * 5_000,
    "one clause": "killed 12 people in Goma on Monday and " * 1_500,
    "open quotations": '"they said ' * 5_000,
    "open brackets": "(the army " * 5_000,
    "names": "Ahmad Mansour and Liwa al-Qadisiya, Jaysh al-Nasr, Ivory Forest Legion, " * 1_000,
    "no spaces": "a" * 200_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
def test_time_grows_as_a_paragraph_without_end_does(name: str) -> None:
    text = ENDLESS[name]
    understand(STORY + text[: len(text) // 8])  # what is loaded once

    def seconds(part: str) -> float:
        before = time.process_time()
        understand(part)
        return time.process_time() - before

    short, whole = seconds(text[: len(text) // 4]), seconds(text)
    assert whole < 60
    assert whole < 4 * 3 * max(short, 0.05), "four times the text takes far more than four times the time"


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = "one two, three " * 1_000
    spans = list(split_sentences(text))
    assert max(end - start for start, end in spans) <= LONGEST_SENTENCE
    assert " ".join(text[start:end] for start, end in spans) == text.strip()
    assert list(split_sentences("x" * 1_999)) == [(0, 1_999)]


def test_what_stands_far_into_a_paragraph_without_end_is_read() -> None:
    assert "shelling" in predicates("nothing else was new that week and " * 300 + STORY)


@pytest.mark.parametrize("text", ["Attack", "attack", "ATTACK", "Attack.", "12", "?", "Goma", "«»", "said"])
def test_a_report_of_one_word_is_read_and_claims_nothing(text: str) -> None:
    found = understand(text)
    assert (found.report.text, found.report.language, found.extraction.claims) == (text, None, ())


@pytest.mark.parametrize("text", [STORY, STORY.upper(), STORY.replace(",", "").replace(".", "")])
def test_an_incident_is_read_in_capitals_and_without_punctuation(text: str) -> None:
    assert "shelling" in predicates(text)


def test_nothing_is_extracted_from_another_language_unless_asked() -> None:
    text = "El ejército informó el viernes que tres soldados murieron en un ataque cerca del puente de Goma."
    report = read_snapshot(Snapshot(content=text.encode(), source="a.txt"), Settings())
    refused = extract_claims(report, Settings())
    assert (refused.mentions, refused.claims) == ((), ())
    assert refused.note is not None
    assert "language es is not supported" in refused.note
    assert extract_claims(report, Settings(languages=("en", "es"))).note is None


def test_english_with_a_foreign_quotation_is_extracted_from() -> None:
    text = STORY + 'The mayor said: "No sabemos nada de los demás, y nadie nos ha llamado desde el viernes." ' + STORY
    assert "shelling" in predicates(text)


def test_every_quote_stands_at_its_offsets_where_sentences_were_cut() -> None:
    found = understand(made_up(20_000))
    assert len(split_document(found.report).sentences) >= 10
    assert found.extraction.claims
    for claim in found.extraction.claims:
        for evidence in claim.evidence:
            assert found.report.quote(evidence.span) == evidence.quote
