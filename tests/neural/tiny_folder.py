from pathlib import Path

TINY = Path(__file__).parent / "tiny"  # written by training/tiny.py: random weights under the real labels
