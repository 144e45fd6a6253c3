"""Names to fill the primer's slots with: real ones from open registries and made-up ones in their likeness.

Groups: UCDP Actor List 22.1 (CC BY 4.0). Places and countries: the project's own tables (GeoNames, CC BY 4.0).
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from data import load_rows

TABLES = Path(__file__).parents[1] / "src" / "tacitus" / "resolve"
GIVEN = (
    "Ahmad Ali Amadou Ana Andrei Aung Boris Carlos Chidi Daniel Diego Elena Fatima Farid Grace Hamid Hassan Ibrahim Ivan Jalal "
    "James Jean-Pierre Jorge Juma Karim Khalid Kofi Layla Lwin Maria Mehmet Min Moses Musa Mykola Nadia Noor Omar Oumar Paul "
    "Pedro Rahim Ramón Rashid Ruslan Samuel Sanjay Sarath Shamil Tariq Thaung Tomás Umaru Vusi Yasir Yusuf Zainab Zaw"
).split()
FAMILY = (
    "Abdallah Abubakar Achieng al-Hariri al-Masri al-Shami Ba Barzani Bashir Castillo Coulibaly Diallo Dogan Duarte Fernando "
    "Gómez Haidar Hlaing Idrissa Ilyasov Juma Kabila Karimov Khan Kiir Kovalenko Lokonga Machar Maung Mbeki Mendoza Moreno "
    "Mugabo Naing Ndayishimiye Nguema Okello Osman Perera Petrov Quintero Rahman Rajapakse Reyes Saleh Salvatore "
    "Sankara Sesay Shekhar Silva Soe Sokolov Tadesse Traoré Umarov Vargas Wickrama Yamin Zulu"
).split()
TITLES = ("", "", "", "", "Col. ", "General ", "Commander ", "Abu ", "Brigadier ", "Maj. Gen. ", "Sheikh ", "Captain ")
WHOLE = (
    "Front", "Army", "Movement", "Brigade", "Brigades", "Battalion", "Council", "Command", "Militia", "Defence Force", "Alliance",
    "Union", "Coalition", "Party", "Guard", "Resistance", "Forces", "Committee", "Corps", "Legion", "Column", "Division",
)  # fmt: skip
QUALITY = (
    "Liberation", "National", "Popular", "People's", "Revolutionary", "Islamic", "Democratic", "United", "Patriotic", "Free",
    "Northern", "Southern", "Eastern", "Western", "Unified", "Socialist", "Federal", "Justice and Equality", "Salvation",
)  # fmt: skip
ARABIC = ("Jaysh", "Liwa", "Harakat", "Ansar", "Jund", "Katibat", "Jabhat", "Saraya", "Faylaq", "Ahrar", "Kata'ib")
ARABIC_REST = (
    "al-Islam", "al-Sharqiya", "al-Haqq", "al-Nasr", "al-Sham", "al-Karama", "al-Fath", "al-Tawhid", "al-Umma", "al-Badr",
    "al-Sahel", "al-Mujahidin", "al-Furqan", "al-Ghuraba", "al-Jazira", "al-Quds",
)  # fmt: skip
ARMY = ("{} army", "{} Army", "{} Armed Forces", "{} military", "{} troops", "{} government forces", "{} soldiers", "army of {}",
        "{} air force", "{} security forces", "Armed Forces of {}")  # fmt: skip
POLICE = ("{} police", "{} National Police", "{} gendarmerie", "{} border guards", "police of {}")
STATE = ("{}", "{}", "{}", "{} government", "government of {}", "{} defence ministry")


@dataclass(frozen=True, slots=True)
class Names:
    """Pools of names for each kind of slot."""

    groups: tuple[str, ...]
    places: tuple[str, ...]
    countries: tuple[str, ...]

    def draw(self, kind: str, rng: random.Random) -> str:
        """Return a name for a slot of a kind."""
        match kind:
            case "person":
                return _person(rng)
            case "place":
                return rng.choice(self.places)
            case "state":
                return rng.choice(STATE).format(rng.choice(self.countries))
            case "army":
                return rng.choice(ARMY).format(rng.choice(self.countries))
            case "police":
                return rng.choice(POLICE).format(rng.choice(self.countries))
            case _:
                return rng.choice(self.groups) if rng.random() < 0.45 else self._make_up(rng, kind)

    def _make_up(self, rng: random.Random, kind: str) -> str:
        draw = rng.random()
        if draw < 0.2:
            return f"{rng.choice(ARABIC)} {rng.choice(ARABIC_REST)}"
        if draw < 0.3:
            return "".join(rng.choice("ABCDEFGIJKLMNOPRSTUVW") for _ in range(rng.randint(3, 5)))
        whole = (
            rng.choice(("Coalition", "Alliance", "Operations Room", "Front", "Council", "Bloc"))
            if kind == "coalition"
            else rng.choice(WHOLE)
        )
        name = f"{rng.choice(QUALITY)} {whole}" if draw < 0.65 else f"{rng.choice(self.places)} {whole}"
        if draw > 0.85:
            name = f"{rng.choice(QUALITY)} {whole} of {rng.choice(self.places)}"
        return name


def _person(rng: random.Random) -> str:
    name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}" if rng.random() < 0.8 else rng.choice(FAMILY)
    return rng.choice(TITLES) + name


def load_names(data: Path) -> Names:
    """Return the pools, from the UCDP actor list in the data folder and the project's own tables."""
    groups = set()
    for row in load_rows(data / "ucdp_actors" / "actors.jsonl.gz"):
        if row.get("Org") == "1":
            groups |= {row[key].strip() for key in ("NameData", "NameOrigFullEng") if row.get(key) and len(row[key]) < 50}
    rows = [line.split("\t") for line in (TABLES / "places.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]
    places = {row[7] for row in rows if row[1] in "TV" and len(row[7]) < 22 and row[7][:1].isupper()}
    countries = {
        line.split("\t")[0].title()
        for line in (TABLES / "country_words.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    return Names(tuple(sorted(groups)), tuple(sorted(places)), tuple(sorted(countries)))


if __name__ == "__main__":
    pools = load_names(Path("../shared/data"))
    rng = random.Random(1)
    print(
        json.dumps(
            {k: [pools.draw(k, rng) for _ in range(8)] for k in ("group", "coalition", "army", "state", "person", "place")},
            indent=1,
        )
    )
