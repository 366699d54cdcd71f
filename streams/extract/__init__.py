"""The extract stage reads the entities, sentences and frames of an article, by pure functions over one spaCy pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streams.extract.articles import analyse
    from streams.extract.part import DEFAULT, Limits

__all__ = ["DEFAULT", "Limits", "analyse"]


def __getattr__(name: str) -> Any:
    """Import on first use: a worker that only sends to the pool (work.py) must not load spaCy itself."""
    if name in __all__:
        from importlib import import_module

        value = getattr(import_module("streams.extract.articles" if name == "analyse" else "streams.extract.part"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
