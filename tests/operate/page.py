"""A page of docs/operate/, and its commands by the heading under which they stand: what a page says is what a test runs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "operate"
STEP_SECONDS = 300.0
"""The longest time that the commands under one heading may take; the longest seen, an audit of a pipeline at work, took 20 s."""
_FENCE = re.compile(r"(?:<!-- needs: (\w+) -->\n)?^```sh\n(.*?)^```$", re.M | re.S)
_HEADING = re.compile(r"^#+ (.*)$", re.M)
_HERE = frozenset({None, "kafka", "time"})
"""The needs of a block that is run here; one that needs Docker is the same step for another way of running workers."""


class Page:
    """One page."""

    def __init__(self, name: str) -> None:
        self.name = name
        text = (FOLDER / name).read_text("utf-8")
        plain = re.sub(r"^```.*?^```$", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.M | re.S)
        heads = list(_HEADING.finditer(plain))
        ends = [*(head.start() for head in heads[1:]), len(text)]
        self._sections = {head[1]: text[head.end() : end] for head, end in zip(heads, ends, strict=True)}

    def commands(self, heading: str) -> str:
        """Return the commands under a heading that need no more than Kafka; raise KeyError without it, AssertionError without any."""
        found = "".join(code for needs, code in _FENCE.findall(self._sections[heading]) if (needs or None) in _HERE)
        assert found, f"{self.name}: no commands under {heading!r}"
        return found

    def run(self, heading: str, folder: Path, environment: Mapping[str, str], code: int = 0) -> str:
        """Run the commands under a heading in a folder; return what they print on both outputs, and fail unless they end with `code`."""
        command = ["bash", "-euo", "pipefail", "-c", self.commands(heading)]
        log = folder / "step.log"  # a file, not a pipe: what a step leaves running in the background would keep a pipe open
        with log.open("wb") as said:
            ended = subprocess.run(command, cwd=folder, env=environment, stdout=said, stderr=said, timeout=STEP_SECONDS, check=False)
        text = log.read_text("utf-8", "replace")
        assert ended.returncode == code, f"{self.name}, {heading}: {ended.returncode}\n{text[-3000:]}"
        return text
