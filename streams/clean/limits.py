"""How much one article may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these an article is TooLarge: each bounds the time of one record, so that no record can hold up the others."""

    value_bytes: int = 2_000_000
    """Of the record's value; the longest page of scrapinghub's 181 has 1.5 MB, the longest Wikinews text 0.1 MB."""
    words: int = 100_000
    """Of the raw text, white space between them."""
    depth: int = 64
    """Of nested JSON arrays and objects; `bodies[].value` is at 3."""
