"""This module takes the marks that are no part of a name off its edges."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_EDGES = frozenset({"-", "--", "–", "—", ",", ";", ":", '"', "“", "”", "‘", "’", "'", "``", "''"})


def bare(doc: Doc, start: int, end: int, label: str) -> list[Span]:
    """Return the name without the dashes, quotes and commas at its edges, in a list; an empty list where nothing else is left."""
    while start < end and doc[start].text in _EDGES:
        start += 1
    while end > start and doc[end - 1].text in _EDGES:
        end -= 1
    return [Span(doc, start, end, label=label)] if end > start else []
