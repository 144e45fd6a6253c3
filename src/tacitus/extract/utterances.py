"""What one speaker says, and what can be asked of it: who speaks, of whom, and where the clause said begins."""

from dataclasses import dataclass

from tacitus.extract.arguments import agent_mentions, subject_mentions
from tacitus.extract.attributions import ARMED_GROUPS, PARTIES
from tacitus.extract.document import Document
from tacitus.extract.verbgroups import Clauses, Verb
from tacitus.model import ActorType, Mention, MentionKind, Speaker, SpeakerKind

SELF = frozenset({"it", "its", "they", "their", "we", "our", "ours", "he", "his", "she", "her", "us", "i", "my"})
OFFICES = frozenset(
    ["ministry", "army", "government", "office", "command", "military", "presidency", "administration", "police", "staff",
     "forces", "authorities", "navy", "air", "defence", "defense", "kremlin"]
)  # fmt: skip
_GROUPS = frozenset({"group", "movement", "organisation", "organization", "faction", "militia", "front"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one speaker says: the tokens ``[low, high)`` of ``clauses`` behind or before the cue ``verb``."""

    document: Document
    clauses: Clauses
    verb: Verb | None
    low: int
    high: int
    speaker: Speaker
    parties: dict[str, str | None]

    @property
    def words(self) -> list[str]:
        """The words said, case-folded."""
        return self.clauses.lows[self.low : self.high]

    @property
    def verbs(self) -> list[Verb]:
        """The finite verbs of what is said."""
        return [v for v in self.clauses.verbs if self.low <= v.head < self.high and v.finite]

    def is_person(self) -> bool:
        """Whether a person speaks."""
        return self.speaker.kind is SpeakerKind.PERSON

    def is_party(self) -> bool:
        """Whether a party, an office or a person speaks."""
        actor = self.document.actor(self.speaker.entity) if self.speaker.entity is not None else None
        if self.is_person():
            return True
        return actor is not None and (actor.type in PARTIES or bool(OFFICES & set(actor.name.casefold().split())))

    def is_body(self) -> bool:
        """Whether an office or a party itself speaks, not a person."""
        return self.is_party() and not self.is_person()

    def is_group(self) -> bool:
        """Whether an actor that is no crowd of civilians speaks."""
        actor = self.document.actor(self.speaker.entity) if self.speaker.entity is not None else None
        return actor is not None and actor.type is not ActorType.CIVILIANS

    def is_state(self, mention: Mention) -> bool:
        """Whether the mention is of the forces of a state."""
        actor = self.document.actor(mention.entity) if mention.entity is not None else None
        return actor is not None and actor.type is ActorType.STATE_FORCES

    def is_rebel(self) -> bool:
        """Whether an armed group, or a person who bears no office of a state, speaks."""
        entity = self.speaker.entity
        if self.is_person() and entity is not None:
            entity = self.parties.get(entity)
            if entity is None:
                return False
        actor = self.document.actor(entity) if entity is not None else None
        return actor is not None and actor.type in ARMED_GROUPS

    def is_official(self) -> bool:
        """Whether a person who bears a rank or an office speaks."""
        return self.is_person() and self.speaker.entity in self.parties

    def is_same(self, mention: Mention) -> bool:
        """Whether the mention is the speaker or the party that a person speaks for."""
        entity = self.speaker.entity
        return mention.entity is not None and (mention.entity == entity or self.parties.get(entity or "") == mention.entity)

    def is_own(self) -> bool:
        """Whether the first subject of what is said is the speaker, or belongs to it."""
        clauses = self.clauses
        stop = next((v.head for v in clauses.verbs if self.low <= v.head < self.high), self.high)
        low = content_low(self)
        stop = next((i + 1 for i in range(low, min(stop, self.high)) if clauses.kinds[i] in "bhkm"), stop)
        if any(self.clauses.lows[i] in SELF for i in range(low, min(stop, self.high))):
            return True
        if any(clauses.lows[i] in _GROUPS and clauses.at[i] is None for i in range(low, min(stop, low + 3))):
            return True
        return any(self.is_same(m) for _, _, m in self.clauses.mentions_between(low, stop))

    def others(self, verb: Verb) -> list[Mention]:
        """Return the named actors other than the speaker who do what the verb says."""
        doers = agent_mentions(self.clauses, verb) if verb.passive else subject_mentions(self.clauses, verb)
        return [m for m in doers if m.kind is not MentionKind.PLACE and m.entity is not None and not self.is_same(m)]


def content_low(said: Utterance) -> int:
    """Return where the clause said begins: ``told reporters that``, ``said in a message on Monday that``."""
    for i in range(said.low, min(said.high, said.low + 14)):
        if said.clauses.lows[i : i + 2] == ["i", "quote"]:
            return min(i + 3, said.high)
        if said.clauses.kinds[i] == "t":
            return i + 1
        if said.clauses.kinds[i] in "bhkm" or (i in said.clauses.verb_at and said.clauses.verb_at[i].finite):
            break
    return said.low
