r"""Text from outside, made safe to show: nothing in it steers a terminal, turns a line about, hides, or passes for a line of ours.

An article, a key, a header or the name of a file can hold characters that a terminal obeys (ECMA-48), that change the order of what
stands beside them (Unicode UAX 9; CVE-2021-42574), or that have no width. Commands and logs show such text through this file only: a
control character becomes its picture (`␛`), another that would not be seen its code, as JSON writes it (`\u202e`). What the scripts of
people need stays: joiners in Persian and Hindi, marks of direction in Arabic and Hebrew, the joiners and selectors of emoji.
"""

from __future__ import annotations

import re
from collections.abc import Callable

LINE = 2_000
"""Characters of a value on one line that are shown unless told otherwise: nobody reads a header of 12 MB."""
MOST_MARKS = 8
"""Accents on one letter that are shown: more climb over the lines above; no spelling has more than four."""
_COMPLEX = (
    "\u05d0-\u05ea\u0620-\u06dc\u06de-\u070e\u0710-\u08e1\u0900-\u10ff\u1200-\u17b3\u17b6-\u180a\u1810-\u1cff"
    "\ua800-\uabff\U00010a00-\U00011fff"
)
"""Letters from Hebrew to Mongolian: they take joiners, some at the end of a word (Malayalam), and are chosen by them."""
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3000-\u32ff\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_ACCENTS = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_HIDDEN = re.compile(
    "|".join(
        (
            "[\x00-\x08\x0b-\x1f\x7f-\x9f]",  # controls, but for tab and end of line
            "[\u2028-\u202e\u2066-\u206f]",  # separators, embeddings, overrides and isolates
            "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0\ufff0-\ufffb]",  # no width, or a blank letter
            "[\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]",
            "[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]",  # surrogates and noncharacters
            f"(?<![{_COMPLEX}{_EMOJI}])(?<![{_EMOJI}]\ufe0f)[\u200c\u200d]",
            f"(?<![{_COMPLEX}{_EMOJI}{_IDEOGRAPHS}])[\ufe00-\ufe0f](?!\u20e3)",
            f"(?<![{_IDEOGRAPHS}])[\U000e0100-\U000e01ef]",
            "(?<![\u1820-\u18af])[\u180b-\u180d\u180f]",
            f"(?<=[{_ACCENTS}]{{{MOST_MARKS}}})[{_ACCENTS}]",
        )
    )
)
_SUSPECT = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad{_ACCENTS}\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U00013430-\U000e0fff]"
)
"""All of the above and below, and more: most texts hold none, and are done with in a twentieth of the time."""
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f]")
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u05ea\u0620-\u06ff\u0710-\u08c7\ufb1d-\ufdcf\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {0x7F: "\u2421"}
_ON_A_LINE = str.maketrans({"\n": "\u240a", "\t": "\u2409"})


def visible(text: str) -> str:
    """Return the text with a sign for each character that a terminal would obey or not show; tabs and ends of lines stay.

    The time is linear; the function is idempotent.
    """
    return _with_signs(text, lambda found: _PICTURES.get(ord(found[0]), _code(found[0])))


def line(text: str, most: int = LINE) -> str:
    """Return a value that is meant to be one line, in at most `most` characters: `visible`, with signs for tabs and ends of lines too."""
    shown = visible(text[: most + 1]).translate(_ON_A_LINE)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def passage(text: str, most: int = LINE) -> str:
    """Return a stretch of running text on one line: a run of blanks and ends of lines is one blank, the rest is as in `line`."""
    return line(" ".join(re.split("[ \t\r\n\u00a0]+", text[: 4 * most])).strip(), most)


def escaped(document: str) -> str:
    r"""Return a JSON document that means the same, with an escape of JSON (`\u001b`) for each character that `visible` would show."""
    return _with_signs(document, lambda found: _json_escape(ord(found[0])))


def _with_signs(text: str, sign: Callable[[re.Match[str]], str]) -> str:
    if not _SUSPECT.search(text):
        return text
    shown = _HIDDEN.sub(sign, text)
    return shown if _RIGHT_TO_LEFT.search(text) else _DIRECTION_MARKS.sub(sign, shown)


def _code(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _json_escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
