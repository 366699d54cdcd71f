"""Makes the outlines of countries that the board draws, from `countries-110m.json` of the npm package world-atlas 2.0.2 (ISC).

The arcs stay as they are. Countries get their ISO 3166-1 alpha-3 code as `id`, which is how alerts name them, and the outline of all land
is left out. It needs pycountry, which nothing else here does:

    python deploy/outlines.py countries-110m.json streams/board/page/vendor/outlines.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pycountry

WITHOUT_NUMBER = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
"""Countries of the atlas that ISO gives no number; each is drawn with the code by which the gazetteer has its places."""


def outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the topology with alpha-3 codes and without the outline of all land."""
    countries = topology["objects"]["countries"]
    for country in countries["geometries"]:
        number = country.pop("id", None)
        name = country["properties"]["name"]
        country["id"] = WITHOUT_NUMBER[name] if number is None else pycountry.countries.get(numeric=number).alpha_3
    return {**topology, "objects": {"countries": countries}}


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(
        json.dumps(outlines(json.loads(source.read_text("utf-8"))), separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8"
    )
