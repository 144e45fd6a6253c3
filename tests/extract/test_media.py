from dataclasses import replace
from pathlib import Path

import pytest
from bracketed import make_document, read_cases

from tacitus.config import Settings
from tacitus.extract.attributions import find_attributions
from tacitus.extract.media import find_media
from tacitus.model import ActorType, Claim, Span, Zone, ZoneKind

SETTINGS = Settings()


def find(text: str, zone: ZoneKind = ZoneKind.BODY, **types: ActorType) -> tuple[Claim, ...]:
    document = make_document(text, zone, **types)
    return find_media(document, find_attributions(document, SETTINGS), SETTINGS)


def written(claims: tuple[Claim, ...]) -> list[str]:
    return sorted(f"{claim.predicate}: {claim.roles.releaser[0]}" for claim in claims)


@pytest.mark.parametrize(("text", "expected"), read_cases(Path(__file__).parent / "media.cases"))
def test_releases_are_read(text: str, expected: list[str]) -> None:
    assert written(find(text)) == sorted(expected)


def test_lines_of_a_media_list_are_releases_in_the_heading_s_medium() -> None:
    text = "Videos released by several groups:\n\n[Alfa]:\n\n[Bravo] (main square):\n\nWatch them with care\n"
    assert written(find(text, ZoneKind.MEDIA)) == ["video: Alfa", "video: Bravo"]


def test_a_heading_credits_who_stands_behind_by() -> None:
    assert written(find("Photos released by [Alfa]:\n\n(gallery)\n", ZoneKind.MEDIA)) == ["photo: Alfa"]


def test_the_medium_of_a_list_lasts_over_a_notice_in_between() -> None:
    document = make_document("Footage from the town:\nWarning\n[Alfa]:\n", ZoneKind.MEDIA)
    text = document.text
    cuts = [0, text.index("Warning"), text.index("Alfa"), len(text)]
    kinds = [ZoneKind.MEDIA, ZoneKind.NOTICE, ZoneKind.MEDIA]
    zones = tuple(Zone(kind=k, span=Span(start=a, end=b)) for k, a, b in zip(kinds, cuts, cuts[1:], strict=False))
    document = replace(document, report=replace(document.report, zones=zones))
    assert written(find_media(document, (), SETTINGS)) == ["video: Alfa"]


def test_a_party_s_photo_in_a_caption_is_a_release_and_an_agency_s_is_none() -> None:
    caption = "Rifles found in the town. [Task Force Alfa] photo."
    assert written(find(caption, ZoneKind.CAPTION, Task_Force_Alfa=ActorType.STATE_FORCES)) == ["photo: Task Force Alfa"]
    assert find("Rifles found in the town. Photo: [Daily Coast]", ZoneKind.CAPTION, Daily_Coast=ActorType.ORGANIZATION) == ()


def test_a_caption_s_credit_in_brackets_counts_where_it_names_an_office() -> None:
    assert written(find("Photo: A bridge. ([Army Press Office])", ZoneKind.CAPTION)) == ["photo: Army Press Office"]
    assert find("Photo: A bridge. ([Daily Coast])", ZoneKind.CAPTION) == ()


def test_evidence_is_the_text_at_its_offsets() -> None:
    document = make_document("[Alfa] released a video. Then [Bravo] published three photos.")
    for claim in find_media(document, (), SETTINGS):
        assert all(document.report.quote(e.span) == e.quote for e in claim.evidence)


def test_what_a_communique_attaches_is_its_issuer_s() -> None:
    text = (
        "[Alfa]\nCommuniqué 4\n\nWe hold the bridge.\n\n[Attached: a photograph of the bridge and a recording of our captain]\n"
    )
    found = find(text.replace("[Attached", "(Attached").replace("captain]", "captain)"))
    assert written(found) == ["audio: Alfa", "photo: Alfa"]


def test_numbered_lines_under_a_heading_of_a_communique_are_its_issuer_s() -> None:
    text = "[Alfa]\nCommuniqué 4\n\nPhotographs for the press:\n\n(1) The bridge at noon.\n(2) At dusk.\n\nLong live all.\n"
    assert written(find(text)) == ["photo: Alfa", "photo: Alfa"]


def test_a_heading_in_the_body_opens_a_list_of_names() -> None:
    assert written(find("Clips of the day:\n\n[Alfa]:\n\n[Bravo] (no sound):\n\nThat was all.\n")) == [
        "video: Alfa",
        "video: Bravo",
    ]


def test_a_credit_in_brackets_is_a_party_s() -> None:
    assert written(find("(Video: [Alfa])", Alfa=ActorType.REBEL_GROUP)) == ["video: Alfa"]
    assert find("(Photo: [Daily Coast])", Daily_Coast=ActorType.ORGANIZATION) == ()


def test_what_a_commenter_says_of_a_known_video_is_no_further_release() -> None:
    assert find("In the [Alfa] video you see a truck.", ZoneKind.COMMENT) == ()


def test_what_a_communique_says_was_given_to_the_press_is_its_issuer_s() -> None:
    text = "Communique of [Alfa]\n\nPhotographs of the guns were handed to the press today. A video will be published soon."
    assert written(find(text)) == ["photo: Alfa", "statement: Alfa"]


def test_a_release_without_an_agent_has_no_releaser_in_a_report_of_news() -> None:
    assert find("Photographs of the guns were handed to the press today, [Alfa] said.") == ()


def test_who_prints_a_communique_in_a_notice_did_not_issue_it() -> None:
    text = "Communique of [Alfa]. The communique was received by e-mail and published by [Karif Archive]."
    assert {claim.roles.releaser for claim in find(text, ZoneKind.NOTICE)} == {("Alfa",)}
