"""The words that a subscription may use: types, modes, countries, ranks of severity and certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import get_args

from babel.core import Locale, get_global

from streams.messages import Certainty, EventType, Severity

TYPES = frozenset(get_args(EventType))
SEVERITIES: tuple[Severity, ...] = ("unknown", "minor", "moderate", "severe", "extreme")
"""Least first; the place of a word is its rank."""
CERTAINTIES: tuple[Certainty, ...] = ("unknown", "unlikely", "possible", "likely", "observed")
"""Least first; the place of a word is its rank."""
SEVERITY_RANKS: Mapping[str, int] = {word: rank for rank, word in enumerate(SEVERITIES)}
CERTAINTY_RANKS: Mapping[str, int] = {word: rank for rank, word in enumerate(CERTAINTIES)}
MODES = frozenset(
    [
        "abduct",
        "access",
        "air",
        "alert",
        "allege",
        "arrest",
        "arson",
        "assassinate",
        "asylum",
        "ban",
        "base",
        "beat",
        "boycott",
        "ceasefire",
        "ceasefire-violation",
        "censor",
        "charge",
        "clash",
        "closure",
        "cold",
        "collapse",
        "confiscate",
        "coup",
        "crash",
        "curfew",
        "cyber",
        "demo",
        "deport",
        "diplomatic",
        "disapprove",
        "discontinue",
        "disperse",
        "drought",
        "drowning",
        "earthquake",
        "ease",
        "economic",
        "exercise",
        "expel",
        "explosion",
        "explosives",
        "fire",
        "firearms",
        "flood",
        "fraud",
        "grenade",
        "heat",
        "heavy-weapons",
        "homicide",
        "humanitarian",
        "hunger",
        "investigate",
        "landslide",
        "martial-law",
        "massacre",
        "mediation",
        "meet",
        "military",
        "obstruct",
        "outage",
        "outbreak",
        "peacekeeping",
        "phone",
        "poisoning",
        "raid",
        "release",
        "resign",
        "restrict",
        "riot",
        "robbery",
        "seize",
        "seize-state",
        "sentence",
        "sexual",
        "shooting",
        "spill",
        "stabbing",
        "stampede",
        "storm",
        "strike",
        "sue",
        "suicide-attack",
        "surrender",
        "test",
        "torture",
        "trafficking",
        "transport",
        "troops",
        "tsunami",
        "unconventional",
        "vaccination",
        "vehicle",
        "visit",
        "volcano",
        "war",
        "weapons",
        "wildfire",
        "withdraw",
    ]
)
"""The modes that the lexicon and the event reader of detect may give; a test holds them against both."""
_FORMER = frozenset({"BUR", "DDR", "FXX", "TMP", "XKK", "YMD", "ZAR"})
"""Codes of ISO 3166 that were replaced and that name the same territory as a present one."""


@cache
def countries() -> Mapping[str, str]:
    """Return the English name of each country by its ISO 3166-1 alpha-3 code; XKX is Kosovo, as in the gazetteer."""
    names = Locale("en").territories
    codes = {code: names[now[0]] for code, now in _codes().items() if len(now) == 1 and now[0] in names and code not in _FORMER}
    return codes | {"XKX": names["XK"]}


def country_of(word: str) -> str | None:
    """Return the alpha-3 code that is meant by an alpha-2 code, a name or a misspelled name of a country; None if none is near."""
    word = word.strip().upper()
    if word == "XK":
        return "XKX"
    for code, now in _codes().items():
        if now == [word] and code in countries():
            return code
    names = {name.upper(): code for code, name in countries().items()}
    near = names.get(word) or next((names[name] for name in get_close_matches(word, names, n=1, cutoff=0.75)), None)
    codes = get_close_matches(word, countries(), n=5, cutoff=0.6)
    return near or max(codes, key=lambda code: [a == b for a, b in zip(code, word, strict=False)], default=None)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that is most like `word`, in whatever case; None if none is."""
    folded = {each.casefold(): each for each in known}
    found = folded.get(word.casefold()) or next(iter(get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)), None)
    return folded.get(found, found) if found else None


def _codes() -> Mapping[str, list[str]]:
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return {code: list(now) for code, now in aliases.items() if len(code) == 3 and code.isalpha()}
