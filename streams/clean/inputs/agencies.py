"""This module puts agencies' own JSON and JSON Feed into ninjs' words.

It reads the AP Media API, dpa digitalwires and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Each is known by a property that no
ninjs document has; any other document comes back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from streams.errors import Malformed

_AGENCY = re.compile(r"\s*\([^()]{1,60}\)\s*$")
_URI = re.compile(r"(?:urn|tag):\S+|[a-z][a-z0-9+.-]*://\S+", re.I)


def as_ninjs(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document in ninjs' words; raises Malformed for an envelope of several items where a record is one article."""
    data = document.get("data")
    item = data.get("item") if isinstance(data, dict) else document.get("item")
    if isinstance(item, dict):
        document = item
    if isinstance(document.get("altids"), dict):
        return _ap(document)
    if isinstance(document.get("urn"), str) and "article_html" in document:
        return _dpa(document)
    if str(document.get("version", "")).startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")):
        entries = document.get("items")
        if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
            count = len(entries) if isinstance(entries, list) else 0
            raise Malformed(f"a feed of {count} entries where a record is one article", field="items")
        return _entry(entries[0]) | {"publisher": document.get("title")}
    if "content_html" in document or "content_text" in document:
        return _entry(document)
    if "webTitle" in document and isinstance(document.get("fields"), dict):  # Guardian Open Platform
        return {**document["fields"], **document}
    return document


def _ap(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item of AP in ninjs' words. `altids.itemid` is the same for all versions.

    AP's first rule: an item that has no `newscontent` among its signals is not for publication.
    """
    signals = _strings(item.get("signals"))
    place = item.get("datelinelocation")
    told = {
        "uri": item["altids"].get("itemid") or item.get("uri"),
        "by": [part.get("by") for part in _objects(item.get("bylines")) if part.get("by")] or None,
        "located": place.get("city") if isinstance(place, dict) else None,
        "publisher": item.get("provider") or _first_name(item.get("infosource")) or "AP",
        "rightsInfo": item.get("copyrightnotice") or item.get("usageterms"),
        "signals": [*signals, *([] if "newscontent" in map(str.lower, signals) or "signals" not in item else ["advisory"])],
        "refersTo": item.get("refersto"),
        "keywords": [part["name"] for part in _objects(item.get("subject")) if isinstance(part.get("name"), str)] or None,
    }
    renditions = item.get("renditions")
    nitf = renditions.get("nitf") if isinstance(renditions, dict) else None
    if isinstance(nitf, dict) and isinstance(nitf.get("value"), str):
        told["body"] = nitf["value"]
    return item | {name: value for name, value in told.items() if value}


def _dpa(item: dict[str, Any]) -> dict[str, Any]:
    dateline = item.get("dateline")
    told = {
        "uri": item["urn"],
        "versionCreated": item.get("version_created") or item.get("updated"),
        "located": _AGENCY.sub("", dateline) if isinstance(dateline, str) else None,
        "subject": item.get("categories"),
        "keywords": [part["name"] for part in _objects(item.get("categories")) if "keyword" in str(part.get("type")) and part.get("name")],
        "edNote": item.get("ednotes"),
        "rightsInfo": item.get("copyrightnotice"),
    }
    return item | {name: value for name, value in told.items() if value}


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of JSON Feed in ninjs' words. An id that is no address is unique within its feed only: the link is the uri then."""
    name = entry.get("id")
    told = {
        "uri": entry.get("uri") or (name if isinstance(name, str) and _URI.fullmatch(name) else None),
        "by": entry.get("authors") or entry.get("author"),
        "published": entry.get("date_published") or entry.get("date_modified"),
    }
    return entry | {field: value for field, value in told.items() if value}


def _objects(value: Any) -> Iterable[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _strings(value: Any) -> list[str]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]


def _first_name(value: Any) -> str | None:
    return next((part["name"] for part in _objects(value) if isinstance(part.get("name"), str)), None)
