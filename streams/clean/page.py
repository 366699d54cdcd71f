"""HTML to a raw text, line by line, and which of the lines a content extractor takes for the story.

The rendering is fixed: the text of all elements that people see, in document order, white space runs as one blank, `br` as a
line end, each block element apart from the next by an empty line. Menus are in it; what goes is cut from it, and recorded.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from streams.clean.limits import Limits
from streams.clean.lines import Line, read_lines, words_of
from streams.errors import TooLarge

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|hr|table|tr|td|img|figure|figcaption"
    r"|blockquote|article|section|html|head|"
    r"body|main|header|footer|nav|script|style|pre|sub|sup|small|font|center|iframe|title|meta|link"
    r"|!doctype)\b[^<>]{0,3000}>",
    re.I,
)
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_BETWEEN = re.compile(r"[\s/]+")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_UNSEEN_LIST = (
    "script style noscript template head title meta link iframe object embed svg math canvas audio video map select option "
    "textarea input datalist"
)
_UNSEEN = frozenset(_UNSEEN_LIST.split())
_INLINE_LIST = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr picture source"
)
_INLINE = frozenset(_INLINE_LIST.split())
_HINTS = {"figcaption": "caption", "nav": "navigation", "button": "navigation", "footer": "navigation"}
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-caption-text|caption|photo-?credit|image-?credit)(?:$|[\s_-])", re.I)
_SPACE = re.compile(r"\s+")
_GRAM = 4
_ENOUGH = 0.7
"""Share of the extractor's words that its lines must find in the rendering, else its answer is not used."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rendering: `hints` are rules by the offset of a line, `outside` offsets of lines that are not the story."""

    raw: str
    hints: dict[int, str] = field(default_factory=dict)
    outside: frozenset[int] = frozenset()
    tree: Any = None


def is_markup(text: str) -> bool:
    """Whether the text has HTML tags in it; a `<` between words is none."""
    return _MARKUP.search(text) is not None


def is_page(text: str) -> bool:
    """Whether it is a whole page, with menus to expect, not a body's fragment."""
    return _PAGE.search(text[:20_000]) is not None


def read_page(text: str) -> Page:
    """Render a page or fragment; of a page also tell what is outside the story. Bad markup is read as browsers do.

    Raises TooLarge for more tags than can be read in time.
    """
    _count_tags(text, Limits())
    tree = _parse(text)
    if tree is None:
        return Page("")
    raw, hints = _render(tree)
    outside = _outside(read_lines(raw), tree) if is_page(text) else frozenset()
    return Page(raw, hints, outside, tree)


def _count_tags(text: str, limits: Limits) -> None:
    if (tags := text.count("<")) > limits.tags:
        raise TooLarge(f"{tags:,} tags, more than {limits.tags:,}", field="text")
    longest = max((len(_BETWEEN.findall(tag)) for tag in _LONG_TAG.findall(text)), default=0)
    if longest > limits.attributes:
        raise TooLarge(f"a tag of {longest:,} attributes, more than {limits.attributes:,}", field="text")


def _parse(text: str) -> Any:
    # A parser of one's own per call is thread-safe; huge_tree stays off, so that depth is bounded by libxml2.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    clean = text.replace("\0", "")
    try:
        return html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing but comments or white space
        return None


def _render(tree: Any) -> tuple[str, dict[int, str]]:
    rows: list[tuple[str, str | None, bool]] = []  # text, hint, whether a block begins here
    parts: list[str] = []
    hints: list[str | None] = [None]
    fresh, unseen = True, 0

    def close(block: bool) -> None:
        nonlocal fresh
        text = _SPACE.sub(" ", "".join(parts)).strip()
        parts.clear()
        if text:
            rows.append((text, hints[-1], fresh))
            fresh = False
        fresh = fresh or block

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag not in _INLINE
        if event == "start":
            if tag in _UNSEEN:
                unseen += 1
            elif not unseen:
                if tag == "br":
                    close(block=False)
                elif block:
                    close(block=True)
                hints.append(_hint(tag, element) or hints[-1])
                parts.append(element.text or "")
                continue
            hints.append(hints[-1])
            continue
        if tag in _UNSEEN:
            unseen -= 1
        elif not unseen and block and tag != "br":
            close(block=True)
        hints.pop()
        if not unseen and element.tail and element is not tree:
            parts.append(element.tail)
    close(block=True)
    return _join(rows)


def _hint(tag: str, element: Any) -> str | None:
    if tag in _HINTS:
        return _HINTS[tag]
    return "caption" if tag in ("p", "div", "span") and _CAPTION.search(element.get("class") or "") else None


def _join(rows: list[tuple[str, str | None, bool]]) -> tuple[str, dict[int, str]]:
    parts: list[str] = []
    hints: dict[int, str] = {}
    length = 0
    for text, hint, block in rows:
        gap = "" if not parts else "\n\n" if block else "\n"
        length += len(gap)
        if hint is not None:
            hints[length] = hint
        parts += (gap, text)
        length += len(text)
    return "".join(parts), hints


def _outside(lines: tuple[Line, ...], tree: Any) -> frozenset[int]:
    """Offsets of the lines that the extractor leaves out; none where it finds nothing or its lines are not in the rendering."""
    taken = [words_of(line) for line in _extract(tree).split("\n")]
    total = sum(map(len, taken))
    if not total:
        return frozenset()
    whole = {words for words in taken if words}
    grams = {words[i : i + _GRAM] for words in taken for i in range(len(words) - _GRAM + 1)}
    inside = [line.words in whole or _covered(line.words, grams) for line in lines]
    # A line of few words that stands in menus as well as in the story is the story's only between its lines.
    long = [i for i, line in enumerate(lines) if inside[i] and len(line.words) >= 8]
    if not long or sum(len(line.words) for i, line in enumerate(lines) if inside[i]) < _ENOUGH * total:
        return frozenset()
    return frozenset(line.start for i, line in enumerate(lines) if not inside[i] or not long[0] - 3 <= i <= long[-1] + 3)


def _covered(words: tuple[str, ...], grams: set[tuple[str, ...]]) -> bool:
    count = len(words) - _GRAM + 1
    return count >= 3 and sum(words[i : i + _GRAM] in grams for i in range(count)) >= 0.6 * count


def _extract(tree: Any) -> str:
    # Imported at the first page: 0.7 s and 50 MB that a worker on wires alone never needs.
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return extract(tree, fast=True, include_comments=False, include_formatting=False) or ""
    except Exception:  # a foreign parser on hostile markup: the page is then read as lines, which always works
        return ""
