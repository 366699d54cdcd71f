"""This module flattens pages nested deeper than libxml2 reads: what stands below its 256 levels, and all that follows, would be lost."""

from __future__ import annotations

import re
from typing import Any

DEEPEST = 200
"""The number of levels that are left; libxml2 adds some of its own (`html`, `body`, `tbody`)."""
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*>")
_VOID_LIST = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_LIST.split())
_RAW = frozenset({"script", "style", "textarea", "title"})
"""Elements in which what looks like tags is text."""


def too_deep(parser: Any) -> bool:
    """Return True if the parser gave up within the document it read last, for its depth."""
    return any("Excessive depth" in error.message for error in parser.error_log)


def flattened(text: str, inline: frozenset[str]) -> str:
    """Return the markup without its tags below DEEPEST, in linear time; all text stays.

    A tag that parts paragraphs leaves an `hr` where text stands before it.
    """
    parts: list[str] = []
    at = depth = gone = 0
    raw = ""
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if raw:
            raw = "" if tag[1] and name == raw else raw
            continue
        if name in _RAW:
            raw = "" if tag[1] else name
            continue
        if name in _VOID:
            continue
        if tag[1]:
            dropped = gone > 0
            gone -= dropped
            depth -= not dropped and depth > 0
        else:
            dropped = depth >= DEEPEST
            gone += dropped
            depth += not dropped
        if dropped:
            before = text[at : tag.start()]
            parts += (before, "<hr>" if name not in inline and before.strip() else "")
            at = tag.end()
    return "".join([*parts, text[at:]])
