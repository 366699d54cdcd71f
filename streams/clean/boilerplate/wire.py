"""This module tells whose text a page says that it is: it reads the agency in its dateline, byline, credit line or sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterable

from streams.messages import Cut
from streams.wordlist import entries, read

_KNOWN = {name: agency for agency, names in read("clean", "agencies")["agencies"].items() for name in entries(names)}
"""The usual short name of an agency by each name that credits give it, in lower case."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,40})[)\]]")
_ROUND = re.compile(r"\(([^()\[\]\n]{2,40})\)")
_DASHED = re.compile(r"[-–—]\s?([A-Za-z]{2,12})\.?\s*$")
_PARTS = re.compile(r"\s*(?:[,|•·/–—-]|\bfor\b|\bof\b|\bwith\b|\band\b|\bStaff\b)\s*")
_BEFORE = re.compile(r"(?i)^(?:by|source|credit|from|the)\b:?\s+")


def wire_of(cuts: Iterable[Cut], by: str | None, publisher: str | None) -> str | None:
    """Return the agency by its usual short name, None where none is named.

    A dateline's round brackets are believed whatever stands in them, for nothing but a credit stands there (in square ones there may be
    a country); elsewhere only what is known as an agency is one. A publisher that is an agency is its own credit.
    """
    for cut in cuts:
        match cut.rule:
            case "dateline":
                found, said = _signed(cut.text), _ROUND.findall(cut.text)
                if found is None and said:
                    found = str(said[-1]).strip()
            case "byline":
                found = _within(cut.text)
            case "sign-off":
                found = _signed(cut.text)
            case _:
                found = None
        if found is not None:
            return found
    return _within(by or "") or _short(publisher or "")


def _signed(text: str) -> str | None:
    names = (_short(part) for part in (*_BRACKETS.findall(text), *_DASHED.findall(text)))
    return next((name for name in names if name is not None), None)


def _within(text: str) -> str | None:
    names = (_short(part) for part in _PARTS.split(text[:160]))
    return next((name for name in names if name is not None), None)


def _short(name: str) -> str | None:
    """Return the usual name of a known agency, else None; short forms only in capitals, for `app` and `spa` are words."""
    plain = _BEFORE.sub("", name.strip().strip("()[].:"))
    plain = _BEFORE.sub("", plain).strip()
    key = " ".join(re.sub(r"[^\w]+", " ", plain).lower().split())
    if len(key) <= 4 and not plain.isupper() and key != "dpa":
        return None
    return _KNOWN.get(key)
