"""`streams trace`: a person sees what each stage made of an article, and what an article without an alert waits for."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.commands.face import called

TEXT = "LYON, Dec. 19 (Agency) - Three people were killed when a bomb went off outside a police station in Lyon, officials said."


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("EMBARGOED UNTIL 0001 GMT DEC 20: Blast kills three", "waits for the end of its embargo: 2026-12-20T00:01:00+00:00"),
        ("HOLD FOR RELEASE: Blast kills three", "waits for a person: HOLD FOR RELEASE"),
    ],
)
def test_it_says_what_an_article_waits_for(headline: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(orjson.dumps({"uri": "urn:a", "headline": headline, "text": TEXT}))
    assert said in called("trace", "--published", "2026-12-19T08:00:00Z", str(file)).output


def test_it_shows_the_alert_of_one_that_waits_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(orjson.dumps({"uri": "urn:a", "headline": "Blast kills three", "text": TEXT}))
    shown = called("trace", "--published", "2026-12-19T08:00:00Z", str(file)).output
    assert "alert: 1" in shown
    assert "waits" not in shown
