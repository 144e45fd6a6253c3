"""Which act a piece of speech is: by its cue, and for a mere ``said`` by what is said."""

from tacitus.extract.acts import Acts
from tacitus.extract.attributions import Attribution
from tacitus.extract.utterances import SELF, Utterance, content_low
from tacitus.extract.verbgroups import QUOTES, Clauses, Verb, lemma_of
from tacitus.model import ActorType, MentionKind, Stance, StatementAct

CLAIM, VICTORY, DENY, ACCUSE, ANNOUNCE, THREAT, CALL, CONFIRM = (
    StatementAct.CLAIMS_RESPONSIBILITY,
    StatementAct.DECLARES_VICTORY,
    StatementAct.DENIES,
    StatementAct.ACCUSES,
    StatementAct.ANNOUNCES,
    StatementAct.THREATENS,
    StatementAct.CALLS_FOR,
    StatementAct.CONFIRMS,
)
_OBLIGING = frozenset({"must", "should", "shall"})
_ALLEGIANCE = frozenset({"allegiance", "loyalty", "fealty"})
_FUTURE = frozenset({"will", "would", "shall", "'ll"})


def holds(lows: list[str], low: int, high: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    """Whether one of the phrases stands in tokens ``[low, high)``."""
    for i in range(low, high):
        for phrase in phrases.get(lows[i], ()):
            if i + len(phrase) <= high and tuple(lows[i : i + len(phrase)]) == phrase:
                return True
    return False


def act_of(said: Utterance, attribution: Attribution, acts: Acts) -> StatementAct | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Return the act that the cue and what is said make, or None where nothing is done by speaking."""
    verb = said.verb
    if verb is not None and (verb.modal is not None or (verb.infinitive and not _is_carried(said.clauses, verb, acts))):
        return None
    special = _by_objects(said, attribution, acts)
    if special is not None:
        return special
    lemma = verb.lemma if verb is not None else ""
    if attribution.act is DENY:
        near = said.words[:6]
        is_refusal = lemma in acts.weak_denials and set(near) & acts.refused and not set(near) & acts.denied
        return None if is_refusal else DENY
    if attribution.act is THREAT:
        return _threat(said, acts)
    if attribution.act is CALL:
        return _call(said, lemma)
    if attribution.act is not None:
        return attribution.act
    if attribution.stance in {Stance.HYPOTHETICAL, Stance.ALLEGED, Stance.PLANNED}:
        return None
    if lemma in acts.announce_verbs and (said.is_party() or set(said.words[:10]) & acts.declarations):
        return _said_act(said, acts) or _announcement(said, acts)
    return _said_act(said, acts)


def _is_carried(clauses: Clauses, verb: Verb, acts: Acts) -> bool:
    """Whether an infinitive tells what was done: ``went on to accuse``, ``used the occasion to warn``."""
    before = [v for v in clauses.verbs if v.head < verb.first and verb.first - v.head <= 6]
    return bool(before) and before[-1].lemma in acts.carriers and not before[-1].negated


def _by_objects(said: Utterance, attribution: Attribution, acts: Acts) -> StatementAct | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    lemma = said.verb.lemma if said.verb is not None else ""
    near = said.words[:9]
    if lemma == "claim" and ("responsibility" in near or "credit" in near):
        return CLAIM
    start = said.low
    has_verb = any(i in said.clauses.verb_at for i in range(start, min(said.high, start + 4)))
    if lemma == "claim" and set(near[:4]) & acts.claim_objects and not has_verb:
        return CLAIM
    if lemma == "announce" and near[:1] == ["the"] and set(near[:3]) & acts.claim_objects - {"operation"} and said.is_rebel():
        return CLAIM
    if lemma in acts.victory_verbs and set(said.words[:12]) & acts.victory_objects:
        return VICTORY
    if lemma in {"admit", "acknowledge", "confess"}:
        if "responsibility" in near[:4] or (near and near[0] in acts.admitted):
            return CLAIM
        if not _is_state(said) and not said.is_person() and said.is_own() and _own_attack(said, acts):
            return CLAIM
    if lemma == "claim" and near[:2] == ["to", "have"]:
        return CLAIM if _own_attack(said, acts) and not _is_state(said) else ANNOUNCE
    del attribution
    return None


def _is_state(said: Utterance) -> bool:
    actor = said.document.actor(said.speaker.entity) if said.speaker.entity is not None else None
    return actor is not None and actor.type in {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES}


def _own_attack(said: Utterance, acts: Acts) -> bool:
    return any(v.lemma in acts.attacks and not v.negated and v.modal is None for v in _all_verbs(said)[:3])


def _all_verbs(said: Utterance) -> list[Verb]:
    return [v for v in said.clauses.verbs if said.low <= v.head < said.high]


def _threat(said: Utterance, acts: Acts) -> StatementAct | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    words = said.words
    verb = said.verb
    if _ALLEGIANCE & set(words) or words[:1] in (["itself"], ["himself"], ["themselves"], ["herself"]):
        return None
    if (said.is_party() or said.is_group()) and holds(words, 0, len(words), acts.own_threats):
        return THREAT
    if verb is None or verb.lemma not in acts.party_threats | {"pledge"}:
        return THREAT  # threaten, and frames: issued an ultimatum
    lemmas = {lemma_of(said.clauses, i) for i in range(said.low, said.high) if said.clauses.at[i] is None}
    first = next(iter(said.verbs), None)
    is_of_others = verb.lemma == "warn" and first is not None and bool(said.others(first)) and not said.is_own()
    if not said.is_party() or is_of_others:
        return None
    if lemmas & acts.harm:
        return THREAT
    if verb.lemma == "warn":
        return THREAT if said.is_rebel() or "against" in words[:6] or "not" in words[:8] else None
    return ANNOUNCE if verb.lemma != "swear" else THREAT


def _call(said: Utterance, lemma: str) -> StatementAct | None:
    words = said.words
    verb = said.verb
    if verb is not None and verb.infinitive:
        return None
    if lemma == "ask":
        return CALL if "to" in words or "for" in words[:3] or "that" in words[:3] else None
    return CALL


def _announcement(said: Utterance, acts: Acts) -> StatementAct | None:
    words = said.words
    if said.is_party() and said.verb is not None and said.verb.lemma in {"announce", "proclaim", "declare"}:
        return ANNOUNCE
    is_clause = "that" in words[:6] or bool(_all_verbs(said))
    return ANNOUNCE if set(words[:10]) & acts.declarations or is_clause else None


def _said_act(said: Utterance, acts: Acts) -> StatementAct | None:  # noqa: C901, PLR0911, PLR0912  a list of cases, read from top to bottom
    """Return the act of a mere ``said``: by what the speaker says of itself, of its deeds or of others."""
    clauses, low, high = said.clauses, content_low(said), said.high
    lemma = said.verb.lemma if said.verb is not None else ""
    if low >= high:
        return None
    own = said.is_own()
    party = said.is_party()
    verbs = [v for v in said.verbs if v.head >= low]
    main = next(iter(verbs), None)
    if (party or _claims_as_group(said, own=own, acts=acts)) and holds(clauses.lows, low, high, acts.claim_inside):
        if own or not _names_others_first(said, low):
            is_ours = bool({"its", "our", "us"} & set(clauses.lows[low:high]))
            return CLAIM if own or is_ours or clauses.lows[low] in QUOTES | {"it"} else None
        return ACCUSE
    if lemma == "tell":
        order = _order_told(said, acts)
        if order is not None:
            return order
    if _is_imperative(said, low, acts):
        return CALL
    if lemma in {"put", "count", "tally", "estimate"}:
        return ANNOUNCE if set(said.words[:8]) & acts.tolls else None
    if lemma == "report" and said.is_body() and main is None:
        return ANNOUNCE if set(said.words[:8]) & acts.tolls else None
    if lemma in {"speak", "talk"}:
        if said.is_party() and set(said.words[:8]) & acts.crimes:
            return ACCUSE
        is_earlier = said.verb is not None and "had" in clauses.lows[said.verb.first : said.verb.head]
        return ANNOUNCE if said.is_body() and not is_earlier else None
    if party and _is_denial(said, low, verbs, acts, own=own):
        return DENY
    if party and holds(clauses.lows, low, high, acts.victory_inside):
        return VICTORY
    if party and holds(clauses.lows, low, high, acts.own_threats):
        return THREAT
    if main is None:
        if lemma in acts.alleging and not own and _names_others_first(said, low):
            return ACCUSE
        return ANNOUNCE if own and said.is_body() and any(clauses.kinds[i] in "bh" for i in range(low, high)) else None
    future = main.modal in _FUTURE and acts.negations.isdisjoint(clauses.lows[low:high])
    if party and _is_threat(said, low, verbs, acts, own=own):
        return THREAT
    if main.modal in _OBLIGING and not own and main.modal != "shall":
        return CALL
    others = said.others(main)
    if said.is_person() and main.lemma in acts.gains:
        others = [m for m in others if not said.is_state(m)]
    if others and main.modal is None and not main.negated and _accuses(said, main, lemma, acts):
        return ACCUSE
    if (
        said.is_rebel()
        and main.modal is None
        and not main.negated
        and main.lemma in acts.hostile
        and _is_of_foes(said, main, acts)
    ):
        return ACCUSE
    if main.lemma in acts.gains and main.modal is None and not main.negated and party and _has_place(said, main):
        return VICTORY if own or said.is_person() else None
    if not party:
        is_deed = own and main.modal is None and main.lemma in acts.deeds and said.is_group()
        return ANNOUNCE if is_deed else None
    if main.modal is None and main.lemma in acts.deeds and set(clauses.lows[low:high][:8]) & acts.declarations:
        return ANNOUNCE
    if own and main.modal is None and said.is_rebel() and main.lemma in acts.attacks and not main.passive:
        return CLAIM
    if own and main.modal is None and any(v.lemma in acts.deeds and v.modal is None for v in verbs[:3]):
        return ANNOUNCE
    if own and lemma == "insist":
        return DENY
    if future and (own or said.is_body() or main.passive) and main.lemma in acts.deeds | acts.plans:
        return ANNOUNCE
    if said.is_body() and ((future and said.is_rebel()) or (own and main.modal is None)):
        return ANNOUNCE
    speaks_for_party = said.is_body() or said.parties.get(said.speaker.entity or "") is not None
    if speaks_for_party and main.modal is None and main.lemma in acts.tolled and not others:
        return ANNOUNCE
    return ANNOUNCE if said.is_body() and said.is_rebel() and main.modal is None and not main.negated else None


def _claims_as_group(said: Utterance, *, own: bool, acts: Acts) -> bool:
    """Whether an actor of unknown kind claims an attack of its own: ``it was behind the bombing``, ``it was them``."""
    words = said.words
    return own and said.is_group() and (words[-3:] == ["it", "was", "them"] or bool(set(words) & acts.claim_objects - {"it"}))


def _is_of_foes(said: Utterance, main: Verb, acts: Acts) -> bool:
    """Whether men of a state who are not named do it: ``troops burned the huts``."""
    if main.first == 0 or main.passive:
        return False
    words = said.clauses.lows[max(said.low, main.first - 4) : main.first]
    return bool(words) and words[-1] in acts.foes and not SELF & set(words)


def _is_threat(said: Utterance, low: int, verbs: list[Verb], acts: Acts, *, own: bool) -> bool:
    """Whether harm by the speaker, or by nobody named, is said to come."""
    clauses = said.clauses
    coming = next((v for v in verbs if v.modal in _FUTURE and not v.negated), None)
    if coming is None or not (own or (coming.passive and (said.is_rebel() or said.is_official()))):
        return False
    if any(clauses.lows[i] in acts.negations for i in range(coming.first, said.high)):
        return False
    return any(clauses.at[i] is None and lemma_of(clauses, i) in acts.harm for i in range(max(low, coming.first), said.high))


def _accuses(said: Utterance, main: Verb, lemma: str, acts: Acts) -> bool:
    """Whether others are said to have done harm."""
    if lemma in acts.alleging:
        return True
    if said.is_own() and main.lemma not in acts.hostile:
        return False
    return main.lemma in acts.hostile


def _is_imperative(said: Utterance, low: int, acts: Acts) -> bool:
    """Whether what is said is an order: ``"Lay down your arms," X told the militias``."""
    clauses = said.clauses
    i = low
    while i < said.high and (clauses.lows[i] in QUOTES or clauses.lows[i] in {"please", "do", "let"}):
        i += 1
    if i == low or i >= said.high:
        return False
    verb = clauses.verb_at.get(i)
    is_base = verb is not None and verb.first == i == verb.head and verb.form == "base"
    return (is_base or clauses.lows[i] in acts.imperatives) and clauses.lows[i - 1] != "we"


def _is_denial(said: Utterance, low: int, verbs: list[Verb], acts: Acts, *, own: bool) -> bool:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Whether what is said says that something is not so, of the present or of the past."""
    clauses = said.clauses
    if holds(clauses.lows, low, said.high, acts.denials_inside):
        return True
    first = verbs[0].head if verbs else said.high
    if any(w in {"if", "unless"} for w in clauses.lows[low:first]):
        return False
    if own and any(
        clauses.kinds[i] in "bh" and clauses.lows[i + 1] in acts.negations for i in range(low, min(first, said.high) - 1)
    ):
        return not verbs or clauses.verb_at.get(low) is None or verbs[0].lemma not in acts.no_denials
    if any(v.modal is not None or v.lemma in acts.no_denials for v in verbs[:1]):
        return False
    stop = min(said.high, first + 4)
    for i in range(low, stop):
        if clauses.lows[i] in acts.negations:
            after = clauses.lows[i + 1] if i + 1 < clauses.n else ""
            if after in {"longer", "only", "fewer", "less", "yet", "immediate", "but"}:
                return False
            is_there = low < i and clauses.lows[low : low + 3].count("there") > 0
            return own or is_there or (bool(verbs) and (said.is_body() or i < first))
    return False


def _names_others_first(said: Utterance, low: int) -> bool:
    """Whether a named actor other than the speaker stands near the start of what is said."""
    rows = said.clauses.mentions_between(low, min(said.high, low + 6))
    return any(m.entity is not None and m.kind is not MentionKind.PLACE and not said.is_same(m) for _, _, m in rows)


def _order_told(said: Utterance, acts: Acts) -> StatementAct | None:
    """Return the act of ``told X to leave``: an order, and a threat where it says ``or be shot``."""
    clauses = said.clauses
    for i in range(said.low, min(said.high, said.low + 9)):
        verb = clauses.verb_at.get(i)
        if verb is None:
            continue
        if not verb.infinitive:
            return None
        words = clauses.lows[i : said.high]
        is_threat = "or" in words and any(lemma_of(clauses, j) in acts.harm for j in range(i + 1, said.high))
        return THREAT if is_threat else CALL
    return None


def _has_place(said: Utterance, main: Verb) -> bool:
    rows = said.clauses.mentions_between(main.head + 1, min(said.high, main.head + 6))
    return any(m.kind is MentionKind.PLACE for _, _, m in rows[:1])
