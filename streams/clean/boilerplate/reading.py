"""This module holds a text while it is read: its lines, the position of its story, and what the rules have decided so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from streams.clean.boilerplate.lines import Line
from streams.clean.cuts import Mark


class Entry(NamedTuple):
    """An entry of a live report: its stamp as written, its time of day, and its position."""

    at: str
    clock: int
    """The minutes since midnight."""
    zone: str | None
    row: int
    """The index of its line among all lines of the text."""
    length: int
    """The number of characters of that line that are the stamp: all of it, or its opening."""


@dataclass(slots=True)
class Reading:
    """The text that a rule looks at, and the decisions that it writes: lines that go, stretches that go, facts."""

    raw: str
    everything: Sequence[Line]
    """All lines of the raw text."""
    lines: Sequence[Line]
    """The lines that may be the story's; all indices below are of these."""
    outside: frozenset[int]
    """The offsets of the lines that the page's markup puts outside the story."""
    forms: Sequence[str | None]
    """The rule by which each line is boilerplate by its form, its markup or its publisher's standing lines; None for other lines."""
    block: range
    """The indices of the lines among which the story stands."""
    first: int | None
    """The index of the first paragraph; None where the story has none."""
    headline: str | None
    """The feeder's headline, else the one found in the text; the wire's prefixes are still on it."""
    rules: dict[int, str] = field(default_factory=dict)
    """The rule of each line that goes, by the line's index."""
    marks: list[Mark] = field(default_factory=list)
    """The stretches of the raw text that go."""
    gone: set[tuple[int, int]] = field(default_factory=set)
    """The start and end of the lines that are gone altogether, once `settle` was called."""
    by: str | None = None
    located: str | None = None
    day: str = ""
    """The day of the dateline, as written."""
    keywords: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def top(self) -> int:
        """The index of the first paragraph, or the number of lines without one."""
        return len(self.lines) if self.first is None else self.first

    def cut(self, index: int, rule: str) -> None:
        """Let a line go; the rule of a later call replaces that of an earlier one."""
        self.rules[index] = rule

    def kept(self) -> list[int]:
        """Return the indices of the lines that no rule has cut."""
        return [index for index in range(len(self.lines)) if index not in self.rules]

    def settle(self) -> None:
        """Turn the lines that go into marks: no line comes back after that."""
        self.marks += [Mark(self.lines[index].start, self.lines[index].end, rule) for index, rule in self.rules.items()]
        self.gone = {(mark.start, mark.end) for mark in self.marks}
