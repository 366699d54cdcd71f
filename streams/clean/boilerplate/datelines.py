"""This module reads the dateline that a first paragraph opens with (`KABUL, Aug 28 (Agency) -`): where and when the story was written."""

from __future__ import annotations

import re
from typing import NamedTuple

from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import DATELINE_CHARACTERS
from streams.clean.boilerplate.written import DATE, MONTH, NAME
from streams.clean.cuts import Mark

_DATE_ALONE = re.compile(DATE)
_DIGIT = re.compile(r"\d")
_AGENCY = r"(?:\((?:dpa|[A-Z])[^()\n]{0,50}\)|\[[A-Z][^\[\]\n]{1,40}\])"
_SOURCE = re.compile(rf"(?!.{MONTH} ?\d){_AGENCY}")
_DASH = r"(?:-{1,2}|[–—―_])"
_UPPER = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ.'’-]{2,}){0,4}"
_MIXED = rf"{NAME}(?:[ /]{NAME}){{0,3}}"
_REGION = rf"(?:, (?!{MONTH} ?\d)(?:{_MIXED}|[A-Z.]{{2,8}}))?"
_COUNTRY = r"(?: ?\[[A-Z][\w .]{1,30}\])?"
_DATELINES = (
    # KABUL, Aug 28 (Reuters) -   Kabul, Aug 28 (IANS):   New Delhi [India], August 28 (ANI):
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION}){_COUNTRY},? {DATE},? ?{_AGENCY}?\s*(?:{_DASH}|:|\.)\s+(?=\S)"),
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION}){_COUNTRY},? {DATE},? ?{_AGENCY}\s*(?:{_DASH}|:)?\s*"),
    # KABUL (AP) —   Kabul, Afghanistan (CNN) -
    re.compile(rf"(?P<place>(?:{_UPPER}|{_MIXED}){_REGION}){_COUNTRY},? {_AGENCY}\s*(?:{_DASH}|:)\s*"),
    re.compile(rf"(?P<place>{_UPPER}{_REGION}) {_AGENCY}\s+(?=[A-Z\"“])"),
    # KABUL, Afghanistan —   WASHINGTON -
    re.compile(rf"(?P<place>{_UPPER}{_REGION}){_COUNTRY}\s*(?:[–—―_]\s*|\s-{{1,2}}\s+|--\s*)(?=[A-Z\"“'‘\d])"),
    # NEW DELHI: The   LYON, France: The
    re.compile(rf"(?P<place>(?=[^:]{{4}}){_UPPER}{_REGION}):\s+(?=[A-Z\"“])"),
)
_BARE_AGENCY = re.compile(rf"\((?:Reuters|AP|AFP|CNN|ANI|PTI|IANS|UPI|Xinhua|Bloomberg)\)\s*{_DASH}+\s*")
_NO_PLACE_LIST = (
    "update updates breaking exclusive watch read factbox note urgent analysis explainer video live corrected correction refile "
    "kill withdrawn repeat advisory test flash alert wrapup opinion editorial photos photo source fact check question answer "
    "summary background highlights warning disclaimer timeline report interview feature review preview comment quotes "
    "who what when where why how contact advisories notice embargo embargoed attention editors bulletin newsalert wrap rpt diary snap"
)
_NO_PLACE = frozenset(_NO_PLACE_LIST.split())


class Dateline(NamedTuple):
    """A dateline: its place as written, the number of characters of the line that it takes, and its day."""

    place: str
    length: int
    date: str = ""
    """The day as written (`Aug 28`); empty where the dateline has none."""


def mark(read: Reading) -> None:
    """Cut the dateline of a first paragraph, and keep place and day as facts."""
    kept = read.kept()
    for index in kept[:2] if read.first is None else [index for index in kept if index <= read.first + 1][-3:]:
        line = read.lines[index]
        if read.located is None and (found := dateline(line.text)) is not None:
            read.located = found.place or None
            read.day = found.date
            read.marks.append(Mark(line.start, line.start + found.length, "dateline"))
            break


def dateline(text: str) -> Dateline | None:
    """Return the dateline that a paragraph opens with (`KABUL, Aug 28 (Agency) -`), or None; reads the first DATELINE_CHARACTERS.

    An advisory word where the place should be (`UPDATE (Agency) -`) is no place, and no text either.
    """
    opening = text[:DATELINE_CHARACTERS]
    if not _may_open(opening):
        return None
    for pattern in _DATELINES:
        found = pattern.match(opening)
        if found is None:
            continue
        day = _DATE_ALONE.search(opening, found.end("place"), found.end())
        date = day[0] if day is not None else ""
        if not {word.strip(".,") for word in found["place"].lower().split()} & _NO_PLACE:
            return Dateline(found["place"].strip(), found.end(), date)
        if _SOURCE.search(opening, found.end("place"), found.end()) is not None:
            return Dateline("", found.end(), date)
    if (found := _BARE_AGENCY.match(opening)) is not None:
        return Dateline("", found.end())
    return None


def _may_open(opening: str) -> bool:
    """Return True if the opening has what every dateline has, and most paragraphs have not: brackets, a date, or a place in capitals."""
    if "(" in opening or "[" in opening or (opening[:1].isupper() and (opening[1:2].isupper() or opening[1:2] in ".'’-")):
        return True
    return _DIGIT.search(opening) is not None and _DATE_ALONE.search(opening) is not None
