"""This module reads live reports: entries of one article, each under the time of day at which it was written.

They are known by three stamps or more (`10:42`, `14:05 GMT`, `3.15pm`, alone on a line or before its first sentence) with text under each
that go up or down in order. The stamps are cut from the text and kept as facts with the stretch that stands under each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from streams.clean.boilerplate.lines import Line
from streams.clean.boilerplate.reading import Entry, Reading
from streams.clean.boilerplate.thresholds import ORDERLY_STEPS, STAMPS
from streams.clean.cuts import Mark
from streams.messages import Cut

RULE = "time"
_ZONES = {
    "GMT": 0, "UTC": 0, "Z": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AEST": 600, "AEDT": 660, "JST": 540, "KST": 540, "HKT": 480,
    "SGT": 480, "WIB": 420, "NZST": 720, "NZDT": 780, "SAST": 120,
}  # fmt: skip
"""The minutes that a zone is ahead of UTC; one that means several (`IST`, `CST`, `ET`) is not here: the time is kept as written only."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?|today|yesterday)"
_ZONE = r"(?-i:[A-Z]{2,4}|Z)"
_CLOCK = (
    rf"(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d)?)?(?:\s?(?P<half>[ap]\.?m\b\.?))?"
    rf"(?:\s?\(?(?P<zone>{_ZONE})\b\)?)?"
)
_ALONE = re.compile(
    rf"(?:(?:[Uu]pdated|[Pp]osted|[Pp]ublished)?\s*(?:at )?)(?:{_DAY},? (?:at )?)?{_CLOCK}(?:[,|]? {_DAY})?(?: ago)?\s?[:|–—-]?$", re.I
)
_BEFORE = re.compile(rf"(?:{_DAY},? (?:at )?)?{_CLOCK}(?:\s?[:|–—-]\s+(?=\S)|\s+(?=[A-Z“\"‘']))")
_GATE = re.compile(r"\d[:.][0-5]\d|\d ?[ap]\.?m\b", re.I)
_OPENING_LIST = "upd pos pub jan feb mar apr may jun jul aug sep oct nov dec tod yes"
_OPENINGS = frozenset(_OPENING_LIST.split()) | {"at "}
"""The first three characters of a stamp that opens with no digit, in small letters."""


def mark(read: Reading) -> None:
    """Cut the stamps of a live report, and keep its entries as facts."""
    read.entries = find_entries(read.everything, [(line.start, line.end) not in read.gone for line in read.everything])
    for entry in read.entries:
        line = read.everything[entry.row]
        stamp = (line.start, line.start + entry.length)
        if (line.start, line.end) not in read.gone:
            read.marks.append(Mark(*stamp, RULE))
            read.gone.add(stamp)


def find_entries(lines: Sequence[Line], kept: Sequence[bool]) -> list[Entry]:
    """Return the entries of a live report in order, [] for any other text; `kept` tells which of the lines are the story's."""
    stamps = [entry for index, line in enumerate(lines) if (entry := _stamp(line, index)) is not None]
    ends = [entry.row for entry in stamps[1:]] + [len(lines)]
    told = [entry for entry, end in zip(stamps, ends, strict=False) if _told(lines, kept, entry, end)]
    if len(told) < STAMPS:
        return []
    steps = _steps(told)
    rising, falling = sum(step >= 0 for step in steps), sum(step <= 0 for step in steps)
    return told if max(rising, falling) >= ORDERLY_STEPS * len(steps) else []


def stretches(entries: Sequence[Entry], lines: Sequence[Line], cuts: Sequence[Cut], length: int) -> Iterator[tuple[Entry, int, int]]:
    """Yield each entry with the start and end of the stretch of the text under it."""
    if not entries:
        return
    gone = [0, *accumulate(cut.end - cut.start for cut in cuts)]
    starts = [cut.start for cut in cuts]

    def cleaned(offset: int) -> int:
        before = bisect_left(starts, offset)
        return offset - gone[before] + (max(0, cuts[before - 1].end - offset) if before else 0)

    ends = [lines[entry.row].start for entry in entries[1:]]
    for entry, end in zip(entries, [cleaned(end) for end in ends] + [length], strict=True):
        yield entry, cleaned(lines[entry.row].start + entry.length), end


def dated(entries: Sequence[Entry], published: datetime, *, latest: bool) -> list[datetime | None]:
    """Return each entry's moment in UTC, None where we do not know its zone.

    The first in time is on the day of `published`, or where `latest` is set (nobody told that day, it is when the record came) the last
    one is not after it; a clock that goes back is the next day.
    """
    if not entries:
        return []
    steps = _steps(entries)
    down = sum(step < 0 for step in steps) > sum(step > 0 for step in steps)
    order = list(reversed(entries)) if down else list(entries)
    midnight = published.replace(hour=0, minute=0, second=0, microsecond=0)
    day, times = 0, list[datetime]()
    for index, entry in enumerate(order):
        if index and entry.clock < order[index - 1].clock - 720:
            day += 1
        times.append(midnight + timedelta(days=day, minutes=entry.clock - _ZONES.get(entry.zone or "", 0)))
    if latest and times[-1] > published:
        times = [time - timedelta(days=(times[-1] - published).days + 1) for time in times]
    told = [time if entry.zone is None or entry.zone in _ZONES else None for time, entry in zip(times, order, strict=True)]
    return list(reversed(told)) if down else told


def _steps(entries: Sequence[Entry]) -> list[int]:
    """Return the minutes from each entry to the next, over midnight where that is nearer."""
    return [(after.clock - before.clock + 720) % 1440 - 720 for before, after in pairwise(entries)]


def _stamp(line: Line, index: int) -> Entry | None:
    if not (line.text[0].isdigit() or line.text[:3].lower() in _OPENINGS) or _GATE.search(line.text[:60]) is None:
        return None
    found = _ALONE.match(line.text) if len(line.text) <= 60 else None
    whole = found is not None
    found = found or _BEFORE.match(line.text[:80])
    if found is None or (clock := _minutes(found)) is None:
        return None
    return Entry(found[0].strip(" :|–—-"), clock, found["zone"], index, len(line.text) if whole else found.end())


def _minutes(found: re.Match[str]) -> int | None:
    """Return the minutes since midnight; None for a figure rather than a time: `10`, `10.42` without am, pm or a zone."""
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1].lower()
    if found["mark"] is None and not half:
        return None
    if found["mark"] == "." and not half and not found["zone"]:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour % 24 * 60 + minute


def _told(lines: Sequence[Line], kept: Sequence[bool], entry: Entry, end: int) -> bool:
    whole = entry.length == len(lines[entry.row].text)
    return any(kept[at] and (lines[at].prose or lines[at].sentence) for at in range(entry.row + whole, end))
