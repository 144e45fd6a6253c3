"""The label sets of every head. A model folder's manifest carries them; nothing at run time reads this file."""

import primer

ROLES, STANCES, TRIGGERS, OWN_RELATIONS = primer.ROLES, primer.STANCES, primer.TRIGGERS, primer.RELATIONS
ENTITIES = (
    "Organisation", "Location", "Person", "Nationality", "Temporal", "Quantity",
    "Weapon", "Vehicle", "MilitaryPlatform", "DocumentReference", "Money",
)  # fmt: skip
ATTRIBUTION = ("SOURCE", "CUE", "CONTENT")
ACTORS = ("S", "T", "R")
FILLERS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
PREDICATES = ("P",)

# PropBank roles seen at least 40 times in training; rarer ones are not learnt.
ARGUMENTS = (
    "ARG0", "ARG1", "ARG2", "ARG3", "ARG4",
    "ARGM-TMP", "ARGM-ADV", "ARGM-MOD", "ARGM-NEG", "ARGM-ADJ", "ARGM-LOC", "ARGM-MNR", "ARGM-DIS", "ARGM-EXT", "ARGM-PRP",
    "ARGM-CAU", "ARGM-PRR", "ARGM-LVB", "ARGM-DIR", "ARGM-PRD", "ARGM-GOL", "ARGM-CXN", "ARGM-COM",
    "R-ARG0", "R-ARG1", "R-ARG2", "R-ARGM-LOC", "C-ARG1", "C-ARG2", "C-V", "C-ARGM-CXN",
    "SOURCE", "CONTENT",
    *(role.upper() for role in ROLES),
)  # fmt: skip

RELATIONS = (
    "CoLocated", "FightingAgainst", "BelongsTo", "HasAttrOf", "InChargeOf", "IsSynonymOf", "CommWith", "AlliesOf",
    "Likes", "Dislikes", "Apart",
)  # fmt: skip
SYMMETRIC = frozenset({"CoLocated", "FightingAgainst", "IsSynonymOf", "CommWith", "AlliesOf", "Apart"})
CROSSRE = (
    "role", "physical", "temporal", "named", "opposite", "win-defeat", "part-of", "general-affiliation", "related-to", "origin",
    "type-of", "compare", "social", "cause-effect", "topic", "artifact", "usage",
)  # fmt: skip
# The pair head reads "none", re3d's types, CrossRE's types, Tacitus's own relations (each from its head and from its tail)
# and, last, that two mentions are one actor.
OWN_FIRST = 1 + 2 * len(RELATIONS) + 2 * len(CROSSRE)
N_PAIR = OWN_FIRST + 2 * len(OWN_RELATIONS) + 1
INCIDENTS = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")

# Token heads share one linear layer; each is a BIO tagger of its own.
TOKEN_HEADS = {
    "entities": ENTITIES, "actors": ACTORS, "attribution": ATTRIBUTION, "fillers": FILLERS, "predicates": PREDICATES,
    "triggers": TRIGGERS,
}  # fmt: skip


def bio(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of a BIO tagger: O, then B- and I- of each label."""
    return ("O", *(f"{position}-{label}" for label in labels for position in "BI"))
