"""Subscriptions as data: files of YAML, the alerts that each matches and why, and what would be sent when; pure, nothing is delivered."""

from streams.subscriptions.backtest import Tally, backtest
from streams.subscriptions.catalogue import Catalogue
from streams.subscriptions.document import read_document
from streams.subscriptions.example import Outcome, check
from streams.subscriptions.explanation import Reason, explain
from streams.subscriptions.index import SubscriptionIndex, matches
from streams.subscriptions.mistake import Mistake
from streams.subscriptions.subscription import Example, Match, Subscription, Target
from streams.subscriptions.timing import Outgoing, Timing, advance, next_due, prune, receive

__all__ = [
    "Catalogue", "Example", "Match", "Mistake", "Outcome", "Outgoing", "Reason", "Subscription", "SubscriptionIndex", "Tally", "Target",
    "Timing", "advance", "backtest", "check", "explain", "matches", "next_due", "prune", "read_document", "receive",
]  # fmt: skip
