"""Which actor a pronoun, a noun or a lone head word stands for; a wrong link costs more than none."""

import pytest

from tacitus.config import Settings
from tacitus.extract.document import Document, split_document
from tacitus.extract.mentions import find_mentions
from tacitus.model import MentionForm, Report, Span, Zone, ZoneKind

# The word in brackets stands for the name behind the arrow; "-" where the text leaves it open.
CASES = """
The Reed Front attacked a post. [It] withdrew at dusk. -> Reed Front
The Reed Front attacked a post near Tarime. [It] said so in a statement. -> Reed Front
The Reed Front and the Lake Army signed a truce. [They] will hold it for a month. -> -
The Reed Front said [it] had lost two men. -> Reed Front
The Reed Front said [its] fighters had left Tarime. -> Reed Front
Colonel Idris Maalim came to Tarime. [He] left at once. -> Idris Maalim
Colonel Idris Maalim of the Reed Front came to Tarime. [He] left at once. -> Idris Maalim
Asha Duale spoke to reporters. [She] denied the charge. -> Asha Duale
Idris Maalim leads the Reed Front. [It] was founded in 2009. -> Reed Front
Idris Maalim leads the Reed Front. [He] founded it in 2009. -> Idris Maalim
The Malian army came to Gao. Residents welcomed the [troops]. -> Malian army
The Malian army came to Gao. The [army] had left it in May. -> Malian army
The Malian army fought the Reed Front. The [rebels] fled. -> Reed Front
The Malian army fought the Reed Front. The [soldiers] fled. -> Malian army
The Malian army fought the Reed Front. The [group] lost nine men. -> Reed Front
The Malian army fought the Reed Front. The [movement] lost nine men. -> Reed Front
The Dune Coalition grew. On Friday the [coalition] took a town. -> Dune Coalition
The Dune Coalition includes the Reed Front. The [coalition] took a town. -> Dune Coalition
The Lake Alliance met in Goma. The [alliance] has nine members. -> Lake Alliance
Fighters of the Reed Front entered Tarime. The [gunmen] burned a school. -> Reed Front
Gunmen of the Reed Front fled. The [attackers] left a truck behind. -> Reed Front
The Reed Militia entered Tarime. The [militia] burned a school. -> Reed Militia
The Tarime faction of the Reed Front split. The [faction] kept the name. -> Tarime faction
The Dune Coalition, an [alliance] of the Reed Front and the Lake Militia, took Tarime. -> Dune Coalition
The Reed Guard (RG), the [armed wing] of the Reed Front, left Tarime. -> Reed Guard
A [faction] of the Reed Front left Tarime. -> -
The Reed Front and the Lake Militia clashed. The [group] lost nine men. -> -
The Reed Front and the Lake Army clashed. The [latter] lost nine men. -> Lake Army
The Reed Front and the Lake Army clashed. The [former] lost nine men. -> Reed Front
The Reed Front clashed with the Lake Army. The [latter] lost nine men. -> Lake Army
The Reed Front clashed with the Lake Army in Tarime. The [former] lost nine men. -> Reed Front
It rained in Tarime. [It] is cold there. -> -
The Reed Front left. [It] is unclear who fired first. -> -
The Reed Front left. [It] was not possible to reach the town. -> -
The Reed Front left. [It] took three hours to clear the road. -> -
The Reed Front attacked a convoy near Tarime. [It] was carrying food. -> -
The Reed Front attacked a village. Residents said [they] heard shots. -> -
Villagers fled to Tarime. [They] had walked for days. -> -
The Lake Army shelled the Reed Front. [It] denied the charge. -> Lake Army
The Lake Army accused the Reed Front of a raid. [It] said nine had died. -> Lake Army
On Monday the Lake Army left Tarime. On Tuesday [it] came back. -> Lake Army
In Tarime, the Lake Army burned a school. [Its] commander denied it. -> Lake Army
The army burned a school. The [army] denied it. -> army
The government denied it. The [government] said nothing more. -> government
The Puntland government denied it. The [government] said nothing more. -> Puntland government
The Puntland police came. The [police] arrested nine men. -> Puntland police
MONUSCO sent a patrol. The [mission] lost one man. -> MONUSCO
MONUSCO sent a patrol. The [peacekeepers] lost one man. -> MONUSCO
The Joint Task Force left Warri. The [task force] lost a boat. -> Joint Task Force
The 14th Mountain Brigade left Warri. The [brigade] lost a truck. -> 14th Mountain Brigade
The Delta Cartel left Warri. The [cartel] lost a truck. -> Delta Cartel
The Delta Gang left Warri. The [gang] lost a truck. -> Delta Gang
Idris Maalim said he had met Asha Duale. [She] denied it. -> Asha Duale
Idris Maalim met Omar Duale. [He] denied it. -> Idris Maalim
The Lake Army said Idris Maalim had fled. [He] was seen in Goma. -> Idris Maalim
The Lake Army said Idris Maalim had fled. [It] gave no proof. -> Lake Army
The Lake Army freed Idris Maalim, who thanked [it]. -> Lake Army
The Reed Front, which the Lake Army calls a gang, denied that [it] had fired. -> Reed Front
The Reed Front was founded by Idris Maalim. [It] has 200 fighters. -> Reed Front
The Reed Front has 200 fighters. [They] come from Tarime. -> Reed Front
Members of the Reed Front were seen in Tarime. [They] carried rifles. -> Reed Front
Soldiers of the Lake Army were seen in Tarime. [They] carried rifles. -> Lake Army
The Reed Front took Tarime. The Lake Army retook it a day later. The [rebels] fled. -> Reed Front
The Reed Front took Tarime. The Malian army retook it. The [rebels] fled. -> Reed Front
The Reed Front took Tarime. The Malian army retook it. [Its] spokesman said so. -> Malian army
The Reed Front took Tarime. Its spokesman said the [group] would stay. -> Reed Front
The Reed Front took Tarime. Idris Maalim said [his] men would stay. -> Idris Maalim
Both groups denied it. [They] met in Goma. -> -
The Reed Front was blamed. The [group] has denied it. -> Reed Front
A spokesman for the Reed Front said [it] was ready. -> Reed Front
According to the Reed Front, [its] men left at dawn. -> Reed Front
The Reed Front captured two soldiers. [They] were freed on Friday. -> soldiers
The Reed Front kidnapped nine farmers. [They] were freed on Friday. -> -
The Lake Army killed Idris Maalim in May. [He] had led the Reed Front. -> Idris Maalim
The Reed Council met. The [Council] has nine members. -> Reed Council
The Reed Front and its ally, the Lake Army, met. The [two groups] agreed. -> -
The Hills Party withdrew from the Lake Alliance. The [party] gave no reason. -> Hills Party
The Hills Party withdrew from the Lake Alliance. The [alliance] gave no reason. -> Lake Alliance
The Lake Army and Chadian soldiers met. The [soldiers] left. -> Chadian soldiers
Hezbollah denied it. The [organisation] said so on Friday. -> Hezbollah
The Islamic State claimed the raid. The [jihadists] said so on Friday. -> Islamic State
Al-Shabaab claimed the raid. The [militants] said so on Friday. -> Al-Shabaab
The Taliban took the post. The [insurgents] burned it. -> Taliban
The Lake Army burned the post of the Reed Front. The [insurgents] fled. -> Reed Front
The Reed Front pledged allegiance to the Lake Emirate. The [group] has 90 men. -> Reed Front
The Reed Front split from the Lake Front. The [group] has 90 men. -> Reed Front
The Lake Militia burned a hut. [It] is linked to the Delta Party. -> Lake Militia
"""


def read(text: str) -> Document:
    zone = Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text)))
    return find_mentions(split_document(Report(id="0" * 64, text=text, zones=(zone,))), Settings())


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_what_a_word_stands_for(case: str) -> None:
    marked, name = case.rsplit(" -> ", 1)
    start, text = marked.index("["), marked.replace("[", "").replace("]", "")
    document = read(text)
    end = marked.index("]") - 1
    inside = [m for m in document.mentions if m.span.start >= start and m.span.end <= end and m.entity is not None]
    entities = {m.entity: document.actor(m.entity or "") for m in inside}
    found = {form for actor in entities.values() if actor for form in (actor.name, *actor.aliases)}
    assert found == set() if name == "-" else name in found


def test_first_person_stands_for_who_issues() -> None:
    text = "HIGH COMMAND OF THE LAKE ARMY\n\nCommuniqué No. 3\n\nWe took Tarime on Friday. Our fighters hold the road."
    document = read(text)
    pronouns = [m for m in document.mentions if m.form is MentionForm.PRONOUN]
    assert [text[m.span.start : m.span.end] for m in pronouns] == ["We", "Our"]
    assert {document.actor(m.entity or "") is not None for m in pronouns} == {True}
