"""Make the table of small places:  python scripts/make_small_places.py GEO_FOLDER [OUT_FOLDER].

Reads ``wof/`` and ``gazetteer/admin1CodesASCII.txt.gz`` as ``make_places.py`` does, and that script's output. Output:
``small_places.zst``, in frames of their own: first a header (JSON: groups and the first key of each block), then blocks of
places sorted by key. A block holds its keys, one a line, then a column a byte wide each for the group (two), the row and the
column of the place in the group's bounding box.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import zstandard
from make_places import GENERIC, is_latin, read_rows

from tacitus.resolve.place_names import fold_place, loosen_key, split_place_name

COUNTRIES = (
    "AF,AM,AZ,BF,BI,BJ,CD,CF,CM,CO,DZ,EG,ER,ET,GE,HT,IL,IQ,IR,JO,KE,LB,LY,ML,MM,MR,MZ,NE,NG,NI,PH,PK,PS,RW,SA,SD,SO,SS,SY,TD,"
    "TG,TN,TR,UA,UG,VE,YE"
)
"""Countries whose villages are in the table: those with armed conflict on their soil since 2010 that the source has."""
ALTERNATES = "AF,BF,CD,CF,CM,ET,IL,IQ,LB,LY,ML,MM,MZ,NE,NG,PH,PS,SD,SO,SS,SY,TD,UA,YE"
"""Countries for which other spellings in Latin script are kept."""
MOST_ALTERNATES = 2
LEAST_TOWN = 5_000
"""Inhabitants from which a settlement is a town, as the seat of a division is."""
BLOCK = 3000
STEPS = 255
SETTLED = {"PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLC", "PPLF", "PPLG", "PPLL", "PPLS", "PPLX", "STLMT", "PPLR"}


class Small(NamedTuple):
    """A place under one key; the group is its country, first-order division and kind."""

    key: str
    group: tuple[str, str, str]
    latitude: float
    longitude: float


def read_places(path: Path, codes: dict[str, str], known: set[tuple[str, str]]) -> Iterator[Small]:
    """Yield settlements and second-order divisions of a country, once for each key that the main table does not find it by."""
    country = path.name[:2]
    rows = list(read_rows(path))
    regions = {c[19]: codes[c[0].split(",")[0]] for c in rows if c[20] == "region" and c[0].split(",")[0] in codes}
    valid = set(regions.values())
    for cells in rows:
        kind = {"locality": "V", "neighbourhood": "V", "localadmin": "V", "county": "D"}.get(cells[20], "")
        if not kind or (kind == "V" and cells[7] not in SETTLED):
            continue
        if country == "IR" and cells[7] != "PPLA2" and len(cells[3]) < 12:
            continue
        is_seat = cells[7].startswith("PPLA") or float(cells[14] or 0) >= LEAST_TOWN
        group_kind = "T" if kind == "V" and is_seat else kind
        code = cells[10] if cells[10] in valid else cells[10].zfill(2)
        admin1 = regions.get(cells[21]) or (code if code in valid else "")
        ids = (cells[0].split(",")[0], f"w{cells[19]}")
        for key in make_keys(cells, country, kind):
            if (ids[0], key) not in known and (ids[1], key) not in known:
                yield Small(key, (country, admin1, group_kind), float(cells[4]), float(cells[5]))


def make_keys(cells: list[str], country: str, kind: str) -> list[str]:
    """Return the keys of a place: of its name, and of a few others where they are kept."""
    own = [loosen_key(fold_name(name, kind)) for name in cells[1:3] if is_latin(name)]
    more: list[str] = []
    if country in ALTERNATES:
        names = [n for n in cells[3].split(",") if n.strip() and is_latin(n)]
        more = sorted({loosen_key(fold_name(n, kind)) for n in names} - set(own), key=lambda k: (len(k), k))[:MOST_ALTERNATES]
    found = dict.fromkeys((*own, *more))
    return [k for k in found if 3 <= len(k) <= 30 and re.fullmatch(r"[a-z0-9]+", k) and not k.isdigit() and k not in GENERIC]


def fold_name(name: str, kind: str) -> str:
    """Return the folded name, of a division without the word for what it is."""
    return fold_place(name) if kind == "V" else split_place_name(name).key


def drop_same(places: list[Small]) -> list[Small]:
    """Return the places by key, without those that the source has twice (divisions by their middles)."""
    kept: list[Small] = []
    for place in sorted(places):
        for other in reversed(kept[-6:]):
            is_named = (other.key, other.group[0], other.group[2]) == (place.key, place.group[0], place.group[2])
            least = 0.7 if place.group[2] == "D" else 0.06
            if is_named and abs(other.latitude - place.latitude) + abs(other.longitude - place.longitude) < least:
                break
        else:
            kept.append(place)
    return kept


def pack(places: list[Small]) -> bytes:
    """Return the file's content."""
    boxes: dict[tuple[str, str, str], list[float]] = {}
    for place in places:
        box = boxes.setdefault(place.group, [90.0, 180.0, -90.0, -180.0])
        box[:] = [
            min(box[0], place.latitude),
            min(box[1], place.longitude),
            max(box[2], place.latitude),
            max(box[3], place.longitude),
        ]
    groups = sorted(boxes)
    number = {group: n for n, group in enumerate(groups)}
    packer = zstandard.ZstdCompressor(level=22, write_content_size=True)
    frames: list[bytes] = []
    firsts: list[str] = []
    at = 0
    while at < len(places):
        end = min(at + BLOCK, len(places))
        while end < len(places) and places[end].key == places[end - 1].key:
            end += 1
        rows = places[at:end]
        firsts.append(rows[0].key)
        numbers = [number[row.group] for row in rows]
        columns = [
            bytes(n >> 8 for n in numbers),
            bytes(n & 255 for n in numbers),
            bytes(scale(row.latitude, boxes[row.group][0], boxes[row.group][2]) for row in rows),
            bytes(scale(row.longitude, boxes[row.group][1], boxes[row.group][3]) for row in rows),
        ]
        frames.append(packer.compress("\n".join(["", *(row.key for row in rows), ""]).encode() + b"\t" + b"".join(columns)))
        at = end
    table = {
        "groups": [[*group, *(round(edge, 3) for edge in boxes[group])] for group in groups],
        "blocks": [[first, len(frame)] for first, frame in zip(firsts, frames, strict=True)],
    }
    return b"".join((packer.compress(json.dumps(table, separators=(",", ":")).encode()), *frames))


def scale(value: float, low: float, high: float) -> int:
    """Return where the value lies between the bounds, in steps."""
    return round((value - low) / (high - low) * STEPS) if high > low else 0


def main() -> None:
    """Write the file and print its size."""
    folder = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[1] / "src/tacitus/resolve"
    codes = {cells[3]: cells[0].split(".")[1] for cells in read_rows(folder / "gazetteer/admin1CodesASCII.txt.gz")}
    index = (line.split("\t") for line in (out / "place_index.tsv").read_text("utf-8").splitlines())
    known = {(id_, key) for key, ids in index for id_ in ids.split(" ")}
    places: list[Small] = []
    sizes: dict[str, int] = defaultdict(int)
    for country in COUNTRIES.split(","):
        path = folder / f"wof/{country}.tsv.xz"
        if path.exists():
            found = drop_same(list(read_places(path, codes, known)))
            sizes[country] = len(found)
            places += found
    blob = pack(sorted(places))
    fresh = out / "small_places.zst.new"
    fresh.write_bytes(blob)
    fresh.replace(out / "small_places.zst")
    print(len(places), "places", len(blob), "bytes", dict(sizes))


if __name__ == "__main__":
    main()
