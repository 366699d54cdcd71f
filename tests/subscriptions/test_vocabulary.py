"""The words that a subscription may use are those that the pipeline gives."""

from __future__ import annotations

import json
import tomllib

import pytest

from streams.detect.types import types
from streams.subscriptions.vocabulary import MODES, TYPES, countries, country_of, nearest
from tests.subscriptions.build import ROOT, demo_alerts


def test_the_modes_are_those_of_the_lexicon_and_of_the_event_reader() -> None:
    given = {"seize-state", "martial-law"}  # what detect makes of a seizure by its actors, and its table of severities
    for path in sorted((ROOT / "streams" / "detect" / "data").glob("*.toml")):
        given |= set(modes(tomllib.loads(path.read_text("utf-8"))))
    given |= set(json.loads((ROOT / "streams" / "model" / "weights" / "streams_reader" / "events.json").read_text("utf-8"))["modes"])
    assert given - {"", "none"} == MODES


def modes(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["mode"]] if isinstance(node.get("mode"), str) else []
        return own + [mode for below in node.values() for mode in modes(below)]
    return [mode for below in node for mode in modes(below)] if isinstance(node, list) else []


def test_every_word_of_the_demo_is_known() -> None:
    for alert in demo_alerts():
        assert alert.type in TYPES
        assert alert.mode is None or alert.mode in MODES
        assert alert.place is None or alert.place.country is None or alert.place.country in countries()
    assert set(types()) == TYPES


@pytest.mark.parametrize(
    ("word", "code"),
    [("UA", "UKR"), ("ukraine", "UKR"), ("Ukrain", "UKR"), ("XK", "XKX"), ("no", "NOR"), ("UKA", "UKR"), ("Kongo-Kinshasa", "COD")],
)
def test_a_country_is_known_by_what_people_write(word: str, code: str) -> None:
    assert country_of(word) == code


def test_codes_are_those_of_today() -> None:
    assert len(countries()) > 240
    assert {"UKR", "IRQ", "SSD", "XKX", "PSE", "TWN"} <= set(countries())
    assert not {"SUN", "YUG", "DDR", "ZAR"} & set(countries())
    assert country_of("Atlantis-upon-Sea") is None


def test_the_nearest_word_is_found_in_whatever_case() -> None:
    assert nearest("asault", TYPES) == "ASSAULT"
    assert nearest("quite another thing", TYPES) is None
