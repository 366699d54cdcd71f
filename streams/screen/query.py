"""A sketch with all hashes that are looked up for it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np

from streams.errors import Malformed
from streams.messages import Sketch
from streams.screen.entry import Entry, digest
from streams.screen.text import Text, Words, distinct, read
from streams.versions import same


@dataclass(frozen=True, slots=True)
class Query:
    """One article on its way through the index."""

    sketch: Sketch
    text: Text
    source: int
    uri: int
    link: int
    publisher: int
    exact: int
    keys: Words
    """Lower 32 bits of source, uri, link, exact and refers_to, whose upper ones are fields here; then the text's distinct fingerprints."""
    refers_to: tuple[int, ...]

    @property
    def prints(self) -> int:
        """The index in `keys` at which the fingerprints begin."""
        return 4 + len(self.refers_to)


def read_query(sketch: Sketch) -> Query:
    """Return the query of a sketch. Raises Malformed for a sketch that cannot be read."""
    text = read(sketch)
    try:
        exact = int(sketch.exact, 16)
    except ValueError:
        raise Malformed("not 16 hex digits", field="exact") from None
    hashes = [digest("source", sketch.source), digest("uri", sketch.uri), _link(sketch.link), exact & (2**64 - 1)]
    hashes += [digest("uri", uri) for uri in sketch.refers_to]
    low = np.array([value & 0xFFFFFFFF for value in hashes], dtype=np.uint32)
    source, uri, link, same, *refers_to = (value >> 32 for value in hashes)
    return Query(
        sketch=sketch,
        text=text,
        source=source,
        uri=uri,
        link=link,
        publisher=digest("publisher", sketch.publisher) & 0xFFFFFFFF,
        exact=same,
        keys=np.concatenate((low, distinct(text.keys))),
        refers_to=tuple(refers_to),
    )


def own_keys(query: Query, entry: Entry, base: Entry | None) -> Words:
    """Return the keys by which an article is found: its source always, the rest only if it says something that was not known.

    So a feeder that sends the same version again and again cannot push the versions that count out of the postings.
    """
    repeats = base is not None and (base.uri, base.exact) == (entry.uri, entry.exact) and same(base.version, entry.version)
    if entry.kind == "older" or (entry.kind == "exact" and repeats):
        return query.keys[:1]
    indices = [0, 1] + [2] * bool(query.link)
    if entry.text is None:
        return distinct(query.keys[indices])
    return distinct(np.concatenate((query.keys[[*indices, 3]], query.keys[query.prints :])))


def _link(link: str | None) -> int:
    """Return the hash of a canonical link; 0 without a link, and for a home page, since that stands for whatever is there today."""
    if link is None:
        return 0
    try:
        parts = urlsplit(link)
    except ValueError:
        return 0
    return digest("link", link) if parts.path.strip("/") or parts.query else 0
