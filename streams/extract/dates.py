"""Dates by their words: `Friday`, `earlier this month`, `August 18`, `April 4, 1996`, `two days ago`, `the 1990s`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streams.extract.mentions import Mention

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
# May, March, and the short forms are words of other kinds too: alone they need a preposition before them.
_SURE_MONTH = r"(?:January|February|April|June|July|August|September|October|November|December)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
_PART = r"(?:morning|afternoon|evening|night|noon|midnight|dawn)"
_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"several|few|a few|couple of|a couple of|many)"
)
_WHICH = (
    r"(?:[Tt]his|[Ll]ast|[Nn]ext|[Tt]he past|[Tt]he last|[Tt]he next|[Tt]he coming|[Tt]he following|[Tt]he previous|"
    r"[Tt]he same|[Tt]hat)"
)
_COUNTED = r"people|men|women|children|soldiers|troops|cases|deaths|dead|km|tonnes|tons|votes|homes|houses|were|was"
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnights?|months?|years?|decades?|centur(?:y|ies))"
_PERIOD = (
    rf"(?:day|week|weekend|fortnight|month|quarter|year|decade|century|spring|summer|autumn|fall|winter|season|{_PART}|{_WEEKDAY}|{_MONTH})"
)
_EDGE = r"(?:(?:[Ee]arlier|[Ll]ater?|[Ee]arly|[Mm]id-?|[Tt]he end of|[Tt]he beginning of|[Tt]he start of)\s+(?:on\s+|in\s+)?)"
_INTRODUCED = "|".join(rf"(?<=\b{word} )" for word in ("[Ii]n", "[Ss]ince", "[Bb]y", "[Uu]ntil", "[Ee]arly", "[Ll]ate"))

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2021-08-28, 28/08/2021
        rf"\b{_YEAR}-\d\d-\d\d\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)\b",
        # Friday, 18 August 2021; August 18, 2021; August 18-20; 18 August; the 18th of August
        rf"\b(?:{_WEEKDAY},?\s+(?:the\s+)?)?{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?\b",
        rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?:\s?[-–]\s?{_DAY})?(?:,?\s+{_YEAR})?\b",
        rf"\b(?:{_EDGE})?{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        # earlier this month, late last week, the past three years, next Friday, this morning
        rf"\b{_EDGE}?{_WHICH}\s+(?:{_NUMBER}\s+)?(?:{_PERIOD}|{_UNIT})(?:\s+{_PART})?(?!\w)",
        r"\b(?:[Rr]ecent|[Pp]ast|[Cc]oming)\s+(?:days|weeks|months|years|decades)\b",
        # two days ago, three weeks later, a year earlier
        rf"\b(?:(?:[Aa]bout|[Aa]round|[Nn]early|[Aa]lmost|[Mm]ore than|[Oo]ver)\s+)?{_NUMBER}\s+{_UNIT}\s+(?:ago|later|earlier|before)\b",
        r"\b(?:[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Hh]ours)\s+(?:ago|later|earlier)\b",
        # early on Friday, Friday night, Fridays
        rf"\b{_EDGE}?{_WEEKDAY}(?:s\b|\s+{_PART}\b)?",
        r"\b(?:[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|[Oo]vernight)(?:\s+(?:morning|afternoon|evening|night))?\b",
        # the 1990s, 2019, August
        r"\b(?:1[5-9]|20)\d0s\b|\b(?:the )?['’]?\d0s\b",
        rf"(?<![\d.,$€£#-])\b{_YEAR}\b(?!\s+(?:{_COUNTED}))(?![.,]?\d|[%])",
        rf"\b{_EDGE}?{_SURE_MONTH}\b",
        rf"(?=Ma)(?:{_INTRODUCED})(?:March|May)\b",
    )
)
# Before a bare year it must be time that is told, not a count or a name.
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|of|to|and|before|after|during|early|late|mid|the|around|year|between|circa|through|for)|[(,\-–])\s*$",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"[\s.,]+$")


def dates(text: str) -> Iterator[Mention]:
    """Dates in order of strength (fuller patterns first); they may overlap."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = match.group()
            if re.fullmatch(_YEAR, words) and not _BEFORE_YEAR.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            if re.fullmatch(r"[Tt]hat (?:day|week|month|year)", words):
                continue
            yield Mention(match.start(), match.end(), "DATE")
