"""Screen's replica of the log: from a snapshot, from zero, after kills and restarts, in one worker or four: the same verdicts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from streams.clean.sketch import sketch
from streams.flow.replica import Replica
from streams.messages import CleanArticle
from streams.settings import Settings
from streams.topics import SKETCHES
from tests.screen.wire import article, prose
from tests.wire import put, until

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SNAPSHOT = "screen-index.npz"


def articles(count: int, first: int = 0) -> list[CleanArticle]:
    """Return texts of their own, and copies, edits and versions of those before."""
    made: list[CleanArticle] = []
    for n in range(first, first + count):
        text = {0: prose(n), 1: prose(n - 1), 2: prose(n - 2) + " Ends.", 3: prose(n - 3) + prose(1000 + n, 5)}[n % 4]
        uri = f"urn:{n - n % 4}" if n % 8 == 3 else f"urn:{n}"
        fields = {"source": f"articles/{n % 4}/{n}", "publisher": f"Paper {n % 3}", "received": START + timedelta(minutes=n)}
        made.append(article(text, uri=uri, **fields))
    return made


def drawn(given: Sequence[CleanArticle]) -> list[bytes]:
    return [sketch(one).encode() for one in given]


@asynccontextmanager
async def following(settings: Settings) -> AsyncIterator[Replica]:
    """Yield a replica that has caught up with the log; stop it on leaving, without a snapshot."""
    replica = Replica(settings)
    task = asyncio.create_task(replica.keep())
    try:
        await until(lambda: replica.missing() is None)
        yield replica
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def verdicts(replica: Replica, given: Sequence[CleanArticle]) -> list[object]:
    return [await replica.found(one.source, offset) for offset, one in enumerate(given)]


async def test_a_snapshot_shortens_the_way_and_changes_no_verdict(
    pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    settings, whole = pipeline(), articles(24)
    await put(settings, drawn(whole[:16]), SKETCHES)
    async with following(settings) as first:
        first.save()
    await put(settings, drawn(whole[16:]), SKETCHES)
    async with following(pipeline(prefix=settings.prefix)) as from_snapshot:
        assert from_snapshot._saved == 16, "it began behind the snapshot"
        after = await verdicts(from_snapshot, whole)
    (settings.state / f"{settings.prefix}{SNAPSHOT}").unlink()
    async with following(settings) as from_zero:
        assert from_zero._saved == 0
        assert await verdicts(from_zero, whole) == after
    assert None not in after
    assert caplog.records == []


def _damage(path: Path) -> None:
    value = bytearray(path.read_bytes())
    value[len(value) // 2] ^= 1
    path.write_bytes(value)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [_damage, _cut, _folder])
async def test_a_damaged_snapshot_is_noticed_and_the_index_rebuilt(
    pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture, harm: Callable[[Path], None]
) -> None:
    settings, whole = pipeline(), articles(8)
    await put(settings, drawn(whole), SKETCHES)
    async with following(settings) as replica:
        before = await verdicts(replica, whole)
        replica.save()
    harm(settings.state / f"{settings.prefix}{SNAPSHOT}")
    async with following(settings) as rebuilt:
        assert await verdicts(rebuilt, whole) == before
    assert "cannot be used, the index is rebuilt from the topic" in caplog.text


async def test_a_snapshot_of_an_old_version_is_noticed(
    pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, whole = pipeline(), articles(4)
    await put(settings, drawn(whole), SKETCHES)
    monkeypatch.setattr("streams.screen.snapshot.SNAPSHOT_VERSION", 1)
    async with following(settings) as replica:
        replica.save()
    monkeypatch.undo()
    async with following(settings) as rebuilt:
        assert rebuilt._saved == 0
    assert "version 1 of sketches 1" in caplog.text


async def test_a_snapshot_of_another_log_or_of_other_settings_is_noticed(
    pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    settings, other = pipeline(), pipeline()
    snapshot = settings.state / f"{settings.prefix}{SNAPSHOT}"
    await put(settings, drawn(articles(8)), SKETCHES)
    async with following(settings) as replica:
        replica.save()
    async with following(pipeline(prefix=settings.prefix, window_hours=24)) as rebuilt:
        assert rebuilt._saved == 0
    assert "another window or memory limit" in caplog.text
    snapshot.rename(settings.state / f"{other.prefix}{SNAPSHOT}")
    async with following(other) as shorter:  # a log that ends before the snapshot's offset
        assert shorter._saved == 0
    await put(other, drawn(articles(12, first=40)), SKETCHES)
    async with following(other) as strange:  # one that has other records there
        assert strange._saved == 0
        assert await strange.found("articles/0/40", 0) is not None
        assert await strange.found("articles/0/0", None) is None
    assert caplog.text.count("is of another log") == 2


async def test_a_folder_that_takes_no_file_stops_nothing(pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture) -> None:
    settings = pipeline(state=Path("/proc/nowhere"))
    await put(settings, drawn(articles(4)), SKETCHES)
    async with following(settings) as replica:
        replica.save()
        assert replica.missing() is None
    assert "no snapshot of the index" in caplog.text


async def test_snapshots_are_written_while_the_log_goes_on(pipeline: Callable[..., Settings]) -> None:
    settings, whole = pipeline(snapshot_minutes=1e-9), articles(8)
    path = settings.state / f"{settings.prefix}{SNAPSHOT}"
    async with following(settings) as replica:
        await put(settings, drawn(whole), SKETCHES)
        await replica.found(whole[-1].source, 7)
        await until(path.exists)
    async with following(settings) as again:
        assert again._saved > 0


async def test_near_the_limit_the_window_shrinks_loudly(pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture) -> None:
    settings = pipeline(index_megabytes=1)
    many = [article(prose(n, 60), uri=f"urn:{n}", received=START + timedelta(seconds=n)) for n in range(1000)]
    async with following(settings) as replica:
        await put(settings, drawn(many), SKETCHES)
        assert await replica.found(many[-1].source, len(many) - 1) is not None
        assert replica._index.size < 1_100_000
        assert await replica.found(many[0].source, 0) is None
    assert "more than STREAMS_INDEX_MEGABYTES=1" in caplog.text
