"""The findings of a part of the bench: figures with their targets, and the table of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a table; `target` is the value that it should stay below, or with `floor` reach; a value of None did not end."""

    name: str
    value: float | None
    unit: str
    target: float | None = None
    digits: int = 1
    floor: bool = False

    @property
    def missed(self) -> bool:
        """True if there is a target and the figure does not reach it."""
        if self.target is None:
            return False
        return self.value is None or (self.value < self.target if self.floor else self.value >= self.target)

    @property
    def text(self) -> str:
        """The value and its unit; `!` marks a target missed."""
        if self.value is None:
            return "[red]not ended[/red]"
        said = f"{self.value:,.{self.digits}f} {self.unit}".strip()
        return f"[red]{said} ![/red]" if self.missed else said


@dataclass
class Part:
    """The figures of one part, and what is to be said of them."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, value: float | None, unit: str, target: float | None = None, digits: int = 1, *, floor: bool = False) -> None:
        """Add one line."""
        self.figures.append(Figure(name, value, unit, target, digits, floor))

    def as_json(self) -> dict[str, Any]:
        """Return the part as a document for `--json`."""
        plain = [{"name": f.name, "value": f.value, "unit": f.unit, "target": f.target, "missed": f.missed} for f in self.figures]
        return {"part": self.name, "figures": plain, "notes": self.notes}


def table(part: Part) -> Table:
    """Return a table of the figures in order."""
    drawn = Table(title=part.name, title_justify="left")
    drawn.add_column("", no_wrap=True)
    drawn.add_column("", justify="right")
    drawn.add_column("target", justify="right")
    for figure in part.figures:
        sign = ">=" if figure.floor else "<"
        drawn.add_row(figure.name, figure.text, f"{sign} {figure.target:g} {figure.unit}".rstrip() if figure.target is not None else "")
    return drawn
