"""The nouns: what a report is, what it claims, and who says so.

Frozen, slotted, keyword-only. ``None`` means "the text does not say".
Offsets are half-open code-point offsets into ``Report.text``.
"""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum


class ZoneKind(StrEnum):
    """What a part of a page is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    MEDIA = "media"
    NOTICE = "notice"
    COMMENT = "comment"
    TAGS = "tags"
    RELATED = "related"
    BOILERPLATE = "boilerplate"


class MentionKind(StrEnum):
    """What a mention names."""

    ACTOR = "actor"
    PERSON = "person"
    PLACE = "place"
    WEAPON = "weapon"
    EQUIPMENT = "equipment"
    TIME = "time"
    QUANTITY = "quantity"
    NATIONALITY = "nationality"


class MentionForm(StrEnum):
    """How a mention names it."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class ActorType(StrEnum):
    """What sort of actor; no value passes judgement."""

    STATE_FORCES = "state_forces"
    REBEL_GROUP = "rebel_group"
    POLITICAL_MILITIA = "political_militia"
    IDENTITY_MILITIA = "identity_militia"
    COALITION = "coalition"
    CIVILIANS = "civilians"
    EXTERNAL_FORCES = "external_forces"
    ORGANIZATION = "organization"
    PERSON = "person"


class PlaceKind(StrEnum):
    """What sort of place; it bounds how exact its point can be."""

    TOWN = "town"
    VILLAGE = "village"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    LANDSCAPE = "landscape"
    ROAD = "road"


class Precision(StrEnum):
    """How exactly a time is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class TimeFlag(StrEnum):
    """What is doubtful about a time."""

    IMPOSSIBLE = "impossible"
    """No calendar has the day, such as 31 April; it is not resolved."""
    FUTURE = "future"
    """It lies after the day on which the report came out."""
    AMBIGUOUS = "ambiguous"
    """It may be one of two days, such as 03/04/2018; it is not resolved."""


class ClaimKind(StrEnum):
    """The five kinds of claim."""

    RELATION = "relation"
    INCIDENT = "incident"
    STATEMENT = "statement"
    MEDIA = "media"
    SIGHTING = "sighting"


class RelationType(StrEnum):
    """How two actors stand to each other."""

    MEMBER_OF = "member_of"
    PART_OF = "part_of"
    AFFILIATED_WITH = "affiliated_with"
    ALLIED_WITH = "allied_with"
    FIGHTS = "fights"
    LEADS = "leads"
    SAME_AS = "same_as"
    SUCCESSOR_OF = "successor_of"

    @property
    def is_symmetric(self) -> bool:
        """Whether subject and object may change places."""
        return self in {RelationType.ALLIED_WITH, RelationType.FIGHTS, RelationType.SAME_AS}


NESTING = frozenset({RelationType.MEMBER_OF, RelationType.PART_OF})
"""Relations that put an actor inside another."""


class IncidentType(StrEnum):
    """What happened; ACLED's sub-event types and PLOVER's modes can both be derived from it."""

    ARMED_CLASH = "armed_clash"
    OVERTAKES_TERRITORY = "overtakes_territory"
    REGAINS_TERRITORY = "regains_territory"
    TRANSFER_OF_TERRITORY = "transfer_of_territory"
    AIR_STRIKE = "air_strike"
    SHELLING = "shelling"
    EXPLOSIVE = "explosive"
    SUICIDE_BOMBING = "suicide_bombing"
    ATTACK_ON_CIVILIANS = "attack_on_civilians"
    ABDUCTION = "abduction"
    SEXUAL_VIOLENCE = "sexual_violence"
    PROTEST = "protest"
    RIOT = "riot"
    AGREEMENT = "agreement"
    ARREST = "arrest"
    GROUP_CHANGE = "group_change"
    BASE_ESTABLISHED = "base_established"
    LOOTING_DESTRUCTION = "looting_destruction"
    WEAPONS_DISRUPTED = "weapons_disrupted"
    OTHER = "other"


class StatementAct(StrEnum):
    """What a speaker does by speaking."""

    CLAIMS_RESPONSIBILITY = "claims_responsibility"
    DECLARES_VICTORY = "declares_victory"
    DENIES = "denies"
    ACCUSES = "accuses"
    ANNOUNCES = "announces"
    THREATENS = "threatens"
    CALLS_FOR = "calls_for"
    CONFIRMS = "confirms"


class Medium(StrEnum):
    """What was released."""

    VIDEO = "video"
    PHOTO = "photo"
    AUDIO = "audio"
    STATEMENT = "statement"


class Stance(StrEnum):
    """How the text puts a claim."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    ALLEGED = "alleged"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    QUESTIONED = "questioned"

    @property
    def is_happening(self) -> bool:
        """Whether the claim says that the thing is or was so (and not that it may, will or would be)."""
        return self not in {Stance.PLANNED, Stance.HYPOTHETICAL, Stance.QUESTIONED}


class SpeakerKind(StrEnum):
    """Who stands behind a claim."""

    AUTHOR = "author"
    ACTOR = "actor"
    PERSON = "person"
    ANONYMOUS = "anonymous"
    COMMENTER = "commenter"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of code points of ``Report.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span must be half-open with 0 <= start <= end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as a closed interval of days, never a false exact day.

    ``text`` is what was written. ``start`` and ``end`` are inclusive; both ``None`` where it was not resolved.
    ``flag`` says what is doubtful: a day that no calendar has, or one after publication of what is told as having happened.
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.UNKNOWN
    text: str | None = None
    flag: TimeFlag | None = None

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("a When has both start and end, or neither")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"a When must not end before it starts, got {self.start} to {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of a page; ``author`` is the handle of a comment's writer."""

    kind: ZoneKind
    span: Span
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Bytes as they were got, with what the source says about them.

    ``metadata`` holds what came beside the bytes and outranks what is read from them: any of
    ``title publisher published url authors language`` as strings (authors joined by ``; ``).
    """

    content: bytes
    source: str
    media_type: str | None = None
    url: str | None = None
    retrieved_at: datetime | None = None
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: immutable text with its zones, which do not overlap and cover the text.

    ``id`` is the SHA-256 (hex) of the snapshot's bytes.
    """

    id: str
    text: str
    zones: tuple[Zone, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    published: When | None = None
    retrieved_at: datetime | None = None
    language: str | None = None
    media_type: str = "text/plain"
    source: str = "-"

    def __post_init__(self) -> None:
        at = 0
        for zone in self.zones:
            if zone.span.start != at:
                raise ValueError(f"zones must cover the text without overlap, got a zone at {zone.span.start}, expected {at}")
            at = zone.span.end
        if at != len(self.text):
            raise ValueError(f"zones must cover the text, got {at} of {len(self.text)} code points")

    def quote(self, span: Span) -> str:
        """Return the words of the span."""
        return self.text[span.start : span.end]

    def zone_at(self, offset: int) -> Zone:
        """Return the zone of a code point. Raises ValueError outside the text."""
        for zone in self.zones:
            if zone.span.start <= offset < zone.span.end:
                return zone
        raise ValueError(f"an offset must lie in the text, got {offset} of {len(self.text)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names something; ``entity`` is the id of the actor or place it was clustered into."""

    span: Span
    kind: MentionKind
    entity: str | None = None
    form: MentionForm = MentionForm.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An actor or a person, with every name met.

    ``registry`` is its id in the registry of known actors, and ``country`` the registry's (ISO 3166-1 alpha-2); ``None`` where it
    is not known as one of them.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    type: ActorType | None = None
    country: str | None = None
    registry: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether this is a human being."""
        return self.type is ActorType.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """That an actor of a report may be a known one, with the reason: what was matched, or what a person has to decide.

    ``actor`` is the id that the report's actor was given, ``candidate`` that of the known one (the same where ``is_match``),
    ``name`` and ``registry`` the known one's. ``score`` lies in [0, 1] and orders candidates; it is no probability.
    """

    actor: str
    candidate: str
    name: str
    score: float
    reason: str
    registry: str | None = None
    country: str | None = None
    is_match: bool = False

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score must lie in [0, 1], got {self.score}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place; ``country`` is ISO 3166-1 alpha-2, ``radius_km`` how far the truth may lie from the point.

    ``source`` is the gazetteer's id (``gn170063``: GeoNames), ``score`` how likely it is, in [0, 1], that the point is right, and
    ``why`` says what spoke for it, or why there is no point.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: PlaceKind | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    radius_km: float | None = None
    source: str | None = None
    score: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The exact words that a claim rests on: ``text[span.start:span.end] == quote``."""

    span: Span
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says so: ``entity`` is an actor's id; ``name`` the words used where there is no actor."""

    kind: SpeakerKind = SpeakerKind.AUTHOR
    entity: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of people as the text gives it: ``at least 12`` is 12 to ``None``."""

    low: int | None
    high: int | None
    text: str

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a Count must not be higher at its low end, got {self.low} to {self.high}")


class TallyKind(StrEnum):
    """What was counted: people by what befell them, those who fight, or things."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"
    FIGHTERS = "fighters"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of whom or what a report counts in one breath: ``20 rebels`` of ``12 soldiers and 20 rebels were killed``.

    ``of`` holds the words for them, ``side`` the id of the actor whose they were; ``None`` where the text does not say.
    """

    kind: TallyKind
    count: Count
    of: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Who and what takes part. All hold ids of actors and places, but ``weapon``, which holds the words used."""

    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    weapon: tuple[str, ...] = ()
    releaser: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()

    def items(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return (role, fillers) for each role that is filled."""
        return tuple((f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name))


PREDICATES: dict[ClaimKind, frozenset[str]] = {
    ClaimKind.RELATION: frozenset(RelationType),
    ClaimKind.INCIDENT: frozenset(IncidentType),
    ClaimKind.STATEMENT: frozenset(StatementAct),
    ClaimKind.MEDIA: frozenset(Medium),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a report says, and who says so in which words.

    ``predicate`` is the relation, the incident type, the statement act, the medium, or (sighting) the equipment as written.
    ``count`` is how many were seen (sighting). ``tallies`` are the numbers told, each with its side where it is said.
    ``about`` is the id of the incident that a statement is about.
    ``score`` lies in [0, 1] and orders claims; it is no probability before the model issue calibrates it.
    """

    id: str
    kind: ClaimKind
    predicate: str
    evidence: tuple[Evidence, ...]
    roles: Roles = field(default_factory=Roles)
    when: When | None = None
    deaths: Count | None = None
    injuries: Count | None = None
    count: int | None = None
    tallies: tuple[Tally, ...] = ()
    stance: Stance = Stance.ASSERTED
    speaker: Speaker = field(default_factory=Speaker)
    zone: ZoneKind = ZoneKind.BODY
    about: str | None = None
    score: float = 1.0

    @property
    def is_from_reader(self) -> bool:
        """Whether a reader's comment says so."""
        return self.speaker.kind is SpeakerKind.COMMENTER or self.zone is ZoneKind.COMMENT

    def __post_init__(self) -> None:
        known = PREDICATES.get(self.kind)
        if known is not None and self.predicate not in known:
            raise ValueError(f"predicate of a {self.kind} must be one of {sorted(known)}, got {self.predicate!r}")
        if not self.evidence:
            raise ValueError("a claim needs at least one piece of evidence")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score must lie in [0, 1], got {self.score}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one report claims, with the mentions, actors and places that its claims speak of.

    ``proposals`` say which known actors its actors were matched to, or may be. ``note`` says why nothing was extracted where that
    was not tried: the report's language is not supported.
    """

    report_id: str
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    note: str | None = None


class Decision(StrEnum):
    """What a person decided about a claim, about who is who (merge, split), or about which incidents are one event."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNDO = "undo"
    MERGE = "merge"
    SPLIT = "split"
    MERGE_EVENTS = "merge_events"
    SPLIT_EVENTS = "split_events"

    @property
    def is_about_actors(self) -> bool:
        """Whether it says who is who."""
        return self in {Decision.MERGE, Decision.SPLIT}

    @property
    def is_about_events(self) -> bool:
        """Whether it says which incidents are one event."""
        return self in {Decision.MERGE_EVENTS, Decision.SPLIT_EVENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A human decision; append-only, outranks every model.

    ``about`` is the id of a claim, of an actor (merge, split), or (undo) of the judgement taken back.
    ``changes`` maps fields of the claim to new values as JSON text (correct); of a merge or split it says with whom and when, and
    of events which claims (``these``) are, or are not, of one happening with which (``others``).
    """

    id: str
    decision: Decision
    about: str
    because: str
    by: str
    at: datetime
    changes: tuple[tuple[str, str], ...] = ()
