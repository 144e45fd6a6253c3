import pytest

from hand_made import TEXT, Made
from tacitus.export.csv_tables import guard_cell
from tacitus.export.protect import WITHHELD, cut_context, find_public_persons, has_title, protect_claim, weave_veil
from tacitus.export.tables import hide_folders
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Report,
    Roles,
    Span,
    Stance,
    Zone,
    ZoneKind,
)
from tacitus.record.nouns import RecordedClaim, ReviewStatus


def recorded(claim: Claim, review: ReviewStatus = ReviewStatus.UNREVIEWED) -> RecordedClaim:
    return RecordedClaim(claim=claim, report_id="r", review=review)


def person_claim(kind: ClaimKind, predicate: str, **more: object) -> Claim:
    evidence = (Evidence(span=Span(start=0, end=1), quote="x"),)
    return Claim(id="c", kind=kind, predicate=predicate, evidence=evidence, **more)  # type: ignore[arg-type]


PERSON = Actor(id="p", name="Dalia Renn", type=ActorType.PERSON)
LEADS = person_claim(ClaimKind.RELATION, "leads", roles=Roles(subject=("p",), object=("g",)))
FIGHTS = person_claim(ClaimKind.RELATION, "fights", roles=Roles(subject=("p",), object=("g",)))
BY_READER = person_claim(ClaimKind.RELATION, "leads", roles=Roles(subject=("p",), object=("g",)), zone=ZoneKind.COMMENT)


@pytest.mark.parametrize(
    ("claim", "review", "is_public"),
    [
        (LEADS, ReviewStatus.UNREVIEWED, True),
        (LEADS, ReviewStatus.REJECTED, False),
        (BY_READER, ReviewStatus.ACCEPTED, False),
        (FIGHTS, ReviewStatus.ACCEPTED, False),
    ],
)
def test_a_public_role_makes_a_person_public(claim: Claim, review: ReviewStatus, is_public: bool) -> None:
    assert (find_public_persons([PERSON], [recorded(claim, review)]) == {"p"}) is is_public


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Colonel Idris Bakr", True),
        ("the former governor of Bari", True),
        ("Lt. Col. Mara Stein", True),
        ("ex-President Oduya", True),
        ("Generosa Lima", False),
        ("Martin Major", False),
        ("Prince Okafor", False),
        ("Dalia Renn", False),
    ],
)
def test_a_title_stands_before_the_name(name: str, expected: bool) -> None:
    assert has_title(name) is expected


def test_a_private_persons_name_is_covered_wherever_it_stands(made: Made) -> None:
    public = find_public_persons(made.extraction.actors, map(recorded, made.extraction.claims))
    veil = weave_veil(made.report, made.extraction, public)
    shelling = next(c for c in made.extraction.claims if c.predicate == "shelling")
    quote = protect_claim(shelling, made.report, veil).evidence[0].quote
    assert quote == f"shelled Lower Ford on 4 May 2019. At least 12 people died, among them the baker {WITHHELD}."
    assert veil.cover_words("Shells kill Amal Nassar") == f"Shells kill {WITHHELD}"


def test_context_that_cuts_a_name_in_two_shows_no_part_of_it(made: Made) -> None:
    veil = weave_veil(made.report, made.extraction, frozenset())
    start = TEXT.index("Nassar") + 2
    before, _ = cut_context(made.report, Span(start=start, end=start + 1), veil)
    assert "Amal" not in before
    _, after = cut_context(made.report, Span(start=start - 12, end=start - 9), veil)
    assert "Nass" not in after


def test_a_person_whom_the_extraction_tied_to_nobody_is_covered_too() -> None:
    text = "Police named Orla Finch."
    report = Report(id="r", text=text, zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),))
    mention = Mention(span=Span(start=13, end=23), kind=MentionKind.PERSON)
    veil = weave_veil(report, Extraction(report_id="r", mentions=(mention,)), frozenset())
    assert veil.cover_span(text, Span(start=0, end=len(text))) == f"Police named {WITHHELD}."


def test_a_readers_words_become_a_hash(made: Made) -> None:
    veil = weave_veil(made.report, made.extraction, frozenset())
    tank = next(c for c in made.extraction.claims if c.zone is ZoneKind.COMMENT)
    covered = protect_claim(tank, made.report, veil)
    assert covered.evidence[0].quote.startswith("sha256:")
    assert covered.speaker.name is None
    assert covered.evidence[0].span == tank.evidence[0].span
    assert covered.stance is Stance.ALLEGED


def test_context_stays_in_its_zone(made: Made) -> None:
    veil = weave_veil(made.report, made.extraction, frozenset())
    bomb = next(c for c in made.extraction.claims if c.predicate == "explosive")
    _, after = cut_context(made.report, bomb.evidence[0].span, veil)
    assert after.strip() == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
        (-2.5, -2.5),
        (None, None),
        ("", ""),
    ],
)
def test_no_spreadsheet_runs_a_cell(value: str | float | None, expected: str | float | None) -> None:
    assert guard_cell(value) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/home/someone/a.txt", "a.txt"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ("-", "-"),
    ],
)
def test_an_export_names_no_folders_of_this_machine(source: str, expected: str) -> None:
    assert hide_folders(source) == expected
