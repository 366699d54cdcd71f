"""This module bounds every field of an article but its text: characters that are text, on one line, up to the field's limit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote

from xxhash import xxh3_128_hexdigest

from streams.clean.language_tag import language_tag
from streams.clean.limits import Limits
from streams.messages import Note

ESCAPES = re.compile(
    "\x1b(?:\\[[0-?]{0,64}[ -/]{0,16}[@-~]?|[\\]PX^_][^\x07\x1b\x9c]{0,2000}(?:\x07|\x1b\\\\|\x9c)?|[ -/]{0,4}[0-~]?)"
    "|\x9b[0-?]{0,64}[ -/]{0,16}[@-~]?"
)
"""Escape sequences of terminals, whole (ECMA-48): CSI, the strings OSC, DCS, SOS, PM and APC with their end, and two-character ones."""
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb"
    "\ufffd-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls but ends of lines, soft hyphens, directions, zero width, surrogates, noncharacters and tag characters."""
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f"
"""The flag of a part of a country (Scotland, Texas): a black flag and its code in tag characters, which stand nowhere else."""
_BUT_FLAGS = re.compile(f"({_FLAG})|{_NO_TEXT.pattern}")
_JOINERS = re.compile(
    "[\u200c\u200d](?![^\\W\\d_a-zA-Z]|[\u2190-\U0001faff])|(?<![^\\x00-\\x7f])(?!(?<=[0-9#*])\ufe0f\u20e3)[\u200c\u200d\ufe00-\ufe0f]"
)
"""Joiners and variation selectors beside nothing that they could change: Persian, Hindi, emoji and keycaps need theirs."""
_UNSEEN = ("Cc", "Zl", "Zp")
_WEB = re.compile(r"https?://[^\s/?#]+\S*|(?:urn|tag):\S+", re.I)


def without_controls(value: str) -> str:
    """Return the value on one line, without what is no text: escape sequences go whole, other marks one by one."""
    if value.isascii() and value.isprintable():
        return value
    return " ".join(_JOINERS.sub("", _BUT_FLAGS.sub(_flag, ESCAPES.sub("", value))).split())


def _flag(found: re.Match[str]) -> str:
    return found[1] or ""


def shortened(value: str, most: int) -> str:
    """Return the value up to `most` code points, cut at a word where it has one there, with an ellipsis."""
    if len(value) <= most:
        return value
    kept = value[: most - 1]
    head, blank, _ = kept.rpartition(" ")
    return (head if blank and len(head) * 2 > most else kept).rstrip() + "…"


def field(value: str | None, most: int) -> str | None:
    """Return a field as it goes on, after `without_controls` and `shortened`; None where nothing is left."""
    return None if value is None else shortened(without_controls(value[: 8 * most + 4096]), most) or None


def fields(values: tuple[str, ...], most: int, count: int) -> tuple[str, ...]:
    """Return the values as `field` makes them, each once, the first `count` of them."""
    return tuple(dict.fromkeys(found for value in values[: 4 * count] if (found := field(value, most))))[:count]


def address(value: str | None, most: int = Limits().link) -> str | None:
    """Return a link of the web, a urn or a tag, blanks escaped; None for another scheme (`javascript:`), a longer one, or no link."""
    if value is None or len(value) > 2 * most:
        return None
    found = without_controls(value).strip().replace(" ", "%20")
    return found if len(found) <= most and _WEB.fullmatch(found) else None


def identity(value: str, most: int = Limits().uri) -> str:
    """Return a uri as the key that all stages know it by, at most `most` characters.

    What is no text is percent-escaped, for left out it might be another item's uri; a longer one is named by its hash (XXH3-128), so that
    all its versions and what refers to it agree.
    """
    if not (value.isascii() and value.isprintable()):
        value = "".join(_escaped(char) if _NO_TEXT.match(char) or unicodedata.category(char) in _UNSEEN else char for char in value)
    return value if len(value) <= most else f"urn:newswire:uri:{xxh3_128_hexdigest(value.encode())}"


class FieldBounds:
    """The fields of one article within their limits; `notes` says which were shortened, escaped or left out for it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.notes: list[Note] = []

    def text(self, name: str, value: str | None, most: int) -> str | None:
        """Return `field`, and note it where it was shortened."""
        found = field(value, most)
        if found is not None and value is not None and found.endswith("…") and not value.rstrip().endswith("…"):
            self.notes.append(Note(field=name, kind="shortened", detail=f"{len(value):,} characters, more than {most:,}"))
        return found

    def texts(self, name: str, values: tuple[str, ...], most: int, count: int) -> tuple[str, ...]:
        """Return `fields`, and note it where some are left out."""
        if len(values) > count:
            self.notes.append(Note(field=name, kind="shortened", detail=f"{len(values):,} of them, more than {count:,}"))
        return fields(values, most, count)

    def version(self, value: str | None) -> str | None:
        """Return the version whole, or None: two that differ in their last characters must stay two."""
        whole = without_controls(value) if value is not None and len(value) <= 2 * self.limits.name else None
        if value is not None and (not whole or len(whole) > self.limits.name):
            self._leave_out("version", f"{len(value):,} characters, more than {self.limits.name:,}" if value.strip() else "nothing in it")
            return None
        return whole

    def language(self, value: str | None) -> str | None:
        """Return the declared language as a tag; None, noted, where it names no language."""
        found = language_tag(value[: self.limits.name]) if value else None
        if value and found is None:
            self._leave_out("language", f"no language: {shortened(without_controls(value[:200]), 60)}")
        return found

    def link(self, value: str | None) -> str | None:
        """Return `address`, and note it where the value is no address."""
        found = address(value, self.limits.link)
        if value is not None and found is None:
            self._leave_out(
                "link", f"no web address of at most {self.limits.link:,} characters: {shortened(without_controls(value[:200]), 60)}"
            )
        return found

    def uri(self, value: str) -> str:
        """Return `identity`, and note it where it differs from what was given."""
        found = identity(value, self.limits.uri)
        if found != value:
            self.notes.append(Note(field="uri", kind="escaped", detail=shortened(without_controls(value[:400]), 100)))
        return found

    def uris(self, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return the uris of other items, each as its own article would have it."""
        if len(values) > self.limits.referred:
            self.notes.append(Note(field=name, kind="shortened", detail=f"{len(values):,} of them, more than {self.limits.referred}"))
        return tuple(dict.fromkeys(identity(value, self.limits.uri) for value in values[: self.limits.referred]))

    def _leave_out(self, name: str, why: str) -> None:
        self.notes.append(Note(field=name, kind="left out", detail=why))


def bounded_notes(notes: Iterable[Note], limits: Limits) -> tuple[Note, ...]:
    """Return the first notes, each once, their words within the rules of a field."""
    kept = (note.with_(field=field(note.field, limits.name) or "$", detail=field(note.detail, limits.name) or "") for note in notes)
    return tuple(islice(dict.fromkeys(kept), limits.notes))


def _escaped(char: str) -> str:
    return quote(char.encode("utf-8", "replace"), safe="")
