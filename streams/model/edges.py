"""What stands at the edge of a name and is not part of it."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_EDGES = frozenset({"-", "--", "–", "—", ",", ";", ":", '"', "“", "”", "‘", "’", "'", "``", "''"})


def bare(doc: Doc, start: int, end: int, label: str) -> list[Span]:
    """The name without the dashes, quotes and commas at its edges; empty where nothing else is left."""
    while start < end and doc[start].text in _EDGES:
        start += 1
    while end > start and doc[end - 1].text in _EDGES:
        end -= 1
    return [Span(doc, start, end, label=label)] if end > start else []
