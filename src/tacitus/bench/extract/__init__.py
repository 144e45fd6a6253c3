"""How well the model reads: its figures on the public benchmarks of ``extract``."""

from tacitus.bench.extract.reader import FillRoles, FillTemplates, Progress, Reader, ReadsTexts, load_reader
from tacitus.bench.extract.run import SETS, list_splits, run_extract

__all__ = ["SETS", "FillRoles", "FillTemplates", "Progress", "Reader", "ReadsTexts", "list_splits", "load_reader", "run_extract"]
