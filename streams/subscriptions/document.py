"""A file of subscriptions: read whole, with all its mistakes, each at its line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from streams.subscriptions.example import read_example
from streams.subscriptions.filters import read_change, read_match, read_where
from streams.subscriptions.form import Form
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.mute_time import MuteTime, mute_until
from streams.subscriptions.node import Node, Table, Unreadable, read_yaml
from streams.subscriptions.subscription import GroupField, Match, Subscription, Target, TargetKind
from streams.subscriptions.timetable import read_time_intervals
from streams.subscriptions.vocabulary import nearest
from streams.topics import TOPICS

FIELDS = (
    "name", "match", "where", "change", "group_by", "group_wait", "group_interval", "mute_time_intervals", "deliver", "examples",
)  # fmt: skip
NOT_BUILT = ("repeat_interval", "inhibit_rules", "silences", "continue", "send_resolved")
"""Words of Alertmanager that mean something to its users and nothing here yet."""
GROUP_FIELDS: tuple[GroupField, ...] = ("incident", "story", "type", "country", "severity")
TARGET_KINDS: tuple[TargetKind, ...] = ("webhook", "notify", "topic")
MOST_ADDRESS = 2_000
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", re.ASCII)
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}", re.ASCII)
_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}", re.ASCII)
_PASSWORD = re.compile(r"//[^/@\s]*:[^/@\s]+@")
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

    def read(self, root: Node) -> list[Subscription]:
        form = self._form
        given = form.table(root, "", ("subscriptions", "time_intervals"), required=("subscriptions",))
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
        given = form.table(self._without_unbuilt(node, path), path, FIELDS, required=("name", "deliver"))
        read: dict[str, Any] = {"file": form.file, "line": node.line}
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
                    length = form.duration(below, here)
                    if length is not None:
                        read[name] = length
                case "mute_time_intervals":
                    read["mute_times"] = self._mute_times(below, here)
                case "deliver":
                    read[name] = self._targets(below, here)
                case _:
                    examples = [read_example(form, item, at) for item, at in form.listing(below, here)]
                    read[name] = tuple(example for example in examples if example is not None)
        unfiltered = read.get("match", Match()) == Match() and "where" not in given
        if given and unfiltered and len(form.mistakes) == before:
            advice = "say what is wanted; for every news alert write `match: {min_severity: unknown}`"
            form.note(node, path, "it filters nothing, and would send every alert", advice)
        return Subscription(**read) if read.get("name") else None

    def _without_unbuilt(self, node: Node, path: str) -> Node:
        """Return the mapping without the words of Alertmanager that are not built; note each."""
        if not isinstance(node, Table):
            return node
        for name in NOT_BUILT:
            if name in node.items:
                self._form.note(node.items[name][0], f"{path}.{name}", f"`{name}` is not built yet", "leave it out")
        kept = {name: value for name, value in node.items.items() if name not in NOT_BUILT}
        return Table(node.line, node.column, kept)

    def _name(self, node: Node, path: str) -> str | None:
        said = self._form.text(node, path)
        if said is not None and not _NAME.fullmatch(said):
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

    def _targets(self, node: Node, path: str) -> tuple[Target, ...]:
        found: list[Target] = []
        for item, here in self._form.listing(node, path):
            for kind, below in self._form.table(item, here, TARGET_KINDS).items():
                address = self._form.text(below, f"{here}.{kind}", MOST_ADDRESS)
                (known,) = (each for each in TARGET_KINDS if each == kind)
                target = Target(known, address or "")
                if target in found:
                    self._form.note(below, f"{here}.{kind}", f"the same {kind} stands twice", "remove one of them")
                elif address is not None and self._sound(below, f"{here}.{kind}", target):
                    found.append(target)
            if isinstance(item, Table) and len(item.items) > 1:
                self._form.note(item, here, "one item names several targets", "begin a new line with `- ` for each")
        return tuple(found)

    def _sound(self, node: Node, path: str, target: Target) -> bool:
        """Return True if an address has the form that its kind needs; no note says the address, which may hold a secret."""
        address, bare = target.address, _VARIABLE.sub("x", target.address)
        wrong = advice = ""
        if "${" in bare or "$" in bare.replace("%24", ""):
            wrong, advice = "a `$` begins no name of the environment", "write it as ${NAME}"
        elif target.kind == "topic" and address in {topic.name for topic in TOPICS}:
            wrong, advice = f"`{address}` is a topic of the pipeline itself", "choose another name"
        elif target.kind == "topic" and not _TOPIC.fullmatch(bare):
            wrong, advice = "this is no name of a topic", "write letters, digits, dots, `_` and `-`"
        elif target.kind != "topic" and _PASSWORD.search(_VARIABLE.sub("", address)):
            wrong, advice = "the address holds a password", "take it from the environment: ${NAME}"
        elif target.kind == "webhook" and not address.startswith("${") and not re.match(r"https?://[^\s/]+", bare):
            wrong, advice = "this is no address of a webhook", "begin it with https://, or write ${NAME}"
        elif target.kind == "notify" and not address.startswith("${") and not re.match(r"[a-z][a-z0-9+.-]*://\S+", bare):
            wrong, advice = "this is no address of a notification service", "write it as slack://..., mailto://..., or ${NAME}"
        if wrong:
            self._form.note(node, path, wrong, advice)
        return not wrong
