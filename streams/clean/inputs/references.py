"""This module reads character references: HTML's names and numbers become characters, and text becomes such as XML's parser takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.entities import html5

from streams.clean.inputs.windows import windows_character

_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});")
_C1_REFERENCE = re.compile(r"&#(?:(1[2-5][0-9])|[xX]0{0,4}([89][0-9A-Fa-f]));?")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_C1_TABLE = {number: windows_character(number) for number in range(0x80, 0xA0) if number != 0x85}
"""The characters of Windows 1252 for C1 controls. U+0085 stays: it is a line end (NEL) where it is meant, and the ellipsis of Windows 1252
only as a reference."""
_TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:#([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});?|([A-Za-z_][\w.-]{0,40});)?"
    r"|<(?![A-Za-z_:/!?])",
    re.S,
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,40})\s+(?:\"([^\"<]{0,64})\"|'([^'<]{0,64})')\s*>")
_DECLARED = 100
_PREDEFINED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_EXPANDED = 100_000
"""The number of characters that a document's own entities may add to it in all; a bomb of them ends there."""


def characters(text: str) -> str:
    """Return the text with its references (`&rsquo;`, `&#8217;`, `&#146;` as in Windows 1252) as characters; what is no reference stays."""
    if "&" in text:
        text = _REFERENCE.sub(lambda found: unescape(found[0]), text)
    return windows_characters(text)


def windows_characters(text: str) -> str:
    """Return the text with C1 controls, written or referred to (`&#146;`), as Windows 1252's characters; all other references stay.

    No text means these controls; HTML reads such references so (https://html.spec.whatwg.org/#numeric-character-reference-end-state).
    """
    if "&#" in text:
        text = _C1_REFERENCE.sub(_windows, text)
    return text.translate(_C1_TABLE) if _C1.search(text) else text


def xml_text(text: str, declared: Mapping[str, str]) -> str:
    """Return the text of an XML document with references as characters, `&` and `<` that open nothing escaped, control characters gone.

    `declared` are the document's own entities. CDATA sections and comments stay as they are. In linear time.
    """
    left = _EXPANDED

    def put(found: re.Match[str]) -> str:
        nonlocal left
        whole, number, name = found[0], found[1], found[2]
        if whole == "<":
            return "&lt;"
        if whole[0] == "<":
            return whole
        if number is not None:
            return _escaped(_numbered(number))
        if name is None or name in _NAMES:
            return "&amp;" if name is None else whole
        if name in declared:
            left -= len(declared[name])
            return _escaped(declared[name]) if left >= 0 else ""
        return _escaped(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"

    return _NOT_XML.sub("", _TOKEN.sub(put, text))


def declared_entities(doctype: str) -> dict[str, str]:
    """Return the short entities that a document type declares itself; those of other files, of markup and of one another are left out."""
    found: dict[str, str] = {}
    for match in _ENTITY.finditer(doctype):
        value = match[2] if match[2] is not None else match[3]
        if len(found) < _DECLARED and match[1] not in found:
            found[match[1]] = characters(value)
    return found


def _windows(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return windows_character(number) if 0x80 <= number < 0xA0 else found[0]


def _numbered(number: str) -> str:
    return unescape(f"&#{number};")


def _escaped(text: str) -> str:
    return "".join(_PREDEFINED.get(character, character) for character in text)
