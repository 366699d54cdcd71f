"""Tests of the facts that reports tell together: which of two that differ counts, and what is left where reports are taken back."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from streams.alert.facts import MOST_NAME, MOST_PARTIES, facts, level, standing
from streams.alert.incident import Report
from streams.alert.newsworthiness import LEAD_CHARACTERS
from streams.messages import IncidentFacts, Realis, Relation, Severity, Span, Told, When
from tests.alert.build import DAY, IRAQ, KIRKUK, RAMADI, actor, event, report, toll

UNDATED = When(start=DAY, end=DAY + timedelta(days=1), precision="published")
VILLAGE = IRAQ.with_(text="Tambeli", name="Tambeli", country_name="Iraq")
"""A village that no gazetteer knows: only its country has coordinates."""


def said(*reports: Report) -> IncidentFacts:
    found = facts(reports)
    assert found is not None
    return found


def by(publisher: str, leader: str) -> dict[str, Any]:
    """Return what makes an article one publisher's version of one text."""
    return {"publisher": publisher, "relation": Relation(kind="update", story="story-1", leader=leader)}


def test_a_newer_report_of_one_publisher_and_text_replaces_the_older() -> None:
    older = report("a", event("a", place=KIRKUK), **by("One", "leader-1"))
    newer = report("b", event("b", place=RAMADI), **by("One", "leader-1"))
    assert standing([newer, older]) == [newer]
    assert said(newer, older).place == RAMADI


def test_reports_of_two_publishers_or_of_two_texts_stand_side_by_side_oldest_first() -> None:
    told = [
        report("a", event("a"), **by("One", "leader-1")),
        report("b", event("b"), **by("Two", "leader-1")),
        report("c", event("c"), **by("One", "leader-2")),
    ]
    assert standing(told[::-1]) == told


def test_articles_without_a_publisher_are_told_apart_by_their_address() -> None:
    told = [report(uri, event(uri), publisher=None, relation=Relation(kind="new", story="s", leader="leader-1")) for uri in ("a", "b")]
    assert standing(told) == told


def test_what_is_withdrawn_what_repeats_and_what_tells_nothing_does_not_stand() -> None:
    killed = report("a", event("a")).with_(withdrawn=True)
    repeats = [report(kind, event(kind), kind=kind, of="a") for kind in ("exact", "near", "contained")]
    assert standing([killed, *repeats, report("b")]) == []


def test_a_withdrawal_of_the_newer_version_brings_back_what_the_older_told() -> None:
    older = report("a", event("a", tolls=(toll(4),)), **by("One", "leader-1"))
    newer = report("b", event("b", tolls=(toll(9),)), **by("One", "leader-1"))
    assert said(older, newer).casualties == (toll(9),)
    assert said(older, newer.with_(withdrawn=True)).casualties == (toll(4),)


def test_where_all_is_withdrawn_or_nothing_was_told_there_are_no_facts() -> None:
    assert facts([]) is None
    assert facts([report("a", event("a")).with_(withdrawn=True), report("b", event("b"), kind="near", of="a")]) is None


def test_the_headline_evidence_and_urgency_are_those_of_the_newest_report_that_is_about_it() -> None:
    main = report("a", event("a", urgency="immediate"))
    beside = report("b", event("b", urgency="past", at=60), main=False)
    found = said(main, beside)
    assert (found.headline, found.evidence_uri, found.urgency) == ("Headline of a", "a", "immediate")


def test_the_day_of_the_summary_is_counted_from_the_report_that_is_about_it() -> None:
    main = report("a", event("a"), published=DAY)
    late = report("b", event("b", at=60), main=False, published=DAY + timedelta(days=30))
    assert said(main, late).summary == "An attack in Kirkuk on Saturday."
    assert said(late).summary == "An attack in Kirkuk on March 14."


def test_where_no_report_is_about_it_the_newest_gives_its_evidence_as_headline() -> None:
    found = said(report("a", event("a"), main=False), report("b", event("b", at=60), main=False))
    assert (found.headline, found.evidence_uri) == ("What happened, at 60.", "b")


@pytest.mark.parametrize(("words", "headline"), [(24, "word " * 23 + "word"), (25, "word " * 23 + "word ...")])
def test_a_headline_made_of_evidence_has_at_most_24_words(words: int, headline: str) -> None:
    evidence = Span(start=0, end=5 * words, text="word " * words)
    assert said(report("a", event("a", evidence=evidence), main=False)).headline == headline


@pytest.mark.parametrize(
    ("at", "headline"), [(LEAD_CHARACTERS - 1, "Headline of a"), (LEAD_CHARACTERS, f"What happened, at {LEAD_CHARACTERS}.")]
)
def test_an_article_that_tells_it_behind_its_lead_does_not_give_its_headline(at: int, headline: str) -> None:
    assert said(report("a", event("a", at=at))).headline == headline


def test_an_article_without_a_headline_gives_the_evidence() -> None:
    assert said(report("a", event("a"), headline=None)).headline == "What happened, at 0."


def test_a_harm_is_of_the_type_that_most_reports_mainly_tell_and_of_the_oldest_where_they_are_equal() -> None:
    blast, attack = report("a", event("a", "ACCIDENT")), report("b", event("b", "ASSAULT"))
    assert said(blast, attack).type == "ACCIDENT"
    assert said(blast, attack, report("c", event("c", "ASSAULT"))).type == "ASSAULT"
    assert said(blast, attack, report("c", event("c", "ASSAULT"), main=False)).type == "ACCIDENT"


def test_what_is_no_harm_keeps_the_type_that_it_was_opened_as() -> None:
    assert (
        said(report("a", event("a", "PROTEST")), report("b", event("b", "ASSAULT")), report("c", event("c", "ASSAULT"))).type == "PROTEST"
    )


def test_the_mode_and_the_day_are_those_of_the_oldest_report_that_names_one() -> None:
    tuesday = When(text="Tuesday", start=DAY, end=DAY + timedelta(days=1), precision="day")
    wednesday = tuesday.with_(text="Wednesday")
    none = report("a", event("a", time=UNDATED))
    told = report("b", event("b", mode="firearms", time=tuesday)), report("c", event("c", mode="explosives", time=wednesday))
    assert (said(none, *told).mode, said(none, *told).time) == ("firearms", tuesday)
    assert (said(none).mode, said(none).time) == (None, UNDATED)


def test_the_more_precise_place_counts_whichever_report_came_first() -> None:
    hall = KIRKUK.with_(name="Town Hall", precision="facility")
    anbar = RAMADI.with_(name="Anbar", precision="province")
    ranked = [hall, KIRKUK, anbar, IRAQ, IRAQ.with_(name="Mesopotamia", precision="region"), None]
    for better, worse in pairwise(ranked):
        for first, second in ((better, worse), (worse, better)):
            assert said(report("a", event("a", place=first)), report("b", event("b", place=second))).place == better


def test_a_village_that_no_gazetteer_knows_counts_as_a_town() -> None:
    assert level(VILLAGE) == level(KIRKUK)
    assert level(VILLAGE.with_(country=None, precision="unknown")) < level(IRAQ)
    assert said(report("a", event("a", place=IRAQ)), report("b", event("b", place=VILLAGE))).place == VILLAGE


def test_of_equally_precise_places_the_corrected_counts_before_the_one_that_more_tell_and_that_before_the_first() -> None:
    first, second = report("a", event("a", place=KIRKUK)), report("b", event("b", place=RAMADI))
    assert said(first, second).place == KIRKUK
    third = report("c", event("c", place=RAMADI))
    assert said(first, second, third).place == RAMADI
    assert said(first, second, third, report("d", event("d", place=VILLAGE), kind="correction", of="a")).place == VILLAGE


def test_the_place_of_what_follows_from_it_counts_only_where_the_deed_itself_has_none() -> None:
    protest, arrests = event("a", "PROTEST", place=IRAQ), event("a", "COERCE", place=RAMADI, at=60)
    assert said(report("a", protest, arrests)).place == IRAQ
    assert said(report("a", protest.with_(place=None), arrests)).place == RAMADI


@pytest.mark.parametrize(
    ("told", "realis"),
    [
        (("happened", "ongoing", "threatened", "planned"), "happened"),
        (("ongoing", "threatened", "planned"), "ongoing"),
        (("threatened", "planned"), "threatened"),
        (("planned", "historical"), "planned"),
        (("historical",), "historical"),
    ],
)
def test_the_firmest_realis_counts(told: tuple[Realis, ...], realis: Realis) -> None:
    for each in (told, told[::-1]):
        assert said(*(report(one, event(one, realis=one)) for one in each)).realis == realis


@pytest.mark.parametrize("realis", ["planned", "threatened"])
def test_a_denial_ends_a_plan_until_two_other_sources_tell_it_again(realis: Realis) -> None:
    told = [report("a", event("a", realis=realis)), report("b", event("b", realis="denied")), report("c", event("c", realis=realis))]
    assert said(*told).realis == "denied"
    assert said(*told, report("d", event("d", realis=realis))).realis == realis


def test_two_articles_of_one_wire_are_one_source_against_a_denial() -> None:
    told = [report("a", event("a", realis="planned")), report("b", event("b", realis="denied"))]
    again = [report(uri, event(uri, realis="planned")).with_(origin="One Wire") for uri in ("c", "d")]
    assert said(*told, *again).realis == "denied"


@pytest.mark.parametrize("realis", ["happened", "ongoing"])
def test_a_denial_does_not_undo_what_others_say_has_happened_but_makes_it_no_more_than_possible(realis: Realis) -> None:
    told = [report("a", event("a", realis=realis)), report("b", event("b", realis="denied")), report("c", event("c", realis=realis))]
    assert (said(*told).realis, said(*told).certainty) == (realis, "possible")
    assert said(*told, report("d", event("d", realis=realis))).certainty == "observed"


def test_only_other_sources_that_tell_it_as_firmly_as_before_lift_a_denial() -> None:
    told = [report("a", event("a")), report("b", event("b", realis="denied"), publisher="Denier")]
    plans = [report(uri, event(uri, realis="planned")) for uri in ("c", "d")]
    assert said(*told, *plans).certainty == "possible", "that it is planned does not say that it has happened"
    again = [report("e", event("e"), publisher="Denier").with_(leader="leader-e"), report("f", event("f"))]
    assert said(*told, *again).certainty == "possible", "one of them is who denied it"
    assert said(*told, *again, report("g", event("g"))).certainty == "observed"


def test_a_denial_does_not_raise_what_is_unlikely() -> None:
    assert said(report("a", event("a", certainty="unlikely")), report("b", event("b", realis="denied"))).certainty == "unlikely"


def test_the_surest_certainty_counts_and_what_two_sources_tell_as_likely_is_observed() -> None:
    likely, possible = report("a", event("a")), report("b", event("b", certainty="possible"))
    assert said(possible).certainty == said(possible, report("c", event("c", certainty="possible"))).certainty == "possible"
    assert said(likely).certainty == "likely"
    assert said(likely, possible).certainty == "observed"
    assert said(likely.with_(origin="One Wire"), possible.with_(origin="One Wire")).certainty == "likely"


def test_the_greatest_severity_counts() -> None:
    order: list[Severity] = ["unknown", "minor", "moderate", "severe", "extreme"]
    for less, more in pairwise(order):
        for first, second in ((less, more), (more, less)):
            assert said(report("a", event("a", severity=first)), report("b", event("b", severity=second))).severity == more


@pytest.mark.parametrize(
    ("told", "result", "urgency"),
    [
        (("background", "background"), "background", "unknown"),
        (("background", "news"), "news", "immediate"),
        (("news", "background"), "news", "immediate"),
        ((None, None), None, "immediate"),
    ],
)
def test_what_is_only_recalled_is_background_and_not_urgent(told: tuple[Told | None, ...], result: Told | None, urgency: str) -> None:
    found = said(*(report(f"{at}", event(f"{at}", told=each, urgency="immediate")) for at, each in enumerate(told)))
    assert (found.told, found.urgency) == (result, urgency)


def test_a_report_of_an_end_ends_what_is_no_end_itself() -> None:
    taken, freed = report("a", event("a", mode="abduct")), report("b", event("b", "CONCEDE"))
    assert not said(taken).ended
    assert said(taken, freed).ended
    assert not said(freed, report("c", event("c", "RETREAT"))).ended


@pytest.mark.parametrize("realis", ["planned", "threatened", "denied"])
def test_an_end_that_has_not_happened_ends_nothing(realis: Realis) -> None:
    taken = report("a", event("a", mode="abduct"))
    assert not said(taken, report("b", event("b", "CONCEDE", mode="release", realis=realis))).ended


def test_of_equally_precise_places_the_one_that_more_sources_tell_counts_not_the_one_of_more_reports() -> None:
    first, *again = (report(uri, event(uri, place=place)) for uri, place in (("a", KIRKUK), ("b", RAMADI), ("c", RAMADI)))
    assert said(first, *(each.with_(origin="One Wire") for each in again)).place == KIRKUK
    assert said(first, *again).place == RAMADI


def test_parties_are_named_once_the_newest_first_and_victims_also_of_what_follows() -> None:
    deed = event("a", actors=(actor("Tarim Front"),), recipients=(actor("soldiers"),), victims=(actor("soldiers"),))
    arrests = event("b", "COERCE", actors=(actor("police", "police"),), victims=(actor("two brothers"),), at=60)
    found = said(report("a", deed), report("b", event("b", actors=(actor("gunmen"), actor("TARIM FRONT"))), arrests))
    assert [one.name for one in found.actors] == ["gunmen", "TARIM FRONT"]
    assert [one.name for one in found.recipients] == ["soldiers"]
    assert [one.name for one in found.victims] == ["two brothers", "soldiers"]


def test_there_are_at_most_eight_parties_of_each_kind() -> None:
    many = tuple(actor(f"Group {n}") for n in range(MOST_PARTIES + 1))
    assert said(report("a", event("a", actors=many))).actors == many[:MOST_PARTIES]


@pytest.mark.parametrize(("length", "kept"), [(MOST_NAME, 1), (MOST_NAME + 1, 0)])
def test_a_name_that_is_as_long_as_a_sentence_is_no_party(length: int, kept: int) -> None:
    assert len(said(report("a", event("a", actors=(actor("n" * length),)))).actors) == kept
