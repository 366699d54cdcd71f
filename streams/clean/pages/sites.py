"""This module reads an operator's rules for the pages of single sites, and says by them which lines of a page are its story.

A file is TOML, with a table for each site: its host, XPath expressions for the elements that hold the story and for those within that are
not story, and for headline and time where the page's head says them wrongly. Where no rule's body is on a page, as after the site has
changed, the page is read as all others are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

from streams.clean.boilerplate.lines import read_lines
from streams.clean.boilerplate.standing import host_of
from streams.clean.pages.page import Page
from streams.clean.pages.rendering import render
from streams.clean.pages.thresholds import EXTRACTED
from streams.errors import Malformed, Usage

FIELDS = ("host", "body", "drop", "headline", "time")
MOST_SITES = 10_000
MOST_EXPRESSIONS, LONGEST_EXPRESSION = 20, 1_000
"""The number of expressions of a field, and the characters of one: what a person writes for a page has some fifty."""
LARGEST_BYTES = 1_000_000
LONGEST_FACT = 400
"""The characters of a headline or a time that an expression may find; as of the page's head."""
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_EMPTY = html.document_fromstring("<html><body></body></html>")


@dataclass(frozen=True, slots=True)
class SiteRule:
    """The rule of one site; its fields are compiled expressions."""

    host: str
    body: tuple[Any, ...]
    drop: tuple[Any, ...] = ()
    headline: tuple[Any, ...] = ()
    time: tuple[Any, ...] = ()

    def read(self, tree: Any) -> Page | None:
        """Return the page with all that is not in the rule's body outside; None where no body is on it, or it has too many elements."""
        if sum(1 for _ in zip(tree.iter(), range(EXTRACTED + 1), strict=False)) > EXTRACTED:
            return None
        story = {element for found in self.body for element in found(tree)}
        if not story:
            return None
        rendering = render(tree, story, {element for found in self.drop for element in found(tree)})
        lines = read_lines(rendering.raw, rendering.hints)
        outside = frozenset(line.start for line, row in zip(lines, rendering.rows, strict=True) if not row.story)
        return Page(rendering.raw, rendering.hints, outside, tree, lines) if len(outside) < len(lines) else None

    def fact(self, expressions: tuple[Any, ...], tree: Any) -> str | None:
        """Return the text of the first node or attribute that one of some expressions finds; None without one, or where it is too long."""
        for expression in expressions:
            for found in expression(tree):
                text = " ".join((found if isinstance(found, str) else found.text_content()).split())
                if 0 < len(text) <= LONGEST_FACT:
                    return text
        return None


@dataclass(frozen=True, slots=True)
class Sites:
    """The rules of all sites, by host."""

    rules: Mapping[str, SiteRule] = field(default_factory=dict)

    def of(self, *addresses: str | None) -> SiteRule | None:
        """Return the rule for the first of some addresses that is one of the web: that of its host, else of the domains above it."""
        for address in addresses if self.rules else ():
            host = host_of(address) or ""
            while "." in host:
                if host in self.rules:
                    return self.rules[host]
                host = host.partition(".")[2]
        return None


NO_SITES = Sites()


def read_sites(folder: Path | None) -> Sites:
    """Return the rules of all `.toml` files of a folder; None: no rules. Raises Usage that names the file and the field that is wrong."""
    if folder is None:
        return NO_SITES
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError as exc:
        raise Usage(f"STREAMS_SITE_RULES: {folder}: {exc.strerror}") from None
    rules: dict[str, SiteRule] = {}
    for path in paths:
        for number, table in enumerate(_tables(path)):
            try:
                rule = _rule(table)
                if rule.host in rules:
                    raise Malformed(f"{rule.host} has a rule already", field="host")
            except Malformed as exc:
                raise Usage(f"{path}: site[{number}].{exc.field}: {exc.message}") from None
            rules[rule.host] = rule
            if len(rules) > MOST_SITES:
                raise Usage(f"{folder}: more than {MOST_SITES:,} sites")
    return Sites(rules)


def _tables(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as stream:
            value = stream.read(LARGEST_BYTES + 1)
        if len(value) > LARGEST_BYTES:
            raise Usage(f"{path}: more than {LARGEST_BYTES:,} bytes")
        document = tomllib.loads(value.decode("utf-8-sig"))
    except OSError as exc:
        raise Usage(f"{path}: {exc.strerror}") from None
    except ValueError as exc:  # no UTF-8, or no TOML
        raise Usage(f"{path}: no TOML: {exc}") from None
    tables = document.pop("site", [])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Usage(f"{path}: write [[site]] before each site, and nothing outside of them")
    yield from tables


def _rule(table: Mapping[str, Any]) -> SiteRule:
    if unknown := [name for name in table if name not in FIELDS]:
        raise Malformed(f"there is no such field; it may have {', '.join(FIELDS)}", field=unknown[0])
    host = table.get("host")
    if not isinstance(host, str) or _HOST.fullmatch(host.lower().removeprefix("www.")) is None:
        raise Malformed("write the name of a host, such as news.example; `www.` and what stands before it go with it", field="host")
    body = _expressions(table, "body")
    if not body:
        raise Malformed("write an XPath expression for the elements that hold the story", field="body")
    return SiteRule(
        host.lower().removeprefix("www."),
        body,
        _expressions(table, "drop"),
        _expressions(table, "headline", text=True),
        _expressions(table, "time", text=True),
    )


def _expressions(table: Mapping[str, Any], name: str, *, text: bool = False) -> tuple[Any, ...]:
    """Return the compiled expressions of a field, which has one or a list; `text`: they may find attributes and texts too."""
    value = table.get(name, [])
    texts = value if isinstance(value, list) else [value]
    if len(texts) > MOST_EXPRESSIONS or not all(isinstance(each, str) and 0 < len(each) <= LONGEST_EXPRESSION for each in texts):
        raise Malformed(f"write an XPath expression, or a list of at most {MOST_EXPRESSIONS}", field=name)
    return tuple(_compiled(each, name, text) for each in texts)


def _compiled(expression: str, name: str, text: bool) -> Any:
    try:
        found = etree.XPath(expression, smart_strings=False)
        if not isinstance(found(_EMPTY), list):
            raise Malformed(f"{expression!r} selects no elements but a value", field=name)
    except etree.XPathError as exc:
        raise Malformed(f"{expression!r} is no XPath expression: {exc}", field=name) from None
    if not text and re.search(r"(?:@[\w:*-]+|text\(\))\s*\Z", expression):
        raise Malformed(f"{expression!r} selects attributes or texts, where elements are due", field=name)
    return found
