"""A mistake in a file of subscriptions: where it stands, what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake of a file; `line` and `column` count from 1, `path` is the field (`subscriptions[0].match.types[1]`)."""

    file: str
    line: int
    column: int
    path: str
    wrong: str
    advice: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where}: {self.path}: {self.wrong}; {self.advice}" if self.path else f"{where}: {self.wrong}; {self.advice}"
