"""This module cuts what is told of author and publisher under the story: `Ann Moor is a political correspondent for the Courier`."""

from __future__ import annotations

import re

from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import NEAR_LINES, NOTE_CHARACTERS
from streams.clean.boilerplate.written import NAME

_BIO = re.compile(
    rf"(?:About the author: ?)?(?!(?:It|He|She|They|There|This|That|We|What|Who|The|An?|Here|Now) ){NAME}(?: {NAME}){{0,4}}"
    r"(?: \([^()]{1,60}\))?,? (?:is|was|has been) "
    r"(?:an? |the |our |one of )?(?:[\w&'’/.-]+,? ){0,8}"
    r"(?:reporter|correspondent|editor|writer|columnist|journalist|contributor|blogger|producer(?! of)|freelancer)s?\b"
    r".{0,80}\b(?:for|at|of|with|on|based|covering|covers|who)\b"
)

_PUBLISHER = re.compile(
    r"(?:The )?[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,5}(?: \([^()]{1,40}\))? is an? (?:[\w-]+,? ){0,6}"
    r"(?:news (?:organi[sz]ation|agency|outlet|service|website|site)|newsroom|publication|magazine|news source)\b"
    r".{0,120}\b(?:dedicated|committed|independent|non-?profit|devoted|founded|mission|covering)\b"
)
_BOOK = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){1,3} is (?:the|an?) (?:co-?)?authors? of (?:the |a )?(?:\w+ ){0,3}[“\"]")


def mark(read: Reading) -> None:
    """Cut the author's biography among the last paragraphs, never one of the first two."""
    for index in read.kept()[-NEAR_LINES:]:
        if read.first is not None and index > read.first + 1 and about_author(read.lines[index].text):
            read.cut(index, "author")


def about_author(text: str) -> bool:
    """Return True if a paragraph says who wrote or published the story: `Ann Moor is a political correspondent for the Courier`."""
    return len(text) <= NOTE_CHARACTERS and any(told.match(text) is not None for told in (_BIO, _PUBLISHER, _BOOK))
