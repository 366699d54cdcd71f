"""The pool of parsing processes, with the bundled model: what comes back, and what happens when a process breaks."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime

import pytest

from streams.errors import Killer, Malformed, Transient
from streams.extract.pool import REBUILDS, Pool
from streams.messages import AnalysedArticle, Relation, ScreenedArticle

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(1, None, article_seconds=60)
    yield made
    made.close()


def article(number: int, text: str) -> bytes:
    relation = Relation(kind="new", story="s")
    return ScreenedArticle(
        source=f"a/0/{number}", uri=f"urn:{number}", text=text, published=NOON, received=NOON, relation=relation
    ).encode()


VALUES = [article(1, "Floods struck Lagos on Monday, officials said."), article(2, "A bomb killed three soldiers in Kabul.")]


def names(value: bytes | Exception) -> set[str]:
    assert isinstance(value, bytes)
    return {entity.text for entity in AnalysedArticle.decode(value).entities}


async def test_articles_come_back_parsed_and_in_order(pool: Pool) -> None:
    await pool.warm()
    first, second = await pool.map(VALUES)
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)


async def test_what_cannot_be_read_comes_back_as_the_reason_and_costs_the_others_nothing(pool: Pool) -> None:
    first, broken, second = await pool.map([VALUES[0], b"{not json", VALUES[1]])
    assert isinstance(broken, Malformed)
    assert broken.offset is not None
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)


async def test_a_process_that_dies_is_made_anew_and_the_batch_is_answered(pool: Pool) -> None:
    (child,) = pool._executor._processes
    os.kill(child, signal.SIGKILL)
    first, second = await pool.map(VALUES)
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)
    assert set(pool._executor._processes) != {child}


async def test_an_article_that_breaks_the_process_twice_is_a_killer(pool: Pool) -> None:
    await pool.warm()
    pool.article_seconds = 1e-6
    try:
        (killed,) = await pool.map(VALUES[:1])
    finally:
        pool.article_seconds = 60
    assert isinstance(killed, Killer)
    assert str(killed) == "$: broke the parsing process twice: TimeoutError"
    assert "Lagos" in names((await pool.map(VALUES[:1]))[0])


class Stumbling(Pool):
    """A pool whose children die so many times while they load."""

    falls = 0

    async def warm(self) -> None:
        if self.falls:
            self.falls -= 1
            raise BrokenProcessPool("killed while it loaded")
        await super().warm()


@pytest.fixture
def stumbling() -> Iterator[Stumbling]:
    made = Stumbling(1, None, article_seconds=60)
    yield made
    made.close()


async def test_a_process_that_dies_while_it_loads_costs_no_article(stumbling: Stumbling) -> None:
    await stumbling.warm()
    (child,) = stumbling._executor._processes
    os.kill(child, signal.SIGKILL)
    stumbling.falls = REBUILDS - 1
    first, second = await stumbling.map(VALUES)
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)


async def test_when_no_process_lives_the_batch_waits_and_is_no_dead_letter(stumbling: Stumbling) -> None:
    await stumbling.warm()
    (child,) = stumbling._executor._processes
    os.kill(child, signal.SIGKILL)
    stumbling.falls = REBUILDS
    with pytest.raises(Transient):
        await stumbling.map(VALUES)
    assert not stumbling.ready
    first, _ = await stumbling.map(VALUES)
    assert "Lagos" in names(first)
    assert stumbling.ready
