"""Which mentions are one thing: surname after full name, acronym after definition, short after long, known aliases.

Two people are never joined on a surname alone where the article has two of that surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from streams.extract import lexicon
from streams.extract.mentions import NAMES, Mention
from streams.messages import Entity

# Labels between which one thing may change: `Kabul airport` FAC, LOC; the rest are told apart by label.
_KIN = {
    "PERSON": "person",
    "ORG": "organisation",
    "LOC": "place",
    "GPE": "place",
    "FAC": "place",
    "NORP": "people",
    "MISC": "other",
    "PRODUCT": "other",
}
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "al", "de"})
_GENERIC = lexicon.ORGANISATION_WORDS | {
    "national",
    "international",
    "united",
    "supreme",
    "general",
    "federal",
    "republic",
    "islamic",
    "south",
    "north",
    "east",
    "west",
    "new",
    "great",
    "central",
    "state",
}
_DEFINITION = re.compile(r"\s*\(\s*[\"“]?([A-Z][\w.&-]{1,9})[\"”]?\s*\)")


def named(text: str, mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """Mentions as entities, each with the fullest name of its thing and the id that all mentions of it share."""
    ordered = sorted(mentions)
    spellings: dict[tuple[str, str], int] = {}
    for mention in ordered:
        if mention.label in NAMES:
            spellings.setdefault((_KIN[mention.label], _plain(mention.text(text))), mention.start)
    fullest = _persons([name for kin, name in spellings if kin == "person"])
    fullest |= _others([(kin, name) for kin, name in spellings if kin != "person"], _definitions(text, ordered))
    return tuple(_entity(text, mention, fullest) for mention in ordered)


def _entity(text: str, mention: Mention, fullest: dict[tuple[str, str], str]) -> Entity:
    words = mention.text(text)
    if mention.label not in NAMES:
        return Entity(start=mention.start, end=mention.end, text=words, label=mention.label, name=" ".join(words.split()))
    kin = _KIN[mention.label]
    plain = _plain(words)
    name = fullest.get((kin, plain), plain)
    return Entity(start=mention.start, end=mention.end, text=words, label=mention.label, name=name, id=f"{kin}/{_slug(name)}")


def _plain(words: str) -> str:
    """One blank between words."""
    return " ".join(words.split())


def _slug(name: str) -> str:
    """Lower-case letters and figures joined by hyphens; other scripts keep their letters."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return "-".join(re.findall(r"\w+", bare.lower())) or "x"


# ---------------------------------------------------------------------------------------------------- persons


def _key(name: str) -> tuple[str, ...]:
    """What tells people apart: words in small letters without honorifics, initials without points."""
    parts = tuple(part.strip(".,'’\"“”").lower() for part in name.split())
    bare = tuple(part for part in parts if part and part not in lexicon.HONORIFICS and part not in lexicon.TITLES)
    return bare or parts


def _persons(names: list[str]) -> dict[tuple[str, str], str]:
    """Each spelling's fullest name."""
    keys = {name: _key(name) for name in names}
    parent = {name: name for name in names}
    for name in names:
        longer = [other for other in names if other != name and _abbreviates(keys[name], keys[other])]
        longest = [
            other for other in longer if not any(keys[other] != keys[third] and _abbreviates(keys[other], keys[third]) for third in longer)
        ]
        if len({keys[other] for other in longest}) == 1:
            parent[name] = longest[0]
        elif not longer:  # the same words with another honorific or case: the longest spelling names both
            same = [other for other in names if keys[other] == keys[name]]
            parent[name] = max(same, key=lambda other: (len(other.split()), not other.isupper(), -names.index(other)))
    return {("person", name): _root(name, parent) for name in names}


def _root(name: str, parent: dict[str, str]) -> str:
    seen = {name}
    while parent[name] not in seen:
        name = parent[name]
        seen.add(name)
    return name


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of one name are some of the other's in their order, surname or first name among them."""
    if len(short) >= len(long):
        return False
    if len(short) == 1:
        return short[0] == long[-1] or (short[0] == long[0] and len(short[0]) > 1)
    place = 0
    for part in short:
        while place < len(long) and not (long[place] == part or (len(part) == 1 and long[place].startswith(part))):
            place += 1
        if place == len(long):
            return False
        place += 1
    return short[-1] == long[-1] or short[0] == long[0]


# ----------------------------------------------------------------------------------- organisations and places


def _definitions(text: str, mentions: list[Mention]) -> dict[str, str]:
    """Acronyms that stand in brackets behind what they stand for."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.label in NAMES:
            match = _DEFINITION.match(text, mention.end)
            long = _plain(mention.text(text))
            if match and match[1] != long and len(long) > len(match[1]) and " " in long:
                found.setdefault(match[1], long)
    return found


def _others(spelled: list[tuple[str, str]], definitions: dict[str, str]) -> dict[tuple[str, str], str]:
    """Each spelling's fullest name: by alias, by definition, by initials, by being the beginning of one longer name."""
    fullest: dict[tuple[str, str], str] = {}
    for kin, name in spelled:
        peers = [other for other_kin, other in spelled if other != name and (other_kin == kin or "other" in (kin, other_kin))]
        full = definitions.get(name) or _alias(name)
        if full is None and _is_acronym(name):
            full = next((other for other in peers if _initials(other) == name.replace(".", "").upper()), None)
        if full is None and kin in ("organisation", "place"):
            same_kin = [other for other_kin, other in spelled if other_kin == kin]
            full = _longer(name, same_kin)
        fullest[kin, name] = full or name
    for key, name in fullest.items():  # a name's own fuller form: AUC -> African Union Commission -> its alias
        alias = _alias(name)
        fullest[key] = alias or fullest.get((key[0], name), name)
    return fullest


def _alias(name: str) -> str | None:
    return lexicon.ALIASES.get(name)


def _is_acronym(name: str) -> bool:
    bare = name.replace(".", "")
    return 2 <= len(bare) <= 8 and bare.isupper() and bare.isalpha()


def _initials(name: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s-]+", name) if part and part.lower() not in _SMALL_WORDS).upper()


def _longer(name: str, others: list[str]) -> str | None:
    """The only other name that begins with this one; generic words alone abbreviate nothing."""
    words = name.split()
    if all(word.lower() in _GENERIC for word in words) or name in lexicon.COUNTRIES:
        return None
    longer = {other for other in others if other != name and (_begins(other, name) or _suffixed(other, name))}
    return longer.pop() if len(longer) == 1 else None


def _begins(other: str, name: str) -> bool:
    """`Amnesty` of `Amnesty International`; a place's airport is no fuller name of the place."""
    if not other.startswith(name + " "):
        return False
    last = other.split()[-1].lower()
    return last in (
        "group",
        "network",
        "movement",
        "party",
        "international",
        "militia",
        "province",
        "district",
        "corporation",
        "inc",
        "ltd",
        "company",
        "organisation",
        "organization",
        "front",
        "state",
        "city",
        "county",
        "region",
    )


def _suffixed(other: str, name: str) -> bool:
    """`Health Ministry` of `Kenyan Health Ministry`: two words or more."""
    return " " in name and other.endswith(" " + name)
