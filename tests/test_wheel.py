"""The wheel: all that runs is in it, with types; scorers, training code and tests are not, and the commands that need them say so."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams import __version__

ROOT = Path(__file__).parents[1]
NEEDED = (
    "py.typed",
    "library.py",
    "detect/types.toml",
    "detect/data/conflict.toml",
    "clean/data/agencies.toml",
    "extract/data/events.toml",
    "extract/data/gazetteer.json.gz",
    "screen/data/frequency.tsv.gz",
    "screen/data/words.toml",
    "demo/wire.jsonl",
    "schemas/versions/alerts/1.0.json",
    "board/page/index.html",
    "board/page/app.js",
    "board/page/board.css",
    "board/page/vendor/leaflet.js",
    "board/page/vendor/outlines.json",
    "board/page/vendor/LICENSE.leaflet",
    "board/page/vendor/LICENSE.world-atlas",
    "model/weights/LICENSE.md",
    "model/weights/streams_reader/encoder.onnx",
    "model/weights/streams_reader/events.onnx",
    "model/weights/streams_lemmas/lemmas.json",
)
ABSENT = ("streams/evaluation/", "streams/model/recipe/", "streams/demo/expectations.py", "streams/model/scores.json")
ASKS = {"streams/commands/evaluate.py", "streams/commands/judged.py", "streams/commands/model.py"}
"""The commands that ask for a checkout before they import what the wheel leaves out."""
SIX_LINES = """
from streams import Incidents, Index, clean_article, detect_events, read_article
index, incidents = Index(), Incidents()
article = index.screen(clean_article("A bus overturned near the old market in Lagos on Monday, killing three people, police said."))
for alert in incidents.add(detect_events(read_article(article))):
    print(alert.kind, alert.type, alert.place.name, alert.casualties[0].min)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the unpacked wheel of this checkout."""
    built, unpacked = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("unpacked")
    words = [
        "wheel",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "--wheel-dir",
        str(built),
    ]
    subprocess.run([sys.executable, "-m", "pip", *words, str(ROOT)], check=True, capture_output=True)
    (path,) = built.iterdir()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    return unpacked


def ran(wheel: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where the unpacked wheel, and not the checkout, is what is imported."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STREAMS_")} | {"PYTHONPATH": str(wheel)}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, within functions too; of `from a import b` both `a` and `a.b`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_the_wheel_holds_what_runs_and_its_types_only(wheel: Path) -> None:
    names = {path.relative_to(wheel).as_posix() for path in wheel.rglob("*") if path.is_file()}
    assert [name for name in NEEDED if f"streams/{name}" not in names] == []
    assert [name for name in names if name.startswith(ABSENT)] == []
    assert {name.partition("/")[0] for name in names} - {f"newswire_streams-{__version__}.dist-info"} == {"streams"}, "no tests, no docs"


def test_what_is_left_out_is_what_the_checkout_has(wheel: Path) -> None:
    """A file that the wheel lost by mistake, or a name in ABSENT that no longer exists."""
    source = {path for path in ROOT.joinpath("streams").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    lost = {path.relative_to(ROOT).as_posix() for path in source} - {path.relative_to(wheel).as_posix() for path in wheel.rglob("*")}
    assert {name for name in lost if not name.startswith(ABSENT)} == set()
    assert [absent for absent in ABSENT if not any(name.startswith(absent) for name in lost)] == []


def test_nothing_that_runs_imports_what_is_left_out(wheel: Path) -> None:
    absent = tuple(name.rstrip("/").removesuffix(".py").replace("/", ".") for name in ABSENT)
    askers = {path.relative_to(wheel).as_posix() for path in wheel.rglob("*.py") if any(name.startswith(absent) for name in imported(path))}
    assert askers == ASKS


@pytest.mark.parametrize("command", [("eval", "clean", "--data", "."), ("eval", "story"), ("model", "train"), ("model", "package")])
def test_commands_that_need_the_checkout_say_so_in_one_sentence(wheel: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    result = ran(wheel, tmp_path, "-m", "streams", *command)
    reason = "needs a checkout of the source, for the installed package has neither scorers nor training code"
    assert (result.returncode, result.stderr) == (2, f"streams: `streams {command[0]}` {reason}\n")


def test_from_text_to_alert_with_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    result = ran(wheel, tmp_path, "-W", "error", "-c", SIX_LINES)
    assert (result.stdout, result.stderr) == ("created ACCIDENT Lagos 3\n", "")
