import pytest
from marked_reports import SETTINGS, read_marked

from tacitus.extract.attributions import Attribution, find_attributions, judge_stance
from tacitus.model import Span, SpeakerKind, Stance, StatementAct, ZoneKind

ATTRIBUTIONS = [
    # indirect speech
    ("The {r:Sahel Union} said that it had taken {@:Gao}.", "Sahel Union", "that it had taken Gao"),
    ("The {r:Sahel Union} said it had taken {@:Gao}.", "Sahel Union", "it had taken Gao"),
    ("{p:Colonel Keita} told reporters that the road was open.", "Colonel Keita", "reporters that the road was open"),
    ("The road was open, {p:Colonel Keita} said.", "Colonel Keita", "The road was open"),
    ("The road was open, said {p:Colonel Keita}, the commander of the zone.", "Colonel Keita", "The road was open"),
    ("The road was open, according to {p:Colonel Keita}.", "Colonel Keita", "The road was open"),
    ("According to the {o:Red Cross}, the road was open.", "Red Cross", "the road was open"),
    ("{o:State television} acknowledged that the fort was lost.", "State television", "that the fort was lost"),
    ("The {s:Malian army} denied reports of fighting there.", "Malian army", "reports of fighting there"),
    ("The {s:Malian army} accused the {r:Sahel Union} of looting.", "Malian army", "the Sahel Union of looting"),
    ("The {r:Sahel Union}, in a message to a radio station, said it had won.", "Sahel Union", "it had won"),
    ("The {r:Sahel Union}, which controls {@:Gao}, said it had won.", "Sahel Union", "it had won"),
    ("A {r:Sahel Union} statement spoke of sixty dead.", "Sahel Union", "of sixty dead"),
    ("Its spokesman, {p:Papa Diarra}, denied that his men had been there.", "Papa Diarra", "that his men had been there"),
    ("The {r:Sahel Union} spokesman {p:Papa Diarra} said the road was open.", "Papa Diarra", "the road was open"),
    ("{p:Colonel Keita} called on the fighters to surrender.", "Colonel Keita", "on the fighters to surrender"),
    ("“The road is open,” {p:Colonel Keita} said.", "Colonel Keita", "“The road is open,"),
]


def text_of(document_text: str, span: Span) -> str:
    return document_text[span.start : span.end]


def find(marked: str) -> tuple[str, tuple[Attribution, ...]]:
    document = read_marked(marked)
    return document.text, find_attributions(document, SETTINGS)


@pytest.mark.parametrize(("marked", "speaker", "content"), ATTRIBUTIONS)
def test_speech_has_its_speaker_and_its_content(marked: str, speaker: str, content: str) -> None:
    text, found = find(marked)
    assert (speaker, content) in [(a.speaker.entity, text_of(text, a.content)) for a in found]


ANONYMOUS = [
    "Residents said the road was open.",
    "The road was open, officials and residents said on Wednesday.",
    "Witnesses told a local radio station that the road was open.",
    "Two men who sell fuel there said that the road was open.",
    "A nurse at the clinic of the {s:Malian army} said the road was open.",
]


@pytest.mark.parametrize("marked", ANONYMOUS)
def test_sources_without_a_name_stay_anonymous(marked: str) -> None:
    _, found = find(marked)
    assert found
    assert all(a.speaker.kind is SpeakerKind.ANONYMOUS and a.speaker.entity is None for a in found)


PRONOUNS = [
    ("The {r:Sahel Union} claimed responsibility for the raid. It said 30 soldiers had died.", "Sahel Union"),
    ("{p:Colonel Keita} opened the road. He said it was safe.", "Colonel Keita"),
    ("The {r:Sahel Union} took the town. The group said it would stay.", "Sahel Union"),
]


@pytest.mark.parametrize(("marked", "speaker"), PRONOUNS)
def test_a_pronoun_speaks_for_whoever_was_spoken_of(marked: str, speaker: str) -> None:
    _, found = find(marked)
    assert found[-1].speaker.entity == speaker


def test_a_quotation_over_two_sentences_keeps_its_speaker() -> None:
    text, found = find("“The road is open. Nobody was hurt,” {p:Colonel Keita} said.")
    assert {"Colonel Keita"} == {a.speaker.entity for a in found}
    assert any(text_of(text, a.content).startswith("“The road is open.") for a in found)


NOBODY = [
    "Nobody has claimed the blast.",
    "No group said it was behind the blast.",
    "The {r:Sahel Union} could not confirm that.",
]


@pytest.mark.parametrize("marked", NOBODY)
def test_who_does_not_speak_has_said_nothing(marked: str) -> None:
    assert not [a for a in find(marked)[1] if a.act in {StatementAct.CLAIMS_RESPONSIBILITY, StatementAct.CONFIRMS}]


STANCES = [
    ("{r:Rebels} attacked {@:Gao}.", "attacked", Stance.ASSERTED),
    ("{r:Rebels} did not attack {@:Gao}.", "attack", Stance.DENIED),
    ("No {r:rebels} attacked {@:Gao}.", "attacked", Stance.DENIED),
    ("{r:Rebels} will attack {@:Gao}.", "attack", Stance.PLANNED),
    ("{r:Rebels} may attack {@:Gao}.", "attack", Stance.HYPOTHETICAL),
    ("{r:Rebels} planned to attack {@:Gao}.", "attack", Stance.PLANNED),
    ("{r:Rebels} threatened to attack {@:Gao}.", "attack", Stance.PLANNED),
    ("Residents fear that {r:rebels} will now attack {@:Gao}.", "attack", Stance.PLANNED),
    ("Residents fear an attack on {@:Gao}.", "attack", Stance.HYPOTHETICAL),
    ("An attack on {@:Gao} is feared.", "attack", Stance.HYPOTHETICAL),
    ("An attack on {@:Gao} was foiled.", "attack", Stance.DENIED),
    ("The attack on {@:Gao} was called off.", "attack", Stance.ASSERTED),
    ("If {r:rebels} attack {@:Gao}, thousands will flee.", "attack", Stance.HYPOTHETICAL),
    ("Did {r:rebels} attack {@:Gao}?", "attack", Stance.QUESTIONED),
    ("Troops attacked a mock village in an exercise.", "attacked", Stance.HYPOTHETICAL),
    ("The home side attacked in the football match.", "attacked", Stance.HYPOTHETICAL),
    ("Claims that {r:rebels} attacked {@:Gao} are false.", "attacked", Stance.DENIED),
    ("The {s:army} denied that {r:rebels} had attacked {@:Gao}.", "attacked", Stance.DENIED),
    ("The {r:Sahel Union} said it had attacked {@:Gao}.", "attacked", Stance.CLAIMED),
    ("The {r:Sahel Union} said the {s:army} had attacked {@:Gao}.", "attacked", Stance.ALLEGED),
    ("Residents said {r:rebels} had attacked {@:Gao}.", "attacked", Stance.ASSERTED),
    ("{r:Rebels} are believed to have attacked {@:Gao}.", "attacked", Stance.ALLEGED),
    ("{r:Rebels} reportedly attacked {@:Gao}.", "attacked", Stance.ALLEGED),
    ("No fewer than nine {r:rebels} attacked {@:Gao}.", "attacked", Stance.ASSERTED),
    ("{r:Rebels} attacked {@:Gao} but did not take it.", "attacked", Stance.ASSERTED),
    ("{r:Rebels} attacked {@:Gao} after the truce had ended, and no aid arrived.", "attacked", Stance.ASSERTED),
]


@pytest.mark.parametrize(("marked", "word", "stance"), STANCES)
def test_stance_follows_attribution_negation_and_modality(marked: str, word: str, stance: Stance) -> None:
    document = read_marked(marked)
    start = document.text.index(word)
    found = find_attributions(document, SETTINGS)
    assert judge_stance(document, found, Span(start=start, end=start + len(word)), SETTINGS)[0] is stance


def test_a_comment_alleges_and_is_no_actor() -> None:
    document = read_marked("The {r:Sahel Union} attacked {@:Gao}.", ZoneKind.COMMENT)
    stance, speaker = judge_stance(document, (), Span(start=4, end=15), SETTINGS)
    assert (stance, speaker.kind, speaker.entity) == (Stance.ALLEGED, SpeakerKind.COMMENTER, None)
