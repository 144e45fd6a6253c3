from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.ids import hash_parts
from tacitus.model import Actor, ActorType, Extraction, Mention, MentionKind, Place, Proposal, Span
from tacitus.resolve.actors.identify import ActorIndex, Identified, identify_actors
from tacitus.resolve.actors.matching import Setting, choose, find_candidates, load_name_index
from tacitus.resolve.actors.registry import load_registry, make_actor_id

REPORT = "f" * 64


def match(name: str, *countries: str, day: date | None = None) -> str | None:
    setting = Setting(dict.fromkeys(countries, 1 / max(1, len(countries))), day)
    chosen = choose(find_candidates(name, setting, load_name_index()))
    return None if chosen is None else chosen.actor.id


@pytest.mark.parametrize(
    ("name", "countries", "expected"),
    [
        # spellings and languages
        ("Jabhat al-Nusra", "SY", "u1170"), ("Al Nusrah Front", "SY", "u1170"), ("Nusrah Front", "SY", "u1170"),
        ("al-Mourabitoun", "ML", "u4376"), ("Asaib Ahl al-Haq", "IQ", "u886"), ("Mouvement du 23 mars", "CD", "u1160"),
        ("Ejercito de Liberacion Nacional", "CO", "u744"), ("Thuwar Syria Front", "SY", "u6011"),
        # one name in several countries
        ("National Liberation Army", "CO", "u744"), ("National Liberation Army", "BO", "u721"),
        ("National Liberation Army", "", None),
        ("ELN", "CO", "u744"), ("ELN", "PE", "u748"), ("ELN", "", None), ("ELN", "SY", None),
        # an abbreviation that one group bears
        ("LTTE", "LK", "u320"), ("LTTE", "", "u320"), ("LTTE", "ML", None), ("L.T.T.E.", "LK", "u320"),
        # splinters and factions are not what they came from
        ("SPLM/A-North", "SD", "u1123"), ("SPLM/A", "SD", "u466"), ("Taleban - Unheard Of faction", "AF", None),
        ("Ansar al-Sharia in Sahil", "LY", None), ("Real Free Syrian Army", "SY", None), ("New Jabhat al-Nusra", "SY", None),
        # the same words, another group
        ("Liwa al-Nusra", "SY", None), ("Jund al-Nusra", "SY", None), ("Kosovo Liberation Front", "RS", None),
        # two actors of one name in one country: a person has to say which
        ("Army of Islam", "PK", None), ("KNU", "MM", "u180"), ("Donetsk People's Republic", "UA", "u5840"),
        ("Hill Guard", "SY", None), ("Army", "SY", None), ("Front", "SY", None),
    ],
)  # fmt: skip
def test_names_find_their_actor_or_none(name: str, countries: str, expected: str | None) -> None:
    assert match(name, *countries.split()) == expected


def test_a_name_of_another_time_tells_less() -> None:
    index, setting = load_name_index(), Setting({"DZ": 1.0})
    then = find_candidates("GSPC", replace(setting, day=date(2004, 1, 1)), index)[0]
    now = find_candidates("GSPC", replace(setting, day=date(2020, 1, 1)), index)[0]
    assert then.actor.id == now.actor.id == "u539"
    assert then.score > now.score
    assert "a name of 1998-09-01 to 2007-01-25" in now.reason


def test_every_candidate_has_a_reason_in_words() -> None:
    found = find_candidates("Nusra Brigade", Setting({"SY": 1.0}), load_name_index())
    assert found
    assert all(0.5 <= candidate.score <= 1 and candidate.reason for candidate in found)
    assert "the report speaks of SY" in found[0].reason


_NAMES = st.sampled_from([name.name for actor in list(load_registry().values())[::37] for name in actor.names])


@given(_NAMES, st.sampled_from((str.upper, str.title, lambda n: n.replace("-", " "), lambda n: f"the {n}", lambda n: f"“{n}”")))
def test_what_wins_does_not_hang_on_case_hyphens_and_quotes(name: str, change: object) -> None:
    assert callable(change)
    changed = change(name)
    found = find_candidates(name, Setting(), load_name_index())
    other = find_candidates(changed, Setting(), load_name_index())
    assert found
    assert other
    assert {c.actor.id for c in found if c.score > 0.93} <= {c.actor.id for c in other}


def identify(*names: str, country: str | None = None, known: ActorIndex | None = None) -> tuple[dict[str, str], Identified]:
    actors = tuple(Actor(id=name, name=name.split(";")[0], aliases=tuple(name.split(";")[1:])) for name in names)
    place = Place(id="place", name="There", country=country)
    mention = Mention(span=Span(start=0, end=5), kind=MentionKind.PLACE, entity="place")
    extraction = Extraction(report_id=REPORT, actors=actors, places=(place,), mentions=(mention,))
    done = identify_actors(extraction, known or ActorIndex())
    return {name.split(";")[0]: done.ids[name] for name in names}, done


def test_a_match_gives_the_registrys_id_type_and_country_and_says_why() -> None:
    ids, done = identify("Al Nusrah Front", country="SY")
    assert ids["Al Nusrah Front"] == make_actor_id("u1170")
    (actor,) = done.actors
    assert (actor.name, actor.registry, actor.country, actor.type) == ("Al Nusrah Front", "u1170", None, ActorType.REBEL_GROUP)
    (proposal,) = done.proposals
    assert (proposal.actor, proposal.candidate, proposal.is_match) == (actor.id, actor.id, True)
    assert "in another spelling" in proposal.reason


def test_below_the_threshold_a_new_actor_is_opened_and_the_candidates_are_kept() -> None:
    ids, done = identify("Liwa al-Nusra", country="SY")
    assert ids["Liwa al-Nusra"] == hash_parts("actor", "liwa al nusra")
    assert done.actors[0].registry is None
    assert done.proposals
    assert not any(p.is_match for p in done.proposals)


def test_two_actors_of_a_report_never_become_one() -> None:
    ids, done = identify("Jabhat al-Nusra", "Al Nusrah Front", "Syrian army", "Syrian troops", country="SY")
    assert len(set(ids.values())) == 4
    losers = [p for p in done.proposals if not p.is_match and "in this report that is" in p.reason]
    assert {p.candidate for p in losers} >= {make_actor_id("u1170"), make_actor_id("mSY")}


def test_an_alias_settles_what_the_name_leaves_open() -> None:
    ids, _ = identify("National Liberation Army;Ejército de Liberación Nacional de Bolivia")
    assert ids["National Liberation Army"] == make_actor_id("u721")


def test_neighbours_tell_where_a_report_is_that_names_no_place() -> None:
    assert identify("ELN")[0]["ELN"] == hash_parts("actor", "eln", REPORT)
    assert identify("ELN", "FARC-EP")[0]["ELN"] == make_actor_id("u744")


def test_an_ambiguous_abbreviation_holds_in_one_country_only() -> None:
    here = identify("ELN", country="PH")[0]["ELN"]
    assert here == identify("ELN", country="PH")[0]["ELN"] != make_actor_id("u744")
    assert here != identify("ELN", country="SY")[0]["ELN"]


def test_a_shared_alias_alone_merges_nothing() -> None:
    ids, _ = identify("Hill Guard;SPLM", country="SD")
    assert ids["Hill Guard"] == hash_parts("actor", "hill guard")
    ids, done = identify("Hill Guard;Jabhat al-Nusra", country="SY")
    assert ids["Hill Guard"] == hash_parts("actor", "hill guard")
    assert [(p.candidate, p.is_match) for p in done.proposals] == [(make_actor_id("u1170"), False)]
    assert "by “Jabhat al-Nusra”" in done.proposals[0].reason
    known = ActorIndex([Actor(id="known", name="Ridge Army", aliases=("Old Comrades", "OC"))])
    assert identify("Hill Guard;Old Comrades;OC", known=known)[0]["Hill Guard"] != "known"


def test_persons_are_never_looked_up() -> None:
    person = Actor(id="p", name="Boko Haram", type=ActorType.PERSON)
    done = identify_actors(Extraction(report_id=REPORT, actors=(person,)), ActorIndex())
    assert done.proposals == ()
    assert done.actors[0].registry is None


def test_the_records_own_actors_are_found_in_another_romanisation_and_others_are_proposed() -> None:
    known = ActorIndex([Actor(id="known", name="Katibat al-Ribaat")])
    ids, done = identify("Katiba el-Ribat", known=known)
    assert ids["Katiba el-Ribat"] == "known"
    assert done.proposals == (
        Proposal(
            actor="known",
            candidate="known",
            name="Katiba el-Ribat",
            score=0.94,
            reason="the same words in another romanisation",
            is_match=True,
        ),
    )
    ids, done = identify("Ribat Battalion", known=known)
    assert ids["Ribat Battalion"] != "known"
    assert [(p.candidate, p.is_match) for p in done.proposals] == [("known", False)]


def test_what_a_person_said_is_heeded() -> None:
    apart = ActorIndex(apart=[("al nusrah front", make_actor_id("u1170"))])
    ids, done = identify("Al Nusrah Front", country="SY", known=apart)
    assert ids["Al Nusrah Front"] == hash_parts("actor", "al nusrah front")
    assert make_actor_id("u1170") not in {p.candidate for p in done.proposals}


def test_a_known_name_does_not_bring_back_what_the_country_spoke_against() -> None:
    known = ActorIndex([Actor(id=make_actor_id("u320"), name="LTTE", registry="u320")])
    assert identify("LTTE", country="ML", known=known)[0]["LTTE"] != make_actor_id("u320")
    assert identify("LTTE", country="LK", known=known)[0]["LTTE"] == make_actor_id("u320")


def test_a_coalition_and_its_members_a_faction_and_its_parent_stay_apart() -> None:
    ids, _ = identify("Islamic Front", "Ahrar al-Sham", "Jaysh al-Islam", "SPLM/A", "SPLM/A-North", country="SY")
    assert len(set(ids.values())) == 5
