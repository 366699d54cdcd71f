"""What runs in the child of a detect worker (spawned): no Faust, no Kafka, the rules and their tables."""

from __future__ import annotations

from streams.child import attend, portable, settle


def start() -> None:
    """Initializer of the child: tie it to its parent's life, load the lexicon once."""
    attend()
    from streams.detect.lexicon import lexicon

    lexicon()
    settle()


def work(values: list[bytes]) -> list[bytes | Exception]:
    """Values of `articles.entities` to values of `articles.events`, one for one; an exception stands for what could not be decided.

    Never raises for one value's sake; every exception returned can be sent to the parent.
    """
    return [_decide(value) for value in values]


def _decide(value: bytes) -> bytes | Exception:
    from streams.detect import detect
    from streams.messages import AnalysedArticle

    try:
        return detect(AnalysedArticle.decode(value)).encode()
    except Exception as error:  # poison or a bug: one record must not cost the child
        return portable(error)
