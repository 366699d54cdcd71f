"""Two incidents that a report shows to be one happening become one, under the id of the older."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.alert import IncidentLog
from streams.messages import EventArticle
from tests.alert.build import KIRKUK_MARKET, article, event, toll
from tests.alert.test_fold import NOW, alerts, final


def incident_of(log: IncidentLog, uri: str) -> list[str]:
    return [incident.id for incident in log.incidents.values() if incident.report(uri) is not None and incident.alert.kind != "superseded"]


HOSPITAL = "Surgeons at the Azadi hospital treated a dozen children with burns until midnight, and their mothers prayed in the corridor."


def told_twice() -> list[EventArticle]:
    """Return a blast that two desks tell in words of their own, so that it is two incidents; what a third and a fourth tell joins them."""
    return [
        article("a", event("a", mode="explosives"), text=KIRKUK_MARKET),
        article("b", event("b", mode="arson"), publisher="Two", text=HOSPITAL),
        article("c", event("c", mode="explosives", tolls=(toll(5),)), publisher="Three", text=f"{KIRKUK_MARKET} {HOSPITAL}"),
        article("d", event("d", mode="explosives", tolls=(toll(6),)), publisher="Four", text=f"{KIRKUK_MARKET} {HOSPITAL}"),
    ]


def test_two_incidents_that_a_report_shows_to_be_one_are_merged_under_the_older_id() -> None:
    log = IncidentLog()
    first, second, third, fourth = told_twice()
    opened, other, more = (one for item in (first, second, third) for one in alerts(log.fold(item, NOW)))
    assert [more.id, more.kind] == [opened.id, "updated"]
    assert opened.id != other.id
    kept, gone = alerts(log.fold(fourth, NOW))
    assert (kept.id, kept.kind, kept.supersedes, kept.article_count) == (opened.id, "updated", (other.id,), 4)
    assert [change.after for change in kept.changes if change.field == "supersedes"] == [other.id]
    assert (gone.id, gone.kind, gone.revision, gone.superseded_by) == (other.id, "superseded", 2, opened.id)
    assert [incident_of(log, item.uri) for item in (first, second, third, fourth)] == [[opened.id]] * 4
    assert log.fold(fourth, NOW) == []
    (later,) = alerts(log.fold(article("e", event("e", mode="arson", tolls=(toll(9),)), publisher="Five", text=HOSPITAL), NOW))
    assert (later.id, later.supersedes) == (opened.id, (other.id,))


@given(st.integers(0, 3))
def test_a_crash_between_the_states_of_two_incidents_that_became_one_ends_as_the_calm_run(written: int) -> None:
    calm = IncidentLog()
    *earlier, last = told_twice()
    states = {output.key: output.state for item in earlier for output in calm.fold(item, NOW)}
    outputs = calm.fold(last, NOW)
    restarted = IncidentLog()
    states |= {output.key: output.state for index, output in enumerate(outputs) if written & 1 << index}
    for key, state in states.items():
        assert restarted.restore(key, state) is None
    restarted.restored()
    again = restarted.fold(last, NOW)
    assert {output.key: output for output in again}.items() <= {output.key: output for output in outputs}.items()
    assert final(restarted) == final(calm)
    assert [restarted.fold(item, NOW) for item in (*earlier, last)] == [[]] * 4


@given(st.booleans())
def test_the_older_id_stays_in_whatever_order_the_states_are_read_back(backwards: bool) -> None:
    log, restarted = IncidentLog(), IncidentLog()
    *earlier, last = told_twice()
    states = {output.key: output.state for item in earlier for output in log.fold(item, NOW)}
    for key, state in sorted(states.items(), reverse=backwards):
        restarted.restore(key, state)
    restarted.restored()
    assert restarted.fold(last, NOW) == log.fold(last, NOW)


def test_a_kill_of_all_reports_of_the_one_that_stays_leaves_those_of_the_one_that_it_took_in() -> None:
    log = IncidentLog()
    for item in told_twice():
        log.fold(item, NOW)
    outputs = [output for uri in "acd" for output in log.fold(article(f"k-{uri}", kind="withdrawal", of=uri), NOW)]
    (*_, last) = alerts(outputs)
    assert (last.kind, [item.uri for item in last.articles]) == ("corrected", ["b"])
    gone = [alert.kind for alert in alerts(log.fold(article("k-b", kind="withdrawal", of="b"), NOW))]
    assert gone == ["withdrawn"]


def test_an_article_whose_first_report_merges_the_incidents_of_both_feeds_the_one_that_stays_alone() -> None:
    log = IncidentLog()
    first = article("a", event("a", "PROTEST"), event("a", tolls=(toll(1),), at=40), text=KIRKUK_MARKET)
    second = article("b", event("b"), event("b", "PROTEST", tolls=(toll(1),), at=40), publisher="Two", text=KIRKUK_MARKET)
    opened = alerts(log.fold(first, NOW))
    told = alerts(log.fold(second, NOW))
    assert len(opened) == 2
    assert sorted(alert.kind for alert in told) == ["superseded", "updated"]
    (gone,) = [incident for incident in log.incidents.values() if incident.alert.kind == "superseded"]
    assert gone.report("b") is None
    assert len(incident_of(log, "b")) == 1
