"""This module cuts superfluous white space, and keeps one or two line ends between two kept lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.clean.boilerplate.lines import Line
from streams.clean.boilerplate.reading import Reading
from streams.clean.cuts import SPACE, Mark

_RUN = re.compile(r"\s{2,}")


def mark(read: Reading) -> None:
    """Cut white space around the text, more than two line ends, more than one blank."""
    read.marks += _space_marks(read.raw, [line for line in read.everything if (line.start, line.end) not in read.gone], read.marks)


def _space_marks(raw: str, kept: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Return marks for superfluous white space: around the text, more than two line ends, more than one blank.

    `kept` are the lines of which something stays, `marks` the cuts decided so far: what is neither is white space.
    """
    found: list[Mark] = []
    cut = sorted((mark.start, mark.end) for mark in marks)
    at = taken = 0
    for line in (*kept, None):
        end = len(raw) if line is None else line.start
        gaps: list[tuple[int, int]] = []
        while taken < len(cut) and cut[taken][0] < end:
            if cut[taken][0] > at:
                gaps.append((at, cut[taken][0]))
            at = max(at, cut[taken][1])
            taken += 1
        if at < end:
            gaps.append((at, end))
        if line is None or line is kept[0]:
            found += [Mark(start, stop, SPACE) for start, stop in gaps]
        elif gaps:
            found += _gap(raw, gaps)
        if line is None:
            break
        for run in _RUN.finditer(line.text) if _may_run(line.text) else ():
            first = run[0].find(" ") if " " in run[0] else 0
            start, stop = line.start + run.start(), line.start + run.end()
            found += [Mark(start, start + first, SPACE), Mark(start + first + 1, stop, SPACE)]
        at = line.end
    return found


def _may_run(text: str) -> bool:
    """Return True if a line may hold a run of white space: of all white space only the blank is printable, and NBSP is as frequent."""
    plain = text.replace("\xa0", " ")
    return "  " in plain or not plain.isprintable()


def _gap(raw: str, gaps: Sequence[tuple[int, int]]) -> list[Mark]:
    """Return marks for the white space between two kept lines, of which one line end stays, or two where a blank line was."""
    if len(gaps) == 1 and raw[slice(*gaps[0])] in ("\n", "\n\n"):
        return []
    best = max(gaps, key=lambda gap: (min(raw.count("\n", *gap), 2), -gap[0]))
    keep = [at for at in range(*best) if raw[at] == "\n"][:2] or [best[0]]
    found = []
    for at, end in gaps:
        for stay in keep:
            if at <= stay < end:
                found.append(Mark(at, stay, SPACE))
                at = stay + 1
        found.append(Mark(at, end, SPACE))
    return found
