"""A table for people in the width that there is: nothing of it is cut off, and no column becomes a ribbon of single letters."""

from __future__ import annotations

import os

from rich.measure import Measurement
from rich.table import Table

from streams.commands.terminal import Terminal

UNLIMITED = 100_000
"""Columns of a file or another program: there a row is one line."""
LEAST = 24
"""The least width in which the text of the last column can be read."""


def print_table(table: Table, console: Terminal | None = None) -> None:
    """Print a table whose last column holds running text.

    It has its natural width where that fits; else the last column is wrapped; else each row is a block, a line for each column.
    """
    console = console or Terminal()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = UNLIMITED
    widest = Measurement.get(console, console.options.update(width=UNLIMITED), table).maximum
    last = max((console.measure(cell).maximum for cell in (table.columns[-1].header, *table.columns[-1].cells)), default=0)
    if widest - last + min(last, LEAST) <= console.width:
        for column in table.columns:
            column.no_wrap = column is not table.columns[-1]
        table.columns[-1].overflow = "fold"
        console.print(table)
        return
    for number, row in enumerate(zip(*(list(column.cells) for column in table.columns), strict=True)):
        block = Table(box=None, pad_edge=False, show_header=False)
        block.add_column(no_wrap=True, style="dim")
        block.add_column(overflow="fold")
        for column, cell in zip(table.columns, row, strict=True):
            block.add_row(column.header, cell)
        if number:
            console.print()
        console.print(block)
