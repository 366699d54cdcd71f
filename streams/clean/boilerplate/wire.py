"""This module tells whose text a page says that it is: it reads the agency in its dateline, byline, credit line or sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterable

from streams.messages import Cut

# What an agency is called beside its usual short name.
_KNOWN = {
    "reuters": "Reuters", "thomson reuters": "Reuters", "ap": "AP", "associated press": "AP", "afp": "AFP",
    "agence france presse": "AFP", "ani": "ANI", "asian news international": "ANI", "pti": "PTI", "press trust of india": "PTI",
    "ians": "IANS", "indo asian news service": "IANS", "upi": "UPI", "united press international": "UPI", "xinhua": "Xinhua",
    "xinhua news agency": "Xinhua", "dpa": "dpa", "deutsche presse agentur": "dpa", "efe": "EFE", "ansa": "ANSA", "tass": "TASS",
    "interfax": "Interfax", "kyodo": "Kyodo", "kyodo news": "Kyodo", "jiji": "Jiji", "jiji press": "Jiji", "yonhap": "Yonhap",
    "yonhap news agency": "Yonhap", "bernama": "Bernama", "antara": "Antara", "aa": "Anadolu", "anadolu": "Anadolu",
    "anadolu agency": "Anadolu", "irna": "IRNA", "mena": "MENA", "spa": "SPA", "saudi press agency": "SPA", "wam": "WAM",
    "petra": "Petra", "sana": "SANA", "pa": "PA", "pa media": "PA", "press association": "PA", "aap": "AAP",
    "australian associated press": "AAP", "cp": "CP", "canadian press": "CP", "belga": "Belga", "app": "APP",
    "associated press of pakistan": "APP", "uni": "UNI", "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg", "cnn": "CNN",
}  # fmt: skip
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
