"""Subscriptions in force are read from the topic and the folder together, and again at each change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

import orjson
import pytest

from streams.broker import subscriptions
from streams.broker.subscriptions import catalogues, read_topic, write
from streams.settings import Settings
from streams.subscriptions.in_force import InForce
from tests.subscriptions.test_folder import names, text
from tests.wire import PATIENCE_SECONDS

SILENCE = orjson.dumps(
    {
        "match": {"countries": ["UKR"]},
        "start": "2026-03-14T12:00:00Z",
        "end": "2026-03-15T12:00:00Z",
        "creator": "anna",
        "comment": "a drill",
    }
)


async def until(found: AsyncGenerator[InForce, None], said: Callable[[InForce], bool]) -> InForce:
    """Return the first state that is as it is waited for."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for each in found:
            if said(each):
                return each
    raise AssertionError("it never ends")


async def test_the_first_answer_has_all_and_each_change_gives_another(pipeline: Callable[..., Settings], tmp_path: Path) -> None:
    settings = pipeline(subscriptions=tmp_path)
    (tmp_path / "a.yaml").write_text(text("one"))
    await write(settings, {"b": text("two").encode(), "silence/s1": SILENCE, "c": text("three").encode()})
    async with aclosing(catalogues(settings)) as found:
        first = await anext(found)
        assert names(first.catalogue) == ["one IRQ", "three IRQ", "two IRQ"]
        assert [each.id for each in first.silences] == ["s1"]
        await write(settings, {"b": text("two", "UKR").encode()})
        await until(found, lambda each: names(each.catalogue) == ["one IRQ", "three IRQ", "two UKR"])
        (tmp_path / "a.yaml").write_text(text("one", "FRA"))
        await until(found, lambda each: names(each.catalogue) == ["one FRA", "three IRQ", "two UKR"])
        await write(settings, {"c": None, "silence/s1": None})
        last = await until(found, lambda each: names(each.catalogue) == ["one FRA", "two UKR"] and not each.silences)
        assert last.overridden == {}


async def test_a_broken_document_is_said_and_the_old_one_stays(
    pipeline: Callable[..., Settings], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = pipeline(subscriptions=tmp_path)
    (tmp_path / "a.yaml").write_text(text("desk", "FRA"))
    await write(settings, {"a": text("other").encode(), "b": text("desk").encode()})
    async with aclosing(catalogues(settings)) as found:
        assert names((await anext(found)).catalogue) == ["desk FRA", "other IRQ"]
        assert "subscription desk of the topic subscriptions is not in force" in caplog.text
        await write(settings, {"a": text("other", "XXX").encode(), "silence/s1": b"{}", "c": text("third").encode()})
        state = await until(found, lambda each: "third IRQ" in names(each.catalogue))
        assert names(state.catalogue) == ["desk FRA", "other IRQ", "third IRQ"]
        assert "topic:a:4:25: subscriptions[0].match.countries[0]" in caplog.text
        assert "silence/s1:1:1: `start` is missing" in caplog.text


async def test_without_a_broker_the_folder_counts_after_a_bounded_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(subscriptions, "WAIT_SECONDS", 0.5)
    (tmp_path / "a.yaml").write_text(text("desk"))
    async with aclosing(catalogues(Settings(broker="127.0.0.1:1", subscriptions=tmp_path))) as found:
        assert names((await anext(found)).catalogue) == ["desk IRQ"]
    assert "was not read" in caplog.text


async def test_of_one_key_the_newest_counts_and_what_is_refused_is_told(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    for country in ("IRQ", "XXX", "UKR", "YYY"):
        await write(settings, {"a": text("desk", country).encode()})
    topic, mistakes = await read_topic(settings)
    assert names(topic.documents) == []
    assert ["YYY" in str(each) for each in mistakes] == [True]
    assert topic.next_offset == 4
