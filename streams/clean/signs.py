"""A sign is a word whose absence tells cheaply that a costly pattern cannot match."""

from __future__ import annotations

from collections.abc import Iterable


def has_one(text: str, signs: Iterable[str]) -> bool:
    """Return True if one of the signs stands in the text, in the case in which it is written."""
    for sign in signs:  # noqa: SIM110 - half as dear as any()
        if sign in text:
            return True
    return False
