"""The subscriptions in force, by the file that each came from; a broken file leaves the ones of before in force; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from streams.subscriptions.document import read_document
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The files that are in force, in the order in which they came, and the subscriptions of each."""

    files: Mapping[str, tuple[Subscription, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Subscription]:
        return (subscription for subscriptions in self.files.values() for subscription in subscriptions)

    def with_file(self, name: str, content: bytes) -> tuple[Catalogue, tuple[Mistake, ...]]:
        """Return the catalogue with a new or changed file in force; the same catalogue and all mistakes if there is any."""
        subscriptions, mistakes = read_document(name, content)
        return (self, mistakes) if mistakes else self.with_subscriptions(name, subscriptions)

    def with_subscriptions(self, name: str, subscriptions: tuple[Subscription, ...]) -> tuple[Catalogue, tuple[Mistake, ...]]:
        """Return the catalogue with what a file holds in force; the same catalogue and the mistakes if names of it are taken by another."""
        taken = {each.name: each for file, held in self.files.items() if file != name for each in held}
        doubled = tuple(
            Mistake(name, each.line, 1, "", f"`{each.name}` is the name of a subscription of {taken[each.name].file} too", "choose another")
            for each in subscriptions
            if each.name in taken
        )
        return (self, doubled) if doubled else (replace(self, files={**self.files, name: subscriptions}), ())

    def without_file(self, name: str) -> Catalogue:
        """Return the catalogue without the subscriptions of a file that is gone."""
        return replace(self, files={file: held for file, held in self.files.items() if file != name})
