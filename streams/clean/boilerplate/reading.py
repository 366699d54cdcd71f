"""A text while it is read: its lines, where its story stands, and what the rules have decided so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from streams.clean.boilerplate.lines import Line
from streams.clean.cuts import Mark


class Entry(NamedTuple):
    """An entry of a live report: its stamp as written, and where it stands."""

    at: str
    clock: int
    """Minutes since midnight."""
    zone: str | None
    row: int
    """Of its line."""
    length: int
    """Characters of that line that are the stamp: all of it, or its opening."""


@dataclass(slots=True)
class Reading:
    """What a rule may look at, and where it writes what it decides: lines that go, stretches that go, facts."""

    raw: str
    everything: Sequence[Line]
    """All lines of the raw text."""
    lines: Sequence[Line]
    """Those that may be the story's; all indices below are of these."""
    outside: frozenset[int]
    """Offsets of the lines that the page's markup puts outside the story."""
    forms: Sequence[str | None]
    """Of each line the rule by which its form, its markup or its publisher's standing lines make it boilerplate."""
    block: range
    """Where the story stands."""
    first: int | None
    """Its first paragraph, None where it has none."""
    headline: str | None
    """The feeder's, else the one found in the text; the wire's prefixes still on."""
    rules: dict[int, str] = field(default_factory=dict)
    """The rule of each line that goes."""
    marks: list[Mark] = field(default_factory=list)
    """Stretches of the raw text that go."""
    gone: set[tuple[int, int]] = field(default_factory=set)
    """Start and end of the lines that are gone altogether, once `settle` was called."""
    by: str | None = None
    located: str | None = None
    day: str = ""
    """Of the dateline, as written."""
    keywords: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def top(self) -> int:
        """The first paragraph, or the end where there is none."""
        return len(self.lines) if self.first is None else self.first

    def cut(self, index: int, rule: str) -> None:
        """Let a line go; a later rule's word goes before an earlier one's."""
        self.rules[index] = rule

    def kept(self) -> list[int]:
        """The lines that no rule has cut."""
        return [index for index in range(len(self.lines)) if index not in self.rules]

    def settle(self) -> None:
        """Turn the lines that go into marks: no line comes back after that."""
        self.marks += [Mark(self.lines[index].start, self.lines[index].end, rule) for index, rule in self.rules.items()]
        self.gone = {(mark.start, mark.end) for mark in self.marks}
