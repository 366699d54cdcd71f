"""This module reads what a name says by itself: its country, its entry in the lexicon, and whether it can stand for a state, a body or an
armed group.
"""

from __future__ import annotations

from functools import lru_cache

from streams.detect.heads import NAMES_KEPT, head_of
from streams.detect.lexicon import Head, Known, lexicon, words
from streams.messages import Entity

_ARMED = words("who", "armed")


def code_of(entity: Entity) -> str | None:
    """Return the country that a name tells: of a place the one that it lies in, else the one in the name."""
    return entity.place.country if entity.place is not None else entity.country


def acts_as_state(entity: Entity) -> bool:
    """Return True if a place's name may stand for a state: it is a country, or the capital of one."""
    return entity.place is not None and (entity.place.precision == "country" or bool(entity.place.capital))


def known_as(entity: Entity) -> Known | None:
    """Return the entry of a name in the lexicon; None where it has none."""
    found = _known(entity.name)
    return _known(entity.text) if found is None and entity.text != entity.name else found


@lru_cache(maxsize=NAMES_KEPT)
def _known(name: str) -> Known | None:
    return lexicon().known.get(name.lower().replace("’", "'").removeprefix("the ").removesuffix("'s"))


def common_word(entity: Entity) -> Head | None:
    """Return the entry of a common word that only looks like a name; None for a name."""
    if " " in entity.text or (head := head_of(entity.text)) is None or head.kind is None or known_as(entity) is not None:
        return None
    return head


def is_armed(entity: Entity) -> bool:
    """Return True if a word of the name says that its people are armed; `page` as its last word makes it a newspaper's."""
    parts = entity.name.lower().split()
    return any(part in _ARMED or part.startswith(("mujahid", "insurgen")) for part in parts) and parts[-1] != "page"


def is_body(entity: Entity) -> bool:
    """Return True if a name of an organisation is in the lexicon or is that of an armed group."""
    return entity.label == "ORG" and (known_as(entity) is not None or is_armed(entity))
