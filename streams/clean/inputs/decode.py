"""This module turns bytes into characters, and bytes into a JSON object."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

import orjson

from streams.clean.inputs.windows import read_bytes
from streams.clean.limits import Limits
from streams.errors import Empty, Malformed, TooLarge, Undecodable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|p|div|br|article|meta|title|h[1-6])\b", re.I)
_DECLARATION_WITHIN = 4096
"""The first bytes in which a declaration is looked for; the HTML standard asks for it in the first 1,024, pages are later."""
_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252"}
"""The encoding as which a declared one is read: Latin 1 is Windows 1252 (https://encoding.spec.whatwg.org/#names-and-labels)."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))
_BINARY = 0.1
"""The share of control bytes above which a value is no text: text has none."""
_BINARY_BYTES = 0.02
"""The share of control bytes above which a value that is not UTF-8 either is no text: compressed data have 0.1."""
_WIDE = 0.4
"""The share of NULs on one side of each pair of bytes from which they are UTF-16 without a mark: English has 1, on the other side 0."""


def decode(value: bytes, limits: Limits, hint: str | None = None) -> str:
    """Return the value's characters: by its byte order mark, else UTF-16 by its NULs, else by a declaration, else UTF-8, else by `hint`
    (the charset that a server names: often its default, so what the bytes say goes before it), else cp1252, else a guess (`windows.py`).

    Raises TooLarge, Empty (no bytes but white space), Undecodable with the byte offset.
    """
    if len(value) > limits.value_bytes:
        raise TooLarge(f"{len(value):,} bytes, more than {limits.value_bytes:,}")
    for mark, encoding in _MARKS:
        if value.startswith(mark):
            return _strict(value, encoding, skip=len(mark))
    if not value.strip():
        raise Empty("no bytes" if not value else "white space only")
    if (wide := _wide(value[:_DECLARATION_WITHIN])) is not None:
        return _strict(value, wide)
    html = bool(_MARKUP.search(value[:_DECLARATION_WITHIN]))
    if not html:
        _refuse_binary(value, _BINARY)
    if (declared := _declared(value)) is not None:
        try:
            return value.decode(declared)
        except UnicodeDecodeError:
            pass  # pages that lie about their encoding are common: go on as if they had said nothing
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        if not html:
            _refuse_binary(value, _BINARY_BYTES)
    if hint is not None and (named := _codec(hint)) is not None:
        try:
            return value.decode(named)
        except UnicodeDecodeError:
            pass
    return read_bytes(value)


def parse_object(text: str, limits: Limits) -> dict[str, Any]:
    """Return the JSON object that the text is; raises Malformed with the character offset, TooLarge by its depth."""
    try:
        document = orjson.loads(text.encode("utf-8", "surrogatepass"))
    except orjson.JSONDecodeError:
        document = _lenient(text, limits)
    if not isinstance(document, dict):
        raise Malformed(f"a JSON {_kind(document)} where an object is due")
    _measure_depth(document, limits)
    return document


def looks_like_json(text: str) -> bool:
    """Return True if the text has to be read as JSON: it opens an object, an array of such, or is a JSON array or scalar."""
    start = text.lstrip()[:64]
    if start.startswith("{") or re.match(r'\[\s*[{"\[\]]', start):
        return True
    if not re.match(r'["\[\d-]|true|false|null|NaN', start):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):  # a story that opens with a quotation mark or a figure
        return False
    return True


def _strict(value: bytes, encoding: str, *, skip: int = 0) -> str:
    try:
        return value[skip:].decode(encoding)
    except UnicodeDecodeError as exc:
        told = "which its mark says" if skip else "which its NULs say"
        raise Undecodable(f"not {encoding}, {told}", offset=exc.start + skip) from None


def _wide(sample: bytes) -> str | None:
    """Return the encoding of UTF-16 without a mark (`utf-16-le`, `utf-16-be`), known by the NULs of Latin letters; None for other bytes."""
    if b"\0" not in sample:
        return None
    first, second = sample[0::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
    if max(first, second) < _WIDE or min(first, second) > _BINARY:
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _refuse_binary(value: bytes, most: float) -> None:
    sample = value[:_DECLARATION_WITHIN]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > len(sample) * most:
        first = next(i for i, byte in enumerate(sample) if byte in _CONTROLS)
        raise Undecodable(f"binary: {controls} control characters in the first {len(sample):,} bytes", offset=first)


def _declared(value: bytes) -> str | None:
    found = _DECLARED.search(value[:_DECLARATION_WITHIN])
    return None if found is None else _codec(found[1].decode("ascii"))


def _codec(declared: str) -> str | None:
    """Return the codec for an encoding's declared name; None for one that is unknown, or that has two bytes a character."""
    try:
        name = codecs.lookup(declared).name
        "".encode(name)  # not all codecs are of text: `hex`, `zlib`
    except (LookupError, ValueError):
        return None
    # A declaration that is read as single bytes cannot be of an encoding with two a character.
    return None if name.startswith(("utf-16", "utf-32")) else _WINDOWS.get(name, name)


def _lenient(text: str, limits: Limits) -> Any:
    """Read JSON with lone surrogates, which orjson refuses and which are cut later; all else that is wrong stays wrong."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as exc:
        raise Malformed(f"not JSON: {exc.msg}", offset=exc.pos) from None
    except RecursionError:
        raise TooLarge(f"JSON nested deeper than {limits.depth}") from None
    except ValueError as exc:
        raise Malformed(f"not JSON: {str(exc)[:100]}") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _measure_depth(document: Any, limits: Limits) -> None:
    layer, depth = [document], 0
    while layer:
        depth += 1
        if depth > limits.depth:
            raise TooLarge(f"JSON nested deeper than {limits.depth}")
        layer = [
            child
            for parent in layer
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]


def _kind(document: Any) -> str:
    if isinstance(document, list):
        return "array"
    return {str: "string", bool: "boolean", type(None): "null"}.get(type(document), "number")
