"""Silences: alerts that are not sent for a time, in Alertmanager's words; read from JSON and written as JSON.

A silence has matchers, which are the filters of `match` in the words of a file, the names of subscriptions, or both. It says who made it
and why, and it ends by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import orjson

from streams.subscriptions.filters import read_match, write_match
from streams.subscriptions.form import Form
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.node import Node, Scalar, Unreadable, read_yaml
from streams.subscriptions.subscription import Match, Subscription

FIELDS = ("match", "subscriptions", "start", "end", "creator", "comment")
LONGEST = timedelta(days=30)
"""The longest time between start and end: what is not wanted for longer belongs in the filters of a subscription."""
MOST_COMMENT = 500
"""The largest number of characters of a comment."""
MOST_SILENCES = 1_000
"""The largest number of silences that are in force: a desk has a handful."""
EVERYTHING = Match(told="any")
"""The filters of a silence that has none: unlike a subscription it concerns background too, if it does not say which."""
SilenceState = Literal["pending", "active", "expired"]
_ID = re.compile(r"[0-9a-z](?:[0-9a-z-]{0,62}[0-9a-z])?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One silence: of the alerts that pass `match`, none is sent to the subscriptions that are named, or to any if none is.

    It holds from `start`, and no more at `end`.
    """

    id: str
    match: Match
    subscriptions: frozenset[str] = frozenset()
    start: datetime
    end: datetime
    creator: str
    comment: str

    def state(self, now: datetime) -> SilenceState:
        """Return `pending`, `active` or `expired`."""
        return "pending" if now < self.start else "active" if now < self.end else "expired"

    def covers(self, subscription: Subscription, now: datetime) -> bool:
        """Return True if it is active and concerns a subscription, whatever the alert is."""
        return self.state(now) == "active" and (not self.subscriptions or subscription.name in self.subscriptions)

    def document(self) -> dict[str, Any]:
        """Return it as JSON has it, without its id; `read_silence` reads it back."""
        return {
            **({"match": written} if (written := write_match(self.match, told="any")) else {}),
            **({"subscriptions": sorted(self.subscriptions)} if self.subscriptions else {}),
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "creator": self.creator,
            "comment": self.comment,
        }

    def encode(self) -> bytes:
        """Return the value of its record on the topic `subscriptions`."""
        return orjson.dumps(self.document())


def read_silence(id: str, content: bytes) -> tuple[Silence | None, tuple[Mistake, ...]]:
    """Return the silence of a JSON document, and its mistakes with line and column; with any mistake no silence."""
    form = Form(f"silence/{id}")
    try:
        root = read_yaml(form.file, content)  # JSON is YAML
    except Unreadable as exc:
        return None, (exc.mistake,)
    found = _silence(form, id, root)
    return (None, tuple(form.mistakes)) if form.mistakes else (found, ())


def _silence(form: Form, id: str, root: Node) -> Silence | None:
    if not _ID.fullmatch(id):
        form.note(root, "", "this is no id of a silence", "write small letters, digits and `-`, at most 64")
    given = form.table(root, "", FIELDS, required=("start", "end", "creator", "comment"))
    match = read_match(form, given["match"], "match", told="any") if "match" in given else EVERYTHING
    names = form.texts(given["subscriptions"], "subscriptions") if "subscriptions" in given else ()
    start, end = (_moment(form, given[name], name) if name in given else None for name in ("start", "end"))
    creator = form.text(given["creator"], "creator") if "creator" in given else None
    comment = form.text(given["comment"], "comment", MOST_COMMENT) if "comment" in given else None
    if not form.mistakes and match == EVERYTHING and not names:
        form.note(root, "", "it silences everything", "name a filter, or the subscriptions that it concerns")
    if start is not None and end is not None and not start < end <= start + LONGEST:
        wrong = "it ends before it begins" if end <= start else f"it lasts longer than {LONGEST.days} days"
        form.note(given["end"], "end", wrong, f"let it end within {LONGEST.days} days of its start")
    if form.mistakes or start is None or end is None or creator is None or comment is None:
        return None
    return Silence(id=id, match=match, subscriptions=frozenset(names), start=start, end=end, creator=creator, comment=comment)


def _moment(form: Form, node: Node, path: str) -> datetime | None:
    said = form.text(node, path)
    if said is None:
        return None
    try:
        found = datetime.fromisoformat(said)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        shown = said[:60] if isinstance(node, Scalar) else ""
        form.note(node, path, f"`{shown}` is no time", "write it as 2026-03-14T12:00:00Z")
        return None


def with_silence(
    silences: Mapping[str, Silence], id: str, content: bytes | None
) -> tuple[Mapping[str, Silence], tuple[Mistake, ...]]:  # fmt: skip
    """Return the silences by id with one that is new, changed, or gone (None); a broken one leaves that of before in force."""
    rest = {known: each for known, each in silences.items() if known != id}
    if content is None:
        return rest, ()
    found, mistakes = read_silence(id, content)
    if found is None:
        return silences, mistakes
    if len(rest) >= MOST_SILENCES:
        return silences, (Mistake(f"silence/{id}", 1, 1, "", f"there are {MOST_SILENCES:,} silences already", "expire some of them"),)
    return {**rest, id: found}, ()
