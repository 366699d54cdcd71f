"""Words of harm and the kind of casualty that each tells of; those of several words are joined to one."""

from __future__ import annotations

from typing import get_args

from streams.detect.lexicon import words
from streams.detect.reading import Word
from streams.messages import CasualtyKind

HARM: dict[str, CasualtyKind] = {word: kind for kind in get_args(CasualtyKind) for word in words("harm", kind)}
"""The kind of casualty by word; `_` joins the parts of an entry of several words, and `*` stands for any one word."""
_JOINED = {key: tuple(key.split("_")) for key in HARM if "_" in key}
_FIRST: dict[str, list[str]] = {}
for _key, _parts in _JOINED.items():
    _FIRST.setdefault(_parts[0], []).append(_key)


def merged(said: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words of a sentence; each word of harm that is several words is joined to one and named by its entry."""
    out: list[Word] = []
    at = 0
    while at < len(said):
        keys = _FIRST.get(said[at].lower)
        key = next((key for key in keys if _matches(_JOINED[key], said, at)), None) if keys is not None else None
        if key is None:
            out.append(said[at])
            at += 1
            continue
        size = len(_JOINED[key])
        out.append(Word(said[at].start, said[at + size - 1].end, key))
        at += size
    return tuple(out)


def _matches(parts: tuple[str, ...], said: tuple[Word, ...], at: int) -> bool:
    return len(said) >= at + len(parts) and all(part in ("*", said[at + i].lower) for i, part in enumerate(parts))
