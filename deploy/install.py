"""This program installs the checkout into the environment whose Python runs it, wheels only and pinned, and shows how far it is.

.venv/bin/python deploy/install.py product    what runs
.venv/bin/python deploy/install.py dev        what runs, and the tools that test and check it
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--only-binary=:all:", "--no-compile", "--progress-bar=off"]
"""Without bytecode: Python writes that of what runs when it first runs it, a third of it all."""
PINS = ["-c", str(ROOT / "deploy" / "constraints.txt")]
BACKEND = ["hatchling", "editables"]
"""The package that builds the checkout's own metadata."""
TAKES = {"product": (".", "what runs", 95, 165, 500), "dev": (".[dev]", "what runs, and the developers' tools", 125, 250, 800)}
"""The request of each to pip, and about how much: packages, megabytes fetched, megabytes on disk (Linux x86-64, November 2026)."""
SPEAK_SECONDS = 5.0
"""The pause between two lines where no terminal shows one that changes."""
LAST_LINES = 30
"""The last lines of pip that are shown if it fails."""
_WHEEL = re.compile(r"\s*(?:Downloading|Using cached) (\S+?)-\d\S*\.whl(?:\.metadata)? \(([\d.]+) (\w+)\)")
_UNITS = {"bytes": 1e-6, "kB": 1e-3, "MB": 1.0, "GB": 1e3}


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of pip: packages and megabytes fetched, the newest of them, and whether it unpacks already."""

    packages: int = 0
    megabytes: float = 0.0
    newest: str = ""
    unpacking: bool = False

    def after(self, line: str) -> Progress:
        """Return the progress after a line of pip's."""
        if line.startswith("Installing collected packages"):
            return replace(self, unpacking=True)
        found = _WHEEL.match(line)
        if found is None or ".metadata" in found[0]:
            return self
        return replace(
            self, packages=self.packages + 1, megabytes=self.megabytes + float(found[2]) * _UNITS.get(found[3], 0.0), newest=found[1]
        )

    def __str__(self) -> str:
        doing = "unpacking" if self.unpacking else f"fetching {self.newest}" if self.newest else "asking the index"
        return f"  {self.packages} packages, {self.megabytes:.0f} MB: {doing}"


def progress(lines: Iterable[str]) -> Iterator[Progress]:
    """Yield the progress after each line of pip's that changes it."""
    now = Progress()
    for line in lines:
        if (then := now.after(line)) != now:
            now = then
            yield now


def installed(arguments: list[str]) -> Progress:
    """Run pip and show its progress; return the last of it. Raise SystemExit with pip's last lines if it fails."""
    last: deque[str] = deque(maxlen=LAST_LINES)
    now, spoke = Progress(), time.monotonic()
    with subprocess.Popen([*PIP, *PINS, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as pip:
        assert pip.stdout is not None

        def kept(lines: Iterable[str]) -> Iterator[str]:
            for line in lines:
                last.append(line)
                yield line

        for now in progress(kept(pip.stdout)):
            if sys.stdout.isatty():
                sys.stdout.write(f"\r{now}\x1b[K")
            elif time.monotonic() - spoke > SPEAK_SECONDS or now.unpacking:
                sys.stdout.write(f"{now}\n")
                spoke = time.monotonic()
            sys.stdout.flush()
    if sys.stdout.isatty():
        sys.stdout.write("\r\x1b[K")
    if pip.returncode:
        raise SystemExit("".join(last) + f"pip failed with code {pip.returncode}; its last lines stand above")
    return now


def size(folder: Path) -> float:
    """Return the megabytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main(what: str) -> None:
    """Install, and say before what and afterwards how much it was."""
    wanted, words, packages, fetched, disk = TAKES[what]
    began = time.monotonic()
    sys.stdout.write(
        f"Installing {words}, into {Path(sys.prefix).name}: about {packages} packages, {fetched} MB to fetch, {disk} MB on disk.\n"
    )
    sys.stdout.flush()
    installed(["--quiet", *BACKEND])
    done = installed(["--no-build-isolation", "-e", wanted])
    took = time.monotonic() - began
    sys.stdout.write(f"  {done.packages} packages, {done.megabytes:.0f} MB, in {took:.0f} s; {size(Path(sys.prefix)):.0f} MB on disk\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
