"""The courier sends what a backtest says, when it says so: sixty subscriptions over the stored alerts of both files."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from streams.messages import Alert
from streams.subscriptions import Subscription, backtest
from streams.subscriptions.silence import Silence
from streams.subscriptions.subscription import Match
from tests.delivery.build import Clock, force
from tests.delivery.house import House
from tests.subscriptions.test_sixty import ALERTS, SIXTY

Told = tuple[str, str, datetime, tuple[tuple[str, int, str], ...], int]
"""A message: its id, reason and time; the incident, revision and reason of each alert; how many it does not list."""


async def delivered(subscriptions: Sequence[Subscription], alerts: Sequence[Alert], silence: Silence) -> dict[str, list[Told]]:
    """Return what the targets of a courier got, by subscription; its clock goes by the times of the alerts."""
    house = House(subscriptions, clock=Clock(alerts[0].updated))
    house.courier.use(force(*subscriptions, silences=(silence,)))

    async def passes(until: datetime | None) -> None:
        while (due := house.state.next_wake()) is not None and (until is None or due < until):
            house.clock.now = max(due, house.clock.now)
            await house.settles()

    for each in alerts:
        await passes(each.updated)
        house.clock.now = each.updated
        await house.comes(each)
    # a backtest does not know which incidents are open after its last alert, and repeats none of them
    house.courier.use(force(*(replace(each, repeat_interval=None) for each in subscriptions), silences=(silence,)))
    await passes(None)
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for fake in house.fakes.values():
        for message in fake.got:
            entries = tuple((each.alert.id, each.alert.revision, each.reason) for each in message.entries)
            found[message.subscription].append((message.id, message.reason, message.at, entries, message.more))
    return dict(found)


def expected(subscriptions: Sequence[Subscription], alerts: Sequence[Alert], silence: Silence) -> dict[str, list[Told]]:
    """Return the messages of a backtest in the same form."""
    found: dict[str, list[Told]] = {}
    for tally in backtest(subscriptions, alerts, [silence]):
        for message in tally.messages:
            listed = [(each.alert, each.reason) for each in message.digest] or [(message.alert, message.reason)]
            entries = tuple((alert.id, alert.revision, reason) for alert, reason in listed)
            found.setdefault(tally.subscription.name, []).append((message.id, message.reason, message.at, entries, message.more))
    return found


@pytest.mark.parametrize("alerts", ALERTS, ids=["demo", "real"])
def test_ids_reasons_and_times_of_all_messages_are_those_of_a_backtest(alerts: list[Alert]) -> None:
    ordered = sorted(alerts, key=lambda each: (each.updated, each.id, each.revision))
    middle, end = ordered[len(ordered) // 3].updated, ordered[len(ordered) // 2].updated
    silence = Silence(id="a1", match=Match(types=frozenset(["ASSAULT"]), told="any"), start=middle, end=end, creator="a", comment="b")
    told = asyncio.run(delivered(SIXTY, ordered, silence))
    assert told == expected(SIXTY, ordered, silence)
    assert sum(map(len, told.values())) > 100
