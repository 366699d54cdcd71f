"""The index without a log, as people use it who want nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from streams.errors import Malformed
from streams.screen import Index
from tests.screen.wire import later, prose


def test_what_is_added_is_found_and_what_is_asked_changes_nothing() -> None:
    index = Index()
    first = index.add("urn:a", prose(1), publisher="Agency", received=later(0))
    size = index.size
    asked = index.query(prose(1) + " Ends.", publisher="Paper")
    assert (asked.kind, asked.of, asked.story, asked.reprint) == ("near", "urn:a", first.story, True)
    assert (index.size, index.count, index.query(prose(2)).kind) == (size, 1, "new")
    update = index.add("urn:a", prose(1) + " " + prose(9, 5), received=later(1))
    assert (update.kind, len(update.changed)) == ("update", 5)
    corrected = index.add("urn:b", prose(1) + " Now.", headline="CORRECTED-Bus overturns", publisher="Agency", received=later(2))
    assert corrected.kind == "correction"


def test_an_index_comes_back_from_its_file_and_goes_on(tmp_path: Path) -> None:
    index, path = Index(timedelta(days=2), limit=10_000_000), tmp_path / "deep" / "articles.npz"
    for n in range(20):
        index.add(f"urn:{n}", prose(n), received=later(n))
    index.save(path)
    index.save(path)
    again = Index.load(path)
    assert (again.count, again.offset, again.window, again.limit) == (20, 20, timedelta(days=2), 10_000_000)
    assert again.query(prose(3)).of == "urn:3"
    assert again.add("urn:x", prose(3), received=later(21)) == index.add("urn:x", prose(3), received=later(21))
    assert [file.name for file in path.parent.iterdir()] == ["articles.npz"], "nothing is left beside it"


def test_every_byte_of_a_file_counts(tmp_path: Path) -> None:
    index, path = Index(), tmp_path / "articles.npz"
    index.add("urn:a", prose(1, 3), received=later(0))
    index.save(path)
    whole = path.read_bytes()
    kept = Index.load(path).snapshot()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            found = Index.load(path)
        except Malformed:
            continue
        assert found.snapshot() == kept, f"byte {at} is not looked at, so it must not matter"


def test_the_limit_holds_and_is_the_same_for_a_replica_that_was_restored() -> None:
    index = Index(limit=200_000)
    for n in range(400):
        index.add(f"urn:{n}", prose(n, 30), received=later(n / 100))
        assert index.size < 210_000
        if n == 250:
            twin = Index.restore(index.snapshot())
        if n > 250:
            twin.add(f"urn:{n}", prose(n, 30), received=later(n / 100))
    assert index.let_go == twin.let_go > 0
    assert (index.size, index.oldest, index.count) == (twin.size, twin.oldest, twin.count)
    assert index.query(prose(399, 30)).of == "urn:399"
    assert index.query(prose(0, 30)).of is None
