"""The work of the child process of a detect worker (spawned): it has no Faust and no Kafka, only the rules and their tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from streams.child import Work, portable

if TYPE_CHECKING:
    from streams.messages import Recoding


def deciding() -> Work:
    """Return the work of a child, values of `articles.entities` into values of `articles.events`; loads the lexicon once."""
    from streams.detect.lexicon import lexicon

    lexicon()
    return lambda values: [_decide(value) for value in values]


def recoding(run: bytes) -> Work:
    """Return the work of a child that makes events again, as `deciding` does; `run` is the Recoding, as JSON, that each record names."""
    from streams.detect.lexicon import lexicon
    from streams.messages import Recoding

    lexicon()
    decide = partial(_decide, run=Recoding.decode(run))
    return lambda values: [decide(value) for value in values]


def _decide(value: bytes, run: Recoding | None = None) -> bytes | Exception:
    from streams.detect import detect
    from streams.messages import AnalysedArticle

    try:
        found = detect(AnalysedArticle.decode(value))
        return (found if run is None else found.with_(recoding=run)).encode()
    except Exception as error:  # poison or a bug: one record must not cost the child
        return portable(error)
