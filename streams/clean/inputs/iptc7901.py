"""This module reads IPTC 7901 ("The text transmission format", 1979, revised 1995), the form in which European agencies sent text.

SOH source and number, priority, category, word count, ...    SOH xyz0123 3 pl 250  ...
keyword line, then headlines, with = behind them              Bridge/Arlen/
STX text, lines broken at about 70 characters, paragraphs indented
ETX day and time, month, year                                 ETX 141010 GMT Mar 26
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.reading import FieldReader
from streams.errors import Empty
from streams.messages import Subject

_HEADER = re.compile(r"[\s\x16\x00\ufeff]*(\x01?)([A-Za-z]{2,5})(\d{3,4}) ([1-9]) ([A-Za-z]{1,3}) (\d{1,5})\b([^\n\x02]{0,200})")
_KEYWORDS = re.compile(r"\s*\n[^\s/]{2,60}/[^\n]{0,100}\n")
_NOT_FOR_PRINT = re.compile(
    r"^[ \t]*(?:#{1,4}[^\n]{0,80}\n\s*)?(?:[*-]+ *)?the following information is not (?:intended )?for publication[^\n]*$", re.I | re.M
)
_SENT = re.compile(r"\b(\d\d)(\d\d)(\d\d) ?([A-Z]{1,5})? ([^\W\d_]{3,9})\.? (\d{4}|\d\d)\s*$")
_SENTENCE = re.compile(r"[.!?]['\"”]?$|\([^()]{2,20}\) *[-–—_] ")
"""The marks of a line that is no headline: a full stop at its end, a dateline."""


def is_iptc7901(text: str) -> bool:
    """Return True if a text is such a transmission: by its header behind SOH, else by a header line with a line of keywords below it."""
    found = _HEADER.match(text)
    return found is not None and (bool(found[1]) or _KEYWORDS.match(text, found.end()) is not None)


def read_iptc7901(text: str) -> Item:
    """Read such a transmission; raises Empty where there is no text."""
    header = _HEADER.match(text)
    assert header is not None
    rest, _, behind = text[header.end() :].replace("\r", "").partition("\x03")
    head, framed, body = rest.partition("\x02")
    if not framed:  # the control characters were taken out
        head, body = _split(rest)
    behind = behind.strip("\x04 \n")
    sent = _SENT.search(behind or body[-100:])
    if not behind and sent is not None:
        body = body[: len(body) - len(body[-100:]) + sent.start()]
    slug, *heads = [line.strip(" =/") for line in head.split("\n") if line.strip(" =/")] or [header[7].strip(" =/")]
    headline, body = (" ".join(heads), body) if heads else _headline(body)
    hidden = _NOT_FOR_PRINT.search(body)
    note = " ".join(body[hidden.end() :].split()) if hidden else None
    raw = "\n\n".join(_paragraphs((body[: hidden.start()] if hidden else body).split("\n")))
    if not raw.strip():
        raise Empty("nothing in it", field="transmission")
    told = FieldReader()
    item = Item(
        publisher=header[2] if header[2].isupper() else None,  # small letters are a service's, not an agency's
        slug=slug or None,
        headline=headline or None,
        published=told.moment(_moment(sent), "day-time group") if sent else None,
        urgency=int(header[4]),
        ed_note=note or None,
        subjects=(Subject(code=f"iptc7901:{header[5].lower()}"),),
        notes=tuple(told.notes),
    )
    return with_body(item, raw, markup=False)


def _split(rest: str) -> tuple[str, str]:
    """Return head and text where no STX stands between: the line of keywords, and headlines with = behind them, are the head."""
    lines = rest.strip("\n").split("\n")
    count = 0 if _SENTENCE.search(lines[0].strip()) else 1
    while count < len(lines) and lines[count].rstrip().endswith("="):
        count += 1
    return "\n".join(lines[:count]), "\n".join(lines[count:])


def _headline(body: str) -> tuple[str, str]:
    """Return the text's first line where it stands on its own and is no sentence ("" otherwise), and the rest of the text."""
    first, _, rest = body.lstrip("\n").partition("\n")
    said = first.strip(" =")
    if not said or not rest.strip() or _SENTENCE.search(said) or not (first.endswith("=") or rest[:1] in " \t\n"):
        return "", body
    return said, rest


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Yield the paragraphs: indented lines and those behind a blank one open them; without any of these, each line is one."""
    inner = lines[1:]
    wrapped = any(line[:1] in " \t" and line.strip() for line in inner) or any(not line.strip() for line in inner[:-1])
    kept: list[str] = []
    for line in lines:
        if kept and (not wrapped or not line.strip() or line[0] in " \t"):
            yield " ".join(kept)
            kept = []
        if line.strip():
            kept.append(" ".join(line.split()))
    if kept:
        yield " ".join(kept)


def _moment(found: re.Match[str]) -> str:
    day, hour, minute, zone, month, year = found.groups()
    return f"{day} {month} {year if len(year) == 4 else f'20{year}'} {hour}:{minute} {zone or ''}".strip()
