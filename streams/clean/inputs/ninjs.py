"""A JSON object to an Item: our flat subset of IPTC ninjs 3.1, and the names of ninjs 1.x, 2.x, 3.x and AP for the same things.

https://github.com/iptc/newsinjson. Unknown properties are ignored; a known one of the wrong type is Malformed by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from streams.clean.cuts import without_surrogates
from streams.clean.inputs.agencies import as_ninjs
from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.marks import STATUS, kind_of, subjects_of
from streams.clean.inputs.nitf import read_nitf
from streams.clean.inputs.xml import parse_xml, xml_root
from streams.clean.signals import is_flash
from streams.clean.times import read_moment, read_time
from streams.errors import Empty, Malformed
from streams.messages import PubStatus, Signal, Subject

_T = TypeVar("_T")
_SAID = 200
"""Characters kept of what stands where an embargo's end is due."""
_BODIES = (
    "text",
    "body",
    "body_text",
    "bodyText",
    "body_xhtml",
    "body_html",
    "bodyHtml",
    "article_html",
    "content_text",
    "content_html",
    "content",
)


def read_object(document: dict[str, Any]) -> Item:
    """Read an item; raises Malformed with the property's path, Empty where its body has nothing in it.

    Only a canceled item may be without a body, and a flash, whose headline is then the raw text.
    """
    document = as_ninjs(document)
    status = _first(document, ("pubStatus", "pubstatus", "pub_status"), _status) or "usable"
    item = Item(
        uri=_first(document, ("uri", "guid", "urn"), _name),
        version=_first(document, ("version",), _version),
        pub_status=status,
        publisher=_first(document, ("publisher", "provider", "source"), _said) or _info_source(document),
        link=_first(document, ("link", "url", "canonical"), _name),
        by=_first(document, ("by", "byline", "author"), _said),
        located=_first(document, ("located", "dateline"), _name),
        keywords=_first(document, ("keywords", "tags"), _keywords) or (),
        headline=_headline(document),
        slug=_first(document, ("slugline", "slug"), _name),
        language=_first(document, ("language", "lang"), _name),
        published=_first(document, ("published", "versionCreated", "versioncreated", "contentCreated", "contentcreated",
                                    "firstCreated", "firstcreated", "datePublished", "date_published", "pubDate"), read_moment),
        embargoed_until=_first(document, ("embargoedUntil", "embargoed"), _embargo),
        hold=_first(document, ("embargoedUntil", "embargoed"), _unread),
        urgency=_first(document, ("urgency",), _urgency),
        ed_note=_first(document, ("edNote", "ednote", "ed_note", "ednotes"), _said),
        subjects=_first(document, ("subjects", "subject"), _subjects) or (),
        rights=_first(document, ("copyrightNotice", "copyrightnotice", "rightsInfo", "rights", "usageTerms", "usageterms"), _rights),
        refers_to=tuple(_associated(document)),
        signals=tuple(_signals(document)),
    )  # fmt: skip
    text, field, markup = _body(document) or ("", "$", None)
    if xml_root(text) == "nitf":
        told = read_nitf(parse_xml(text), bare=True)
        return replace(item, raw=told.raw, hints=told.hints, headline=item.headline or told.headline, by=item.by or told.by,
                       located=item.located or told.located)  # fmt: skip
    if text.strip() or status == "canceled":
        return with_body(item, text, markup=markup)
    if item.headline and is_flash(item.headline):  # FLASH, URGENT: the headline is the message
        return with_body(item, item.headline, markup=False)
    if field == "$":
        raise Malformed("none of text, body, bodies")
    raise Empty("nothing in it", field=field)


def _first(document: dict[str, Any], names: tuple[str, ...], read: Callable[[Any, str], _T]) -> _T | None:
    """The first of these properties that is there and not null; the others are not looked at."""
    for name in names:
        if document.get(name) is not None:
            return read(document[name], name)
    return None


def _embargo(value: Any, field: str) -> datetime | None:
    try:
        return read_time(value, field)
    except Malformed:
        return None


def _unread(value: Any, field: str) -> str | None:
    """What stands where an embargo's end is due and is none: it is held for a person."""
    said = value.strip() if isinstance(value, str) else "" if value is False else str(value)
    return f"{field}: {said}"[:_SAID] if said and _embargo(value, field) is None else None


def _string(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{_kind(value)} where a string is due", field=field)
    return without_surrogates(value)


def _name(value: Any, field: str) -> str | None:
    return " ".join(_string(value, field).split()) or None


def _said(value: Any, field: str) -> str | None:
    """A string, or objects with a name, or a list of these."""
    if isinstance(value, dict):
        value = value.get("name")
        return None if value is None else _name(value, f"{field}.name")
    if isinstance(value, list):
        parts = [_said(part, f"{field}.{index}") for index, part in enumerate(value)]
        return ", ".join(part for part in parts if part) or None
    return _name(value, field)


def _version(value: Any, field: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    name = _name(value, field)
    if name is None:
        raise Malformed("an empty version", field=field)
    return name


def _status(value: Any, field: str) -> PubStatus:
    name = _string(value, field).strip().lower().removeprefix("stat:")
    if name not in STATUS:
        raise Malformed(f"{name[:40]!r} is none of usable, withheld, canceled", field=field)
    return STATUS[name]


def _urgency(value: Any, field: str) -> int:
    # ninjs 1.x types it as number: 4.0 is 4.
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        raise Malformed(f"{_kind(value)} where a whole number from 1 to 9 is due", field=field)
    if not 1 <= value <= 9:
        raise Malformed(f"{value} is not from 1 to 9", field=field)
    return int(value)


def _keywords(value: Any, field: str) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise Malformed(f"{_kind(value)} where a list of strings is due", field=field)
    names = (_said(part, f"{field}.{index}") for index, part in enumerate(parts))
    return tuple(dict.fromkeys(name for name in names if name))


def _subjects(value: Any, field: str) -> tuple[Subject, ...]:
    """Objects with a uri, code or qcode and a name, or names; what is of another form is no subject."""
    entries = [part if isinstance(part, dict) else {"name": part} for part in (value if isinstance(value, list) else [value])]
    return subjects_of((_string_of(entry, ("uri", "qcode", "code")), _string_of(entry, ("name", "literal"))) for entry in entries)


def _string_of(entry: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((without_surrogates(entry[name]) for name in names if isinstance(entry.get(name), str)), None)


def _rights(value: Any, field: str) -> str | None:
    if isinstance(value, dict):
        value = _string_of(value, ("copyrightNotice", "copyrightnotice", "usageTerms", "usageterms", "name"))
    return _said(value, field) if isinstance(value, str | list) else None


def _headline(document: dict[str, Any]) -> str | None:
    given = document.get("headlines")
    if given is None:
        return _first(document, ("headline", "title"), _name)
    if not isinstance(given, list):
        raise Malformed(f"{_kind(given)} where a list is due", field="headlines")
    found: list[tuple[bool, str]] = []
    for index, entry in enumerate(given):
        path = f"headlines.{index}"
        role, value = (entry.get("role"), entry.get("value")) if isinstance(entry, dict) else (None, entry)
        name = _name(value, f"{path}.value" if isinstance(entry, dict) else path)
        if name is not None:
            found.append((role not in ("main", "headline"), name))
    return min(found, key=lambda pair: pair[0])[1] if found else _first(document, ("headline", "title"), _name)


def _body(document: dict[str, Any]) -> tuple[str, str, bool | None] | None:
    """The body, its path, and whether it is markup (None: look); plain text goes before HTML, what has words before what has none."""
    found = list(_bodies(document))
    if not found:
        return None
    return min(found, key=lambda body: (not body[0].strip(), body[2] is True))


def _bodies(document: dict[str, Any]) -> Iterator[tuple[str, str, bool | None]]:
    given = document.get("bodies")
    if given is not None and not isinstance(given, list):
        raise Malformed(f"{_kind(given)} where a list is due", field="bodies")
    for name in _BODIES:
        value = document.get(name)
        if value is not None:
            yield _string(value, name), name, True if "html" in name else None
    for index, entry in enumerate(given or ()):
        path = f"bodies.{index}"
        if not isinstance(entry, dict):
            raise Malformed(f"{_kind(entry)} where an object is due", field=path)
        kind = _string(entry.get("contentType", entry.get("contenttype")) or "", f"{path}.contentType")
        if entry.get("value") is not None:
            yield _string(entry["value"], f"{path}.value"), f"{path}.value", True if "html" in kind.lower() else None


def _info_source(document: dict[str, Any]) -> str | None:
    sources = document.get("infoSources", document.get("infosource"))
    if not isinstance(sources, list):
        return None
    return next((source["name"] for source in sources if isinstance(source, dict) and isinstance(source.get("name"), str)), None)


def _associated(document: dict[str, Any]) -> Iterator[str]:
    """The uris of related items: `associations` (a list in ninjs 3, an object before), `refersTo`, AP's `derivedfrom` left out."""
    given = document.get("associations")
    if given is not None and not isinstance(given, list | dict):
        raise Malformed(f"{_kind(given)} where a list is due", field="associations")
    entries = given.items() if isinstance(given, dict) else enumerate(given or ())
    for index, entry in entries:
        path = f"associations.{index}"
        if not isinstance(entry, dict):
            raise Malformed(f"{_kind(entry)} where an object is due", field=path)
        if entry.get("uri") is not None and (uri := _name(entry["uri"], f"{path}.uri")) is not None:
            yield uri
    for name in ("refersTo", "refersto", "refers_to"):
        value = document.get(name)
        if value is None:
            continue
        for index, part in enumerate(value if isinstance(value, list) else [value]):
            if (uri := _name(part, f"{name}.{index}" if isinstance(value, list) else name)) is not None:
                yield uri


def _signals(document: dict[str, Any]) -> Iterator[Signal]:
    """NewsML-G2's and AP's codes (`sig:correction`, `Kill`); codes that are none of ours are ignored."""
    for name in ("signal", "signals", "editorialTypes", "editorialtypes"):
        value = document.get(name)
        for code in value if isinstance(value, list) else [value]:
            if isinstance(code, str) and (kind := kind_of(code)) is not None:
                yield Signal(kind=kind, text=code)


def _kind(value: Any) -> str:
    names = {bool: "a boolean", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")
