"""YAML as a tree of which every node knows its line and column, within bounds that no file of a person reaches.

The tree is built from the events of PyYAML's safe loader and holds mappings, lists and scalars alone: no object is ever made, and anchors,
aliases and tags are refused, so a file has no way to grow (a "billion laughs") or to name a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import yaml
from yaml.resolver import Resolver

from streams.subscriptions.mistake import Mistake

MOST_BYTES = 100_000
"""The largest file in bytes: 200 subscriptions of half a kilobyte. A folder holds any number of files."""
MOST_NODES = 20_000
MOST_DEPTH = 20
"""The deepest nesting; a full subscription has 8 levels."""

Kind = Literal["text", "number", "truth", "nothing"]
_TAGS: dict[str, Kind] = {
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "truth",
    "tag:yaml.org,2002:null": "nothing",
}
_resolver = Resolver()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it is written; `style` is YAML's sign: a quote, `|`, `>`, or None for a plain one."""

    line: int
    column: int
    value: str
    kind: Kind
    style: str | None = None


@dataclass(slots=True)
class Listing:
    """A sequence."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A mapping; each key is a scalar, and none stands twice."""

    line: int
    column: int
    items: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


Node = Scalar | Listing | Table


class Unreadable(Exception):
    """The file is no YAML that is taken; carries the mistake."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


def read_yaml(file: str, content: bytes) -> Node:
    """Return the root of a file's one document; raise Unreadable with the first place where it breaks or is over a bound."""
    text = _text(file, content)
    try:
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        return _Builder(file).build(events)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        said = " ".join(part for part in (exc.context, exc.problem) if part)
        raise Unreadable(Mistake(file, line, column, "", f"this is not YAML: {said}", "mend the indentation, quotes or brackets")) from None
    except yaml.reader.ReaderError as exc:
        line, column = text.count("\n", 0, exc.position) + 1, exc.position - (text.rfind("\n", 0, exc.position) + 1) + 1
        raise Unreadable(Mistake(file, line, column, "", "a control character stands here", "remove it")) from None


def _text(file: str, content: bytes) -> str:
    if len(content) > MOST_BYTES:
        wrong = f"the file has more than {MOST_BYTES:,} bytes"
        raise Unreadable(Mistake(file, 1, 1, "", wrong, "cut it into several files of one folder"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        before = content[: exc.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        raise Unreadable(Mistake(file, line, column, "", "this byte is not UTF-8", "save the file as UTF-8")) from None


class _Builder:
    """Builds the tree from the events, with a stack of its own in place of recursion."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[tuple[Listing | Table, Scalar | None]] = []
        self._root: Node | None = None
        self._nodes = 0
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> Node:
        for event in events:
            self._take(event)
        if self._root is None:
            raise self._broken(1, 1, "the file is empty", "write `subscriptions:` and a list of them")
        return self._root

    def _take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        assert mark is not None  # every event of a parsed text has one
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._broken(line, column, "a second document begins here", "put all subscriptions under one `subscriptions:`")
        if isinstance(event, yaml.AliasEvent):
            raise self._broken(line, column, f"`*{event.anchor}` is an alias", "write the value out where it is used")
        if isinstance(event, yaml.NodeEvent):
            if event.anchor is not None:
                raise self._broken(line, column, f"`&{event.anchor}` is an anchor", "remove it, and write the value out where it is used")
            if getattr(event, "tag", None) not in (None, "!"):
                raise self._broken(line, column, "a tag (`!name`) stands here", "remove it: values are texts and numbers alone")
            self._nodes += 1
            if self._nodes > MOST_NODES:
                raise self._broken(line, column, f"the file has more than {MOST_NODES:,} values", "cut it into several files")
        if isinstance(event, yaml.ScalarEvent):
            if re.search("[\ud800-\udfff]", event.value):
                raise self._broken(line, column, "a half of a character (a surrogate) stands here", "write the character itself")
            tag = _resolver.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
            self._add(Scalar(line, column, event.value, _TAGS.get(tag, "text"), event.style))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= MOST_DEPTH:
                raise self._broken(line, column, f"values are nested deeper than {MOST_DEPTH} levels", "no field needs that depth")
            node: Listing | Table = Listing(line, column) if isinstance(event, yaml.SequenceStartEvent) else Table(line, column)
            self._add(node)
            self._open.append((node, None))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent, key = self._open[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif key is not None:
            parent.items[key.value] = (key, node)
            self._open[-1] = (parent, None)
        elif not isinstance(node, Scalar):
            raise self._broken(node.line, node.column, "a list or a mapping stands where a field's name is expected", "write a name")
        elif node.value in parent.items:
            first = parent.items[node.value][0].line
            raise self._broken(node.line, node.column, f"`{node.value[:80]}` stands here and in line {first}", "keep one of them")
        else:
            self._open[-1] = (parent, node)

    def _broken(self, line: int, column: int, wrong: str, advice: str) -> Unreadable:
        return Unreadable(Mistake(self._file, line, column, "", wrong, advice))
