"""Files to records: what each form gives, and the key that holds versions of an article together."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import orjson
import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from streams.errors import Usage
from streams.feeds.documents import LARGEST_BYTES, Item, items

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>W</title><item><guid>urn:1</guid><title>A</title></item></channel></rss>'


def written(folder: Path, name: str, value: bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(value)
    return str(path)


def values(path: str) -> list[bytes]:
    return [item.value for item in items(path)]


@pytest.mark.parametrize("suffix", ["jsonl", "NDJSON"])
def test_each_line_is_an_item_named_by_its_number(suffix: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"wire.{suffix}", b'{"uri":"a"}\n\n  \n{broken\r\n{"uri":"b"}')
    assert [(item.value, item.name) for item in items(path)] == [
        (b'{"uri":"a"}', f"{path}:1"),
        (b"{broken", f"{path}:4"),
        (b'{"uri":"b"}', f"{path}:5"),
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a"])
def test_any_other_file_is_one_item_byte_for_byte(name: str, tmp_path: Path) -> None:
    value = b'{\n"text": "two\nlines \xff"}\n'
    path = written(tmp_path, name, value)
    assert list(items(path)) == [Item(value, path)]


@pytest.mark.parametrize("name", ["feed.xml", "feed.txt"])
def test_a_feed_document_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, FEED)
    (item,) = items(path)
    assert item.name == f"{path}#1"
    assert orjson.loads(item.value)["uri"] == "urn:1"


def test_a_folder_is_read_in_order_and_other_files_left(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.json", "a/y.jsonl", "c.png", "d.py"):
        written(tmp_path, name, name.encode())
    assert values(str(tmp_path)) == [b"a/y.jsonl", b"a/z.json", b"b.txt"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="nowhere: no such file or folder"):
        list(items(str(tmp_path / "nowhere")))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'{"uri":"a"}\n{"uri":"b"}\nnot json\n', [b'{"uri":"a"}', b'{"uri":"b"}', b"not json"]),
        (b'{\n "uri": "a"\n}\n', [b'{\n "uri": "a"\n}\n']),
        (b"Plain text\nof two lines\n", [b"Plain text\nof two lines\n"]),
        (FEED, [b'{"uri":"urn:1","headline":"A","publisher":"W"}']),
        (b"", []),
    ],
)
def test_standard_input_is_lines_or_one_document(value: bytes, expected: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(value)))
    assert values("-") == expected


def test_lines_of_standard_input_are_given_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        """A stream of one line after another; a reader that waits for the end never returns."""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            buffer[:3] = b"{}\n"
            return 3

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Endless(), 3)))
    stream = items("-")
    assert [next(stream).name for _ in range(3)] == ["-:1", "-:2", "-:3"]


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ({"id": "i", "url": "u", "link": "l", "uri": "x"}, b"x"),
        ({"id": "i", "url": "u", "link": "l"}, b"l"),
        ({"id": "i", "url": "u"}, b"u"),
        ({"uri": 5, "id": "é"}, "é".encode()),
    ],
)
def test_the_key_is_the_uri_or_what_stands_in_for_it(document: dict[str, object], key: bytes) -> None:
    assert Item(orjson.dumps(document), "x").key == key


@pytest.mark.parametrize("value", [b"plain", b'["uri"]', b"{}", b'"uri"', b"\xff"])
def test_what_has_no_uri_is_keyed_by_its_bytes(value: bytes) -> None:
    assert Item(value, "x").key == xxhash.xxh3_64_hexdigest(value).encode()


@given(st.binary())
def test_any_bytes_have_a_key(value: bytes) -> None:
    assert Item(value, "x").key == Item(value, "y").key != b""


class Endless(io.RawIOBase):
    """A stream that never ends a line and counts the bytes that were taken of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b"x" * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(endless)))
    with pytest.raises(Usage, match=r"^-:1: more than 10,000,000 bytes"):
        list(items("-"))
    assert endless.taken < 2 * LARGEST_BYTES


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("a.txt", b"x" * (LARGEST_BYTES + 1), "a.txt"),
        ("a.jsonl", b'{"uri":"a"}\n' + b"x" * (LARGEST_BYTES + 1), "a.jsonl:2"),
    ],
)
def test_what_is_too_large_for_the_topic_is_said_with_where_it_stands(name: str, value: bytes, where: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, value)
    with pytest.raises(Usage, match=rf"{where}: more than 10,000,000 bytes"):
        values(path)


@pytest.mark.parametrize("value", [b"[" * 100_000, b'{"uri":' * 100_000, b'{"uri":"' + b"\xff" * 10])
def test_a_key_is_made_of_any_bytes(value: bytes) -> None:
    assert Item(value, "x").key == xxhash.xxh3_64_hexdigest(value).encode()


def test_message_of_several_items_is_split(tmp_path: Path) -> None:
    item = '<newsItem guid="urn:a:{}" version="1"><itemMeta><itemClass qcode="ninat:{}"/></itemMeta></newsItem>'
    inner = item.format(1, "text") + item.format(2, "picture") + item.format(3, "text")
    path = tmp_path / "m.xml"
    path.write_text(f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inner}</itemSet></newsMessage>')
    found = list(items(str(path)))
    assert [item.name for item in found] == [f"{path}#1", f"{path}#2"]
    assert b"urn:a:1" in found[0].value
    assert b"urn:a:3" in found[1].value
