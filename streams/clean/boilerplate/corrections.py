"""This module reads what an article says of its own mistakes: correction notes, at its top or in a list at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.clean.boilerplate.lines import Line, count_behind
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import CORRECTION_CHARACTERS, NEAR_LINES

RULE = "correction"
_BULLET = r"[\s(\[*•·–—-]*"
_WHAT = r"(?:story|article|report|item|piece|post|headline|page|version|column|caption|copy)"
_DATE = r"(?:[,:]? ?\(?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?)\)?)?"
_NOTE = re.compile(
    rf"{_BULLET}(?:(?i:corrections?|clarifications?)(?: (?:and|&) (?i:corrections?|clarifications?))?{_DATE}\s?[:—–]\s?(?=\S.{{10}})"
    rf"|(?:This|The) {_WHAT}(?: of (?:this|the) {_WHAT}| on \w+)? (?:has been|has since been|was|was later|is being) (?:further |since )?"
    r"(?:corrected|amended|clarified|(?:updated|edited|changed|revised|modified) (?:on [\w ,]{3,30} )?"
    r"to (?:correct|clarify|fix|remove|amend|make clear))\b"
    rf"|(?:An? )?(?:[Ee]arlier|[Pp]revious|[Pp]rior|[Oo]riginal|[Ff]irst) versions? of (?:this|the|our) {_WHAT}\b"
    rf"|(?:The|Our) (?:earlier|previous|prior|original) (?:version|{_WHAT})\b.{{0,40}}\b(?:incorrect|mis|wrong|error)"
    r"|(?:We|[A-Z][\w ]{1,40}) (?:regrets?|apologi[sz]es? for) (?:the|this|any) (?:error|mistake)"
    r")"
)
_ERROR = re.compile(
    r"\b(?:incorrect\w*|misstat\w*|misspel\w*|misidentif\w*|mistake\w*|erron\w*|errors?|wrong\w*|amended|corrected|clarified"
    r"|earlier version|originally|should have|not, as|rather than|in fact|omitted)\b",
    re.I,
)
"""Words of which every note in a list has one, and a story under a subhead `Corrections`, about prisons, hardly."""
_HEADING = re.compile(rf"(?i:corrections?|clarifications?)(?: (?:and|&) (?i:corrections?|clarifications?))?{_DATE}\s*:?$")


def mark(read: Reading) -> None:
    """Cut notes at the top or the end, and the lines under a heading `Corrections`, and keep them as facts."""
    until = -1
    for index, line in enumerate(read.lines):
        if NEAR_LINES < index < len(read.lines) - 2 * NEAR_LINES and index > until:
            continue
        if index > until and (count := listed(read.lines, index)):
            until = index + count
            read.cut(index, RULE)
        elif (note := correction_note(line.text) or (line.text if index <= until else None)) is not None:
            read.cut(index, RULE)
            read.corrections.append(note)


def correction_note(text: str) -> str | None:
    """Return the note without brackets and bullets; None for a line that is no correction note."""
    if len(text) > CORRECTION_CHARACTERS or _NOTE.match(text) is None:
        return None
    return text.strip("()[]*•·–—- ")


def listed(lines: Sequence[Line], index: int) -> int:
    """Return the number of notes behind `lines[index]` of which it is the heading, such as `Corrections`; 0 if it is no such heading."""
    if len(lines[index].words) > 8 or _HEADING.match(lines[index].text) is None:
        return 0
    return count_behind(lines, index, _is_listed)


def _is_listed(line: Line) -> bool:
    """Return True if a line under the heading may be a note."""
    return (line.sentence or line.prose) and len(line.text) <= CORRECTION_CHARACTERS and _ERROR.search(line.text) is not None
