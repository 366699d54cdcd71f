"""Which line of a scraped text is its headline, and which lines repeat it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from streams.clean.boilerplate.credits import byline, dateline
from streams.clean.boilerplate.lines import Line, words_of

_MOST_WORDS = 30
_STANDFIRST = 12
"""Words from which what stands under a shorter title, alone with it among menus, bylines and stamps, is its standfirst."""
_TITLE = 5
"""Words from which a line among menus is a title."""
ABOVE = 25
"""Lines above the first paragraph among which headline and standfirst stand; share buttons and names are between."""
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
    if (over := _over_standfirst(lines[max(0, first - ABOVE) : first])) is not None:
        return over.text
    return long[-1].text if long else above[-1].text


def _over_standfirst(above: Sequence[Line]) -> Line | None:
    """The last title with a longer line under it that no other titles stand beside."""
    for at in range(len(above) - 2, -1, -1):
        title, under = above[at : at + 2]
        if not (_TITLE <= len(title.words) < len(under.words) and len(under.words) >= _STANDFIRST and _title(title)):
            continue
        beside = [above[place] for place in (at - 1, at + 2) if 0 <= place < len(above)]
        if under.hint is None and under.form is None and not any(len(line.words) >= _TITLE and line.form is None for line in beside):
            return title
    return None


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
