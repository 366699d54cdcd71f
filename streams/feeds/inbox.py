"""The documents that hubs have sent and no poll has taken yet: bounded, in the order in which it came."""

from __future__ import annotations

from collections import defaultdict, deque

from streams.feeds.websub import Pushed, Word

MOST_WORDS = 20
"""The number of a source's words that wait; a hub sends what is refused again."""
MOST_BYTES = 50_000_000
"""The bytes of all documents that wait."""


class Inbox:
    """The words of hubs by the address of their source."""

    def __init__(self) -> None:
        self._words: dict[str, deque[Word]] = defaultdict(deque)
        self._bytes = 0

    def put(self, address: str, word: Word) -> bool:
        """Take a word; return False where too much waits already."""
        size = _size(word)
        if len(self._words.get(address, ())) >= MOST_WORDS or self._bytes + size > MOST_BYTES:
            return False
        self._words[address].append(word)
        self._bytes += size
        return True

    def take(self, address: str) -> list[Word]:
        """Return all words of a source, the first first, and keep them no longer."""
        found = list(self._words.pop(address, ()))
        self._bytes -= sum(map(_size, found))
        return found

    def addresses(self) -> list[str]:
        """Return the addresses of the sources for which something waits."""
        return list(self._words)


def _size(word: Word) -> int:
    return len(word.answer.body) if isinstance(word, Pushed) else 0
