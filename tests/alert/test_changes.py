"""Tests of revisions: they tell corrections, denials, ends and figures that are revised, and nothing that is no change."""

from __future__ import annotations

from datetime import timedelta

from streams.alert import IncidentLog, Output
from streams.messages import Alert, Change
from tests.alert.build import AGAIN, DAY, KIRKUK, MARKET, RAMADI, actor, article, event, toll

NOW = DAY + timedelta(days=1)


def last(outputs: list[Output]) -> Alert | None:
    return next((output.alert for output in reversed(outputs) if output.alert is not None), None)


def changed(outputs: list[Output]) -> dict[str, Change]:
    alert = last(outputs)
    return {change.field: change for change in alert.changes} if alert is not None else {}


def test_a_corrected_country_and_attacker_are_told() -> None:
    log = IncidentLog()
    unlisted = KIRKUK.with_(name="Tambeli", admin1=None, country="BFA", country_name="Burkina Faso", precision="country")
    moved = unlisted.with_(country="NER", country_name="Niger")
    log.fold(article("a", event("a", place=unlisted, actors=(actor("Tarim Front"),)), story="s"), NOW)
    right = event("a2", place=moved, actors=(actor("Azal Army", "military"),))
    found = changed(log.fold(article("a", right, kind="correction", of="a", story="s", version="2"), NOW))
    assert (found["place"].before, found["place"].after) == ("Tambeli, BFA", "Tambeli, NER")
    assert (found["actors"].before, found["actors"].after) == ("Tarim Front", "Azal Army")


def test_another_desk_that_names_the_capital_moves_nothing() -> None:
    log = IncidentLog()
    village = KIRKUK.with_(name="Tambeli", admin1=None, country="NER", country_name="Niger", precision="country")
    capital = KIRKUK.with_(name="Niamey", admin1="Niamey", country="NER", country_name="Niger", lat=13.5, lon=2.1)
    log.fold(article("a", event("a", place=village), text=MARKET), NOW)
    assert changed(log.fold(article("b", event("b", place=capital), text=f"{AGAIN} Flags flew for Tambeli.", publisher="Two"), NOW)) == {}
    (incident,) = log.incidents.values()
    assert incident.alert.place is not None
    assert incident.alert.place.name == "Tambeli"


def test_a_part_that_is_told_or_left_out_is_no_change() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", tolls=(toll(17), toll(3, of="children")))), NOW)
    assert changed(log.fold(article("b", event("b", tolls=(toll(17), toll(2, of="guards"))), publisher="Two"), NOW)) == {}


def test_what_goes_on_in_one_report_and_is_done_in_the_next_is_no_change() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", realis="ongoing")), NOW)
    assert changed(log.fold(article("b", event("b"), publisher="Two"), NOW)) == {}


def test_a_version_that_lowers_its_own_toll_stands_against_a_desk_that_lags() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", tolls=(toll(26),)), story="s"), NOW)
    log.fold(article("b", event("b", tolls=(toll(26),)), publisher="Two"), NOW)
    found = changed(log.fold(article("a", event("a2", tolls=(toll(14),)), kind="update", of="a", story="s", version="2"), NOW))
    assert (found["casualties.killed"].before, found["casualties.killed"].after) == ("26", "14")
    assert changed(log.fold(article("c", event("c", tolls=(toll(26),)), publisher="Three"), NOW)) == {}
    assert "casualties.killed" in changed(log.fold(article("d", event("d", tolls=(toll(15),)), publisher="Four"), NOW))


def test_a_third_victim_after_two_makes_three() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", tolls=(toll(2),))), NOW)
    third = toll(1).with_(max=3)
    found = changed(log.fold(article("b", event("b", tolls=(third,)), publisher="Two"), NOW))
    assert (found["casualties.killed"].before, found["casualties.killed"].after) == ("2", "3")


def test_more_dead_are_no_total() -> None:
    (output,) = IncidentLog().fold(article("a", event("a", tolls=(toll(2, of="more children"),)), event("a", tolls=(toll(5),), at=60)), NOW)
    assert output.alert is not None
    assert output.alert.casualties[0].min == 5


def test_a_plan_that_is_called_off_is_told_and_a_desk_that_lags_does_not_revive_it() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", "PROTEST", realis="planned", news=0.8), text=MARKET), NOW)
    off = event("b", "PROTEST", realis="denied", news=0.8, main=True)
    found = changed(log.fold(article("b", off, text=AGAIN, publisher="Two"), NOW))
    assert (found["realis"].before, found["realis"].after) == ("planned", "denied")
    late = event("c", "PROTEST", realis="planned", news=0.8)
    assert changed(log.fold(article("c", late, text=MARKET, publisher="Three"), NOW)) == {}


def test_a_denial_lowers_the_certainty_and_opens_nothing() -> None:
    denied = event("b", realis="denied", news=0.8, main=True)
    assert IncidentLog().fold(article("b", denied, text=AGAIN), NOW) == []
    log = IncidentLog()
    log.fold(article("a", event("a", news=0.8), text=MARKET), NOW)
    found = changed(log.fold(article("b", denied, text=AGAIN, publisher="Two"), NOW))
    assert (found["certainty"].before, found["certainty"].after) == ("likely", "possible")


def test_hostages_freed_end_an_incident_and_open_none() -> None:
    freed = event("b", "CONCEDE", news=0.8, main=True, mode="release")
    assert IncidentLog().fold(article("b", freed, text=AGAIN), NOW) == []
    log = IncidentLog()
    log.fold(article("a", event("a", mode="abduct", news=0.8), text=MARKET), NOW)
    outputs = log.fold(article("b", freed, text=AGAIN, publisher="Two"), NOW)
    assert "ended" in changed(outputs)
    alert = last(outputs)
    assert alert is not None
    assert alert.ended


def test_what_most_reports_call_an_attack_is_one() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", "ACCIDENT", mode="explosion"), text=MARKET), NOW)
    assert changed(log.fold(article("b", event("b", mode="explosives"), text=AGAIN, publisher="Two"), NOW)) == {}
    found = changed(log.fold(article("c", event("c", mode="explosives"), text=AGAIN, publisher="Three"), NOW))
    assert (found["type"].before, found["type"].after) == ("ACCIDENT", "ASSAULT")


def test_a_town_is_told_where_none_was() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a", place=None), text=f"{MARKET} Ramadi woke to sirens."), NOW)
    assert changed(log.fold(article("b", event("b", place=RAMADI), text=AGAIN, publisher="Two"), NOW))["place"].after == "Ramadi"
