"""How well the model reads: its figures on the public benchmarks of ``extract``."""
