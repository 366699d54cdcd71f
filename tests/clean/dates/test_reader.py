"""Tests that the reader of dates reads what a writer wrote in any form, and refuses what is no date by name, in linear time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from streams.clean.dates import EARLIEST, LATEST, Place, place_of, read_embargo, read_moment
from streams.clean.dates.names import month_of
from streams.errors import Malformed

TIMES = st.datetimes(datetime(1971, 1, 2), datetime(2068, 12, 30)).map(lambda moment: moment.replace(microsecond=0))
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
WRITERS: dict[str, Callable[[datetime], str]] = {
    "RFC 3339": lambda local: local.isoformat(),
    "blank before the zone": lambda local: f"{local:%Y-%m-%d %H:%M:%S} {local:%z}",
    "basic": lambda local: f"{local:%Y%m%dT%H%M%S%z}",
    "ordinal": lambda local: f"{local:%Y-%jT%H:%M:%S%z}",
    "week": lambda local: "{}-W{:02}-{}T".format(*local.isocalendar()) + f"{local:%H:%M:%S%z}",
    "RFC 822": lambda local: f"{local:%a, %d %b %Y %H:%M:%S %z}",
    "RFC 822 with a colon": lambda local: f"{local:%a, %d %b %Y %H:%M:%S} {local.isoformat()[-6:]}",
    "JavaScript": lambda local: f"{local:%a %b %d %Y %H:%M:%S} GMT{local:%z} (Somewhere Time)",
    "twelve hours": lambda local: f"{local:%B %d, %Y %I:%M:%S %p} {local:%z}",
    "dots": lambda local: f"{local:%d.%m.%Y, %H:%M:%S} {local:%z}",
    "year first": lambda local: f"{local:%Y/%m/%d %H:%M:%S} {local:%z}",
    "seconds": lambda local: str(int(local.timestamp())).zfill(9),
}


LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "ru", "uk", "bg", "tr", "el", "hu", "ro", "id"),
    *("ko", "ja", "ca", "et", "lt", "lv", "sl", "sr"),
)
DATE_LIKE = st.text("0123456789-/.: TZAPM+WMay,jue", max_size=40)
SLOW = (
    *("1" * 90, "1 " * 45, "May " * 24, "12:" * 30, "(" * 90, "a/b" * 30, "+1" * 45, "年1月" * 25, "T1" * 45, "W1-" * 30),
    *("1." * 45, "1.Mai" * 18, "GMT" * 30, "a " * 45, "du" * 45, "2025" * 22),
)


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60)
@given(moment=TIMES, zone=OFFSETS)
def test_a_moment_written_in_a_form_is_read_from_it(form: str, moment: datetime, zone: timezone) -> None:
    local = moment.replace(tzinfo=zone)
    if form == "seconds" and abs(local.timestamp()) < 10**8:
        return
    assert read_moment(WRITERS[form](local), "published") == (local.astimezone(UTC), "second")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_day_of_a_year_as_a_language_writes_it(code: str) -> None:
    for day in range(0, 365, 5):
        written = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)
        for form in ("long", "medium"):
            text = format_date(written, form, locale=code)
            assert read_moment(text, "published", Place(code)) == (written, "day"), text


def test_no_name_stands_for_two_months() -> None:
    for code in (*LANGUAGES, "ar", "he", "fa", "hi"):
        for number, name in Locale.parse(code).months["format"]["wide"].items():
            assert month_of(name) in (number, None)


@settings(max_examples=300, deadline=None)
@example("1" * 100)
@example("May May 2025")
@example("0000-00-00")
@given(st.text(max_size=60) | DATE_LIKE | st.floats() | st.integers() | st.none() | st.booleans())
def test_any_value_is_a_moment_within_bounds_or_malformed(value: object) -> None:
    try:
        moment = read_moment(value, "published")
    except Malformed:
        return
    assert EARLIEST < moment.time < LATEST
    if moment.precision in ("day", "month", "year"):
        assert (moment.time.hour, moment.time.minute, moment.time.second) == (0, 0, 0)
    if moment.precision in ("month", "year"):
        assert moment.time.day == 1


@given(TIMES, st.sampled_from(["%B %Y", "%Y-%m", "%b %Y", "%m/%Y"]))
def test_a_month_is_a_month(moment: datetime, form: str) -> None:
    assert read_moment(moment.strftime(form), "published") == (datetime(moment.year, moment.month, 1, tzinfo=UTC), "month")


@given(st.datetimes(datetime(2001, 1, 1), datetime(2060, 1, 1)).map(lambda moment: moment.replace(minute=0, second=0, microsecond=0)))
def test_figures_that_may_be_two_days_tell_the_year_unless_the_country_is_known(moment: datetime) -> None:
    text = f"{moment:%d/%m/%Y}"
    if moment.day <= 12 and moment.day != moment.month:
        assert read_moment(text, "published") == (datetime(moment.year, 1, 1, tzinfo=UTC), "year")
    assert read_moment(text, "published", place_of("en-GB")).time.date() == moment.date()


@pytest.mark.parametrize("text", SLOW)
def test_no_text_takes_long(text: str) -> None:
    begin = time.process_time()
    for at in range(20):
        try:
            read_moment(text[at:], "published")
        except Malformed:
            continue
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("value", ["2025", "October 2025", "14 Oct 2025 09:05 IST", "03/04/2025", "until further notice", "", True])
def test_an_embargo_whose_end_cannot_be_known_is_refused(value: object) -> None:
    with pytest.raises(Malformed, match="embargoed"):
        read_embargo(value, "embargoed")


def test_an_embargo_with_a_day_ends_when_that_has_begun_everywhere() -> None:
    assert read_embargo("14 Oct 2025", "embargoed") == datetime(2025, 10, 14, 12, tzinfo=UTC)
    assert read_embargo("2025-10-14T00:00Z", "embargoed") == datetime(2025, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "link", "place"),
    [
        ("en-GB", None, Place("en", "GB")),
        ("zh-Hant-TW", None, Place("zh", "TW")),
        ("de_AT", "https://a.example/", Place("de", "AT")),
        ("en", "https://news.example.co.uk/1", Place("en", "GB")),
        ("fr", "https://lien.example.tv/", Place("fr", "")),
        ("he", None, Place("he", "IL")),
        (None, "http://[broken", Place()),
        (7, 7, Place()),
    ],
)
def test_where_a_feed_is_from(language: object, link: object, place: Place) -> None:
    assert place_of(language, link) == place
