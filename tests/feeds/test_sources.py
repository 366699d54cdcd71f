"""Sources as a file, as a topic, as OPML; which is polled when."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.errors import Malformed, Usage
from streams.feeds.opml import read_opml, write_opml
from streams.feeds.source import MOST, Source, read_source, write_source
from streams.feeds.source_file import SourceFile, load_sources, read_sources
from streams.feeds.source_log import Sources
from streams.feeds.state import State
from streams.feeds.timetable import due, health_of
from streams.visible import line
from tests.feeds.site import NOON

DEPLOYED = Path(__file__).parents[2] / "deploy" / "sources.toml"
NAMES = st.text(st.characters(categories=("L", "N", "P", "S"), max_codepoint=0xFFFF), min_size=1, max_size=20)
SOURCES = st.builds(
    Source,
    address=st.from_regex(r"https?://[a-z]{1,10}\.example/[a-z0-9?=&]{0,10}", fullmatch=True),
    kind=st.sampled_from(["feed", "sitemap"]),
    name=st.none() | NAMES,
    publisher=st.none() | NAMES,
    language=st.none() | st.sampled_from(["en", "pt-BR"]),
    country=st.none() | st.sampled_from(["FRA", "BRA"]),
    full_text=st.booleans(),
    at_least=st.sampled_from([timedelta(minutes=1), timedelta(minutes=90)]),
    at_most=st.sampled_from([timedelta(hours=2), MOST]),
    enabled=st.booleans(),
)


@given(SOURCES)
def test_a_source_comes_back_from_json_as_it_was(source: Source) -> None:
    assert read_source(write_source(source)) == source


@given(st.lists(SOURCES, max_size=4, unique_by=lambda source: source.address))
def test_feeds_come_back_from_opml(sources: list[Source]) -> None:
    found, wrong = read_opml(write_opml(sources).decode(), "list.opml")
    assert not wrong
    assert [(each.address, each.name, each.language) for each in found] == [
        (each.address, line(each.name or each.address), each.language) for each in sources
    ]


@pytest.mark.parametrize(
    ("document", "field", "words"),
    [
        ({}, "address", "write an http or https address"),
        ({"address": 4}, "address", "write an http or https address"),
        ({"address": "rhone.example/feed"}, "address", "or the whole path of a folder"),
        ({"address": "ftp://rhone.example/feed"}, "address", "http or https"),
        ({"address": "https://"}, "address", "http or https"),
        ({"address": "https://a b.example/"}, "address", "no blanks or controls"),
        ({"address": "https://rhone.example:x/"}, "address", "no address"),
        ({"address": "https://desk:secret@rhone.example/"}, "address", "would stand in lists and logs"),
        ({"address": "https://rhone.example/" + "x" * 2_100}, "address", "at most 2,048"),
        ({"address": "https://rhone.example/", "kind": "page"}, "kind", "write feed, sitemap or folder"),
        ({"address": "https://rhone.example/", "kind": "folder"}, "kind", "a folder has a path"),
        ({"address": "/wire", "kind": "feed"}, "kind", "a folder has a path"),
        ({"address": "https://rhone.example/", "every": "10"}, "every", "such as 10m"),
        ({"address": "https://rhone.example/", "every": "10s"}, "every", "from 1m to 6h"),
        ({"address": "https://rhone.example/", "every": "1d"}, "every", "from 1m to 6h"),
        ({"address": "https://rhone.example/", "every": "10m", "atMost": "1h"}, "every", "stands for both"),
        ({"address": "https://rhone.example/", "atLeast": "2h", "atMost": "1h"}, "atLeast", "2h is more than `atMost`, 1h"),
        ({"address": "https://rhone.example/", "country": "FR"}, "country", "three capital letters"),
        ({"address": "https://rhone.example/", "language": "english language"}, "language", "a language tag"),
        ({"address": "https://rhone.example/", "name": ""}, "name", "1 to 250 characters"),
        ({"address": "https://rhone.example/", "enabled": "yes"}, "enabled", "write true or false"),
        ({"address": "https://rhone.example/", "fulltext": True}, "fulltext", "there is no such field"),
    ],
)
def test_a_mistake_names_the_field_and_says_what_to_do(document: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Malformed) as caught:
        read_source(document)
    assert caught.value.field == field
    assert words in caught.value.message
    assert "secret" not in str(caught.value)


def test_a_path_is_a_folder() -> None:
    source = read_source({"address": "/data/my wire"})
    assert source.kind == "folder"
    assert source.address == "file:///data/my%20wire"
    assert source.folder == Path("/data/my wire")


LIST = """# our sources
[[source]]
address = "https://rhone.example/feed"
full_text = true

[[source]]
name = "Lost"

[[source]]
address = "https://loire.example/feed"
every = "10"
  "country" = "fr"

[[source]]
address = "https://rhone.example/feed"
"""


def test_mistakes_of_a_file_name_its_lines() -> None:
    sources, mistakes = read_sources(LIST, "sources.toml")
    assert list(sources) == ["https://rhone.example/feed"]
    assert sources["https://rhone.example/feed"].full_text
    assert [str(mistake) for mistake in mistakes] == [
        "sources.toml:6: source[1].address: write an http or https address, or the path of a folder",
        "sources.toml:11: source[2].every: '10': write a time from 1m to 6h, such as 10m or 1h30m",
        "sources.toml:15: source[3].address: https://rhone.example/feed stands in this file twice: take one of them out",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[source]]\naddress = "x', "sources.toml:2: no TOML"),
        ("[source]\naddress = 'https://rhone.example/'", "sources.toml:1: source: write [[source]] before each source"),
        ("[[sources]]\n", "sources.toml:1: sources: write [[source]] before each source"),
        ("source = 4", "sources.toml:1: source: write [[source]]"),
    ],
)
def test_a_file_of_another_form(text: str, words: str) -> None:
    sources, mistakes = read_sources(text, "sources.toml")
    assert not sources
    assert str(mistakes[0]).startswith(words)


def test_a_file_is_read_again_when_it_changes_and_a_mistake_leaves_what_was_in_force(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[[source]]\naddress = "https://rhone.example/feed"\n')
    file = SourceFile(path)
    assert list(file.now()) == ["https://rhone.example/feed"]
    path.write_text('[[source]]\naddress = "https://rhone.example/other"\n')
    assert list(file.now()) == ["https://rhone.example/other"]
    path.write_text("[[source]]\naddress = 4\n")
    assert list(file.now()) == list(file.now()) == ["https://rhone.example/other"]
    assert caplog.text.count("sources.toml:2: source[0].address") == 1
    path.unlink()
    assert list(file.now()) == ["https://rhone.example/other"]


@pytest.mark.parametrize("content", [b"[[source]]", b"\xff", None])
def test_a_file_with_a_mistake_at_the_start_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Usage, match=r"STREAMS_SOURCES: .*sources\.toml"):
        SourceFile(path).now()


def test_without_a_file_there_are_no_sources_of_it() -> None:
    assert SourceFile(None).now() == {}


def test_the_sample_list_is_in_order_and_switched_off() -> None:
    sources, mistakes = load_sources(DEPLOYED)
    assert not mistakes
    assert len(sources) == 40
    assert not any(source.enabled for source in sources.values())
    assert all(source.name and source.country for source in sources.values())
    assert tomllib.loads(DEPLOYED.read_text("utf-8"))["source"]


def test_a_source_of_the_topic_goes_before_one_of_the_file() -> None:
    found = Sources(listed={"https://a.example/": Source("https://a.example/"), "https://b.example/": Source("https://b.example/")})
    assert found.apply(b"source/https://a.example/", b'{"address":"https://a.example/","enabled":false}') == (
        "source",
        "https://a.example/",
    )
    assert [(source.address, source.enabled) for source in found] == [("https://a.example/", False), ("https://b.example/", True)]
    found.apply(b"source/https://a.example/", None)
    assert [source.enabled for source in found] == [True, True]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (None, b"{}"), (b"", b"{}"), (b"source/", b"{}"), (b"other/x", b"{}"), (b"source/x", b"{"), (b"source/x", b"[]"),
        (b"source/x", b"{}"), (b"seen/x", b'{"seen":[1]}'), (b"state/x", b"4"), (b"\xff/x", b"{}"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_passed_over(key: bytes | None, value: bytes) -> None:
    found = Sources()
    assert found.apply(key, value) is None
    assert list(found) == []
    assert found.state("x") == State()


def test_a_state_that_cannot_be_read_is_a_new_one(caplog: pytest.LogCaptureFixture) -> None:
    found = Sources(states={"x": {"due": "soon"}})
    assert found.state("x") == State()
    assert "no state of a source" in caplog.text


def test_of_one_host_one_source_is_polled_at_a_time_the_longest_overdue_first() -> None:
    sources = [Source(f"https://{host}.example/{path}") for host in "abc" for path in "123"]
    states = {source.address: State(due=NOON - timedelta(minutes=int(source.address[-1]))) for source in sources}
    assert [source.address for source in due(sources, states, [], NOON)] == [f"https://{host}.example/3" for host in "abc"]
    assert [source.address for source in due(sources, states, ["a.example", "b.example"], NOON)] == ["https://c.example/3"]
    assert len(due(sources, states, [], NOON, most=2)) == 2


def test_who_is_off_gone_or_not_due_is_not_polled() -> None:
    source = Source("https://a.example/")
    assert due([source], {}, [], NOON) == [source]
    assert due([replace(source, enabled=False)], {}, [], NOON) == []
    assert due([source], {source.address: State(gone=True)}, [], NOON) == []
    assert due([source], {source.address: State(due=NOON + timedelta(seconds=1))}, [], NOON) == []


def test_a_source_that_has_moved_counts_at_its_new_host() -> None:
    source = Source("https://a.example/")
    moved = {source.address: State(moved="https://b.example/")}
    assert due([source], moved, ["b.example"], NOON) == []
    assert due([source], moved, ["a.example"], NOON) == [source]


@pytest.mark.parametrize(
    ("source", "state", "word"),
    [
        (Source("x", enabled=False), State(), "off"), (Source("x"), State(), "new"), (Source("x"), State(read=NOON), "well"),
        (Source("x"), State(read=NOON, ill=NOON), "ill"), (Source("x"), State(gone=True, ill=NOON), "gone"),
    ],
)  # fmt: skip
def test_health_in_a_word(source: Source, state: State, word: str) -> None:
    assert health_of(source, state) == word


@pytest.mark.parametrize("text", ["", "<rss/>", "no XML", "<opml><body>"])
def test_what_is_no_opml_is_said(text: str) -> None:
    with pytest.raises(Usage, match=r"list\.opml: "):
        read_opml(text, "list.opml")


def test_opml_with_folders_doubles_and_mistakes() -> None:
    text = """<opml version="1.0"><body><outline text="News">
<outline text="Rhone &amp; Co" xmlUrl="https://rhone.example/feed" language="fr"/><outline title="Again" xmlUrl="https://rhone.example/feed"/>
<outline text="Old" xmlUrl="feed://old.example/"/></outline></body></opml>"""
    found, wrong = read_opml(text, "list.opml")
    assert found == [Source("https://rhone.example/feed", name="Rhone & Co", language="fr")]
    assert wrong == ["list.opml:3: address: write an http or https address, or the whole path of a folder (/data/wire)"]
