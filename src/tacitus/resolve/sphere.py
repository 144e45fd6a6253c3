"""Distances on the Earth, taken for a sphere."""

import math

KM_PER_RADIAN = 6371.0

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def distance_km(a: Point, b: Point) -> float:
    """Return the distance of two points in km (haversine)."""
    la, lo, lb, lp = map(math.radians, (*a, *b))
    half = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 2 * KM_PER_RADIAN * math.asin(min(1.0, math.sqrt(half)))
