"""The scorer of feedparser's files: what it judges, what it counts apart, and that it executes nothing."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from streams.evaluation.feeds.expectation import Condition, conditions
from streams.evaluation.feeds.files import ARCHIVE, evaluate, judge


def file(expect: str, item: str = "<title>Ferry &amp;amp; crew</title><pubDate>Tue, 03 Feb 2026 10:00:00 GMT</pubDate>") -> bytes:
    comment = f"<!--\nDescription: a test\nExpect:      {expect}\n-->\n"
    return f"{comment}<rss><channel><title>W</title><item>{item}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    ("expect", "right"),
    [
        ("not bozo and entries[0]['title'] == 'Ferry &amp; crew'", True),
        ("not bozo and entries[0].title == 'Ferry'", False),
        ("entries[0]['published_parsed'] == (2026, 2, 3, 10, 0, 0, 1, 34, 0)", True),
        ("entries[0]['published_parsed'] == (2026, 2, 3, 11, 0, 0, 1, 34, 0)", False),
        ("feed['title'] == 'W' and entries[0]['title'] == 'Ferry & crew'", True),
        ("entries[1]['title'] == 'Ferry'", False),
        ("not entries[0].has_key('link')", True),
        ("not bozo and encoding == 'utf-8'", None),
        ("entries[0]['where']['type'] == 'Point'", None),
        ("__import__('os').system('touch /tmp/executed')", None),
    ],
)
def test_a_file_is_judged_by_what_an_article_carries(expect: str, right: bool | None) -> None:
    judged = judge("tests/rss/a.xml", file(expect))
    assert judged.right is right
    assert bool(judged.why) is (right is not True)


def test_a_condition_is_data() -> None:
    assert conditions("ord(a['b']) == 5 and not c.has_key('d')") == [
        Condition(path=("a", "b"), call="ord", value=5),
        Condition(path=("c", "d"), has=False),
    ]
    assert not conditions("a['b'")[0].read


def test_the_archive_is_counted(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / ARCHIVE, "w:gz") as archive:
        for name, expect in (("rss/a", "Ferry & crew"), ("rss/b", "Other"), ("sanitize/c", "Ferry & crew")):
            value = file(f"entries[0]['title'] == '{expect}'")
            member = tarfile.TarInfo(f"tests/{name}.xml")
            member.size = len(value)
            archive.addfile(member, io.BytesIO(value))
    figures = evaluate(tmp_path)["figures"]
    assert (figures["files"], figures["judged"], figures["right"], figures["judged without sanitize"]) == (3, 3, 2, 2)
    assert evaluate(tmp_path / "none")["figures"] == {}
