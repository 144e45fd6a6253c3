"""How well the model reads: its figures on the public benchmarks of ``extract``."""

from tacitus.bench.extract.reader import FillTemplates, Progress, Reader, ReadsTexts
from tacitus.bench.extract.run import SETS, Chosen, run_extract

__all__ = ["SETS", "Chosen", "FillTemplates", "Progress", "Reader", "ReadsTexts", "run_extract"]
