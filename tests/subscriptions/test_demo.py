"""Subscriptions over the alerts of the demo's wire, whose answers were written by hand from reading the alerts."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.subscriptions import Example, SubscriptionIndex, backtest, check, explain, read_document
from streams.subscriptions.document import FIELDS as SUBSCRIPTION_FIELDS
from streams.subscriptions.filters import FIELDS
from streams.subscriptions.predicate import VARIABLES
from streams.subscriptions.stored import stored_alerts
from tests.docs.pages import blocks
from tests.subscriptions.build import ROOT, demo_alerts, subscription

NAMES = {
    "kirkuk": "9628e7", "ferry": "7e56cb", "train": "f38507", "adelaide": "2ade90", "bol": "3de1a6", "piraeus": "49099f",
    "mackerel": "3baa85", "river": "530090", "depot-hill": "c6994a", "fitzroy": "11973e", "beira": "9a8a94", "gazipur": "795f77",
    "ramadi": "1c3295", "minna": "261765", "rotterdam": "8e37b8", "tanna": "3a93dd", "mackay": "e0f52d", "panic": "5548d2",
    "peru": "b8b312", "libreville": "b2a54c", "taiz": "824d4f", "lyon": "ea7393", "lisbon": "8ec7ad", "nantes": "131d23",
    "iraq-arrests": "be96d3", "hindu-kush": "3d86b1", "schools": "959a28", "canada": "e3b3c2", "milwaukee": "d97cdf",
    "west-allis": "15a605", "quito": "6850e7", "mombasa": "9d8386", "ecuador": "8cfe19", "myanmar": "fad167",
}  # fmt: skip
"""The incidents of the demo by a word for each, and how their ids end."""
ALERTS = demo_alerts()
MATCHES = {
    "match: {countries: [IRQ]}": "kirkuk 1 2 3 4 5 ramadi 1 2 iraq-arrests 1",
    "match: {countries: [IRQ], min_severity: severe}": "kirkuk 2 3 4 5",
    "match: {modes: [earthquake]}": "tanna 1 peru 1 2 3 hindu-kush 1",
    "match: {near: {lat: 30.5, lon: 47.8, km: 200}}": "",
    "match: {near: {lat: 35.47, lon: 44.39, km: 300}}": "kirkuk 1 2 3 4 5 ramadi 1 2",
    "match: {near: {lat: -21.15, lon: 149.17, km: 300}}": "depot-hill 1 2 river 1 mackay 1",
    "match: {types: [HEALTH]}": "beira 1 2",
    "match: {types: [PROTEST]}": "piraeus 2 lisbon 1 quito 1 2 3",
    "match: {words: {any: [ferry]}}": "ferry 1 2 3 mackay 1",
    "match: {words: {any: [cholera, mackerel agreement]}}": "beira 1 2 mackerel 1",
    "match: {told: background}": "west-allis 1",
    "match: {told: any, countries: [USA]}": "milwaukee 1 west-allis 1",
    "match: {publishers: [savanna post]}": "bol 2 3 4 beira 1 2 schools 1 mombasa 1",
    "match: {actors: [Lake Liberation Front]}": "bol 2 3 4",
    "match: {types: [ACCIDENT], min_certainty: observed}": "train 1 2 ferry 2 3 panic 1 gazipur 2",
    "match: {types: [CRIME, ASSAULT], countries: [FRA]}": "lyon 1 2 nantes 1",
    "match: {min_severity: extreme}": "",
    "where: killed >= 20": "kirkuk 3 bol 2 3 4 ferry 3 beira 2",
    "where: abducted > 0": "minna 1 2",
    "where: kind == 'withdrawn'": "adelaide 2 rotterdam 2",
    "where: near(-16.4, -71.54, 200)": "peru 1 2 3",
    "match: {types: [SANCTION]}\nwhere: publishers.exists(p, p == 'Northgate Wire')": "canada 1 myanmar 1",
    "where: realis == 'planned' && certainty >= likely": "lisbon 1 mombasa 1",
    "match: {types: [DISRUPTION], words: {none: [flood, flights]}}": "piraeus 1 schools 1",
}
"""Each subscription, and the revisions that it matches: an incident, and the numbers of its revisions."""
MESSAGES = {
    "match: {countries: [IRQ], min_severity: severe}": "kirkuk 2 new 3 toll 4 corrected",
    "match: {countries: [PHL]}": "ferry 1 new 2 severity 3 toll",
    "match: {countries: [TCD]}\nchange: [severity, {toll: 20%}]": "bol 1 new 2 toll 4 toll",
    "match: {countries: [NLD]}": "rotterdam 1 new 2 withdrawn",
    "match: {types: [COERCE], countries: [ECU]}": "ecuador 1 new 2 superseded",
    "match: {countries: [PER]}\nchange: [{toll: 7}]": "peru 1 new 3 toll",
}
"""Each subscription, and what is sent of each incident: the number of a revision, and why."""


def revisions(text: str) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    name = ""
    for word in text.split():
        if word.isdigit():
            found.add((NAMES[name], int(word)))
        elif word in NAMES:
            name = word
    return found


def test_there_are_twenty_and_more_and_each_word_names_an_incident() -> None:
    assert len(MATCHES) >= 20
    assert len(ALERTS) == 62
    ends = {alert.id[-6:] for alert in ALERTS}
    assert set(NAMES.values()) <= ends


@pytest.mark.parametrize("body", MATCHES)
def test_a_subscription_matches_what_a_reader_says(body: str) -> None:
    desk = subscription(body)
    index = SubscriptionIndex([desk])
    found = {(alert.id[-6:], alert.revision) for alert in ALERTS if index.matching(alert)}
    assert found == revisions(MATCHES[body])
    explained = {(alert.id[-6:], alert.revision) for alert in ALERTS if all(reason.holds for reason in explain(desk, alert))}
    assert explained == found


@pytest.mark.parametrize("body", MESSAGES)
def test_a_subscription_sends_what_a_reader_says(body: str) -> None:
    (tally,) = backtest([subscription(body)], ALERTS)
    words = MESSAGES[body].split()
    expected = list(zip(words[1::2], words[2::2], strict=True))
    assert [(str(each.alert.revision), each.reason) for each in tally.messages if each.alert.id.endswith(NAMES[words[0]])] == expected


def test_each_alert_says_why_it_does_not_match() -> None:
    desk = subscription("match: {countries: [RUS, BLR], near: {lat: 0, lon: 0, km: 10}, words: {any: [tank]}}\nwhere: killed > 100")
    reasons = {reason.field: reason.text for reason in explain(desk, ALERTS[1])}
    assert reasons["countries"] == "IRQ is not among BLR, RUS"
    assert reasons["near"].startswith("Kirkuk is 6050 km from 0, 0, beyond 10 km")
    assert reasons["words.any"] == "none of tank is in headline, summary or evidence"
    assert reasons["where"] == "is false: killed > 100"


FILES = sorted((ROOT / "deploy" / "subscriptions").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_that_are_shipped_are_sound_and_pass_their_examples(path: Path) -> None:
    subscriptions, wrong = read_document(str(path), path.read_bytes())
    assert wrong == ()

    def load(file: str, record: int) -> object:
        return [alert for line in (path.parent / file).read_bytes().splitlines() for alert in stored_alerts(line)][record - 1]

    examples: list[Example] = [example for each in subscriptions for example in each.examples]
    assert len(examples) >= 7
    for each in subscriptions:
        assert all(check(each, example, load).passed for example in each.examples)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [block.code for block in blocks("yaml") if block.page == "docs/subscriptions.md"])
def test_the_subscriptions_of_the_page_are_sound_and_pass_their_examples(text: str) -> None:
    (desk,), wrong = read_document("page.yaml", text.encode())
    assert wrong == ()
    assert desk.examples
    assert all(check(desk, example, lambda file, record: ALERTS[0]).passed for example in desk.examples)


def test_the_page_names_every_variable_and_every_filter() -> None:
    page = (ROOT / "docs" / "subscriptions.md").read_text("utf-8")
    for name in (*VARIABLES, *FIELDS, *SUBSCRIPTION_FIELDS):
        assert f"`{name}`" in page, name


def test_the_files_that_are_shipped_send_what_they_say_over_the_demo() -> None:
    subscriptions = [each for path in FILES for each in read_document(str(path), path.read_bytes())[0]]
    sent = {tally.subscription.name: [each.alert.headline for each in tally.messages] for tally in backtest(subscriptions, ALERTS)}
    assert sent["basra"] == []
    assert sent["earthquakes"] == ["Earthquake kills at least four in southern Peru", "Peru earthquake toll rises to 11"]
    assert len(sent["morning"]) == 4, "three lists, and the withdrawal of what stood in the first"
    assert "Roadside bomb kills three policemen near Ramadi, Iraq" in sent["iraq-attacks"]
    assert {tally: len(found) for tally, found in sent.items()} == {
        "basra": 0, "iraq-attacks": 6, "earthquakes": 2, "disasters": 6, "unrest": 4, "markets": 3, "morning": 4,
    }  # fmt: skip
