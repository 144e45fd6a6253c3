"""The reader: one encoder, token heads on top, and a small second reader that looks at a sentence from an anchor's point of view.

The encoder is MiniLM-L6 (6 layers, 384 wide) with an added embedding of each word's case. An *anchor* is a predicate, a cue or an
entity; the anchor reader (1 layer, 128 wide) sees the encoder's words joined with the anchor's own word and says for every
word what it is to the anchor: an argument of the predicate, the source or the content of the cue, an entity related to it.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from labels import ARGUMENTS, ENTITIES, INCIDENTS, N_PAIR, STANCES, TOKEN_HEADS, bio
from torch import Tensor, nn

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ANCHOR_HIDDEN, ANCHOR_LAYERS, ANCHOR_HEADS, ANCHOR_INNER = 128, 1, 4, 256
PROJECTED = 4 * ANCHOR_HIDDEN  # a word and its gate as seen from an anchor, the same as the anchor
ANCHOR_KINDS = ("predicate", "cue", "entity", "trigger")
MAX_WORDS = 128
N_SHAPES = 8


class Layer(nn.Module):
    """A post-norm transformer layer, as in BERT."""

    def __init__(self, hidden: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map [batch, length, hidden] to the same; ``bias`` [batch, 1, 1, length] hides padding."""
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) / math.sqrt(h // self.heads) + bias).softmax(-1)
        y = (weights @ v).transpose(1, 2).reshape(b, t, h)
        x = self.norm(x + F.dropout(self.out(y), self.dropout, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """MiniLM with an embedding of case."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.shapes = nn.Embedding(N_SHAPES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER, dropout) for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        """Map piece ids and shape ids [batch, length] to [batch, length, 384]; piece 0 is padding."""
        bias = (pieces == 0).to(torch.float32)[:, None, None, :] * -10000.0
        places = torch.arange(pieces.shape[1])
        x = self.norm(self.words(pieces) + self.positions(places) + self.segment + self.shapes(shapes))
        x = F.dropout(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, bias)
        return x


class AnchorReader(nn.Module):
    """What every word of a sentence is to an anchor in it."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.kinds = nn.Embedding(2 * len(ANCHOR_KINDS), ANCHOR_HIDDEN)  # outside, inside the anchor; by kind
        self.distance = nn.Embedding(2 * MAX_DISTANCE + 1, ANCHOR_HIDDEN)
        self.types = nn.Embedding(2 * len(ENTITIES) + 1, ANCHOR_HIDDEN)  # BIO of the entities, for entity anchors
        self.norm = nn.LayerNorm(ANCHOR_HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(ANCHOR_HIDDEN, ANCHOR_HEADS, ANCHOR_INNER, dropout) for _ in range(ANCHOR_LAYERS))
        self.arguments = nn.Linear(ANCHOR_HIDDEN, len(bio(ARGUMENTS)))
        self.pairs = nn.Linear(ANCHOR_HIDDEN, N_PAIR)
        self.stances = nn.Linear(ANCHOR_HIDDEN, len(STANCES))
        self.dropout = dropout

    def forward(
        self, words: Tensor, anchor: Tensor, mask: Tensor, kinds: Tensor, distance: Tensor, types: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Map projected words [anchors, length, 256] to argument, pair and stance logits [anchors, length, n].

        ``anchor`` [anchors, 1, 256] is the anchor's first word, projected by the other half; ``mask`` is 1 for words;
        ``kinds`` is 2 * kind + inside; ``distance`` is clipped and shifted; ``types`` are entity tags.
        """
        word, gate = words.chunk(2, -1)
        own, own_gate = anchor.chunk(2, -1)
        x = self.norm(word + own + gate * own_gate + self.kinds(kinds) + self.distance(distance) + self.types(types))
        x = F.dropout(x, self.dropout, self.training)
        bias = (1.0 - mask)[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return self.arguments(x), self.pairs(x), self.stances(x)


MAX_DISTANCE = 24


class Crf(nn.Module):
    """Transitions between the tags of a BIO tagger; impossible ones are closed. Source: Lafferty et al., 2001."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        super().__init__()
        tags = bio(labels)
        n = len(tags)
        self.transitions = nn.Parameter(torch.zeros(n, n))
        self.first = nn.Parameter(torch.zeros(n))
        closed = torch.zeros(n, n)
        for i, before in enumerate(tags):
            for j, after in enumerate(tags):
                if after[0] == "I" and (before == "O" or before[2:] != after[2:]):
                    closed[i, j] = -1e4
        self.register_buffer("closed", closed)
        self.register_buffer("closed_first", torch.tensor([-1e4 if tag[0] == "I" else 0.0 for tag in tags]))

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Return the negative log-likelihood of tags [batch, words] per word; masked words stand at the end."""
        moves = self.transitions + self.closed
        alpha = emissions[:, 0] + self.first + self.closed_first
        score = alpha.gather(1, tags[:, :1])[:, 0]
        picked = emissions.gather(2, tags[:, :, None])[:, :, 0]
        moved = moves[tags[:, :-1], tags[:, 1:]]
        score = score + ((picked[:, 1:] + moved) * mask[:, 1:]).sum(1)
        for t in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + moves[None], 1) + emissions[:, t]
            alpha = torch.where(mask[:, t, None] > 0, step, alpha)
        return (torch.logsumexp(alpha, 1) - score).sum() / mask.sum()


@dataclass
class Output:
    """What the encoder's pass gives: logits of each token head, words for the anchor reader, logits of the window."""

    tokens: dict[str, Tensor]
    words: Tensor
    window: Tensor


class Reader(nn.Module):
    """The whole model."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.sizes = {name: len(bio(labels)) for name, labels in TOKEN_HEADS.items()}
        self.tokens = nn.Linear(HIDDEN, sum(self.sizes.values()))
        self.crfs = nn.ModuleDict({name: Crf(labels) for name, labels in TOKEN_HEADS.items()})
        self.project = nn.Linear(HIDDEN, PROJECTED)
        self.anchors = AnchorReader(dropout)
        self.window = nn.Linear(2 * HIDDEN, len(INCIDENTS) + 2)  # incident types, any incident, relevance
        self.dropout = dropout

    def read_pieces(self, pieces: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return token logits and projected words of every piece, and the window's logits: what is shipped as one graph."""
        x = self.encoder(pieces, shapes)
        held = (pieces != 0).to(torch.float32)[:, :, None]
        mean = (x * held).sum(1) / held.sum(1)
        x = F.dropout(x, self.dropout, self.training)
        return self.tokens(x), self.project(x), self.window(torch.cat([x[:, 0], mean], 1))

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor) -> Output:
        """Read a batch of windows; ``firsts`` [batch, words] points at each word's first piece."""
        logits, words, window = self.read_pieces(pieces, shapes)
        index = firsts[:, :, None]
        logits = logits.gather(1, index.expand(-1, -1, logits.shape[2]))
        words = words.gather(1, index.expand(-1, -1, words.shape[2]))
        tokens = dict(zip(self.sizes, logits.split(list(self.sizes.values()), 2), strict=True))
        return Output(tokens=tokens, words=words, window=window)


def start_from_minilm(reader: Reader, weights: dict[str, Tensor]) -> None:
    """Copy the pretrained encoder's weights, named as in BERT; the case embedding starts at zero."""
    e = reader.encoder
    pick = lambda name: weights[name] if name in weights else weights["bert." + name]  # noqa: E731
    with torch.no_grad():
        e.words.weight.copy_(pick("embeddings.word_embeddings.weight"))
        e.positions.weight.copy_(pick("embeddings.position_embeddings.weight"))
        e.segment.copy_(pick("embeddings.token_type_embeddings.weight")[0])
        e.norm.weight.copy_(pick("embeddings.LayerNorm.weight"))
        e.norm.bias.copy_(pick("embeddings.LayerNorm.bias"))
        e.shapes.weight.zero_()
        for i, layer in enumerate(e.layers):
            base = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                qkv = [pick(f"{base}attention.self.{name}.{part}") for name in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(qkv))
                getattr(layer.out, part).copy_(pick(f"{base}attention.output.dense.{part}"))
                getattr(layer.norm, part).copy_(pick(f"{base}attention.output.LayerNorm.{part}"))
                getattr(layer.up, part).copy_(pick(f"{base}intermediate.dense.{part}"))
                getattr(layer.down, part).copy_(pick(f"{base}output.dense.{part}"))
                getattr(layer.norm2, part).copy_(pick(f"{base}output.LayerNorm.{part}"))


def widen(state: dict[str, Tensor], reader: Reader) -> dict[str, Tensor]:
    """Return the weights of an older, narrower reader fitted into a newer one: new labels stand behind the old ones."""
    wide = {key: value.clone() for key, value in reader.state_dict().items()}
    for key, value in state.items():
        if not key.endswith(("closed", "closed_first")):
            wide[key][tuple(slice(0, n) for n in value.shape)] = value
    return wide
