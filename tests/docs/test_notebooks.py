"""Tests that run the notebooks of docs/examples, cell by cell in one namespace; what each cell gives is compared with its stored output."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "examples").glob("*.ipynb"))


def cells(path: Path) -> list[dict[str, Any]]:
    """Return the code cells of a notebook, in order."""
    notebook = json.loads(path.read_text("utf-8"))
    assert notebook["nbformat"] == 4
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def stored(cell: dict[str, Any]) -> tuple[str, str]:
    """Return what a cell printed and the text of its value, as they stand in the notebook."""
    printed = "".join("".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream")
    values = ["".join(output["data"]["text/plain"]) for output in cell["outputs"] if output["output_type"] == "execute_result"]
    assert len(values) <= 1
    return printed, values[0] if values else ""


def run(source: str, name: str, namespace: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last expression, as a notebook does; None where it ends otherwise."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace) if isinstance(last, ast.Expr) else None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_cell_gives_what_stands_below_it(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells(path), 1):
        value = run("".join(cell["source"]), f"{path.name}, cell {number}", namespace)
        assert (capsys.readouterr().out, "" if value is None else repr(value)) == stored(cell), f"cell {number}"
        assert cell["execution_count"] == number, "run from the top"


def test_the_library_notebook_ends_in_a_revised_alert() -> None:
    [path] = [path for path in NOTEBOOKS if path.name == "library.ipynb"]
    assert stored(cells(path)[-1])[1] == "(True, 2, [('casualties.killed', '14', '19')])"
