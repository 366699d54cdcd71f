"""The same text under another headline: another toll is news, another wording is not."""

from __future__ import annotations

import pytest

from tests.screen.stories import BANK, CLINIC, COURT, FERRY, MINE, STRIKE, TRIAL, VOTE
from tests.screen.test_changes import after, edited
from tests.screen.wire import Log, article

OTHER = [
    (FERRY, "Ferry sinks off Mokolo, 23 drown", "Toll in Mokolo ferry disaster climbs to 31", "23 -> 31"),
    (FERRY, "At least 23 dead after ferry sinks", "At least 27 dead after ferry sinks", "23 -> 27"),
    (FERRY, "Ferry sinking kills twenty-three", "Ferry sinking kills 31", "31"),
    (COURT, "Banker jailed for nine years", "Banker jailed for 12 years", "nine -> 12"),
    (STRIKE, "1,250 dockers vote on strike", "1,520 dockers vote on strike", "1250 -> 1,520"),
    (CLINIC, "Six children die of cholera", "Eight children die of cholera", "six -> Eight"),
    (CLINIC, "17 new cholera cases in camp", "70 new cholera cases in camp", "17 -> 70"),
    (BANK, "Central bank raises rate by 25 points", "Central bank raises rate by 50 points", "25 -> 50"),
    (MINE, "14 miners found alive", "Thirteen miners found alive", "14 -> Thirteen"),
    (MINE, "Rescuers reach 14 trapped miners", "Miners rescued: 15 are out", "14 -> 15"),
    (VOTE, "Salas's party wins 54 percent", "Salas's party wins 45 percent", "54 -> 45"),
    (TRIAL, "Drug cures nine of ten", "Drug cures nine of twelve", "ten -> twelve"),
    (COURT, "Banker found guilty of fraud", "Banker found not guilty of fraud", "not"),
    (VOTE, "Opposition accepts result of vote", "Opposition does not accept result of vote", "not"),
]


@pytest.mark.parametrize(("text", "was", "headline", "told"), OTHER)
@pytest.mark.parametrize("light", [False, True], ids=["exact", "near"])
def test_another_toll_in_the_headline_is_an_update_and_told(text: str, was: str, headline: str, told: str, light: bool) -> None:
    new = edited(text, (" that ", " how ")) if light else text
    relation = after(text, new, was=was, headline=headline)
    assert relation.kind == "update"
    assert told in " | ".join(relation.changed)


def test_it_is_told_of_the_same_uri_too_and_a_repeat_of_it_is_a_repeat() -> None:
    log = Log()
    log.put(article(FERRY, uri="urn:a", headline="Ferry sinks, 23 drown", source="1"))
    assert log.put(article(FERRY, uri="urn:a", headline="Ferry sinks, 31 drown", source="2")).kind == "update"
    assert log.put(article(FERRY, uri="urn:a", headline="Ferry sinks, 31 drown", source="3")).kind == "exact"
    assert log.put(article(FERRY, uri="urn:a", headline="Ferry sinks, 31 drown", source="4")).kind == "exact"


def test_a_given_version_that_came_before_is_a_repeat_whatever_its_headline() -> None:
    log = Log()
    given = {"uri": "urn:a", "version": "1", "versioned": True}
    log.put(article(FERRY, headline="Ferry sinks, 23 drown", source="1", **given))
    assert log.put(article(FERRY, headline="Ferry sinks, 31 drown", source="2", **given)).kind == "exact"


HOUSE = [
    (FERRY, "Ferry sinks off Mokolo, 23 drown", "Captain held after ferry disaster"),
    (FERRY, "Ferry sinks off Mokolo, 23 drown", "Only 12 life jackets on ferry that sank"),
    (FERRY, "Ferry sinks off Mokolo, 23 drown", "Twenty-three drown as ferry sinks off Mokolo"),
    (FERRY, "Captain held after ferry disaster", "Ferry sinks off Mokolo, 23 drown"),
    (FERRY, "Ferry sinks off Mokolo, 23 drown", "More than 20 drown as ferry sinks"),
    (COURT, "Banker jailed for nine years", "Nine years for banker who robbed the old"),
    (COURT, "Banker jailed for nine years", "Ex-banker, 52, gets 9 years for fraud"),
    (COURT, "Banker jailed for nine years", "Judge: most of the money is gone"),
    (STRIKE, "1,250 dockers vote on strike", "1250 dock workers vote on two-day strike"),
    (STRIKE, "1,250 dockers vote on strike", "Dockers to walk out"),
    (STRIKE, "1,250 dockers vote on strike", "5 things to know about the dock strike"),
    (CLINIC, "Six children die of cholera", "Cholera kills 6 children near camp"),
    (BANK, "Central bank raises rate to 6.75%", "Rate rises by 25 points"),
    (BANK, "Central bank raises rate to 6.75%", "Business in 2026: rate rises again"),
    (MINE, "14 miners found alive", "MINERS FOUND ALIVE AFTER TWO DAYS"),
    (VOTE, "Salas's party wins 54 percent", "Ruling party wins, turnout at 71 percent"),
    (TRIAL, "Drug cures nine of ten", "New drug cures 9 out of 10 patients"),
    (TRIAL, "Drug cures nine of ten", "Nearly 2,500 tried it: new drug approved"),
]


@pytest.mark.parametrize(("text", "was", "headline"), HOUSE)
def test_another_wording_of_the_headline_is_no_update(text: str, was: str, headline: str) -> None:
    relation = after(text, text, was=was, headline=headline, publisher="Paper")
    assert (relation.kind, relation.changed) == ("exact", ())


DATELINES = [("MOKOLO", "KRIBI"), ("TARNOW", "WARSAW"), ("VALGARA", "SAN TELMO"), ("OSTRAVA", "BRNO"), ("KIROVKA", "BELOVO")]
SAME_PLACE = [
    ("MOKOLO", None),
    (None, "KRIBI"),
    ("TARNOW, Poland", "TARNOW"),
    ("Valgara", "VALGARA"),
    ("MOKOLO", "Mokolo, Centre"),
    ("São João", "SÃO JOÃO"),
]


@pytest.mark.parametrize(("was", "located"), DATELINES)
@pytest.mark.parametrize("text", [FERRY, STRIKE], ids=["ferry", "strike"])
def test_another_dateline_over_the_same_text_is_an_update_and_told(was: str, located: str, text: str) -> None:
    log = Log()
    log.put(article(text, uri="urn:old", publisher="Agency", located=was))
    relation = log.put_screened(article(text, uri="urn:new", publisher="Agency", located=located))
    assert relation.kind == "update"
    assert any(located in said for said in relation.changed)


@pytest.mark.parametrize(("was", "located"), SAME_PLACE)
def test_a_dateline_that_is_left_out_or_written_in_another_way_is_no_update(was: str | None, located: str | None) -> None:
    log = Log()
    log.put(article(FERRY, uri="urn:old", publisher="Agency", located=was))
    assert log.put(article(FERRY, uri="urn:new", publisher="Paper", located=located)).kind == "exact"
