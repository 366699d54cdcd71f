"""This module tells where a feed is from, as far as the feed says: that decides what `03/04/2026` and `IST` mean."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from streams.clean.language_tag import language_tag

_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "VI", "AS", "MP", "PW", "FM", "MH"})
_UNDECIDED = frozenset({"CA", "KE", "GH"})
"""Countries where both orders are written (Unicode CLDR and practice differ)."""
_ONLY_IN = {"he": "IL", "iw": "IL", "ko": "KR", "ja": "JP", "hi": "IN", "ta": "IN", "te": "IN", "ga": "IE"}
_SOLD = frozenset({"ai", "co", "tv", "io", "me", "fm", "ly", "to", "cc", "ws", "eu", "su", "gg", "la", "am"})
"""Top domains with two letters that anybody buys: they say nothing of a country."""


class Place(NamedTuple):
    """A language (two or three letters, lower case) and a country (ISO 3166, upper case), "" where not told."""

    language: str = ""
    country: str = ""

    @property
    def month_first(self) -> bool | None:
        """True if numbers are written month before day, False if day before month; None where it cannot be known."""
        if self.country in _UNDECIDED:
            return None
        if self.country:
            return self.country in _MONTH_FIRST
        return None if self.language in ("", "en") else False


NOWHERE = Place()


def place_of(language: object, link: object = None) -> Place:
    """Return the place that a language tag (`en-GB`, `de_AT`) and an address tell: the tag's country, else the address' top domain."""
    tag = (language_tag(language) or "").split("-") if isinstance(language, str) else [""]
    spoken = tag[0].strip().lower()
    country = next((part.upper() for part in tag[1:] if len(part) == 2 and part.isalpha()), "")
    return Place(spoken, country or _domain(link) or _ONLY_IN.get(spoken, ""))


def _domain(link: object) -> str:
    if not isinstance(link, str):
        return ""
    try:
        host = urlsplit(link.strip()).hostname or ""
    except ValueError:
        return ""
    top = host.rpartition(".")[2].lower()
    if len(top) != 2 or not top.isalpha() or top in _SOLD:
        return ""
    return "GB" if top == "uk" else top.upper()
