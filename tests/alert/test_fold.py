"""Incidents open, change, are corrected, withdrawn and closed; what is seen again changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.alert import IncidentLog, Output
from streams.messages import Alert, Casualty, EventArticle, Place, When
from tests.alert.build import DAY, IRAQ, KIRKUK, KIRKUK_MARKET, RAMADI, actor, article, event, toll

NOW = DAY + timedelta(days=1)


def alerts(outputs: list[Output]) -> list[Alert]:
    return [output.alert for output in outputs if output.alert is not None]


def test_a_first_report_opens_an_incident() -> None:
    (alert,) = alerts(IncidentLog().fold(article("a", event("a", tolls=(toll(17),))), NOW))
    assert (alert.kind, alert.revision, alert.type, alert.severity) == ("created", 1, "ASSAULT", "severe")
    assert alert.headline == "Headline of a"
    assert alert.id == "inc-a-ASSAULT-0"
    assert alert.novelty == 1.0
    assert alert.labels == {"type": "ASSAULT", "severity": "severe", "country": "IRQ"}


def test_a_higher_toll_by_another_agency_updates_the_same_incident() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", tolls=(toll(17),)), publisher="One"), NOW)
    (alert,) = alerts(log.fold(article("b", event("b", tolls=(toll(23),)), publisher="Two"), NOW))
    assert (alert.id, alert.kind, alert.revision) == ("inc-a-ASSAULT-0", "updated", 2)
    (change,) = [change for change in alert.changes if change.field.startswith("casualties")]
    assert (change.before, change.after, change.article) == ("17", "23", "b")
    assert alert.certainty == "observed"  # two agencies of their own words
    assert alert.wire_origins == ("One", "Two")


def test_a_lower_toll_counts_only_as_a_correction() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", tolls=(toll(23),)), story="s"), NOW)
    late = log.fold(article("b", event("b", tolls=(toll(17),)), publisher="Slow"), NOW)
    assert not any(change.field.startswith("casualties") for alert in alerts(late) for change in alert.changes)
    (alert,) = alerts(log.fold(article("a2", event("a2", tolls=(toll(19),)), kind="correction", of="a", story="s"), NOW))
    assert alert.kind == "corrected"
    assert [(c.kind, c.min) for c in alert.casualties] == [("killed", 19)]


def test_two_towns_on_one_day_are_two_incidents() -> None:
    log = IncidentLog()
    first = alerts(log.fold(article("a", event("a", place=KIRKUK)), NOW))
    second = alerts(log.fold(article("b", event("b", place=RAMADI), publisher="Two"), NOW))
    assert [alert.kind for alert in first + second] == ["created", "created"]


def test_a_report_that_names_only_the_country_does_not_join_by_that_alone() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", place=KIRKUK)), NOW)
    (alert,) = alerts(log.fold(article("b", event("b", place=IRAQ), publisher="Two"), NOW))
    assert alert.kind == "created"


def test_a_repeat_counts_as_a_source_and_alerts_nobody() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a")), NOW)
    assert alerts(log.fold(article("b", kind="near", of="a", publisher="Two"), NOW)) == []
    (incident,) = log.incidents.values()
    assert (incident.alert.article_count, incident.alert.publisher_count, incident.alert.revision) == (2, 2, 1)
    assert incident.alert.wire_origins == ("Agency",)


def test_a_kill_withdraws_the_alert_and_nothing_brings_it_back() -> None:
    log = IncidentLog()
    first = article("a", event("a"))
    log.fold(first, NOW)
    log.fold(article("b", kind="near", of="a", publisher="Two"), NOW)
    (alert,) = alerts(log.fold(article("a", kind="withdrawal", of="a", pub_status="canceled"), NOW))
    assert (alert.kind, alert.revision) == ("withdrawn", 2)
    assert log.fold(first, NOW) == []


def test_a_kill_of_one_of_two_reports_leaves_what_the_other_says() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", tolls=(toll(17),)), publisher="One"), NOW)
    log.fold(article("b", event("b", tolls=(toll(40),)), publisher="Two"), NOW)
    (alert,) = alerts(log.fold(article("kill", kind="withdrawal", of="b", publisher="Two"), NOW))
    assert alert.kind == "corrected"
    assert [c.min for c in alert.casualties] == [17]


def test_an_embargo_holds_and_then_lets_go() -> None:
    log = IncidentLog()
    held = article("a", event("a"), embargoed_until=NOW + timedelta(minutes=5))
    (output,) = log.fold(held, NOW)
    assert output.alert is None
    assert output.key == "held/a"
    assert log.release(NOW + timedelta(minutes=4)) == []
    released = log.release(NOW + timedelta(minutes=5))
    assert [alert.kind for alert in alerts(released)] == ["created"]
    assert released[-1].state is None  # tombstone
    assert log.held == {}


def test_a_kill_under_embargo_is_never_told() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a"), embargoed_until=NOW + timedelta(minutes=5)), NOW)
    log.fold(article("a", kind="withdrawal", of="a", pub_status="canceled"), NOW)
    assert log.release(NOW + timedelta(hours=1)) == []


def test_a_kill_that_repeats_the_embargo_does_not_wait_for_it() -> None:
    log, until = IncidentLog(), NOW + timedelta(minutes=5)
    log.fold(article("a", event("a"), embargoed_until=until), NOW)
    (output,) = log.fold(article("a", kind="withdrawal", of="a", pub_status="canceled", embargoed_until=until), NOW)
    assert (output.key, output.state) == ("held/a", None)
    assert log.release(until) == []


def test_towns_of_one_name_in_two_countries_are_two_incidents() -> None:
    log = IncidentLog()
    chile = KIRKUK.with_(name="Santiago", country="CHL", admin1=None, lat=-33.4, lon=-70.6)
    cuba = KIRKUK.with_(name="Santiago", country="CUB", admin1=None, lat=20.0, lon=-75.8)
    first = alerts(log.fold(article("a", event("a", place=chile)), NOW))
    second = alerts(log.fold(article("b", event("b", place=cuba), publisher="Two"), NOW))
    assert [alert.kind for alert in first + second] == ["created", "created"]


def test_background_with_victims_is_an_incident_of_its_own() -> None:
    fight = event("a", place=RAMADI, actors=(actor("Rebels"),))
    blast = event("a", place=KIRKUK, tolls=(toll(150, at_least=True),), at=900, mode="explosives")
    made = alerts(IncidentLog().fold(article("a", fight, blast), NOW))
    assert len(made) == 2
    assert {alert.headline for alert in made} == {"Headline of a", "What happened, at 900."}


def test_statements_beside_a_deed_are_no_incident() -> None:
    deed = event("a", tolls=(toll(3),))
    said = event("a", "ACCUSE", place=None, at=100)
    assert [alert.type for alert in alerts(IncidentLog().fold(article("a", deed, said), NOW))] == ["ASSAULT"]


def test_history_and_denial_open_nothing() -> None:
    for realis in ("historical", "denied"):
        assert alerts(IncidentLog().fold(article("a", event("a", realis=realis)), NOW)) == []


def test_background_opens_nothing_and_feeds_nothing() -> None:
    log = IncidentLog()
    assert alerts(log.fold(article("a", event("a", told="background")), NOW)) == []
    (created,) = alerts(log.fold(article("b", event("b", tolls=(toll(17),), told="news")), NOW))
    assert alerts(log.fold(article("c", event("c", tolls=(toll(40),), told="background")), NOW)) == []
    assert [found.min for found in created.casualties] == [17]


def test_what_is_recalled_of_the_last_days_opens_quietly_until_it_is_news() -> None:
    log = IncidentLog()
    recalled = event("a", tolls=(toll(40),), told="background", place=RAMADI)
    (quiet,) = alerts(log.fold(article("a", recalled), NOW))
    assert (quiet.kind, quiet.told, quiet.urgency) == ("created", "background", "unknown")
    (told,) = alerts(log.fold(article("b", event("b", tolls=(toll(40),), told="news", place=RAMADI)), NOW))
    assert (told.id, told.kind, told.told) == (quiet.id, "updated", "news")
    assert "told" in [change.field for change in told.changes]
    old = recalled.with_(time=recalled.time.with_(start=DAY - timedelta(days=30), end=DAY - timedelta(days=29)))
    assert alerts(IncidentLog().fold(article("c", old), NOW)) == []


def test_what_an_editor_hardly_takes_as_news_opens_nothing_wherever_it_stands() -> None:
    assert alerts(IncidentLog().fold(article("a", event("a", tolls=(toll(17),), news=0.4)), NOW)) == []
    (told,) = alerts(IncidentLog().fold(article("b", event("b", at=9000, news=0.6)), NOW))
    assert told.kind == "created"


def test_beside_the_main_happening_only_victims_or_all_but_certain_news_open_another() -> None:
    main = event("a", tolls=(toll(17),), news=0.9, main=True)

    def beside(at: int = 3000, **more: Any) -> list[str]:
        other = event("a", "COERCE", at=at, **more)
        return [alert.type for alert in alerts(IncidentLog().fold(article("a", main, other), NOW))]

    assert beside(news=0.6) == ["ASSAULT"]
    assert beside(news=0.8) == ["ASSAULT", "COERCE"]
    assert beside(news=0.6, tolls=(toll(5, "detained"),)) == ["ASSAULT", "COERCE"]
    assert beside(news=0.8, at=31) == ["ASSAULT"], "told in one breath they are one happening"


def test_the_figure_of_the_sentence_that_tells_it_best_is_the_total() -> None:
    chief = event("a", tolls=(toll(9),))
    context = event("a", at=500, tolls=(Casualty(kind="killed", min=40, max=40, start=510, end=512),))
    (told,) = alerts(IncidentLog().fold(article("a", chief, context), NOW))
    assert told.casualties[0].min == 9


def test_an_alert_carries_a_sentence_made_of_its_facts() -> None:
    log = IncidentLog()
    (told,) = alerts(log.fold(article("a", event("a", tolls=(toll(17),), actors=(actor("Rebels"),)), publisher="One"), NOW))
    assert told.summary == "Rebels killed 17 people in Kirkuk on Saturday."
    (more,) = alerts(log.fold(article("b", event("b", tolls=(toll(23),)), publisher="Two"), NOW))
    assert more.summary == "Rebels killed 23 people in Kirkuk on Saturday."


def test_an_incident_nobody_reports_any_more_is_closed() -> None:
    log = IncidentLog(quiet=timedelta(hours=72))
    log.fold(article("a", event("a"), received=DAY), NOW)  # its own minute rises with every article that hypothesis made before
    outputs = log.fold(article("b", received=DAY + timedelta(days=5)), NOW)
    assert [alert.kind for alert in alerts(outputs)] == ["expired"]
    assert outputs[0].state is None
    assert log.incidents == {}


def test_what_is_planned_stays_open_until_its_day_and_is_updated_when_it_has_happened() -> None:
    log = IncidentLog()
    day = When(start=DAY + timedelta(days=10), end=DAY + timedelta(days=11), precision="day")
    log.fold(article("a", event("a", "PROTEST", realis="planned", mode="strike", time=day)), DAY)
    later = DAY + timedelta(days=10, hours=9)
    done = article("b", event("b", "PROTEST", mode="strike", time=day), publisher="Two", published=later, received=later)
    (output,) = log.fold(done, later)
    assert output.alert is not None
    assert output.alert.kind == "updated"
    assert [(change.field, change.before, change.after) for change in output.alert.changes] == [("realis", "planned", "happened")]
    end = DAY + timedelta(days=14)
    closed = log.fold(article("c", event("c", place=RAMADI), published=end, received=end), end)
    assert [(output.alert.kind, output.alert.type) for output in closed if output.alert] == [("expired", "PROTEST"), ("created", "ASSAULT")]


def test_what_was_dropped_changes_nothing() -> None:
    assert IncidentLog().fold(article("a", event("a"), dropped={"reason": "test", "field": "headline"}), NOW) == []


STORY = [
    article("a", event("a", tolls=(toll(17),)), publisher="One", story="s"),
    article("b", event("b", tolls=(toll(20),)), publisher="Two"),
    article("r", kind="near", of="a", publisher="Three"),
    article("a", event("a", tolls=(toll(23),)), kind="update", of="a", publisher="One", story="s", version="2"),
    article("c", event("c", tolls=(toll(19),)), kind="correction", of="a", publisher="One", story="s"),
    article("d", event("d", place=RAMADI), publisher="Two"),
    article("d", kind="withdrawal", of="d", publisher="Two", pub_status="canceled"),
]


def final(log: IncidentLog) -> dict[str, bytes]:
    return {key: incident.encode() for key, incident in log.incidents.items()}


@given(st.lists(st.tuples(st.integers(0, len(STORY) - 1), st.integers(0, 3)), max_size=12))
def test_articles_seen_again_at_any_time_change_nothing(again: list[tuple[int, int]]) -> None:
    calm, troubled = IncidentLog(), IncidentLog()
    for number, item in enumerate(STORY):
        calm.fold(item, NOW)
        troubled.fold(item, NOW)
        for which, distance in again:
            if which <= number and distance == number % 4:
                assert troubled.fold(STORY[which], NOW) == [], f"{which} again after {number}"
    assert final(troubled) == final(calm)


@given(st.integers(0, len(STORY)))
def test_a_restart_at_any_point_ends_in_the_same_state(stop: int) -> None:
    calm, records = IncidentLog(), {}
    for item in STORY[:stop]:
        for output in calm.fold(item, NOW):
            records[output.key] = output.state
    restarted = IncidentLog()
    for key, state in records.items():
        restarted.restore(key, state)
    restarted.restored()
    for item in STORY[stop:]:
        assert restarted.fold(item, NOW) == calm.fold(item, NOW)
    assert final(restarted) == final(calm)


TOLD = st.tuples(
    st.sampled_from(["ASSAULT", "ACCIDENT", "CRIME", "PROTEST", "COERCE"]), st.sampled_from([KIRKUK, RAMADI, IRAQ, None]), st.integers(0, 9)
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TOLD, min_size=2, max_size=4), st.lists(TOLD, max_size=2), st.integers(0, 15), st.booleans())
def test_what_a_crash_left_unwritten_of_an_article_is_written_when_it_comes_again(
    told: list[tuple[str, Place | None, int]], before: list[tuple[str, Place | None, int]], written: int, one_story: bool
) -> None:
    def report(uri: str, lines: list[tuple[str, Place | None, int]]) -> EventArticle:
        story = "s" if one_story else uri
        events = [
            event(uri, type, place=place, tolls=(toll(dead),) if dead else (), at=at * 40) for at, (type, place, dead) in enumerate(lines)
        ]
        return article(uri, *events, story=story, text=KIRKUK_MARKET)

    earlier, last = report("a", before), report("b", told)
    calm = IncidentLog()
    states = {output.key: output.state for output in calm.fold(earlier, NOW)}
    outputs = calm.fold(last, NOW)
    for index, output in enumerate(outputs):
        if written & 1 << index:
            states[output.key] = output.state
    restarted = IncidentLog()
    for key, state in states.items():
        restarted.restore(key, state)
    restarted.restored()
    again = restarted.fold(last, NOW)
    assert {output.key: output for output in again}.items() <= {output.key: output for output in outputs}.items()
    assert final(restarted) == final(calm)


def test_a_state_that_a_frozen_worker_writes_late_is_no_step_back_and_the_better_one_is_written_again() -> None:
    log = IncidentLog()
    (opened,) = log.fold(article("a", event("a", tolls=(toll(17),))), NOW)
    (counted,) = log.fold(article("b", kind="exact", of="a", publisher="Two"), NOW)
    (updated,) = log.fold(article("c", event("c", tolls=(toll(23),)), publisher="Three"), NOW)
    restored = IncidentLog()
    assert [restored.restore(output.key, output.state) for output in (opened, counted)] == [None, None]
    again = restored.restore(opened.key, opened.state)
    assert again == Output(None, counted.key, counted.state), "one source more, and no other facts: the alert is the same"
    assert restored.restore(updated.key, updated.state) is None
    late = restored.restore(counted.key, counted.state)
    assert late == Output(updated.alert, updated.key, updated.state)
    restored.restored()
    assert final(restored) == final(log)
