"""Who wrote it, where, and for whom: bylines, datelines, sign-offs and editors' notes."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[A-ZÀ-Þ][\w'’.À-ÿ-]*"
_PARTICLE = r"(?:al|bin|bint|de|del|der|di|da|dos|el|ibn|la|le|ul|van|von|ur)"
_PERSON = rf"{_NAME}(?:[ -](?:{_NAME}|{_PARTICLE})){{0,5}}"
_PEOPLE = rf"{_PERSON}(?:(?:,| and| &|,? and|/| with) {_PERSON}){{0,5}}"
_BY = re.compile(
    rf"(?:(?:(?:Written|Reported|Story|Posted|Published|Edited|Compiled|Words|Analysis|Report"
    rf"|Authored|Updated) )?[Bb][Yy]|AUTHOR|Author|Authors|Writer)\s*[:|]?\s+"
    rf"(?P<who>{_PEOPLE})(?P<rest>\s*(?:[,|•·/–—(\[-]|in {_NAME}|for (?:the )?{_NAME}|@).{{0,80}})?$"
)
_DESK = re.compile(
    rf"(?P<who>(?:{_NAME} ){{0,4}}(?:Bureau|Desk|Newsroom|News Room|Correspondents?|Reporters?"
    rf"|Web Team|News Service|Staff(?: Writer| Reporter)?|Editorial Team|News Agency|Agencies))"
    r"(?:\s*[,|•·/–—-]\s*.{0,60})?$"
)
_DAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_DAY}(?:{_MONTH} ?\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? ?{_MONTH})(?:,? ?\d{{4}})?)"
_DATE_ALONE = re.compile(_DATE)
_DIGIT = re.compile(r"\d")
_AGENCY = r"(?:\((?:dpa|[A-Z])[^()\n]{0,50}\)|\[[A-Z][^\[\]\n]{1,40}\])"
_DASH = r"(?:-{1,2}|[–—―])"
_UPPER = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ.'’-]{2,}){0,4}"
_MIXED = rf"{_NAME}(?:[ /]{_NAME}){{0,3}}"
_REGION = rf"(?:, (?!{_MONTH} ?\d)(?:{_MIXED}|[A-Z.]{{2,8}}))?"
_COUNTRY = r"(?: ?\[[A-Z][\w .]{1,30}\])?"
_DATELINES = (
    # KABUL, Aug 28 (Reuters) -   Kabul, Aug 28 (IANS):   New Delhi [India], August 28 (ANI):
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION}){_COUNTRY},? {_DATE},? ?{_AGENCY}?\s*(?:{_DASH}|:|\.)\s+(?=\S)"),
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION}){_COUNTRY},? {_DATE},? ?{_AGENCY}\s*(?:{_DASH}|:)?\s*"),
    # KABUL (AP) —   Kabul, Afghanistan (CNN) -
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION}){_COUNTRY},? {_AGENCY}\s*(?:{_DASH}|:)\s*"),
    re.compile(rf"(?P<place>{_UPPER}{_REGION}) {_AGENCY}\s+(?=[A-Z\"“])"),
    # KABUL, Afghanistan —   WASHINGTON -
    re.compile(rf"(?P<place>{_UPPER}{_REGION}){_COUNTRY}\s*(?:[–—―]\s*|\s-{{1,2}}\s+|--\s*)(?=[A-Z\"“'‘\d])"),
    # NEW DELHI: The
    re.compile(r"(?P<place>[A-Z]{4,}|[A-Z]{3,}(?: [A-Z]{3,}){1,2}):\s+(?=[A-Z\"“])"),
)
_BARE_AGENCY = re.compile(rf"\((?:Reuters|AP|AFP|CNN|ANI|PTI|IANS|UPI|Xinhua|Bloomberg)\)\s*{_DASH}+\s*")
_NO_PLACE_LIST = (
    "update updates breaking exclusive watch read factbox note urgent analysis explainer video live corrected correction refile "
    "kill withdrawn repeat advisory test flash alert wrapup opinion editorial photos photo source fact check question answer "
    "summary background highlights warning disclaimer timeline report interview feature review preview comment quotes "
    "who what when where why how contact note"
)
_NO_PLACE = frozenset(_NO_PLACE_LIST.split())
_SIGN_OFF = re.compile(
    r"(?:^|(?<=[.!?”\"'’)\]])\s+|\s+(?=\())[(\[]?\s*(?:(?:Additional "
    r"|Further )?[Rr]eporting (?:and (?:writing|editing) )?by|Writing (?:and \w+ )?by"
    r"|Editing (?:and \w+ )?by|Edited by|Compiled by"
    r"|With (?:inputs?|reporting|contributions|files|agency inputs?|additional reporting) (?:from"
    r"|by)|Inputs from|Written by|Translated by"
    r"|(?:The )?Associated Press (?:\w+ ){0,3}[A-Z].{0,200}\b(?:contributed|reported from))"
    r"\b[^()\[\]]{2,400}[)\]]?\s*(?:(?<=[)\]])|$)\.?\s*$"
)
_SIGNING = ("eporting", "riting", "diting", "Edited", "Compiled", "With ", "Inputs from", "Written", "Translated", "Associated Press")
"""One of these is in every sign-off by name."""
_TAIL_AGENCY = re.compile(
    r"(?:\s*(?:-{1,2}|[–—])\s?(?:AFP|Reuters|AP|ANI|IANS|PTI|UNI|Bernama|Xinhua|dpa|TASS"
    r"|[A-Z]{3,6}/[A-Z]{2,6})|\s\((?:AFP|Reuters|AP|ANI|IANS|PTI|UNI|Agencies|Xinhua)\))\.?$"
)
_ALONE = re.compile(
    r"\s*[(\[]?\s*(?:Additional|Further|[Rr]eporting|Writing|Editing|Edited|Compiled|With|Inputs|Written|Translated|The A\w+|Associated)\b"
    r"|\s*[-–—(]"
)
_BIO = re.compile(
    rf"(?:About the author: ?)?{_NAME}(?: {_NAME}){{0,4}}(?: \([^()]{{1,60}}\))?,? (?:is|was|has been) "
    r"(?:an? |the |our |one of )?(?:[\w&'’/.-]+,? ){0,8}"
    r"(?:reporter|correspondent|editor|writer|columnist|journalist|contributor|blogger|producer|freelancer)s?\b"
    r".{0,80}\b(?:for|at|of|with|on|based|covering|covers|who)\b"
)
_NOTE = re.compile(
    r"[(\[]\s*(?:Adds|Updates|Updated|Updating|Corrects|Correcting|Recasts|Refiles|Refiling|Fixes"
    r"|Clarifies|Rewrites|Removes|Deletes|Repeats|Repeating|Releads|Recrops|Amends|Changes"
    r"|This (?:[A-Z][a-z]+\.? \d+ )?(?:story|article|item|version|report) (?:has been|was|is"
    r"|corrects|updates|adds))\b.{0,600}[)\]]\.?$"
    r"|(?:(?:Editor'?s|Editors'?|Editor’s) [Nn]ote|EDITOR'?S NOTE|Eds|EDS|Note to editors?"
    r"|Correction|CORRECTION|Clarification|CLARIFICATION)\s*[:—–-].{2,600}$"
    r"|This (?:story|article|report) (?:has been|was) (?:updated|corrected|amended)\b.{0,400}$"
)


class Dateline(NamedTuple):
    """Place as written, how many characters of the line are the dateline, and its day."""

    place: str
    length: int
    date: str = ""
    """Its day as written (`Aug 28`), empty where it has none."""


def byline(text: str) -> str | None:
    """The writer or desk that a byline names, without `By`; None if the line is none. Lines over 160 characters never are."""
    if len(text) > 160:
        return None
    for pattern in (_BY, _DESK):
        if (found := pattern.match(text)) is not None and not text.endswith("?"):
            return found["who"].strip()
    return None


def dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph opens with (`KABUL, Aug 28 (Agency) -`), or None; reads the first 160 characters."""
    opening = text[:160]
    if not _may_open(opening):
        return None
    for pattern in _DATELINES:
        found = pattern.match(opening)
        if found is not None and not {word.strip(".,") for word in found["place"].lower().split()} & _NO_PLACE:
            day = _DATE_ALONE.search(opening, found.end("place"), found.end())
            return Dateline(found["place"].strip(), found.end(), day[0] if day is not None else "")
    if (found := _BARE_AGENCY.match(opening)) is not None:
        return Dateline("", found.end())
    return None


def _may_open(opening: str) -> bool:
    """Whether it has what every dateline has: brackets, a date, or a place in capitals; most paragraphs have none of them."""
    if "(" in opening or "[" in opening or (opening[:1].isupper() and (opening[1:2].isupper() or opening[1:2] in ".'’-")):
        return True
    return _DIGIT.search(opening) is not None and _DATE_ALONE.search(opening) is not None


def sign_off(text: str) -> int | None:
    """Where in a paragraph the agency's sign-off (`(Reporting by ...; editing by ...)`) starts, or None; reads its last 500 characters."""
    offset = max(0, len(text) - 500)
    end = text[offset:]
    told = any(word in end for word in _SIGNING)
    found = (_SIGN_OFF.search(text, offset) if told else None) or _TAIL_AGENCY.search(text, max(0, len(text) - 40))
    return found.start() if found is not None else None


def signed_alone(text: str) -> bool:
    """Whether the line is a sign-off and nothing else."""
    return _ALONE.match(text) is not None and sign_off(text) == 0


def about_author(text: str) -> bool:
    """Whether a paragraph says who wrote the story: `Ann Moor is a political correspondent for the Courier.`"""
    return len(text) <= 700 and _BIO.match(text) is not None


def editors_note(text: str) -> str | None:
    """The note (`Adds ...`, `Corrects ...`) without its brackets, or None if the line is none."""
    if len(text) > 700 or _NOTE.match(text) is None:
        return None
    return text.strip("()[] ")
