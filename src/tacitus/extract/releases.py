"""Acts of sentences that no cue carries: quotations that go on, and the words of a release that a party issues itself."""

from tacitus.extract.acts import Acts
from tacitus.extract.arguments import agent_mentions, subject_mentions
from tacitus.extract.speechacts import ACCUSE, ANNOUNCE, CALL, CLAIM, CONFIRM, DENY, THREAT, VICTORY, holds
from tacitus.extract.verbgroups import QUOTES, Clauses, Verb, lemma_of
from tacitus.model import MentionKind, StatementAct

_FIRST_PERSON = frozenset({"we", "our", "i", "my", "ours"})
_CUES = {
    "demand": CALL, "urge": CALL, "call": CALL, "appeal": CALL, "ask": CALL, "invite": CALL, "exhort": CALL,
    "warn": THREAT, "threaten": THREAT, "vow": THREAT, "swear": THREAT,
    "deny": DENY, "reject": DENY,
    "accuse": ACCUSE, "blame": ACCUSE, "hold": ACCUSE,
    "claim": CLAIM, "confirm": CONFIRM, "acknowledge": CONFIRM, "admit": CONFIRM, "regret": CONFIRM,
    "announce": ANNOUNCE, "declare": ANNOUNCE, "inform": ANNOUNCE, "proclaim": ANNOUNCE,
}  # fmt: skip
_OBLIGING = frozenset({"must", "should"})
_OPENING = 4
_WILL = frozenset({"will", "shall"})


def act_of_quote(clauses: Clauses, acts: Acts) -> StatementAct | None:
    """Return the act of a quoted sentence whose speaker is named elsewhere."""
    main = next((v for v in clauses.verbs if v.finite), None)
    if any(w in _FIRST_PERSON for w in clauses.lows):
        return _first_person_act(clauses, acts)
    if main is None or main.modal is not None:
        return None
    if _blames(clauses, acts):
        return ACCUSE
    is_of_actor = any(m.kind is MentionKind.ACTOR for m in subject_mentions(clauses, main))
    return DENY if main.negated and is_of_actor and main.lemma not in acts.no_denials else None


def act_of_release(clauses: Clauses, acts: Acts, issuer: str | None, *, is_personal: bool) -> StatementAct | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Return the act of a sentence of a release: in the first person, an order, a threat, or blame laid on others.

    ``is_personal`` says whether the release speaks in the first person at all.
    """
    if issuer is None:
        return None
    own = _first_person_act(clauses, acts)
    if own is not None:
        return own
    lows = clauses.lows
    if _issuer_denies(clauses, acts, issuer):
        return DENY
    if not is_personal:
        return None
    if _warns_off(clauses):
        return THREAT
    if _is_order(clauses, acts):
        return CALL
    main = next((v for v in clauses.verbs if v.finite), None)
    if main is None:
        return None
    if main.modal in _OBLIGING and not main.negated:
        return CALL
    harm = any(lemma_of(clauses, i) in acts.harm for i in range(main.head, min(clauses.n, main.head + 8)))
    if (main.modal in _WILL and harm) or holds(lows, 0, clauses.n, acts.own_threats):
        return THREAT
    return ACCUSE if holds(lows, 0, clauses.n, acts.blame_inside) or _blames(clauses, acts, issuer) else None


def _issuer_denies(clauses: Clauses, acts: Acts, issuer: str) -> bool:
    """Whether the issuer says of itself by its name that it had no part: ``X has nothing to do with ...``."""
    row = next(((i, m) for i, _, m in clauses.rows if m.kind is not MentionKind.PLACE), None)
    is_own = row is not None and row[1].entity == issuer and row[0] <= _OPENING
    return is_own and holds(clauses.lows, 0, clauses.n, acts.denials_inside)


def _warns_off(clauses: Clauses) -> bool:
    """Whether the enemy is told what follows: ``If they come back, they will find ...``, ``come once more and you will ...``."""
    lows = clauses.lows
    wills = [v for v in clauses.verbs if v.modal in _WILL and not v.negated]
    if not wills or _FIRST_PERSON & set(lows):
        return False
    at = wills[0].first
    if lows[max(0, at - 2) : at] == ["and", "you"]:
        return True
    heads = [i for i in range(min(clauses.n, 4)) if lows[i] == "if" and (i == 0 or lows[i - 1] in {".", ":", ",", "“", '"'})]
    return bool(heads) and not wills[0].passive


def _blames(clauses: Clauses, acts: Acts, issuer: str | None = None) -> bool:
    """Whether others are named as the doers of harm: ``She was killed by X``, ``It is X who burned the town``."""
    for verb in clauses.verbs:
        if (
            (verb.lemma not in acts.hostile and verb.lemma not in acts.attacks and verb.lemma != "set")
            or verb.negated
            or verb.modal is not None
        ):
            continue
        if verb.passive:
            doers = [m for m in agent_mentions(clauses, verb) if m.kind is not MentionKind.PLACE]
            by = clauses.lows[verb.head + 1 : verb.head + 4]
            if "by" in by and (not doers or doers[0].entity != issuer):
                return bool(doers) or issuer is None
        elif _is_cleft(clauses, verb):
            return True
    return False


def _is_cleft(clauses: Clauses, verb: Verb) -> bool:
    """Whether ``It is X who`` stands before the verb."""
    starts = [i for i in range(min(clauses.n - 1, 3)) if clauses.lows[i] == "it" and clauses.lows[i + 1] in {"is", "was", "'s"}]
    return bool(starts) and clauses.lows[verb.first - 1] in {"who", "that"} and verb.first - starts[0] <= 9


def _is_order(clauses: Clauses, acts: Acts) -> bool:
    """Whether the sentence, or what follows its address (``To X: ...``), begins with an order."""
    starts = [0, *(i + 1 for i in range(min(clauses.n - 1, 12)) if clauses.lows[i] in {":", ","} or clauses.lows[i] in QUOTES)]
    for i in starts:
        verb = clauses.verb_at.get(i)
        if verb is not None and verb.first != verb.head:
            continue
        is_told = i > 1 and clauses.lows[i - 1] == ":" and verb is not None and verb.form == "base" and "to" in clauses.lows[:5]
        if is_told:
            return True
        if clauses.lows[i] in acts.imperatives and (i == 0 or clauses.lows[i - 1] != "," or "to" in clauses.lows[:2]):
            return i + 1 < clauses.n and clauses.kinds[i + 1] not in "bh"
    return False


def _first_person_act(clauses: Clauses, acts: Acts) -> StatementAct | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Return the act of a sentence in which ``we`` speak."""
    if not any(w in _FIRST_PERSON for w in clauses.lows):
        return None
    lows = clauses.lows
    if holds(lows, 0, clauses.n, acts.own_threats) and "we" in lows:
        return THREAT
    if holds(lows, 0, clauses.n, acts.denials_inside):
        return DENY
    if holds(lows, 0, clauses.n, acts.victory_inside):
        return VICTORY
    for verb in clauses.verbs:
        subject = lows[max(0, verb.first - 4) : verb.first]
        if not any(w in _FIRST_PERSON for w in subject) or not (verb.finite or verb.form == "base"):
            continue
        act = _own_verb_act(clauses, verb, acts)
        if act is not None and (act not in {CLAIM, ANNOUNCE} or "we" in subject or "i" in subject):
            return act
    if holds(lows, 0, clauses.n, acts.claim_inside):
        return CLAIM
    no_part = any(
        lows[i] in {"have", "had", "own", "hold"} and lows[i + 1 : i + 2] in (["no"], ["nothing"]) for i in range(clauses.n)
    )
    return DENY if no_part else None


def _own_verb_act(clauses: Clauses, verb: Verb, acts: Acts) -> StatementAct | None:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    behind = clauses.lows[verb.head + 1 : verb.head + 10]
    if verb.negated:
        return DENY if verb.modal is None and verb.lemma not in acts.no_denials else None
    if verb.lemma in acts.victory_verbs and set(behind) & acts.victory_objects:
        return VICTORY
    if verb.modal in _WILL:
        return THREAT if any(lemma_of(clauses, i) in acts.harm for i in range(verb.head, min(clauses.n, verb.head + 8))) else None
    if verb.modal is not None or verb.infinitive:
        return None
    if verb.lemma == "carry" and behind[:1] == ["out"]:
        return CLAIM
    if verb.lemma in {"take", "accept", "assume"} and "responsibility" in behind[:4]:
        return CLAIM
    if verb.lemma == "call" and behind[:1] not in (["on"], ["for"], ["upon"]):
        return None
    if verb.lemma == "hold" and "responsible" not in behind:
        return None
    if verb.lemma in _CUES and not verb.passive:
        return _CUES[verb.lemma]
    if verb.passive:
        return None
    if verb.lemma in acts.attacks:
        return CLAIM
    return ANNOUNCE if verb.lemma in acts.deeds else None
