"""This module finds the headline of a scraped text, and the lines that repeat it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from streams.clean.boilerplate.bylines import byline
from streams.clean.boilerplate.datelines import dateline
from streams.clean.boilerplate.forms import form_of
from streams.clean.boilerplate.lines import Line, words_of
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import ABOVE_LINES, HEADLINE_WORDS, SAME_WORDS, SECTION_WORDS, TITLE_WORDS, UNDER_TITLE_WORDS
from streams.clean.signals import read_headline

RULE = "headline"
_SITE = re.compile(r"\s+(?:[|–—-]|::|»)\s+[^|–—]{2,40}$")


def mark(read: Reading) -> None:
    """Cut the lines that are the headline or repeat it; under the first paragraph only those of SAME_WORDS or more."""
    titles = titles_of(read.headline)
    longest = max(map(len, titles), default=-SECTION_WORDS) + SECTION_WORDS
    for index, line in enumerate(read.lines):
        count = len(line.words)
        if count > longest or (index > read.top and count < SAME_WORDS) or index in read.rules:
            continue
        if any(repeats_headline(line, title) for title in titles):
            read.cut(index, RULE)


def mark_flash(read: Reading) -> None:
    """Keep the headline where nothing else would stay: a flash says all in it, that is the story then."""
    titled = [index for index, rule in read.rules.items() if rule == RULE]
    if titled and len(read.rules) == len(read.lines):
        del read.rules[titled[-1]]


def find_headline(lines: Sequence[Line], first: int) -> str | None:
    """Return the headline of a text whose first paragraph is `lines[first]`: the title that stands twice above it, else by where it stands.

    It is the first title above where no menus stand, else the last one over a standfirst, else the last one of five words or more, else
    the last. None for a text that opens with a sentence.
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
    if (over := _over_standfirst(lines[max(0, first - ABOVE_LINES) : first])) is not None:
        return over.text
    return long[-1].text if long else above[-1].text


def _over_standfirst(above: Sequence[Line]) -> Line | None:
    """Return the last title with a longer line under it that no other titles stand beside; None without any."""
    for at in range(len(above) - 2, -1, -1):
        title, under = above[at : at + 2]
        if not (TITLE_WORDS <= len(title.words) < len(under.words) and len(under.words) >= UNDER_TITLE_WORDS and _title(title)):
            continue
        beside = [above[index] for index in (at - 1, at + 2) if 0 <= index < len(above)]
        if (
            under.hint is None
            and form_of(under) is None
            and not any(len(line.words) >= TITLE_WORDS and form_of(line) is None for line in beside)
        ):
            return title
    return None


def without_site(headline: str) -> str:
    """Return the headline without the site's name behind a bar or dash (`... | The Daily Name`)."""
    short = _SITE.sub("", headline)
    return short if len(words_of(short)) >= 4 else headline


@lru_cache(maxsize=16)  # asked twice of an article
def titles_of(headline: str | None) -> frozenset[tuple[str, ...]]:
    """Return the words of the headline in each form in which a page may repeat it."""
    if not headline:
        return frozenset()
    plain = read_headline(headline).text
    return frozenset(words_of(form) for form in {headline, plain, without_site(headline), without_site(plain)})


def repeats_headline(line: Line, headline: tuple[str, ...]) -> bool:
    """Return True if the line is the headline again, alone or with a site's name or a section of up to 4 words at its end."""
    if not headline or line.words == headline:
        return bool(headline)
    if len(headline) < 4 or line.ended:
        return False
    extra = len(line.words) - len(headline)
    return 0 < extra <= SECTION_WORDS and line.words[: len(headline)] == headline


def _title(line: Line) -> bool:
    if not 2 <= len(line.words) <= HEADLINE_WORDS or line.text.endswith((".", ":", ";", ",")):
        return False
    if line.text[0].islower() or line.hint is not None:
        return False
    return form_of(line) is None and byline(line.text) is None and dateline(line.text) is None
