"""Offline names of places: every place a name may mean, and the country a demonym means.

The table is built at release time by ``deploy/gazetteer/build.py`` (GeoNames, CC BY 4.0) and travels in the package.
Loaded once, kept as packed rows: a ``Candidate`` is made only for a name that is looked up.
"""

import gzip
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Self

import orjson

from streams.extract.lexicon import CITY_WORDS, DIRECTIONS, DISTRICT_WORDS, LANDFORMS, PROVINCE_WORDS

Kind = Literal["city", "district", "province", "country", "region"]

KINDS: dict[str, Kind] = {"c": "city", "d": "district", "p": "province", "k": "country", "r": "region"}
# Letters that Unicode does not decompose, and the quotes that stand for a glottal stop.
LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "a", "ǝ": "a", "ħ": "h", "ŋ": "n", "þ": "th", "æ": "ae", "œ": "oe",
    "ß": "ss", "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "`": "", "´": "", "′": "", "&": " and ",
})  # fmt: skip
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
INITIALS = re.compile(r"\b(?:\w\.\s?)+\w\b\.?")
GOVERNED_WORDS = (PROVINCE_WORDS | CITY_WORDS | DISTRICT_WORDS) - {"region", "division", "capital", "port", "area", "locality", "enclave"}
LANDS: frozenset[Kind] = frozenset({"province", "country", "region"})
OF = re.compile(
    r"^(?:the )?(?:(?P<city>(?:port |capital |border |market |coastal )?(?:city|town|village|capital))"
    r"|(?P<province>province|state|region|governorate|republic)"
    r"|(?P<district>district|county|municipality)|island|kingdom|emirate) of (?:the )?(?P<rest>\S.*)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean.

    ``country`` is ISO 3166-1 alpha-3, None for a region of several countries (``countries``); degrees WGS 84, ``radius_km`` a circle
    that holds most of it. ``alternate``: found by another than its main name. ``common``: the name is also an English word, trust it
    only with support. ``bound``: an abbreviation or a bare direction, good only next to its country or before a comma's end.
    """

    name: str
    kind: Kind
    admin1: str | None
    country: str | None
    countries: tuple[str, ...]
    lat: float
    lon: float
    radius_km: float
    population: int
    capital: bool = False
    alternate: bool = False
    common: bool = False
    bound: bool = False
    preferred: bool = False

    @property
    def weight(self) -> float:
        """The likelihood that a reader takes the bare name for this place: a log10 of people, with a bonus for countries and capitals."""
        people = math.log10(self.population + 1)
        base = {"country": people + 2.5, "region": 9.0, "province": people - 0.5, "district": 3.0, "city": people + self.capital}[self.kind]
        # The English name of a large city is often not its main one (Genève), that of a small one is mostly an old spelling.
        second = self.alternate * (0.4 if self.kind == "city" and self.population >= 100_000 else 1.0)
        return base - second + 2.0 * self.preferred


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Return the form under which a name is filed: no case, accents, quotes, dots or hyphens; "St" for "Saint"."""
    text = INITIALS.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", name.strip())
    text = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    text = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return " ".join("st" if word in ("saint", "sankt") else word for word in text.split())


def forms(name: str) -> Iterator[tuple[str, frozenset[Kind]]]:
    """Yield the keys of a name as written, each with the kinds of place that it speaks of (empty for any), the fullest form first."""
    bare = POSSESSIVE.sub("", name.strip(' ,.;:()[]"“”'))
    whole = key(bare)
    if whole.startswith("the "):
        whole = whole[4:]
    seen: set[tuple[str, frozenset[Kind]]] = set()
    todo: list[tuple[str, frozenset[Kind]]] = [(whole, frozenset())]
    while todo:
        form, kinds = todo.pop(0)
        if not form or (form, kinds) in seen:
            continue
        seen.add((form, kinds))
        yield form, kinds
        words = form.split()
        if found := OF.match(form):
            todo.append((found["rest"], _spoken(found) or kinds))
        if len(words) > 1:
            last, rest = words[-1], " ".join(words[:-1])
            if last in PROVINCE_WORDS:
                todo.append((rest, frozenset({"province"})))
            elif last in DISTRICT_WORDS:
                todo.append((rest, frozenset({"district", "city"})))
            elif last in CITY_WORDS:
                todo.append((rest, frozenset({"city"})))
            elif last in LANDFORMS and rest not in DIRECTIONS:
                todo.append((rest, LANDS))
            if words[0] == "county":  # "County Mayo"
                todo.append((" ".join(words[1:]), frozenset({"district", "province"})))
            if words[0] in DIRECTIONS:  # "north-eastern" has become two words, and is taken off in two steps
                todo.append((" ".join(words[1:]), kinds))


def _spoken(found: re.Match[str]) -> frozenset[Kind]:
    if found["city"]:
        return frozenset({"city"})
    if found["province"]:
        return frozenset({"province", "country"})
    return frozenset({"district", "city"}) if found["district"] else frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The table in memory: rows of places, and the sorted names that lead to them."""

    rows: tuple[str, ...]
    names: tuple[str, ...]
    demonyms: dict[str, str]
    codes: dict[str, int]

    @classmethod
    def load(cls) -> Self:
        """Load the table that travels in the package; this takes about 0.2 s of CPU, so call ``gazetteer()`` instead."""
        data = orjson.loads(gzip.decompress(files("streams.extract").joinpath("data/gazetteer.json.gz").read_bytes()))
        rows = tuple(data["rows"])
        codes = {row.split("\t", 3)[2]: n for n, row in enumerate(rows[: data["countries"]])}
        return cls(rows=rows, names=tuple(data["names"]), demonyms=data["demonyms"], codes=codes)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return every place that ``name`` may mean, likeliest first; () if none.

        It takes "the X", "X's", "X province", "city of X" (then only of that kind, if there is one) and "northern X".
        """
        return _candidates(self, name)

    def governed(self, name: str) -> bool:
        """Return True if the likeliest place of this name has a government: a country, province, district or city, no region.

        A name that is not in the table has one where its last word says so: "Orvik village".
        """
        places = self.candidates(name)
        return places[0].kind != "region" if places else key(name).rpartition(" ")[2] in GOVERNED_WORDS

    def country(self, code: str) -> Candidate | None:
        """Return the country with this alpha-3 code, or None."""
        row = self.codes.get(code)
        return None if row is None else self._place(row)

    def country_of_demonym(self, word: str) -> str | None:
        """Return the alpha-3 code for a people or adjective ("Afghan", "Afghans", "Congolese", "U.S."), or None. "Congolese" is COD."""
        form = key(POSSESSIVE.sub("", word))
        form = form.removeprefix("the ")
        return self.demonyms.get(form) or self.demonyms.get(form.removesuffix("s")) or self.demonyms.get(form.removesuffix("es"))

    def filed(self, form: str, *, capitals: bool, acronym: bool) -> tuple[Candidate, ...]:
        """Return the places under a key, likeliest first; ``capitals``: the name was written with one, ``acronym``: in capitals alone."""
        at = bisect_left(self.names, form + "\t")
        if at == len(self.names) or not self.names[at].startswith(form + "\t"):
            return ()
        _, ids, *marks = self.names[at].split("\t")
        common = bool(marks)
        if common and not capitals:
            return ()
        found = []
        for entry in ids.split(" "):
            number = entry.rstrip("~^&*")
            marks_of = entry[len(number) :]
            if "^" in marks_of and not acronym:
                continue
            found.append(
                self._place(int(number, 36), alternate="~" in marks_of, common=common, bound="&" in marks_of, preferred="*" in marks_of)
            )
        return tuple(sorted(found, key=lambda c: (c.bound, -c.weight)))

    def _place(self, row: int, *, alternate: bool = False, common: bool = False, bound: bool = False, preferred: bool = False) -> Candidate:
        letter, name, parent, lat, lon, *rest = (self.rows[row] + "\t\t\t").split("\t")
        kind = KINDS[letter]
        admin1: str | None = None
        country: str | None = None
        countries: tuple[str, ...] = ()
        radius, population, capital = float(rest[0] or 0), int(rest[1] or 0), "C" in rest[2:]
        if kind == "country":
            country = parent
        elif kind == "region":
            codes = tuple(parent.split())
            country, countries = (codes[0], codes) if len(codes) == 1 else (None, codes)
        else:
            above = self.rows[int(parent, 36)].split("\t")
            if above[0] == "p":
                admin1, country = above[1], self.rows[int(above[2], 36)].split("\t")[2]
            else:
                country = above[2]
            if kind == "province":
                admin1 = name
            if kind == "district":
                lat, lon, radius = above[3], above[4], float(above[5])
        if kind == "city":
            # A town of 3 km, a city of ten million of about 30 km.
            radius = min(40.0, max(3.0, math.sqrt(population) / 100))
        return Candidate(
            name=name, kind=kind, admin1=admin1, country=country, countries=countries or ((country,) if country else ()),
            lat=float(lat), lon=float(lon), radius_km=round(radius, 1), population=population, capital=capital,
            alternate=alternate, common=common, bound=bound, preferred=preferred,
        )  # fmt: skip


# An article asks for the same few names again and again.
@lru_cache(maxsize=2048)
def _candidates(book: Gazetteer, name: str) -> tuple[Candidate, ...]:
    said = re.sub(r"^[Tt]he ", "", POSSESSIVE.sub("", name.strip()))
    upper = any(c.isupper() for c in said)
    acronyms = {key(word) for word in said.split() if word.isupper()} | ({key(said)} if said.isupper() else set())
    loose: tuple[Candidate, ...] = ()
    for form, kinds in forms(name):
        hits = book.filed(form, capitals=upper, acronym=form in acronyms)
        # "Eastern Province": a bare direction is a name only with its word.
        fitting = tuple(c for c in hits if c.kind in kinds) if kinds else hits
        if fitting:
            return fitting
        # "Arab peninsula" is not Arab, Alabama; "Marja province", if only a town is known, is the town should nothing fit.
        loose = loose or (() if kinds == LANDS else hits)
    return loose


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the package's gazetteer, loaded on first use and kept."""
    return Gazetteer.load()
