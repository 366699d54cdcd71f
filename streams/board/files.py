"""The files of the board, read once and served by name from a fixed table, so that no path of a request is ever a path on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of the board: it runs and loads files of this server only, and nothing that stands in a page."""
_SERVED = (
    "board.css", "app.js", "api.js", "circle.js", "element.js", "evidence.js", "facts.js", "figures.js", "filters.js", "incident.js",
    "judge.js", "judgements.js", "keys.js", "list.js", "live.js", "map.js", "outlines.js", "panel.js", "reports.js", "row.js",
    "severity.js", "state.js", "store.js", "story.js", "subscription.js", "text.js", "timeline.js", "vendor/leaflet.css",
    "vendor/leaflet.js", "vendor/outlines.json",
)  # fmt: skip
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a file, and their content type."""

    body: bytes
    content_type: str


def _read(name: str) -> File:
    path = FOLDER / name
    return File(path.read_bytes(), _CONTENT_TYPES[path.suffix])


INDEX = _read("index.html")
"""The page itself."""
FILES: Mapping[str, File] = {name.removeprefix("vendor/"): _read(name) for name in _SERVED}
"""The files that it loads, by the names under which they are served."""
