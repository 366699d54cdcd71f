"""The classes that the encoder tells apart, in the order of its outputs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class Inventory:
    """Names as BIO tags (`O` first), Penn tags, UD parts of speech, UD relations (`ROOT` for the root)."""

    names: tuple[str, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    relations: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names' labels, without B- and I-."""
        return tuple(name[2:] for name in self.names[1::2])

    @property
    def person(self) -> int:
        """The number of the label of persons, whose first or last names alone name the same (streams.model.votes)."""
        return self.labels.index("PERSON")

    @property
    def alone(self) -> frozenset[int]:
        """The numbers of the labels that only the sentence can tell, dates and sums of money (streams.model.votes)."""
        return frozenset(map(self.labels.index, ("DATE", "MONEY")))

    def save(self, path: Path) -> None:
        """Writes the four lists as JSON."""
        path.write_bytes(orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2) + b"\n")

    @classmethod
    def load(cls, path: Path) -> Inventory:
        """Reads what `save` wrote."""
        return cls(**{name: tuple(values) for name, values in orjson.loads(path.read_bytes()).items()})
