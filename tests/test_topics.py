"""The wire map: what the guards and the joins of stages rest on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.messages import CONTRACTS
from streams.pipeline.stages import SOURCES, STAGES
from streams.topics import (
    ALERTS,
    ARTICLES,
    DEAD_LETTERS,
    DELIVERIES,
    DUPLICATES,
    EVENTS,
    FEED_SOURCES,
    HOLDS,
    INCIDENTS,
    JUDGEMENTS,
    SKETCHES,
    SUBSCRIPTIONS,
    TOPICS,
)


def test_names_are_unique() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


@given(st.integers(1, 1000))
def test_keyed_topics_have_equally_many_partitions_and_ordered_ones_a_single_one(partitions: int) -> None:
    single = {SKETCHES, EVENTS, INCIDENTS, HOLDS, SUBSCRIPTIONS, DELIVERIES, FEED_SOURCES, JUDGEMENTS}
    assert {topic.count(partitions) for topic in single} == {1}
    assert {topic.count(partitions) for topic in TOPICS if topic not in single} == {partitions}


def test_no_source_of_a_stage_is_compacted() -> None:
    assert not [stage for stage, source in SOURCES.items() if source.compact or source.config(1)["cleanup.policy"] != "delete"]


def test_each_stage_reads_what_the_one_before_it_writes() -> None:
    assert [stage.source for stage in STAGES[1:]] == [stage.target for stage in STAGES[:-1]]


def test_states_are_compacted_and_never_expire() -> None:
    for topic in (DUPLICATES, ALERTS, INCIDENTS, SUBSCRIPTIONS, DELIVERIES, FEED_SOURCES, JUDGEMENTS):
        assert topic.config(1)["cleanup.policy"] == "compact"
        assert "retention.ms" not in topic.config(1)


def test_each_kind_of_value_has_its_topic() -> None:
    assert set(CONTRACTS) == {topic.name for topic in TOPICS} - {
        "articles",
        "dead-letters",
        "incidents",
        "subscriptions",
        "deliveries",
        "sources",
    }


def test_one_broker_may_be_away_where_there_are_three() -> None:
    assert ARTICLES.config(3)["min.insync.replicas"] == "2"
    assert ARTICLES.config(1)["min.insync.replicas"] == "1"


def test_a_dead_letter_of_the_largest_article_has_room_for_its_headers() -> None:
    assert DEAD_LETTERS.max_bytes > max(source.max_bytes for source in SOURCES.values())
