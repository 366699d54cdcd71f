"""This module cuts lines that were never the story's: those that the page's markup puts outside it, and lines of controls."""

from __future__ import annotations

from streams.clean.boilerplate.corrections import RULE as CORRECTION
from streams.clean.boilerplate.corrections import correction_note
from streams.clean.boilerplate.reading import Reading
from streams.clean.cuts import CONTROL, Mark


def mark(read: Reading) -> None:
    """Cut such lines, each row of them as one; a correction note among them is cut by its own rule and kept as a fact."""
    inside = {line.start for line in read.lines}
    row: Mark | None = None
    for line in read.everything:
        rule = None
        if line.start not in inside:
            note = correction_note(line.text)
            rule = CONTROL if line.start not in read.outside else "page" if note is None else CORRECTION
            read.corrections += [note] if note is not None and rule == CORRECTION else []
            read.gone.add((line.start, line.end))
        if row is not None and rule == row.rule:
            row = row._replace(end=line.end)
            continue
        if row is not None:
            read.marks.append(row)
        row = None if rule is None else Mark(line.start, line.end, rule)
    if row is not None:
        read.marks.append(row)
