"""This module finds an embargo told in words: the notice of a desk or a press office, not a story about one.

A notice stands by itself: a short line at the top, a clause of an editor's note, or the opening, the end or a bracket of a headline.
An arms embargo and a paper that broke one stand in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from streams.clean.notices.until import read_until
from streams.clean.signs import has_one

LINE_CHARACTERS = 300
"""The characters of the longest line that can be a notice of its own; a longer one is a paragraph."""
_SAY = 200
_TILL = (
    r"(?:until|till|'?til|to|for|before|prior to|ahead of|by|at|on|from|ends?|ending|expir(?:es|ing)|lifts?(?: at| on)?"
    r"|lifted(?: at| on)?)\b"
)
_USE = (
    r"(?:publication|publishing|release|broadcast(?:ing)?|use|usage|distribution|transmission|print|online|web|posting"
    r"|air|airing|circulation|reporting)"
)
_USES = rf"{_USE}(?:\s+{_USE})?(?:(?:\s*[,/&]\s*|,?\s+(?:or|and|nor)\s+)(?:for\s+)?{_USE}(?:\s+{_USE})?){{0,5}}"
_USED = r"(?:published|released|broadcast|used|aired|posted|distributed|printed|quoted|reported|run|moved|transmitted)"
_BEFORE = r"(?:before|until|till|prior to|ahead of|earlier than)\b"
_OF_IT = (
    r"(?:story|report|article|item|material|release|content|contents|text|document|copy|press release|news release"
    r"|information|study|paper|speech|package|feature)"
)
_STRICT = r"(?:strict(?:ly)?\s+|under\s+|media\s+|press\s+|news\s+|publication\s+|wire\s+|release\s+|global\s+|full\s+)"
_SEP = r"(?:\s*[:–—-]+\s*|\s+|\s*\|\s*)"
_SURE = re.compile(
    rf"(?:{_STRICT}{{0,3}}embargoed(?:\s+{_OF_IT})?{_SEP}(?:for\s+{_USES}\s+)?{_TILL}"
    rf"|strict(?:ly)?\s+embargo(?:ed)?\b"
    rf"|(?:strictly\s+)?not\s+(?:for|to\s+be)\s+(?:{_USES}|{_USED}(?:(?:,|\s+or|\s+and)\s+{_USED}){{0,4}})(?:\s+\w+){{0,4}}?\s+{_BEFORE}"
    rf"|(?:must|may|should|can)\s+not\s+be\s+{_USED}(?:(?:,|\s+or|\s+and)\s+{_USED}){{0,4}}(?:\s+\w+){{0,4}}?\s+{_BEFORE}"
    rf"|(?:please\s+)?do\s+not\s+(?:publish|release|broadcast|use|run|post|distribute|air|quote)(?:\s+\w+){{0,5}}?\s+{_BEFORE}"
    rf"|no\s+{_USES}\s+{_BEFORE}"
    rf"|(?:please\s+)?hold\s+(?:this\s+|the\s+)?(?:{_OF_IT}\s+)?(?:for\s+(?:{_USES}|orders|approval"
    rf"|clearance)\b(?!\s+of\b)|until\b|till\b)"
    rf"|for\s+(?:release|publication|use|broadcast)\s+(?:up)?on\s+delivery\b)",
    re.I,
)
"""Words that are a notice wherever a notice may stand, told a time or not."""
_NOUN = re.compile(
    rf"(?:{_STRICT}{{0,3}}embargo{_SEP}(?:for\s+{_USES}\s+)?(?:until|till|'?til)\b"
    rf"|under\s+(?:an?\s+)?(?:strict\s+)?embargo\b(?:{_SEP}{_TILL})?)",
    re.I,
)
"""Words that are a notice where a time and no story follows, or where they are written in capitals: a country may be under embargo, too."""
_TIMED = re.compile(
    rf"(?:{_STRICT}{{0,3}}embargo(?:\s+(?:date|time|day|details?|period|date\s+and\s+time"
    rf"|time\s+and\s+date))?(?:{_SEP}(?:{_TILL})|\s*[:–—-]+\s*|\s+)"
    rf"|(?:for|advance\s+for)\s+(?:{_USES})(?:\s*:\s*|\s+(?:at|on|after|from|not\s+before)\s+|\s+)"
    rf"|(?:to\s+be\s+)?{_USED}\s+(?:only\s+)?(?:on\s+or\s+after|not\s+before|no\s+earlier\s+than)\s+"
    rf"|release\s+(?:date|time|at|on)(?:\s+and\s+time)?\s*:?\s*"
    rf"|embargo\s+(?:will\s+)?(?:be\s+)?lift(?:s|ed)?{_SEP}(?:(?:at|on)\s+)?)",
    re.I,
)
"""Words that are a notice where a time follows and nothing else: `Embargo: 0001 GMT Dec 20`, `FOR RELEASE 8:30 A.M. EST, JUNE 5`."""
_BARE = re.compile(
    rf"{_STRICT}{{0,3}}embargo(?:ed)?(?:\s+(?:story|copy|material|until\s+further\s+notice))?|hold\s+for\s+release"
    rf"|(?:story\s+)?on\s+hold",
    re.I,
)
"""Words that are a notice where they are all of a line, a bracket or a headline's prefix."""
_OVER = re.compile(
    r"\b(?:no|not|never)\s+(?:longer\s+)?(?:under\s+(?:an?\s+)?)?embargo|\bembargo(?:\s+\w+){0,5}?\s+(?:lifted|broken"
    r"|removed|over|ended|expired|withdrawn)\b"
    r"|\bembargo(?:e?d)?\s+(?:on\s+)?(?:the\s+)?(?:export|import|trade|arms|oil|goods|against)|\bimmediate\s+release",
    re.I,
)
_WRAP = r"[\s*#=<>~\"“”'‘(\[{/_.:–—-]*"
_ADDRESS = re.compile(
    rf"{_WRAP}(?:(?:attention|attn\.?|note|notes|notice|advisory)?\s*(?:to\s+)?(?:all\s+)?(?:news\s+"
    rf"|our\s+)?(?:editors?|eds|clients|subscribers|media|desks|newsrooms?|users)?"
    rf"(?:['’]s?\s+note)?\s*[:–—-]+\s*)?(?:please\s+(?:note|be\s+advised)\s*(?:that|:)?\s*)?"
    rf"(?:(?:this|the\s+following|all"
    rf"|the\s+contents?\s+of\s+this)\s+{_OF_IT}s?\s+(?:below\s+|here\s+|in\s+it\s+)?(?:is|are|remains?)\s+)?{_WRAP}",
    re.I,
)
_CLOSE = re.compile(r"[\s*#=<>~\"“”'‘)\]}/_.:;,|–—!-]*")
_BREAK = re.compile(r"\s*(?:[:;|)\]}–—]|\s--?\s|-(?=[A-Z])|\*\*|\.\s|\.?$)")
_STOCK = re.compile(
    r"(?:\s*[,.;()\[\]–—*-]*\s*\b(?:and thereafter|thereafter|local time|local|time|sharp|strictly|please|or later"
    r"|onwards?|hours|hrs|check against delivery|all media|"
    r"for all media|worldwide|no exceptions|online and print|print and online|print and broadcast|and broadcast"
    r"|editions?|in (?:all|morning) (?:editions|papers)|"
    r"uk|us)\b)*",
    re.I,
)
_SPACE = re.compile(r"[\s:–—-]*")
_END = re.compile(r":(?!\d)\s|[)\]}]|\s[-–—|]+\s|(?i:(?<![ap.]m)(?<!\b[a-z]{3})(?<!\bsept))\.\s+(?=[A-Z])|\n|\*\*")
_ON = re.compile(r"\s*(?:on|against|over)\s+[a-z]", re.I)
"""The words behind an embargo on something, which is no desk's."""
_CAPTURE = re.compile(r"[(\[{]([^()\[\]{}]{4,200})[)\]}]")
_TAIL = re.compile(
    r"(?:\s[-–—|/]+\s*|,\s+|\*\*\*?\s*)(?=(?:strict|under|media|press|embargo(?:ed)?|not for|hold|do not|for release)\b)", re.I
)


_SIGNS = ("embargo", "publi", "release", "hold", "broadcast", "advance", "not ", "no ", "air")
"""Signs of which every notice has one in small letters, or a word in `use`; most lines have none, and to look for them is cheap."""
_SIGN_OF_USE = re.compile(r"\buse")


class Embargo(NamedTuple):
    """A notice: its words, its end (None where it tells none that can be read), and where in the text it stands."""

    words: str
    until: datetime | None
    start: int
    end: int
    line: bool = False
    """True if the notice is a line of the text."""


def may_be(text: str) -> bool:
    """Return True if a text of LINE_CHARACTERS may have a notice in it."""
    lower = text.lower()
    return has_one(lower, _SIGNS) or ("use" in lower and _SIGN_OF_USE.search(lower) is not None)


def find_embargo(text: str, own: datetime, *, note: bool = False) -> Embargo | None:
    """Return the embargo that a headline, a slug line or a short line tells, or None; of a `note` each sentence may be one.

    `own` is the article's own time, which gives the year. Linear in the text, of which the first LINE_CHARACTERS count (of a note ten times
    as many).
    """
    text = text[: LINE_CHARACTERS * (10 if note else 1)]
    if not may_be(text):
        return None
    for start in _openings(text, note=note):
        found = _notice(text, start, own)
        if found is not None:
            return found
    return None


def without_embargo(headline: str, own: datetime) -> str:
    """Return the headline without its embargo; as it is where that would leave nothing."""
    found = find_embargo(headline, own)
    if found is None:
        return headline
    before, behind = headline[: found.start].rstrip(" *([{-–—|/,:"), headline[found.end :]
    behind = behind[_CLOSE.match(behind).end() :]  # type: ignore[union-attr]
    return f"{before} {behind}".strip() or headline


def latest(embargoes: Iterable[Embargo], field: datetime | None, unread: str | None = None) -> tuple[datetime | None, str | None]:
    """Return the latest end, and the words for which a person must decide: None where a notice or the feeder's field tells an end.

    `field` is the end in the feeder's field, `unread` what stands there where it cannot be read.
    """
    found = tuple(embargoes)
    ends = [end for end in (field, *(each.until for each in found)) if end is not None]
    words = unread or next((each.words for each in found), None)
    return max(ends, default=None), None if ends else words


def _openings(text: str, *, note: bool) -> Iterable[int]:
    """Yield the offsets at which a notice may begin: the text, a bracket, the part behind a dash or a comma; in a note each sentence."""
    yield 0
    for bracket in _CAPTURE.finditer(text):
        yield bracket.start() + 1
    for tail in _TAIL.finditer(text):
        yield tail.end()
    if note:
        for sentence in re.finditer(r"(?<=[.;|!?])\s+(?=\S)|\n", text):
            yield sentence.end()


def _notice(text: str, start: int, own: datetime) -> Embargo | None:
    opening = _ADDRESS.match(text, start)
    at = opening.end() if opening is not None else start
    if _OVER.match(text, at):
        return None
    if (sure := _SURE.match(text, at) or _NOUN.match(text, at)) is not None:
        end = _end_of(text, sure.end())
        until = read_until(text[sure.end() : end], own)
        end = sure.end() if until is None and _BREAK.match(text, sure.end()) else end
        stop = end if until is None else _stop(text, sure.end() + until.end)
        if _ON.match(text, stop) or (sure.re is _NOUN and not sure[0].isupper() and not (until is not None and _closed(text, stop))):
            return None
        return _made(text, start, stop, until.time if until else None)
    if (timed := _TIMED.match(text, at)) is not None:
        until = read_until(text[timed.end() :], own)
        if until is not None and re.fullmatch(_FILLER, text[timed.end() : timed.end() + until.start]):
            stop = _stop(text, timed.end() + until.end)
            if _closed(text, stop) and _whole(text[timed.end() : stop]):
                return _made(text, start, stop, until.time)
    if (bare := _BARE.match(text, at)) is not None and _closed(text, bare.end(), participle=bare[0].lower().endswith("ed")):
        return _made(text, start, bare.end(), None)
    return None


_FILLER = r"(?i:[\s:,(–—-]*(?:(?:at|on|from|after|the|is|until|till|to|of|by)\s+)*)"


def _whole(told: str) -> bool:
    """Return True if the words have a figure, a day, `noon` or `midnight` in them, as the time of a notice has."""
    return re.search(r"\d|day\b|noon|midnight", told, re.I) is not None


def _stop(text: str, end: int) -> int:
    stock = _STOCK.match(text, end)
    return stock.end() if stock is not None else end


def _closed(text: str, end: int, *, participle: bool = True) -> bool:
    """Return True if the notice ends here: at the text's end, or, unless `participle` is False, at a mark that a headline may follow."""
    if not text[end:].strip(" \t.*!)]}>\"'”’#="):
        return True
    return participle and _BREAK.match(text, end) is not None


def _end_of(text: str, start: int) -> int:
    """Return the end of the words that may tell the time: a colon or dash that no clock or date needs, a bracket, a sentence's end."""
    begin = _SPACE.match(text, start)
    found = _END.search(text, begin.end() if begin is not None else start)
    return found.start() if found is not None else len(text)


def _made(text: str, start: int, end: int, until: datetime | None) -> Embargo:
    return Embargo(" ".join(text[start:end].split()).strip(" *([{")[:_SAY], until, start, end)
