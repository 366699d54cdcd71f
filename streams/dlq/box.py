"""A box folds all records of `dead-letters` into letters: repeats joined, settlements applied. Values stay on the topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from streams.dlq.letter import Kept, Letter, read_letter
from streams.dlq.settlement import Settlement, is_settlement, read_settlement

Identity = tuple[str, int, int, str]


class Box:
    """The letters so far, folded record by record; records of different partitions may come in any order, as they do."""

    def __init__(self) -> None:
        self._letters: dict[Identity, Letter] = {}
        self._identities: dict[str, Identity] = {}
        self._settled: dict[str, Settlement] = {}
        """The newest settlement at each position; it may be read before its letter."""

    def note(self, record: Kept) -> Letter | None:
        """Take one record; return the letter that it is or settles, None for a settlement that cannot be read or precedes its letter."""
        if is_settlement(record.headers):
            settlement = read_settlement(record)
            if settlement is None:
                return None
            old = self._settled.get(settlement.letter)
            if old is None or settlement.time >= old.time:
                self._settled[settlement.letter] = settlement
            identity = self._identities.get(settlement.letter)
            return self._letters[identity] if identity is not None else None
        letter = read_letter(record)
        self._identities[letter.position] = letter.identity
        return self._letters.setdefault(letter.identity, letter)

    @property
    def repeated(self) -> int:
        """The number of records that repeat a letter."""
        return len(self._identities) - len(self._letters)

    def letters(self) -> Iterator[Letter]:
        """Yield every letter with its present state, oldest first."""
        newest: dict[Identity, Settlement] = {}
        for position, settlement in self._settled.items():
            identity = self._identities.get(position)
            if identity is not None and (identity not in newest or settlement.time >= newest[identity].time):
                newest[identity] = settlement
        for letter in sorted(self._letters.values(), key=lambda letter: (letter.time, letter.position)):
            end = newest.get(letter.identity)
            yield letter if end is None else replace(letter, state=end.state, settled=end.time, went_to=end.went_to)

    def letter(self, position: str) -> Letter | None:
        """Return the letter at `partition/offset`, or the one that the record there repeats; None if no letter is there."""
        identity = self._identities.get(position)
        return next((letter for letter in self.letters() if letter.identity == identity), None)
