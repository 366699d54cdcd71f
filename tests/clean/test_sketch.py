"""The sketch: what of an article goes into the one order of the world."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
import xxhash

from streams.clean.sketch import SKETCH_VERSION, normal, sketch, word_spans
from streams.messages import CleanArticle, Dropped, Signal, Sketch

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(text: str, **fields: Any) -> CleanArticle:
    return CleanArticle(source="articles/0/1", uri="urn:a", text=text, published=NOON, received=NOON, **fields)


def words(text: str) -> list[str]:
    return [normal(text[start:end]) for start, end in word_spans(text)]


def hashes(value: str, form: str = "<u4") -> list[int]:
    found: list[int] = np.frombuffer(b64decode(value), dtype=form).tolist()
    return found


def hashed(*expected: str, mask: int = 0xFFFFFFFF) -> list[int]:
    return [xxhash.xxh3_64_intdigest(word.encode()) & mask for word in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s “done” – he said", ["it's", "done", "he", "said"]),
        ('It\'s "done"-he said', ["it's", "done", "he", "said"]),
        ("1,200 people, 3.5 km, 7.", ["1200", "people", "3.5", "km", "7"]),
        ("U.S.-led 5pm e_mail", ["u", "s", "led", "5", "pm", "e", "mail"]),
        ("Ｆｕｌｌ ﬁre Žižek", ["full", "fire", "žižek"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_are_code_points() -> None:
    text = "😀 Žižek fled"
    assert [text[start:end] for start, end in word_spans(text)] == ["Žižek", "fled"]


def test_a_sketch_holds_hashes_of_words_in_order_and_of_figures_and_names() -> None:
    made = sketch(article("Rain hit Aden and Aden Port. Nine of 1,200 boats sank, said Omar Haddad."))
    assert made.version == SKETCH_VERSION
    assert hashes(made.words)[:3] == hashed("rain", "hit", "aden")
    assert len(hashes(made.words)) == 14
    assert hashes(made.figures, "<u2") == hashed("1200", mask=0xFFFF)
    assert hashes(made.names) == sorted(hashed("aden", "port", "omar", "haddad"))
    assert made.exact == xxhash.xxh3_64_hexdigest(b"rain hit aden and aden port nine of 1200 boats sank said omar haddad")


def test_the_hashes_are_part_of_the_contract() -> None:
    """Hashes of all that is hashed: a change of these needs another SKETCH_VERSION and another topic."""
    made = sketch(article("Rain hit Aden on 3 May."))
    assert (made.exact, made.words) == ("827ed39ad61e4a5b", "WXBtqOCrsbuAxiz27/RTufB0lH7HYAhd")


def test_lead_names_are_those_of_the_first_45_words() -> None:
    made = sketch(article("at Aden " + "word " * 42 + "Basra Cairo"))
    assert hashes(made.lead_names) == sorted(hashed("aden", "basra"))
    assert len(hashes(made.names)) == 3


def test_what_the_index_needs_beside_the_words_goes_along() -> None:
    made = sketch(
        article("Text", version="3", versioned=True, pub_status="canceled", publisher="P", link="https://p.example/1",
                headline="H", refers_to=("urn:b",), signal=Signal(kind="withdrawal", text="KILL"))
    )  # fmt: skip
    assert (made.source, made.uri, made.article_version, made.versioned) == ("articles/0/1", "urn:a", "3", True)
    assert (made.pub_status, made.publisher, made.link, made.headline) == ("canceled", "P", "https://p.example/1", "H")
    assert (made.refers_to, made.signal, made.received, made.dropped) == (("urn:b",), "withdrawal", NOON, False)
    assert Sketch.decode(made.encode()) == made


def test_a_dropped_article_keeps_its_position_without_words() -> None:
    made = sketch(article("Test, please ignore", dropped=Dropped(reason="test", field="text")))
    assert (made.dropped, made.words, made.figures, made.names, made.lead_names) == (True, "", "", "", "")


def test_without_text_the_headline_is_compared() -> None:
    assert sketch(article("", headline="Rain in Aden")).words == sketch(article("Rain in Aden")).words
    assert sketch(article("")).words == ""
