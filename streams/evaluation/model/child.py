"""This module measures a child of the pool: the CPU seconds that it takes to start in a fresh process, and the memory that it keeps.

`python -m streams.evaluation.model.child DATA [MODEL]` is such a process; it prints its own figures as JSON.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from streams.messages import Relation, ScreenedArticle

STARTS = 3
ARTICLES, BATCH = 64, 32
"""The number of raw press releases, of 680 words on average, in all and in a batch; after them the child has all that it keeps on purpose
(strings, caches)."""
RELEASES = Path("text/press_releases.jsonl.gz")

TARGETS = {"load, CPU seconds": 2.0, "child, resident MB": 400.0}
"""Both targets are ceilings."""


def evaluate_child(data: Path, model: str | None) -> dict[str, float]:
    """Return the CPU seconds from the start of a process to a loaded model (least of STARTS; one thread, so wall seconds of a quiet core),
    and the resident MB after ARTICLES and at the worst moment.
    """
    command = [sys.executable, "-m", "streams.evaluation.model.child"]
    given = [] if model is None else [model]
    loads = [_run([*command, "-", *given])["load, CPU seconds"] for _ in range(STARTS - 1)]
    whole = _run([*command, str(data), *given])
    return whole | {"load, CPU seconds": min([*loads, whole["load, CPU seconds"]])}


def _run(command: list[str]) -> dict[str, float]:
    """Run such a process and return the figures that it prints of itself; raise CalledProcessError if it fails."""
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return told


def measured(data: Path | None, model: str | None) -> dict[str, float]:
    """Load as a child of the pool does, read the articles if `data` is given, and return the figures."""
    from streams import child
    from streams.extract.work import reading

    child.begin(reading, (model,))
    told = {"load, CPU seconds": round(time.process_time(), 2)}  # of the whole process, the interpreter's start in it
    if data is not None:
        values = islice(_values(data / RELEASES), ARTICLES)
        while batch := list(islice(values, BATCH)):
            child.work(batch)
        told |= {"child, resident MB": _kept("VmRSS"), "child, resident MB at most": _kept("VmHWM")}
    return told


def _values(path: Path) -> Iterator[bytes]:
    """Yield the press releases of a file as records that screen hands on."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield article(json.loads(line)["text"]).encode()


def article(text: str) -> ScreenedArticle:
    """Return a text as a new article that screen has passed; its source, uri and day are made up."""
    epoch = datetime(2021, 8, 28, tzinfo=UTC)
    return ScreenedArticle(
        source="evaluate/0/0", uri="urn:evaluate", text=text, published=epoch, received=epoch, relation=Relation(kind="new", story="s")
    )


def _kept(name: str) -> float:
    """Return the MB of this process, shared pages among them: VmRSS now, VmHWM at most; 0.0 where the system does not tell.

    The source is Linux's /proc; getrusage would count the parent's too.
    """
    said = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"), re.MULTILINE)
    return round(int(said[1]) * 1024 / 1e6, 1) if said else 0.0


if __name__ == "__main__":
    asked = sys.argv[1:]
    print(json.dumps(measured(None if asked[0] == "-" else Path(asked[0]), asked[1] if asked[1:] else None)))
