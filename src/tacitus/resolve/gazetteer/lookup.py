"""Which places bear a name, for a person who asks: in the tiers in which reports' places are looked up, with their divisions."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tacitus.model import PlaceKind
from tacitus.resolve.gazetteer.entry import Entry
from tacitus.resolve.gazetteer.gazetteer import Gazetteer
from tacitus.resolve.place_candidates import ALIKE, ORDER, Tier, find_country, measure_likeness
from tacitus.resolve.place_names import fold_place, split_place_name


class Hit(NamedTuple):
    """A place that bears the name; what it lies in by name, ``None`` where only a code is known, or nothing."""

    entry: Entry
    tier: Tier
    country: str | None
    admin1: str | None
    admin2: str | None


def find_places(name: str, gazetteer: Gazetteer, *, country: str | None = None, limit: int | None = None) -> tuple[Hit, ...]:
    """Return the places that bear a name: first those that bear it exactly, the most populous first within each tier.

    Args:
        name: as written; words for the kind of place may stand in it.
        gazetteer: the places that there are.
        country: an ISO 3166-1 alpha-2 code; places of others are left out. Consonants are compared only with one.
        limit: the most places.

    Raises:
        DataError: a pack is damaged.
    """
    found: dict[str, tuple[Tier, Entry]] = {}
    for tier, entry in _look(name, gazetteer, country):
        if country is None or entry.country == country:
            found.setdefault(entry.id, (tier, entry))
    ranked = sorted(found.values(), key=lambda hit: (ORDER[hit[0]], -hit[1].population, hit[1].id))
    return tuple(_describe(entry, tier, gazetteer) for tier, entry in ranked[:limit])


def _look(name: str, gazetteer: Gazetteer, country: str | None) -> Iterator[tuple[Tier, Entry]]:
    whole, (bare, kind, _) = fold_place(name), split_place_name(name)
    keys = [key for key in dict.fromkeys((whole, bare)) if key]
    for key in keys:
        for entry in gazetteer.find(key):
            own = fold_place(entry.name)
            if own == whole or (own == bare and entry.kind is kind):
                yield Tier.NAME, entry
            else:
                yield (Tier.OTHER_NAME if key == whole else Tier.BARE_NAME), entry
    for key in keys:
        yield from ((Tier.SPELLING, entry) for entry in gazetteer.find_loose(key))
    if country is not None:
        for key in keys:
            for entry in gazetteer.find_skeleton(key, (country,)):
                if measure_likeness(key, fold_place(entry.name)) >= ALIKE:
                    yield Tier.CONSONANTS, entry


def _describe(entry: Entry, tier: Tier, gazetteer: Gazetteer) -> Hit:
    countries = find_country(entry.country or None, gazetteer)
    is_country, is_region = entry.kind is PlaceKind.COUNTRY, entry.kind is PlaceKind.REGION
    return Hit(
        entry,
        tier,
        countries[0].name if countries and not is_country else None,
        None if is_country or is_region else _find_division(entry, "ADM1", "", gazetteer),
        None if entry.kind is PlaceKind.DISTRICT else _find_division(entry, "ADM2", entry.admin2, gazetteer),
    )


def _find_division(entry: Entry, code: str, admin2: str, gazetteer: Gazetteer) -> str | None:
    """Return the name of the division of that order that the codes of a place name."""
    if not entry.country or not entry.admin1 or (code == "ADM2" and not admin2):
        return None
    divisions: Iterable[Entry] = (e for pack in gazetteer.packs for e in pack.entries_of(entry.country, entry.admin1, admin2))
    return next((e.name for e in divisions if e.code == code), None)
