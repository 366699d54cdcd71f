"""Newswire Streams: articles in on a Kafka topic, one alert an incident out.

As a library, without Kafka (docs/library.md):

>>> from streams import Incidents, Index, clean_article, detect_events, read_article
>>> index, incidents = Index(), Incidents()
>>> article = index.screen(clean_article("A bus overturned near the old market in Lagos, killing three people, police said."))
>>> for alert in incidents.add(detect_events(read_article(article))):
...     print(alert.summary)
A crash killed three people in Lagos, Nigeria, police said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Incidents", "Index", "clean_article", "detect_events", "read_article"]

if TYPE_CHECKING:
    from streams.library import Incidents, clean_article, detect_events, read_article
    from streams.screen.index import Index
else:  # hidden from type checkers, which would take any name for one of ours

    def __getattr__(name: str) -> Any:
        """Import on first use: workers and their children import this package, and must not load what only programs need."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module("streams.screen.index" if name == "Index" else "streams.library"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
