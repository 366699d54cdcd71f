"""The account from records and commits: every article one outcome, and each that has none, two or stands still is named with its stage."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.audit import Account
from streams.audit.trace import fingerprint
from streams.errors import Empty, Killer
from tests.audit.wire import WAY, Wire, value

TOPICS = list(WAY)


def only(account: Account) -> tuple[str, str, str]:
    (entry,) = account.open
    return entry.source, entry.state, f"{entry.stage} {entry.position}"


def test_each_article_counts_once_under_what_it_ended_as() -> None:
    wire = Wire()
    wire.article()
    wire.article(relation={"kind": "exact", "story": "s"})
    wire.article(dropped={"reason": "language", "field": "text"})
    wire.article("articles")
    wire.letter("clean", 3, Empty("nothing"))
    account = wire.account()
    assert account.closed
    assert account.totals == {"published": 1, "repeat": 1, "dropped: language": 1, "dead letter: Empty": 1}
    assert sum(account.totals.values()) == account.articles == 4


@pytest.mark.parametrize("topic", TOPICS[:-1])
def test_what_a_stage_has_passed_and_left_nothing_of_is_missing(topic: str) -> None:
    wire = Wire()
    wire.article()
    source = wire.article(topic)
    assert only(wire.account()) == (source, "missing", f"{WAY[topic]} {topic}/0/1")


@pytest.mark.parametrize("topic", TOPICS)
def test_what_a_stage_has_not_come_to_is_in_flight_and_then_stuck(topic: str) -> None:
    wire = Wire()
    source = wire.article(topic)
    wire.held[WAY[topic]] = 0
    account = wire.account()
    assert only(account) == (source, "in flight", f"{WAY[topic]} {topic}/0/0")
    assert only(account.stuck()) == (source, "stuck", f"{WAY[topic]} {topic}/0/0")
    assert not account.stuck().closed


def test_an_outcome_and_an_open_letter_are_two() -> None:
    wire = Wire()
    source = wire.article()
    wire.letter("extract", 0)
    assert only(wire.account()) == (source, "doubled", "alert articles.events/0/0")
    assert wire.account().open[0].detail == "dead letter: Malformed and published"


def test_a_record_written_twice_is_redelivered_and_not_two() -> None:
    wire = Wire()
    source = wire.article()
    wire.behind("articles.clean", source, sketch={"version": 1, "offset": 9})
    wire.behind("articles.events", source, received="2026-03-15T00:00:00Z")
    account = wire.account()
    assert account.closed
    assert account.redelivered == {"articles.clean": 1, "articles.events": 1}


@pytest.mark.parametrize("topic", TOPICS[1:])
def test_two_records_that_say_different_things_are_two(topic: str) -> None:
    wire = Wire()
    source = wire.article()
    wire.behind(topic, source, text="b")
    account = wire.account()
    assert account.open[0].source == source
    assert account.open[0].state == "doubled"
    assert topic in account.open[0].detail


def test_a_letter_of_alert_is_the_outcome_though_the_record_stands_on_events() -> None:
    wire = Wire()
    wire.article()
    wire.letter("alert", 0)
    assert wire.account().totals == {"dead letter: Malformed": 1}


def test_a_dropped_letter_is_dropped_by_hand() -> None:
    wire = Wire()
    wire.article("articles.screened")
    wire.settle(wire.letter("extract", 0), "dropped")
    assert wire.account().totals == {"dropped by hand": 1}


def test_a_redriven_letter_closes_with_what_comes_of_it() -> None:
    wire = Wire()
    source = wire.article("articles.screened")
    position = wire.letter("extract", 0)
    again = wire.put("articles.screened", value(source), (("source", source.encode()), ("dlq-attempts", b"1")))
    wire.settle(position, "redriven", f"t-articles.screened/0/{again}")
    wire.held["extract"] = again
    assert only(wire.account()) == (source, "in flight", f"extract articles.screened/0/{again}")
    wire.held.clear()
    assert only(wire.account()) == (source, "missing", f"extract articles.screened/0/{again}")
    wire.behind("articles.entities", source)
    wire.behind("articles.events", source)
    account = wire.account()
    assert account.closed
    assert account.totals == {"published": 1}
    assert (account.redriven, account.redelivered) == (1, {})


def test_a_redriven_letter_that_fails_again_is_the_new_letter() -> None:
    wire = Wire()
    source = wire.article("articles.screened")
    wire.settle(wire.letter("extract", 0), "redriven")
    again = wire.put("articles.screened", value(source), (("source", source.encode()), ("dlq-attempts", b"1")))
    wire.letter("extract", again, Killer("broke it"), source)
    assert wire.account().outcomes == {source: "dead letter: Killer"}


def test_a_redriven_record_of_articles_has_no_account_of_its_own() -> None:
    wire = Wire()
    source = wire.article("articles")
    position = wire.letter("clean", 0)
    wire.put("articles", b"raw", (("source", source.encode()), ("dlq-attempts", b"1")))
    wire.settle(position, "redriven")
    for topic in TOPICS[1:]:
        wire.behind(topic, source)
    account = wire.account()
    assert account.closed
    assert account.outcomes == {source: "published"}


def test_what_is_older_than_the_articles_kept_is_not_counted() -> None:
    wire = Wire()
    wire.behind("articles.events", "articles/0/5")
    assert wire.account().articles == 0
    assert wire.account().closed


def test_what_the_next_topic_no_longer_keeps_is_not_called_missing() -> None:
    wire = Wire()
    wire.article("articles")
    wire.ends["articles.clean"], wire.timestamp = 7, wire.timestamp + 1
    wire.article()
    account = wire.account()
    assert account.closed
    assert (account.forgotten, account.articles) == (1, 1)


def test_a_record_that_names_no_article_is_counted_apart() -> None:
    wire = Wire()
    wire.put("articles.clean", b"noise")
    assert (wire.account().unnamed, wire.account().closed) == (1, True)


def test_only_what_was_there_when_asked_is_counted() -> None:
    wire = Wire()
    wire.article()
    wire.article("articles.clean")
    assert wire.ledger.account({}, until={0: 1}).articles == 1


def alert(wire: Wire, revision: int, kind: str = "updated", *, headers: bool = True) -> None:
    said = (("ce_id", b"inc-1:%d" % revision), ("ce_type", f"streams.newswire.alert.v1.{kind}".encode())) if headers else ()
    wire.put("alerts", orjson.dumps({"id": "inc-1", "revision": revision, "kind": kind}), said, b"inc-1")


def incident(wire: Wire, revision: int | None) -> None:
    wire.put("incidents", None if revision is None else orjson.dumps({"alert": {"id": "inc-1", "revision": revision}}), (), b"inc-1")


@pytest.mark.parametrize("headers", [True, False])
def test_an_incident_and_its_alert_agree(headers: bool) -> None:
    wire = Wire()
    for revision in (1, 2, 2):
        alert(wire, revision, headers=headers)
        incident(wire, revision)
    wire.put("incidents", b"{}", (), b"held/urn:a")
    for page in (b'{"reports":[]}', None):
        wire.put("incidents", page, (), b"reports/inc-1/3f")
    account = wire.account()
    assert account.closed
    assert (account.alerts, account.incidents, account.redelivered) == (2, 1, {"alerts": 1})


@pytest.mark.parametrize(
    ("alerts", "states", "said"),
    [
        ([], [2], "incident inc-1 is at revision 2, but no alert tells of it"),
        ([(1, "created")], [2], "incident inc-1 is at revision 2, but its newest alert is 1 (created)"),
        ([(2, "updated")], [], "incident inc-1 is not in `incidents`, but its newest alert is 2 (updated)"),
        ([(2, "updated")], [2, None], "incident inc-1 is closed, but its newest alert is 2 (updated)"),
        ([(2, "expired")], [1, None], None),
        ([(2, "withdrawn")], [2, None], None),
        ([(2, "withdrawn")], [2], None),
        ([(2, "expired")], [], None),
    ],
)
def test_where_they_do_not_agree_it_is_said(alerts: list[tuple[int, str]], states: list[int | None], said: str | None) -> None:
    wire = Wire()
    for revision, kind in alerts:
        alert(wire, revision, kind)
    for state in states:
        incident(wire, state)
    account = wire.account()
    assert account.differences == ((said,) if said else ())
    assert account.closed == (said is None)


def test_the_lines_add_up_and_name_each_open_one() -> None:
    wire = Wire()
    wire.article()
    wire.article(relation={"kind": "near", "story": "s"})
    wire.article("articles.clean")
    assert wire.account().lines() == [
        "    3 articles in",
        "    1 published",
        "    1 repeat",
        "    1 MISSING",
        "    2 accounted for, 1 open",
        "    0 alerts on 0 incidents",
        "articles/0/2  urn:articles/0/2  missing  last seen: screen articles.clean/0/2",
    ]
    assert wire.account().as_json()["open"][0]["state"] == "missing"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_hides_a_difference_or_looks_like_a_time(one: str, other: str) -> None:
    assert (fingerprint(value("s", text=one)) == fingerprint(value("s", text=other))) == (one == other)
    assert fingerprint(value("s", text=f'"received":"{one}"')) != fingerprint(value("s", text=f'"received":"{one}x"'))
    assert fingerprint(value("s", received=one.replace('"', ""))) == fingerprint(value("s", received=other.replace('"', "")))


@given(st.lists(st.tuples(st.sampled_from([*TOPICS, "letter", "lost"]), st.booleans()), max_size=12), st.integers(0, 5))
def test_the_counts_always_add_up(ends: list[tuple[str, bool]], held: int) -> None:
    wire = Wire()
    for end, twice in ends:
        source = wire.article(end if end in WAY else "articles")
        if end == "letter":
            wire.letter("clean", wire.ends["articles"] - 1)
        elif twice and end != "articles" and end in WAY:
            wire.behind(end, source)
    wire.held["alert"] = held
    account = wire.account()
    assert account.articles == len(ends)
    assert sum(account.totals.values()) + len(account.open) == len(ends)
    assert account.closed == (not account.open)
    assert [entry for entry in account.open if entry.state == "doubled"] == []
