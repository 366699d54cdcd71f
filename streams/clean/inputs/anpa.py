"""This module reads ANPA 1312, the form in which American agencies sent text.

(Newspaper Association of America, "Wire Service Transmission Guidelines")

SOH service and number US selector            SYN SYN SOH a0123 US bc---
priority, category, slug, date, word count    DC3 DC1 u i BC-Slug-Word 1stLd 03-14 0120 DC4 DC2
STX lines with ^ before and < or = behind: slug, headline, notes, byline; then the text, a tab before each paragraph
ETX sign-off: AP-NY-03-14-26 1010EST<
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.reading import FieldReader
from streams.errors import Empty
from streams.messages import Subject

_SERVICE = re.compile(r"[\s\x16\x00\ufeff]*\x01[A-Za-z]{1,2}\d{3,4}\x1f")
_HEADER = re.compile(
    r"^[\x11-\x14]*([a-z]) ([a-z]) ?[\x11-\x14]*[ ]?((?:am|pm|bc|ap)-\S.*?) (\d\d?-\d\d?)(?: (\d{1,4}))?[\x11-\x14 \r]*$", re.I | re.M
)
_WITHIN = 400
"""The number of characters at the top in which the header stands."""
_START = re.compile(r"\x02|^\^", re.M)
_SIGN_OFF = re.compile(r"^\x03?[A-Z]{2,4}-[A-Z]{2,4}-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d) ?([A-Z]{3,4})?<?[ \t\r]*$", re.M)
_NOTE = re.compile(r"(?:eds?|editors?|editor['’]s note|note to editors?)\b[:.,]?\s*[_—-]*\s*", re.I)
_BY = re.compile(r"by\s+", re.I)
_COUNT = re.compile(r",\s*\d{1,4}$")
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
"""The urgency of ninjs for flash, bulletin, urgent, regular and deferred; other priorities (advances) say nothing of it."""
_CATEGORIES = {
    "a": "domestic", "b": "special events", "c": "features", "d": "food", "e": "entertainment", "f": "financial", "i": "international",
    "k": "commentary", "l": "lifestyle", "n": "state and regional", "o": "weather", "p": "politics", "q": "sport results", "r": "racing",
    "s": "sports", "t": "travel", "v": "advisories", "w": "Washington", "z": "computer",
}  # fmt: skip


def is_anpa(text: str) -> bool:
    """Return True if a text is such a transmission: by its first characters, else by the header line and a line in carets behind it."""
    if _SERVICE.match(text):
        return True
    header = _HEADER.search(text[:_WITHIN])
    return header is not None and re.match(r"\s*\x02?\^[^\n]{2,200}<\s*$", text[header.end() : header.end() + 300], re.M) is not None


def read_anpa(text: str) -> Item:
    """Read such a transmission; raises Empty where no text is between header and sign-off."""
    start = _START.search(text)
    end = text.find("\x03")
    signed = next(_SIGN_OFF.finditer(text, max(end, 0)), None)
    stop = end if end >= 0 else signed.start() if signed else len(text)
    lines = text[start.start() if start else 0 : stop].replace("\r", "").split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip("\x02 ") and not line.lstrip("\x02 ").startswith("^")), len(lines))
    told = FieldReader()
    header = _HEADER.search(text[:_WITHIN])
    item = _headed([line.strip("\x02^<= \t") for line in lines[:first] if line.strip("\x02^<= \t")])
    raw = "\n\n".join(_paragraphs(lines[first:]))
    if not raw.strip():
        raise Empty("nothing in it", field="transmission")
    published = told.moment(_moment(signed), "sign-off") if signed else None
    category = header[2].lower() if header else ""
    item = Item(
        headline=item.headline, by=item.by, ed_note=item.ed_note, slug=item.slug or (header[3] if header else None), published=published,
        urgency=_PRIORITIES.get(header[1].lower()) if header else None,
        subjects=(Subject(code=f"anpa:{category}", name=_CATEGORIES.get(category)),) if category else (),
        notes=tuple(told.notes),
    )  # fmt: skip
    return with_body(item, raw, markup=False)


def _headed(lines: list[str]) -> Item:
    """Tell slug, headline, notes and byline apart by form: the first line with the form of no other is the slug, the next the headline."""
    slug = headline = None
    notes: list[str] = []
    by: list[str] = []
    for line in lines:
        if (note := _NOTE.match(line)) is not None:
            notes.append(line[note.end() :])
        elif (spoken := _BY.match(line)) is not None and not by:
            by.append(line[spoken.end() :])
        elif slug is None:
            slug = _COUNT.sub("", line)
        elif headline is None and not by:
            headline = line
        elif by:
            by.append(line)  # the author's title or agency
        else:
            notes.append(line)
    return Item(slug=slug, headline=headline, by=", ".join(by) or None, ed_note=" ".join(notes) or None)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Yield the paragraphs: a tab or blanks open one, a caret a line of its own, TLI (BS) a line of a table.

    The quotation marks of teletypesetters (TTS) become characters.
    """
    kept: list[str] = []
    for line in lines:
        said = " ".join(line.strip("\x02\x08^ \t").removesuffix("<").removesuffix("=").replace("\x10", " ").split())
        opens = line[:1] in ("\t", "^", "\x08", " ") or not said
        if opens and kept:
            yield " ".join(kept)
            kept = []
        if said:
            kept.append(said.replace("``", "“").replace("''", "”"))
    if kept:
        yield " ".join(kept)


def _moment(found: re.Match[str]) -> str:
    month, day, year, hour, minute, zone = found.groups()
    return f"20{year}-{month}-{day} {hour}:{minute} {zone or ''}".strip()
