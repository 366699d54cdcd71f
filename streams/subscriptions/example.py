"""The examples of a subscription: read from its file, and held against it as tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any, get_args

from streams.errors import Malformed
from streams.messages import Alert
from streams.subscriptions.explanation import explain
from streams.subscriptions.form import Form
from streams.subscriptions.mute_time import mute
from streams.subscriptions.node import Listing, Node, Scalar, Table
from streams.subscriptions.subscription import Example, Expectation, Subscription
from streams.subscriptions.vocabulary import nearest

_NOON = "2026-01-05T12:00:00Z"
_DEFAULTS: dict[str, Any] = {
    "id": "inc-example", "revision": 1, "kind": "created", "headline": "An example", "type": "ASSAULT", "realis": "happened",
    "time": {"start": _NOON, "end": "2026-01-05T13:00:00Z", "precision": "day"}, "severity": "moderate", "urgency": "immediate",
    "certainty": "likely", "novelty": 1.0, "evidence": {"start": 0, "end": 11, "text": "An example."}, "evidenceUri": "urn:example",
    "articleCount": 1, "publisherCount": 1, "firstSeen": _NOON, "updated": _NOON, "story": "story-example",
}  # fmt: skip
"""The values of the fields that an example leaves out."""
_PARTS: dict[str, dict[str, Any]] = {
    "place": {"start": 0, "end": 0, "text": "", "name": "", "precision": "city"},
    "actors": {"start": 0, "end": 0, "text": "", "name": ""},
    "recipients": {"start": 0, "end": 0, "text": "", "name": ""},
    "victims": {"start": 0, "end": 0, "text": "", "name": ""},
    "casualties": {"start": 0, "end": 0, "min": 0},
    "articles": {"uri": "urn:example", "version": "1", "published": _NOON, "relation": "new"},
    "evidence": _DEFAULTS["evidence"],
    "time": _DEFAULTS["time"],
}
_KNOWN = sorted(Alert.json_schema()["properties"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a subscription to an example; `why` is the reason for it."""

    example: Example
    found: Expectation
    why: str

    @property
    def passed(self) -> bool:
        """True if it is as expected."""
        return self.found == self.example.expect


def read_example(form: Form, node: Node, path: str) -> Example | None:
    """Return an example; None if something in it is wrong."""
    given = form.table(node, path, ("alert", "file", "record", "expect"), required=("expect",))
    expect = form.word(given["expect"], f"{path}.expect", get_args(Expectation)) if "expect" in given else None
    if ("alert" in given) == ("file" in given):
        if given:
            form.note(node, path, "an example needs one of `alert` and `file`", "give the alert here, or name a file of JSON lines")
        return None
    alert = _alert(form, given["alert"], f"{path}.alert") if "alert" in given else None
    file = form.text(given["file"], f"{path}.file") if "file" in given else None
    record = form.number(given["record"], f"{path}.record", 1, 1_000_000) if "record" in given else 1
    if expect is None or record is None or (alert is None and file is None):
        return None
    return Example(expect=expect, line=node.line, column=node.column, alert=alert, file=file, record=int(record))


def _alert(form: Form, node: Node, path: str) -> Alert | None:
    given = form.table(node, path, _KNOWN)
    document = {**_DEFAULTS, **{name: _filled(name, _plain(below)) for name, below in given.items()}}
    try:
        return Alert.check(document)
    except Malformed as exc:
        at: Node = node
        for step in exc.field.split("."):
            if isinstance(at, Table) and step in at.items:
                at = at.items[step][1]
            elif isinstance(at, Listing) and step.isdigit() and int(step) < len(at.items):
                at = at.items[int(step)]
        like = nearest(at.value, _words(exc.message)) if isinstance(at, Scalar) else None
        form.note(at, f"{path}.{exc.field}", exc.message, f"did you mean `{like}`?" if like else "see the page on alerts for its fields")
        return None


def _words(message: str) -> list[str]:
    return message.replace(" or ", ", ").split("'")[1::2]


def _filled(name: str, value: Any) -> Any:
    """Return a part of an alert with what must stand in it and was left out: a person writes `place: {name: Basra}`."""
    base = _PARTS.get(name)
    if base is None:
        return value
    if isinstance(value, list):
        return [{**base, **each} if isinstance(each, dict) else each for each in value]
    return {**base, **value} if isinstance(value, dict) else value


def _plain(node: Node) -> Any:
    if isinstance(node, Table):
        return {name: _plain(below) for name, (_, below) in node.items.items()}
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    if node.style is None and node.kind == "nothing":
        return None
    if node.style is None and node.kind == "truth":
        return node.value.casefold() in ("true", "yes", "on")
    if node.style is None and node.kind == "number":
        return _number(node.value)
    return node.value


def _number(text: str) -> Any:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def check(subscription: Subscription, example: Example, load: Callable[[str, int], Alert]) -> Outcome:
    """Return what the subscription makes of an example, on its own: `match`, `no match`, or `silent`, a match that a mute time holds back.

    `load` reads a record of a file; what it raises is the caller's.
    """
    alert = example.alert if example.alert is not None else load(example.file or "", example.record)
    reasons = explain(subscription, alert)
    failed = [f"{reason.field}: {reason.text}" for reason in reasons if not reason.holds]
    if failed:
        return Outcome(example, "no match", "; ".join(failed))
    if alert.kind == "expired" and not subscription.change.every:
        return Outcome(example, "silent", "the end of an incident is only sent with `change: all`")
    if alert.kind not in ("withdrawn", "superseded") and mute(subscription.mute_times, alert.updated):
        return Outcome(example, "silent", f"it is muted at {alert.updated.astimezone(UTC):%H:%M} UTC")
    return Outcome(example, "match", "each condition holds")
