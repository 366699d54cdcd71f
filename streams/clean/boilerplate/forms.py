"""This module holds the rules by form in their order, and finds the rule that a line's form falls under."""

from __future__ import annotations

import re

from streams.clean.boilerplate import (
    captions,
    contacts,
    cookies,
    copyrights,
    labels,
    links,
    navigation,
    sharing,
    signoffs,
    signups,
    teasers,
    timestamps,
)  # fmt: skip
from streams.clean.boilerplate.form import Form
from streams.clean.boilerplate.lines import Line, once_a_line
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import FORM_CHARACTERS, GATED_WORDS
from streams.clean.signs import has_one

FORMS: tuple[Form, ...] = (
    labels.PORTRAIT,  # exact labels first: nothing else is as sure
    labels.UPDATE,
    links.FORM,  # before captions and teasers: `Source: https://...`, `Read more: https://...`
    captions.FORM,  # before copyright: `© Agency` under a picture is its credit
    teasers.FORM,  # before share and navigation, which have `more` and `continue reading` too
    contacts.FORM,  # before share: `Follow her at ann@...` is a contact
    sharing.FORM,
    signups.FORM,  # before cookies: `By signing up you agree to ...`
    cookies.FORM,
    navigation.FORM,  # the shortest words last, when no fuller form has matched
    timestamps.FORM,
    copyrights.FORM,
    signoffs.FORM,  # last: it opens like prose (`This story was ...`)
)
"""The rules by form in the order of trial; the first that matches names the cut."""

_OPENING = re.compile(r"\W*(\w+)(?:\W+(\w+))?")
_FIRST = frozenset(word for form in FORMS for word in form.openings.split())
_SECOND = frozenset(word for form in FORMS for word in form.second.split())
_ANYWHERE = tuple(dict.fromkeys(word for form in FORMS for word in form.anywhere))
_WRITTEN = tuple(dict.fromkeys(word for form in FORMS for word in form.written))
_AROUND = frozenset({timestamps.FORM.name, copyrights.FORM.name})
"""Rules that hold only above and under the paragraphs: between them a date or a © is a list's or a live report's."""


def mark(read: Reading) -> None:
    """Cut the lines whose form, markup or publisher's standing lines make them boilerplate."""
    final = max((index for index in read.block if read.lines[index].prose), default=-1)
    for index, name in enumerate(read.forms):
        if read.outside and name == links.FORM.name:  # where the page's markup tells the story, its list of links is text
            continue
        around = name not in _AROUND or name == read.lines[index].hint or not read.top < index <= final
        if name is not None and index not in read.rules and around:
            read.cut(index, name)


@once_a_line
def form_of(line: Line) -> str | None:
    """Return the rule by which a line's form makes it boilerplate, or None; only lines up to FORM_CHARACTERS are looked at."""
    count = len(line.words)
    if len(line.text) > FORM_CHARACTERS or (count > GATED_WORDS and not possible(line.text)):
        return None
    for form in FORMS:
        if count <= form.most_words and form.pattern.match(line.text) and not (form.spares is not None and form.spares(line)):
            return form.name
    return None


def possible(text: str) -> bool:
    """Return True if a form may match a line of more than GATED_WORDS words; tests compare with trying them all."""
    opening = _OPENING.match(text)
    first, second = (opening[1].lower(), (opening[2] or "").lower()) if opening is not None else ("", "")
    # Figures open stamps and counts of shares; `[video]` closes teasers.
    if first in _FIRST or first[:1].isdigit() or (first in ("the", "this") and second in _SECOND) or text[-1] == "]":
        return True
    return has_one(text, _WRITTEN) or has_one(text.lower(), _ANYWHERE)
