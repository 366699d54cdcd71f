"""The distance between two points of the Earth."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt


def great_circle_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points in kilometres; latitudes and longitudes are in degrees, on a sphere."""
    p, q = radians(lat), radians(other_lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other_lon - lon) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))
