"""This module turns a parsed page into its text, line by line, with what the markup says of each line.

The rendering is fixed: the text of all elements that people see, in document order, white space runs as one blank, `br` as a
line end, each block element apart from the next by an empty line. Menus are in it; what goes is cut from it, and recorded.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from lxml import etree

from streams.clean.pages.thresholds import LABEL, TITLE

UNSEEN_LIST = (
    "script style noscript template head title meta link iframe object embed svg math canvas audio video map select option "
    "textarea input datalist"
)
UNSEEN = frozenset(UNSEEN_LIST.split())
INLINE_LIST = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr picture source"
)
INLINE = frozenset(INLINE_LIST.split())
_HINTS = {"figcaption": "caption", "nav": "navigation", "button": "navigation", "footer": "navigation"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CAPTIONED = frozenset({"p", "div", "span"})
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-caption-text|caption|photo-?credit|image-?credit)(?:$|[\s_-])", re.I)
_LABEL = re.compile(
    r"(?:^|[\s_-])(?:kicker|eyebrow|overline|hub|breadcrumbs?|topics?|tags?|category|section-?(?:label|name|title))(?:$|[\s_-])", re.I
)


class Row(NamedTuple):
    """One line of the rendering."""

    text: str
    hint: str | None
    fresh: bool
    """True if a block begins with the line."""
    way: int
    """The number of the way (tags and classes) by which its element is reached."""
    label: bool
    """True if the line is short and all link, or stands in an element that its class calls a kicker or a tag."""
    story: bool = True
    """True if the line stands in an element of the story, where such were named."""


class Rendering(NamedTuple):
    """A raw text, the hints by the offset of their line, and its rows."""

    raw: str
    hints: dict[int, str]
    rows: tuple[Row, ...]


def render(tree: Any, story: Collection[Any] | None = None, drop: Collection[Any] = ()) -> Rendering:
    """Return the tree's text, its hints and rows, in linear time.

    `story` are the elements that hold the story, `drop` those within that do not (block elements: a line is story or not as a whole);
    None: nobody says.
    """
    rows: list[Row] = []
    parts: list[str] = []
    hints: list[str | None] = [None]
    numbers: dict[tuple[int, str, str], int] = {}
    captions: dict[str, bool] = {}
    labelled: dict[str, bool] = {}
    ways, labels, stories = [0], [False], [story is None]
    fresh, links, linked, tag = True, 0, 0, ""

    def close(block: bool) -> None:
        nonlocal fresh, linked
        if parts:
            text = " ".join("".join(parts).split())
            parts.clear()
            if text:
                whole = linked >= len(text) - 1
                only = whole and text.count(" ") >= TITLE and text[-1] not in '.!?”"' and tag not in _HEADINGS
                label = (whole or labels[-1]) and text.count(" ") < LABEL and tag not in _HEADINGS
                rows.append(Row(text, hints[-1] or ("teaser" if only else None), fresh, ways[-1], label, stories[-1]))
                fresh = False
        fresh, linked = fresh or block, 0

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in UNSEEN:
                walk.skip_subtree()
                continue
            hint, way = hints[-1], ways[-1]
            if tag not in INLINE:
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
            if name not in labelled:
                labelled[name] = _LABEL.search(name) is not None
            stories.append(element not in drop and (stories[-1] or (story is not None and element in story)))
            hints.append(hint)
            ways.append(way)
            labels.append(labels[-1] or labelled[name])
            text = element.text
        else:
            if tag not in UNSEEN:
                if tag not in INLINE:
                    if tag != "br":
                        close(block=True)
                else:
                    links -= tag == "a"
                stories.pop()
                hints.pop()
                ways.pop()
                labels.pop()
            text = element.tail if element is not tree else None
        if text:
            parts.append(text)
            linked += len(text) if links else 0
    tag = ""
    close(block=True)
    return _join(rows)


def _join(rows: list[Row]) -> Rendering:
    parts: list[str] = []
    hints: dict[int, str] = {}
    length = 0
    for row in rows:
        gap = "" if not parts else "\n\n" if row.fresh else "\n"
        length += len(gap)
        if row.hint is not None:
            hints[length] = row.hint
        parts += (gap, row.text)
        length += len(row.text)
    return Rendering("".join(parts), hints, tuple(rows))
