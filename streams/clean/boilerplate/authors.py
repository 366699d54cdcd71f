"""Who the author is, told under the story: `Ann Moor is a political correspondent for the Courier.`"""

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


def mark(read: Reading) -> None:
    """Cut the author's biography among the last paragraphs, never one of the first two."""
    for index in read.kept()[-NEAR_LINES:]:
        if read.first is not None and index > read.first + 1 and about_author(read.lines[index].text):
            read.cut(index, "author")


def about_author(text: str) -> bool:
    """Whether a paragraph says who wrote the story: `Ann Moor is a political correspondent for the Courier.`"""
    return len(text) <= NOTE_CHARACTERS and _BIO.match(text) is not None
