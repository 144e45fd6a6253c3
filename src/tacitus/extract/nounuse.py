"""Words that may be noun or verb: whether ``attack``, ``shelling`` or ``wounded`` is a verb where it stands."""

from tacitus.extract.clausedata import QUOTES, Clauses, form_tags, previous_word
from tacitus.model import MentionKind

PARTICLES = frozenset({"up", "out", "off", "down", "ablaze", "alight", "back", "away", "apart"})
_PLURALS = frozenset({"men", "people", "women", "police", "gunmen", "children", "troops", "militiamen", "tribesmen", "policemen"})
_INTRANSITIVE = frozenset(
    {"march", "protest", "clash", "riot", "rally", "fire", "fight", "battle", "split", "land", "die", "raid"}
)
_AFTER_GERUND = frozenset({"in", "at", "near", "continued", "took", "broke", "erupted", "began", "killed", "left"})


def is_modifying_gerund(clauses: Clauses, i: int) -> bool:
    """Whether an -ing word stands inside a counted noun phrase: ``four makeshift launching tubes``."""
    if i < 1 or i + 1 >= clauses.n or clauses.kinds[i + 1] != "x" or clauses.at[i + 1] is not None or i + 1 in clauses.verb_at:
        return False
    before = clauses.kinds[i - 1]
    return before == "#" or (
        before == "x" and i > 1 and clauses.kinds[i - 2] == "#" and clauses.at[i - 1] is None and i - 1 not in clauses.verb_at
    )


def is_modifier(clauses: Clauses, i: int) -> bool:
    """Whether the participle at ``i`` stands before a noun as an adjective does: ``the wounded men``, ``captured weapons``."""
    before = clauses.kinds[i - 1] if i else "^"
    if i + 1 >= clauses.n:
        return before == "d"
    if before in "dp#" or (i and clauses.lows[i - 1] == "'s"):
        return clauses.lows[i + 1] != "by"
    is_noun_next = clauses.kinds[i + 1] == "x" and clauses.at[i + 1] is None and not form_tags(clauses, i + 1)
    if i == 0:
        return is_noun_next
    return before in ",c" and is_noun_next and i > 1 and clauses.lows[i - 2].endswith("ed") and clauses.verb_at.get(i - 2) is None


_ALONE = frozenset({"each", "both", "all", "some"})


def _stands_alone(clauses: Clauses, before: int, word: str) -> bool:
    """Whether the determiner is a subject by itself: ``each now accuses the other``."""
    form = clauses.grammar.forms.get(word)
    is_verb = form is not None and form.lemma not in clauses.grammar.also_nouns and not word.endswith("ing")
    return is_verb and clauses.lows[before] in _ALONE


def is_noun_use(clauses: Clauses, i: int) -> bool:  # noqa: C901, PLR0911, PLR0912  a list of cases, read from top to bottom
    """Whether a word that may be noun or verb (``attack``, ``raids``, ``shelling``) is a noun at ``i``."""
    word = clauses.lows[i]
    before = previous_word(clauses, i)
    kind = clauses.kinds[before] if before >= 0 else "^"
    if (
        kind in "dp#"
        and clauses.lows[before] != "to"
        and not _stands_alone(clauses, before, word)
        and not (word.endswith("ing") and kind == "p")
    ):
        return True
    if before >= 0 and clauses.lows[before] == "'s":
        return True
    if _calls(clauses, i, before, word):
        return False
    if word.endswith("ing"):
        return _is_gerund_noun(clauses, i, before, kind)
    form = clauses.grammar.forms.get(word)
    if form is not None and form.lemma not in clauses.grammar.also_nouns:
        return False
    if kind in "mkort" or (before >= 0 and clauses.lows[before] == "to"):
        return False
    after = clauses.kinds[i + 1] if i + 1 < clauses.n else "."
    next_word = clauses.lows[i + 1] if i + 1 < clauses.n else "."
    if next_word in PARTICLES and kind not in "^,.;:c(•-":
        return False
    is_mention_next = i + 1 < clauses.n and clauses.at[i + 1] is not None
    if after in "bhm" or next_word in {"of", "against", "by", "between"}:
        return True
    if i + 1 < clauses.n and form_tags(clauses, i + 1) & {"past", "s"} and not is_mention_next:
        return True
    if after == "d":
        return False
    is_plural = word.endswith("s")
    if kind in "^,.;:c(•-" or kind in QUOTES:
        return not (kind == "c" and after in "dx#" and next_word not in clauses.grammar.forms and not is_plural)
    mention = clauses.at[before]
    if form is not None and "past" in form.tags and kind == "x":
        return False
    if mention is not None:
        if mention.kind is MentionKind.PLACE:
            return after != "d" and not is_mention_next
        is_object_next = after in "d#o" or is_mention_next or (after == "x" and (is_plural or clauses.lows[before].endswith("s")))
        return not is_object_next
    is_plural_before = clauses.lows[before].endswith("s") or clauses.lows[before] in _PLURALS
    if is_plural:
        return is_plural_before or after in ".,p"
    if after in "pa":
        return not (is_plural_before and form is not None and form.lemma in _INTRANSITIVE)
    return not is_plural_before or after in ".,"


_CALLS = {"calls": {"on", "for", "upon"}, "appeals": {"for", "to"}, "claims": {"that"}, "reports": {"that"}, "demands": {"that"}}


def _calls(clauses: Clauses, i: int, before: int, word: str) -> bool:
    """Whether ``calls`` and its like are verbs for what follows them: ``X calls for``, ``and calls on``, ``X reports that``."""
    if i + 1 >= clauses.n or clauses.lows[i + 1] not in _CALLS.get(word, ()) or before < 0:
        return False
    mention = clauses.at[before]
    return clauses.kinds[before] == "c" or (mention is not None and mention.kind is not MentionKind.PLACE)


def _is_gerund_noun(clauses: Clauses, i: int, before: int, kind: str) -> bool:
    after = clauses.kinds[i + 1] if i + 1 < clauses.n else "."
    next_word = clauses.lows[i + 1] if i + 1 < clauses.n else "."
    if kind == "," or clauses.lows[i + 1 : i + 3] == ["at", "least"]:  # capturing at least five
        return next_word == "of"
    if next_word in {"of", "by", "between", "on"}:
        return True
    if kind in "^pcst":
        return after in ".,bhm" or next_word in _AFTER_GERUND
    mention = clauses.at[before]
    if mention is not None and mention.kind is not MentionKind.PLACE:
        return after in ".,bhmp"
    return after in "bhm.," or (kind == "x" and next_word in _AFTER_GERUND)
