"""A source of articles that is polled: a feed, a news sitemap or a folder, and what its owner says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import unquote, urlsplit

from streams.errors import Malformed
from streams.subscriptions.duration import read_duration, write_duration

Kind = Literal["feed", "sitemap", "folder"]
LEAST, MOST = timedelta(minutes=1), timedelta(hours=6)
"""The bounds of the time between two polls; a source may narrow them. A publisher's server is not asked more often than once a minute."""
LONGEST_ADDRESS, LONGEST_NAME = 2_048, 250
"""The largest number of characters of an address (as for an article's link) and of a name (as for a publisher)."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_COUNTRY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its address is its identity; the facts that are None are the feed's own to tell."""

    address: str
    """An http or https address, or the `file://` address of a folder."""
    kind: Kind = "feed"
    name: str | None = None
    publisher: str | None = None
    """The publisher of its articles; it goes before what the feed says."""
    language: str | None = None
    """The language of articles that name none."""
    country: str | None = None
    """The country where it is published, as ISO 3166 alpha-3."""
    full_text: bool = False
    """True if the page behind each item's link is fetched for its text."""
    at_least: timedelta = LEAST
    at_most: timedelta = MOST
    enabled: bool = True

    @property
    def folder(self) -> Path:
        """The path of a source that is a folder."""
        return Path(unquote(urlsplit(self.address).path))


def read_source(document: Mapping[str, Any]) -> Source:
    """Return the source that a table of TOML or an object of JSON describes; raise Malformed that names the field and says what to do."""
    if unknown := [field for field in document if field not in FIELDS]:
        raise Malformed(f"there is no such field; it may have {', '.join(FIELDS)}", field=str(unknown[0])[:LONGEST_NAME])
    address = read_address(document.get("address"))
    kind = _one_of(document, "kind", get_args(Kind), "folder" if address.startswith("file:") else "feed")
    if (kind == "folder") != address.startswith("file:"):
        raise Malformed("a folder has a path or a file:// address, and nothing else has one", field="kind")
    every = _length(document, "every")
    at_least, at_most = _length(document, "atLeast"), _length(document, "atMost")
    if every is not None and (at_least is not None or at_most is not None):
        raise Malformed("stands for both `atLeast` and `atMost`: write it, or these", field="every")
    least, most = every or at_least or LEAST, every or at_most or MOST
    if least > most:
        raise Malformed(f"{write_duration(least)} is more than `atMost`, {write_duration(most)}", field="atLeast")
    return Source(
        address=address,
        kind=kind,
        name=_text(document, "name"),
        publisher=_text(document, "publisher"),
        language=_matching(document, "language", _LANGUAGE, "a language tag, such as en or pt-BR"),
        country=_matching(document, "country", _COUNTRY, "three capital letters (ISO 3166 alpha-3), such as FRA"),
        full_text=_flag(document, "fullText", kind == "sitemap"),
        at_least=least,
        at_most=most,
        enabled=_flag(document, "enabled", True),
    )


def write_source(source: Source) -> dict[str, Any]:
    """Return the JSON object of a source, which `read_source` reads; absent facts and usual values are left out."""
    document = {
        "address": source.address,
        "kind": source.kind,
        "name": source.name,
        "publisher": source.publisher,
        "language": source.language,
        "country": source.country,
        "fullText": source.full_text,
        "atLeast": write_duration(source.at_least) if source.at_least != LEAST else None,
        "atMost": write_duration(source.at_most) if source.at_most != MOST else None,
        "enabled": source.enabled,
    }
    return {field: value for field, value in document.items() if value is not None}


def read_address(value: object) -> str:
    """Return an address in order: http, https, or `file://` for a folder, whose path may stand alone; raise Malformed for others.

    An address with a password in it is refused: it is a key on a topic, and stands in lists and logs.
    """
    if not isinstance(value, str) or not value.strip():
        raise Malformed("write an http or https address, or the path of a folder", field="address")
    address = value.strip()
    if address.startswith(("/", "~")):
        address = Path(address).expanduser().as_uri()
    if len(address) > LONGEST_ADDRESS or " " in address or not address.isprintable():
        raise Malformed(f"an address has no blanks or controls, and at most {LONGEST_ADDRESS:,} characters", field="address")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as exc:
        raise Malformed(f"no address: {exc}", field="address") from None
    if parts.username is not None or parts.password is not None:
        raise Malformed("an address with a user or a password in it is not taken: it would stand in lists and logs", field="address")
    if parts.scheme == "file" and not host and parts.path.startswith("/"):
        return address
    if parts.scheme not in ("http", "https") or not host:
        raise Malformed("write an http or https address, or the whole path of a folder (/data/wire)", field="address")
    return address


FIELDS = (
    "address", "kind", "name", "publisher", "language", "country", "fullText", "every", "atLeast", "atMost", "enabled",
)  # fmt: skip


def _text(document: Mapping[str, Any], field: str) -> str | None:
    value = document.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
        raise Malformed(f"write a text of 1 to {LONGEST_NAME} characters", field=field)
    return " ".join(value.split())


def _matching(document: Mapping[str, Any], field: str, form: re.Pattern[str], advice: str) -> str | None:
    value = _text(document, field)
    if value is not None and form.fullmatch(value) is None:
        raise Malformed(f"{value!r}: write {advice}", field=field)
    return value


def _flag(document: Mapping[str, Any], field: str, usual: bool) -> bool:
    value = document.get(field, usual)
    if not isinstance(value, bool):
        raise Malformed("write true or false", field=field)
    return value


def _one_of(document: Mapping[str, Any], field: str, values: tuple[Kind, ...], usual: Kind) -> Kind:
    value = document.get(field, usual)
    found = next((each for each in values if each == value), None)
    if found is None:
        raise Malformed(f"{value!r}: write {', '.join(values[:-1])} or {values[-1]}", field=field)
    return found


def _length(document: Mapping[str, Any], field: str) -> timedelta | None:
    value = document.get(field)
    if value is None:
        return None
    found = read_duration(value) if isinstance(value, str) else None
    if found is None or not LEAST <= found <= MOST:
        raise Malformed(
            f"{value!r}: write a time from {write_duration(LEAST)} to {write_duration(MOST)}, such as 10m or 1h30m", field=field
        )
    return found
