"""This module reads what the wire says of an item in its headline, notes and first line."""

from __future__ import annotations

import re
from typing import NamedTuple

from streams.messages import Signal, SignalKind

_SEP = r"\s*(?:[-–—:|/]+|\.{3}|(?=[(\[]))\s*"
_PREFIXES: tuple[tuple[SignalKind | None, re.Pattern[str]], ...] = (
    (
        "withdrawal",
        re.compile(
            r"(?:KILL(?:[ -]KILL)*|(?:STORY|NEWS|MANDATORY) (?:KILL|WITHDRAWN|WITHDRAWAL)|Story [Ww]ithdrawn"
            rf"|WITHDRAWN|WITHDRAWAL|RETRACTED|RETRACTION)(?:{_SEP}|\s*$)"
        ),
    ),
    (
        "correction",
        re.compile(
            r"(?:(?:CORRECTED|CORRECTION|CORRECTING|CORRECTS|CORR|REFILE|Corrected|Correction|Corrects|Refile)"
            rf"(?: ?\(?(?:\d+|OFFICIAL)\)?)?(?:{_SEP}|\s*$)"
            r"|[\[(](?i:corrected|correction|corrects|refile)[\])]\s*)"
        ),
    ),
    (
        "update",
        re.compile(
            rf"(?:(?:UPDATE|Update|WRAPUP|Wrapup|WRAP|RECAST|UPDATED|Updated)(?: (?P<number>\d{{1,2}}))?{_SEP}"
            rf"|(?P<ordinal>\d)(?:st|nd|rd|th) (?:LD|LEAD|Lead|Ld)(?:-Writethru)?{_SEP}"
            # not LIVE-FIRE drills
            r"|(?:LIVE|Live)(?: (?:UPDATES?|BLOG|COVERAGE|[Uu]pdates?|[Bb]log|[Cc]overage))?(?:\s*[:|]\s*|\s+[-–—]\s+))"
        ),
    ),
    ("repeat", re.compile(rf"(?:REPEAT|RPT|REPEATING|Repeat)(?: \d)?{_SEP}")),
    (
        "advisory",
        re.compile(
            r"(?:(?:MEDIA |NEWS |EDITORS? )?ADVISORY|Media [Aa]dvisory|DAYBOOK|DIARY NOTE|HOLD(?:[ -]HOLD)+)"
            rf"(?:{_SEP}|\s*$)"
        ),
    ),
    (
        None,
        re.compile(
            r"(?:FLASH|URGENT|BREAKING(?: NEWS)?|Breaking(?: News)?|ALERT|SNAP|NEWSALERT|BULLETIN|NEWS ?FLASH|EMBARGOED)"
            rf"(?:[ -](?:FLASH|URGENT))?{_SEP}"
        ),
    ),
)
_TEST = re.compile(
    r"\s*\W*TEST(?:[ -]+TEST)*(?:\s*-(?!FIR|TUBE|DRIV|RUN)|\s*[–—:|,.!]|\s*$"
    r"|\s+(?:MESSAGE|ONLY|STORY|ITEM|PLEASE|ARTICLE|ALERT|DO NOT|IGNORE)\b)"
    r"|(?i:.{0,200}\b(?:this is (?:only )?a test\b(?! (?:of|for|match|case))|test\W+please (?:ignore|disregard)"
    r"|test (?:message|item|story|transmission)\b.{0,40}(?:ignore|disregard|$)|(?:ignore|disregard)\W+(?:this )?test\b))"
)
"""The mark of a test message: TEST in capitals at the start, for `Test: India bat first` is cricket and `TEST-FIRING` a missile; or a
phrase that says so."""
_NOTE_SIGNALS: tuple[tuple[SignalKind, re.Pattern[str]], ...] = (
    ("correction", re.compile(r"\b(?i:correct(?:s|ed|ing|ion)\b|refil(?:e|es|ed|ing)\b|fix(?:es|ed)\b|an earlier version)")),
    ("update", re.compile(r"\b(?i:adds\b|updat(?:e|es|ed|ing)\b|recast(?:s|ing)?\b|releads\b|writethru|rewrites\b)")),
    ("repeat", re.compile(r"\b(?i:repeat(?:s|ing)\b)")),
    (
        "advisory",
        re.compile(r"\b(?:ADVISORY|(?i:not for publication\b(?!.{0,60}\b(?:before|until|till|prior to)\b)|advisory only|media advisory))"),
    ),
)
_CORRECTED = re.compile(r"(?:[-–—:|] ?(?:CORRECTED|CORRECTION)|[\[(](?i:corrected|correction|corrects|refile)[\])])$")
"""The mark of a correction at the end of a headline."""
_FLASH = re.compile(r"\s*(?:FLASH|URGENT|BREAKING(?: NEWS)?|ALERT|SNAP|NEWSALERT|BULLETIN|NEWS ?FLASH)\b", re.I)
_RANK: tuple[SignalKind, ...] = ("withdrawal", "correction", "update", "advisory", "repeat")
_OPENING = 500
"""The number of characters of a headline in which a prefix may begin: as many as clean keeps of one."""
_SAY = 200
"""The number of characters of the wire's words that a signal keeps."""


class Headline(NamedTuple):
    """A headline without the wire's prefixes, and the strongest signal among them."""

    text: str
    signal: Signal | None


def read_headline(headline: str) -> Headline:
    """Take `UPDATE 2-`, `CORRECTED-`, `KILL` and their like off; a headline of nothing else stays as it is.

    Prefixes are read in the first 500 characters, in time linear in the length.
    """
    rest, found = headline.strip(), list[Signal]()
    if (match := _CORRECTED.search(rest)) is not None and match.start():
        found.append(Signal(kind="correction", text=match[0].strip(" -–—:|[]()")))
        rest = rest[: match.start()].rstrip()
    at, moved = 0, True
    while moved and at < _OPENING:
        moved = False
        for kind, pattern in _PREFIXES:
            if (match := pattern.match(rest, at)) is None or match.end() == at:
                continue
            said = match[0].strip(" -–—:|/")
            groups = match.groupdict()
            number = groups.get("number") or groups.get("ordinal")
            if kind is not None:
                found.append(Signal(kind=kind, text=said, number=int(number) if number else None))
            at, moved = match.end(), True
            break
    return Headline(rest[at:] or headline.strip(), strongest(found))


def note_signal(note: str) -> Signal | None:
    """Return the signal of an editor's note (`Adds minister's reaction`, `Corrects spelling`), or None."""
    for kind, pattern in _NOTE_SIGNALS:
        if pattern.search(note) is not None:
            return Signal(kind=kind, text=note.strip()[:_SAY])
    return None


def first_line_signal(line: str) -> Signal | None:
    """Return the signal that a text opens with, in capitals (`STORY WITHDRAWN: ...`, `KILL KILL KILL`), or None."""
    signal = read_headline(line[:_SAY]).signal
    return signal if signal is not None and signal.text.isupper() else None


def strongest(signals: list[Signal]) -> Signal | None:
    """Return the signal that decides: a withdrawal before a correction, an update, an advisory and a repeat; None for no signals."""
    return min(signals, key=lambda signal: _RANK.index(signal.kind), default=None)


def is_test(text: str) -> bool:
    """Return True if a headline, slug or note is that of a test message; a cricket test does not count."""
    return _TEST.match(text[:300]) is not None


def is_flash(headline: str) -> bool:
    """Return True if a headline opens with FLASH, URGENT or their like, by which it says that it is the whole message."""
    return _FLASH.match(headline) is not None
