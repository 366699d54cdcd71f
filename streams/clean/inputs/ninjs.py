"""This module reads a JSON object: our flat subset of IPTC ninjs 3.1, and the names of ninjs 1.x to 3.x, AP and other tools (`names.py`).

https://github.com/iptc/newsinjson. Unknown properties are ignored; a known one that cannot be read is left out and noted, but for the
two that may keep an article from going out: an embargo that cannot be read is held for a person, a pubStatus is Malformed by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from streams.clean.cuts import without_surrogates
from streams.clean.dates import Moment, place_of
from streams.clean.inputs import names
from streams.clean.inputs.agencies import as_ninjs
from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.marks import STATUS, embargo_of, hold_of, kind_of, subjects_of, urgency_of
from streams.clean.inputs.nitf import read_nitf
from streams.clean.inputs.reading import FieldReader
from streams.clean.inputs.xml import parse_xml, xml_root
from streams.clean.signals import is_flash
from streams.errors import Empty, Malformed
from streams.messages import Signal, Subject

_T = TypeVar("_T")
_CUT_SHORT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?\d{1,6} chars\]\s*$")
"""The sign by which NewsAPI and GNews say that they keep the rest back."""
_CUT_TAIL = 60
"""The number of characters at the end of a body in which that sign stands."""
_ADDRESS = re.compile(r"https?://", re.I)


def read_object(document: dict[str, Any]) -> Item:
    """Read an item; raises Malformed with the property's path, Empty where its body has nothing in it.

    Only a canceled item may be without a body, and a flash, whose headline is then the raw text.
    """
    document = as_ninjs(document)
    told = FieldReader()

    def first(field_names: tuple[str, ...], read: Callable[[Any, str], _T]) -> _T | None:
        """Return the first of these properties that can be read; None for none. The properties behind it are not looked at."""
        for name in field_names:
            if (value := document.get(name)) is not None and (found := told.read(read, value, name)) is not None:
                return found
        return None

    def named(value: Any, field: str) -> str | None:
        return _said(value, field, told)

    link, language = first(names.LINKS, _link), first(names.LANGUAGES, _name)
    told.place = place_of(language, link)
    stated = next((name for name in ("pubStatus", "pubstatus", "pub_status") if document.get(name) is not None), None)
    written = _status(document[stated], stated) if stated else "usable"
    status = STATUS[written]
    embargo = next((name for name in ("embargoedUntil", "embargoed") if document.get(name) is not None), None)
    ends, hold = embargo_of(document[embargo], embargo, told.place) if embargo else (None, None)
    hold = hold_of(written, ends, hold, stated or "pubStatus")
    text, field, markup = _body(document, told) or ("", "$", None)
    item = Item(
        uri=first(("uri", "guid", "urn"), _name),
        version=first(("version",), _name),
        pub_status=status,
        publisher=first(names.PUBLISHER, lambda value, field: _publisher(value, field, told))
        or _info_source(document)
        or first(names.HOMES, _host),
        link=link,
        by=first(names.BY, named),
        located=first(("located", "dateline"), named),
        keywords=first(names.KEYWORDS, lambda value, field: _keywords(value, field, told)) or (),
        headline=_headline(document, told) or first(names.HEADLINES, _name),
        slug=first(("slugline", "slug"), _name),
        language=language,
        published=first(names.PUBLISHED, lambda value, field: _moment(value, field, told)),
        embargoed_until=ends,
        hold=hold,
        urgency=first(("urgency",), urgency_of),
        ed_note=first(("edNote", "ednote", "ed_note", "ednotes"), named),
        subjects=first(("subjects", "subject"), lambda value, field: _subjects(value, field, told)) or (),
        rights=first(
            ("copyrightNotice", "copyrightnotice", "rightsInfo", "rights", "usageTerms", "usageterms"),
            lambda value, field: _rights(value, field, told),
        ),
        refers_to=tuple(_associated(document, told)),
        signals=tuple(_signals(document)),
        notes=tuple(told.notes),  # last: what could not be read above
    )
    if xml_root(text) == "nitf":
        inner = read_nitf(parse_xml(text), bare=True)
        return replace(item, raw=inner.raw, hints=inner.hints, headline=item.headline or inner.headline, by=item.by or inner.by,
                       located=item.located or inner.located)  # fmt: skip
    if text.strip() or status == "canceled":
        return with_body(item, text, markup=markup)
    if item.headline and is_flash(item.headline):  # FLASH, URGENT: the headline is the message
        return with_body(item, item.headline, markup=False)
    if field != "$":
        raise Empty("nothing in it", field=field)
    bad = next((note for note in told.notes if note.field.split(".")[0] in (*names.BODIES, "bodies")), None)
    if bad is not None:
        raise Malformed(bad.detail, field=bad.field)
    raise Malformed("none of text, body, bodies")


def _string(value: Any, field: str) -> str:
    """Return a string, or a number as one; raises Malformed for other values.

    WordPress' `rendered`, the New York Times' `main` and XML converters' `#text` are what they hold.
    """
    if isinstance(value, dict):
        value = next((value[name] for name in ("rendered", "value", "#text", "main") if isinstance(value.get(name), str)), value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Malformed(f"{_kind(value)} where a string is due", field=field)
    return without_surrogates(value)


def _name(value: Any, field: str) -> str | None:
    return " ".join(_string(value, field).split()) or None


def _said(value: Any, field: str, told: FieldReader) -> str | None:
    """Return a string, the name of an object, or a list of these joined by commas; None without a name."""
    if isinstance(value, dict):
        inner = next((name for name in ("name", "title", "full_name", "original") if value.get(name) is not None), None)
        return None if inner is None else _name(value[inner], f"{field}.{inner}")
    if isinstance(value, list):
        return ", ".join(_parts(value, field, told)) or None
    if isinstance(value, int | float):  # WordPress' number of an author or a tag
        raise Malformed(f"{_kind(value)} where a name is due", field=field)
    return _name(value, field)


def _parts(values: list[Any], field: str, told: FieldReader) -> Iterator[str]:
    """Yield the names in a list, each once."""
    found = (told.read(lambda value, path: _said(value, path, told), part, f"{field}.{index}") for index, part in enumerate(values))
    yield from dict.fromkeys(part for part in found if part)


def _link(value: Any, field: str) -> str | None:
    """Return a link; of `source` only what is an address, for it is one in trafilatura's documents alone."""
    if field != "source":
        return _name(value, field)
    return _name(value, field) if isinstance(value, str) and _ADDRESS.match(value.strip()) else None


def _publisher(value: Any, field: str, told: FieldReader) -> str | None:
    name = _said(value, field, told)
    return None if name is None or _ADDRESS.match(name) else name


def _host(value: Any, field: str) -> str | None:
    name = _string(value, field)
    try:
        return (urlsplit(name if "//" in name else f"//{name}").hostname or "").removeprefix("www.") or None
    except ValueError:
        raise Malformed("no address", field=field) from None


def _moment(value: Any, field: str, told: FieldReader) -> Moment | None:
    """Return the moment of a value, or of the `{"$date": ...}` that MongoDB's exports have."""
    return told.moment(value["$date"] if isinstance(value, dict) and "$date" in value else value, field)


def _status(value: Any, field: str) -> str:
    """Return a word of STATUS; raises Malformed for any other."""
    name = _string(value, field).strip().lower().removeprefix("stat:") or "usable"
    if name not in STATUS:
        raise Malformed(f"{name[:40]!r} is not one of usable, withheld, canceled", field=field)
    return name


def _keywords(value: Any, field: str, told: FieldReader) -> tuple[str, ...]:
    parts = re.split("[,;]", value) if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise Malformed(f"{_kind(value)} where a list of strings is due", field=field)
    return tuple(_parts(parts, field, told))


def _subjects(value: Any, field: str, told: FieldReader) -> tuple[Subject, ...]:
    """Return the subjects of objects with a uri, code or qcode and a name, or of names; what is of another form is no subject."""
    entries: list[dict[str, Any]] = []
    for index, part in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(part, dict):
            entries.append(part)
        elif (name := told.read(_name, part, f"{field}.{index}")) is not None:
            entries.append({"name": name})
    return subjects_of((_string_of(entry, ("uri", "qcode", "code")), _string_of(entry, ("name", "literal"))) for entry in entries)


def _string_of(entry: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((without_surrogates(entry[name]) for name in names if isinstance(entry.get(name), str)), None)


def _rights(value: Any, field: str, told: FieldReader) -> str | None:
    if isinstance(value, dict):
        value = _string_of(value, ("copyrightNotice", "copyrightnotice", "usageTerms", "usageterms", "name"))
    return _said(value, field, told) if isinstance(value, str | list) else None


def _headline(document: dict[str, Any], told: FieldReader) -> str | None:
    """Return the main one of ninjs 3's `headlines`; None without any."""
    given = document.get("headlines")
    if given is None:
        return None
    if not isinstance(given, list):
        told.leave_out("headlines", f"{_kind(given)} where a list is due")
        return None
    found: list[tuple[bool, str]] = []
    for index, entry in enumerate(given):
        path = f"headlines.{index}"
        role, value = (entry.get("role"), entry.get("value")) if isinstance(entry, dict) else (None, entry)
        name = told.read(_name, value, f"{path}.value" if isinstance(entry, dict) else path)
        if name is not None:
            found.append((role not in ("main", "headline"), name))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _body(document: dict[str, Any], told: FieldReader) -> tuple[str, str, bool | None] | None:
    """Return the body, its path, and whether it is markup (None: not known).

    Plain text goes before HTML, and a body with words before one without.
    """
    found = list(_bodies(document, told))
    if not any(text.strip() for text, _, _ in found):
        found += [(text, name, None) for name in names.SUMMARIES if (text := told.read(_text, document.get(name), name))]
    if not found:
        return None
    return min(found, key=lambda body: (not body[0].strip(), body[2] is True))


def _bodies(document: dict[str, Any], told: FieldReader) -> Iterator[tuple[str, str, bool | None]]:
    for name in names.BODIES:
        value = document.get(name)
        if value is None:
            continue
        if isinstance(value, str) and not value.strip():
            yield "", name, None
        elif (text := told.read(_text, value, name)) is not None:
            yield text, name, True if "html" in name else None
    given = document.get("bodies")
    if given is not None and not isinstance(given, list):
        told.leave_out("bodies", f"{_kind(given)} where a list is due")
        return
    for index, entry in enumerate(given or ()):
        path = f"bodies.{index}"
        entry = {"value": entry} if isinstance(entry, str) else entry
        if not isinstance(entry, dict):
            told.leave_out(path, f"{_kind(entry)} where an object is due")
            continue
        kind = told.read(_name, entry.get("contentType", entry.get("contenttype")), f"{path}.contentType") or ""
        value = entry.get("value")
        if isinstance(value, str) and not value.strip():
            yield "", f"{path}.value", None
        elif (text := told.read(_text, value, f"{path}.value")) is not None:
            yield text, f"{path}.value", True if "html" in kind.lower() else None


def _text(value: Any, field: str) -> str:
    """Return a body: a string, or a list of strings, which are its paragraphs; raises Malformed for other values."""
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if not isinstance(value, str | dict):
        raise Malformed(f"{_kind(value)} where a string is due", field=field)
    text = _string(value, field)
    cut = _CUT_SHORT.search(text, max(0, len(text) - _CUT_TAIL))
    return text[: cut.start()] if cut is not None else text


def _info_source(document: dict[str, Any]) -> str | None:
    sources = document.get("infoSources", document.get("infosource"))
    if not isinstance(sources, list):
        return None
    return next((source["name"] for source in sources if isinstance(source, dict) and isinstance(source.get("name"), str)), None)


def _associated(document: dict[str, Any], told: FieldReader) -> Iterator[str]:
    """Yield the uris of related items: `associations` (a list in ninjs 3, an object before) and `refersTo`, but not AP's `derivedfrom`."""
    given = document.get("associations")
    if given is not None and not isinstance(given, list | dict):
        told.leave_out("associations", f"{_kind(given)} where a list is due")
        given = None
    entries = given.items() if isinstance(given, dict) else enumerate(given or ())
    for index, entry in entries:
        path = f"associations.{index}"
        if entry is None:
            continue
        if not isinstance(entry, dict):
            told.leave_out(path, f"{_kind(entry)} where an object is due")
        elif (uri := told.read(_name, entry.get("uri"), f"{path}.uri")) is not None:
            yield uri
    for name in ("refersTo", "refersto", "refers_to"):
        value = document.get(name)
        for index, part in enumerate(value if isinstance(value, list) else [value]):
            if (uri := told.read(_name, part, f"{name}.{index}" if isinstance(value, list) else name)) is not None:
                yield uri


def _signals(document: dict[str, Any]) -> Iterator[Signal]:
    """Yield the signals of NewsML-G2's and AP's codes (`sig:correction`, `Kill`); codes that are not ours are ignored."""
    for name in ("signal", "signals", "editorialTypes", "editorialtypes"):
        value = document.get(name)
        for code in value if isinstance(value, list) else [value]:
            if isinstance(code, str) and (kind := kind_of(code)) is not None:
                yield Signal(kind=kind, text=code)


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "a boolean", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")
