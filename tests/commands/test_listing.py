"""A table in the width that there is: whole, wrapped, or a block for each row; no cell is ever cut."""

from __future__ import annotations

import io

import pytest
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.terminal import Terminal
from tests.commands.face import called

ROWS = (("articles.screened/3/17", "open", "the words of a long sentence that says what happened"), ("a", "b", "c"))


def table() -> Table:
    made = Table(box=None, pad_edge=False)
    for heading in ("record", "state", "why"):
        made.add_column(heading)
    for row in ROWS:
        made.add_row(*row)
    return made


def printed(monkeypatch: pytest.MonkeyPatch, width: int) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    print_table(table(), Terminal(file=out, width=width))
    return [row.rstrip() for row in out.getvalue().splitlines()]


def test_where_it_fits_a_row_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, 100)[1:] == [
        "articles.screened/3/17  open   the words of a long sentence that says what happened",
        "a" + " " * 23 + "b      c",
    ]


def test_the_last_column_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed(monkeypatch, 60)
    assert max(map(len, shown)) <= 60
    assert shown[1].startswith("articles.screened/3/17  open   the words of a long")
    assert " ".join(" ".join(shown[1:-1]).split()) == " ".join(ROWS[0])


def test_where_that_does_not_fit_a_row_is_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed(monkeypatch, 40)
    assert max(map(len, shown)) <= 40
    assert shown[:3] == ["record  articles.screened/3/17", "state   open", "why     the words of a long sentence"]
    assert shown[-4:] == ["", "record  a", "state   b", "why     c"]


def test_a_file_gets_whole_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    out = io.StringIO()
    print_table(table(), Terminal(file=out))
    assert " ".join(out.getvalue().splitlines()[1].split()) == " ".join(ROWS[0])


@pytest.mark.parametrize("command", [("topics",), ("config", "show")])
@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_terminal(command: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    result = called(*command)
    assert result.exit_code == 0
    assert "…" not in result.output
    assert max(map(len, result.output.splitlines())) <= width
