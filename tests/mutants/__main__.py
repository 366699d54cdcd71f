"""Each guard out, its test red: `python -m tests.mutants [--only POINT]`; exit 1 when a mutant survives.

The tree is copied, so that no source of yours is touched. A test that is skipped (no Java) kills nothing and is said to be skipped.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.table import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
KAFKA_JARS = Path("deploy/kafka/.libs")  # not under version control, and 45 MB to fetch
PATIENCE_SECONDS = 30
"""Seconds that a test waits for what a mutant may keep from coming; the guarded tests took at most 15 s of a crowded machine."""


def copy(target: Path) -> None:
    """Copy the files that git knows or would know, as they stand in the working tree."""
    said = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, os.fsdecode(said.stdout).split("\0")):
        if (ROOT / name).is_file():  # one that is deleted and not yet committed is not
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    if (ROOT / KAFKA_JARS).is_dir():
        (target / KAFKA_JARS).symlink_to(ROOT / KAFKA_JARS)


def run(tree: Path, tests: Sequence[str]) -> tuple[str, str]:
    """Run tests and return `green`, `red`, `skipped` or `broken` (no test has failed, and none has passed), and what was printed."""
    command = [sys.executable, "-m", "pytest", "-x", "-m", "kafka or not kafka", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "NEWSWIRE_PATIENCE": str(PATIENCE_SECONDS)}
    ended = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    last = ended.stdout.strip().splitlines()[-1] if ended.stdout.strip() else ""
    match ended.returncode:
        case 0:
            return ("green" if "passed" in last else "skipped"), ended.stdout
        case 1 if "\nFAILED " in ended.stdout:
            return "red", ended.stdout
    return "broken", ended.stdout + ended.stderr


def mutated(source: str, mutant: Mutant) -> str:
    """Return the source without the guard; raise SystemExit if an old text does not stand there exactly once."""
    for old, new in mutant.edits:
        if source.count(old) != 1:
            raise SystemExit(f"{mutant.file}: {old!r} stands there {source.count(old)} times; tests/mutants/table.py is behind the source")
        source = source.replace(old, new)
    return source


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Take each guard out and show the test that goes red.")
    parser.add_argument("--only", metavar="POINT", help="the mutants of one point: 1 to 10, A, B")
    only = parser.parse_args(arguments).only
    chosen = [mutant for mutant in MUTANTS if only in (None, mutant.point)]
    for mutant in chosen:
        mutated((ROOT / mutant.file).read_text(), mutant)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder)
        copy(tree)
        began = time.monotonic()
        state, said = run(tree, sorted({mutant.test for mutant in chosen}))
        print(f"unmutated: {state} after {time.monotonic() - began:.0f} s", flush=True)
        if state not in ("green", "skipped"):
            print(said)
            return 1
        ends: dict[str, list[str]] = {}
        for mutant in chosen:
            began = time.monotonic()
            file = tree / mutant.file
            whole = file.read_text()
            file.write_text(mutated(whole, mutant))
            state, said = run(tree, [mutant.test])
            file.write_text(whole)
            ends.setdefault(mutant.point, []).append(state)
            shown = state if state in ("red", "skipped") else state.upper() + "!"
            name = mutant.test.rpartition("/")[2]
            print(f"{mutant.point:>2}  {mutant.guard:43} {shown:8} {time.monotonic() - began:3.0f} s  {mutant.file}  {name}", flush=True)
            if state == "broken":
                print(said)
    points = [point for point in ends if point.isdigit()]
    held = sum(set(ends[point]) == {"red"} for point in points)
    states = [state for found in ends.values() for state in found]
    print(f"{held} of {len(points)} points; {states.count('red')} of {len(states)} mutants red, {states.count('skipped')} skipped")
    return 0 if set(states) <= {"red", "skipped"} else 1


if __name__ == "__main__":
    sys.exit(main())
