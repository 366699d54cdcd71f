"""The classes of the event reader's heads, and the words that may tell of an event, from the file beside its weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

NONE = "none"
"""The class of a word that tells of no event, and of a word that is no argument."""
REALIS = ("happened", "ongoing", "planned", "threatened", "denied", "historical")
ROLES = ("who", "whom", "victim", "at", "on")
"""The doer; the recipient or target; those hurt where the target is a thing; the place; the day or time."""
KINDS = (
    "news", "roundup", "feature", "analysis", "opinion", "court", "obituary", "sport", "business", "entertainment", "science", "history",
    "notice", "interview", "other",
)  # fmt: skip

_SETS = ("triggers", "rare", "phrases")


@dataclass(frozen=True, slots=True)
class Labels:
    """Classes by head, each in the order of the head's scores; `types`, `modes` and `roles` begin with NONE."""

    types: tuple[str, ...]
    modes: tuple[str, ...]
    triggers: frozenset[str]
    """Words in small letters: a sentence without any of them is not read, unless it has a word of one of the base forms `rare`."""
    rare: frozenset[str] = frozenset()
    """Base forms of words that are known to tell of events, or to stand where one is told."""
    phrases: frozenset[str] = frozenset()
    """Verbs with their particle, or with the word of their object, that are known to tell of events: "take control", "turn down"."""
    realis: tuple[str, ...] = REALIS
    roles: tuple[str, ...] = (NONE, *ROLES)
    kinds: tuple[str, ...] = KINDS

    def save(self, path: Path) -> None:
        """Writes the classes, the words in order of the alphabet."""
        path.write_bytes(
            orjson.dumps(asdict(self) | {name: sorted(getattr(self, name)) for name in _SETS}, option=orjson.OPT_INDENT_2) + b"\n"
        )

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Reads what `save` wrote."""
        told: dict[str, Any] = {name: tuple(value) for name, value in orjson.loads(path.read_bytes()).items()}
        return cls(**(told | {name: frozenset(told[name]) for name in _SETS}))


def telling(words: Iterable[str], labels: Labels, lemmas: Iterable[str] = ()) -> bool:
    """Return True if a sentence is to be read: one of its words has often told of an event, or one of its base forms is known to."""
    return any(word.lower() in labels.triggers for word in words) or not labels.rare.isdisjoint(lemmas)
