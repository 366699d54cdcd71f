"""The clean stage's shell: what it writes beside an article, and whose article a redriven record is."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from streams.clean import Limits
from streams.clean.work import cleaning
from streams.errors import Malformed
from streams.messages import CleanArticle, Sketch
from streams.pipeline.clean import CleanStep
from streams.pipeline.memory import Here, Memory, MemorySeams
from streams.pipeline.record import Out, Record
from streams.pipeline.screen import ScreenStep
from streams.pool import Task
from streams.settings import Settings

TEXT = b"Three people were killed on Monday when a bomb exploded in Kirkuk, Iraqi police said."


def step(memory: Memory) -> CleanStep:
    settings = Settings(prefix="t-")
    return CleanStep(settings, MemorySeams(memory, Here(Task(cleaning, (Limits(), ()))), lambda: datetime.now(UTC)))


async def cleaned(record: Record) -> tuple[Out, Out]:
    """Return the sketch and the article that clean makes of a record."""
    memory = Memory(Settings())
    (result,) = await step(memory)([record])
    assert isinstance(result, list)
    (sketch,) = memory.drain()
    return sketch, result[0]


def raw(*headers: tuple[str, bytes | None], timestamp: float | None = 1_700_000_000.0) -> Record:
    return Record("t-articles", 2, 9, b"k", TEXT, timestamp, headers)


async def test_an_article_and_its_sketch_say_their_source_in_a_header() -> None:
    sketch, article = await cleaned(raw())
    assert article.headers == (("order", b"0"), ("source", b"articles/2/9"))
    assert sketch.headers == (("source", b"articles/2/9"),)
    assert CleanArticle.decode(article.value or b"").source == "articles/2/9"


async def test_a_redriven_record_is_the_article_it_was() -> None:
    sketch, article = await cleaned(raw(("source", b"articles/0/3")))
    assert article.headers == (("order", b"0"), ("source", b"articles/0/3"))
    assert {Sketch.decode(sketch.value or b"").source, CleanArticle.decode(article.value or b"").source} == {"articles/0/3"}


@pytest.mark.parametrize(
    "said", [None, b"", b"articles/0", b"articles/0/x", b"t-articles/0/1", b"articles/0/1 ", b"articles/0/" + b"9" * 99]
)
async def test_a_source_that_is_none_is_not_believed(said: bytes | None) -> None:
    _, article = await cleaned(raw(("source", said)))
    assert CleanArticle.decode(article.value or b"").source == "articles/2/9"


async def test_a_record_without_a_time_is_a_dead_letter_that_says_so() -> None:
    (result,) = await step(Memory(Settings()))([raw(timestamp=None)])
    assert isinstance(result, Malformed)
    assert result.field == "timestamp"


async def test_the_verdict_carries_the_source_too() -> None:
    memory = Memory(Settings())
    (outs,) = await step(memory)([raw()])
    assert isinstance(outs, list)
    (article,) = outs
    screen = ScreenStep(MemorySeams(memory, Here(None), lambda: datetime.now(UTC)))
    (outs,) = await screen([Record("t-articles.clean", 0, 0, b"k", article.value or b"", 1.0, article.headers)])
    assert isinstance(outs, list)
    screened, verdict = outs
    assert screened.headers == article.headers
    assert verdict.headers == (("source", b"articles/2/9"),)
    assert orjson.loads(verdict.value or b"")["source"] == "articles/2/9"
