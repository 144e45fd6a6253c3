"""How well names find their actors, and how seldom a name is taken for another's: on UCDP's actor list.

Figures are of the half of the actors whose id has an odd hash; the matcher's thresholds were chosen on the other half. Every name
is asked with the countries of its row as what the report speaks of, and against the whole registry that the package ships.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from tacitus.bench.resolve.variants import RULES, choose_of, list_variants
from tacitus.bench.signature import Figure, bootstrap_interval, digest_paths, make_signature
from tacitus.errors import DataError
from tacitus.resolve.actors.matching import Candidate, NameIndex, Setting, choose, find_candidates, load_name_index
from tacitus.resolve.actors.names import fold_name, take_apart
from tacitus.resolve.actors.registry import ALSO, FOLDER, RegisteredActor, find_ucdp, is_telling, load_registry

COLUMNS = ("NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng")
RENAMED = ("NewName", "NewNameFullMotherTongue", "NewNameFullEng")
SLIPS = "slips"
Leave = Callable[[RegisteredActor, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An actor of the list: its id in the registry, its names as the list writes them, and where it is."""

    id: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    relatives: frozenset[str] = frozenset()

    @property
    def setting(self) -> Setting:
        """What a report about this actor would tell."""
        return Setting(dict.fromkeys(self.countries, 1.0))


@dataclass(slots=True)
class Tally:
    """Hits and questions of each actor, for one measure."""

    hits: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def add(self, actor: str, *, is_hit: bool) -> None:
        """Count one question."""
        self.hits[actor] = self.hits.get(actor, 0) + is_hit
        self.asked[actor] = self.asked.get(actor, 0) + 1

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """(hits, questions) of each actor."""
        return [(self.hits[actor], n) for actor, n in self.asked.items()]


def measure_actors(path: Path, *, is_tuning: bool = False) -> list[Figure]:
    """Return the figures of a file of UCDP's actor list, in [0, 1]; ``n`` counts names, intervals are over actors.

    Raises:
        DataError: a row without its columns, or an actor that the registry does not hold.
    """
    asked = [actor for actor in load_asked(path) if _is_held(actor.id) is not is_tuning]
    index = load_name_index()
    tallies: dict[str, Tally] = {}
    everyone = load_asked(path)
    for measure, actor, is_hit in (*_ask_names(asked, index), *_ask_variants(asked, index), *_ask_absent(asked, everyone, index)):
        tallies.setdefault(measure, Tally()).add(actor, is_hit=is_hit)
    registry = digest_paths(FOLDER.glob("*.tsv"), FOLDER)[:12]
    signature = make_signature(digest_paths([path], path.parent), registry=registry, half="tuning" if is_tuning else "held")
    return [_make_figure(measure, tally, signature) for measure, tally in tallies.items()]


def _is_held(actor_id: str) -> bool:
    return sha256(actor_id.encode()).digest()[0] % 2 == 1


def load_asked(path: Path) -> list[Asked]:
    """Return the actors of the list that the registry holds under the list's ids.

    Raises:
        DataError: a row without its columns, or an actor that the registry does not hold.
    """
    registry = load_registry()
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            if not isinstance(row, dict) or not {"ActorId", "NameData"} <= row.keys():
                raise DataError(
                    f"{path}, line {number}", got="a row without ActorId and NameData", expected="a row of UCDP's list"
                )
            id_ = find_ucdp(row["ActorId"])
            if id_ not in registry:
                raise DataError(f"{path}, line {number}", got=f"actor {row['ActorId']}", expected="one of the registry's")
            actor = registry[id_]
            relatives = {other for relation, other in actor.relations if relation != ALSO}
            found.append(Asked(id=id_, names=_list_names(row), countries=actor.countries, relatives=frozenset(relatives)))
    return found


def _list_names(row: dict[str, str]) -> tuple[str, ...]:
    names = [row.get(column, "") for column in COLUMNS]
    names += [part for column in RENAMED for part in row.get(column, "").split(", ")]
    return tuple({fold_name(name): name.strip() for name in names if fold_name(name)}.values())


Answer = tuple[str, str, bool]
"""The measure, the actor that was asked for, and whether the question was a hit."""


def _ask_names(asked: Sequence[Asked], index: NameIndex) -> Iterator[Answer]:
    for actor in asked:
        for name in actor.names:
            found = find_candidates(name, actor.setting, index)
            yield "accuracy@1", actor.id, _is_first(found, actor.id)
            yield "matched", actor.id, _is_chosen(found, actor.id)
            alone = find_candidates(name, Setting(), index)
            yield "accuracy@1_without_country", actor.id, _is_first(alone, actor.id)
            yield "matched_without_country", actor.id, _is_chosen(alone, actor.id)
            if len(actor.names) > 1:
                rest = find_candidates(name, actor.setting, index, without=partial(_is_this_name, actor.id, fold_name(name)))
                yield "left_out_accuracy@1", actor.id, _is_first(rest, actor.id)
                yield "left_out_matched", actor.id, _is_chosen(rest, actor.id)
                chosen = choose(rest)
                yield "left_out_false_merges", actor.id, chosen is not None and chosen.actor.id != actor.id


def _ask_variants(asked: Sequence[Asked], index: NameIndex) -> Iterator[Answer]:
    registry = load_registry()
    for actor in asked:
        held = {fold_name(name.name) for name in registry[actor.id].names}
        for name in actor.names:
            for kind, variant in list_variants(name):
                if fold_name(variant) in held:
                    continue
                found = find_candidates(variant, actor.setting, index)
                if kind != SLIPS:
                    yield "variant_accuracy@1", actor.id, _is_first(found, actor.id)
                    yield "variant_matched", actor.id, _is_chosen(found, actor.id)
                    chosen = choose(found)
                    yield "variant_false_merges", actor.id, chosen is not None and chosen.actor.id != actor.id
                yield f"variant_accuracy@1_{kind}", actor.id, _is_first(found, actor.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Others:
    """What the actors of the list share: who bears a name or a telling word, who is in a country, who is whose relative."""

    bearers: dict[str, set[str]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    neighbours: dict[str, set[str]] = field(default_factory=dict)
    relatives: dict[str, set[str]] = field(default_factory=dict)

    def add(self, actor: Asked) -> None:
        """Take in an actor."""
        for name in actor.names:
            self.bearers.setdefault(fold_name(name), set()).add(actor.id)
            for token in _telling(name):
                self.words.setdefault(token, set()).add(actor.id)
        for country in actor.countries:
            self.neighbours.setdefault(country, set()).add(actor.id)
        for other in actor.relatives:
            self.relatives.setdefault(other, set()).add(actor.id)
            self.relatives.setdefault(actor.id, set()).add(other)

    def is_homonym(self, name: str, actor: Asked) -> bool:
        """Whether another actor of the list bears the name in one of the actor's countries: nothing could tell the two apart."""
        there = {other for country in actor.countries for other in self.neighbours[country]} - {actor.id}
        return bool(self.bearers[fold_name(name)] & there)

    def list_hard(self, name: str, actor: Asked) -> Iterator[str]:
        """Yield the measures of which this is a hard case."""
        if actor.id in self.relatives:
            yield "false_merges_splinters"
        if any(self.words[token] - {actor.id} for token in _telling(name)):
            yield "false_merges_same_words"
        if any(len(self.neighbours[country]) > 1 for country in actor.countries):
            yield "false_merges_same_country"


def _telling(name: str) -> list[str]:
    return [token for token in take_apart(name).tokens if is_telling(token)]


def _ask_absent(asked: Sequence[Asked], everyone: Sequence[Asked], index: NameIndex) -> Iterator[Answer]:
    """Ask for actors that are not there: whatever is matched is a false merge."""
    others = _Others()
    for actor in everyone:
        others.add(actor)
    telling = sorted(token for token in others.words if len(token) > 4 and token.isalpha())
    for actor in asked:
        for name in actor.names:
            chosen = choose(find_candidates(name, actor.setting, index, without=partial(_is_actor, actor.id)))
            yield "false_merges_with_homonyms", actor.id, chosen is not None
            if not others.is_homonym(name, actor):
                for measure in ("false_merges", *others.list_hard(name, actor)):
                    yield measure, actor.id, chosen is not None
            swapped = _swap_word(name, telling)
            if swapped is not None and fold_name(swapped) not in others.bearers:
                yield "false_merges_swapped_word", actor.id, choose(find_candidates(swapped, actor.setting, index)) is not None


def _swap_word(name: str, telling: Sequence[str]) -> str | None:
    """Return the name with its longest telling word exchanged for another group's; ``None`` where it has one word only."""
    words = name.split()
    own = [w for w in words if any(map(is_telling, take_apart(w).tokens)) and len(w) > 4]
    if len(words) < 2 or not own:
        return None
    longest = max(own, key=len)
    other = telling[choose_of(name, len(telling))].capitalize()
    return (
        None if take_apart(other).tokens == take_apart(longest).tokens else " ".join(other if w == longest else w for w in words)
    )


def _is_this_name(actor_id: str, folded: str, actor: RegisteredActor, name: str) -> bool:
    return actor.id == actor_id and fold_name(name) == folded


def _is_actor(actor_id: str, actor: RegisteredActor, name: str) -> bool:
    del name
    return actor.id == actor_id


def _is_first(found: Sequence[Candidate], actor_id: str) -> bool:
    return bool(found) and found[0].actor.id == actor_id


def _is_chosen(found: list[Candidate], actor_id: str) -> bool:
    chosen = choose(found)
    return chosen is not None and chosen.actor.id == actor_id


def _rate(pairs: Iterable[tuple[int, int]]) -> float:
    listed = list(pairs)
    return sum(hits for hits, _ in listed) / max(1, sum(n for _, n in listed))


def _make_figure(measure: str, tally: Tally, signature: str) -> Figure:
    low, high = bootstrap_interval(tally.pairs, _rate)
    return Figure(
        stage="resolve",
        set="ucdp_actors",
        split="actors",
        measure=measure,
        value=_rate(tally.pairs),
        low=low,
        high=high,
        n=sum(tally.asked.values()),
        signature=signature,
    )


__all__ = ["RULES", "measure_actors"]
