"""How much one article may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these an article is TooLarge: each bounds the time of one record, so that no record can hold up the others."""

    value_bytes: int = 10_000_000
    """Of the record's value: what the topic `articles` takes. Pages of 8 MB are real; scrapinghub's longest has 1.5 MB."""
    characters: int = 2_000_000
    """Of the text, of a page as it is rendered; the longest text of the development sets has 0.1 million."""
    words: int = 100_000
    """Of the raw text, white space between them."""
    lines: int = 30_000
    """Of a text that is no page; each costs 20 microseconds, ten times a word. The longest text of the development sets has 672."""
    depth: int = 64
    """Of nested JSON arrays and objects; `bodies[].value` is at 3."""
    cuts: int = 10_000
    """Of the audit; each is 600 bytes of memory, and a batch has 32 articles. White space can make one a word, a news page makes 100."""
    repairs: int = 200_000
    """Sequences of wrongly read UTF-8 in one text; a million take 2.8 s, and 30,000 Greek words have no more than this."""
    tags: int = 40_000
    """Of HTML, without what stands in scripts and comments: 490,000 took 49 s, the watchdog's limit is 60.

    The richest page of scrapinghub's 181 has 3,229.
    """
    attributes: int = 5_000
    """Of one tag, a quoted value being one: libxml2 compares each with all others, 300,000 take 90 s."""
    uri: int = 1_000
    """Characters; it is the key of every record behind clean. A longer one is known by its hash."""
    referred: int = 50
    """How many uris of other items: with the one above they are 50 kB of a record at most."""
    notes: int = 20
    headline: int = 500
    """Characters, as all below of one string; what is longer is cut at a word."""
    name: int = 250
    """Of publisher, version, place and language."""
    by: int = 500
    keyword: int = 100
    keywords: int = 100
    """How many; the same for subjects and for an article's corrections of itself."""
    note: int = 2_000
    """Of an editor's note, and of rights."""
    link: int = 2_048
    """A longer one is left out: half an address leads elsewhere."""
