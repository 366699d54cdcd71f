"""XML as Atom and CAP need it: elements with text from outside, which is made visible, so that no document is broken by it."""

from __future__ import annotations

from xml.etree import ElementTree

from streams.visible import passage

MOST_TEXT = 4_000
"""The largest number of characters of a text in an element: a summary with its evidence."""


def child(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """Add an element; its text is put on one line, without characters that XML or a reader would stumble over."""
    made = ElementTree.SubElement(parent, name, attributes)
    if text is not None:
        made.text = passage(text, MOST_TEXT)
    return made


def document(root: ElementTree.Element) -> bytes:
    """Return the document in UTF-8 with its declaration."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode").encode()
