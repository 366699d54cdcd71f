"""The work of the child process of a detect worker (spawned): it has no Faust and no Kafka, only the rules and their tables."""

from __future__ import annotations

from streams.child import attend, portable, settle


def start() -> None:
    """Prepare the child: tie it to its parent's life and load the lexicon once."""
    attend()
    from streams.detect.lexicon import lexicon

    lexicon()
    settle()


def work(values: list[bytes]) -> list[bytes | Exception]:
    """Return values of `articles.events` for values of `articles.entities`, one for one; an exception stands for what could not be decided.

    It never raises for one value's sake; every exception returned can be sent to the parent.
    """
    return [_decide(value) for value in values]


def _decide(value: bytes) -> bytes | Exception:
    from streams.detect import detect
    from streams.messages import AnalysedArticle

    try:
        return detect(AnalysedArticle.decode(value)).encode()
    except Exception as error:  # poison or a bug: one record must not cost the child
        return portable(error)
