"""This module reads bytes that are not UTF-8 as what they most likely are; Windows 1252 is what every web browser falls back to."""

from __future__ import annotations

import codecs
import re

_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_WESTERN = 0.25
"""The share of bytes over 0x7F among letters up to which a value is Windows 1252: Icelandic has 0.14, Russian in any of its encodings 1."""
_SAMPLE = 4096
"""The number of bytes that the guess looks at: 0.1 s at the first value, then some 2 ms."""
_ERRORS = "newswire.windows"


def windows_character(byte: int) -> str:
    """Return the character of a byte in Windows 1252 as browsers read it: five bytes that it leaves out are C1 controls.

    https://encoding.spec.whatwg.org/#index-windows-1252
    """
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def read_bytes(value: bytes) -> str:
    """Return the characters of a value that is not UTF-8; where it was cut within a character, U+FFFD stands for that. Never raises.

    UTF-8 with stray bytes of Windows 1252 is read byte by byte; else it is Windows 1252 where most letters are ASCII, else what
    charset-normalizer takes it for.
    """
    high = len(value) - len(value.translate(None, _HIGH))
    within = sum(len(sequence) for sequence in _SEQUENCE.findall(value))
    if within * 2 > high:
        return value.decode("utf-8", _ERRORS)
    letters = len(value) - len(value.translate(None, _LETTERS))
    if high <= _WESTERN * (letters + high) or (guessed := _guess(value)) is None:
        return value.decode("cp1252", _ERRORS)
    return value.decode(guessed, "replace")


def _guess(value: bytes) -> str | None:
    from charset_normalizer import from_bytes  # 15 ms that hardly any worker needs

    best = from_bytes(value[:_SAMPLE]).best()
    return None if best is None else best.encoding


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.reason == "unexpected end of data":
        return "\ufffd", error.end
    return "".join(map(windows_character, error.object[error.start : error.end])), error.end


codecs.register_error(_ERRORS, _stray)
