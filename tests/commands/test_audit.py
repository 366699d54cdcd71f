"""`streams audit` over a broker: topics written by hand, commits set by hand, and what is then said."""

from __future__ import annotations

import asyncio

import orjson
import pytest

from streams.broker.auditor import Auditor
from streams.errors import Malformed
from streams.pipeline.record import Record
from streams.pipeline.shell import dead_letter
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import ARTICLES, DEAD_LETTERS, DOORS
from tests.audit.wire import value
from tests.commands.face import called
from tests.wire import commit, put

STAGE_OF = {topic.name: (stage, topic) for stage, topic in SOURCES.items()}


def article(settings: Settings, until: str, uncommitted: str | None = None) -> str:
    """Put one article on the topics up to `until`, committed by each stage that reads there but one; return its source."""

    async def write() -> str:
        source = ""
        for name, (stage, topic) in STAGE_OF.items():
            if name == ARTICLES.name:
                (source,) = positions = await put(settings, [b"raw"])
            else:
                positions = await put(settings, [value(source)], topic, [source.encode()], (("source", source.encode()),))
            if stage != uncommitted:
                await commit(settings, stage, positions[0])
            if name == until:
                break
        return source

    return asyncio.run(write())


def audited(*arguments: str, code: int) -> list[str]:
    result = called("audit", "--patience", "0", *arguments)
    assert result.exit_code == code, result.output
    return result.stdout.splitlines()


def test_an_empty_pipeline_is_closed(on_broker: Settings) -> None:
    assert audited(code=0)[0] == "    0 articles in"


def test_what_came_out_is_counted(on_broker: Settings) -> None:
    article(on_broker, "articles.events")
    assert audited(code=0)[:3] == ["    1 articles in", "    1 published", "    1 accounted for"]


@pytest.mark.parametrize("name", list(STAGE_OF)[:-1])
def test_an_output_that_is_not_there_is_missing_and_its_stage_named(on_broker: Settings, name: str) -> None:
    source = article(on_broker, name)
    (line,) = [line for line in audited(code=1) if "missing" in line]
    assert line.startswith(f"{source}  ")
    assert f"missing  last seen: {STAGE_OF[name][0]} {name}/" in line


def test_what_no_group_comes_to_is_stuck_when_nothing_moves_for_the_patience(on_broker: Settings) -> None:
    article(on_broker, "articles.entities", uncommitted="detect")
    assert [line for line in audited(code=1) if "in flight" in line]
    result = called("audit", "--patience", "0.1", "--json")
    assert result.exit_code == 1
    (entry,) = orjson.loads(result.stdout)["open"]
    assert (entry["state"], entry["stage"]) == ("stuck", "detect")


def test_two_outcomes_are_doubled(on_broker: Settings) -> None:
    source = article(on_broker, "articles.events")
    _, partition, offset = source.split("/")
    record = Record(f"{on_broker.prefix}articles", int(partition), int(offset), b"raw", b"raw", 1.0)
    letter = dead_letter("clean", record, Malformed("bad"))
    asyncio.run(put(on_broker, [letter.value], DEAD_LETTERS, [letter.key], letter.headers))
    document = orjson.loads("\n".join(audited("--json", code=1)))
    assert [(entry["source"], entry["state"], entry["detail"]) for entry in document["open"]] == [
        (source, "doubled", "dead letter: Malformed and published")
    ]


async def test_an_auditor_reads_on_from_where_it_was(on_broker: Settings) -> None:
    async with Auditor(on_broker) as auditor:
        assert (await auditor.look()).articles == 0
        for number in range(1, 4):
            await put(on_broker, [b"raw"] * 2)
            account = await auditor.look()
            assert [entry.state for entry in account.open] == ["in flight"] * 2 * number


def test_without_its_topics_it_says_what_to_do(on_broker: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_PARTITIONS", "5")
    result = called("audit")
    assert "STREAMS_PARTITIONS" in str(result.exception)


def test_the_topics_of_the_doors_are_no_part_of_the_account(on_broker: Settings) -> None:
    for topic in DOORS:
        asyncio.run(put(on_broker, [b"{}"], topic, [b"key"]))
    assert not any("name no article" in line for line in audited(code=0))
