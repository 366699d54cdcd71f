"""What every field of an article but its text may hold: characters that are text, on one line, up to its limit."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from streams.clean.limits import Limits

_ESCAPES = re.compile(
    "\x1b(?:\\[[0-?]{0,64}[ -/]{0,16}[@-~]?|[\\]PX^_][^\x07\x1b\x9c]{0,2000}(?:\x07|\x1b\\\\|\x9c)?|[ -/]{0,4}[0-~]?)"
    "|\x9b[0-?]{0,64}[ -/]{0,16}[@-~]?"
)
"""Escape sequences of terminals, whole (ECMA-48): CSI, the strings OSC, DCS, SOS, PM and APC with their end, and two-character ones."""
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb"
    "\ufffd-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls but ends of lines, soft hyphens, directions, zero width, surrogates, noncharacters and tag characters."""
_JOINERS = re.compile("[\u200c\u200d](?![^\\W\\d_a-zA-Z]|[\u2190-\U0001faff])|(?<![^\\x00-\\x7f])[\u200c\u200d\ufe00-\ufe0f]")
"""Joiners and variation selectors beside nothing that they could change: Persian, Hindi and emoji need theirs."""
_WEB = re.compile(r"https?://[^\s/?#]+\S*|(?:urn|tag):\S+", re.I)


def without_controls(value: str) -> str:
    """The value on one line, without what is no text: escape sequences go whole, other marks one by one."""
    if value.isascii() and value.isprintable():
        return value
    return " ".join(_JOINERS.sub("", _NO_TEXT.sub("", _ESCAPES.sub("", value))).split())


def shortened(value: str, most: int) -> str:
    """The value up to `most` code points, cut at a word where it has one there, with an ellipsis."""
    if len(value) <= most:
        return value
    kept = value[: most - 1]
    head, blank, _ = kept.rpartition(" ")
    return (head if blank and len(head) * 2 > most else kept).rstrip() + "…"


def field(value: str | None, most: int) -> str | None:
    """A field as it goes on: `without_controls`, `shortened`; None where nothing is left."""
    return None if value is None else shortened(without_controls(value[: 8 * most + 4096]), most) or None


def fields(values: tuple[str, ...], most: int, count: int) -> tuple[str, ...]:
    """A list of such fields, the first `count` of them, each once."""
    return tuple(dict.fromkeys(found for value in values[: 4 * count] if (found := field(value, most))))[:count]


def address(value: str | None, most: int = Limits().link) -> str | None:
    """A link of the web, a urn or a tag; None for another scheme (`javascript:`), a longer one, or none; blanks are escaped."""
    if value is None or len(value) > 2 * most:
        return None
    found = without_controls(value).strip().replace(" ", "%20")
    return found if len(found) <= most and _WEB.fullmatch(found) else None


def identity(value: str) -> str:
    """A uri as the key that all stages know it by: what is no text is percent-escaped, for left out it might be another item's uri."""
    if value.isascii() and value.isprintable():
        return value
    return "".join(_escaped(char) if _NO_TEXT.match(char) or unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in value)


def _escaped(char: str) -> str:
    return quote(char.encode("utf-8", "replace"), safe="")
