"""What an editor or a desk tells its clients: `(Adds governor's remarks)`, `EDITOR'S NOTE: ...`."""

from __future__ import annotations

import re

from streams.clean.boilerplate.corrections import correction_note
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import NEAR_LINES, NOTE_CHARACTERS

_NOTE = re.compile(
    r"[(\[]\s*(?:Adds|Updates|Updated|Updating|Corrects|Correcting|Recasts|Refiles|Refiling|Fixes"
    r"|Clarifies|Rewrites|Removes|Deletes|Repeats|Repeating|Releads|Recrops|Amends|Changes"
    r"|This (?:[A-Z][a-z]+\.? \d+ )?(?:story|article|item|version|report) (?:has been|was|is"
    r"|corrects|updates|adds))\b.{0,600}[)\]]\.?$"
    r"|(?:(?:Editor'?s|Editors'?|Editor’s) [Nn]ote|EDITOR'?S NOTE|Eds|EDS|Note to editors?"
    r"|Correction|CORRECTION|Clarification|CLARIFICATION)\s*[:—–-].{2,600}$"
    r"|This (?:story|article|report) (?:has been|was) (?:updated|corrected|amended)\b.{0,400}$"
)


def mark(read: Reading) -> None:
    """Cut the editor's notes at the story's top and bottom, and keep them as facts; correction notes are another rule's."""
    for index in read.block:
        if read.top + 2 < index <= read.block.stop - 1 - NEAR_LINES:
            continue
        text = read.lines[index].text
        if (note := editors_note(text)) is not None and correction_note(text) is None:
            read.notes.append(note)
            read.cut(index, "note")


def editors_note(text: str) -> str | None:
    """The note (`Adds ...`, `Corrects ...`) without its brackets, or None if the line is none."""
    if len(text) > NOTE_CHARACTERS or _NOTE.match(text) is None:
        return None
    return text.strip("()[] ")
