"""JSON, XML, HTML and feeds that are deep, long, broken or have very many of something."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.hostile.repeated import CLOSING, OPENING

STORY = OPENING + CLOSING
_HEAD = "<!DOCTYPE html><html><head><title>Bridge falls at Arlen</title>"
_TEXT = f"<h1>Bridge falls at Arlen</h1><p>{OPENING.strip()}</p><p>{CLOSING.strip()}</p>"
_RSS = '<rss version="2.0"><channel><title>Agency</title><item><title>Bridge falls</title><guid>urn:a:1</guid>'
_RSS_END = "</item></channel></rss>"


def _fields(**fields: Any) -> bytes:
    """Return an article with these fields."""
    return json.dumps({"uri": "urn:a:1", "headline": "Bridge falls at Arlen", "text": STORY, **fields}).encode("utf-8", "surrogatepass")


def _page(body: str = "", head: str = "") -> bytes:
    return f"{_HEAD}{head}</head><body><article>{_TEXT}{body}</article></body></html>".encode()


def _times(stretch: str, size: int) -> str:
    return stretch * max(1, size // len(stretch))


def _field(name: str, stretch: str, size: int) -> bytes:
    """Return an article with one field of one long string."""
    return _fields(**{name: _times(stretch, size)})


def _list(name: str, form: str, size: int) -> bytes:
    """Return an article with one field of very many short strings, each another one."""
    return _fields(**{name: [form.format(number) for number in range(max(1, size // (len(form) + 8)))]})


def _rows(name: str, row: dict[str, str], size: int) -> bytes:
    """Return an article with one field of very many objects."""
    each = len(json.dumps(row)) + 8
    return _fields(**{name: [{key: f"{value}{number}" for key, value in row.items()} for number in range(max(1, size // each))]})


def _nested(start: str, end: str, size: int) -> str:
    count = max(1, size // (len(start) + len(end)))
    return start * count + end * count


def _json_nested(start: str, end: str, size: int) -> bytes:
    return f'{{"text": "a", "other": {_nested(start, end, size)}}}'.encode()


def _number(digits: bytes, size: int) -> bytes:
    return b'{"text": "a", "urgency": ' + digits * size + b"}"


def _body(start: str, end: str, size: int) -> bytes:
    """Return a page with a stretch of markup over and over."""
    return _page(_times(f"{start}word{end}", size))


def _deep(start: str, end: str, size: int) -> bytes:
    return _page(_nested(start, end, size))


def _long(before: str, stretch: str, after: str, size: int) -> bytes:
    """Return a page with one long stretch in it."""
    return _page(f"{before}{_times(stretch, size)}{after}")


def _head(before: str, stretch: str, after: str, size: int) -> bytes:
    return _page(head=f"{before}{_times(stretch, size)}{after}")


def _feed(before: str, stretch: str, after: str, size: int) -> bytes:
    return f"{_RSS}{before}{_times(stretch, size)}{after}{_RSS_END}".encode()


def _attributes(size: int) -> bytes:
    return _page(f"<p {' '.join(f'a{number}=1' for number in range(max(1, size // 9)))}>word</p>")


def _graph(size: int) -> bytes:
    nodes = [{"@type": "Thing", "name": f"n{number}"} for number in range(max(1, size // 38))]
    return _page(head=f'<script type="application/ld+json">{json.dumps({"@graph": nodes})}</script>')


def _nitf(before: str, stretch: str, after: str, size: int) -> bytes:
    body = f"<p>{OPENING.strip()}</p>{before}{_times(stretch, size)}{after}"
    return f"<nitf><body><body.head/><body.content>{body}</body.content></body></nitf>".encode()


def _laughs(size: int) -> bytes:
    """Return a feed with entities of entities: resolved they would be 10 to the power of their number."""
    rows = "".join(f"<!ENTITY l{number + 1} '{f'&l{number};' * 10}'>" for number in range(max(1, min(30, size // 70))))
    return f"<!DOCTYPE rss [<!ENTITY l0 'lol'>{rows}]>{_RSS}<description>&l9; {OPENING}</description>{_RSS_END}".encode()


def _doctype(stretch: str, size: int) -> bytes:
    return f"<!DOCTYPE rss [{_times(stretch, size)}".encode()


def _stretches(size: int) -> bytes:
    """Return an article of text and blanks in turn: a cut each."""
    return _fields(text=OPENING + "word \u200b " * max(1, size // 7) + CLOSING)


def _live(size: int) -> bytes:
    entries = "\n\n".join(f"{number // 60 % 24:02}:{number % 60:02} GMT\nThe police said that road {number} was closed."
                          for number in range(max(1, size // 60)))  # fmt: skip
    return f"LIVE: Bridge falls\n\n{entries}\n".encode()


def _other_lines(size: int) -> bytes:
    """Return a text of lines that all differ."""
    return (OPENING + "\n".join(f"Item {number} of {number * 7}" for number in range(max(1, size // 18))) + CLOSING).encode()


def _utf16(size: int) -> bytes:
    return (OPENING + _times("word ", size // 2)).encode("utf-16")


def _cp1252(size: int) -> bytes:
    return (OPENING + _times("caf\u00e9 ", size)).encode("cp1252")


def _stray(size: int) -> bytes:
    """Return bytes that are neither UTF-8 nor any other encoding: every byte over 0x7F in turn."""
    return OPENING.encode() + bytes(range(0x80, 0x100)) * max(1, size // 128)


def _cut_utf8(size: int) -> bytes:
    return OPENING.encode() + b"\xe2\x80 " * max(1, size // 3)


def _plain(before: str, stretch: str, after: str, size: int) -> bytes:
    return f"{before}{_times(stretch, size)}{after}".encode("utf-8", "surrogatepass")


_STRINGS = ("headline", "publisher", "by", "version", "located", "slugline", "edNote", "copyrightNotice", "uri", "link", "language")
_NUMBERS = {"number": b"1", "negative": b"-1", "exponent": b"1e", "zeros": b"0"}

DOCUMENTS: dict[str, Callable[[int], bytes]] = {
    # fields
    **{f"{name} of letters": partial(_field, name, "a") for name in _STRINGS},
    **{f"{name} of words": partial(_field, name, "By Ann Moor, ") for name in _STRINGS},
    **{f"{name} of escapes": partial(_field, name, "\x1b[31m\u202e") for name in _STRINGS},
    "headline of updates": partial(_field, "headline", "UPDATE 2-"),
    "headline of kills": partial(_field, "headline", "KILL "),
    "headline of tests": partial(_field, "headline", "this is a "),
    "headline of embargoes": partial(_field, "headline", "EMBARGOED UNTIL "),
    "headline of rich markup": partial(_field, "headline", "[link=http://a.example]"),
    "edNote of kills": partial(_field, "edNote", "please kill "),
    "edNote of links": partial(_field, "edNote", "KILL https://a.example/b "),
    "edNote of stories": partial(_field, "edNote", "kill the story slugged "),
    "date of digits": partial(_field, "published", "1"),
    "date of marks": partial(_field, "published", "1:"),
    "date of months": partial(_field, "published", "January "),
    "embargo of digits": partial(_field, "embargoedUntil", "2024-"),
    "keywords in a list": partial(_list, "keywords", "keyword {}"),
    "keywords in a string": partial(_field, "keywords", "word, "),
    "keywords of letters": lambda size: _fields(keywords=["a" * size]),
    "authors in a list": partial(_list, "by", "Author {}"),
    "refersTo in a list": partial(_list, "refersTo", "urn:a:{}"),
    "signals in a list": partial(_list, "signals", "sig:update{}"),
    "subjects": partial(_rows, "subjects", {"uri": "medtop:", "name": "Subject "}),
    "bodies": partial(_rows, "bodies", {"contentType": "text/html", "value": "<p>word</p>"}),
    "headlines": partial(_rows, "headlines", {"role": "sub", "value": "Bridge "}),
    "associations": partial(_rows, "associations", {"uri": "urn:a:"}),
    "unknown fields": lambda size: _fields(**{f"x{number}": "a" for number in range(max(1, size // 14))}),
    # JSON
    "deep arrays": partial(_json_nested, "[", "]"),
    "deep objects": partial(_json_nested, '{"a":', "}"),
    "open arrays": partial(_plain, "", "[", ""),
    "open objects": partial(_plain, "", '{"a":', ""),
    "open string": partial(_plain, '{"text": "', "a", ""),
    "escaped quotes": partial(_plain, '{"text": "a', '\\"', '"}'),
    "escaped surrogates": partial(_plain, '{"text": "The police said ', "\\ud800", '"}'),
    "escaped controls": partial(_plain, '{"text": "The police said ', "\\u001b[2J", '"}'),
    **{f"long {name}": partial(_number, digits) for name, digits in _NUMBERS.items()},
    "open quotation": partial(_plain, "", '"', ""),
    "array of figures": partial(_plain, "[1", ", 1", "]"),
    # HTML
    "paragraphs": partial(_body, "<p>", "</p>"),
    "links": partial(_body, "<a href='https://a.example/b'>", "</a> "),
    "items": partial(_body, "<li>", "</li>"),
    "cells": partial(_body, "<td>", "</td>"),
    "spans": partial(_body, "<span class='a'>", "</span>"),
    "breaks": partial(_body, "<br>", ""),
    "figures": partial(_body, "<figure><img src='a'><figcaption>", "</figcaption></figure>"),
    "headings": partial(_body, "<h2>", "</h2>"),
    "scripts": partial(_body, "<script>", "</script>"),
    "open paragraphs": partial(_body, "<p>", ""),
    "open bold": partial(_body, "<b>", ""),
    "closed only": partial(_body, "</div>", ""),
    "crossed tags": partial(_body, "<b><i>", "</b></i>"),
    "deep div": partial(_deep, "<div>", "</div>"),
    "deep span": partial(_deep, "<span>", "</span>"),
    "deep bold": partial(_deep, "<b>", "</b>"),
    "deep lists": partial(_deep, "<ul><li>", "</li></ul>"),
    "deep tables": partial(_deep, "<table><tr><td>", "</td></tr></table>"),
    "deep quotes": partial(_deep, "<blockquote><p>", "</p></blockquote>"),
    "deep links": partial(_deep, "<a href='a'>", "</a>"),
    "open comment": partial(_long, "<!--", "a ", ""),
    "comments": partial(_long, "", "<!-- a -->", ""),
    "comment of tags": partial(_long, "<!--", "<p>", "-->"),
    "long value": partial(_long, "<p title='", "a ", "'>word</p>"),
    "open value": partial(_long, "<p title='", "<b>", ""),
    "long name": partial(_long, "<", "a", ">word"),
    "long script": partial(_long, "<script>", "var a='<p>';", "</script>"),
    "open script": partial(_long, "<script>", "a<b;", ""),
    "attributes": _attributes,
    "entities in a page": partial(_long, "<p>", "&amp;lt;&#8217;&nbsp;", "</p>"),
    "open entities in a page": partial(_long, "<p>", "&a", "</p>"),
    "hidden": partial(_body, "<p style='display:none' hidden>", "</p>"),
    "frames": partial(_body, "<iframe src='a'>", "</iframe>"),
    "long title": partial(_head, "<title>", "word ", "</title>"),
    "metas": partial(_head, "", "<meta property='og:title' content='a'>", ""),
    "long meta": partial(_head, "<meta name='keywords' content='", "a, ", "'>"),
    "metas of authors": partial(_head, "", "<meta name='author' content='A B'>", ""),
    "long linked data": partial(_head, '<script type="application/ld+json">{"headline": "', "a", '"}</script>'),
    "many linked data": partial(_head, "", '<script type="application/ld+json">{"@type": "Thing"}</script>', ""),
    "deep linked data": lambda size: _page(head=f'<script type="application/ld+json">{_nested("[", "]", size)}</script>'),
    "graph": _graph,
    "sections in a page": partial(_long, "", "<![CDATA[a]]>", ""),
    # XML
    "entities of entities in a feed": _laughs,
    "open doctype": partial(_doctype, "<!ENTITY a 'b'>"),
    "blank doctype": partial(_doctype, " "),
    "comments before the root": lambda size: _times("<!-- a -->", size).encode() + f"{_RSS}{_RSS_END}".encode(),
    "blanks before the root": lambda size: b"<!-- a -->" + b" " * size + f"{_RSS}{_RSS_END}".encode(),
    "blanks and no root": lambda size: b"<!-- a -->" + b" \n" * (size // 2),
    "feed of items": lambda size: f"{_RSS}{_times('</item><item>', size)}{_RSS_END}".encode(),
    "categories": partial(_feed, f"<description>{OPENING}</description>", "<category>a</category>", ""),
    "long description": partial(_feed, "<description>", "&lt;p&gt;word&lt;/p&gt;", "</description>"),
    "sections in a feed": partial(_feed, "<description>", "<![CDATA[word ]]>", "</description>"),
    "deep elements": lambda size: f"{_RSS}<description>{_nested('<a>', '</a>', size)}</description>{_RSS_END}".encode(),
    "namespaces": partial(_feed, f"<description>{OPENING}</description>", "<a:b xmlns:a='c'/>", ""),
    "nitf paragraphs": partial(_nitf, "", "<p>word</p>", ""),
    "nitf inline": partial(_nitf, "<p>", "<person>Ann</person> ", "</p>"),
    "nitf deep": lambda size: _nitf("", _nested("<block>", "</block>", size), "", 1),
    # other bytes and whole texts
    "very many cuts": _stretches,
    "live entries": _live,
    "lines that differ": _other_lines,
    "utf-16": _utf16,
    "windows": _cp1252,
    "stray bytes": _stray,
    "cut characters": _cut_utf8,
    "nothing but blanks": partial(_plain, "", " \n", ""),
    "nothing but marks": partial(_plain, "", "\ufeff", ""),
}
