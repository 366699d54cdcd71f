"""This module reads the notes of an editor or a desk to its clients: `(Adds governor's remarks)`, `EDITOR'S NOTE: ...`."""

from __future__ import annotations

import re

from streams.clean.boilerplate.corrections import RULE as CORRECTION
from streams.clean.boilerplate.corrections import correction_note
from streams.clean.boilerplate.datelines import dateline
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import NEAR_LINES, NOTE_CHARACTERS

_VERB = (
    r"(?:Adds|Updates|Updated|Updating|Corrects|Correcting|Recasts|Refiles|Refiling|Fixes|Clarifies|Rewrites|Removes|Deletes|Drops|Restores"
    r"|Repeats|Repeating|Releads|Recrops|Amends|Changes)"
)
_STORY = r"(?:story|article|item|version|report|piece)"
_INSIDE = r"[^()\[\]\n]{0,600}(?:[(\[][^()\[\]\n]{0,100}[)\]][^()\[\]\n]{0,300}){0,4}"
_BRACKETS = re.compile(
    rf"[(\[]\s*(?:{_VERB}|This (?:[A-Z][a-z]+\.? \d+ )?{_STORY} (?:has been|was|is|corrects|updates|adds|fixes|repeats|removes)"
    rf"|In (?:\S+ ){{0,5}}{_STORY}\b(?=[^()\[\]\n]{{0,600}}\b(?i:correct|fix|misspel|misstat|wrong|error|clarif|remov|delet|chang|adds?\b"
    r"|updat|repeat|amend)))"
    rf"\b{_INSIDE}[)\]]\.?"
)
_OPENING = re.compile(
    r"(?:(?:(?:Attention|ATTENTION|Note to|NOTE TO):? )?(?:(?:Editor'?s|Editors'?|Editor’s|EDITOR'?S) (?:[Nn]ote|NOTE)"
    r"|Editors|editors|EDITORS|Eds|EDS)|Correction|CORRECTION|Clarification|CLARIFICATION)\s*[:—–-]\s*\S"
    rf"|This {_STORY} (?:has been|was) (?:updated|corrected|amended)\b"
    rf"|(?:Repeats|Repeating|Refiles|Refiling) (?:to|for|with|without|(?:\w+ )?{_STORY}|item|earlier)\b"
    r"|(?:Recasts|Releads|Rewrites) (?:to|with|throughout|lead|headline|first|opening)\b"
    r"|(?:Corrects|Fixes|Clarifies) (?:(?:the|a|in) )?(?:spelling|name|names|title|typo\w*|paragraph|para|headline|lead|dateline|day|date"
    r"|figure|number|attribution|byline|(?:first|second|third|last) paragraph)\b"
    r"|(?:Adds|Updates) (?:with |more )?(?:byline|dateline|background|quotes?|comments?|reaction|details?|paragraphs?|dropped words?)\b"
)
"""The opening of a note without brackets."""
_BEHIND = re.compile(r"[.!?)]\s+(?=[A-ZÀ-Þ])")


def mark(read: Reading) -> None:
    """Cut the editor's notes at the story's top and bottom, and keep them as facts; correction notes are another rule's."""
    for index in read.block:
        if read.top + 2 < index <= read.block.stop - 1 - NEAR_LINES:
            continue
        text = read.lines[index].text
        if (note := editors_note(text)) is not None and correction_note(text) is None:
            read.notes.append(note)
            read.cut(index, "note")


def mark_alone(read: Reading) -> None:
    """Keep the notes where nothing else would stay: a note or correction sent alone is the text of its article."""
    if not read.kept():
        for index in [index for index, rule in read.rules.items() if rule in ("note", CORRECTION)]:
            del read.rules[index]


def editors_note(text: str) -> str | None:
    """Return the note (`Adds ...`, `Corrects ...`) without its brackets, or None if the line is no note."""
    return text.strip("()[] ") if note_end(text) == len(text) else None


def note_end(text: str) -> int:
    """Return the end of the note that a line opens with; 0 where it opens with none.

    Behind a note in brackets there may stand anything that opens like a sentence, behind another only a dateline.
    """
    if (found := _BRACKETS.match(text)) is not None:
        rest = text[found.end() :].lstrip()
        return len(text) if not rest else found.end() if rest[0].isupper() or rest[0] in "\"“'‘" else 0
    if _OPENING.match(text) is None:
        return 0
    for end in _BEHIND.finditer(text, 0, NOTE_CHARACTERS):
        if dateline(text[end.end() :]) is not None:
            return end.start() + 1
    return len(text) if len(text) <= NOTE_CHARACTERS else 0
