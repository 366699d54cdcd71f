"""The fields of a file, read with their types; each mistake is noted with its place, and reading goes on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

from streams.subscriptions.duration import MOST, read_duration, write_duration
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.node import Listing, Node, Scalar, Table
from streams.subscriptions.vocabulary import nearest

W = TypeVar("W", bound=str)
MOST_LISTED = 500
"""The largest number of values of a list."""
MOST_TEXT = 200
"""The largest number of characters of a name or phrase."""
_NAMES = {Listing: "a list", Table: "a mapping"}


class Form:
    """Reads nodes of one file; `mistakes` is what was wrong so far, in the order in which it was found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def note(self, at: Node, path: str, wrong: str, advice: str) -> None:
        """Note a mistake at a node."""
        self.mistakes.append(Mistake(self.file, at.line, at.column, path, wrong, advice))

    def table(self, node: Node, path: str, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, Node]:
        """Return the fields of a mapping that are known; note those that are not, and those that are missing."""
        if not isinstance(node, Table):
            self.note(node, path, f"{_kind(node)} stands here", f"write a mapping with {_either(sorted(known))}")
            return {}
        found: dict[str, Node] = {}
        meant: set[str | None] = set()
        for name, (key, value) in node.items.items():
            if name in known:
                found[name] = value
                continue
            like = nearest(name, known)
            meant.add(like)
            here = f"{path}.{_short(name)}" if path else _short(name)
            self.note(
                key, here, "there is no such field", f"did you mean `{like}`?" if like else f"the fields are {_either(sorted(known))}"
            )
        for name in required:
            if name not in node.items and name not in meant:
                self.note(node, path, f"`{name}` is missing", f"add `{name}:`")
        return found

    def listing(self, node: Node, path: str) -> Iterator[tuple[Node, str]]:
        """Yield the values of a list, each with its path."""
        if not isinstance(node, Listing):
            self.note(node, path, f"{_kind(node)} stands here", "write a list: [a, b], or a line with `- ` for each")
        elif not node.items:
            self.note(node, path, "the list is empty", "name at least one, or leave the field out")
        elif len(node.items) > MOST_LISTED:
            self.note(node, path, f"the list has more than {MOST_LISTED} values", "cut it into several subscriptions")
        else:
            yield from ((item, f"{path}[{place}]") for place, item in enumerate(node.items))

    def text(self, node: Node, path: str, most: int = MOST_TEXT) -> str | None:
        """Return a text of at least one character that is no blank; a number is its digits."""
        if not isinstance(node, Scalar):
            self.note(node, path, f"{_kind(node)} stands here", "write a text")
        elif not node.value.strip() or (node.kind == "nothing" and node.style is None):
            self.note(node, path, "nothing stands here", "write a text, or leave the field out")
        elif len(node.value) > most:
            self.note(node, path, f"the text has more than {most:,} characters", "make it shorter")
        else:
            return node.value.strip()
        return None

    def word(self, node: Node, path: str, known: Iterable[W]) -> W | None:
        """Return one of a closed list of words."""
        said = self.text(node, path)
        if said is None:
            return None
        for word in known:
            if word == said:
                return word
        like = nearest(said, known)
        self.note(node, path, f"`{_short(said)}` is not known", f"did you mean `{like}`?" if like else f"write {_either(known)}")
        return None

    def words(self, node: Node, path: str, known: Iterable[W]) -> tuple[W, ...]:
        """Return a list of words of a closed list; a word twice is a mistake."""
        return self.each(node, path, lambda item, here: self.word(item, here, known))

    def texts(self, node: Node, path: str) -> tuple[str, ...]:
        """Return a list of texts; one twice is a mistake."""
        return self.each(node, path, self.text)

    def each(self, node: Node, path: str, read: Callable[[Node, str], W | None]) -> tuple[W, ...]:
        """Return what `read` makes of the values of a list, without what is wrong or stands twice; a single value is a list of one."""
        items = [(node, path)] if isinstance(node, Scalar) and node.kind != "nothing" else self.listing(node, path)
        found: list[W] = []
        for item, here in items:
            value = read(item, here)
            if value is not None and value in found:
                self.note(item, here, f"`{_short(value)}` stands twice", "remove one of them")
            elif value is not None:
                found.append(value)
        return tuple(found)

    def number(self, node: Node, path: str, least: float, most: float) -> float | None:
        """Return a number between two bounds, both included."""
        if not isinstance(node, Scalar) or node.kind != "number" or node.style is not None:
            said = f"`{_short(node.value)}` is not a number" if isinstance(node, Scalar) else f"{_kind(node)} stands here"
            self.note(node, path, said, f"write a number from {least:g} to {most:g}, without quotes")
            return None
        try:
            found = float(node.value.replace("_", ""))
        except ValueError:  # YAML's own forms: 0x10, 1:30
            found = math.nan
        if not least <= found <= most:
            self.note(node, path, f"`{_short(node.value)}` is out of range", f"write a number from {least:g} to {most:g}")
            return None
        return found

    def duration(self, node: Node, path: str, least: timedelta = timedelta(0)) -> timedelta | None:
        """Return a duration of at least `least` and at most a week."""
        said = self.text(node, path)
        if said is None:
            return None
        found = read_duration(said)
        if found is None:
            advice = (
                f"write a unit: {said}s, {said}m or {said}h" if said.isdigit() and len(said) < 7 else "write it as 30s, 5m, 4h or 1h30m"
            )
            self.note(node, path, f"`{_short(said)}` is no duration", advice)
        elif found > MOST:
            self.note(node, path, f"{_short(said)} is too long", f"write at most {write_duration(MOST)}")
            return None
        elif found < least:
            self.note(node, path, f"{_short(said)} is too short", f"write at least {write_duration(least)}")
            return None
        return found


def _kind(node: Node) -> str:
    return _NAMES.get(type(node), "a single value")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
