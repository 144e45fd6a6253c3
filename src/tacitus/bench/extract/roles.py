"""CEAF-REE: the entities that fill the five MUC-4 roles of a document, without templates and incident types.

The definition of GRIT (Du, Rush and Cardie, EACL 2021; xinyadu/grit_doc_event_entity, ``eval.py`` with ``phi_strict``): in each
document and role, predicted entities are paired one-to-one with gold entities; a pair is right if *every* predicted mention
string is one of the gold entity's; precision is right pairs over predicted entities, recall right pairs over gold entities,
both summed over documents and the five roles. Strings are compared in lower case, without punctuation and a, an, the.

Gold entities of several templates are merged as GRIT's preparation does: in order, one whose mentions are all in an earlier
entity of that role, or which holds all of an earlier one's, is left out. Optional templates are templates like others, and
documents without any count (what is predicted there is wrong). Not to be mixed with the template metric (``templates.py``)
nor with CEAF-RME.
"""

import re
import string
from collections.abc import Iterable, Mapping

from tacitus.bench.extract.counts import Counts, count_matched
from tacitus.bench.extract.matching import count_pairs

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")

Entity = tuple[str, ...]
"""The mention strings of one entity."""
Roles = Mapping[str, tuple[Entity, ...]]
"""The entities of each role; a role that is not there has none."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def fold_mention(mention: str) -> str:
    """Return a mention string as both MUC-4 metrics compare it.

    Lower case, ASCII punctuation deleted, then a, an and the deleted, then runs of white space made one space.
    """
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_NO_PUNCTUATION)).split())


def fold_entities(entities: Iterable[Entity]) -> list[frozenset[str]]:
    """Return each entity as the set of its folded mentions; an entity without mentions is none."""
    return [frozenset(map(fold_mention, entity)) for entity in entities if entity]


def merge_roles(templates: Iterable[Roles]) -> dict[str, tuple[Entity, ...]]:
    """Return the roles of a document from those of its templates, by GRIT's rule; strings are compared in lower case."""
    merged: dict[str, list[Entity]] = {role: [] for role in ROLES}
    for template in templates:
        for role, held in merged.items():
            for entity in template.get(role, ()):
                mentions = {mention.lower() for mention in entity}
                earlier = ({mention.lower() for mention in other} for other in held)
                if mentions and not any(mentions <= other or other <= mentions for other in earlier):
                    held.append(entity)
    return {role: tuple(held) for role, held in merged.items()}


def count_roles(gold: Roles, predicted: Roles) -> dict[str, Counts]:
    """Return the counts of each role of one document; their sum is the micro figure's."""
    counts = {}
    for role in ROLES:
        wanted, found = fold_entities(gold.get(role, ())), fold_entities(predicted.get(role, ()))
        n_right = count_pairs(wanted, found, lambda entity, answer: answer <= entity)
        counts[role] = count_matched(n_right, n_predicted=len(found), n_gold=len(wanted))
    return counts
