"""Scores of many pairs of tellings: by their fields, and where those leave a doubt by the encoder's view of their words too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tacitus.corroborate.comparing import Reason, explain_pair, load_pair_weights, score_pair
from tacitus.corroborate.telling import Telling

if TYPE_CHECKING:
    from tacitus.corroborate.wording import Wording

Pair = tuple[int, int]


@dataclass(slots=True)
class Weigher:
    """Weighs pairs; the encoder is loaded when the first pair is in doubt, and no quote is read twice."""

    wordings: "dict[str, Wording]" = field(default_factory=dict)

    def score(self, pairs: Iterable[Pair], tellings: Mapping[int, Telling]) -> dict[Pair, float]:
        """Return the score of each pair of numbers of tellings."""
        scores = {pair: score_pair(tellings[pair[0]], tellings[pair[1]]) for pair in sorted(pairs)}
        low, high = load_pair_weights().doubt
        doubted = [pair for pair, score in scores.items() if low <= score < high]
        for pair, wording in self._ask(doubted, tellings).items():
            scores[pair] = score_pair(tellings[pair[0]], tellings[pair[1]], wording)
        return scores

    def explain(self, one: Telling, other: Telling) -> tuple[float, tuple[Reason, ...]]:
        """Return the score of two tellings, and what spoke for and against."""
        low, high = load_pair_weights().doubt
        is_doubted = low <= score_pair(one, other) < high
        wording = self._ask([(0, 1)], {0: one, 1: other})[0, 1] if is_doubted else None
        return score_pair(one, other, wording), explain_pair(one, other, wording)

    def _ask(self, pairs: list[Pair], tellings: Mapping[int, Telling]) -> dict[Pair, float]:
        """Return how likely words alone make each pair."""
        if not pairs:
            return {}
        from tacitus.corroborate.wording import Told, make_wordings, score_pairs
        from tacitus.neural import Model

        quotes = sorted({tellings[i].quote for pair in pairs for i in pair})
        unread = [quote for quote in quotes if quote not in self.wordings]
        if unread:
            told = [Told(text=quote) for quote in unread]
            self.wordings.update(zip(unread, make_wordings(Model.load(), told), strict=True))
        place = {quote: number for number, quote in enumerate(quotes)}
        numbered = [(place[tellings[a].quote], place[tellings[b].quote]) for a, b in pairs]
        scores = score_pairs([self.wordings[quote] for quote in quotes], numbered)
        return {pair: float(score) for pair, score in zip(pairs, scores, strict=True)}
