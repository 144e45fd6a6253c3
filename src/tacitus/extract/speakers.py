"""Who speaks: an actor, a person, or words that name nobody; pronouns are followed to whoever they stand for."""

from collections.abc import Iterable

from tacitus.extract.arguments import head_mentions, subject_mentions, subject_region
from tacitus.extract.document import Document
from tacitus.extract.quoting import Reporting, Speech
from tacitus.extract.verbgroups import Clauses, Verb
from tacitus.model import ActorType, Mention, MentionForm, MentionKind, Speaker, SpeakerKind

_PERSONAL = frozenset({"he", "she", "him", "his", "her"})
_SPEECHES = frozenset({"statement", "announcement", "communique", "communiqué", "message", "release", "declaration"})
_ARMED = frozenset({ActorType.REBEL_GROUP, ActorType.POLITICAL_MILITIA, ActorType.IDENTITY_MILITIA, ActorType.COALITION})
_STATES = frozenset({ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES})
_OF_STATES = frozenset({"army", "military", "government", "ministry"})
_OF_GROUPS = frozenset({"insurgents", "rebels", "militants", "militia", "faction", "movement"})
_NEUTRAL = frozenset({"it", "its"})


class SpeakerFinder:
    """Names the speaker of each piece of speech, sentence by sentence; it remembers who was spoken of last."""

    def __init__(self, document: Document, reporting: Reporting) -> None:
        self._document = document
        self._reporting = reporting
        self._last_person: Mention | None = None
        self._last_actor: str | None = None
        self._spoke: str | None = None
        self._speaker: Speaker | None = None
        self._pair: list[Speaker] = []

    def enter(self) -> None:
        """Begin a sentence."""
        self._spoke = None

    def leave(self, clauses: Clauses) -> None:  # noqa: C901  a list of cases, read from top to bottom
        """End a sentence: its speaker, else its subject, is what ``it`` and ``he`` of the next one stand for."""
        topic: Mention | None = None
        for verb in clauses.verbs:
            if not verb.finite:
                continue
            for mention in subject_mentions(clauses, verb):
                if mention.kind is MentionKind.ACTOR and topic is None:
                    topic = mention
                if mention.kind is MentionKind.PERSON:
                    self._last_person = mention
            if topic is not None:
                named = _entities(subject_mentions(clauses, verb))
                self._pair = named if len(named) > 1 else self._pair
                break
        inside = [m for _, _, m in clauses.mentions_between(0, clauses.n)]
        label = clauses.at[clauses.lows.index(":", 1) - 1] if ":" in clauses.lows[1:4] else None
        persons = [m for m in inside if m.kind is MentionKind.PERSON and m is not label]
        if persons and self._last_person not in persons:
            self._last_person = persons[-1]
        if self._spoke is not None:
            self._last_actor = self._spoke
        elif topic is not None:
            self._last_actor = topic.entity
        elif self._last_actor is None:
            self._last_actor = next((m.entity for m in inside if m.kind is MentionKind.ACTOR), None)

    def speakers(self, clauses: Clauses, speech: Speech) -> list[Speaker]:
        """Return who speaks, and who speaks jointly with the first."""
        found: list[Speaker] = []
        if speech.verb is not None and speech.kind == "accuse" and _is_mutual(clauses, speech):
            found = self._both(clauses, speech.verb)
        if found:
            pass
        elif speech.speaker_low < speech.speaker_end:
            found = self._in_region(clauses, speech.speaker_low, speech.speaker_end)
        elif speech.verb is None:
            found = [Speaker(kind=SpeakerKind.ANONYMOUS)]
        else:
            found = self.subject_of(clauses, speech.verb)
        if found[0].kind is SpeakerKind.ACTOR:
            self._spoke = found[0].entity
        if found[0].entity is not None:
            self._speaker = found[0]
        return found

    def _both(self, clauses: Clauses, verb: Verb) -> list[Speaker]:
        """Return the two who accuse each other: the subject's, else those of an earlier subject, else the last two named."""
        regions = [subject_region(clauses, v) for v in reversed(clauses.verbs) if v.head <= verb.head]
        for low, end in regions:
            named = _entities(m for m in head_mentions(clauses, low, end) if low < end)
            if len(named) > 1:
                return named
        before = _entities(m for _, _, m in clauses.mentions_between(0, verb.first))
        return before[:2] if len(before) > 1 else self._pair

    def subject_of(self, clauses: Clauses, verb: Verb) -> list[Speaker]:
        """Return the subject of a verb as speakers."""
        low, end = subject_region(clauses, verb)
        low = _behind_condition(clauses, low, end)
        if any(clauses.kinds[i] in "xod#r" for i in range(low, end)):
            return self._in_region(clauses, low, end)
        earlier = [v for v in clauses.verbs if v.head < verb.first and v.finite and subject_region(clauses, v)[0] < v.first]
        cues = [v for v in earlier if v.lemma in self._reporting.verbs]
        alike = [v for v in earlier if v.form == verb.form]
        for other in reversed(cues or alike or earlier):
            a, b = subject_region(clauses, other)
            if a < b:
                return self._in_region(clauses, a, b)
        if verb.form == "ing":  # In a statement claiming the attack, X said
            later = next((v for v in clauses.verbs if v.head > verb.head and v.finite), None)
            if later is not None:
                a, b = subject_region(clauses, later)
                named = _entities(m for m in head_mentions(clauses, a, b) if a < b)
                return named[:1] or [Speaker(kind=SpeakerKind.ANONYMOUS)]
        return [Speaker(kind=SpeakerKind.ANONYMOUS)]

    def _in_region(self, clauses: Clauses, low: int, end: int) -> list[Speaker]:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
        for i in range(end - 2, low, -1):
            if clauses.lows[i] == ".":  # a sentence that was not cut
                low = i + 1
                break
        while low and clauses.at[low] is not None and clauses.at[low - 1] is clauses.at[low]:
            low -= 1
        before_clause = _before_relative(clauses, low, end)
        if before_clause is not None:
            return _entities([before_clause])
        heads = [m for m in head_mentions(clauses, low, end) if m.kind is not MentionKind.PLACE]
        people = [m for m in heads if m.kind is MentionKind.PERSON and m.entity is not None]
        named = people or [m for m in heads if m.entity is not None]
        words = clauses.lows[low:end]
        if not named or (not people and self._is_anonymous_of(clauses, low, end, named[0])):
            apposed = _apposed(clauses, low, end)
            if apposed is not None:
                return _entities([apposed])
            pronoun = self._follow(words)
            if pronoun is not None:
                return [pronoun]
            behind = _spoken_for(clauses, low, end)
            if behind is not None:
                return _entities([behind])
            inside = [
                m for _, _, m in clauses.mentions_between(low, end) if m.kind is MentionKind.PERSON and m.entity is not None
            ]
            if inside:
                return [Speaker(kind=SpeakerKind.PERSON, entity=inside[0].entity)]
            return [Speaker(kind=SpeakerKind.ANONYMOUS, name=self._words(clauses, low, end))]
        mention = named[0]
        titled: Mention | None = None
        if mention.kind is MentionKind.ACTOR:
            before = _described(clauses, low, end, mention, self._reporting.ranks)
            apposed = before or (_apposed(clauses, low, end) if self._has_rank(words) else None)
            if apposed is not None:
                return _entities([apposed])
            titled = self._titled(clauses, low, end, mention)
            mention = titled if titled is not None else mention
        joint = named[1:] if any(clauses.kinds[i] == "c" for i in range(low, end)) else []
        return _entities([mention, *(m for m in joint if titled is None or m is not titled)])

    def _titled(self, clauses: Clauses, low: int, end: int, mention: Mention) -> Mention | None:
        """Return the person named behind a title of the actor: ``The X president, Y, spoke``; ``X spokesman Y said``."""
        rows = clauses.mentions_between(low, end)
        for number, (_, stop, found) in enumerate(rows):
            if found is not mention:
                continue
            if stop >= end or clauses.kinds[stop] not in "x'’" or stop in clauses.verb_at:
                return None
            later = [
                m
                for first, _, m in rows[number + 1 :]
                if m.kind is MentionKind.PERSON and m.entity is not None and first - stop < 10
            ]
            return later[0] if later else None
        return None

    def _is_anonymous_of(self, clauses: Clauses, low: int, end: int, mention: Mention) -> bool:
        """Whether somebody without a name stands before the actor: ``a nurse of X``, ``residents of X``."""
        for first, _, found in clauses.mentions_between(low, end):
            if found is mention:
                words = clauses.lows[low:first]
                return ("of" in words or "from" in words or "in" in words) and any(
                    w in self._reporting.anonymous and w not in self._reporting.bearers for w in words
                )
        return False

    def _follow(self, words: list[str]) -> Speaker | None:
        if any(w in _PERSONAL for w in words[-2:] + words[:1]) and self._last_person is not None:
            return Speaker(kind=SpeakerKind.PERSON, entity=self._last_person.entity)
        if len(words) >= 2 and words[-1] in _SPEECHES and words[-2] in {"the", "that", "this"} and self._speaker is not None:
            return self._speaker
        is_neutral = any(w in _NEUTRAL for w in words[-1:] + words[:1]) or (
            words[-2:-1] == ["the"] and words[-1] in self._reporting.group_nouns and self._may_be(words[-1])
        )
        if (is_neutral or words[-1:] == ["they"]) and self._last_actor is not None:
            return Speaker(kind=SpeakerKind.ACTOR, entity=self._last_actor)
        return None

    def _may_be(self, noun: str) -> bool:
        """Whether the noun may stand for the actor spoken of last: ``the army`` is no armed group, ``the rebels`` no state."""
        actor = self._document.actor(self._last_actor) if self._last_actor is not None else None
        if actor is None:
            return True
        if noun in _OF_STATES:
            return actor.type not in _ARMED
        return noun not in _OF_GROUPS or actor.type not in _STATES

    def _has_rank(self, words: list[str]) -> bool:
        return any(w in self._reporting.ranks for w in words[:8])

    def _words(self, clauses: Clauses, low: int, end: int) -> str | None:
        if low >= end:
            return None
        span = clauses.span(low, end - 1)
        text = self._document.report.quote(span).strip(" ,\n")
        return text if 0 < len(text) <= 120 else None


_CONDITIONS = frozenset({"if", "should", "unless", "when", "once", "until"})


def _behind_condition(clauses: Clauses, low: int, end: int) -> int:
    """Return where the subject begins behind a condition: ``If X attacks, Y has warned``, ``Should it fail, Y says``."""
    if not any(clauses.lows[i] in _CONDITIONS for i in range(max(0, low - 2), min(low + 2, end))):
        return low
    for i in range(end - 1, low, -1):
        if clauses.lows[i] == "," and clauses.kinds[i - 1] != ",":
            return i + 1 if i + 1 < end else low
    return low


def _described(clauses: Clauses, low: int, end: int, actor: Mention, ranks: frozenset[str]) -> Mention | None:
    """Return the person whose office at the actor is told behind the name: ``On Monday X, the president of Y, called``."""
    rows = clauses.mentions_between(low, end)
    at = next((first for first, _, m in rows if m is actor), low)
    for _, stop, mention in rows:
        if mention.kind is MentionKind.PERSON and mention.entity is not None and stop < at and clauses.lows[stop] == ",":
            return mention if any(w in ranks for w in clauses.lows[stop:at]) else None
    return None


def _before_relative(clauses: Clauses, low: int, end: int) -> Mention | None:
    """Return the person named before ``, who ...,`` where the region begins with such a phrase."""
    for _, stop, mention in clauses.mentions_between(low, end):
        if stop + 1 < end and clauses.lows[stop] == "," and clauses.kinds[stop + 1] == "r":
            return mention if mention.kind is MentionKind.PERSON and mention.entity is not None else None
    return None


def _apposed(clauses: Clauses, low: int, end: int) -> Mention | None:
    """Return the person named right behind the comma that ends a description: ``the chairman of X, Y``."""
    for first, _, mention in clauses.mentions_between(low + 1, end):
        if mention.kind is MentionKind.PERSON and mention.entity is not None and mention.form is not MentionForm.PRONOUN:
            return mention if clauses.lows[first - 1] == "," else None
    return None


_SPEAKING_FOR = frozenset({"spoke", "speak", "speaks", "speaking", "behalf", "representing"})


def _spoken_for(clauses: Clauses, low: int, end: int) -> Mention | None:
    """Return the actor for whom somebody without a name says to speak: ``a man who said he spoke for X``."""
    at = next((i for i in range(low, end) if clauses.lows[i] in _SPEAKING_FOR), None)
    if at is None:
        return None
    rows = clauses.mentions_between(at + 1, min(end, at + 6))
    return next((m for _, _, m in rows if m.kind is MentionKind.ACTOR and m.entity is not None), None)


def _entities(mentions: Iterable[Mention]) -> list[Speaker]:
    """Return the named actors and persons as speakers, each once."""
    found: dict[str, Speaker] = {}
    for m in mentions:
        if m.entity is not None and m.kind is not MentionKind.PLACE:
            kind = SpeakerKind.PERSON if m.kind is MentionKind.PERSON else SpeakerKind.ACTOR
            found.setdefault(m.entity, Speaker(kind=kind, entity=m.entity))
    return list(found.values())


def _is_mutual(clauses: Clauses, speech: Speech) -> bool:
    """Whether the content is ``each other`` or ``the other``."""
    words = clauses.lows[speech.low : speech.low + 3]
    return words[:2] in (["each", "other"], ["one", "another"], ["the", "other"]) or "other" in words[:2]


def find_parties(analysed: tuple[Clauses, ...], reporting: Reporting) -> dict[str, str | None]:
    """Return for each person who bears a rank or an office the actor that he speaks for, None where no actor is named.

    ``X spokesman Y``, ``Y, a spokesman for X``, ``Colonel Y``.
    """
    found: dict[str, str | None] = {}
    for clauses in analysed:
        for number, (first, stop, mention) in enumerate(clauses.rows):
            if mention.kind is not MentionKind.PERSON or mention.entity is None:
                continue
            around = [*clauses.lows[max(0, first - 3) : stop], *clauses.lows[stop : stop + 5]]
            if not any(w in reporting.ranks for w in around):
                continue
            actor = _actor_beside(clauses, number, first, stop, reporting)
            if found.get(mention.entity) is None:
                found[mention.entity] = actor
    return found


def _actor_beside(clauses: Clauses, number: int, first: int, stop: int, reporting: Reporting) -> str | None:
    if number:
        _, before_stop, before = clauses.rows[number - 1]
        between = clauses.lows[before_stop:first]
        if before.kind is MentionKind.ACTOR and len(between) <= 3 and any(w in reporting.ranks for w in between):
            return before.entity
    if number + 1 < len(clauses.rows):
        after_first, _, after = clauses.rows[number + 1]
        between = clauses.lows[stop:after_first]
        if (
            after.kind is MentionKind.ACTOR
            and len(between) <= 7
            and between[:1] == [","]
            and any(w in reporting.ranks for w in between)
        ):
            return after.entity
    return None
