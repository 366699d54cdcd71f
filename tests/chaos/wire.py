"""The wire that is fed: every record names its story (`urn:chaos:N`), so that what came of it can be told from all else.

The articles of one story come one after the other, each when the one before has its outcome: so the order that matters is the same in
every run, and what a run writes of a story must be the same byte for byte. Record times are set, not taken from the clock.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import orjson

from streams.feeds.documents import Item
from tests.bench.stories import short_stories, wire_sentences
from tests.hostile import KINDS as KINDS_OF_TIME

STORY = re.compile(rb"urn:chaos:(\d+)")
Chain = tuple[Item, ...]


MIDNIGHT = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
"""The midnight of the day the run began, also when it goes on past the next."""


def moment(number: int) -> datetime:
    """Return the record time of `number`: midnight and up to 33 minutes, for a topic takes nothing from more than an hour ahead."""
    return MIDNIGHT + timedelta(seconds=number % 2_000)


def chains(count: int, start: int) -> Iterator[Chain]:
    """Yield stories from `start` on: report, reprint and higher toll; or a kill at the end; or an older version that is late; or poison."""
    for number, story in enumerate(short_stories(count, start), start):
        uri, at = f"urn:chaos:{number}:a", moment(number)
        lead = story.text.split("\n\n")[0].replace("{date}", f"{at:%B} {at.day}").replace("{day}", f"{at:%A}")
        text = f"{lead}\n\n{_filler(number, 12)}"
        toll = f"Rescuers found {number % 7 + 2} more bodies, and the police in {story.place} said that {number % 40 + 61} people had died."
        grown = f"{text}\n\n{toll}"

        def article(text: str, version: str, uri: str = uri, at: datetime = at, headline: str = story.headline, **fields: object) -> Item:
            document = {"uri": uri, "version": version, "headline": headline, "text": text, "publisher": "Chaos Wire", "language": "en"}
            times = {"firstCreated": at.isoformat(), "versionCreated": at.isoformat()}
            return Item(orjson.dumps({**document, **times, **fields}), f"{uri}@{version}", at)

        first, second = article(text, "1"), article(grown, "2")
        match number % 4:
            case 0:
                yield first, article(text, "1", uri=f"urn:chaos:{number}:b", publisher="Other Post"), second
            case 1:
                yield first, second, article("KILL: do not use.", "3", pubStatus="canceled", edNote="KILL")
            case 2:
                yield second, first
            case 3:
                yield first, poison(number)


def notes(count: int, start: int) -> Iterator[Chain]:
    """Yield articles of about 25 words that share no phrase with each other: cheap, and no two of them a repeat."""
    for number in range(start, start + count):
        document = {
            "uri": f"urn:chaos:{number}:n",
            "version": "1",
            "text": _filler(number, 5),
            "firstCreated": moment(number).isoformat(),
        }
        yield (Item(orjson.dumps(document), f"urn:chaos:{number}:n@1", moment(number)),)


def _filler(number: int, parts: int) -> str:
    """Return words that no other article has in that order: whether two stories share a phrase must not hang on which came first."""
    dice = random.Random(number)
    return " and the ".join(" ".join(dice.sample(_words(), 3)) for _ in range(parts)).capitalize() + "."


@cache
def _words() -> list[str]:
    return sorted({word for sentence in wire_sentences() for word in sentence.strip(".").split() if word.isalpha()})


def poison(number: int) -> Item:
    """Return a record that cannot pass, of kind `number` modulo the count of kinds; no two alike."""
    kind = KINDS[number % len(KINDS)]
    return Item(kind(f"urn:chaos:{number}:p".encode()), f"urn:chaos:{number}:p", moment(number))


def _object(fields: bytes) -> Callable[[bytes], bytes]:
    return lambda uri: b'{"uri": "' + uri + b'", ' + fields + b"}"


KINDS: Sequence[Callable[[bytes], bytes]] = (
    lambda uri: b"\xef\xbb\xbfCaf\xe9 owner held near " + uri,  # not UTF-8, which its mark says
    lambda uri: b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + uri,  # compressed
    lambda uri: b'{"uri": "' + uri + b'", "text": "cut off',
    lambda uri: b'{"uri": "' + uri + b'", "text": "a",, }',
    lambda uri: b'[{"uri": "' + uri + b'", "text": "in an array"}]',
    lambda uri: b'{"uri": "' + uri + b'", "text": ' + b"[" * 200 + b"]" * 200 + b"}",  # deep
    lambda uri: b'{"uri": "' + uri + b'", "x": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}",
    _object(b'"headline": "no text at all"'),
    _object(b'"text": ""'),
    _object(b'"text": "   \\n\\t  "'),
    _object(b'"text": {"a": 1}'),
    _object(b'"text": 7'),
    _object(b'"pubStatus": {"a": 1}, "text": "Floods struck Lagos on Monday, officials in Nigeria said."'),
    _object(b'"text": ["a list with a number", 7]'),
    _object(b'"text": "not a number", "urgency": NaN'),
    _object(b'"bodies": "should be a list"'),
    _object(b'"bodies": [{"value": 7}]'),
    _object(b'"text": "' + b"word " * 100_001 + b'"'),
    _object(b'"text": "' + b"x" * 2_000_001 + b'"'),
    lambda uri: b'{"text": "a bad escape \\q", "uri": "' + uri + b'"}',
)


HOSTILE = (
    # clean
    "mojibake letters", "mojibake twice", "headline of updates", "open paragraphs", "letter", "breaks", "items", "replacements",
    "base64, a line each", "tag lines, a line each", "numbered updates, a line each", "authors, a line each", "sections, a line each",
    "cells", "headings", "less",
    # sketch
    "leads", "urns", "newsletters", "tests", "shares", "dates",
    # extract
    "walls", "embargoes", "mail", "entry times", "decimals", "abbreviations", "script", "sites", "clock times", "open doctype",
    "open sign-offs", "names", "ellipses", "mojibake quotes", "logs", "links in one, a line each", "read also", "corrected, a line each",
    "initials", "telephones",
    # detect
    "tolls", "english", "withdrawals",
    # alert, and what is refused
    "subjects", "associations", "edNote of kills", "deep arrays", "zero width",
)  # fmt: skip
"""The kinds that cost each stage most at HOSTILE_CHARACTERS, none twice (`make bench`, part hostile)."""
HOSTILE_CHARACTERS = 250_000


def hostile(number: int) -> Item:
    """Return a record made to cost time, of kind `number` modulo the count of them, under a uri of its own."""
    value, uri = KINDS_OF_TIME[HOSTILE[number % len(HOSTILE)]](HOSTILE_CHARACTERS), f"urn:chaos:{number}:p"
    if b"urn:a:1" in value:
        value = value.replace(b"urn:a:1", uri.encode(), 1)
    elif value.startswith(b"{"):
        value = b'{"uri": "' + uri.encode() + b'", ' + value[1:]
    else:
        value = orjson.dumps({"uri": uri, "text": value.decode("utf-8", "replace")})
    return Item(value, uri, moment(number))


class Wire:
    """A feeder of chains in order; an article that follows another waits until `settled` is told of the one before."""

    def __init__(self, fed: Sequence[Chain]) -> None:
        self.total = sum(map(len, fed))
        self.begun: dict[str, float] = {}
        """The time at which each article was taken to be written, by name."""
        self.ended: dict[str, float] = {}
        """The time at which the outcome of each article came, by name."""
        self._ready = deque(chain[0] for chain in fed)
        self._after = {before.name: after for chain in fed for before, after in pairwise(chain)}
        self._news = asyncio.Event()

    def settled(self, name: str) -> None:
        """Note that the outcome of one article is there."""
        if name in self.begun and name not in self.ended:
            self.ended[name] = asyncio.get_running_loop().time()
            if (after := self._after.get(name)) is not None:
                self._ready.appendleft(after)
            self._news.set()

    @property
    def waiting(self) -> list[str]:
        """The names of articles that were fed and have no outcome."""
        return [name for name in self.begun if name not in self.ended]

    @property
    def rate(self) -> float:
        """Articles a second from the first that was fed to the last outcome, when all have one."""
        return len(self.ended) / (max(self.ended.values()) - min(self.begun.values()))

    async def items(self) -> AsyncIterator[Item]:
        """Yield all articles, each when its turn has come; end when the last was taken."""
        while len(self.begun) < self.total:
            while not self._ready:
                self._news.clear()
                await self._news.wait()
            item = self._ready.popleft()
            self.begun[item.name] = asyncio.get_running_loop().time()
            yield item

    async def closed(self) -> None:
        """Return when every article has its outcome."""
        while len(self.ended) < self.total:
            self._news.clear()
            await self._news.wait()
