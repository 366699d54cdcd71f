"""This module finds a diary, daybook or day-ahead list: it says what is to come, for desks to plan by, and is no report of any of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from streams.clean.signs import has_one

LINES = 60
"""The number of lines, blank ones apart, by which a text is judged to be a list."""
NAME_CHARACTERS = 300
"""The number of characters of a headline, slug line or first line that are looked at."""
FEWEST = 3
"""The fewest entries, and dates over them, that make a list."""
_NAME = (
    r"(?:diary|diaries|daybook|day[ -]?book|day[ -]ahead|week[ -]ahead|month[ -]ahead|week[ -]in[ -]prospect"
    r"|coming[ -]events|events[ -](?:calendar|list|diary|schedule)|calendar[ -]of[ -]events|coverage[ -](?:plans?|list"
    r"|schedule|advisory)|news[ -](?:schedule|digest[ -]advisory|budget)|what(?:'s|’s)?[ -](?:to[ -]watch|coming[ -]up)"
    r"|agenda|forward[ -]planner|prospects|look[ -]ahead|upcoming[ -]events|schedule[ -]of[ -](?:events|coverage)|press[ -]diary)"
)
_SURE = re.compile(
    r"\W*(?:[A-Z]{2,12}[ -]){0,3}(?:DIARY|DIARIES|DAYBOOK|DAY AHEAD|WEEK AHEAD|AGENDA|SCHEDULE|NEWS BUDGET"
    r"|COVERAGE PLAN|CALENDAR)(?:\s*[-–—:|/]|\s*\d|\s*$)"
    r"|(?i:\W*(?:political|economic|corporate|sports?|news|world|court|royal|business|general|entertainment|financial"
    r"|market|\w+ news)\s+(?:diary|daybook)(?:\s*[-–—:|/]|\s+(?:for|of|from|to)\b|\s*$))"
)
"""The wire's own prefix in its capitals, or the name of a diary with its kind."""
_SIGNS = (
    "diar", "book", "ahead", "prospect", "event", "calendar", "coverage", "schedule", "budget", "digest", "what", "coming", "agenda",
    "planner",
)  # fmt: skip
"""Words of which each name that `_SURE` or `_NAMED` finds has one in small letters."""
_NAMED = re.compile(rf"\b{_NAME}\b|\bevents?\b.{{0,40}}\b(?:from|for|on|to)\b", re.I)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_DATE = re.compile(
    rf"\W*(?:{_WEEKDAY}\b\W*)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}})(?:st|nd|rd"
    rf"|th)?(?:,?\s+\d{{4}})?\W*$|\W*{_WEEKDAY}\W*$",
    re.I,
)
_DAY = re.compile(rf"\b(?:for|of|from|on|to)\s+(?:{_WEEKDAY}|{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})\b", re.I)
"""The day that a list is for, in its name."""
_ENTRY = re.compile(
    r"\W{0,3}(?:(?-i:[A-Z][A-Z .,'’/-]{2,40})\s*(?:[-–—:]|--)\s*\S|(?:\d{1,2}[:.]?\d\d|\d{1,2}\s*[ap]\.?m\.?)\s*(?:GMT"
    r"|ET|EST|CET|UTC|local|hrs)?\s*[-–—:|]?\s*\S|[*•·]\s*\S)",
    re.I,
)


def find_diary(named: Iterable[str | None], text: str) -> str | None:
    """Return the headline, slug line or first line by which an article is a list of coming events, or None.

    The wire's own prefix is enough; else its words (`day ahead`, `events from March 14`) and a list beneath them.
    """
    names = [name[:NAME_CHARACTERS] for name in named if name]
    if not has_one(" ".join(names).lower(), _SIGNS) or not any(_SURE.match(name) or _NAMED.search(name) for name in names):
        return None
    lines = [line for line in text.split("\n", 3 * LINES)[: 3 * LINES] if line.strip()][:LINES]
    for name in names:
        if _SURE.match(name) is not None and not _prose(lines):
            return name
    dates = sum(_DATE.match(line[:80]) is not None for line in lines) + any(_DAY.search(name) is not None for name in names)
    entries = sum(len(line) < 300 and _ENTRY.match(line) is not None for line in lines)
    listed = dates + entries >= FEWEST and 2 * (dates + entries) >= len(lines) and (dates > 0 or entries > FEWEST)
    return next((name for name in names if listed and _NAMED.search(name) is not None), None)


def _prose(lines: list[str]) -> bool:
    """Return True if the text is told in paragraphs: two lines of 200 characters or more, and no dates over lists."""
    return sum(len(line) >= 200 for line in lines) >= 2 and not any(_DATE.match(line[:80]) for line in lines)
