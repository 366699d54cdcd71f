"""A subscription: which alerts somebody wants, which changes of them, when, and where to; frozen values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from streams.messages import Alert, Certainty, EventType, Severity
from streams.subscriptions.digest import Digest
from streams.subscriptions.mute_time import MuteTime
from streams.subscriptions.predicate import Predicate
from streams.subscriptions.rate import DEFAULT, Rate

ToldFilter = Literal["news", "background", "any"]
GroupField = Literal["incident", "story", "type", "country", "severity"]
ChangeWord = Literal["severity", "toll", "place", "certainty", "correction", "all"]
Expectation = Literal["match", "no match", "silent"]
TargetKind = Literal["webhook", "notify", "topic"]
VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}", re.ASCII)
"""A name of the environment in an address."""


@dataclass(frozen=True, slots=True)
class Near:
    """A circle on the map: degrees, and kilometres."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The typed filters; an alert must pass each that is given, and of a list one word is enough.

    Words, actors and publishers are in small letters. `types` and `countries` are the alert's own (ISO 3166-1 alpha-3).
    """

    types: frozenset[EventType] = frozenset()
    modes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    near: Near | None = None
    min_severity: Severity | None = None
    min_certainty: Certainty | None = None
    told: ToldFilter = "news"
    words_any: tuple[str, ...] = ()
    words_none: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    publishers: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The changes of an incident that are sent; withdrawals and mergers are always sent, and cannot be left out.

    A toll is the number of people killed. It is compared with the toll that was last sent, so that many small steps add up: it must have
    grown by `toll_people` (absolute) or by `toll_share` (0.2 is a fifth); with neither no growth is sent.
    """

    severity: bool = True
    place: bool = True
    certainty: bool = True
    correction: bool = True
    every: bool = False
    """Send each revision that matches, whatever it changed, and the end of an incident too."""
    toll_people: int | None = None
    toll_share: float | None = 0.2


@dataclass(frozen=True, slots=True)
class InhibitRule:
    """A rule by which open alerts that pass `source` hold back those that pass `target` and have the same values of the fields `equal`.

    It concerns the subscriptions of its own file alone.
    """

    source: Match
    target: Match
    equal: tuple[GroupField, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A place to which messages go; the address may hold a secret, or `${NAME}` for one in the environment, and is in no `repr`."""

    kind: TargetKind
    address: str = field(repr=False)

    @property
    def shown(self) -> str:
        """The kind, and what of the address is no secret: a webhook's host, a service's name, a topic, a name of the environment."""
        if self.kind == "topic":
            return f"topic {self.address}"
        if VARIABLE.fullmatch(self.address):
            return f"{self.kind} {self.address}"
        scheme, _, rest = self.address.partition("://")
        # behind the scheme of a service stands a token as often as a host
        return f"{self.kind} {rest.split('/')[0].split('?')[0].split('#')[0].rpartition('@')[2] if self.kind == 'webhook' else scheme}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example of a file: an alert, given here or in a line of another file, and what the subscription makes of it."""

    expect: Expectation
    line: int
    column: int
    alert: Alert | None = None
    file: str | None = None
    record: int = 1
    """The number of the record in `file`, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One subscription; what is left out filters nothing and delays nothing."""

    name: str
    match: Match = Match()
    where: Predicate | None = None
    change: Material = Material()
    group_by: tuple[GroupField, ...] = ("incident",)
    group_wait: timedelta = timedelta(0)
    group_interval: timedelta = timedelta(0)
    repeat_interval: timedelta | None = None
    """The time after which an incident that is still open is sent again; None: never."""
    rate: Rate = DEFAULT
    digest: Digest | None = None
    """The times of the one message that lists what came; None: each alert is a message."""
    mute_times: tuple[MuteTime, ...] = ()
    deliver: tuple[Target, ...] = ()
    examples: tuple[Example, ...] = ()
    inhibit_rules: tuple[InhibitRule, ...] = ()
    """The rules of its file."""
    file: str = ""
    line: int = 1
