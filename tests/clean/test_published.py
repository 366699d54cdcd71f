"""The article's own time: the feeder's, else the dateline's day, else the page's; and who says so is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from streams.clean.dates import Moment, read_day
from streams.messages import CleanArticle
from tests.clean import articles

REST = "Two people were killed when a bridge fell into the river on Monday, the police said in a statement."
FED = json.dumps({"text": f"KABUL, Dec 31 (Agency) - {REST}", "published": "2023-12-30T08:00:00Z"})
RECEIVED = datetime(2024, 1, 2, 10, tzinfo=UTC)


def read(value: str) -> CleanArticle:
    return articles.read(value, received=RECEIVED)


def page(dateline: str, time: str) -> str:
    return f'<html><head><meta property="article:published_time" content="{time}"></head><body><p>{dateline}{REST}</p></body></html>'


@pytest.mark.parametrize(
    ("value", "published", "origin"),
    [
        (FED, datetime(2023, 12, 30, 8), "feeder"),
        (f"KABUL, Dec 31 (Agency) - {REST}", datetime(2023, 12, 31), "dateline"),
        (f"New Delhi [India], January 2 (Agency): {REST}", datetime(2024, 1, 2), "dateline"),
        (page("KABUL, Dec 31 (Agency) - ", "2023-06-01T08:00:00Z"), datetime(2023, 12, 31), "dateline"),
        (page("KABUL, Dec 31 (Agency) - ", "2023-12-31T08:00:00Z"), datetime(2023, 12, 31, 8), "page"),
        (page("", "2023-06-01T08:00:00Z"), datetime(2023, 6, 1, 8), "page"),
        (REST, datetime(2024, 1, 2, 10), "received"),
        (f"KABUL (Agency) - {REST}", datetime(2024, 1, 2, 10), "received"),
    ],
)
def test_published(value: str, published: datetime, origin: str) -> None:
    article = read(value)
    assert (article.published, article.published_from) == (published.replace(tzinfo=UTC), origin)


def test_days() -> None:
    assert read_day("Feb 29", RECEIVED) is None
    assert read_day("28 August 2021", RECEIVED) == datetime(2021, 8, 28, tzinfo=UTC)
    assert read_day("Aug 28, 2031", RECEIVED) is None


@pytest.mark.parametrize(
    ("written", "read_as", "precision"),
    [
        ("2023", datetime(2023, 1, 1), "year"),
        ("2023-06", datetime(2023, 6, 1), "month"),
        ("2023-06-30", datetime(2023, 6, 30), "day"),
        ("20230630", datetime(2023, 6, 30), "day"),
        ("2023-06-30T08:05", datetime(2023, 6, 30, 8, 5), "minute"),
        ("2023-06-30T08:05Z", datetime(2023, 6, 30, 8, 5), "minute"),
        ("2023-06-30T10:05+02:00", datetime(2023, 6, 30, 8, 5), "minute"),
        ("20230630T0805", datetime(2023, 6, 30, 8, 5), "minute"),
        ("20230630T080500+0000", datetime(2023, 6, 30, 8, 5), "second"),
        ("2023-06-30 08:05:09.5", datetime(2023, 6, 30, 8, 5, 9, 500000), "second"),
        ("Fri, 30 Jun 2023 08:05:09 GMT", datetime(2023, 6, 30, 8, 5, 9), "second"),
        ("30 Jun 2023 08:05 +0000", datetime(2023, 6, 30, 8, 5), "minute"),
    ],
)
def test_precision_of_what_a_feeder_tells(written: str, read_as: datetime, precision: str) -> None:
    article = read(json.dumps({"text": REST, "published": written}))
    assert (article.published, article.published_precision) == (read_as.replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    ("value", "precision"),
    [(f"KABUL, Dec 31 (Agency) - {REST}", "day"), (page("", "2023-06-01T08:00Z"), "minute"), (page("", "2023-06"), "month"), (REST, None)],
)
def test_precision_of_others(value: str, precision: str | None) -> None:
    assert read(value).published_precision == precision


@pytest.mark.parametrize("written", ["2023-13", "0000", "20233"])
def test_no_year_and_no_month(written: str) -> None:
    article = read(json.dumps({"text": REST, "published": written}))
    assert (article.published_from, article.published_precision) == ("received", None)
    assert [note.field for note in article.notes] == ["published"]


OLD = datetime(2024, 1, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dateline", "own", "day"),
    [
        ("March 7", Moment(datetime(2019, 3, 7, 8, tzinfo=UTC), "second"), datetime(2019, 3, 7)),
        ("Dec 31", Moment(datetime(2020, 1, 2, tzinfo=UTC), "day"), datetime(2019, 12, 31)),
        ("Jan 1", Moment(datetime(2019, 12, 31, tzinfo=UTC), "day"), datetime(2020, 1, 1)),
        ("Nov 3", Moment(datetime(2018, 6, 1, tzinfo=UTC), "month"), datetime(2018, 11, 3)),
        ("Dec 31", Moment(datetime(2018, 1, 1, tzinfo=UTC), "year"), datetime(2018, 12, 31)),
        ("Feb 29", Moment(datetime(2016, 3, 1, tzinfo=UTC), "day"), datetime(2016, 2, 29)),
        ("5 mars", None, datetime(2023, 3, 5)),
        ("Jan 3", None, datetime(2024, 1, 3)),
        ("Jan 5", None, datetime(2023, 1, 5)),
        ("Feb 29", Moment(datetime(2019, 3, 1, tzinfo=UTC), "day"), None),
    ],
)
def test_the_year_of_a_dateline_is_that_of_the_articles_own_time(dateline: str, own: Moment | None, day: datetime | None) -> None:
    assert read_day(dateline, OLD, own) == (day and day.replace(tzinfo=UTC))


def test_an_older_page_gives_the_year_of_its_dateline() -> None:
    article = read(page("ARLEN, June 2 (Agency) - ", "2017-06-02T11:30:00Z"))
    assert (article.published, article.published_from) == (datetime(2017, 6, 2, 11, 30, tzinfo=UTC), "page")
    assert read(page("ARLEN, May 20 (Agency) - ", "2017-06-02T11:30:00Z")).published == datetime(2017, 5, 20, tzinfo=UTC)


def test_a_datelines_day_goes_before_a_pages_month() -> None:
    article = read(page("ARLEN, June 2 (Agency) - ", "2017-06"))
    assert (article.published, article.published_from, article.published_precision) == (datetime(2017, 6, 2, tzinfo=UTC), "dateline", "day")
