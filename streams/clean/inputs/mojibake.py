"""This module makes UTF-8 that someone read as Windows 1252 (`donâ€™t`) whole again where that is certain, and records every repair.

A repair is a cut with something put there instead, so that raw text = kept + cut still holds (`cuts.rebuild`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from streams.clean.inputs.windows import windows_character
from streams.clean.limits import Limits
from streams.errors import TooLarge
from streams.messages import Cut

RULE = "mojibake"
_BYTES = {windows_character(byte): byte for byte in range(0x80, 0x100)} | {chr(byte): byte for byte in range(0x80, 0xA0)}
"""The byte of each character of Windows 1252, and of Latin 1, as which UTF-8 is read just as often."""


def _class(first: int, last: int) -> str:
    return "[" + re.escape("".join(sorted(char for char, byte in _BYTES.items() if first <= byte <= last))) + "]"


_NEXT = _class(0x80, 0xBF)
_SEQUENCE = re.compile(f"{_class(0xC2, 0xDF)}{_NEXT}|{_class(0xE0, 0xEF)}{_NEXT}{{2}}|{_class(0xF0, 0xF4)}{_NEXT}{{3}}")
_LEADS = tuple(char for char, byte in _BYTES.items() if 0xC2 <= byte <= 0xF4)
_OTHER = re.compile(_class(0x80, 0xFF))
_NEVER = re.compile("â[€‚„\x80\x82\x84]|ï»¿|ð[Ÿ\x9f]")
"""Openings of sequences that stand in no text that is in order: quotes and dashes, currencies, trade marks; byte order mark; emoji."""
_LATIN = re.compile("[ÂÃ][^‘’“”‚„‹›–—…•]")
"""The sequences of accented letters and signs; one that ends with a quotation mark may be in order: `“AMANHÃ”` closes a quotation."""
_MARKS = re.compile("[‘’“”‚„‹›–—…•]")
_SEVERAL = 5
"""The number of sequences from which a line that has nothing else from Windows 1252 is no chance: `NESCAFÉ®` has one, a Greek or Russian
line consists of them."""
_NO_CHARACTER = frozenset({"Cn", "Co", "Cs"})
"""The Unicode categories that no repair gives; C1 controls are allowed, for they are half way where text was misread twice."""
_ROUNDS = 3
"""The number of times that a text is repaired: some were misread twice."""


class Repair(NamedTuple):
    """A repair of `raw[start:end]`, which was written for the one character `put`; offsets in code points."""

    start: int
    end: int
    put: str


def repair(raw: str) -> tuple[str, tuple[Repair, ...]]:
    """Return the text with what is certainly mojibake put right, and the repairs in order; the text itself without any.

    Certain are sequences that no text in order has, accented letters in lines that are in Windows 1252 nothing but sequences, and
    whole lines of them; beside one that is certain, all others that lie in such a line. Raises TooLarge for more sequences than may
    be put right in one text.
    """
    done: tuple[Repair, ...] = ()
    text = raw
    if raw.isascii() or not any(lead in raw for lead in _LEADS) or _SEQUENCE.search(raw) is None:
        return raw, done
    if next(islice(_SEQUENCE.finditer(raw), most := Limits().repairs, None), None) is not None:
        raise TooLarge(f"more than {most:,} characters read in the wrong encoding", field="text")
    for _ in range(_ROUNDS):
        found = _find(text)
        if not found:
            break
        offsets = _Offsets(done)
        merged = [Repair(offsets.start(one.start), offsets.end(one.end), one.put) for one in found]
        taken = {offset for one in found for offset in range(one.start, one.end)}
        done = tuple(sorted([*merged, *(one for at, one in zip(offsets.at, done, strict=True) if at not in taken)]))
        text = _put(raw, done)
    return text, done


def moved(offsets: Mapping[int, str], repairs: Sequence[Repair]) -> dict[int, str]:
    """Return facts that are given by their offset in the raw text by that in the repaired one."""
    starts = [one.start for one in repairs]
    grown = [0, *accumulate(one.end - one.start - 1 for one in repairs)]
    return {offset - grown[bisect_left(starts, offset)]: fact for offset, fact in offsets.items()}


def recorded(raw: str, cuts: Sequence[Cut], repairs: Sequence[Repair]) -> tuple[Cut, ...]:
    """Return the cuts of the repaired text as cuts of the raw one, and a cut for each repair in what was kept."""
    if not repairs:
        return tuple(cuts)
    offsets = _Offsets(repairs)
    found = [Repair(offsets.start(cut.start), offsets.end(cut.end), cut.rule) for cut in cuts]
    gone = [(cut.start, cut.end) for cut in found]
    told = [Cut(start=cut.start, end=cut.end, rule=cut.put, text=raw[cut.start : cut.end]) for cut in found]
    run: list[Repair] = []
    for one in [*repairs, Repair(len(raw) + 1, len(raw) + 1, "")]:
        if run and one.start != run[-1].end:
            start, end = run[0].start, run[-1].end
            told.append(Cut(start=start, end=end, rule=RULE, text=raw[start:end], put="".join(part.put for part in run)))
            run = []
        at = bisect_left(gone, (one.end, 0)) - 1
        if at < 0 or gone[at][1] <= one.start:
            run.append(one)
    return tuple(sorted(told, key=lambda cut: cut.start))


class _Offsets:
    """The offsets of the repaired text, turned into offsets of the raw one."""

    def __init__(self, repairs: Sequence[Repair]) -> None:
        self.at: list[int] = []
        self._grown = [0]
        for one in repairs:
            self.at.append(one.start - self._grown[-1])
            self._grown.append(self._grown[-1] + one.end - one.start - 1)

    def start(self, offset: int) -> int:
        return offset + self._grown[bisect_left(self.at, offset)]

    def end(self, offset: int) -> int:
        return self.start(offset)  # a repair has one character: its end is where the next one starts


def _find(text: str) -> list[Repair]:
    sure: list[Repair] = []
    unsure: list[Repair] = []
    start = 0
    for line in text.split("\n"):
        found = [(match, put) for match in _SEQUENCE.finditer(line) if (put := _character(match[0])) is not None]
        whole = len(_OTHER.findall(line)) == sum(len(match[0]) for match, _ in found)
        # Quotation marks and dashes that are in order say nothing of the letters beside them.
        letters = not _OTHER.search(_MARKS.sub("", _SEQUENCE.sub("", line)))
        several = whole and len(found) >= _SEVERAL
        for match, put in found:
            one = Repair(start + match.start(), start + match.end(), put)
            if several or _NEVER.match(match[0]) or (letters and _LATIN.fullmatch(match[0])):
                sure.append(one)
            elif whole:
                unsure.append(one)
        start += len(line) + 1
    return sorted([*sure, *unsure]) if sure else []


@lru_cache(maxsize=4_096)
def _character(sequence: str) -> str | None:
    try:
        character = bytes(_BYTES[part] for part in sequence).decode("utf-8")
    except UnicodeDecodeError:  # overlong, or a surrogate
        return None
    return None if unicodedata.category(character) in _NO_CHARACTER else character


def _put(raw: str, repairs: Sequence[Repair]) -> str:
    parts: list[str] = []
    at = 0
    for one in repairs:
        parts += (raw[at : one.start], one.put)
        at = one.end
    return "".join([*parts, raw[at:]])
