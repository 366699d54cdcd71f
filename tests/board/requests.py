"""Requests as a stranger may send them: values of parameters, bodies, paths and headers, some nearly right and some wild."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from urllib.parse import quote

import orjson
from hypothesis import strategies as st

from streams.board.parameters import FILTERS, FORMAT, KEY, LAST_EVENT, PAGING
from streams.board.routes import ROUTES

NEARLY = (
    "ASSAULT",
    "assault,HAZARD",
    "explosives",
    "IRQ",
    "UA,UKR",
    "35.4,44.4,100",
    "91,0,1",
    "nan,inf,1",
    "1e999,0,1",
    "-0,-0,0.1",
    "severe",
    "likely",
    "any",
    "news",
    "bomb,market",
    "!!",
    "a" * 300,
    ",,,",
    "24h",
    "999999d",
    "2026-03-14T12:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "killed > 3",
    "killed >",
    "(" * 100,
    "near(1.0, 2.0, 3.0)",
    "actors.exists(a, a == 'x')",
    "1/0 == killed",
    "\x00",
    "\u202e",
    "'; drop table--",
    "<script>",
    "0",
    "1",
    "1000",
    "1001",
    "-1",
    "1e3",
    "\u0663",
    "MTc3MzUyMjY1NzAwMDAwMDppbmM",
    "MQ",
    "0-0-0-0",
    "0-0",
    "99-99-99-99",
    "9" * 30,
    "json",
    "jsonl",
    "created",
    "withdrawn,expired",
    "desk",
    "%",
    "%00",
    "%ff",
    "\ufffe",
    "x" * 5_000,
)
VALUES = st.sampled_from(NEARLY)
JSON_BODIES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["uri", "text", "headline", "version", "link"]), inner, max_size=4)
    ),
    max_leaves=20,
).map(orjson.dumps)
BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"[[[[",
    b'{"uri":"urn:a"}',
    b'{"text":"A bomb exploded in Multan, killing 14 people, police said."}',
    b"<html><body><p>A bomb exploded.</p></body></html>",
    b"<rss",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    b"\x00" * 100,
    b"\xff\xfe",
    b"\x1f\x8b",
    b'[{"text":"A"},{"text":1},5]',
    b'{"text":"' + b"x " * 50_000 + b'"}',
    b'{"a":' * 5_000,
    b'{"uri":"\\ud800","text":"Police said \\udfff so."}',
)
NAMES = tuple(dict.fromkeys(each.name for each in (*FILTERS, *PAGING, FORMAT, KEY, LAST_EVENT)))
TYPES = (
    "application/json",
    "application/x-ndjson",
    "text/html",
    "text/plain; charset=utf-16",
    "application/xml",
    "multipart/form-data",
    "?",
    "",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


def asked(chance: random.Random, ids: list[str], secret: str) -> Asked:
    """Return a request; `ids` are alerts that there are, `secret` is a key that may write."""
    route = chance.choice(ROUTES)
    path = route.path.format(
        id=quote(chance.choice([*ids, _wild(chance)]), safe=""),
        name=quote(chance.choice(["desk", _wild(chance)]), safe=""),
        file=quote(chance.choice(["app.js", "../files.py", _wild(chance)]), safe=""),
    )
    if chance.random() < 0.05:
        path = "/" + quote(_wild(chance), safe=chance.choice(["", "/"]))
    names = [each.name for each in route.parameters] if chance.random() < 0.8 else list(NAMES)
    query = "&".join(
        f"{quote(name)}={quote(_value(chance), safe='')}" for name in chance.sample(names, min(len(names), chance.randint(0, 4)))
    )
    method = route.method if chance.random() < 0.95 else chance.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
    headers: dict[str, str] = {}
    for name, values in (
        ("Accept", ("application/x-ndjson", "*/*", "text/event-stream", ",;q=")),
        ("If-None-Match", ("*", 'W/"x"', "")),
        ("Origin", ("null", "https://a")),
        ("Accept-Encoding", ("gzip", "gzip;q=0", "br", "identity")),
        ("Last-Event-ID", NEARLY[-25:-5]),
        ("Idempotency-Key", ("a", "b", "k" * 300)),
        ("Host", ("localhost", "localhost:1", "[::1]", "127.0.0.1", "evil", "[::1", "")),
    ):
        if chance.random() < 0.15:
            headers[name] = chance.choice([value for value in values if value.isascii() and value.isprintable()])
    if chance.random() < 0.95:
        headers["Authorization"] = chance.choice([*[f"Bearer {secret}"] * 17, "Bearer x", "Basic eDp5", "Bearer"])
    if method != "POST":
        return Asked(method, f"{path}?{query}" if query else path, headers)
    headers |= {"Content-Type": chance.choice(TYPES)}
    body = chance.choice(BODIES) if chance.random() < 0.7 else chance.randbytes(chance.randint(0, 2_000))
    return Asked(method, path, headers, body)


def _value(chance: random.Random) -> str:
    return chance.choice(NEARLY) if chance.random() < 0.8 else _wild(chance)


def _wild(chance: random.Random) -> str:
    return "".join(chr(chance.choice((chance.randrange(1, 128), chance.randrange(1, 0xD800)))) for _ in range(chance.randint(1, 30)))
