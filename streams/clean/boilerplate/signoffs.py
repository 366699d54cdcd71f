"""This module cuts what a desk or an agency puts under a story.

`(Reporting by ...)`, `(... published from a syndicated feed.)`, `ENDS`, `- AFP`.
"""

from __future__ import annotations

import re

from streams.clean.boilerplate.form import Form, any_case
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import NEAR_LINES, SIGN_OFF_CHARACTERS, SIGN_OFF_WORDS
from streams.clean.cuts import Mark

FORM = Form(
    "sign-off",
    SIGN_OFF_WORDS,
    any_case(
        r"[\[(*\s]*(?:(?:except for the headline|disclaimer"
        r"|with the exception of the headline)\b.{0,100}\b(?:edited|syndicated|published|feed|opinions?"
        r"|views?|staff)\b"
        r"|(?:this|the) (?:story|article|report|copy|item|news)(?: \w+)? (?:has|was|is|first"
        r"|originally)(?: not| been| only| first| originally)* (?:been )?(?:edited|published|generated"
        r"|auto|created|sourced|taken|produced|appeared|supplied|distributed|syndicated)\b)"
        r"|our standards\s*:|.{0,120}\btrust principles\.?$|(?:ends?|-\s?30\s?-|###+|\*{3,}|- ?ends? ?-"
        r"|/?ends/?|-{2,}|_{3,})$"
    ),
    openings=("except disclaimer with ends end"),
    second="copy item news story article report",
    anywhere=("trust principles",),
)
_SIGN_OFF = re.compile(
    r"(?:^|(?<=[.!?”\"'’)\]])\s+|\s+(?=\())[(\[]?\s*(?:(?:Additional "
    r"|Further )?[Rr]eporting (?:and (?:writing|editing) )?by|Writing (?:and \w+ )?by"
    r"|Editing (?:and \w+ )?by|Edited by|Compiled by"
    r"|With (?:inputs?|reporting|contributions|files|agency inputs?|additional reporting) (?:from"
    r"|by)|Inputs from|Written by|Translated by"
    r"|(?:The )?Associated Press (?:\w+ ){0,3}[A-Z].{0,200}\b(?:contributed|reported from)"
    r"|[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3}(?:,? and [A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3})? contributed reporting)"
    r"\b[^()\[\]]{2,400}[)\]]?\s*(?:(?<=[)\]])|$)\.?\s*$"
)
_SIGNING = (
    "eporting",
    "riting",
    "diting",
    "Edited",
    "Compiled",
    "With ",
    "Inputs from",
    "Written",
    "Translated",
    "Associated Press",
    "contributed ",
)
"""Signs of which one is in every sign-off by name."""
_TAIL_AGENCY = re.compile(
    r"(?:\s*(?:-{1,2}|[–—])\s?(?:AFP|Reuters|AP|ANI|IANS|PTI|UNI|Bernama|Xinhua|dpa|TASS"
    r"|[A-Z]{3,6}/[A-Z]{2,6})|\s\((?:AFP|Reuters|AP|ANI|IANS|PTI|UNI|Agencies|Xinhua)\))\.?$"
)
_ALONE = re.compile(
    r"\s*[(\[]?\s*(?:Additional|Further|[Rr]eporting|Writing|Editing|Edited|Compiled|With|Inputs|Written|Translated|The A\w+|Associated)\b"
    r"|\s*[-–—(]"
)


def mark(read: Reading) -> None:
    """Cut the sign-offs by name in the last paragraphs, whole lines or the end of one."""
    for index in read.kept()[-NEAR_LINES:]:
        line = read.lines[index]
        if (at := sign_off(line.text)) == 0:
            read.cut(index, FORM.name)
        elif at is not None:
            read.marks.append(Mark(line.start + at, line.end, FORM.name))


def sign_off(text: str) -> int | None:
    """Return the offset in a paragraph at which the agency's sign-off (`(Reporting by ...; editing by ...)`) starts, or None.

    Reads its last SIGN_OFF_CHARACTERS.
    """
    offset = max(0, len(text) - SIGN_OFF_CHARACTERS)
    end = text[offset:]
    told = any(word in end for word in _SIGNING)
    found = (_SIGN_OFF.search(text, offset) if told else None) or _TAIL_AGENCY.search(text, max(0, len(text) - 40))
    return found.start() if found is not None else None


def signed_alone(text: str) -> bool:
    """Return True if the line is a sign-off and nothing else."""
    return _ALONE.match(text) is not None and sign_off(text) == 0
