"""This evaluation measures how well feeds are read, by feedparser's own test files.

It is run by `streams eval feeds --data FOLDER` (with `feedparser_tests.tar.gz` in it). Each file says in a comment what feedparser must
find in it. What our reader gives is translated into feedparser's names, and each claim about something that a news pipeline carries is
judged: title, body, link, id, dates, authors, categories, language, rights, the feed's title. Words are compared, not markup (we carry a
story's text): without tags, references as characters, white space left out. A file is right if all its judged claims hold. Files of
which no claim is judged are counted apart, by reason. `sanitize` has the files on markup that is not safe.
"""

from __future__ import annotations

import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from streams.clean.dates import read_moment
from streams.clean.inputs.mojibake import repair
from streams.clean.pages.markup import is_markup
from streams.clean.pages.page import read_page
from streams.errors import Poison, StreamsError
from streams.evaluation.feeds.expectation import Condition, conditions
from streams.feeds.syndication import entries, feed_facts

TARGETS = {"share": 0.97, "share without sanitize": 0.97}
ARCHIVE = "feedparser_tests.tar.gz"
Found = tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]
"""The result of a reader: facts of the feed (title, link, language, rights) and its entries as article objects."""
_EXPECT = re.compile(r"Expect:\s*(.{1,4000}?)\s*(?:-->|\n[A-Z]\w{2,20}:)", re.S)
_ADDRESS = re.compile(r"Content-Location:\s*(\S+)", re.I)
_SERVER = "http://127.0.0.1:8097/"
"""The address from which feedparser's own tests are served."""
_UNSEEN = re.compile(r"<(script|style|applet|object|embed|noscript|svg|math)\b.{0,4000}?</\1\s*>|<!--.{0,4000}?-->", re.S | re.I)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BODIES = frozenset({"description", "summary", "content", "summary_detail"})
_TIMES = frozenset({"published", "issued", "created", "updated", "modified", "date"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement on one file: `right` is None where nothing in it is judged; `why` says why not, or what was found instead."""

    name: str
    right: bool | None
    why: str = ""

    @property
    def group(self) -> str:
        """The folder in which the file stands."""
        return self.name.rsplit("/", 2)[-2]


def read(value: bytes, address: str | None) -> Found:
    """Return what our own reader finds in a feed document: the facts of the feed, and its entries."""
    return feed_facts(value, "feed.xml", address=address), list(entries(value, "feed.xml", address=address))


def evaluate(data: Path, reader: Callable[[bytes, str | None], Found] = read) -> dict[str, Any]:
    """Return `{figures, targets, judged}` of all files in the archive under `data` (or `data/peers`), all empty without an archive."""
    path = next((path for path in (data / ARCHIVE, data / "peers" / ARCHIVE) if path.is_file()), None)
    if path is None:
        return {"figures": {}, "targets": {}, "judged": []}
    judged = [judge(name, value, reader) for name, value in _files(path)]
    counted = [file for file in judged if file.right is not None]
    plain = [file for file in counted if file.group != "sanitize"]
    figures: dict[str, float] = {
        "files": len(judged),
        "judged": len(counted),
        "right": sum(file.right is True for file in counted),
        "share": round(sum(file.right is True for file in counted) / max(1, len(counted)), 4),
        "judged without sanitize": len(plain),
        "right without sanitize": sum(file.right is True for file in plain),
        "share without sanitize": round(sum(file.right is True for file in plain) / max(1, len(plain)), 4),
    }
    apart = Counter(file.why for file in judged if file.right is None)
    return {"figures": figures | {f"apart.{why}": count for why, count in apart.most_common()}, "targets": TARGETS, "judged": judged}


def judge(name: str, value: bytes, reader: Callable[[bytes, str | None], Found] = read) -> Judged:
    """Judge one file by the comment in it."""
    text = value.replace(b"\0", b"").decode("utf-8", "replace")
    told = _EXPECT.search(text)
    if told is None:
        return Judged(name, None, "no condition")
    if "<CHANNEL" in text or "/cdf/" in name:
        return Judged(name, None, "CDF, no feed of today")
    claims = [(claim, why) for claim in conditions(told[1]) for why in [_apart(claim, name)]]
    if "Content-Language:" in text:
        return Judged(name, None, "encoding, version, headers of HTTP")
    if not any(why is None for _, why in claims):
        reasons = [why for claim, why in claims if claim.path[:1] != ("bozo",)] or ["only whether it is well formed"]
        return Judged(name, None, reasons[0] or "")
    address = _ADDRESS.search(text)
    try:
        feed, found = reader(value, _served(address[1] if address is not None else ""))
    except (StreamsError, Poison) as exc:
        return Judged(name, False, f"{exc}")
    for claim in (claim for claim, why in claims if why is None):
        has = _answer(claim, feed, found)
        if not _holds(claim, has):
            return Judged(name, False, f"{'.'.join(map(str, claim.path))}: {claim.value!r} expected, {has!r} found")
    return Judged(name, True)


def _served(address: str) -> str:
    """Return the address that a file was fetched from: what it says itself where that is a web address or a path."""
    return address if address.startswith("http") else _SERVER if ":" in address else _SERVER + address.lstrip("/")


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)) is not None:
                yield member.name, file.read()


def _apart(claim: Condition, name: str) -> str | None:
    """Return the reason why a claim is not judged; None if it is judged."""
    if not claim.read:
        return "a condition of another form"
    path = tuple(part for part in claim.path if not isinstance(part, int))
    if path[:1] == ("feed",):
        kept = path[1:] in {("title",), ("title_detail", "value"), ("link",), ("language",), ("rights",), ("copyright",)}
        if not kept or claim.has is not None:
            return "facts of the feed that no article carries"
        return "markup without words" if isinstance(claim.value, str) and claim.value and not _squeezed(_words(claim.value)) else None
    if path[:1] != ("entries",):
        return "encoding, version, headers of HTTP"
    if claim.has is not None and path[1:] != ("link",):
        return "whether a name is there"
    match path[1:]:
        case ("title",) | ("id",) | ("guid",) | ("link",) | ("title_detail", "value"):
            pass
        case ("author",) | ("author_detail", "name") | ("authors", "name"):
            pass
        case ("description",) | ("summary",) | ("content", "value") | ("summary_detail", "value") | ("source", "title") | ("publisher",):
            pass
        case ("tags", "term") | ("tags", "label") | ("category",) | ("language",) | ("content", "language") | ("rights",) | ("copyright",):
            pass
        case ("rights_detail", "value"):
            pass
        case (time,) if time.removesuffix("_parsed") in _TIMES:
            pass
        case _:
            return "facts of the entry that no article carries (types, bases, media, persons' addresses, places)"
    if "/itunes/" in name:
        return "podcasts"
    if path[1] in _BODIES | {"title", "title_detail", "rights"} and isinstance(claim.value, str):
        if "/base/" in name and "<" in claim.value:
            return "links within a body"
        if claim.value and not _squeezed(_words(claim.value)):
            return "markup without words"
    return None


def _answer(claim: Condition, feed: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> Any:
    if claim.path[0] == "feed":
        name = str(claim.path[1]).removesuffix("_detail")
        return feed.get({"copyright": "rights"}.get(name, name))
    index = claim.path[1]
    if not isinstance(index, int) or not -len(found) <= index < len(found):
        return None
    entry, name = found[index], str(claim.path[2]).removesuffix("_parsed").removesuffix("_detail")
    if claim.path[-1] == "language":
        return entry.get("language")
    if name in _TIMES:
        times = ("versionCreated", "firstCreated") if name in ("updated", "modified", "date") else ("firstCreated", "versionCreated")
        return next((entry[field] for field in times if entry.get(field)), None)
    if name in ("summary", "description", "content"):
        body = next((entry[field] for field in ("body_html", "body_text", "body") if entry.get(field)), None)
        text = read_page(body).raw if body and ("body_html" in entry or is_markup(body)) else body
        return repair(text)[0] if text else text
    if name in ("tags", "category"):
        return [*entry.get("keywords", ()), *(part for subject in entry.get("subjects", ()) for part in subject.values())]
    fields = {"title": "headline", "id": "uri", "guid": "uri", "author": "by", "authors": "by",
              "source": "publisher", "rights": "copyrightNotice", "copyright": "copyrightNotice"}  # fmt: skip
    return entry.get(fields.get(name, name))


def _holds(claim: Condition, has: Any) -> bool:
    want = claim.value
    if claim.has is not None:
        return bool(has) == claim.has
    if claim.call:
        try:
            return bool({"len": len, "ord": ord}[claim.call](has) == want)
        except TypeError:
            return False
    if isinstance(want, tuple):
        return has is not None and _moment(has) == want[:6]
    if isinstance(has, list):
        return want in has
    name = str(claim.path[2]) if len(claim.path) > 2 else str(claim.path[1])
    if not want:
        return not has
    if has is None:
        return False
    if name.removesuffix("_parsed") in _TIMES:
        return has == want or (_moment(has) is not None and _moment(has) == _moment(want))
    if name in ("author", "authors", "author_detail"):
        return _without_address(want) in has
    if name in ("id", "guid"):
        return bool(has == want or str(has).endswith(f"#{want}"))
    if name == "link":
        return bool(has == want)
    ours, theirs = {_squeezed(has), _squeezed(_words(has))}, {_squeezed(want), _squeezed(_words(want))}
    return bool(ours & theirs)


def _moment(value: Any) -> tuple[int, ...] | None:
    try:
        return tuple(read_moment(value, "published").time.timetuple()[:6])
    except Poison:
        return None


def _words(markup: str) -> str:
    return unescape(_TAG.sub("", _UNSEEN.sub("", markup)))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _without_address(author: str) -> str:
    return re.sub(r"\s*\([^()\s]{1,100}@[^()\s]{1,100}\)", "", author)
