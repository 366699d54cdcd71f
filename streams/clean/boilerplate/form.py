"""A form is a rule that tells boilerplate by a line's form alone: no site names, no look at other lines.

It has a name (as it stands in a cut), conditions (the pattern from the line's start, the most words, the sentences that it spares), and
cuts the whole line. The families' files hold the rules, `forms.py` their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from streams.clean.boilerplate.lines import Line

_TOLD = re.compile(r"\b(?:said|says|told|according|was|were|had)\b")


def told(line: Line) -> bool:
    """Return True if the line is a paragraph that tells of something: forms that stories have too spare it."""
    return line.prose and _TOLD.search(line.text) is not None


@dataclass(frozen=True, slots=True)
class Form:
    """One rule by form; a line matches where it has at most `most_words` words, the pattern matches and nothing spares it.

    Lines of more than `GATED_WORDS` words are only tried where some form's `openings`, `anywhere` or `written` occurs: nine paragraphs
    in ten have none, and the patterns are where most of a text's time would go.
    """

    name: str
    most_words: int
    pattern: re.Pattern[str]
    openings: str = ""
    """The first words, in lower case, of longer lines that the pattern may match."""
    second: str = ""
    """The second words of such lines behind `the` and `this`."""
    anywhere: tuple[str, ...] = ()
    """The words that such lines may have anywhere, in lower case."""
    written: tuple[str, ...] = ()
    """The words that such lines may have anywhere, in the case in which they are written."""
    spares: Callable[[Line], bool] | None = None


def any_case(pattern: str) -> re.Pattern[str]:
    """Return the pattern compiled without regard to capitals."""
    return re.compile(pattern, re.I)
