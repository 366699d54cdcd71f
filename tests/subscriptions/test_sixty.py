"""Sixty subscriptions over two files of alerts: what each matches, and what it sends when, was decided by reading the alerts first.

`docs/examples/alerts.jsonl` holds the 62 revisions of the demo's wire. `real.jsonl` holds the 132 that `streams pipe` gave of the 181 texts
of kind `news` in `deploy/corpus/texts-wikinews.jsonl` and `texts-gum.jsonl` (Wikinews, CC BY 2.5), in the order of their dates; `updated`
and `firstSeen` are the date of the article that gave the revision.

Three of the expectations were wrong when they were first run, and were mended: a province does count as its middle (record 76 of
`real.jsonl`, in `mindanao-quakes` and `nowhere`), and the summary of record 98 says "state of emergency" (`emergencies`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.messages import Alert
from streams.subscriptions import Outgoing, Subscription, SubscriptionIndex, backtest, check, explain, read_document
from streams.subscriptions.stored import stored_alerts
from tests.subscriptions.build import DEMO, demo_alerts

HERE = Path(__file__).parent
REAL = HERE / "real.jsonl"
FILES = sorted((HERE / "sixty").glob("*.yaml"))
EXPECTED = {
    "iraq-all": ("2 5 15 18 31 39 44 56", "85 86"),
    "iraq-severe": ("5 18 31 56", ""),
    "kirkuk-circle": ("2 5 18 31 56", ""),
    "iraq-official": ("39", "86"),
    "bombs": ("2 5 15 18 31 44 56", "19 22 23 115"),
    "quakes": ("20 24 32 40 46", "40 76 77 90 127"),
    "quakes-deadly": ("32 46", "76 127"),
    "storms": ("", "7 49 53 63 82"),
    "floods": ("10 30", ""),
    "mindanao-quakes": ("", "76 77"),
    "fires": ("14 33", "10 12 28 29 31 34 37 51 52 88 113"),
    "aviation": ("", "17 55 66 93 110 120"),
    "collapses": ("", "9 24"),
    "rail": ("4 37", ""),
    "severe-and-seen": ("16 33 41", "9 17 29 51 120"),
    "outbreaks": ("12 42", "80 83 91 92 97 100 101 104 105 108 125 131 132"),
    "outbreaks-extreme": ("", "97 100 101 105 108"),
    "covid-words": ("", "91 92 97 98 100 101 104 105 108 117 131 132"),
    "measles": ("", "80"),
    "health-africa": ("12 42", "100"),
    "protests": ("29 49 51 57 61", "30 35 44 56 74 95 117 118 128 130"),
    "hong-kong": ("", "35 44 54 64 65 74"),
    "curfews": ("61", "102"),
    "greek-strikes": ("8 49", ""),
    "many-arrests": ("58 61 62", "75 107 117 129"),
    "mass-killings": ("5 7 18 23 31 36 55 56", "19 20 22 42 89 115"),
    "kidnaps": ("17 60", ""),
    "stabbings": ("", "50 71"),
    "air-strikes": ("", "57 84 85"),
    "journalists": ("", "112"),
    "sanctions": ("45 59", ""),
    "canada-acts": ("45 59", "116"),
    "talks": ("9 25 50", ""),
    "troops": ("38 54", "27 68"),
    "planned": ("29 54", "32 48 54 62 68 69 81 86 111"),
    "savanna-post": ("12 23 36 42 43 54 55", ""),
    "delta-courier": ("17 27 31 37 49 56 60", ""),
    "two-publishers": ("18 23 27 31 33 36 37 41 42 44 46 49 52 53 55 56 57 60 61 62", ""),
    "wikinews-severe": ("", "7 9 17 19 20 22 28 29 42 51 53 80 82 83 87 89 97 100 101 105 108 115 120 123 127"),
    "corrections": ("31", ""),
    "ferry-again": ("3 16 41", "22 40 76 77 82 106"),
    "iraq-digest": ("2 5 15 18 31 39 44 56", "85 86"),
    "australia-slowly": ("1 6 10 11 13 21 22 30", "96"),
    "ecuador-by-day": ("51 57 58 61 62", ""),
    "iraq-by-story": ("2 5 15 18 31 39 44 56", "85 86"),
    "no-aftermath": (
        "2 5 12 14 15 18 31 33 34 39 42 43 44 47 56",
        "8 11 13 29 33 34 36 37 41 42 46 50 51 55 58 61 62 66 69 70 81 84 85 86 93 97 98 101 104 105 108 110 121 125 126 128 129 130",
    ),
    "american-violence": ("48", "41 42 43 46 50 58 84"),
    "dry-disruption": ("8 43", "4 69 96 106 121"),
    "emergencies": ("", "13 39 98"),
    "gdansk": ("", "16"),
    "mecca": ("", "1 7 102"),
    "london": ("", "79 94"),
    "over-the-date-line": ("", ""),
    "nowhere": ("20 40", "47 49 53 63 90 127"),
    "provinces": ("38", "5 19 37 41 51 52 55 71 76"),
    "europe-crime": ("28 35 52", "67 79 94 123"),
    "gunmen": ("6 13 17 60", "42"),
    "severe-once": ("5 7 18 23 31 36 55 56", "19 20 22 42 89 115 123"),
    "extreme": ("", "7 89 97 100 101 105 108 127"),
    "rotterdam-all": ("19 27", ""),
}
"""Each subscription, and the records of both files that it matches, by their numbers from 1."""
SENT = {
    "ferry-again": [
        "05:55 3 new", "07:55 3 repeat", "08:00 16 severity", "10:00 16 repeat", "12:00 16 repeat", "13:15 41 toll", "15:15 41 repeat",
        "17:15 41 repeat", "19:15 41 repeat",
    ],
    "iraq-digest": ["08:00 5 new", "08:00 15 new", "12:00 31 corrected", "16:00 44 toll", "16:00 39 new"],
    "australia-slowly": ["05:30 1 new", "07:30 10 new", "09:30 21 new", "11:30 22 new", "13:30 30 severity", "15:30 11 new"],
    "ecuador-by-day": ["16:30 51 new", "22:00 61 severity"],
    "iraq-by-story": [
        "05:50 2 new", "09:50 18 severity", "09:50 15 new", "13:50 31 corrected", "13:50 39 new", "17:50 44 toll",
    ],
    "no-aftermath": [
        "05:40 2 new", "06:15 5 severity", "07:20 12 new", "07:35 14 new", "07:50 15 new", "08:10 18 toll", "10:20 31 corrected",
        "11:10 33 severity", "13:50 42 toll", "14:10 44 toll", "15:02 47 new",
    ],
    "american-violence": ["15:02 48 new"],
    "severe-once": ["06:15 5 new", "06:30 7 new", "10:20 31 corrected"],
    "rotterdam-all": ["08:15 19 new", "09:40 27 withdrawn"],
    "corrections": ["10:20 31 new"],
}  # fmt: skip
"""Each subscription, and the messages of the day of the demo: when, the record, and why; a digest's entries one by one."""


def real_alerts() -> list[Alert]:
    return [alert for line in REAL.read_bytes().splitlines() for alert in stored_alerts(line)]


def subscriptions() -> list[Subscription]:
    found: list[Subscription] = []
    for path in FILES:
        held, mistakes = read_document(str(path), path.read_bytes())
        assert mistakes == ()
        found += held
    return found


SIXTY = subscriptions()
ALERTS = (demo_alerts(), real_alerts())


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


def told(message: Outgoing) -> list[str]:
    """Return the lines of a message as `SENT` has them."""
    entries = [(each.alert, each.reason) for each in message.digest] or [(message.alert, message.reason)]
    return [f"{message.at:%H:%M} {ALERTS[0].index(alert) + 1} {reason}" for alert, reason in entries]


def test_there_are_sixty_and_each_has_its_expectation() -> None:
    assert len(SIXTY) == 60
    assert {each.name for each in SIXTY} == set(EXPECTED)
    assert set(SENT) <= set(EXPECTED)
    assert [len(each) for each in ALERTS] == [62, 132]
    assert REAL.stat().st_size < 400_000


@pytest.mark.parametrize("desk", SIXTY, ids=lambda desk: desk.name)
def test_a_subscription_matches_what_a_reader_says(desk: Subscription) -> None:
    index = SubscriptionIndex(SIXTY)
    for alerts, expected in zip(ALERTS, EXPECTED[desk.name], strict=True):
        assert [number for number, alert in enumerate(alerts, 1) if desk in index.matching(alert)] == numbers(expected)
        explained = [number for number, alert in enumerate(alerts, 1) if all(reason.holds for reason in explain(desk, alert))]
        assert explained == numbers(expected)


@pytest.mark.parametrize("desk", SIXTY, ids=lambda desk: desk.name)
def test_a_subscription_passes_its_examples(desk: Subscription) -> None:
    def load(file: str, record: int) -> Alert:
        path = (Path(desk.file).parent / file).resolve()
        return ALERTS[[DEMO, REAL].index(path)][record - 1]

    assert len(desk.examples) >= 2
    for example in desk.examples:
        outcome = check(desk, example, load)
        assert outcome.passed, (example.file, example.record, outcome.found, outcome.why)


@pytest.mark.parametrize("name", SENT)
def test_a_subscription_sends_what_a_reader_says_when_a_reader_says(name: str) -> None:
    (tally,) = backtest([each for each in SIXTY if each.name == name], ALERTS[0])
    assert [line for message in tally.messages for line in told(message)] == SENT[name]


def test_nothing_is_sent_twice_over_either_file() -> None:
    for alerts in ALERTS:
        for tally in backtest(SIXTY, alerts):
            assert len({message.id for message in tally.messages}) == len(tally.messages)
            assert not tally.errors
