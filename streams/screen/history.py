"""The relation of an article to earlier ones under the same uri: pure rules of versions."""

from __future__ import annotations

from collections.abc import Sequence

from streams.messages import RelationKind, Sketch
from streams.screen.entry import Entry
from streams.versions import older, same


def is_withdrawal(sketch: Sketch) -> bool:
    """Return True if an article takes another back: by its status, or by the wire's word KILL."""
    return sketch.pub_status == "canceled" or sketch.signal == "withdrawal"


def revision(sketch: Sketch) -> RelationKind:
    """Return the kind of a newer text of the same article: `correction` if the wire calls it one, otherwise `update`."""
    return "correction" if sketch.signal == "correction" else "update"


def newest(past: Sequence[Entry]) -> Entry:
    """Return the highest version of those given; of equal or unversioned ones the last."""
    best = past[0]
    for entry in past[1:]:
        if not (entry.versioned and best.versioned and older(entry.version, best.version)):
            best = entry
    return best


def succeed(sketch: Sketch, exact: int, past: Sequence[Entry]) -> tuple[RelationKind, Entry]:
    """Return the verdict on an article whose uri is known, and the version that it relates to; `past` is in order and not empty.

    The first record of a version counts: another of the same version, or of the same text if the feeder gives no
    versions, is a repeat, even if the text was in force before the last one (a late copy, not a change back).
    A withdrawal is told apart from the text it withdraws, though it may carry the same version or text.
    """
    current = newest(past)
    withdraws = is_withdrawal(sketch)
    if sketch.versioned and current.versioned and older(sketch.article_version, current.version):
        return "older", current
    for entry in past:
        both = sketch.versioned and entry.versioned
        again = same(entry.version, sketch.article_version) if both else entry.exact == exact
        if again and (entry.kind == "withdrawal" or not withdraws):
            return "exact", entry
    if withdraws:
        return "withdrawal", current
    if current.exact == exact and current.kind != "withdrawal" and sketch.signal != "correction":
        return "exact", current
    return revision(sketch), current
