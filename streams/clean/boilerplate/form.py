"""A rule that tells boilerplate by a line's form alone: no site names, no look at other lines.

One such rule: its name (as it stands in a cut), when it applies (the pattern from the line's start, the most words, which sentences it
spares), and what it cuts (the whole line). The families' files hold the rules, `forms.py` their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from streams.clean.boilerplate.lines import Line

_TOLD = re.compile(r"\b(?:said|says|told|according|was|were|had)\b")


def told(line: Line) -> bool:
    """Whether the line is a paragraph that tells of something: forms that stories have too spare it."""
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
    """The first words, in lower case, of longer lines that it may match."""
    second: str = ""
    """Second words of longer lines behind `the` and `this`."""
    anywhere: tuple[str, ...] = ()
    """What longer lines that it may match have somewhere, in lower case."""
    written: tuple[str, ...] = ()
    """The same, in the case in which it stands."""
    spares: Callable[[Line], bool] | None = None


def any_case(pattern: str) -> re.Pattern[str]:
    """The pattern without regard to capitals."""
    return re.compile(pattern, re.I)
