"""The record of a reader's judgement: what of an alert is right or wrong, and what it should say."""

from __future__ import annotations

from typing import Literal

from streams.messages.vocabulary import EventType
from streams.messages.wire import Message, Time

JudgedField = Literal["all", "event", "type", "place", "toll"]
"""all: the alert as a whole, of which only `right` is said; event: that it is an event at all; toll: how many people were harmed."""


class Judged(Message):
    """The parts of an alert that a judgement is about, as they stood: a judgement can be read when its alert is no longer held."""

    headline: str
    type: EventType
    mode: str | None = None
    place: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    toll: str = ""
    """The people harmed, as in `value`."""
    evidence: str
    evidence_uri: str


class Judgement(Message):
    """`judgements`: one reader's word on one field of an alert; key = alert, field and reader with `/` between them, the newest counts."""

    alert: str
    """The incident's id."""
    revision: int
    field: JudgedField
    verdict: Literal["right", "wrong"]
    value: str | None = None
    """The value that the field should have, if said: a type, a place in words, or a toll such as `12 killed, 30-40 injured`."""
    comment: str | None = None
    reader: str
    """The name of the reader's key; `local` where the server has no keys."""
    at: Time
    said: Judged
