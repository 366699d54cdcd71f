"""WebSub (https://www.w3.org/TR/websub/): the hub that a feed names, the subscription that we keep there, and what hubs send; pure.

A feed names its hub and its own address, the topic, in `Link` headers or in links of its head. We ask the hub to call us back, and it asks
back whether we meant it. From then on it sends what the feed has new, signed with a secret of ours, until the lease ends. Secret and
address of the callback are made of one secret of the operator and the source's address, so nothing of them is stored, and all workers with
the same settings have the same.
"""

from __future__ import annotations

import hmac
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import orjson

from streams.errors import Malformed
from streams.feeds.answer import Answer
from streams.feeds.source import Source, read_address
from streams.feeds.state import State

LEASE = timedelta(days=10)
"""The time for which a hub is asked to send."""
LEASES = timedelta(minutes=5), timedelta(days=30)
"""The bounds of what a hub may answer to that: a lease of a year would outlive the hub's own word."""
RENEWED = 0.25
"""The part of a lease that is left when it is asked for anew."""
AGAIN = timedelta(hours=1)
"""The pause after a request to a hub that brought no verification."""
SLOWER = 8
"""The factor by which polling is slower while a hub sends; within the source's own bounds."""
MOST_SIGNATURE = 200
_HASHES = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""The algorithms of the recommendation, SHA-1 with them, which as an HMAC is not broken and is what older hubs sign with."""
_HEAD = 20_000
"""The characters of a feed in which links to a hub are looked for; they stand before the entries."""
_ENTRY = re.compile(r"<(?:[\w-]{1,40}:)?(?:item|entry)[\s>]", re.I)
_LINK = re.compile(r"<(?:[\w-]{1,40}:)?link\s([^<>]{1,2500})>", re.I)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,2100})\"|'([^']{0,2100})')")
_HEADER = re.compile(
    r"<\s{0,9}([^<>\s]{1,2100})\s{0,9}>((?:\s{0,9};\s{0,9}[\w*-]{1,40}\s{0,9}=\s{0,9}(?:\"[^\"]{0,300}\"|[^\s;,\"]{1,300})){1,10})"
)
_REL = re.compile(r";\s{0,9}rel\s{0,9}=\s{0,9}(?:\"([^\"]{0,300})\"|([^\s;,\"]{1,300}))", re.I)


@dataclass(frozen=True, slots=True)
class Verified:
    """The hub's question whether we meant to subscribe, answered with yes: it sends for this time."""

    lease: timedelta


@dataclass(frozen=True, slots=True)
class Denied:
    """The hub's word that it sends nothing, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """A document that a hub has sent, signed as it should be."""

    answer: Answer


Word = Verified | Denied | Pushed
"""A request that comes from a hub at a source's callback."""


def hub_of(answer: Answer, text: str, address: str) -> tuple[str, str] | None:
    """Return the hub and the topic of a feed, from its headers or its head; None for a feed without a hub.

    `address` is where the feed was asked, which is its topic if it names none. The first hub that is an address in order counts.
    """
    links = [*_in_header(answer.headers.get("link", "")), *_in_head(text)]
    hubs = [found for rel, target in links if rel == "hub" and (found := _joined(address, target)) is not None]
    topics = [found for rel, target in links if rel == "self" and (found := _joined(address, target)) is not None]
    return (hubs[0], topics[0] if topics else address) if hubs else None


def with_hub(state: State, found: tuple[str, str] | None) -> State:
    """Return the state with the hub and the topic of the document that was read; another than before is to be asked anew."""
    hub, topic = found or (None, None)
    if (hub, topic) == (state.hub, state.topic):
        return state
    return replace(state, hub=hub, topic=topic, subscribed_until=None, hub_asked=None, hub_error=None)


def subscribed(state: State, now: datetime) -> bool:
    """Return True while a hub sends what the source has new."""
    return state.subscribed_until is not None and state.subscribed_until > now


def to_ask(state: State, now: datetime) -> bool:
    """Return True if the source's hub is to be asked for a lease now: the first, or the next."""
    if state.hub is None or state.gone or (state.hub_asked is not None and now - state.hub_asked < AGAIN):
        return False
    if state.subscribed_until is None or state.hub_asked is None:
        return True
    return state.subscribed_until - now <= RENEWED * (state.subscribed_until - state.hub_asked)


def lapsed(state: State, now: datetime) -> State:
    """Return the state after a lease that ended without another: the source is polled now, and as often as without a hub."""
    if state.subscribed_until is None or state.subscribed_until > now:
        return state
    return replace(state, subscribed_until=None, due=None, hub_error=state.hub_error or "the lease has ended, and it gave no other")


def request_of(source: Source, state: State, callback: str, secret: str) -> dict[str, str]:
    """Return the form that asks a hub to send."""
    return {
        "hub.callback": callback,
        "hub.mode": "subscribe",
        "hub.topic": state.topic or source.address,
        "hub.secret": secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }


def heard(state: State, word: Verified | Denied, now: datetime) -> State:
    """Return the state after a hub's word on the subscription."""
    if isinstance(word, Verified):
        return replace(state, subscribed_until=now + word.lease, hub_error=None)
    return replace(state, subscribed_until=None, hub_error=word.reason)


def lease_of(query: Mapping[str, str]) -> timedelta:
    """Return the lease that a hub's question tells, within bounds; the one that we asked for where it tells none."""
    told = query.get("hub.lease_seconds", "")
    if re.fullmatch(r"\d{1,12}", told, re.ASCII) is None:
        return LEASE
    least, most = LEASES
    return min(max(timedelta(seconds=min(int(told), most.total_seconds())), least), most)


def token_of(secret: str, address: str) -> str:
    """Return the part of the callback's address that names a source, which nobody can guess: 32 hexadecimal digits."""
    return hmac.digest(secret.encode(), b"callback " + address.encode(), "sha256").hex()[:32]


def secret_of(secret: str, address: str) -> str:
    """Return the secret with which a hub signs what it sends of a source: 64 hexadecimal digits, of the operator's `secret`."""
    return hmac.digest(secret.encode(), b"signature " + address.encode(), "sha256").hex()


def signed(header: str | None, body: bytes, secret: str) -> bool:
    """Return True if the header `X-Hub-Signature` (`sha256=...`) is that of the body by this secret."""
    method, mark, digest = (header or "")[:MOST_SIGNATURE].partition("=")
    method = method.strip().lower()
    if not mark or method not in _HASHES:
        return False
    return hmac.compare_digest(hmac.digest(secret.encode(), body, method).hex().encode(), digest.strip().lower().encode("utf-8", "replace"))


def _in_header(value: str) -> list[tuple[str, str]]:
    found = []
    for link in _HEADER.finditer(value[:_HEAD]):
        named = _REL.search(link[2])
        if named is not None:
            found += [(rel.lower(), link[1]) for rel in (named[1] or named[2]).split()]
    return found


def _in_head(text: str) -> list[tuple[str, str]]:
    if text.lstrip("\ufeff \t\r\n")[:1] == "{":
        return _in_json(text) if '"hubs"' in text else []
    first = _ENTRY.search(text, 0, _HEAD)
    found = []
    for link in _LINK.finditer(text, 0, first.start() if first is not None else _HEAD):
        facts = {each[1].lower(): html.unescape(each[2] or each[3] or "") for each in _ATTRIBUTE.finditer(link[1])}
        found += [(rel.lower(), facts["href"].strip()) for rel in facts.get("rel", "").split() if facts.get("href", "").strip()]
    return found


def _in_json(text: str) -> list[tuple[str, str]]:
    """Return the links of a JSON Feed: `hubs` and `feed_url` (https://www.jsonfeed.org/version/1.1/)."""
    try:
        document: Any = orjson.loads(text.lstrip("\ufeff"))
    except orjson.JSONDecodeError:
        return []
    if not isinstance(document, dict):
        return []
    hubs = document["hubs"][:10] if isinstance(document.get("hubs"), list) else []
    named = [hub for hub in hubs if isinstance(hub, dict) and str(hub.get("type", "")).lower() in ("websub", "pubsubhubbub")]
    found = [("hub", hub["url"]) for hub in named if isinstance(hub.get("url"), str)]
    return [*found, *([("self", document["feed_url"])] if isinstance(document.get("feed_url"), str) else [])]


def _joined(address: str, target: str) -> str | None:
    try:
        found = read_address(urljoin(address, target))
    except (Malformed, ValueError):
        return None
    return found if found.startswith(("http://", "https://")) else None
