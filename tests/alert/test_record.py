"""Tests of the record of an alert: how large it may be, and which articles it names."""

from __future__ import annotations

import orjson

from streams.alert.facts import MOST_EVIDENCE, facts, standing
from streams.alert.incident import Report
from streams.alert.record import MOST_ARTICLES, MOST_BYTES, alert_of, report_of
from streams.messages import Alert, EventArticle, Relation, Span
from tests.alert.build import actor, article, event


def alert(*wire: EventArticle) -> Alert:
    """Return the alert of one incident that all these articles report."""
    reports = [report_of(item, item.events, main=True) for item in wire]
    said = facts(reports)
    assert said is not None
    return alert_of("inc-1", 1, "updated", said, reports, (), 1.0, reports[-1])


def test_an_alert_names_the_first_article_the_newest_and_one_of_each_publisher_and_counts_all() -> None:
    told = alert(*(article(f"a-{n}", event(f"a-{n}"), publisher="One" if n < 80 else "Two") for n in range(90)))
    named = [item.uri for item in told.articles]
    assert (len(named), told.article_count, told.publisher_count) == (MOST_ARTICLES, 90, 2)
    assert named[0] == "a-0"
    assert "a-79" in named
    assert named[-1] == "a-89"


def test_an_alert_whose_publishers_fill_every_field_stays_within_its_bytes_and_names_fewer_articles() -> None:
    long = {"headline": "ж" * 500, "link": "ж" * 2_048}
    wire = [article(f"{n}{'ж' * 990}", event(f"a-{n}"), publisher=f"{n}{'ж' * 240}", **long) for n in range(MOST_ARTICLES)]
    told = alert(*wire)
    assert len(told.encode()) <= MOST_BYTES
    assert told.article_count == MOST_ARTICLES
    assert told.articles[0].uri == wire[0].uri
    assert len(told.articles) > 10


def test_what_was_misread_as_one_sentence_or_one_name_is_cut_or_left_out() -> None:
    endless = Span(start=40, end=40 + 900_000, text="a" * 900_000)
    told = alert(article("a", event("a", evidence=endless, actors=(actor("b" * 400_000), actor("gunmen")))))
    assert told.evidence.text == "a" * MOST_EVIDENCE
    assert told.evidence.end == 40 + MOST_EVIDENCE
    assert [one.name for one in told.actors] == ["gunmen"]
    assert len(told.encode()) <= MOST_BYTES


def test_an_alert_shows_the_story_of_its_first_report_and_a_report_keeps_both_its_story_and_its_leader() -> None:
    first = article("a", event("a"), relation=Relation(kind="new", story="story-1", leader="leader-1"))
    second = article("b", event("b"), relation=Relation(kind="new", story="story-2", leader="leader-2"))
    assert alert(first, second).story == "story-1"
    report = report_of(second, second.events, main=True)
    assert (report.story, report.leader) == ("story-2", "leader-2")
    assert Report.decode(report.encode()) == report


def test_a_report_of_before_there_were_leaders_goes_on_with_the_articles_that_share_its_text() -> None:
    one = article("a", event("a"))
    report = report_of(one, one.events, main=True).with_(story="story-0123456789ab")
    old = orjson.loads(report.encode())
    del old["leader"]
    assert Report.check(old).leader == "leader-0123456789ab"


def test_a_newer_report_of_one_publisher_replaces_that_with_its_leader_not_that_with_its_story() -> None:
    told = [
        article(uri, event(uri), relation=Relation(kind="new", story="story-1", leader=leader))
        for uri, leader in (("a", "leader-1"), ("b", "leader-2"), ("c", "leader-2"))
    ]
    reports = [report_of(item, item.events, main=True) for item in told]
    assert [report.article.uri for report in standing(reports)] == ["a", "c"]
