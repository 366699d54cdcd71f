"""Tests of the agency that a page credits with its text."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest

from streams.clean import clean
from streams.clean.boilerplate.wire import wire_of
from streams.messages import Cut

BODY = (
    "Three people were killed on Monday when a bus overturned near the old market in Lagos, police said. "
    "The driver was taken to hospital, and a second vehicle was damaged. An inquiry has been ordered by the state's governor."
)


def wire(text: str, **fields: str) -> str | None:
    value = orjson.dumps({"uri": "urn:a", "text": text, "publisher": "The Paper", **fields})
    return clean(value, source="articles/0/0", received=datetime(2026, 3, 2, tzinfo=UTC)).wire


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"LAGOS, March 2 (Reuters) - {BODY}", "Reuters"),
        (f"LAGOS (AP) — {BODY}", "AP"),
        (f"LAGOS, March 2 (Agence France-Presse) - {BODY}", "AFP"),
        (f"Lagos [Nigeria], March 2 (ANI): {BODY}", "ANI"),
        (f"LAGOS, March 2 (Coast Wire) - {BODY}", "Coast Wire"),
        (BODY, None),
        (f"LAGOS, Nigeria — {BODY}", None),
    ],
)
def test_a_credit_names_the_agency(text: str, expected: str | None) -> None:
    assert wire(text) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"by": "Associated Press"}, "AP"),
        ({"by": "Jane Doe, Associated Press"}, "AP"),
        ({"by": "Reuters Staff"}, "Reuters"),
        ({"by": "Jane Doe"}, None),
        ({"by": "App Desk"}, None),
        ({"publisher": "The Associated Press"}, "AP"),
        ({"publisher": "Reuters"}, "Reuters"),
        ({"publisher": "Spa Magazine"}, None),
    ],
)
def test_a_byline_or_a_publisher_may_be_the_agency(fields: dict[str, str], expected: str | None) -> None:
    assert wire(BODY, **fields) == expected


@pytest.mark.parametrize(("said", "expected"), [(" (AFP)", "AFP"), (" -PTI", "PTI"), (" (Reporting by Jane Doe)", None), (" - ends", None)])
def test_a_sign_off_may_name_it_too(said: str, expected: str | None) -> None:
    assert wire_of([Cut(start=9, end=9 + len(said), rule="sign-off", text=said)], None, None) == expected
