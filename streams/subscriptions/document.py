"""A file of subscriptions: read whole, with all its mistakes, each at its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from streams.subscriptions.example import read_example
from streams.subscriptions.filters import read_change, read_match, read_where
from streams.subscriptions.form import Form
from streams.subscriptions.inhibit_rule import read_inhibit_rules
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.mute_time import MuteTime, mute_until
from streams.subscriptions.node import Node, Table, Unreadable, read_yaml
from streams.subscriptions.rate import Rate
from streams.subscriptions.subscription import GroupField, InhibitRule, Match, Subscription
from streams.subscriptions.targets import read_targets
from streams.subscriptions.timetable import read_digest, read_time_intervals
from streams.subscriptions.vocabulary import nearest

FIELDS = (
    "name", "match", "where", "change", "group_by", "group_wait", "group_interval", "repeat_interval", "rate", "digest",
    "mute_time_intervals", "deliver", "examples",
)  # fmt: skip
FOREIGN: Mapping[str, tuple[str, str]] = {
    "continue": ("`continue` means nothing in a flat list: each subscription gets every alert that it matches", "leave it out"),
    "send_resolved": ("withdrawals and mergers are always sent", "leave it out; for the end of an incident write `change: all`"),
    "silences": ("silences stand in no file", "make one with `streams rules silence add`"),
    "inhibit_rules": ("inhibit rules stand beside `subscriptions:`", "move it to the top of the file"),
}
"""Words of Alertmanager that mean nothing as a field of a subscription: what is said of each, and the advice."""
UNDER_DIGEST = ("group_by", "group_wait", "group_interval")
"""The fields that a digest makes void: it has one group and its own times."""
LEAST_REPEAT = timedelta(hours=1)
"""The shortest `repeat_interval`: who is told the same more often reads it no more."""
LEAST_PER = timedelta(minutes=1)
MOST_MESSAGES = 10_000
"""The largest number of messages that a rate may name."""
GROUP_FIELDS: tuple[GroupField, ...] = ("incident", "story", "type", "country", "severity")
NAME_FORM = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", re.ASCII)
_A_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def read_document(file: str, content: bytes) -> tuple[tuple[Subscription, ...], tuple[Mistake, ...]]:
    """Return the subscriptions of a file and its mistakes, in the order of their lines; with any mistake no subscription."""
    form = Form(file)
    try:
        root = read_yaml(file, content)
    except Unreadable as exc:
        return (), (exc.mistake,)
    found = _Document(form, content.decode("utf-8-sig").splitlines()).read(root)
    if form.mistakes:
        return (), tuple(sorted(set(form.mistakes)))
    return tuple(found), ()


class _Document:
    """Reads the root of one file."""

    def __init__(self, form: Form, source: list[str]) -> None:
        self._form = form
        self._source = source
        self._intervals: Mapping[str, tuple[MuteTime, ...]] = {}
        self._sound_intervals = True
        self._used: set[str] = set()
        self._inhibit_rules: tuple[InhibitRule, ...] = ()

    def read(self, root: Node) -> list[Subscription]:
        form = self._form
        root = self._without_foreign(root, "", ("continue", "send_resolved", "silences"))
        given = form.table(root, "", ("subscriptions", "time_intervals", "inhibit_rules"), required=("subscriptions",))
        if "inhibit_rules" in given:
            self._inhibit_rules = read_inhibit_rules(form, given["inhibit_rules"], "inhibit_rules")
        if "time_intervals" in given:
            self._intervals = read_time_intervals(form, given["time_intervals"], "time_intervals")
            self._sound_intervals = not form.mistakes
        found: list[Subscription] = []
        lines: dict[str, int] = {}
        for node, path in form.listing(given["subscriptions"], "subscriptions") if "subscriptions" in given else ():
            read = self._subscription(node, path)
            if read is None:
                continue
            if read.name in lines:
                form.note(node, f"{path}.name", f"`{read.name}` is the name of the one of line {lines[read.name]} too", "choose another")
            lines.setdefault(read.name, read.line)
            found.append(read)
        for name in self._intervals.keys() - self._used if self._used <= self._intervals.keys() else ():  # else one is misspelled
            form.note(
                given["time_intervals"], "time_intervals", f"no subscription uses `{name}`", "remove it, or name it where it is meant"
            )
        return found

    def _subscription(self, node: Node, path: str) -> Subscription | None:
        form = self._form
        given = form.table(self._without_foreign(node, path, FOREIGN), path, FIELDS, required=("name", "deliver"))
        read: dict[str, Any] = {"file": form.file, "line": node.line, "inhibit_rules": self._inhibit_rules}
        before = len(form.mistakes)
        for name, below in given.items():
            here = f"{path}.{name}"
            match name:
                case "name":
                    read[name] = self._name(below, here)
                case "match":
                    read[name] = read_match(form, below, here)
                case "where":
                    read[name] = read_where(form, below, here, self._source)
                case "change":
                    read[name] = read_change(form, below, here)
                case "group_by":
                    read[name] = form.words(below, here, GROUP_FIELDS) or ("incident",)
                case "group_wait" | "group_interval":
                    read[name] = form.duration(below, here)
                case "repeat_interval":
                    read[name] = form.duration(below, here, LEAST_REPEAT)
                case "rate":
                    read[name] = self._rate(below, here)
                case "digest":
                    read[name] = read_digest(form, below, here)
                case "mute_time_intervals":
                    read["mute_times"] = self._mute_times(below, here)
                case "deliver":
                    read[name] = read_targets(form, below, here)
                case _:
                    examples = [read_example(form, item, at) for item, at in form.listing(below, here)]
                    read[name] = tuple(example for example in examples if example is not None)
        unfiltered = read.get("match", Match()) == Match() and "where" not in given
        if given and unfiltered and len(form.mistakes) == before:
            advice = "say what is wanted; for every news alert write `match: {min_severity: unknown}`"
            form.note(node, path, "it filters nothing, and would send every alert", advice)
        for name in UNDER_DIGEST if "digest" in given else ():
            if name in given:
                form.note(
                    given[name], f"{path}.{name}", f"a digest has its own times, and `{name}` would do nothing", "leave one of them out"
                )
        return Subscription(**{name: value for name, value in read.items() if value is not None}) if read.get("name") else None

    def _without_foreign(self, node: Node, path: str, words: Iterable[str]) -> Node:
        """Return the mapping without words of Alertmanager that mean nothing there; note each."""
        if not isinstance(node, Table):
            return node
        for name in words:
            if name in node.items:
                self._form.note(node.items[name][0], f"{path}.{name}" if path else name, *FOREIGN[name])
        return Table(node.line, node.column, {name: value for name, value in node.items.items() if name not in words})

    def _rate(self, node: Node, path: str) -> Rate | None:
        form, names = self._form, ("messages", "per")
        given = form.table(node, path, names, required=names)
        count = form.number(given["messages"], f"{path}.messages", 1, MOST_MESSAGES) if "messages" in given else None
        per = form.duration(given["per"], f"{path}.per", LEAST_PER) if "per" in given else None
        if count is not None and count != int(count):
            form.note(given["messages"], f"{path}.messages", "messages are counted in whole numbers", "write 30")
            return None
        return Rate(int(count), per) if count is not None and per is not None else None

    def _name(self, node: Node, path: str) -> str | None:
        said = self._form.text(node, path)
        if said is not None and not NAME_FORM.fullmatch(said):
            advice = "write small letters, digits, `-`, `_` and dots, such as iraq-desk, at most 64"
            self._form.note(node, path, f"`{said[:60]}` is no name of a subscription", advice)
            return None
        return said

    def _mute_times(self, node: Node, path: str) -> tuple[MuteTime, ...]:
        found: list[MuteTime] = []
        for name in self._form.texts(node, path):
            self._used.add(name)
            if name in self._intervals:
                found += self._intervals[name]
                continue
            like = nearest(name, self._intervals)
            advice = f"did you mean `{like}`?" if like else "define it under `time_intervals:` at the top of the file"
            self._form.note(node, path, f"there is no interval `{name[:60]}`", advice)
        if found and self._sound_intervals and mute_until(tuple(found), _A_MONDAY) is None:
            self._form.note(node, path, "these intervals leave no time at which anything could be sent", "leave some time open")
        return tuple(found)
