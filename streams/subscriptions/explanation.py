"""Why a subscription matches an alert or does not: a line for each of its conditions."""

from __future__ import annotations

from dataclasses import dataclass

from streams.messages import Alert
from streams.subscriptions.condition import conditions
from streams.subscriptions.facts import AlertFacts
from streams.subscriptions.predicate import Scene
from streams.subscriptions.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of a subscription and how an alert meets it."""

    field: str
    holds: bool
    text: str


def explain(subscription: Subscription, alert: Alert) -> tuple[Reason, ...]:
    """Return a reason for each condition of the subscription; the alert matches if all hold."""
    scene = Scene(AlertFacts(alert))
    return tuple(Reason(each.field, each.holds(scene), each.reason(scene)) for each in conditions(subscription))
