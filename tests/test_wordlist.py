"""Word lists: how a list is read, and that the bundled ones say what they are for and name each word once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.wordlist import entries, keys, read

ROOT = Path(__file__).parents[1] / "streams"
LISTS = (
    "clean/data/agencies.toml",
    "extract/data/aliases.toml",
    "extract/data/clauses.toml",
    "extract/data/countries.toml",
    "extract/data/events.toml",
    "extract/data/names.toml",
    "extract/data/places.toml",
    "detect/data/actors.toml",
    "detect/data/heads.toml",
    "detect/data/topics.toml",
    "detect/data/words.toml",
    "screen/data/stopwords.toml",
    "screen/data/words.toml",
)
REMARKED = tuple(path for path in LISTS if path not in ("detect/data/actors.toml", "detect/data/heads.toml", "detect/data/topics.toml"))
"""The files of which each list needs a remark of its own: in the others all lists are for one thing, which stands at the head."""


def lists(table: Any, *path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each list of a file with the keys that lead to it; a single text such as `kind = "group"` is a list of one."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from lists(value, *path, key)
    elif isinstance(table, str) or all(isinstance(entry, str) for entry in table):
        yield ".".join(path), entries(table)
    else:
        for number, row in enumerate(table):
            yield from lists(row, *path, str(number))


def unexplained(text: str) -> list[str]:
    """Return the keys of lists that have no remark right above, but for those of a table that has one."""
    found, before, within = [], "", False
    opens = re.compile(r"\[(\w+)\]|([\w-]+|\".+?\") = ")
    for line in text.splitlines():
        if match := opens.match(line):
            said = before.startswith("#")
            if match[1]:
                within = said
            elif not said and not within:
                found.append(match[2])
        before = line
    return found


@given(st.lists(st.lists(st.text("abcé.'-,", min_size=1), min_size=1, max_size=3).map(" ".join)))
def test_a_list_is_read_as_it_was_written(words: list[str]) -> None:
    written = "\n".join(word.replace(" ", "_") for word in words)
    assert entries(written) == entries(words) == tuple(words)
    assert keys(written) == keys(words) == tuple(word.replace(" ", "_") for word in words)


def test_a_file_is_read_by_room_and_name() -> None:
    assert "take control" in entries(read("extract", "events")["light_pairs"])
    assert "security_force" in keys(read("detect", "heads")["police"]["words"])


def test_a_list_that_stands_twice_in_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room" / "data").mkdir(parents=True)
    (tmp_path / "room" / "data" / "twice.toml").write_text('kinds = "city"\nkinds = "town"\n')
    monkeypatch.setattr("streams.wordlist.files", lambda package: tmp_path)
    with pytest.raises(tomllib.TOMLDecodeError, match="Cannot overwrite"):
        read("room", "twice")


@pytest.mark.parametrize("path", LISTS)
def test_no_list_names_a_word_twice(path: str) -> None:
    found = dict(lists(tomllib.loads((ROOT / path).read_text("utf-8"))))
    assert found
    assert {
        name: sorted({word for word in words if words.count(word) > 1}) for name, words in found.items() if len(set(words)) < len(words)
    } == {}


@pytest.mark.parametrize("path", REMARKED)
def test_each_list_says_what_it_is_for(path: str) -> None:
    assert unexplained((ROOT / path).read_text("utf-8")) == []
