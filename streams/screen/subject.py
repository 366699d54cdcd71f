"""The subject of a short report: two reports of one template that differ in it are two (quakes of two places, obituaries of two people)."""

from __future__ import annotations

from functools import cache

from streams.screen.context import Context, Edit
from streams.screen.lexicon import hashes, no_names, words
from streams.screen.overlap import Stored
from streams.screen.text import Text, low

HEAD_WORDS, HEAD_SIZE = 2, 60
"""The largest number of new words at the start of a text that are its subject, and the words from which a text is too long for that.

Own choice.
"""
LEAD_NAME = 12
"""The number of words at the start of a longer text among which its first name must stand to be its subject.

A name must also have changed at a second spot. Own choice.
"""
NAME_WORDS = 4
"""The largest number of words of a name that was mended. Own choice."""
_OPENINGS = words("openings")
"""First words of a text that are capitalised and name nobody."""


def has_other_subject(text: Text, old: Stored) -> bool:
    """Return True if the first name of a short text, which the stored text has nowhere, stands where that has something else.

    The stored text must have a name that is gone. The first word of a text may be a name too, and its capital does not tell: two very short
    texts that differ only in their first words have two subjects.
    """
    if len(text.words) < HEAD_WORDS + 3:
        return False
    context = Context(text.words, text.bigrams, old)
    return _other_name(text, context, old) or _other_head(text, context, old)


def is_mended(text: Text, old: Stored, *, same_headline: bool) -> bool:
    """Return True if one figure between copied words is all that differs: it was mended, and this is no other report.

    With `same_headline` it may be a name below the first words, too: reports by a template name their place in the headline.
    """
    if abs(old.size - len(text.words)) > 1 or len(text.figure_set.symmetric_difference(old.figures.tolist())) > 2:
        return False
    edits = Context(text.words, text.bigrams, old).edits()
    if len(edits) != 1 or not edits[0].sure:
        return False
    edit = edits[0]
    words = low(text.words[edit.start : edit.end]).tolist() or low(text.words[max(0, edit.start - 1) : edit.start + 1]).tolist()
    if len(words) <= 2 and any(word in text.figure_set for word in words):
        return True
    if not same_headline or edit.start < LEAD_NAME or len(words) > NAME_WORDS:
        return False
    names = set(text.names.tolist()) - no_names()
    return not names.isdisjoint(text.words[_around(edit)].tolist())


def _other_name(text: Text, context: Context, old: Stored) -> bool:
    names = set(text.names.tolist()) - no_names()
    first = next((at for at, word in enumerate(text.words.tolist()) if word in names), None)
    if first is None or int(text.words[first]) & 0xFFFF in set(old.names.tolist()):
        return False
    here = set(low(text.words).tolist())
    gone = {name for name in old.names.tolist() if name not in here} - _short_no_names()
    # A pair beside the name may pass the filter by chance.
    sure = [edit for edit in context.edits() if edit.sure]
    edits = [edit for edit in sure if edit.start - (edit.start == edit.end) <= first <= edit.end]
    others = [edit for edit in sure if edit not in edits and names.intersection(text.words[_around(edit)].tolist())]
    if len(text.words) >= HEAD_SIZE and (first >= LEAD_NAME or len(edits) + len(others) < 2):
        return False  # a name that was mended far down, or once
    return bool(gone and edits)


def _around(edit: Edit) -> slice:
    return slice(edit.start, edit.end) if edit.end > edit.start else slice(max(0, edit.start - 1), edit.end + 1)


def _other_head(text: Text, context: Context, old: Stored) -> bool:
    size, passed = len(text.words), context.passed
    head = next((at for at, same in enumerate(passed.tolist()) if same), 0)
    return (
        1 <= head <= HEAD_WORDS
        and size < HEAD_SIZE
        and bool(passed[head : head + 3].all())
        and not _articles().intersection(text.words[:head].tolist())
        and abs(old.size - size) <= HEAD_WORDS
    )


@cache
def _articles() -> frozenset[int]:
    return frozenset(hashes(_OPENINGS))


@cache
def _short_no_names() -> frozenset[int]:
    return frozenset(word & 0xFFFF for word in no_names())
