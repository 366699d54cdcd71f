"""This module looks at HTML as characters: it tells if a text is HTML, counts its tags, and parses it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree, html

from streams.clean.limits import Limits
from streams.clean.pages.depth import flattened, too_deep
from streams.clean.pages.rendering import INLINE
from streams.errors import TooLarge

_MARKUP = re.compile(
    r"<(?=/?[!a-z])/?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|hr|table|tr|td|img|figure|figcaption"
    r"|blockquote|article|section|html|head|"
    r"body|main|header|footer|nav|script|style|pre|sub|sup|small|font|center|iframe|title|meta|link"
    r"|!doctype)\b[^<>]{0,3000}>",
    re.I,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_ATTRIBUTE = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_RAW = ("script", "style", "textarea", "title")
"""Elements whose content is text, whatever it looks like."""


def is_markup(text: str) -> bool:
    """Return True if the text has HTML tags in it; a `<` between words does not count."""
    return _MARKUP.search(text) is not None


def is_page(text: str) -> bool:
    """Return True if the text is a whole page, with menus to expect, not a body's fragment; its first 20,000 characters tell."""
    return _PAGE.search(text[:20_000]) is not None


def count_tags(text: str, limits: Limits) -> int:
    """Return the number of tags, as HTML reads them: what stands in comments and scripts does not count, a quoted value is one value.

    Raises TooLarge for more tags, or more attributes of one tag, than can be read in time. Takes linear time.
    """
    tags = 0
    for tag in _tags(limits.attributes).finditer(text):
        tags += 1
        if tags > limits.tags:
            raise TooLarge(f"{text.count('<'):,} tags, more than {limits.tags:,}", field="text")
        if tag.lastindex is not None:
            raise TooLarge(f"a tag of more than {limits.attributes:,} attributes", field="text")
    return tags


@cache
def _tags(most: int) -> re.Pattern[str]:
    """Return the pattern of a tag, or of a `<` that opens none, with all that is text because of it.

    A tag of more attributes than `most` has a group for the next one.
    """
    attributes = rf"(?:{_ATTRIBUTE}){{0,{most}}}+({_ATTRIBUTE})?"
    raw = "|".join(rf"{name}(?=[\s/>]){attributes}(?:[^<]++|<(?!/{name}))*+" for name in _RAW)
    return re.compile(rf"<(?:!--(?:[^-]++|-(?!->))*+|{raw}|[a-z][^\s/>]*+{attributes})?", re.I)


def parse(text: str) -> tuple[Any, bool]:
    """Return the tree, None where nothing is in it; and True if it has all the levels that the page has."""
    clean = text.replace("\0", "")
    # A parser of one's own per call is thread-safe; huge_tree stays off, for trafilatura goes down by recursion.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
        if too_deep(parser):
            return html.document_fromstring(flattened(clean, INLINE).encode("utf-8", "replace"), parser=parser), False
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing but comments or white space
        return None, False
    return tree, True
