"""Which line of a scraped text is its headline, and which lines repeat it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from streams.clean.credits import byline, dateline
from streams.clean.lines import Line, words_of

_MOST_WORDS = 30
_SITE = re.compile(r"\s+(?:[|–—-]|::|»)\s+[^|–—]{2,40}$")


def find_headline(lines: Sequence[Line], first: int) -> str | None:
    """The headline of a text whose first paragraph is `lines[first]`: the title that stands twice above it, else the last one.

    A text that opens with a sentence has none.
    """
    above = [line for line in lines[:first] if _title(line)]
    if not above:
        return None
    twice = [key for key, count in Counter(line.key for line in above).most_common() if count > 1 and len(key.split()) >= 4]
    if twice:
        return next(line.text for line in above if line.key == twice[0])
    if first <= 6:  # no menus above: a headline, then perhaps a standfirst
        return above[0].text
    long = [line for line in above[-8:] if len(line.words) >= 5]
    return long[-1].text if long else above[-1].text


def without_site(headline: str) -> str:
    """The headline without the site's name behind a bar or dash (`... | The Daily Name`)."""
    short = _SITE.sub("", headline)
    return short if len(words_of(short)) >= 4 else headline


def repeats_headline(line: Line, headline: tuple[str, ...]) -> bool:
    """Whether the line is the headline again, alone or with a site's name or a section of up to 4 words at its end."""
    if not headline or line.words == headline:
        return bool(headline)
    if len(headline) < 4 or line.ended:
        return False
    extra = len(line.words) - len(headline)
    return 0 < extra <= 4 and line.words[: len(headline)] == headline


def _title(line: Line) -> bool:
    if not 2 <= len(line.words) <= _MOST_WORDS or line.text.endswith((".", ":", ";", ",")):
        return False
    if line.text[0].islower() or line.hint is not None:
        return False
    return line.form is None and byline(line.text) is None and dateline(line.text) is None
