"""Decisions without a network: laws that hold for any answers and any documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.feeds.answer import Answer
from streams.feeds.asked import DAY, fresh_for, retry_after
from streams.feeds.decide import Decision, decide, request, settle
from streams.feeds.rhythm import after_nothing, jittered, rhythm
from streams.feeds.seen import Seen
from streams.feeds.source import LEAST, MOST, Source
from streams.feeds.state import Day, State, dump_seen, dump_state, load_seen, load_state
from tests.feeds.site import NOON, item, rss

SOURCE = Source("https://rhone.example/feed")
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
HEADERS = st.dictionaries(
    st.sampled_from(["etag", "last-modified", "cache-control", "retry-after", "content-type", "location"]),
    TEXTS
    | st.sampled_from(["max-age=60", "max-age=99999999999", '"a"', "120", "Sat, 14 Mar 2026 14:00:00 GMT", "text/xml; charset=utf-8"]),
)
BODIES = st.binary(max_size=200) | st.sampled_from([rss(item(1)).encode(), rss(item(2), item(1)).encode()[:-200], b"<html>", b"{}"])
ANSWERS = st.builds(
    Answer,
    status=st.sampled_from([0, 200, 204, 206, 304, 400, 401, 403, 404, 410, 429, 451, 500, 503, 599, 999]),
    headers=HEADERS,
    body=BODIES,
    fault=st.none() | TEXTS,
    moved=st.none() | st.just("https://rhone.example/new"),
    conditional=st.booleans(),
)
STATES = st.builds(
    State,
    due=st.none() | TIMES,
    interval=st.timedeltas(timedelta(0), MOST),
    fresh=st.timedeltas(timedelta(0), DAY),
    etag=st.none() | st.just('"a"'),
    read=st.none() | TIMES,
    tried=st.none() | TIMES,
    failures=st.integers(0, 100),
    ill=st.none() | TIMES,
    error=st.none() | TEXTS,
    gone=st.booleans(),
    said=st.lists(TEXTS, max_size=2).map(tuple),
    watermark=st.integers(0, 2**62),
    times=st.lists(TIMES, max_size=5).map(tuple),
    days=st.lists(st.builds(Day, st.dates(), *[st.integers(0, 9)] * 3), max_size=7).map(tuple),
    seen=st.dictionaries(TEXTS, st.builds(Seen, TEXTS, TEXTS, st.integers(1, 9)), max_size=5),
)


@given(STATES, st.lists(ANSWERS, max_size=5), st.floats(0, 1))
@settings(deadline=None)  # the first example loads the readers
def test_no_answer_raises_and_the_next_poll_is_at_least_a_minute_and_at_most_a_day_away(
    state: State, answers: list[Answer], draw: float
) -> None:
    now = NOON
    for answer in answers:
        decision = decide(SOURCE, state, answer, now, draw=draw)
        state = settle(decision, {each.id for each in decision.fresh})
        if decision.outcome == "gone":
            assert state.gone
            continue
        assert state.due is not None
        assert 0.9 * LEAST <= state.due - now <= 1.1 * DAY
        assert (decision.outcome == "failed") <= (state.error is not None)
        assert orjson.dumps(dump_state(state))
        now += timedelta(hours=1)


@given(STATES)
def test_a_state_comes_back_from_json_as_it_was(state: State) -> None:
    plain = orjson.loads(orjson.dumps(dump_state(state)))
    seen = load_seen(orjson.loads(orjson.dumps(dump_seen(state.seen))))
    assert load_state(plain, seen, seen) == replace(state, sending=seen)
    assert list(seen) == list(state.seen), "in its order"


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[str], dict[int, int]]]:
    """Make polls of one feed: the document at each, and the text (a number) of each entry in it."""
    texts: dict[int, int] = {}
    polls = []
    for _ in range(draw(st.integers(1, 6))):
        for number in draw(st.lists(st.integers(1, 8), max_size=4)):
            texts[number] = draw(st.integers(0, 3))
        here = draw(st.lists(st.sampled_from(sorted(texts)), unique=True)) if texts else []
        polls.append(([item(number, text=f"{texts[number]} killed.") for number in here], {number: texts[number] for number in here}))
    return polls


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_each_change_is_sent_once_with_rising_versions_whatever_is_lost_between_sending_and_keeping(history: list, random: object) -> None:  # type: ignore[type-arg]
    """A kill between the articles and the state repeats the same uris and versions; nothing is lost, and nothing has two contents."""
    state, now = State(), NOON + timedelta(hours=1)
    sent: dict[tuple[str, str], str] = {}
    last: dict[str, str] = {}
    for items, texts in history:
        while True:
            answer = Answer(200, {}, rss(*items).encode())
            decision = decide(SOURCE, state, answer, now)
            for fresh in decision.fresh:
                key = fresh.article["uri"], str(fresh.seen.version)
                assert sent.setdefault(key, fresh.article["body"]) == fresh.article["body"], "one version has one content"
                last[fresh.article["uri"]] = fresh.article["body"]
            if random.random() < 0.5:  # type: ignore[attr-defined]
                state = settle(decision, {each.id for each in decision.fresh})
                break
            state = replace(state, sending=decision.state.sending)  # what a restarted worker reads back
            if random.random() < 0.5 and items:  # type: ignore[attr-defined]
                number = next(iter(texts))
                texts = {**texts, number: texts[number] + 10}  # it changes before the next poll
                items = [item(each, text=f"{text} killed.") for each, text in texts.items()]
        for number, text in texts.items():
            assert last[f"https://rhone.example/{number}"] == f"{text} killed."
        now += timedelta(minutes=5)
    versions: dict[str, list[int]] = {}
    for uri, version in sent:
        versions.setdefault(uri, []).append(int(version))
    assert all(found == list(range(1, len(found) + 1)) for found in versions.values())


def test_what_was_not_sent_comes_again_at_once() -> None:
    decision = decide(SOURCE, State(), Answer(200, {"etag": '"a"'}, rss(item(2), item(1)).encode()), NOON)
    first, second = decision.fresh
    state = settle(decision, {first.id})
    assert (state.etag, state.body, state.due) == (None, None, None)
    again = decide(SOURCE, state, Answer(200, {"etag": '"a"'}, rss(item(2), item(1)).encode()), NOON)
    assert [each.id for each in again.fresh] == [second.id]


def polled(answers: list[Answer], source: Source = SOURCE) -> tuple[State, list[Decision]]:
    state, found = State(), []
    now = NOON + timedelta(minutes=30)
    for answer in answers:
        decision = decide(source, state, answer, now)
        state = settle(decision, {each.id for each in decision.fresh})
        found.append(decision)
        now = state.due or now
    return state, found


def test_the_pause_follows_the_feed_and_doubles_while_nothing_comes() -> None:
    feed = Answer(200, {}, rss(*(item(10 * number) for number in range(3, 0, -1))).encode())
    _, decisions = polled([feed, Answer(304, conditional=True), Answer(304, conditional=True), Answer(304, conditional=True)])
    assert [decision.state.interval for decision in decisions] == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40)]


def test_what_the_document_says_holds_over_answers_without_one() -> None:
    feed = Answer(200, {}, rss(*(item(10 * number) for number in range(3, 0, -1)), head="<ttl>120</ttl>").encode())
    _, decisions = polled([feed, Answer(304, conditional=True), Answer(304, conditional=True)])
    assert [(each.state.due or NOON) - (each.state.tried or NOON) for each in decisions] == [timedelta(hours=2)] * 3


@given(st.floats(0, 1))
def test_no_jitter_shortens_a_pause_that_was_asked_for(draw: float) -> None:
    decision = decide(SOURCE, State(), Answer(429, {"retry-after": "1800"}), NOON, draw=draw)
    assert decision.state.due == NOON + timedelta(minutes=30)


def test_a_move_to_what_is_no_feed_is_not_remembered() -> None:
    moved = "https://rhone.example/home"
    decision = decide(SOURCE, State(), Answer(200, {}, b"<!doctype html><html><body>Home</body></html>", moved=moved), NOON)
    assert decision.state.moved is None
    found = decide(SOURCE, State(), Answer(200, {}, rss(item(1)).encode(), moved="https://rhone.example/new"), NOON).state
    assert found.moved == "https://rhone.example/new"
    again = decide(SOURCE, replace(found, failures=3), Answer(200, {}, rss(item(1)).encode()), NOON).state
    assert again.moved is None, "its own address serves it again"


def test_errors_double_the_pause_up_to_a_day() -> None:
    state, _ = polled([Answer(200, {}, rss(item(30), item(20), item(10)).encode()), *[Answer(500)] * 12])
    assert state.due is not None
    assert state.tried is not None
    assert state.due - state.tried == DAY
    assert state.failures == 12


def test_a_source_may_narrow_the_bounds() -> None:
    source = replace(SOURCE, at_least=timedelta(minutes=15), at_most=timedelta(minutes=15))
    _, decisions = polled(
        [Answer(200, {"cache-control": "max-age=86400"}, rss(item(1)).encode()), *[Answer(304, conditional=True)] * 4], source
    )
    assert {(decision.state.due or NOON) - (decision.state.tried or NOON) for decision in decisions} == {timedelta(minutes=15)}


@pytest.mark.parametrize(
    ("headers", "head", "minutes"),
    [
        ({}, "", 0),
        ({"cache-control": "public, max-age=600"}, "", 10),
        ({"cache-control": "max-age=9999999999"}, "", 24 * 60),
        ({"cache-control": "s-maxage=600"}, "", 0),
        ({}, "<ttl>30</ttl>", 30),
        ({}, "<ttl>soon</ttl>", 0),
        ({}, "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15),
        ({}, "<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 24 * 60),
        ({"cache-control": "max-age=60"}, "<ttl>5</ttl>", 5),
    ],
)
def test_pauses_that_a_publisher_states(headers: dict[str, str], head: str, minutes: int) -> None:
    assert fresh_for(headers, rss(head=head)) == timedelta(minutes=minutes)


@given(TEXTS | st.integers().map(str), TIMES)
def test_a_pause_that_is_asked_for_is_never_longer_than_a_day(value: str, now: datetime) -> None:
    pause = retry_after({"retry-after": value}, now)
    assert pause is None or timedelta(0) < pause <= DAY


@given(st.lists(TIMES, max_size=30), TIMES, st.floats(0, 1))
def test_the_rhythm_stays_within_its_bounds(times: list[datetime], now: datetime, draw: float) -> None:
    own = rhythm(times, now, LEAST, MOST)
    assert LEAST <= own <= MOST
    assert own <= after_nothing(own, own, LEAST, MOST) <= MOST
    assert 0.9 * own <= jittered(own, draw) <= 1.1 * own + timedelta(microseconds=1)


def test_a_feed_that_is_silent_is_asked_less_often() -> None:
    times = [NOON - timedelta(minutes=10 * number) for number in range(20)]
    assert [rhythm(times, NOON + timedelta(hours=hours), LEAST, MOST) for hours in (0, 1, 8, 24, 10_000)] == [
        timedelta(minutes=minutes) for minutes in (5, 5, 30, 90, 360)
    ]


@pytest.mark.parametrize("status", [304, 200])
def test_the_request_is_conditional_for_a_day(status: int) -> None:
    decision = decide(SOURCE, State(), Answer(200, {"etag": '"a"', "last-modified": "yesterday"}, rss(item(1)).encode()), NOON)
    state = settle(decision, {each.id for each in decision.fresh})
    both = {"If-None-Match": '"a"', "If-Modified-Since": "yesterday"}
    assert request(SOURCE, state, NOON + timedelta(hours=23)) == (SOURCE.address, both)
    later = decide(
        SOURCE, state, Answer(status, {"etag": '"a"'}, rss(item(1)).encode(), conditional=True), NOON + timedelta(hours=23)
    ).state
    assert request(SOURCE, later, NOON + timedelta(hours=25))[1] == ({} if status == 304 else both)
