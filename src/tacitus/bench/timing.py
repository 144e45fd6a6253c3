"""What ``bench speed`` measures, each in a process of its own, so that memory and what is loaded are that run's alone.

    python -m tacitus.bench.timing KIND N_REPORTS N_WORDS

prints one JSON object: measures and their values, and under ``absent`` why there is none.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tacitus.bench.generate import generate_reports
from tacitus.config import Settings
from tacitus.crew import count_workers
from tacitus.errors import TacitusError
from tacitus.text import split_sentences

N_VOCABULARY = 30_522
"""Entries of BERT-base's vocabulary."""
N_LABELS = 21
"""Ten types of mentions, begun and gone on with, and none."""
BATCH = 16

Timed = dict[str, float | str]


def time_add(n: int, n_words: int) -> Timed:
    """Time the whole way of made-up reports into a new SQLite record, with all cores.

    ``peak_memory_mb`` is this process's peak and, for each worker, that of the largest worker: an upper bound, for workers share
    pages.
    """
    from tacitus.pipeline import add_sources
    from tacitus.record import open_record

    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(generate_reports(n, n_words=n_words)):
            (Path(folder) / f"{i:06}.txt").write_text(text, "utf-8")
        with open_record(str(Path(folder) / "speed.db")) as record:
            before = time.perf_counter()
            n_claims = sum(added.n_claims for added in add_sources([folder], record, settings))
            seconds = time.perf_counter() - before
    return {
        "reports_per_second": n / seconds,
        "seconds": seconds,
        "peak_memory_mb": _peak_memory(count_workers(settings)),
        "claims": n_claims,
    }


def time_encoder(n: int, n_words: int) -> Timed:
    """Time the bare encoder of the model, on as many cores as ``add`` uses, over the windows of the same reports."""
    texts = list(generate_reports(n, n_words=n_words))
    try:
        from tacitus.neural import Model

        model = Model.load(threads=count_workers(Settings()))
        run: Callable[[Sequence[str]], int] = model.encode_only
    except (ImportError, AttributeError, TacitusError) as error:
        return {"absent": f"the package holds no model that runs here ({error})"}
    run(texts[:2])
    before = time.perf_counter()
    n_windows = run(texts)
    seconds = time.perf_counter() - before
    return {"encoder_reports_per_second": n / seconds, "encoder_windows_per_second": n_windows / seconds}


def time_bert(n: int, n_words: int) -> Timed:
    """Time a token-classification pipeline on BERT-base with random weights over the sentences of the same reports.

    It runs on all cores. The sentences are sorted by length, which favours the peer. Its vocabulary is made of the reports' own
    words, so that no word falls to pieces, which favours it too. How long it takes does not depend on what weights have learnt.
    """
    missing = [name for name in ("torch", "transformers", "tokenizers") if find_spec(name) is None]
    if missing:
        return {"absent": f"{', '.join(missing)} not installed"}
    texts = list(generate_reports(n, n_words=n_words))
    sentences = sorted((text[a:b] for text in texts for a, b in split_sentences(text)), key=len)
    tag = _make_bert_pipeline(sentences)
    tag(sentences[:BATCH], batch_size=BATCH)
    before = time.perf_counter()
    tag(sentences, batch_size=BATCH)
    seconds = time.perf_counter() - before
    versions = "|".join(f"{name}:{version(name)}" for name in ("torch", "transformers"))
    return {"bert_base_reports_per_second": n / seconds, "versions": versions}


def _make_bert_pipeline(sentences: Sequence[str]) -> Any:
    torch, transformers = import_module("torch"), import_module("transformers")
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(count_workers(Settings()))
    torch.manual_seed(1)
    words = import_module("tokenizers").BertWordPieceTokenizer(lowercase=True)
    words.train_from_iterator(sentences, vocab_size=N_VOCABULARY, min_frequency=1, show_progress=False)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=words._tokenizer,  # noqa: SLF001 -- the only way from one library to the other without a file
        unk_token="[UNK]",  # noqa: S106 -- no secret
        pad_token="[PAD]",  # noqa: S106 -- no secret
        cls_token="[CLS]",  # noqa: S106 -- no secret
        sep_token="[SEP]",  # noqa: S106 -- no secret
        model_max_length=512,
    )
    config = transformers.BertConfig(vocab_size=N_VOCABULARY, num_labels=N_LABELS)
    model = transformers.BertForTokenClassification(config).eval()
    return transformers.pipeline(
        "token-classification", model=model, tokenizer=tokenizer, aggregation_strategy="simple", device="cpu"
    )


def _peak_memory(n_workers: int) -> float:
    import resource  # Unix only

    own, of_child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + n_workers * of_child) / (1024 if sys.platform == "linux" else 1024 * 1024)


KINDS: dict[str, Callable[[int, int], Timed]] = {"add": time_add, "encoder": time_encoder, "bert": time_bert}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(KINDS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))))
