"""Which places a name may mean, in tiers: the exact name, another romanisation of it, its consonants."""

from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tacitus.model import Place, PlaceKind
from tacitus.resolve.gazetteer import Entry, Gazetteer
from tacitus.resolve.place_context import list_country_words, names_of
from tacitus.resolve.place_names import fold_place, load_place_words, loosen_key, split_place_name

ALIKE = 0.75
"""Share of two loosened names that must be common for one to be found by the other's consonants."""
MOST = 40
"""Candidates of one name above which the least known are not considered."""


class Tier(StrEnum):
    """How a name was found."""

    NAME = "its name"
    BARE_NAME = "its name but for the word for its kind"
    OTHER_NAME = "another of its names"
    SPELLING = "another spelling of its name"
    CONSONANTS = "the consonants of its name"
    PEOPLE = "the name of its people"
    PART = "a name without the word for a part of it"


class Candidate(NamedTuple):
    """A place that a name may mean, and how it was found."""

    entry: Entry
    tier: Tier
    likeness: float = 1.0
    """How like the name asked for is to the place's own, both loosened, in [0, 1]."""


def find_named(place: Place, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the places that bear one of the names exactly, with or without the words for its kind, or whose people it names."""
    return _find_named(names_of(place), gazetteer)


@lru_cache(maxsize=4096)
def _find_named(names: tuple[str, ...], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    keys = find_keys(names)
    wholes = frozenset(fold_place(name.split(",")[0]) for name in names)
    for key in keys:
        for entry in gazetteer.find(key):
            tier = _tell_tier(key, fold_place(entry.name), wholes)
            if entry.id not in found or ORDER[tier] < ORDER[found[entry.id].tier]:
                found[entry.id] = Candidate(entry, tier, measure_best(keys, entry))
    if not any(candidate.entry.kind is PlaceKind.COUNTRY for candidate in found.values()):
        for name in names:
            country = list_country_words().get(fold_place(name))
            found.update((e.id, Candidate(e, Tier.PEOPLE)) for e in find_country(country, gazetteer))
    if not found:
        rest = dict.fromkeys(whole for key in keys if (whole := _drop_part(key)))
        found.update((e.id, Candidate(e, Tier.PART)) for whole in rest for e in gazetteer.find(whole))
    return tuple(found.values())


ORDER = {tier: number for number, tier in enumerate(Tier)}


def _tell_tier(key: str, own: str, wholes: Collection[str]) -> Tier:
    """Return how a key finds a place of that folded name, if the whole names asked for are those."""
    if own in wholes:
        return Tier.NAME
    return Tier.BARE_NAME if key in {own, split_place_name(own).key} else Tier.OTHER_NAME


def _drop_part(key: str) -> str | None:
    """Return the name without a leading word for a part of a place (``eastern aleppo``), or ``None`` where it has none."""
    first, _, rest = key.partition(" ")
    if first not in load_place_words().parts or not rest:
        return None
    return _drop_part(rest) or rest


def find_keys(names: Iterable[str]) -> tuple[str, ...]:
    """Return the folded names to look up; none for words such as ``Middle East``, which no point stands for."""
    folded = [fold_place(name) for name in names]
    if any(name in load_place_words().wide for name in folded):
        return ()
    keys = (key for name in names for key in (fold_place(name.split(",")[0]), split_place_name(name).key) if key)
    return tuple(dict.fromkeys(spelt for key in keys for spelt in (key, _write_out(key)) if spelt))


def _write_out(key: str) -> str | None:
    """Return the name with its abbreviated words written out (``st nicolas``), or ``None`` where none is."""
    words = key.split(" ")
    full = [load_place_words().abbreviations.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(full) if full != words else None


@lru_cache(maxsize=512)
def find_country(country: str | None, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Return the country of that code."""
    if country is None:
        return ()
    names = (word for word, meant in list_country_words().items() if meant == country)
    return next((found for name in names if (found := _only_country(gazetteer.find(name), country))), ())


def _only_country(entries: Iterable[Entry], country: str) -> tuple[Entry, ...]:
    return tuple(e for e in entries if e.kind is PlaceKind.COUNTRY and e.country == country)[:1]


def find_spelt(
    place: Place, gazetteer: Gazetteer, countries: Collection[str], named: Collection[Candidate]
) -> tuple[Candidate, ...]:
    """Return places of those countries that are spelt otherwise: in another romanisation, or else by the consonants."""
    if not countries:
        return ()
    known = {candidate.entry.id for candidate in named}
    loose = _find_spelt(names_of(place), gazetteer, frozenset(countries))
    return tuple(c for c in loose if c.entry.id not in known)


@lru_cache(maxsize=4096)
def _find_spelt(names: tuple[str, ...], gazetteer: Gazetteer, countries: frozenset[str]) -> tuple[Candidate, ...]:
    keys = find_keys(names)
    loose = {e.id: e for key in keys for e in gazetteer.find_loose(key) if e.country in countries}
    if loose:
        return tuple(Candidate(e, Tier.SPELLING, measure_best(keys, e)) for e in loose.values())
    bare = {e.id: e for key in keys for e in gazetteer.find_skeleton(key, countries)}
    alike = [Candidate(e, Tier.CONSONANTS, measure_best(keys, e)) for e in bare.values()]
    found = tuple(candidate for candidate in alike if candidate.likeness >= ALIKE)
    return found if len(found) <= MOST else ()


@lru_cache(maxsize=16384)
def measure_likeness(key: str, other: str) -> float:
    """Return how much two folded names have in common once loosened, in [0, 1] (Ratcliff and Obershelp, by difflib)."""
    a, b = loosen_key(key), loosen_key(other)
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def measure_best(keys: Iterable[str], entry: Entry) -> float:
    """Return the likeness of the place's own name to the likest of the keys."""
    own = fold_place(entry.name)
    return max((measure_likeness(key, own) for key in keys), default=0.0)


def keep_best_known(candidates: Iterable[Candidate], support: Mapping[str, float]) -> tuple[Candidate, ...]:
    """Return at most ``MOST`` candidates: those of the report's countries first, then the most populous."""
    listed = tuple(candidates)
    if len(listed) <= MOST:
        return listed
    return tuple(
        sorted(listed, key=lambda c: (-support.get(c.entry.country, 0.0), -c.entry.population, c.entry.id))[:MOST],
    )
