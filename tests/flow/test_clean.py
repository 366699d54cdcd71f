"""The clean stage's shell: what it writes beside an article, and whose article a redriven record is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import orjson
import pytest
from aiokafka.structs import RecordMetadata, TopicPartition

from streams.clean import Limits, work
from streams.clean.boilerplate.standing import NONE
from streams.errors import Malformed
from streams.flow.clean import CleanStep
from streams.flow.record import Out, Record
from streams.messages import CleanArticle, Sketch
from streams.settings import Settings

TEXT = b"Three people were killed on Monday when a bomb exploded in Kirkuk, Iraqi police said."


class Shelf:
    """A delivery that keeps what it is given."""

    def __init__(self) -> None:
        self.outs: list[Out] = []

    async def all(self, outs: Sequence[Out]) -> list[RecordMetadata]:
        self.outs += outs
        return [RecordMetadata("s", 0, TopicPartition("s", 0), 7, 0, 0, 0) for _ in outs]


class Here:
    """A pool that works in this process."""

    async def map(self, values: Sequence[bytes], names: Sequence[str]) -> list[bytes | Exception]:
        work._given[:] = [(Limits(), NONE)]
        return work.work(list(values))


async def cleaned(record: Record) -> tuple[Out, Out]:
    """Return the sketch and the article that clean makes of a record."""
    shelf = Shelf()
    (result,) = await CleanStep(Settings(prefix="t-"), Here(), shelf)([record])  # type: ignore[arg-type]
    assert isinstance(result, list)
    return shelf.outs[0], result[0]


def raw(*headers: tuple[str, bytes | None], timestamp: float | None = 1_700_000_000.0) -> Record:
    return Record("t-articles", 2, 9, b"k", TEXT, timestamp, headers)


async def test_an_article_and_its_sketch_say_their_source_in_a_header() -> None:
    sketch, article = await cleaned(raw())
    assert article.headers == (("order", b"7"), ("source", b"articles/2/9"))
    assert sketch.headers == (("source", b"articles/2/9"),)
    assert CleanArticle.decode(article.value or b"").source == "articles/2/9"


async def test_a_redriven_record_is_the_article_it_was() -> None:
    sketch, article = await cleaned(raw(("source", b"articles/0/3")))
    assert article.headers == (("order", b"7"), ("source", b"articles/0/3"))
    assert {Sketch.decode(sketch.value or b"").source, CleanArticle.decode(article.value or b"").source} == {"articles/0/3"}


@pytest.mark.parametrize(
    "said", [None, b"", b"articles/0", b"articles/0/x", b"t-articles/0/1", b"articles/0/1 ", b"articles/0/" + b"9" * 99]
)
async def test_a_source_that_is_none_is_not_believed(said: bytes | None) -> None:
    _, article = await cleaned(raw(("source", said)))
    assert CleanArticle.decode(article.value or b"").source == "articles/2/9"


async def test_a_record_without_a_time_is_a_dead_letter_that_says_so() -> None:
    (result,) = await CleanStep(Settings(), Here(), Shelf())([raw(timestamp=None)])  # type: ignore[arg-type]
    assert isinstance(result, Malformed)
    assert result.field == "timestamp"


async def test_the_verdict_carries_the_source_too(pipeline: Callable[..., Settings]) -> None:
    from streams.flow.attempts import Attempts
    from streams.flow.replica import Replica
    from streams.flow.screen import ScreenStep

    sketch, article = await cleaned(raw())
    settings = pipeline()
    replica = Replica(settings)
    replica._index.apply(7, Sketch.decode(sketch.value or b""))
    replica._reached = 8
    step = ScreenStep(Attempts(settings, "screen"), replica)
    ((screened, verdict),) = await step([Record("t-articles.clean", 0, 0, b"k", article.value or b"", 1.0, article.headers)])  # type: ignore[misc]
    assert screened.headers == article.headers
    assert verdict.headers == (("source", b"articles/2/9"),)
    assert orjson.loads(verdict.value or b"")["source"] == "articles/2/9"
