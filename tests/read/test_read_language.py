import subprocess
import sys

import pytest

from tacitus.config import Settings
from tacitus.model import Snapshot
from tacitus.read import read_snapshot
from tacitus.read.language import read_language


def language_of(text: str, **metadata: str) -> str | None:
    snapshot = Snapshot(content=text.encode(), source="a.txt", metadata=tuple(metadata.items()))
    return read_snapshot(snapshot, Settings()).language


@pytest.mark.parametrize(
    "text",
    [
        "Two spans of the bridge at Soral were blown up on Tuesday night, and the ferry has not run since.",
        "TWO SPANS OF THE BRIDGE AT SORAL WERE BLOWN UP ON TUESDAY NIGHT, AND THE FERRY HAS NOT RUN SINCE.",
        "two spans of the bridge at soral were blown up on tuesday night and the ferry has not run since",
        "Militants of Jaysh al-Nasr and Liwa al-Qadisiya attack Tell Abyad and Ayn Issa with rockets",
        'The committee called it "una vergogna per tutta la valle" and said that the mayor had to go by Friday.',
        "Army says (الجيش السوري) three men of the brigade (لواء القدس) were killed near the town of Mahin.",
    ],
)
def test_english_however_it_is_written(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text", ["Calm.", "Fire", "SHELLING", "12-14", "Abdallah Mansour, Yusuf Haddad, Karim al-Masri, Omar Qasim, Ali Darwish"]
)
def test_one_word_or_bare_names_tell_no_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tres soldados murieron el viernes en un ataque cerca del puente, informó el ejército en la capital.", "es"),
        ("TRES SOLDADOS MURIERON EL VIERNES EN UN ATAQUE CERCA DEL PUENTE, INFORMO EL EJERCITO EN LA CAPITAL.", "es"),
        ("tres soldados murieron el viernes en un ataque cerca del puente informó el ejército en la capital", "es"),
        ("Ordu cuma günü köprü yakınlarındaki saldırıda üç askerin öldüğünü açıkladı.", "tr"),
        ("Ciidanka ayaa sheegay Jimcihii in saddex askari lagu dilay weerar ka dhacay agagaarka buundada.", "so"),
        ("Армия сообщила в пятницу, что трое солдат погибли при нападении у моста.", "ru"),
        ("ارتش روز جمعه اعلام کرد که سه سرباز در حمله‌ای در نزدیکی پل کشته شدند.", "fa"),
        ("सेना ने शुक्रवार को बताया कि पुल के पास हुए हमले में तीन सैनिक मारे गए।", "hi"),
        ("军方周五表示，三名士兵在桥附近的袭击中丧生，另有五人受伤。", "zh"),
        ("군은 금요일 다리 근처에서 벌어진 공격으로 병사 세 명이 숨졌다고 밝혔다.", "ko"),
    ],
)
def test_other_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_body_outweighs_its_headline() -> None:
    body = "La guarnición del fuerte se rindió el lunes después de nueve días, dijo el alcalde del valle. "
    assert language_of(f"Fort surrenders to the rebels after nine days\n\n{body * 3}") == "es"


def test_readers_comments_do_not_count() -> None:
    story = "The garrison of the fort surrendered on Monday after nine days, the mayor said, and the wounded were taken away."
    comments = "".join(
        f"<div class='comment'><b class='author'>ana{n}</b><p>No creo nada de lo que dice este diario, todo es mentira.</p></div>"
        for n in range(20)
    )
    page = (
        f"<html><body><h1>Fort surrenders</h1><article><p>{story}</p></article><div id='comments'>{comments}</div></body></html>"
    )
    assert language_of(page) == "en"


def test_metadata_outrank_the_text_and_are_written_as_codes() -> None:
    text = "The garrison of the fort surrendered on Monday after nine days, the mayor said."
    assert [language_of(text, language=word) for word in ("en-GB", "English", "PT_br", "?")] == ["en", "en", "pt", "en"]
    assert read_language("") is None


def test_english_loads_no_identifier() -> None:
    code = (
        "import sys; from tacitus.read.language import _identify;"
        "print(_identify('The garrison of the fort surrendered on Monday.'), 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["en", "False"]
