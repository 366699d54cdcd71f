"""Codes: what an event is called in CAMEO, PLOVER and ACLED where realis, mode or parties make a difference."""

from __future__ import annotations

from typing import Any

import pytest

from streams.detect.codes import codes_of
from streams.messages import Actor, EventType, Realis


def codes(type_: EventType, realis: Realis = "happened", *, mode: str | None = None, cameo: str = "", **parties: Any) -> dict[str, str]:
    return {code.scheme: code.code for code in codes_of(type_, mode, realis, cameo, **parties)}


def party(text: str, kind: str) -> Actor:
    return Actor.check({"text": text, "name": text, "kind": kind, "start": 0, "end": len(text)})


@pytest.mark.parametrize("type_", ["CONSULT", "AID", "CONCEDE", "RETREAT", "COOPERATE", "SUPPORT"])
def test_an_intent_to_cooperate_is_an_agreement(type_: EventType) -> None:
    told = codes(type_, "planned", cameo="042")
    assert (told["PLOVER"], told["CAMEO"][:2]) == ("AGREE", "03")
    assert codes(type_)["PLOVER"] == type_


@pytest.mark.parametrize("type_", ["ASSAULT", "SANCTION", "COERCE", "PROTEST"])
@pytest.mark.parametrize("realis", ["planned", "threatened"])
def test_an_intent_to_harm_is_a_threat(type_: EventType, realis: Realis) -> None:
    told = codes(type_, realis)
    assert (told["PLOVER"], told["CAMEO"][:2]) == ("THREATEN", "13")


def test_what_one_will_not_do_is_a_refusal() -> None:
    assert codes("CONSULT", "denied")["PLOVER"] == "REJECT"
    assert codes("ASSAULT", "denied")["PLOVER"] == "ASSAULT"


def test_occupied_ground_and_blockades_are_assaults_in_plover() -> None:
    assert codes("COERCE", cameo="192", mode="seize")["PLOVER"] == "ASSAULT"
    assert codes("COERCE", cameo="191")["PLOVER"] == "ASSAULT"
    assert codes("COERCE", cameo="173")["PLOVER"] == "COERCE"


def test_incidents_outside_the_core_have_no_code_of_plover() -> None:
    assert "PLOVER" not in codes("HAZARD")
    assert "PLOVER" not in codes("CRIME", "threatened")


def test_sub_events_are_told_by_the_parties() -> None:
    army, rebels = party("troops", "military"), party("rebels", "group")
    marchers, mob = party("protesters", "people"), party("a mob", "people")
    assert codes("ASSAULT", actors=[army], recipients=[rebels])["ACLED"] == "Armed clash"
    assert codes("ASSAULT", actors=[army], recipients=[rebels], mode="air")["ACLED"] == "Air/drone strike"
    assert codes("ASSAULT", actors=[rebels], recipients=[party("farmers", "people")])["ACLED"] == "Attack"
    assert codes("ASSAULT", actors=[army], recipients=[marchers])["ACLED"] == "Excessive force against protesters"
    assert codes("ASSAULT", actors=[mob], recipients=[party("a thief", "person")])["ACLED"] == "Mob violence"


def test_ground_taken_by_the_state_and_by_others() -> None:
    assert codes("COERCE", mode="seize")["ACLED"] == "Non-state actor overtakes territory"
    assert codes("ASSAULT", mode="seize-state")["ACLED"] == "Government regains territory"
