"""The work of the child process of a detect worker (spawned): it has no Faust and no Kafka, only the rules and their tables."""

from __future__ import annotations

from streams.child import Work, portable


def deciding() -> Work:
    """Return the work of a child, values of `articles.entities` into values of `articles.events`; loads the lexicon once."""
    from streams.detect.lexicon import lexicon

    lexicon()
    return lambda values: [_decide(value) for value in values]


def _decide(value: bytes) -> bytes | Exception:
    from streams.detect import detect
    from streams.messages import AnalysedArticle

    try:
        return detect(AnalysedArticle.decode(value)).encode()
    except Exception as error:  # poison or a bug: one record must not cost the child
        return portable(error)
