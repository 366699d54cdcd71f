"""Live reports: each entry is dated, its time is no part of the text, and what only looks like one is left as it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.clean import clean
from streams.messages import CleanArticle
from tests.clean.articles import read_exactly

SAID = [
    "The police said that two people were killed when the bridge fell into the river.",
    "Divers are looking for a third, who was seen with a dog, the mayor told reporters.",
    "The bridge had been closed to lorries since the floods of last year, the mayor said.",
    "All schools in Arlen will be closed on Tuesday, the governor has said in a statement.",
]


def read(raw: str, published: str | None = "2024-05-01T09:00:00Z") -> CleanArticle:
    fed = {"headline": "Bridge falls at Arlen: live", "text": raw} | ({"published": published} if published else {})
    return read_exactly(**fed, received=datetime(2024, 5, 2, 11, tzinfo=UTC))


def times(article: CleanArticle) -> list[str | None]:
    return [f"{entry.time:%d %H:%M}" if entry.time else None for entry in article.entries]


@pytest.mark.parametrize(
    "stamps",
    [
        ["12:40", "11:15", "10:42", "9:30"],
        ["12:40 GMT", "11:15 GMT", "10:42 GMT", "09:30 GMT"],
        ["13:40 BST", "12.15pm BST", "11:42 BST", "10.30am BST"],
        ["12.40pm", "11.15am", "10.42am", "9:30 a.m."],
        ["May 1, 12:40 UTC", "May 1, 11:15 UTC", "May 1, 10:42 UTC", "May 1, 9:30 UTC"],
        ["8:40 AM EDT", "7:15 AM EDT", "6:42 AM EDT", "5:30 AM EDT"],
    ],
)
def test_stamps_alone_on_their_lines(stamps: list[str]) -> None:
    article = read("\n\n".join(f"{stamp}\n\n{said}" for stamp, said in zip(stamps, SAID, strict=True)))
    assert article.text == "\n\n".join(SAID)
    assert [entry.at for entry in article.entries] == stamps
    assert [article.text[entry.start : entry.end].strip() for entry in article.entries] == SAID
    assert times(article) == ["01 12:40", "01 11:15", "01 10:42", "01 09:30"]


@pytest.mark.parametrize("apart", [" - ", ": ", " — ", " | ", " "])
def test_stamps_before_the_first_sentence(apart: str) -> None:
    stamps = ["09:30", "10:42", "11:15", "12:40"]
    article = read("\n\n".join(f"{stamp}{apart}{said}" for stamp, said in zip(stamps, SAID, strict=True)))
    assert article.text == "\n\n".join(SAID)
    assert [article.text[entry.start : entry.end].strip() for entry in article.entries] == SAID
    assert times(article) == ["01 09:30", "01 10:42", "01 11:15", "01 12:40"]


def test_midnight_and_a_zone_that_means_several() -> None:
    raw = "\n\n".join(f"{stamp}\n\n{said}" for stamp, said in zip(["00:20", "23:50 IST", "23:10", "22:00"], SAID, strict=True))
    assert times(read(raw)) == ["02 00:20", None, "01 23:10", "01 22:00"]


def test_no_entry_is_after_the_record_where_nobody_tells_the_day() -> None:
    raw = "\n\n".join(f"{stamp}\n\n{said}" for stamp, said in zip(["12:40", "10:42", "09:30"], SAID, strict=False))
    article = read(raw, None)
    assert article.published_from == "received"
    assert times(article) == ["01 12:40", "01 10:42", "01 09:30"]


def test_a_live_page() -> None:
    entries = "".join(f"<article><time>{10 + n}:42</time><h2>Entry {n}</h2><p>{said}</p></article>" for n, said in enumerate(SAID))
    page = f"<html><head><title>Bridge falls: live</title></head><body><main>{entries}</main></body></html>"
    article = clean(page.encode(), source="articles/0/0", received=datetime(2024, 5, 2, 20, tzinfo=UTC))
    assert [entry.at for entry in article.entries] == ["10:42", "11:42", "12:42", "13:42"]
    for entry, said in zip(article.entries, SAID, strict=True):
        assert said in article.text[entry.start : entry.end]


@pytest.mark.parametrize(
    "raw",
    [
        "\n\n".join(f"{stamp}\n\n{said}" for stamp, said in zip(["9:30", "12:40"], SAID, strict=False)),
        "\n\n".join(f"{stamp}\n\n{said}" for stamp, said in zip(["12:40", "9:30", "13:15", "8:15"], SAID, strict=True)),
        "\n\n".join(f"{stamp} {said}" for stamp, said in zip(["10.42", "11.15", "12.40", "13.05"], SAID, strict=True)),
        "\n\n".join([*SAID, "10:42", "11:15", "12:40"]),
        "\n\n".join(f"{said} It was 10:42." for said in SAID),
    ],
)
def test_what_is_no_live_report_has_no_entries(raw: str) -> None:
    assert read(raw).entries == ()
