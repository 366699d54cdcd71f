"""These rules cut lines that say how to reach someone: press contacts, telephone numbers, addresses of electronic mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.clean.boilerplate.form import Form, told
from streams.clean.boilerplate.lines import Line, count_behind
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import CONTACT_WORDS, UNDER_CONTACT_WORDS

_MAIL = r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,30})+"
_PHONE = r"\(?\+?\d[\d ().\-–/]{7,24}(?: ?(?:ext|x)\.? ?\d{1,6})?"
_LABEL = (
    r"(?:(?:(?:media|press|news|pr|investors?|public|editorial|company|corporate|analyst|general)"
    r"(?:(?: |/| and | & )(?:relations|media|press|investors?|affairs|office))? )?(?:contacts?|(?:enquir|inquir|quer)(?:y|ies))"
    r"|(?:media|investor|public) relations|press office)"
    r"(?: (?:us|details|information|persons?|for \w+))?"
)
_HEADING = re.compile(rf"{_LABEL}\s*:$|(?:\w+ )?contacts?$|(?:media|investor|public) relations$", re.I)
"""A heading of contacts. `Inquiry` alone does not count: over a number it is how a guide to exhibitions ends each entry."""
_CONTACT = re.compile(
    rf"{_LABEL}\s*[:|]\s*\S.*$"
    r"|contact the (?:author|writer|reporter|editor)s?\b.{0,60}$|you can e-?mail .{1,80} here\b.{0,80}$"
    r"|(?:send|write) (?:us )?a letter to the editors?\b.{0,60}$"
    r"|for (?:more|further|additional|any|media|press|all)(?: \w+){0,3} "
    r"(?:information|details?|enquir\w+|inquir\w+|quer\w+|interviews?|questions?)\b"
    r".{0,60}\b(?:contact|call|e-?mail|reach|write to)\b.*$"
    rf"|(?:e-?mail|tel(?:ephone)?|phone|mobile|cell|fax|office|direct|[tmepf])\s?[.:|]\s?[.:]?\s*(?:{_MAIL}|{_PHONE}).{{0,80}}$"
    rf"|{_MAIL}$"
    r"|(?:e-?mail|contact|reach|write to|tweet|follow) .{2,60}?(?::|\b(?:at|on|him|her|them)\b).{0,80}@\w+.{0,120}$"
    r"|.{0,60}\b(?:may|can) be (?:reached|contacted|followed) (?:at|on|via)\b.{0,160}$",
    re.I,
)
FORM = Form(
    "contact",
    CONTACT_WORDS,
    _CONTACT,
    openings=(
        "media press news pr investor investors public editorial company corporate analyst general contact "
        "contacts enquiry enquiries inquiry "
        "inquiries query queries for e email tel telephone phone mobile cell fax office direct t m p f reach write tweet follow you send"
    ),
    anywhere=("@", "be reached", "be contacted", "be followed"),
    spares=told,
)


def mark(read: Reading) -> None:
    """Cut the lines under a heading `Media contacts` behind the story, and the heading."""
    for index in range(len(read.lines) - 1, -1, -1):
        if read.lines[index].prose and index not in read.rules:
            break
        if count := under_heading(read.lines, index):
            for at in range(index, index + count + 1):
                if at not in read.rules:
                    read.cut(at, FORM.name)


def under_heading(lines: Sequence[Line], index: int) -> int:
    """Return the number of lines behind `lines[index]` over which it stands as a heading `Media contacts`; 0 if it is no such heading."""
    if len(lines[index].words) > 5 or _HEADING.match(lines[index].text) is None:
        return 0
    return count_behind(lines, index, _is_contact)


def _is_contact(line: Line) -> bool:
    """Return True if a line under the heading may be a name, an address or a number."""
    return not line.prose and (not line.sentence or "@" in line.text) and len(line.words) <= UNDER_CONTACT_WORDS
