"""This package finds where a name in an article is: the one resolver of places, over an offline gazetteer that no other room reads."""

from __future__ import annotations

from streams.extract.places.naming import lands, located

__all__ = ["lands", "located"]
