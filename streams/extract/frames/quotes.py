"""This module finds the passages within quotation marks, curly and straight, nested or left open at a paragraph's end."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"[\"“”„«»]|(?<!\w)[‘']{1,2}(?=\w)|(?<=[\w.,!?…])['’]{1,2}(?!\w)|``")
_OPEN = frozenset("“„«‘") | {"``"}
_CLOSE = frozenset("”»’")


@dataclass(frozen=True, slots=True)
class Quote:
    """The characters between the marks; the number of `words` tells a saying from a single borrowed word."""

    start: int
    end: int
    words: int

    def holds(self, offset: int) -> bool:
        """Return True if the character at `offset` lies in the quote."""
        return self.start <= offset < self.end


def quotes(text: str) -> tuple[Quote, ...]:
    """Return the outermost quotes in order; a quote left open runs to the end of its paragraph, and no further."""
    found: list[Quote] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        found.extend(_in_paragraph(text, paragraph.start(), paragraph.end()))
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> list[Quote]:
    """Return the quotes of one paragraph: marks are paired by kind and by the blanks around them."""
    found: list[Quote] = []
    open_at: list[tuple[int, bool]] = []
    for match in _MARK.finditer(text, start, end):
        single = match.group()[0] in "'‘’" and len(match.group()) == 1
        if _opens(text, match.start(), match.end(), start, inside=bool(open_at)):
            open_at.append((match.end(), single))
        elif open_at:
            if single and not open_at[-1][1]:
                continue  # an apostrophe behind a plural, inside a quote in double marks
            began, _ = open_at.pop()
            if not open_at:
                found.append(Quote(began, match.start(), len(text[began : match.start()].split())))
    # A single mark left open was an apostrophe ("'em"), a double one is a quote that the next paragraph takes up.
    doubles = [began for began, single in open_at if not single]
    if doubles and end - doubles[0] > 1:
        found.append(Quote(doubles[0], end, len(text[doubles[0] : end].split())))
    return found


def _opens(text: str, start: int, end: int, floor: int, *, inside: bool) -> bool:
    """Return True if a mark opens a quote: curly ones say so, straight ones have a blank before and a word behind."""
    mark = text[start:end]
    if mark[0] in _OPEN or mark == "``":
        return True
    if mark[0] in _CLOSE:
        return False
    before = text[start - 1] if start > floor else " "
    behind = text[end] if end < len(text) else " "
    if before.isspace() or before in "([—–-:,“‘":
        return not behind.isspace() or not inside
    return False
