"""Paste real output into the documentation, or check that what stands there is still true.

A block of the form

    <!-- paste: tacitus demo | head -40 -->
    ```text
    ...
    ```
    <!-- /paste -->

is filled with what the command prints. The commands of one file run in order, in one empty folder, so that a later one sees
what an earlier one made. ``python scripts/paste_output.py --check`` changes nothing and fails where a block is out of date.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- paste: (?P<command>.+?) -->\n).*?(<!-- /paste -->)", re.DOTALL)


def run_command(command: str, folder: str) -> str:
    """Return what the shell command prints on standard output and standard error; its exit code does not matter."""
    bin_folder = str(Path(sys.executable).parent)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("TACITUS_")},
        "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "COLUMNS": "110",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "ROOT": str(ROOT),
        "TACITUS_GAZETTEER": "my-packs",  # in the empty folder: the packs of whoever runs this are left out
    }
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    lines = [line.rstrip() for line in done.stdout.decode("utf-8").splitlines()]
    return "\n".join(lines).strip("\n")


def fill_blocks(text: str) -> str:
    """Return the document with every block filled anew."""
    with tempfile.TemporaryDirectory() as folder:

        def fill(match: re.Match[str]) -> str:
            return f"{match.group(1)}```text\n{run_command(match['command'], folder)}\n```\n{match.group(3)}"

        return BLOCK.sub(fill, text)


def main(arguments: list[str]) -> int:
    """Fill or check the blocks of README.md and docs/; return the exit code."""
    check = "--check" in arguments
    stale = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        old = path.read_text("utf-8")
        if not BLOCK.search(old):
            continue
        new = fill_blocks(old)
        if new != old:
            stale.append(path.name)
            if not check:
                path.write_text(new, "utf-8")
    for name in stale:
        print(f"{name}: {'out of date; run: make readme' if check else 'written'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
