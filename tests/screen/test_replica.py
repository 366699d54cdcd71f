"""The index is a function of the log: not of restarts, redeliveries, or when it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.clean.sketch import sketch
from streams.errors import Malformed
from streams.messages import Dropped, Signal, Sketch
from streams.screen import Found, Index
from streams.screen.postings import RECENT_ROWS
from streams.screen.run import MOST_ROWS
from tests.screen.wire import ONE_HAPPENING, OTHER, Log, article, later, prose

WINDOW = timedelta(days=1)


@st.composite
def logs(draw: st.DrawFn) -> list[Sketch]:
    """Return copies, edits, versions, kills and strangers of a few stories, in words of their own too, over five days; some twice."""
    records: list[Sketch] = []
    hour = 0.0
    for n in range(draw(st.integers(5, 25))):
        hour += draw(st.sampled_from([0.1, 3, 20]))
        if records and draw(st.integers(0, 6)) == 0:
            records.append(draw(st.sampled_from(records)))
            continue
        story = draw(st.integers(1, 4))
        cut = draw(st.sampled_from([0, 0, 40, 100]))
        words = prose(story, 14).split()
        text = " ".join(words[cut:]) + draw(st.sampled_from(["", "", " " + prose(50 + n, 4)]))
        if not draw(st.integers(0, 3)):  # in words of its own, so that only likeness gives it its story
            text = draw(st.sampled_from([*ONE_HAPPENING, OTHER]))
        kind = draw(st.sampled_from([None, None, None, "update", "correction", "withdrawal"]))
        records.append(
            sketch(
                article(
                    text,
                    source=f"articles/0/{n}",
                    uri=f"urn:{draw(st.sampled_from([*range(1, 7), 10 + n, 10 + n]))}",
                    version=str(draw(st.integers(1, 3))),
                    versioned=draw(st.booleans()),
                    publisher=draw(st.sampled_from([None, "Agency", "Paper"])),
                    link=draw(st.sampled_from([None, "https://x.example/a", "https://x.example/b"])),
                    headline=" ".join(words[:7]),
                    signal=Signal(kind=kind, text=kind) if kind else None,
                    refers_to=draw(st.sampled_from([(), (), ("urn:1",)])),
                    received=later(hour),
                )
            )
        )
    return records


def verdicts(records: list[Sketch]) -> list[Found | None]:
    index = Index(WINDOW)
    return [index.apply(offset, record) for offset, record in enumerate(records)]


@settings(max_examples=40, deadline=None)
@given(records=logs(), data=st.data())
def test_a_restored_index_goes_on_as_if_it_had_not_stopped(records: list[Sketch], data: st.DataObject) -> None:
    expected = verdicts(records)
    at = data.draw(st.integers(0, len(records)))
    index = Index(WINDOW)
    for offset, record in enumerate(records[:at]):
        index.apply(offset, record)
    restored = Index.restore(index.snapshot())
    assert (restored.offset, restored.window, restored.stories) == (at, WINDOW, index.stories)
    assert [restored.found(r.source) for r in records] == [index.found(r.source) for r in records]
    assert [restored.apply(at + n, record) for n, record in enumerate(records[at:])] == expected[at:]


def said(found: Found | None) -> Found | None:
    """Return what was found without the offset, which counts the redeliveries before it."""
    return found and replace(found, order=None)


@settings(max_examples=40, deadline=None)
@given(records=logs(), data=st.data())
def test_redeliveries_change_nothing(records: list[Sketch], data: st.DataObject) -> None:
    first: dict[str, Found | None] = {}
    index, twin = Index(WINDOW), Index(WINDOW)
    for offset, record in enumerate(records):
        first[record.source] = index.apply(index.offset, record)
        assert said(twin.apply(offset, record)) == said(first[record.source])
        known = [r for r in records[: offset + 1] if index.found(r.source) is not None]
        for again in data.draw(st.lists(st.sampled_from(known), max_size=2)) if known else []:
            before = index.found(again.source)
            assert index.apply(index.offset, again) == before, "its position in the global order too"
            assert said(before) == said(twin.found(again.source))


@settings(max_examples=10, deadline=None)
@given(records=logs())
def test_reading_the_log_from_an_earlier_offset_changes_nothing(records: list[Sketch]) -> None:
    index = Index(WINDOW)
    for offset, record in enumerate(records):
        index.apply(offset, record)
    size = index.size
    for offset, record in enumerate(records):
        known = index.found(record.source)
        assert index.apply(offset, record) == known, "None where its day is gone"
    assert (index.offset, index.size) == (len(records), size)


def test_the_layout_of_the_postings_does_not_show() -> None:
    """More rows than are sorted at once, and more of one key than are given."""
    records = [
        sketch(article(prose(1, 4) + f" {n} " + prose(n, 12), source=str(n), received=later(n / 100))) for n in range(RECENT_ROWS + 90)
    ]
    assert len(records) > MOST_ROWS
    expected = verdicts(records)
    index = Index(WINDOW)
    for offset, record in enumerate(records):
        if offset % 50 == 0:
            index = Index.restore(index.snapshot())
        assert index.apply(offset, record) == expected[offset]


def test_what_was_found_can_be_asked_for_later() -> None:
    log = Log()
    relation = log.put(article(prose(1), source="articles/3/17"))
    found = log.index.found("articles/3/17")
    assert found is not None
    assert found.relation == relation
    assert log.index.found("articles/3/18") is None
    assert log.index.offset == 1


def test_offsets_may_have_gaps() -> None:
    index = Index()
    index.apply(41, sketch(article(prose(1))))
    assert index.offset == 42


def test_a_dropped_article_has_no_relation_and_leaves_no_trace() -> None:
    index = Index()
    test = article(prose(1), uri="urn:test", dropped=Dropped(reason="test", field="headline"))
    assert index.apply(0, sketch(test)) is None
    assert (index.offset, index.size, index.found(test.source)) == (1, 0, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": 99}, "version"),
        ({"words": "abc"}, "words"),
        ({"names": "AAA="}, "names"),
        ({"exact": "x"}, "exact"),
    ],
)
def test_a_sketch_that_cannot_be_read_is_refused_and_the_log_goes_on(changes: dict[str, Any], field: str) -> None:
    index = Index()
    with pytest.raises(Malformed) as caught:
        index.apply(0, sketch(article(prose(1))).with_(**changes))
    assert caught.value.field == field
    assert (index.offset, index.size) == (1, 0)


@pytest.mark.parametrize("value", [b"", b"PK", b"\x93NUMPY", Index().snapshot()[:-30], Index().snapshot()[30:]])
def test_a_broken_snapshot_is_refused(value: bytes) -> None:
    with pytest.raises(Malformed):
        Index.restore(value)


def test_a_snapshot_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.screen.snapshot.SNAPSHOT_VERSION", 0)
    value = Index().snapshot()
    monkeypatch.undo()
    with pytest.raises(Malformed, match="version 0"):
        Index.restore(value)


def test_an_article_takes_a_kilobyte_and_a_repeat_a_quarter() -> None:
    texts = Index()
    for n in range(200):
        texts.apply(n, sketch(article(prose(n, 30), uri=f"urn:{n}")))
    assert texts.size / 200 < 1100
    both = Index.restore(texts.snapshot())
    for n in range(200):
        both.apply(200 + n, sketch(article(prose(n, 30), uri=f"urn:copy:{n}")))
    assert (both.size - texts.size) / 200 < 300
