"""Print the table of the packs in packs/:  python scripts/list_packs.py."""

from pathlib import Path

from tacitus.resolve.gazetteer.pack import SUFFIX, Pack

PACKS = Path(__file__).parents[1] / "packs"


def main() -> None:
    """Print code, country, places and size of each pack, and the sum of all."""
    print(f"{'code':<6}{'country':<24}{'places':>10}{'size':>11}")
    n_all, size_all = 0, 0
    for path in sorted(PACKS.glob(f"*{SUFFIX}")):
        pack, size = Pack(path), path.stat().st_size
        country = pack.about.title.rpartition(": ")[2]
        print(f"{pack.about.code:<6}{country:<24}{pack.n_places:>10,}{size / 1e6:>8.2f} MB")
        n_all, size_all = n_all + pack.n_places, size_all + size
    print(f"{'all':<30}{n_all:>10,}{size_all / 1e6:>8.2f} MB")


if __name__ == "__main__":
    main()
