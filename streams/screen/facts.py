"""Facts that changed between two copies of a text, beside its figures: negations, days, names, opposites.

The index keeps no words, so what stood there is found by trying: of the few words that would be another fact here, it is the one
that the stored filter knows between both neighbours. This is asked only where copied text lies on both sides (context.py): there one in a
thousand passes by chance.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from streams.screen.changed import REMOVED
from streams.screen.context import Context, Edit, hashed
from streams.screen.figures import new_figures, same_number
from streams.screen.lexicon import AUXILIARIES, SHORT_FORMS, calendar_words, common, contrasts, hashes, negations, no_names, styles, words
from streams.screen.overlap import Runs, Stored
from streams.screen.text import Text, low

Told = tuple[tuple[int, str], ...]
"""Indices, counted in words, each with what stood there; "" if that is not known."""
NAME_WORDS = 4  # own choice: a longer stretch that holds a name is another sentence
NAMES_OF_EDITS = 0.75
"""The least share of all edits that are names: typing errors are in all words, but a correction of names changes little else."""
LAST_WORDS = 5  # own choice
_REMOVABLE = ("never", "no")
_INSTEAD = words("removable_places")
"""Words that may stand where one of _REMOVABLE stood."""


def changes(text: Text, old: Stored, copies: Runs) -> tuple[Told, Told]:
    """Return the figures that are new in a text against the stored one (figures.py), and the other facts that are."""
    return new_figures(text, old, copies), changed_facts(text, old, copies)


def changed_facts(text: Text, old: Stored, copies: Runs) -> Told:
    """Return the indices among copied words of negations, days, months, names and opposites that the stored text does not have there."""
    if len(text.words) < 3 or not copies:
        return ()
    context = Context(text.words, text.bigrams, old)
    if context.passed.all():
        return _unseen(context)
    first, last, size = copies[0][0], copies[-1][1], len(text.words)
    # The last words of a text are no run of copied ones; a longer stretch there is the paper's own.
    sure = [e for e in context.edits() if e.sure and first <= e.start and (e.start < last or e.start == last >= size - LAST_WORDS)]
    if not sure:
        return ()
    old_names = set(old.names.tolist())
    new_names = {name for name in set(text.names.tolist()) - no_names() if name & 0xFFFF not in old_names}
    found: list[tuple[int, str]] = []
    names: list[tuple[int, str]] = []
    others = 0
    for edit in sure:
        fact = _styled(context, edit) or _swapped(context, edit) or _put_in(context, edit) or _negated(context, edit)
        if fact is not None:
            found += [fact] if fact[0] >= 0 else []
        elif (name := _named(new_names, context, edit)) is not None:
            names.append(name)
        else:
            others += 1
    if names and _lost(text, old) and len(names) >= NAMES_OF_EDITS * (len(names) + others):
        found += names
    return tuple(sorted(found))


_SAME = (-1, "")


def _styled(context: Context, edit: Edit) -> tuple[int, str] | None:
    """Return _SAME, which is no fact, if the words are those of the old text as another house writes them; otherwise None."""
    return _SAME if any(_same(context, start, end) for start, end in _spans(context, edit, 2)) else None


def _spans(context: Context, edit: Edit, most: int) -> list[tuple[int, int]]:
    """Return the stretches, of up to `most` words, in which the new words of an edit may really stand.

    A pair beside them passes the filter by chance one time in thirty. At either end of a text the word that has no pair beyond it counts as
    new, too.
    """
    start, end, size = edit.start, edit.end, len(context.words)
    spans = [(start, end), (start - 1, end), (start, end + 1), (start, end - 1), (start + 1, end)]
    if end - start > 1:
        spans = [span for span in spans if span == (start, end) or (span[1] < end == size) or (span[0] > start == 0)]
    return [(first, last) for first, last in spans if 0 < first < last <= size and last - first <= most]


def _same(context: Context, start: int, end: int) -> bool:
    words = tuple(context.words[start:end].tolist())
    forms: list[tuple[int, ...]] = [*same_number(words), *_contracted().get(words, ())]
    if len(words) == 1:
        forms += [(other,) for other in styles().get(words[0], ())]
        forms += [(at,) for _, at, same in contrasts().get(words[0], ()) if same]
    return bool(context.between(start, end, forms))


def _swapped(context: Context, edit: Edit) -> tuple[int, str] | None:
    """Return the index of a word that replaced its opposite, another day or month, or its own negation, and what stood there.

    What stood there is "" if that is not known. A word that replaced `no` or `never` counts, too. None if there is no such word.
    """
    for at, end in _spans(context, edit, 1):
        word = int(context.words[at])
        if end == len(context.words):  # with one neighbour only, what stood there is a guess
            if word in calendar_words():
                return at, ""
            continue
        others = [(said, other) for said, other, same in contrasts().get(word, ()) if not same]
        others += _negative_forms().get(word, ())
        if word in _instead():
            others += zip(_REMOVABLE, hashed(*_REMOVABLE), strict=True)
        stood = context.between(at, end, [(other,) for _, other in others])
        if stood:
            return at, others[stood[0]][0]
    return None


def _put_in(context: Context, edit: Edit) -> tuple[int, str] | None:
    """Return the index of a negation among new words; None without one."""
    indices = [at for at in range(edit.start, edit.end) if int(context.words[at]) in negations()]
    if edit.end == edit.start:  # one pair of it may pass the filter by chance
        indices = [at for at in (edit.start - 1, edit.start) if _is_put_in(context, at)]
    return (indices[0], "") if indices else None


def _is_put_in(context: Context, at: int) -> bool:
    """Return True if a word is a negation between two that were neighbours in the stored text."""
    words = context.words
    if not 0 < at < len(words) - 1 or int(words[at]) not in negations():
        return False
    return context.chain(int(words[at - 1]), int(words[at + 1]))


def _unseen(context: Context) -> Told:
    """Return the negation that is one word more or less in a text of which every pair of words passes the filter, some by chance."""
    size = len(context.words)
    if size == context.old.size + 1:
        return tuple((at, "") for at in range(1, size - 1) if _is_put_in(context, at))[:1]
    if size == context.old.size - 1:
        seams = (_negated(context, Edit(at, at, 2, 2)) for at in range(1, size) if int(context.words[at - 1]) in _auxiliaries())
        return tuple(seam for seam in seams if seam is not None)[:1]
    return ()


def _negated(context: Context, edit: Edit) -> tuple[int, str] | None:
    """Return the index and the word of a negation that stood between two words which are neighbours now; None if none did."""
    if edit.end > edit.start or not 0 < edit.start < len(context.words):
        return None
    tried = ("not", *_REMOVABLE) if int(context.words[edit.start - 1]) in _auxiliaries() else _REMOVABLE
    stood = context.between(edit.start, edit.end, [(word,) for word in hashed(*tried)])
    return (edit.start, tried[stood[0]] + REMOVED) if stood else None


def _named(names: set[int], context: Context, edit: Edit) -> tuple[int, str] | None:
    """Return the index of one of the new names if it replaced other words; otherwise None."""
    if not names or edit.start < 1 or edit.end >= len(context.words) or edit.end - edit.start > NAME_WORDS:
        return None
    beside = (int(context.words[edit.start - 1]), int(context.words[edit.end]))
    if context.chain(*beside) and not common().issuperset(beside):
        return None  # put in between two neighbours: more is told of the same
    at = next((at for at in range(edit.start, edit.end) if int(context.words[at]) in names), None)
    return (at, "") if at is not None else None


def _lost(text: Text, old: Stored) -> bool:
    """Return True if the stored text has a name that this one has nowhere."""
    here = set(low(text.words).tolist())
    return any(name not in here and name not in _short_no_names() for name in old.names.tolist())


@cache
def _short_no_names() -> frozenset[int]:
    return frozenset(low(np.array(sorted(no_names()), dtype=np.uint32)).tolist())


@cache
def _instead() -> frozenset[int]:
    return frozenset(hashed(*_INSTEAD))


@cache
def _auxiliaries() -> frozenset[int]:
    return frozenset(hashes(AUXILIARIES))


@cache
def _negative_forms() -> dict[int, list[tuple[str, int]]]:
    """Return, by hash, the negated forms of each auxiliary (`won't` for `will`), and the other way round."""
    found: dict[int, list[tuple[str, int]]] = {}
    for short, long in SHORT_FORMS.items():
        for one, other in ((short, long), (long, short)):
            found.setdefault(hashed(one)[0], []).append((other, hashed(other)[0]))
    return found


@cache
def _contracted() -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    """Return, by their hashes, the other forms of such as `had not` and `hadn't`, `nobody` and `no one`, either way."""
    found: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for short, long in SHORT_FORMS.items():
        forms = [hashed(short), hashed(long, "not")]
        for form in forms:
            found.setdefault(form, []).extend(other for other in forms if other != form)
    for forms in ([hashed("cannot"), hashed("can't"), hashed("can", "not")], [hashed("nobody"), hashed("no", "one"), hashed("no-one")]):
        found |= {form: [other for other in forms if other != form] for form in forms}
    return found
