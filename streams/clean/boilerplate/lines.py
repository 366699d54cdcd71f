"""This module splits a raw text into lines, each measured once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from itertools import islice, takewhile
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_WORD = re.compile(r"\w++(?:['’.-]\w++)*+")
_ENDED = re.compile(r"[.!?…;:][\"'”’»)\]]*$|[.!?…,][\"”]$")
_FUNCTION_LIST = (
    "the a an of in on at to for from by with and or but as is are was were be been has have had will would it its he she "
    "they his her their this that which who when after said not i you we our my your there what if do did"
)
_FUNCTION = frozenset(_FUNCTION_LIST.split())


class once(Generic[_T]):  # noqa: N801 - a decorator
    """A property that is worked out when it is first asked for; that of functools takes a lock (until 3.12), dearer than most of these."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work, self._name = work, work.__name__

    def __get__(self, line: Any, owner: type) -> _T:
        found = line.__dict__[self._name] = self._work(line)
        return found


@dataclass(frozen=True)
class Line:
    """One line of the raw text without the white space around it; `start` and `end` are offsets in the raw text."""

    start: int
    end: int
    text: str
    words: tuple[str, ...] = field(repr=False)
    """The words in lower case, without punctuation."""
    hint: str | None = None
    """The name of the rule that the markup gives the line; None where it gives none."""

    @once
    def ended(self) -> bool:
        """True if the line closes like a sentence."""
        return bool(_ENDED.search(self.text[-6:]))

    @once
    def prose(self) -> bool:
        """True for a paragraph of running text: it closes like a sentence and has function words, or is long."""
        count = len(self.words)
        if count < 8:
            return False
        share = sum(map(_FUNCTION.__contains__, self.words[:200])) / min(count, 200)
        return (self.ended and share >= 0.12) or (count >= 30 and share >= 0.18)

    @once
    def sentence(self) -> bool:
        """True for a short sentence: it is closed, and more than a label."""
        return self.ended and len(self.words) >= 3 and not self.text.endswith(":")

    @once
    def key(self) -> str:
        """The words as one string, by which lines are compared."""
        return " ".join(self.words)


def once_a_line(work: Callable[[Line], _T]) -> Callable[[Line], _T]:
    """Return the function as one that works only when it is first asked about a line; the answer is kept with the line."""
    name = f"{work.__module__}.{work.__name__}"

    @wraps(work)
    def answer(line: Line) -> _T:
        kept: dict[str, Any] = line.__dict__
        if name not in kept:
            kept[name] = work(line)
        found: _T = kept[name]
        return found

    return answer


def words_of(text: str) -> tuple[str, ...]:
    """Return the text's words in lower case, apostrophes straight."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def count_behind(lines: Sequence[Line], index: int, belongs: Callable[[Line], bool]) -> int:
    """Return the number of lines right behind `lines[index]` that belong to it, up to the first that does not."""
    return sum(1 for _ in takewhile(belongs, islice(lines, index + 1, None)))


def read_lines(raw: str, hints: Mapping[int, str] | None = None) -> tuple[Line, ...]:
    """Return the lines that have something in them; `hints` gives rules by the offset where a line starts."""
    found = []
    for match in _LINE.finditer(raw):
        text = match[0].strip()
        if text:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            hint = hints.get(start) if hints else None
            found.append(Line(start, start + len(text), text, words_of(text), hint))
    return tuple(found)
