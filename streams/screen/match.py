"""The search for the stored text, or headline, that a new article is most like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from streams.clean.sketch import normal, word_hashes, word_spans
from streams.screen.day import Ring
from streams.screen.entry import NO_ROW, Entry
from streams.screen.lexicon import words
from streams.screen.overlap import Overlap, Runs, Stored, between, copied_runs, length, measure, runs
from streams.screen.run import Positions
from streams.screen.site import is_site_text
from streams.screen.subject import has_other_subject, is_mended
from streams.screen.text import SHINGLE, Mask, Text, Words, distinct
from streams.screen.verdict import COPIED_WORDS, HALF, SHORT_WORDS, STRENGTH, TextKind, enough, judge

HITS = 2  # fingerprints in common; docs/duplicates.md, "Verdict"
# The largest number of candidates measured, those with most hits: a query has half a false one (measured), so more than a few
# are the versions of one story, of which the nearest is among the first.
CANDIDATES = 8
SAME = 0.97  # share of both texts: if this much is copied, none of those with fewer hits will be nearer. Own choice.
# A fingerprint that more stories than this have is boilerplate: a text is copied into many articles of one story, but
# a form of words into many stories. Own choice, above the number of stories that quote one statement in a few days.
BOILERPLATE_STORIES = 8
# The least share of a kill notice's headline words that the killed headline must have, and of the killed headline's own words: the
# notice may add a reason, the headline may have been edited since. Own choice, tested on invented notices.
KILL_SHARE, KILLED_SHARE, KILL_WORDS = 0.6, 0.5, 3

_KILL_WORDS = frozenset(words("kill"))


@dataclass(frozen=True, slots=True)
class Match:
    """The stored text that a new text is most like."""

    kind: TextKind
    why: str
    row: int
    copies: Runs
    """Stretches of words that the stored text has too."""
    pair: Overlap


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts that are known of a text to be matched, beside its words."""

    publisher: int = 0
    headline: tuple[int, ...] = ()
    """The hashes of the words of its headline and dateline, as the index keeps them; empty if it has no headline."""
    goes_on: bool = False
    """True if the wire says that it goes on with an earlier text (`UPDATE 2`): what its publisher copies into that is its story."""
    corrects: Words | None = None
    """The words of its headline if the wire calls it a correction; otherwise None."""


def best_match(ring: Ring, text: Text, indices: Positions, rows: Positions, asked: Asked = Asked()) -> Match | None:
    """Return the best of the stored texts that share fingerprints; `indices` are into the distinct keys of the text, sorted.

    A correction is matched with the text of its headline first, and may have other names and figures throughout. None if nothing matches.
    """
    if not len(rows):
        return None
    keys = distinct(text.keys)
    common = _common(ring, indices, rows, len(keys))
    mask = _boilerplate(text, keys, common)
    telling = rows[~common[indices]]
    found = distinct(telling)
    hits = np.bincount(np.searchsorted(found, telling), minlength=len(found))
    found, hits = found[hits >= HITS], hits[hits >= HITS]
    best: Match | None = None
    headed = -1.0
    corrects = asked.corrects
    for row in found[np.lexsort((found, -hits))][:CANDIDATES].tolist():
        old = ring.text(row)
        if old is None:
            continue
        copies = copied_runs(text, old)
        if not _can_lead(text, old, copies, best if corrects is None else None):
            continue
        same = bool(asked.headline) and asked.headline == tuple(ring.headline(row).tolist())
        match = _measured(text, row, old, copies, mask, corrects=corrects is not None, same_headline=same)
        if match.kind == "excerpt":
            one = bool(asked.publisher) and ring.publisher(row) == asked.publisher and not asked.goes_on
            if is_site_text(text, copies, one_publisher=one):
                continue
        share = 0.0 if corrects is None else _headline_share(corrects, ring.headline(row))
        if match.kind != "new" and (best is None or (share, _rank(match)) > (headed, _rank(best))):
            best, headed = match, share
            if corrects is None and match.kind == "near" and min(match.pair.of_new, match.pair.of_old) >= SAME:
                break
    return best


def compare(ring: Ring, text: Text, row: int) -> Match | None:
    """Return the comparison of a text with the one in a row; None if that is gone."""
    old = ring.text(row) if row != NO_ROW else None
    return _measured(text, row, old, copied_runs(text, old), None) if old is not None else None


def fresh_ranges(copies: Runs, size: int, most: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text of `size` words that are not copied, in order; only the longest if there are more than `most`."""
    fresh = sorted(between(copies, size), key=lambda span: (span[0] - span[1], span[0]))[:most]
    return tuple(sorted(fresh))


def headline_words(headline: str | None) -> Words:
    """Return the hashes of the telling words of a headline: figures and words of three letters or more, no words of a kill."""
    text = headline or ""
    words = {normal(text[start:end]) for start, end in word_spans(text)}
    return np.sort(word_hashes(w for w in words - _KILL_WORDS if len(w) > 2 or w.isdigit()))


def killed_by(ring: Ring, headline: Words, publisher: int) -> Entry | None:
    """Return the publisher's article whose headline a kill notice repeats most closely, the latest of equals; None without one."""
    if len(headline) < KILL_WORDS:
        return None
    best: tuple[float, Entry] | None = None
    for day in ring.latest():
        shared, sizes = day.headlines(headline)
        alike = (shared >= KILL_SHARE * len(headline)) & (shared >= KILLED_SHARE * sizes)
        for row in np.flatnonzero(alike)[::-1].tolist():
            share = float(2 * shared[row] / (len(headline) + sizes[row]))
            if best is not None and share <= best[0]:
                continue
            entry = day.entry(row)
            one = not publisher or not entry.publisher or publisher == entry.publisher
            if one and entry.kind != "withdrawal":
                best = share, entry
    return best[1] if best is not None else None


def _headline_share(one: Words, other: Words) -> float:
    """Return the share of words that two headlines have in common, of the words of both."""
    return round(2 * len(np.intersect1d(one, other)) / max(1, len(one) + len(other)), 3)


def _measured(
    text: Text, row: int, old: Stored, copies: Runs, boilerplate: Mask | None, *, corrects: bool = False, same_headline: bool = False
) -> Match:
    pair = measure(text, old, copies, boilerplate)
    kind, why = judge(pair, corrects=corrects)
    if not corrects and pair.size < SHORT_WORDS and min(pair.of_new, pair.of_old) >= HALF and pair.copied >= COPIED_WORDS:
        if kind != "new" and has_other_subject(text, old):
            kind, why = "new", "a short text on another subject, in the same words"
        elif kind == "new" and is_mended(text, old, same_headline=same_headline):
            kind, why = "near", "the same text but for a figure or a name"
    return Match(kind, why, row, copies, pair)


def _can_lead(text: Text, old: Stored, copies: Runs, best: Match | None) -> bool:
    """Return True if a text, once measured, could be more than new and more than the best so far; of three candidates two cannot."""
    size, copied = len(text.words), length(copies)
    longest = max((end - start for start, end in copies), default=0)
    if not enough(copied, longest, size, old.size):
        return False
    excerpt = copied < HALF * min(size, old.size)
    return best is None or not excerpt or (STRENGTH["excerpt"], _closeness(copied, size, old.size)) > _rank(best)


def _rank(match: Match) -> tuple[int, float]:
    """Return the rank of a match; among equals the first found wins, which is the one with more hits, then the earlier."""
    return STRENGTH[match.kind], _closeness(match.pair.copied, match.pair.size, match.pair.old_size)


def _closeness(copied: int, size: int, old_size: int) -> float:
    """Return the sum of the shares of both texts that are copied."""
    return round(copied / size + min(1.0, copied / old_size), 6)


def _common(ring: Ring, indices: Positions, rows: Positions, keys: int) -> Mask:
    """Return a mask of so many keys that marks those that the texts of more than BOILERPLATE_STORIES leaders have."""
    often = np.bincount(indices)[indices] > BOILERPLATE_STORIES
    if not often.any():
        return np.zeros(keys, dtype=np.bool_)
    indices, rows = indices[often], rows[often]
    pairs = distinct((indices.astype(np.uint64) << np.uint64(48)) | ring.column("leader", rows))
    common: Mask = np.bincount((pairs >> np.uint64(48)).astype(np.int64), minlength=keys) > BOILERPLATE_STORIES
    return common


def _boilerplate(text: Text, keys: Words, common: Mask) -> Mask | None:
    """Return a mask of the words under common keys, and between neighbours of them: the sample has nothing else there. None without any."""
    if not common.any():
        return None
    mask = np.zeros(len(text.words), dtype=np.bool_)
    for start, end in runs(common[np.searchsorted(keys, text.keys)]):
        mask[text.positions[start] : text.positions[end - 1] + SHINGLE] = True
    return mask
