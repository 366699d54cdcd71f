"""Alerts that were stored as JSON lines, in each of the forms in which the commands print them; pure."""

from __future__ import annotations

from typing import Any

from streams.errors import Malformed
from streams.messages import Alert, parse_json


def stored_alerts(line: bytes) -> tuple[Alert, ...]:
    """Return the alerts of a line: an alert itself, or those of an article (`alerts`) or of an embargo's end (`released`).

    That is what `streams watch alerts --json`, `streams watch changes --json`, `streams alert` and `streams pipe` print. A line of
    another kind that `streams pipe` prints has none. Raises Malformed where it is no JSON object, or an alert cannot be read.
    """
    document: Any = parse_json(line)
    if not isinstance(document, dict):
        raise Malformed("not a JSON object")
    for name in ("alerts", "released"):
        if isinstance(document.get(name), list):
            return tuple(Alert.check(each) for each in document[name])
    if "revision" in document:
        return (Alert.check(document),)
    if "uri" in document or "error" in document:
        return ()
    raise Malformed("neither an alert nor an article")
