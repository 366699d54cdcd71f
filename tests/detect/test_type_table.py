"""The table of types is whole, and refuses what does not fit."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

import streams.alert
import streams.detect
from streams.detect.types import kind_of, read_types, same_family, types
from streams.messages import EventType


def table() -> dict[str, Any]:
    return tomllib.loads((files("streams.detect") / "types.toml").read_text(encoding="utf-8"))


def test_every_type_has_an_entry() -> None:
    assert set(types()) == set(get_args(EventType))


def test_a_missing_or_unknown_type_is_refused() -> None:
    whole = table()
    with pytest.raises(ValueError, match="HAZARD"):
        read_types({name: entry for name, entry in whole.items() if name != "HAZARD"})
    with pytest.raises(ValueError, match="METEOR"):
        read_types({**whole, "METEOR": whole["HAZARD"]})


def test_a_field_that_there_is_not_is_refused() -> None:
    whole = table()
    with pytest.raises(TypeError, match="weather"):
        read_types({**whole, "HAZARD": {**whole["HAZARD"], "weather": True}})


def test_families() -> None:
    assert same_family("ASSAULT", "CRIME")
    assert same_family("AID", "AID")
    assert not same_family("AID", "SANCTION")
    assert kind_of("HEALTH").slack.days == 21


def test_no_set_of_types_stands_in_the_code() -> None:
    names = "|".join(get_args(EventType))
    row = re.compile(rf'"(?:{names})",\s*"(?:{names})"')
    for room in (streams.detect, streams.alert):
        for file in Path(room.__path__[0]).glob("*.py"):
            assert not row.search(file.read_text(encoding="utf-8")), file


def test_detect_holds_no_pattern_over_text() -> None:
    for file in Path(streams.detect.__path__[0]).glob("*.py"):
        assert not re.search(r"^import re\b|from re import|streams\.extract", file.read_text(encoding="utf-8"), re.M), file
