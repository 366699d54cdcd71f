"""The data files hold together."""

from __future__ import annotations

from typing import get_args

import pytest

from streams.detect import heads
from streams.detect.codes import codes_of
from streams.detect.lexicon import lexicon, read_heads
from streams.extract.places import naming
from streams.messages import EventType


def test_the_lexicon_is_wide_and_names_only_what_there_is() -> None:
    book = lexicon()
    assert len(book.verbs) > 600
    assert len(book.nouns) > 500
    assert {s.type for senses in (*book.verbs.values(), *book.nouns.values()) for s in senses} >= set(get_args(EventType))


def test_a_head_in_two_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="post stands in the classes building and idea"):
        read_heads({"building": {"words": "fort post"}, "idea": {"words": "view post"}})


def test_every_type_has_codes() -> None:
    for type_ in get_args(EventType):
        schemes = {code.scheme for code in codes_of(type_, None, "happened", "")}
        assert "IPTC" in schemes
        assert ("quad" in schemes) == (type_ not in ("HAZARD", "ACCIDENT", "HEALTH", "CRIME", "DISRUPTION"))


def test_what_is_remembered_of_names_has_a_bound() -> None:
    for looked_up in (heads.head_of, heads.office):
        assert looked_up.cache_parameters()["maxsize"] == heads.NAMES_KEPT
    for found_in in (naming.country_in, naming.seat_in):
        assert found_in.cache_parameters()["maxsize"]
