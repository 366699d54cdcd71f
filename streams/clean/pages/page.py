"""HTML to a raw text, line by line, and which of the lines a content extractor takes for the story.

The rendering is fixed: the text of all elements that people see, in document order, white space runs as one blank, `br` as a
line end, each block element apart from the next by an empty line. Menus are in it; what goes is cut from it, and recorded.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from streams.clean.boilerplate.block import story_block
from streams.clean.boilerplate.forms import form_of
from streams.clean.boilerplate.lines import Line, read_lines, words_of
from streams.clean.limits import Limits
from streams.clean.pages.depth import flattened, too_deep
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
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE = 3
"""Blanks from which a line that is all link is another story's title."""
_CAPTIONED = frozenset({"p", "div", "span"})
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-caption-text|caption|photo-?credit|image-?credit)(?:$|[\s_-])", re.I)
_SPACE = re.compile(r"\s+")
_GRAM = 4
_LONG = 6
"""Words from which a line is known wherever it stands in the extractor's answer."""
_NEAR = 80
"""Characters of the answer within which a line of under _GRAM words must follow the one before."""
_MOSTLY = 0.6
_TRUNCATED = 0.5
"""Shares of the answer's words of prose: in elements of one way, and left out in such elements."""
_SURE = 0.6
"""Share of the block's words of prose that a quick answer must have; else the extractor compares its own with two others'."""
_EXTRACTED = 10_000
"""Tags of a page up to which the extractor is asked, past them lines alone tell: the richest of scrapinghub's 181 pages has 3,229."""
_LITTLE = 80
"""Words of prose under which an answer is no story where the block of lines has more, and none of the answer in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rendering: `hints` are rules by the offset of a line, `outside` offsets of lines that are not the story."""

    raw: str
    hints: dict[int, str] = field(default_factory=dict)
    outside: frozenset[int] = frozenset()
    tree: Any = None
    lines: tuple[Line, ...] | None = None
    """Of `raw`, with their hints, where they are read already."""


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
    tags = _count_tags(text, Limits())
    tree, whole = _parse(text)
    if tree is None:
        return Page("")
    raw, hints, ways = _render(tree)
    # Of what no browser would be asked to show the extractor makes seconds of work.
    if not (whole and tags <= _EXTRACTED and is_page(text)):
        return Page(raw, hints, frozenset(), tree)
    lines = read_lines(raw, hints)
    return Page(raw, hints, _outside(lines, ways, tree), tree, lines)


def _count_tags(text: str, limits: Limits) -> int:
    if (tags := text.count("<")) > limits.tags:
        raise TooLarge(f"{tags:,} tags, more than {limits.tags:,}", field="text")
    longest = max((len(_BETWEEN.findall(tag)) for tag in _LONG_TAG.findall(text)), default=0)
    if longest > limits.attributes:
        raise TooLarge(f"a tag of {longest:,} attributes, more than {limits.attributes:,}", field="text")
    return tags


def _parse(text: str) -> tuple[Any, bool]:
    """The tree, None where nothing is in it; and whether it has the levels that the page has."""
    clean = text.replace("\0", "")
    # A parser of one's own per call is thread-safe; huge_tree stays off, for trafilatura goes down by recursion.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
        if too_deep(parser):
            return html.document_fromstring(flattened(clean, _INLINE).encode("utf-8", "replace"), parser=parser), False
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing but comments or white space
        return None, False
    return tree, True


def _render(tree: Any) -> tuple[str, dict[int, str], list[int]]:
    rows: list[tuple[str, str | None, bool, int]] = []  # text, hint, whether a block begins here, the way to its element
    parts: list[str] = []
    hints: list[str | None] = [None]
    numbers: dict[tuple[int, str, str], int] = {}
    captions: dict[str, bool] = {}
    ways = [0]
    fresh, links, linked, tag = True, 0, 0, ""

    def close(block: bool) -> None:
        nonlocal fresh, linked
        if parts:
            text = _SPACE.sub(" ", "".join(parts)).strip()
            parts.clear()
            if text:
                only = linked >= len(text) - 1 and text.count(" ") >= _TITLE and text[-1] not in '.!?”"' and tag not in _HEADINGS
                rows.append((text, hints[-1] or ("teaser" if only else None), fresh, ways[-1]))
                fresh = False
        fresh, linked = fresh or block, 0

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                walk.skip_subtree()
                continue
            hint, way = hints[-1], ways[-1]
            if tag not in _INLINE:
                close(block=tag != "br")
                name = element.get("class") or ""
                way = numbers.setdefault((way, tag, name), len(numbers) + 1)
                hint = _HINTS.get(tag, hint)
            else:
                links += tag == "a"
                name = (element.get("class") or "") if tag == "span" else ""
            if name and tag in _CAPTIONED:
                if name not in captions:
                    captions[name] = _CAPTION.search(name) is not None
                hint = "caption" if captions[name] else hint
            hints.append(hint)
            ways.append(way)
            text = element.text
        else:
            if tag not in _UNSEEN:
                if tag not in _INLINE:
                    if tag != "br":
                        close(block=True)
                else:
                    links -= tag == "a"
                hints.pop()
                ways.pop()
            text = element.tail if element is not tree else None
        if text:
            parts.append(text)
            linked += len(text) if links else 0
    tag = ""
    close(block=True)
    return _join(rows)


def _join(rows: list[tuple[str, str | None, bool, int]]) -> tuple[str, dict[int, str], list[int]]:
    parts: list[str] = []
    hints: dict[int, str] = {}
    length = 0
    for text, hint, block, _ in rows:
        gap = "" if not parts else "\n\n" if block else "\n"
        length += len(gap)
        if hint is not None:
            hints[length] = hint
        parts += (gap, text)
        length += len(text)
    return "".join(parts), hints, [row[3] for row in rows]


def _outside(lines: Sequence[Line], ways: Sequence[int], tree: Any) -> frozenset[int]:
    """Offsets of the lines that the extractor leaves out; none where it finds nothing.

    It sometimes stops at an interruption of the story: where as much prose again stands in elements that are reached in the
    same way (tags and classes) as most of its answer, that is story too.
    """
    told = [len(line.words) if line.prose and form_of(line) is None else 0 for line in lines]
    answer = _extract(tree, fast=True)
    inside = _found(lines, answer)
    if _told(told, inside) <= _SURE * sum(told):  # comments and other stories count there: ask the block, which is dearer
        block = story_block(lines, [form_of(line) is not None for line in lines])
        whole = sum(told[index] for index in block)
        if _told(told, inside) <= _SURE * whole:
            answer = _extract(tree, fast=False)
            inside = _found(lines, answer)
        if _told(told, inside) < _LITTLE < whole and not any(inside[index] for index in block):
            return frozenset()
    if not any(found and len(line.words) >= _LONG for found, line in zip(inside, lines, strict=True)):
        return frozenset()
    for index in _continued(lines, ways, told, inside, answer):
        inside[index] = True
    return frozenset(line.start for i, line in enumerate(lines) if not inside[i])


def _told(told: Sequence[int], inside: Sequence[bool]) -> int:
    return sum(words for words, found in zip(told, inside, strict=True) if found)


def _continued(lines: Sequence[Line], ways: Sequence[int], told: Sequence[int], inside: Sequence[bool], answer: str) -> list[int]:
    """The indices of prose lines that the answer lacks though most of it stands in elements that are reached in the same way."""
    by_way: Counter[int] = Counter()
    for index, words in enumerate(told):
        by_way[ways[index]] += words if inside[index] else 0
    taken = by_way.total()
    way, most = by_way.most_common(1)[0]
    left = [index for index, words in enumerate(told) if words and not inside[index] and ways[index] == way]
    if most < _MOSTLY * taken or sum(told[index] for index in left) < _TRUNCATED * taken:
        return []
    grams = _grams(words_of(answer))
    rest = [index for index in left if not _covered(lines[index].words, grams)]  # nor is it the answer a second time
    return rest if sum(told[index] for index in rest) > _TRUNCATED * taken else []


def _found(lines: Sequence[Line], answer: str) -> list[bool]:
    """Which lines stand in the extractor's answer: each of its words is given to one line only, short lines in order only."""
    words = words_of(answer)
    whole = f" {' '.join(words)} "
    grams = _grams(words)
    given = bytearray(len(whole))
    inside, cursor, spent = [], 0, 0
    for line in lines:
        key = f" {' '.join(line.words)} "
        count = len(line.words)
        at = whole.find(key, cursor, cursor + len(key) + _NEAR if count < _GRAM else len(whole)) if count else -1
        if at < 0 and count >= _LONG:
            at = whole.find(key)
        if at >= 0 and not given[at + 1]:
            end = at + len(key) - 1
            given[at + 1 : end] = b"\1" * (end - at - 1)
            if count >= _GRAM or at < cursor + _NEAR:
                cursor = end
            inside.append(True)
        else:  # joined or split otherwise; a story that the page has twice stands in the answer once
            inside.append(at < 0 and count >= _LONG and spent + count <= len(words) * 1.1 and _covered(line.words, grams))
        spent += count if inside[-1] else 0
    return inside


def _grams(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[i : i + _GRAM] for i in range(len(words) - _GRAM + 1)}


def _covered(words: tuple[str, ...], grams: set[tuple[str, ...]]) -> bool:
    count = len(words) - _GRAM + 1
    return count >= 3 and sum(words[i : i + _GRAM] in grams for i in range(count)) >= 0.6 * count


def _extract(tree: Any, *, fast: bool) -> str:
    # Imported at the first page: 0.7 s and 50 MB that a worker on wires alone never needs.
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return extract(tree, fast=fast, favor_precision=True, include_comments=False, include_formatting=False) or ""
    except Exception:  # a foreign parser on hostile markup: the page is then read as lines, which always works
        return ""
