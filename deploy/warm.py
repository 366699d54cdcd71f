"""This program imports what workers, servers and commands import, and takes one article through all stages, so that Python writes the
bytecode of it. The image is built with it; it fails where the image lacks something.
"""

from __future__ import annotations

import importlib
import pkgutil

import streams.commands
from streams import Incidents, Index, clean_article, detect_events, read_article

WORKERS = (
    "streams.cli",
    "streams.flow.worker",
    "streams.delivery.worker",
    "streams.feeds.worker",
    "streams.board.server",
    "streams.broker.embedded",
    "streams.supervisor",
    "faust.transport.drivers.aiokafka",  # by name, when the app starts
    "faust.stores.memory",
    "cel_expr_python.cel",
    "apprise",
)
"""The modules that run, with those that are imported only when they are needed."""
TEXT = "A car bomb killed 17 people and wounded 30 others at a market in Kirkuk, Iraq, on Saturday, police said."


def main() -> None:
    """Import all, then read one article; raise SystemExit if it brings no alert."""
    for name in (*WORKERS, *(f"streams.commands.{module.name}" for module in pkgutil.iter_modules(streams.commands.__path__))):
        importlib.import_module(name)
    index, incidents = Index(), Incidents()
    alerts = list(incidents.add(detect_events(read_article(index.screen(clean_article(TEXT))))))
    if not alerts:
        raise SystemExit(f"warm.py: no alert on: {TEXT}")


if __name__ == "__main__":
    main()
