"""A raw text as lines, each measured once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from streams.clean.boilerplate.furniture import furniture
from streams.clean.cuts import SPACE, Mark

_T = TypeVar("_T")
_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_WORD = re.compile(r"\w++(?:['’.-]\w++)*+")
_ENDED = re.compile(r"[.!?…;:][\"'”’»)\]]*$|[.!?…,][\"”]$")
_RUN = re.compile(r"\s{2,}")
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
    """Lower case, without punctuation."""
    hint: str | None = None
    """What the markup said it is: the name of a rule."""

    @once
    def ended(self) -> bool:
        """Whether it closes like a sentence."""
        return bool(_ENDED.search(self.text[-6:]))

    @once
    def prose(self) -> bool:
        """A paragraph of running text: sentence end and function words, or long."""
        count = len(self.words)
        if count < 8:
            return False
        share = sum(map(_FUNCTION.__contains__, self.words[:200])) / min(count, 200)
        return (self.ended and share >= 0.12) or (count >= 30 and share >= 0.18)

    @once
    def sentence(self) -> bool:
        """A short sentence: closed, and more than a label."""
        return self.ended and len(self.words) >= 3 and not self.text.endswith(":")

    @once
    def form(self) -> str | None:
        """The rule by which it is furniture, whatever the markup says."""
        return furniture(self)

    @once
    def key(self) -> str:
        """The words as one string, to compare lines by."""
        return " ".join(self.words)


def words_of(text: str) -> tuple[str, ...]:
    """The text's words in lower case, apostrophes straight."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def read_lines(raw: str, hints: Mapping[int, str] | None = None) -> tuple[Line, ...]:
    """The lines that have something in them; `hints` gives rules by the offset where a line starts."""
    found = []
    for match in _LINE.finditer(raw):
        text = match[0].strip()
        if text:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            hint = hints.get(start) if hints else None
            found.append(Line(start, start + len(text), text, words_of(text), hint))
    return tuple(found)


def space_marks(raw: str, kept: Sequence[Line], marks: Sequence[Mark]) -> list[Mark]:
    """Marks for superfluous white space: around the text, more than two line ends, more than one blank.

    `kept` are the lines of which something stays, `marks` the cuts decided so far: what is neither is white space.
    """
    found: list[Mark] = []
    cut = sorted((mark.start, mark.end) for mark in marks)
    at = taken = 0
    for line in (*kept, None):
        end = len(raw) if line is None else line.start
        gaps: list[tuple[int, int]] = []
        while taken < len(cut) and cut[taken][0] < end:
            if cut[taken][0] > at:
                gaps.append((at, cut[taken][0]))
            at = max(at, cut[taken][1])
            taken += 1
        if at < end:
            gaps.append((at, end))
        if line is None or line is kept[0]:
            found += [Mark(start, stop, SPACE) for start, stop in gaps]
        elif gaps:
            found += _gap(raw, gaps)
        if line is None:
            break
        for run in _RUN.finditer(line.text):
            first = run[0].find(" ") if " " in run[0] else 0
            start, stop = line.start + run.start(), line.start + run.end()
            found += [Mark(start, start + first, SPACE), Mark(start + first + 1, stop, SPACE)]
        at = line.end
    return found


def _gap(raw: str, gaps: Sequence[tuple[int, int]]) -> list[Mark]:
    """Of the stretches of white space between two kept lines one line end stays, or two where a blank line was."""
    if len(gaps) == 1 and raw[slice(*gaps[0])] in ("\n", "\n\n"):
        return []
    best = max(gaps, key=lambda gap: (min(raw.count("\n", *gap), 2), -gap[0]))
    keep = [at for at in range(*best) if raw[at] == "\n"][:2] or [best[0]]
    found = []
    for at, end in gaps:
        for stay in keep:
            if at <= stay < end:
                found.append(Mark(at, stay, SPACE))
                at = stay + 1
        found.append(Mark(at, end, SPACE))
    return found
