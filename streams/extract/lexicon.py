"""The word lists of extract, read once from `words/`: words that name an event, bend a clause, or belong to a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the entries of one file by section: `[heading]`, entries by commas or line ends; `#` opens a remark line.

    In `countries` and `aliases` each line is one entry.
    """
    found: dict[str, list[str]] = {"": []}
    current = found[""]
    for line in files("streams.extract").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if line.startswith("#") or not line:
            continue
        heading = re.fullmatch(r"\[(.+)\]", line)
        if heading:
            current = found.setdefault(heading[1], [])
        elif name in ("countries", "aliases"):
            current.append(line)
        else:
            current.extend(entry.strip() for entry in line.split(",") if entry.strip())
    return MappingProxyType({heading: tuple(entries) for heading, entries in found.items()})


def words(name: str, heading: str) -> frozenset[str]:
    """Return one section of a file as a set; raise KeyError if the file has no such section."""
    return frozenset(sections(name)[heading])


def singular(word: str) -> str:
    """Return a plural event noun's singular where a rule is safe (`blasts`, `casualties`, `clashes`), else the word itself."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


# Words that name an event; PATIENT_NOUNS are the nouns whose possessor is whom it befalls.
PATIENT_NOUNS = words("events", "patient nouns")
EVENT_NOUNS = words("events", "event nouns") | PATIENT_NOUNS
HAPPENING = words("events", "happening verbs")
STATES = words("events", "state words")
STANDINGS = words("events", "standing words")
LIGHT_VERBS = words("events", "light verbs")
LIGHT_PAIRS = frozenset((pair.rpartition(" ")[0], pair.rpartition(" ")[2]) for pair in words("events", "light pairs"))
FIRM_PHRASAL = words("events", "firm phrasal verbs")
PHRASAL = words("events", "phrasal verbs") | FIRM_PHRASAL

# Predicates that are known by their form alone, and what ends the phrases beside them.
SURE_VERBS = words("events", "sure verbs")
SURE_PASTS: Mapping[str, str] = MappingProxyType(dict(pair.split() for pair in sections("events")["sure pasts"]))
SURE_NOUNS = words("events", "sure nouns")
BEFORE_VERB = words("events", "between subject and verb")
ENDS = words("events", "ends of arguments")

# Words that take a clause out of the actual, or make it somebody's words.
MODAL_VERBS = words("clauses", "modal verbs")
MODAL_OBJECTS = words("clauses", "modal objects")
MODAL_ADJECTIVES = words("clauses", "modal adjectives")
MODAL_ADVERBS = words("clauses", "modal adverbs")
MODAL_NOUNS = words("clauses", "modal nouns")
SUBJECT_CONTROL = words("clauses", "subject control")
OBJECT_CONTROL = words("clauses", "object control")
RAISING = words("clauses", "raising verbs")
GIVING = words("clauses", "giving verbs")
INTRANSITIVE = words("clauses", "intransitive verbs")
HARMING = words("clauses", "harming verbs")
MOTION = words("clauses", "motion")
SOFT_REPORTING = words("clauses", "soft reporting verbs")
REPORTING = words("clauses", "reporting verbs") | SOFT_REPORTING
REPORTING_NOUNS = words("clauses", "reporting nouns")
REPORTING_MARKERS = words("clauses", "reporting markers")
CONDITIONS = words("clauses", "conditions")

# Words that stand in and around names.
TITLES = words("names", "titles")
HONORIFICS = words("names", "honorifics")
ORGANISATION_WORDS = words("names", "organisation words")
LOWER_ORGANISATION_WORDS = words("names", "lower organisation words")
FACILITIES = words("names", "facilities")
PLACE_WORDS = words("names", "place words")
KNOWN_ORGANISATIONS = words("names", "known organisations")
MENS_TITLES = words("names", "men's titles")
WOMENS_TITLES = words("names", "women's titles")
GENERATIONS = words("names", "generations")
THRONES = words("names", "thrones")
POST_NOMINALS = words("names", "post-nominals")
NAME_TAILS = words("names", "name tails")
PLACE_HEADS = words("names", "place heads")
SHORT_FIRST_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {first: tuple(short) for first, *short in (line.lower().split() for line in sections("names")["first names"])}
)
"""The short forms by which bearers of a first name are called, by that name, in small letters."""
NAME_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {other: first for first, *others in (line.split() for line in sections("names")["name spellings"]) for other in others}
)
"""The spelling that is compared, by each other spelling of a part of a name."""


def _aliases(*headings: str) -> Mapping[str, str]:
    """Return the name that we write by each other name, from some sections of the table of aliases."""
    lines = (line.partition("=") for heading in headings for line in sections("aliases")[heading])
    return MappingProxyType({other.strip(): name.strip() for name, _, others in lines for other in others.split(",")})


PLACE_ALIASES = _aliases("countries", "places")
ORGANISATION_ALIASES = _aliases("organisations", "armed groups")
STATE_ALIASES = _aliases("states")
ALIASES: Mapping[str, str] = MappingProxyType({**PLACE_ALIASES, **ORGANISATION_ALIASES})
"""All aliases but those of the states, whose abbreviations are everyday words unless the name is known to be a place."""
US_STATES = frozenset(STATE_ALIASES.values())

_COUNTRY_LINES = tuple(line.partition("=") for line in sections("countries")[""])
COUNTRIES = frozenset(country.strip() for country, _, _ in _COUNTRY_LINES)
NATIONALITIES: Mapping[str, str] = MappingProxyType(
    {word.strip(): country.strip() for country, _, peoples in _COUNTRY_LINES for word in peoples.split(",") if word.strip()}
)
"""The country by each word of nationality: `Afghan`, `Afghans` = Afghanistan."""
PEOPLES = words("names", "peoples") | frozenset(NATIONALITIES)


def event_noun(*forms: str) -> str | None:
    """Return the list's form of the first of these spellings that names an event; None if none does."""
    for form in forms:
        lower = form.lower()
        for candidate in (lower, singular(lower)):
            if candidate in EVENT_NOUNS:
                return candidate
    return None
