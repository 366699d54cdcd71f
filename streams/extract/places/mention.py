"""Values for a place name in an article: as it stands there, taken apart, and resolved to a place."""

import re
from dataclasses import dataclass
from typing import Literal, Self

from streams.extract.lexicon import NATIONALITIES, PART_WORDS
from streams.extract.places.chains import after, before, inside, noun_after, without_facility
from streams.extract.places.gazetteer import Candidate, Gazetteer, key

Precision = Literal["city", "province", "country", "region", "unknown"]

PART_OF = re.compile(rf"\b(?:{'|'.join(sorted(PART_WORDS))})\s+(?:in|of)\s+(?:the\s+)?$", re.IGNORECASE)


_SHORT = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "E.U.", "UAE", "U.A.E."})
_NOUN_BEHIND = re.compile(
    r" (?!(?:in|on|at|and|or|to|for|from|by|of|with|as|after|before|when|where|is|was|has|had|said|will|who|that)\b)[a-z]"
)


_STRIKING = re.compile(
    r" (?:fighter |war |attack |military |naval |combat |armed |suicide )?(?:jets?|war ?planes?|drones?|air ?strikes?|aircraft|missiles?"
    r"|helicopters?|gunships?|artillery|bombers?|raids?|warships?|shelling|rockets?)\b",
    re.IGNORECASE,
)
_LED = re.compile(r"\b(?:near|around|outside|close to|in|at|north of|south of|east of|west of|outskirts of)\s+$")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in an article: offsets in code points of the text, spaCy's label, and the words around it.

    Pass peoples too (label NORP): they are evidence, and resolve to None.
    """

    text: str
    start: int
    end: int
    label: str
    after: str = ""
    before: str = ""

    @property
    def attributive(self) -> bool:
        """Return True if a country's short name only tells whose the next word is: "US special forces"."""
        return (self.text in _SHORT or self.text in NATIONALITIES) and _NOUN_BEHIND.match(self.after) is not None

    @property
    def striking(self) -> bool:
        """Return True if a people's name tells whose weapons strike: "Turkish jets" bomb abroad, so their own country is least likely."""
        return (self.label == "NORP" or self.text in NATIONALITIES or self.text in _SHORT) and _STRIKING.match(self.after) is not None

    @property
    def led(self) -> bool:
        """Return True if a preposition before a name says that it is a place."""
        return _LED.search(self.before) is not None

    @classmethod
    def of(cls, text: str, start: int, end: int, label: str) -> Self:
        """Return the mention ``text[start:end]``, with the 120 characters after it and the 60 before."""
        return cls(text[start:end], start, end, label, text[end : end + 120], text[max(0, start - 60) : start])


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A resolved place tells where a mention is: country in ISO 3166-1 alpha-3, degrees WGS 84, a radius in km that holds the place.

    ``precision`` is what the coordinates stand for: a village that is in no list has its province's. Country, coordinates and radius
    are None together if nothing is known (precision "unknown"); a region of several countries has coordinates and no country.
    """

    name: str
    kind: str
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: Precision
    radius_km: float | None
    capital: bool = False
    candidates: tuple[Candidate, ...] = ()
    """The places that the name may mean, where the article leaves it open."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention taken apart: the names it may go by, and the names of what it lies in."""

    mention: str
    said: str
    facility: bool
    part: bool  # it is called a district or a village, and so is part of a province
    within: tuple[str, ...]
    options: tuple[Candidate, ...]
    led: bool = False  # a preposition before it says that it is a place


def titled(line: str) -> str:
    """Return a dateline as a name: "KABUL, Afghanistan (AP)" as "Kabul, Afghanistan"; short capitals (U.S., UAE) stay."""
    line = re.sub(r"\s*[(\[].*$|\s*[-–—]+\s*$", "", line.strip())
    return re.sub(r"\b[^\W\d_]{4,}\b", lambda m: m[0].title() if m[0].isupper() else m[0], line)


def read(book: Gazetteer, mention: PlaceMention) -> Reading:
    """Return a mention with its candidates, its facility word taken off, and the names of what its sentence says it lies in."""
    said, within = mention.text, tuple[str, ...]()
    noun = noun_after(mention.after)
    options = book.candidates(f"{said} {noun}" if noun else said)
    facility = False
    if not options:
        facility, options = _facility(book, said)
    if not options:
        said, within = inside(book, mention.text)
        options = book.candidates(said)
        if not options:
            facility, options = _facility(book, said)
    if PART_OF.search(mention.before) and any(c.kind == "province" for c in options):
        # "a district in Baghlan": the province, not its town.
        options = tuple(c for c in options if c.kind != "city")
    within += after(book, mention.after) or before(book, mention.before)
    part = noun in PART_WORDS or any(word in PART_WORDS for word in key(said).split())
    return Reading(mention.text, said, facility, part, within, options, mention.led)


def _facility(book: Gazetteer, said: str) -> tuple[bool, tuple[Candidate, ...]]:
    bare = without_facility(said)
    options = () if bare is None else tuple(c for c in book.candidates(bare) if not c.bound)
    return bool(options), options
