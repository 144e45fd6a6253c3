"""ONNX graphs, node by node: what the run-time reads is written here, not traced.

Weights of linear layers are int8, one scale an output column; their inputs are quantised row by row, each by its own largest
value. Products of integers are exact and rows do not know of each other, so a result never depends on what else stands in the
batch.
"""

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET, IR, CONTRIB = 17, 8, "com.microsoft"
Array = NDArray[np.float32]


class Graph:
    """A graph under construction; every method adds nodes and returns the name of their result."""

    def __init__(self, name: str, mode: str = "rows") -> None:
        self.name, self.mode = name, mode
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []
        self.rows: dict[str, tuple[str, str]] = {}

    def take(self, name: str, shape: Sequence[str | int], kind: int = TensorProto.INT64) -> str:
        """Declare an input."""
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def give(self, value: str, name: str, shape: Sequence[str | int]) -> None:
        """Declare an output."""
        self.add("Identity", [value], out=name)
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def add(self, op: str, inputs: Sequence[str], *, out: str = "", domain: str = "", **attributes: object) -> str:
        """Add a node."""
        result = out or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [result], name=f"n{len(self.nodes)}", domain=domain, **attributes))
        return result

    def hold(self, value: NDArray[np.generic], name: str = "") -> str:
        """Add a constant; the same value given twice without a name is kept once."""
        if not name:
            name = f"c_{value.dtype}_{value.ndim}_{value.tobytes().hex()}" if value.size <= 2 else f"c{len(self.constants)}"
        else:
            name = "w." + name
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def embed(self, table: Array, ids: str, name: str, *, small: bool = False) -> str:
        """Look rows up; ``small`` keeps the table in int8, one scale a row."""
        if not small:
            return self.add("Gather", [self.hold(table, name), ids])
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127
        rows = self.add("Gather", [self.hold(np.rint(table / scale).astype(np.int8), name), ids])
        scales = self.add("Gather", [self.hold(scale.astype(np.float32), name + ".scale"), ids])
        return self.add("Mul", [self.add("Cast", [rows], to=TensorProto.FLOAT), scales])

    def quantise_rows(self, x: str) -> tuple[str, str]:
        """Return uint8 values around 128 and the scale of each row."""
        if x not in self.rows:
            most = self.add("ReduceMax", [self.add("Abs", [x])], axes=[-1], keepdims=1)
            most = self.add("Max", [most, self.hold(np.float32(1e-12))])
            scaled = self.add("Mul", [x, self.add("Div", [self.hold(np.float32(127)), most])])
            one, middle = self.hold(np.float32(1)), self.hold(np.uint8(128))
            scale = self.add("Mul", [most, self.hold(np.float32(1 / 127))])
            self.rows[x] = (self.add("QuantizeLinear", [scaled, one, middle]), scale)
        return self.rows[x]

    def multiply(self, x: str, weight: Array, name: str) -> str:
        """Return x @ weight; ``weight`` is [in, out]."""
        if self.mode == "float":
            return self.add("MatMul", [x, self.hold(weight, name)])
        if self.mode.startswith("blocks"):
            return self._multiply_blocks(x, weight, name, int(self.mode.removeprefix("blocks")))
        most = 127 if self.mode == "rows" else 64
        scale = np.maximum(np.abs(weight).max(0), 1e-9) / most
        values, row_scale = self.quantise_rows(x)
        product = self.add(
            "MatMulIntegerToFloat",
            [values, self.hold(np.rint(weight / scale).astype(np.int8), name), self.hold(np.float32(1)),
             self.hold(scale.astype(np.float32), name + ".scale"), self.hold(np.uint8(128))],
            domain=CONTRIB,
        )  # fmt: skip
        return self.add("Mul", [product, row_scale])

    def _multiply_blocks(self, x: str, weight: Array, name: str, block: int) -> str:
        k, n = weight.shape
        blocks = weight.T.reshape(n, k // block, block)
        scale = np.maximum(np.abs(blocks).max(2, keepdims=True), 1e-9) / 127
        values = (np.rint(blocks / scale) + 128).astype(np.uint8)
        return self.add(
            "MatMulNBits", [x, self.hold(values, name), self.hold(scale.reshape(-1).astype(np.float32), name + ".scale")],
            domain=CONTRIB, K=k, N=n, bits=8, block_size=block, accuracy_level=4,
        )  # fmt: skip

    def linear(self, x: str, weight: Array, bias: Array, name: str) -> str:
        """Return x @ weight + bias."""
        return self.add("Add", [self.multiply(x, weight, name), self.hold(bias, name + ".bias")])

    def halve(self, x: str, width: int) -> tuple[str, str]:
        """Return the two halves of the last of three axes."""
        low, middle, high, axis = (self.hold(np.array([n])) for n in (0, width // 2, width, 2))
        return self.add("Slice", [x, low, middle, axis]), self.add("Slice", [x, middle, high, axis])

    def norm(self, x: str, weights: tuple[Array, Array], name: str) -> str:
        """Return the layer norm of x; a sum and this are three times as fast on the CPU as the one fused node."""
        scale, shift = self.hold(weights[0], name + ".scale"), self.hold(weights[1], name + ".shift")
        return self.add("LayerNormalization", [x, scale, shift], axis=-1, epsilon=1e-12)

    def sum(self, *parts: str) -> str:
        """Return the sum of two or more."""
        total = parts[0]
        for part in parts[1:]:
            total = self.add("Add", [total, part])
        return total

    def build(self) -> onnx.ModelProto:
        """Return the finished graph, the same bytes for the same weights."""
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, list(self.constants.values()))
        sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=sets, ir_version=IR, producer_name="tacitus")


def add_layers(g: Graph, x: str, mask: str, weights: dict[str, Array], heads: int) -> str:
    """Add post-norm transformer layers; ``mask`` [batch, length] int32 is 1 for what may be looked at."""
    for i in range(len({name.split(".")[0] for name in weights})):
        x = _add_layer(g, x, mask, pick(weights, f"{i}."), (f"layer{i}", heads))
    return x


def _add_layer(g: Graph, x: str, mask: str, get: dict[str, Array], made: tuple[str, int]) -> str:
    name, heads = made
    hidden = get["qkv.weight"].shape[1]
    weight = get["qkv.weight"].T
    parts = [g.multiply(x, weight[:, i * hidden : (i + 1) * hidden], f"{name}.{p}") for i, p in enumerate("qkv")]
    bias = g.hold(get["qkv.bias"], name + ".qkv.bias")
    y = g.add("MultiHeadAttention", [*parts, bias, mask], domain=CONTRIB, num_heads=heads, mask_filter_value=-10000.0)
    y = g.multiply(y, get["out.weight"].T, name + ".out")
    y = g.sum(y, g.hold(get["out.bias"], name + ".out.bias"), x)
    x = g.norm(y, (get["norm.weight"], get["norm.bias"]), name + ".norm")
    y = g.multiply(x, get["up.weight"].T, name + ".up")
    y = g.add("BiasGelu", [y, g.hold(get["up.bias"], name + ".up.bias")], domain=CONTRIB)
    y = g.multiply(y, get["down.weight"].T, name + ".down")
    y = g.sum(y, g.hold(get["down.bias"], name + ".down.bias"), x)
    return g.norm(y, (get["norm2.weight"], get["norm2.bias"]), name + ".norm2")


def pick(weights: dict[str, Array], prefix: str) -> dict[str, Array]:
    """Return the weights under a prefix, without it."""
    return {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}


def build_encoder(weights: dict[str, Array], *, heads: int, max_pieces: int, mode: str = "rows") -> onnx.ModelProto:
    """Return the graph from pieces and shapes to token logits, projected words and window logits."""
    g = Graph("encoder", mode)
    pieces, shapes = g.take("pieces", ["batch", "length"]), g.take("shapes", ["batch", "length"])
    e = pick(weights, "encoder.")
    held = g.add("Cast", [g.add("Not", [g.add("Equal", [pieces, g.hold(np.int64(0))])])], to=TensorProto.INT32)
    length = g.add("Slice", [g.add("Shape", [pieces]), g.hold(np.array([1])), g.hold(np.array([2]))])
    places = g.hold((e["positions.weight"][:max_pieces] + e["segment"]).astype(np.float32), "positions")
    places = g.add("Slice", [places, g.hold(np.array([0])), length])
    words = g.embed(e["words.weight"], pieces, "words", small=mode != "float")
    x = g.norm(g.sum(words, g.embed(e["shapes.weight"], shapes, "shapes"), places), (e["norm.weight"], e["norm.bias"]), "norm")
    x = add_layers(g, x, held, pick(e, "layers."), heads)
    g.give(g.linear(x, weights["tokens.weight"].T, weights["tokens.bias"], "tokens"), "tokens", ["batch", "length", "tags"])
    words = g.linear(x, weights["project.weight"].T, weights["project.bias"], "project")
    g.give(words, "words", ["batch", "length", "projected"])
    _add_window(g, x, held, weights)
    return g.build()


def _add_window(g: Graph, x: str, held: str, weights: dict[str, Array]) -> None:
    shown = g.add("Cast", [held], to=TensorProto.FLOAT)
    share = g.add("Div", [shown, g.add("ReduceSum", [shown, g.hold(np.array([1]))], keepdims=1)])
    mean = g.add("MatMul", [g.add("Unsqueeze", [share, g.hold(np.array([1]))]), x])
    first = g.add("Slice", [x, g.hold(np.array([0])), g.hold(np.array([1])), g.hold(np.array([1]))])
    both = g.add("Squeeze", [g.add("Concat", [first, mean], axis=2), g.hold(np.array([1]))])
    g.give(g.linear(both, weights["window.weight"].T, weights["window.bias"], "window"), "window", ["batch", "kinds"])


def build_anchors(weights: dict[str, Array], *, heads: int, mode: str = "rows") -> onnx.ModelProto:
    """Return the graph from words around an anchor to argument and pair logits."""
    g = Graph("anchors", mode)
    a = pick(weights, "anchors.")
    half = 2 * a["norm.weight"].shape[0]
    words = g.take("words", ["anchors", "length", half], TensorProto.FLOAT)
    anchor = g.take("anchor", ["anchors", 1, half], TensorProto.FLOAT)
    mask = g.take("mask", ["anchors", "length"], TensorProto.INT32)
    sums = [g.embed(a[f"{n}.weight"], g.take(n, ["anchors", "length"]), n) for n in ("kinds", "distance", "types")]
    (word, gate), (own, own_gate) = g.halve(words, half), g.halve(anchor, half)
    x = g.norm(g.sum(word, own, g.add("Mul", [gate, own_gate]), *sums), (a["norm.weight"], a["norm.bias"]), "norm")
    x = add_layers(g, x, mask, pick(a, "layers."), heads)
    for name in ("arguments", "pairs", "stances"):
        g.give(g.linear(x, a[f"{name}.weight"].T, a[f"{name}.bias"], name), name, ["anchors", "length", "labels"])
    return g.build()
