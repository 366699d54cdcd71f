"""The limits bound the size of one article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits above which an article is TooLarge: each bounds the time of one record, so that no record can hold up the others."""

    value_bytes: int = 10_000_000
    """Bytes of the record's value: what the topic `articles` takes. Pages of 8 MB are real; scrapinghub's longest has 1.5 MB."""
    characters: int = 2_000_000
    """Characters of the text, of a page as it is rendered; the longest text of the development sets has 0.1 million."""
    words: int = 100_000
    """Words of the raw text, which are parted by white space."""
    lines: int = 30_000
    """Lines of a text that is no page; each costs 20 microseconds, ten times a word. The longest text of the development sets has 672."""
    depth: int = 64
    """Levels of nested JSON arrays and objects; `bodies[].value` is at 3."""
    cuts: int = 10_000
    """Cuts of an article; each is 600 bytes of memory, a batch has 32 articles. White space can make one a word, a news page makes 100."""
    repairs: int = 200_000
    """Sequences of wrongly read UTF-8 in one text; a million take 2.8 s, and 30,000 Greek words have no more than this."""
    tags: int = 40_000
    """Tags of HTML, without what stands in scripts and comments: 490,000 took 49 s, the watchdog's limit is 60.

    The richest page of scrapinghub's 181 has 3,229.
    """
    attributes: int = 5_000
    """Attributes of one tag, a quoted value being one: libxml2 compares each with all others, 300,000 take 90 s."""
    uri: int = 1_000
    """Characters of a uri, which is the key of every record behind clean. A longer one is known by its hash."""
    referred: int = 50
    """The number of uris of other items; of the length above they are 50 kB of a record at most."""
    notes: int = 20
    headline: int = 500
    """Characters of a headline; what is longer is cut at a word, as with all limits of strings below but `link`."""
    name: int = 250
    """Characters of a publisher, a place, a slug line, a language and other short names, and of a version; a longer version is left out."""
    by: int = 500
    keyword: int = 100
    keywords: int = 100
    """The number of keywords, of subjects, and of an article's corrections of itself."""
    note: int = 2_000
    """Characters of an editor's note, and of rights."""
    link: int = 2_048
    """Characters of a link; a longer one is left out: half an address leads elsewhere."""
