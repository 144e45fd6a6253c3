"""Make the points of countries and first-order divisions:  python scripts/make_points.py GEO_FOLDER.

Writes ``country_points.tsv``, ``country_people.tsv`` (countryinfo's demonyms) and ``division_points.tsv`` beside this script. A
country's point is the CIA World Factbook's (geographic coordinates; public domain, by way of the package countryinfo, MIT),
moved ``SHIFT`` of the way to the centroid of its largest polygon (Natural Earth, ``basemap/countries-50m.topo.json``) where that
holds ``MAINLAND`` of its land. A division's is the centroid of the part of its country that the boundaries of divisions cut out
round its label (Natural Earth, ``basemap/natural_earth_z0-6.pmtiles``), or the label itself where they cut out none of its own.
Natural Earth is in the public domain.

Needs the packages countryinfo, mapbox-vector-tile, pmtiles and shapely; their output is committed, so nobody else does. A label
stands for the division of its name that lies nearest to it, if that is within ``FARTHEST`` km of the middle of its towns.
"""

import gzip
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles

from tacitus.resolve.place_names import fold_place, split_place_name
from tacitus.resolve.sphere import distance_km

HERE = Path(__file__).parent
FARTHEST = 1500.0
EXTENT = 4096
MAINLAND = 5 / 6
SHIFT = 0.75
"""How far from the CIA's point towards the centroid; chosen on documents of LGL and GeoVirus that teach the weights too."""
CUT = 0.1
"""Half the width of a cut along a boundary, in degrees: the boundaries end a little off the coast, which is drawn coarser."""
LEAST_AREA = 0.3
"""Square degrees; what is smaller is a splinter, or so small that its label will do."""

Point = tuple[float, float]
"""Latitude and longitude."""


class Labels:
    """What the base map says of divisions: the points of their names, and the lines between them."""

    def __init__(self, folder: Path) -> None:
        self.points: dict[str, set[Point]] = defaultdict(set)
        self.lines: list[shapely.LineString] = []
        with (folder / "basemap/natural_earth_z0-6.pmtiles").open("rb") as file:
            last = Reader(MmapSource(file)).header()["max_zoom"]
            for (zoom, x, y), data in all_tiles(MmapSource(file)):
                if zoom == last:
                    self._read(mapbox_vector_tile.decode(gzip.decompress(data)), zoom, x, y)

    def _read(self, tile: dict[str, Any], zoom: int, x: int, y: int) -> None:
        def place(at: float, up: float) -> Point:
            n = 2**zoom
            latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 1 - up / EXTENT) / n))))
            return latitude, (x + at / EXTENT) / n * 360 - 180

        for feature in tile.get("state_label", {}).get("features", ()):
            at, up = feature["geometry"]["coordinates"]
            if 0 <= at < EXTENT and 0 <= up < EXTENT:
                self.points[split_place_name(feature["properties"]["name"]).key].add(place(at, up))
        for feature in tile.get("admin", {}).get("features", ()):
            shape = feature["geometry"]
            parts = [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
            for part in parts if feature["properties"]["admin_level"] == 1 else ():
                if len(part) > 1:
                    self.lines.append(shapely.LineString([place(*pair)[::-1] for pair in part]))


def main() -> None:
    """Write both files and print how many lines each has."""
    folder = Path(sys.argv[1])
    shapes = read_shapes(folder)
    write("country_points.tsv", "country\tlatitude\tlongitude", sorted(read_countries(shapes)))
    write("country_people.tsv", "country\tpeople", sorted(read_people()))
    write("division_points.tsv", "country\tdivision\tlatitude\tlongitude", sorted(read_divisions(folder, shapes)))


def write(name: str, head: str, lines: list[str]) -> None:
    """Write a file and say how long it is."""
    (HERE / name).write_text("".join(line + "\n" for line in (f"# {head}; made by make_points.py", *lines)), "utf-8")
    print(name, len(lines), "lines")


def read_shapes(folder: Path) -> dict[str, list[shapely.Polygon]]:
    """Return the polygons of each country by its number (ISO 3166-1), but those across the antimeridian."""
    topology = json.loads((folder / "basemap/countries-50m.topo.json").read_text("utf-8"))
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x, y = 0, 0
        arcs.append([(x := x + dx, y := y + dy) for dx, dy in arc])
    arcs = [[(x * scale_x + move_x, y * scale_y + move_y) for x, y in arc] for arc in arcs]

    def join(numbers: list[int]) -> list[Point]:
        ring: list[Point] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        return ring

    shapes: dict[str, list[shapely.Polygon]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        parts = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        polygons = [shapely.Polygon(join(part[0]), [join(hole) for hole in part[1:]]) for part in parts]
        is_whole = all(p.bounds[2] - p.bounds[0] < 180 and p.bounds[2] <= 180 for p in polygons)
        shapes.setdefault(country.get("id", ""), []).extend(polygons if is_whole else [])
    return shapes


def measure_area(polygon: shapely.Polygon) -> float:
    """Return the area in square degrees of the equator."""
    return float(polygon.area * math.cos(math.radians(polygon.centroid.y)))


def read_facts() -> Iterator[tuple[str, str, Point]]:
    """Yield country, its number, and the CIA World Factbook's point."""
    for file in sorted(Path(str(files("countryinfo").joinpath("data"))).glob("*.json")):
        facts = json.loads(file.read_text("utf-8"))
        if facts.get("latlng") and facts.get("ISO", {}).get("alpha2"):
            yield facts["ISO"]["alpha2"], str(facts["ISO"].get("numeric", "")), tuple(facts["latlng"])


def read_people() -> Iterator[str]:
    """Yield country and the word for its people, singular and plural; words of several countries are left out."""
    people: dict[str, set[str]] = defaultdict(set)
    for file in sorted(Path(str(files("countryinfo").joinpath("data"))).glob("*.json")):
        facts = json.loads(file.read_text("utf-8"))
        for word in (facts.get("demonym") or "").split(","):
            if word and facts.get("ISO", {}).get("alpha2"):
                people[word].add(facts["ISO"]["alpha2"])
    for word, countries in people.items():
        for form in (word, f"{word}s") if word[-1] in "nirka" else (word,):
            if len(countries) == 1:
                yield f"{min(countries)}\t{form}"


def read_countries(shapes: dict[str, list[shapely.Polygon]]) -> Iterator[str]:
    """Yield country, latitude, longitude."""
    for country, number, point in read_facts():
        latitude, longitude = point
        polygons = sorted(shapes.get(number, []), key=measure_area)
        if polygons and measure_area(polygons[-1]) >= MAINLAND * sum(map(measure_area, polygons)):
            middle = polygons[-1].centroid
            latitude, longitude = latitude + SHIFT * (middle.y - latitude), longitude + SHIFT * (middle.x - longitude)
        yield f"{country}\t{latitude:.2f}\t{longitude:.2f}"


def read_divisions(folder: Path, shapes: dict[str, list[shapely.Polygon]]) -> Iterator[str]:
    """Yield country, division, latitude, longitude."""
    labels = Labels(folder)
    tree = shapely.STRtree(labels.lines)
    numbers = {country: number for country, number, _ in read_facts()}
    parts = {country: cut(shapes.get(number, []), labels.lines, tree) for country, number in numbers.items()}
    found: dict[tuple[str, str], Point] = {}
    with gzip.open(folder / "gazetteer/admin.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[7] != "ADM1":
                continue
            here = float(cells[4]), float(cells[5])
            names = (cells[1], cells[2], *cells[3].split(","))
            keys = {key for name in names if name for key in (fold_place(name), split_place_name(name).key)}
            near = min(((distance_km(here, p), p) for key in keys for p in labels.points.get(key, ())), default=(math.inf, here))
            if near[0] <= FARTHEST:
                found[cells[8], cells[10]] = near[1]
    for (country, division), point in found.items():
        others = [p for (c, d), p in found.items() if c == country and d != division]
        latitude, longitude = find_middle(point, parts.get(country, []), others)
        yield f"{country}\t{division}\t{latitude:.2f}\t{longitude:.2f}"


def cut(polygons: list[shapely.Polygon], lines: list[shapely.LineString], tree: shapely.STRtree) -> list[shapely.Polygon]:
    """Return what the lines cut the polygons into."""
    parts: list[shapely.Polygon] = []
    for polygon in polygons:
        if polygon.area < LEAST_AREA:
            continue
        sound = shapely.make_valid(polygon)
        near = shapely.union_all([lines[i].buffer(CUT) for i in tree.query(sound)])
        left = shapely.difference(sound, near)
        parts += [p for p in getattr(left, "geoms", [left]) if p.geom_type == "Polygon" and p.area >= LEAST_AREA]
    return parts


def find_middle(label: Point, parts: list[shapely.Polygon], others: list[Point]) -> Point:
    """Return the centroid of the part that a label stands in, unless another label does too; else the label."""
    for part in parts:
        if part.contains(shapely.Point(label[::-1])):
            is_shared = any(part.contains(shapely.Point(other[::-1])) for other in others)
            return label if is_shared else (part.centroid.y, part.centroid.x)
    return label


if __name__ == "__main__":
    main()
