"""A folder as a source: new and changed files, and those that are still being written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from streams.errors import Usage
from streams.feeds.answer import Answer
from streams.feeds.directory import File, after, changed, look, records
from streams.feeds.document import MOST_ENTRIES
from streams.feeds.documents import Item
from streams.feeds.poll import Poller
from streams.feeds.source import Source, read_source
from streams.feeds.state import State
from tests.feeds.polling import MemoryWire


class Nowhere:
    """A web that is never asked."""

    async def get(self, address: str, headers: Mapping[str, str], most: int = 0) -> Answer:
        """Fail."""
        raise AssertionError(address)


class Folder:
    """A folder, its polls, and a clock that is minutes ahead, so that files count as settled."""

    def __init__(self, path: Path) -> None:
        self.source = read_source({"address": str(path)})
        self.wire = MemoryWire()
        self.path, self.state = path, State()
        self.ahead = timedelta(minutes=5)
        self._poller = Poller(Nowhere(), self.wire, lambda: datetime.now(UTC) + self.ahead)

    async def poll(self) -> list[bytes]:
        """Poll once; return the values that came of it."""
        before = len(self.wire.raw)
        self.state = await self._poller.poll(self.source, self.state)
        return [item.value for item in self.wire.raw[before:]]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


async def test_new_and_changed_files_are_taken_once(folder: Folder) -> None:
    (folder.path / "a.txt").write_text("First.")
    (folder.path / "sub").mkdir()
    (folder.path / "sub" / "b.jsonl").write_text('{"uri":"urn:1","text":"One."}\n\n{"text":"Two."}\n')
    assert sorted(await folder.poll()) == [b"First.", b'{"text":"Two."}', b'{"uri":"urn:1","text":"One."}']
    assert await folder.poll() == []
    (folder.path / "a.txt").write_text("First, changed.")
    assert await folder.poll() == [b"First, changed."]
    os.utime(folder.path / "a.txt")
    assert await folder.poll() == [], "its bytes are the same"
    address = (folder.path / "a.txt").as_uri()
    assert {item.key for item in folder.wire.raw if item.value.startswith(b"First")} == {address.encode()}
    keys = {item.key.decode() for item in folder.wire.raw if b"One" in item.value or b"Two" in item.value}
    assert keys == {"urn:1", f"{(folder.path / 'sub' / 'b.jsonl').as_uri()}#3"}


async def test_a_file_that_is_still_written_to_waits(folder: Folder) -> None:
    folder.ahead = timedelta()
    (folder.path / "a.txt").write_text("Half of")
    assert await folder.poll() == []
    folder.ahead = timedelta(seconds=5)
    assert await folder.poll() == [b"Half of"]


async def test_hidden_and_other_files_are_passed_over(folder: Folder) -> None:
    for name in (".a.txt", "a.tmp", "a.png", ".hidden/b.txt"):
        (folder.path / name).parent.mkdir(exist_ok=True)
        (folder.path / name).write_text("Text.")
    assert await folder.poll() == []


async def test_a_file_that_cannot_be_read_is_told_once_and_the_others_are_taken(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    (folder.path / "a.rss").write_text("no feed")
    (folder.path / "b.txt").write_text("Text.")
    assert await folder.poll() == [b"Text."]
    assert folder.state.said == (f"a.rss: {folder.path}/a.rss: no feed but a text",)
    assert await folder.poll() == []
    assert caplog.text.count("a.rss: ") == 2


async def test_a_folder_that_is_not_there_is_ill_and_well_again(folder: Folder) -> None:
    folder.source = Source((folder.path / "later").as_uri(), kind="folder")
    await folder.poll()
    assert folder.state.error == "no such folder on this machine"
    (folder.path / "later").mkdir()
    (folder.path / "later" / "a.txt").write_text("Text.")
    assert await folder.poll() == [b"Text."]
    assert folder.state.error is None


async def test_its_state_is_written_when_something_changes_only(folder: Folder) -> None:
    (folder.path / "a.txt").write_text("Text.")
    for _ in range(5):
        await folder.poll()
    assert len(folder.wire.kept) == 2
    assert folder.wire.sources().state(folder.source.address).seen == folder.state.seen


async def test_files_moved_into_it_with_an_old_time_are_new(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder.path / "a.txt").write_text("First.")
    await folder.poll()
    outside = tmp_path_factory.mktemp("outside") / "old.txt"
    outside.write_text("Old.")
    os.utime(outside, (0, 0))
    outside.rename(folder.path / "old.txt")
    assert await folder.poll() == [b"Old."]


def test_what_is_forgotten_is_not_new_again() -> None:
    state = State()
    files = [File(f"/wire/{number}.txt", 1_000 + number, 5) for number in range(MOST_ENTRIES + 50)]
    now = datetime(2026, 3, 14, tzinfo=UTC)
    for file in files:
        assert changed([file], state, now) == (file,)
        state = after(state, file, "hash")
    assert len(state.seen) == MOST_ENTRIES
    assert changed(files, state, now) == ()
    assert changed([File("/wire/3.txt", 9_999, 5)], state, now), "but a change of it is"


def test_a_look_says_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="no such folder"):
        look(tmp_path / "none")


async def test_a_file_larger_than_a_record_is_told(folder: Folder) -> None:
    with (folder.path / "big.txt").open("wb") as stream:
        stream.truncate(10_000_001)
    assert await folder.poll() == []
    assert "more than 10,000,000 bytes" in folder.state.said[0]


def test_items_of_a_file_are_read_by_the_reader_of_streams_feed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"link":"https://rhone.example/1"}')
    stat = (tmp_path / "a.json").stat()
    (found,) = records(File(str(tmp_path / "a.json"), stat.st_ctime_ns, stat.st_size))
    assert isinstance(found, Item)
    assert found.key == b"https://rhone.example/1"
    (tmp_path / "b.rss").write_text("<html>")
    with pytest.raises(Usage):
        list(records(File(str(tmp_path / "b.rss"), 0, 6)))
