"""The subject of a short report: two of one template that differ in it are two reports (quakes of two places, obituaries of two people)."""

from __future__ import annotations

from functools import cache

from streams.screen.context import Context
from streams.screen.lexicon import hashes, no_names
from streams.screen.overlap import Stored
from streams.screen.text import Text, low

SUBJECT_WORDS = 3
"""A name at the start of a text may be as long: longer new words are a lead of the paper's own. Own choice."""
_ARTICLES = ("a", "an", "the", "at", "some", "about", "more", "in", "on", "this", "it", "he", "she", "they", "police", "officials", "authorities")


def has_other_subject(text: Text, old: Stored) -> bool:
    """Returns True if the first name of a short text stands where the stored text has another one, and that nowhere else.

    The first word of a text may be a name too, and its capital does not tell: of two texts that differ in it, all else being copied, it is.
    """
    words = text.words
    if len(words) < 3:
        return False
    context = Context(words, text.bigrams, old)
    edits = context.edits()
    names = {int(name) for name in text.names.tolist()} - no_names()
    here = set(low(words).tolist())
    gone = {name for name in old.names.tolist() if name not in here} - _short_no_names()
    old_names = set(old.names.tolist())
    first = next((at for at, word in enumerate(words.tolist()) if word in names), None)
    if first is not None and gone and int(words[first]) & 0xFFFF not in old_names:
        mine = [edit for edit in edits if edit.start <= first < edit.end]
        if mine and (mine[0].start == 0 or not context.chain(int(words[mine[0].start - 1]), *words[mine[0].end : mine[0].end + 1].tolist())):
            return True
    head = [edit for edit in edits if edit.start == 0 < edit.end <= SUBJECT_WORDS]
    return bool(head) and int(words[0]) not in _articles() and old.size - len(words) <= SUBJECT_WORDS and len(edits) <= 3


@cache
def _articles() -> frozenset[int]:
    return frozenset(hashes(_ARTICLES))


@cache
def _short_no_names() -> frozenset[int]:
    return frozenset(word & 0xFFFF for word in no_names())
