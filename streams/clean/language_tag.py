"""This module reads the language that a feeder declares as a BCP 47 tag."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.core import get_global

_TAG = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{2,8}){0,4})", re.I)


def language_tag(declared: str) -> str | None:
    """Return the tag of a language given as a tag (`en-GB`, `de_AT`), by three letters (`eng`), or its English or own name; else None."""
    text = declared.strip().split(",")[0].split(".")[0].replace("_", "-")
    found = _TAG.fullmatch(text)
    if found is None:
        return _named().get(text.casefold())
    primary = get_global("language_aliases").get(found[1].lower(), found[1].lower())
    return f"{primary}{found[2]}" if primary in _known() else None


@cache
def _known() -> frozenset[str]:
    return frozenset(Locale("en").languages)


@cache
def _named() -> dict[str, str]:
    """Return the English names of all languages, and their own names of those that have most news."""
    names = {name.casefold(): tag for tag, name in Locale("en").languages.items() if "_" not in tag}
    for tag in (
        "ar",
        "de",
        "el",
        "en",
        "es",
        "fa",
        "fr",
        "he",
        "hi",
        "id",
        "it",
        "ja",
        "ko",
        "nl",
        "pl",
        "pt",
        "ru",
        "sv",
        "tr",
        "uk",
        "zh",
    ):
        names[Locale(tag).languages[tag].casefold()] = tag
    return names
