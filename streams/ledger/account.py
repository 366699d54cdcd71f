"""The account: every article that came in has exactly one counted outcome, or is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from streams.visible import line

State = Literal["in flight", "stuck", "missing", "doubled"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article whose account is open."""

    source: str
    """The raw record it came from: `articles/partition/offset`."""
    uri: str
    state: State
    """in flight: the next stage has not come to it. stuck: nor does anything move. missing: the stage went past it and left nothing.
    doubled: two outcomes, or two records that differ in more than times."""
    stage: str
    """The stage that reads where it was last seen."""
    place: str
    """The record in which it was last seen: `topic/partition/offset`."""
    detail: str = ""

    def line(self) -> str:
        """For people."""
        return f"{self.source}  {self.uri or '(no uri)'}  {self.state}  last seen: {self.stage} {self.place}" + (
            f"  ({self.detail})" if self.detail else ""
        )


@dataclass(frozen=True, slots=True)
class Account:
    """What went in, and what came of each."""

    outcomes: Mapping[str, str]
    """Source to its one outcome: `published`, `repeat`, `held`, `dropped: REASON`, `dead letter: ERROR`, `dropped by hand`; `held` is what
    waits for the end of its embargo, or for a person."""
    open: tuple[Entry, ...] = ()
    redelivered: Mapping[str, int] = field(default_factory=dict)
    """Topic to records that repeat another of the same source: at least once is not exactly once."""
    redriven: int = 0
    """Records that were put back from the dead letters."""
    forgotten: int = 0
    """Articles whose later records are older than what the next topic still keeps: they cannot be proven either way."""
    unnamed: int = 0
    """Records behind clean that name no article."""
    incidents: int = 0
    alerts: int = 0
    unmet: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Source of each kill of something that was not here, and what it names."""
    differences: tuple[str, ...] = ()
    """Where `incidents` and `alerts` do not agree, a sentence each."""

    @property
    def articles(self) -> int:
        """How many came in, without those forgotten."""
        return len(self.outcomes) + len(self.open)

    @property
    def closed(self) -> bool:
        """Whether every article has its one outcome and every incident its alert."""
        return not self.open and not self.differences

    @property
    def totals(self) -> Mapping[str, int]:
        """How many articles had each outcome."""
        return Counter(self.outcomes.values())

    def stuck(self) -> Account:
        """The same, after nothing has moved for long enough."""
        return replace(self, open=tuple(replace(e, state="stuck") if e.state == "in flight" else e for e in self.open))

    def lines(self) -> list[str]:
        """For people: articles in = outcomes + open ones by state; then repeats, then each open one."""
        totals, states = self.totals, Counter(entry.state.upper() for entry in self.open)
        lines = [f"{self.articles:>5} articles in"]
        lines += [f"{totals[name]:>5} {name}" for name in sorted(totals, key=lambda name: (":" in name, name))]
        lines += [f"{count:>5} {state}" for state, count in sorted(states.items())]
        lines.append(f"{len(self.outcomes):>5} accounted for" + ("" if not self.open else f", {len(self.open)} open"))
        lines.append(f"{self.alerts:>5} alerts on {self.incidents} incidents" + (", which DIFFER" if self.differences else ""))
        lines += [f"{count:>5} redelivered on {topic}" for topic, count in sorted(self.redelivered.items())]
        besides = {
            "redriven from the dead letters": self.redriven,
            "older than what the topics keep, not counted": self.forgotten,
            "records behind clean that name no article": self.unnamed,
            "kills of what is not here": len(self.unmet),
        }
        lines += [f"{count:>5} {what}" for what, count in besides.items() if count]
        lines += [f"{named}  kills what is not here: {', '.join(repr(name) for name in names)}" for named, names in self.unmet.items()]
        return [line(text) for text in (*lines, *(entry.line() for entry in self.open), *self.differences)]

    def as_json(self) -> dict[str, Any]:
        """The whole of it but the outcome of each closed article."""
        return {
            "closed": self.closed,
            "articles": self.articles,
            "outcomes": dict(sorted(self.totals.items())),
            "open": [{name: getattr(entry, name) for name in Entry.__slots__} for entry in self.open],
            "redelivered": dict(sorted(self.redelivered.items())),
            "redriven": self.redriven,
            "forgotten": self.forgotten,
            "unnamed": self.unnamed,
            "incidents": self.incidents,
            "alerts": self.alerts,
            "unmet": {named: list(names) for named, names in self.unmet.items()},
            "differences": list(self.differences),
        }
