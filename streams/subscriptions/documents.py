"""Documents of subscriptions that come, change and go, and what is in force of them: the newest sound content of each; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streams.subscriptions.catalogue import Catalogue
from streams.subscriptions.document import read_document
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.subscription import Subscription

MOST_DOCUMENTS = 1_000
"""The largest number of documents of one source: with 100,000 bytes each, the text of 200,000 subscriptions."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one source, a folder or a topic.

    A document that is broken, or holds a name that another has, leaves in force what it held before.
    """

    catalogue: Catalogue = field(default_factory=Catalogue)
    broken: frozenset[str] = frozenset()
    """The names of the documents whose newest content has a mistake of its own."""
    waiting: Mapping[str, tuple[Subscription, ...]] = field(default_factory=dict)
    """The subscriptions of the documents of which a name is taken: tried again at each change, so that a name may move to another."""

    @property
    def names(self) -> frozenset[str]:
        """The names of all documents, in force or not."""
        return self.broken | self.waiting.keys() | self.catalogue.files.keys()

    def changed(self, contents: Mapping[str, bytes | None]) -> tuple[Documents, tuple[Mistake, ...]]:
        """Return the documents after some came or changed, or went (None), and the mistakes of those among them that are not in force."""
        catalogue = self.catalogue
        broken = set(self.broken - contents.keys())
        waiting = {name: held for name, held in self.waiting.items() if name not in contents}
        mistakes: dict[str, tuple[Mistake, ...]] = {}
        for name, content in contents.items():
            if content is None:
                catalogue = catalogue.without_file(name)
                continue
            found, mistakes[name] = read_document(name, content)
            if mistakes[name]:
                broken.add(name)
            else:
                waiting[name] = found
        progress = True
        while waiting and progress:  # a document that came into force may have let go of a name; each round takes one at least
            progress = False
            for name, found in list(waiting.items()):
                if name not in catalogue.files and len(catalogue.files) >= MOST_DOCUMENTS:
                    advice = "put several into one"
                    mistakes[name] = (Mistake(name, 1, 1, "", f"there are {MOST_DOCUMENTS:,} documents already", advice),)
                    continue
                catalogue, mistakes[name] = catalogue.with_subscriptions(name, found)
                if not mistakes[name]:
                    del waiting[name]
                    progress = True
        told = tuple(mistake for name in sorted(contents) for mistake in mistakes.get(name, ()))
        return Documents(catalogue, frozenset(broken), waiting), told
