"""Actors of a report to actors of the record, by their exact folded names and nothing else.

Two groups may have nearly the same name and be enemies; who is who beyond the exact name is for a later stage and for people.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from tacitus.ids import hash_parts
from tacitus.model import Actor, Extraction, MentionForm

_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=16384)
def fold_name(name: str) -> str:
    """Return the name by which actors are the same: no case, diacritics, apostrophes, hyphens, quotes or leading ``the``."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return _NOT_WORD.sub(" ", text).strip().removeprefix("the ")


def is_generic(name: str) -> bool:
    """Whether the words name no one in particular (``rebels``): no capital, and no letter of a script without case."""
    words = name.strip()
    bare = words[4:] if words[:4].casefold() == "the " else words
    return all(c.islower() or not c.isalpha() for c in bare)


class ActorIndex:
    """The record's actors by folded name; built once for many reports, and grown by ``add``."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self._names: dict[str, str | None] = {}
        self._aliases: dict[str, str | None] = {}
        for actor in actors:
            self.add(actor)

    def add(self, actor: Actor) -> None:
        """Take in an actor; a name that two actors bear finds neither."""
        for names, table in (((actor.name,), self._names), (actor.aliases, self._aliases)):
            for name in names:
                key = fold_name(name)
                if key and not is_generic(name) and table.setdefault(key, actor.id) != actor.id:
                    table[key] = None

    def find(self, name: str) -> str | None:
        """Return the id of the one actor whose main name it is."""
        return self._names.get(fold_name(name))

    def find_alias(self, name: str) -> str | None:
        """Return the id of the one actor who also bears that name, unless it is another's main name."""
        key = fold_name(name)
        return None if key in self._names else self._aliases.get(key)


def resolve_actors(extraction: Extraction, known: ActorIndex) -> tuple[tuple[Actor, ...], dict[str, str]]:
    """Return the actors with record-wide ids, and local id -> record-wide id.

    A name that names no one (``rebels``), and a person's single name, hold within their report only.
    """
    named = {m.entity for m in extraction.mentions if m.form is MentionForm.NAME}
    met = {m.entity for m in extraction.mentions}
    ids: dict[str, str] = {}
    taken: dict[str, str] = {}
    later: list[Actor] = []
    for actor in extraction.actors:
        key = fold_name(actor.name)
        is_local = is_generic(actor.name) or (actor.id in met and actor.id not in named) or (actor.is_person and " " not in key)
        found = None if is_local else known.find(actor.name)
        if is_local or not key:
            ids[actor.id] = hash_parts("actor", extraction.report_id, key or actor.id)
        elif found is not None and taken.setdefault(found, key) == key:
            ids[actor.id] = found
        else:
            later.append(actor)
    for actor in later:
        key = fold_name(actor.name)
        own = _make_id(key)
        found = next((i for i in _find_by_alias(actor, known) if i not in taken), own)
        ids[actor.id] = found if taken.setdefault(found, key) == key else own
    return _merge(extraction.actors, ids), ids


@lru_cache(maxsize=8192)
def _make_id(key: str) -> str:
    return hash_parts("actor", key)


def _find_by_alias(actor: Actor, known: ActorIndex) -> Iterator[str]:
    found = known.find_alias(actor.name)
    if found is not None:
        yield found
    for alias in actor.aliases:
        # An abbreviation or a single word is too little to know a group of another report by.
        match = known.find(alias) if " " in fold_name(alias) and not is_generic(alias) else None
        if match is not None:
            yield match


def _merge(actors: Iterable[Actor], ids: Mapping[str, str]) -> tuple[Actor, ...]:
    merged: dict[str, Actor] = {}
    for actor in actors:
        id_ = ids[actor.id]
        old = merged.get(id_)
        if old is None:
            merged[id_] = replace(actor, id=id_)
        else:
            names = dict.fromkeys((*old.aliases, actor.name, *actor.aliases))
            names.pop(old.name, None)
            merged[id_] = replace(old, aliases=tuple(names), type=old.type or actor.type)
    return tuple(merged.values())
