"""The shipped graphs say what the training framework said: ``check.npz`` holds its logits for a few windows."""

import numpy as np
from numpy.typing import NDArray

from tacitus.neural import Model
from tacitus.neural.folder import MANIFEST
from tacitus.neural.sessions import Sessions

MEAN_ERROR, MAX_ERROR = 0.25, 1.5  # of logits that span -12 to 12
SAME_TAGS = 0.98
MAX_BYTES = 30_000_000


def run_graphs(model: Model, held: dict[str, NDArray[np.float32]], i: int) -> dict[str, NDArray[np.float32]]:
    sessions: Sessions = model._sessions
    feed = {name: held[f"{i}.{name}"][None].astype(np.int64) for name in ("pieces", "shapes")}
    tokens, words, window = sessions.encoder.run(["tokens", "words", "window"], feed)
    places = np.arange(words.shape[1])[None]
    reach = model.manifest.max_distance
    seen, own = np.split(held[f"{i}.words"][None].astype(np.float32), 2, axis=2)
    looks = {
        "words": seen,
        "anchor": own[:, 3:4],
        "mask": np.ones_like(places, dtype=np.int32),
        "kinds": (places == 3).astype(np.int64),
        "distance": np.clip(places - 3, -reach, reach) + reach,
        "types": np.zeros_like(places),
    }
    arguments, pairs, stances = sessions.anchors.run(["arguments", "pairs", "stances"], looks)
    out = {"tokens": tokens, "words": words, "window": window, "arguments": arguments, "pairs": pairs, "stances": stances}
    return {name: value[0] for name, value in out.items()}


def test_logits_equal_the_training_frameworks_within_the_tolerance(shipped: Model) -> None:
    with np.load(shipped.manifest.folder / "check.npz") as file:
        held = dict(file)
    n_same = n_tags = 0
    for i in range(len({name.split(".")[0] for name in held})):
        for name, got in run_graphs(shipped, held, i).items():
            wanted = held[f"{i}.{name}"].astype(np.float32)
            assert np.abs(got - wanted).mean() < MEAN_ERROR, name
            assert np.abs(got - wanted).max() < MAX_ERROR, name
            if name == "tokens":
                for columns in shipped._columns.values():
                    n_same += int((got[:, columns].argmax(1) == wanted[:, columns].argmax(1)).sum())
                    n_tags += len(got)
    assert n_same >= SAME_TAGS * n_tags


def test_the_folder_is_small_and_says_its_licence(shipped: Model) -> None:
    folder = shipped.manifest.folder
    assert {path.name for path in folder.iterdir()} >= {*shipped.manifest.files, MANIFEST}
    assert sum(path.stat().st_size for path in folder.iterdir()) <= MAX_BYTES
    assert shipped.manifest.licence == "Apache-2.0"
