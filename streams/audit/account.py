"""The account shows that every article that came in has exactly one counted outcome, or names it."""

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
    """The raw record that the article came from, `articles/partition/offset`."""
    uri: str
    state: State
    """`in flight`: the next stage has not read it yet. `stuck`: the same, and nothing has moved for long enough. `missing`: the stage went
    past it and left nothing. `doubled`: it has two outcomes, or two records that differ in more than times."""
    stage: str
    """The stage that reads the topic on which the article was last seen."""
    position: str
    """The record in which the article was last seen, `topic/partition/offset`."""
    detail: str = ""

    def line(self) -> str:
        """Return the entry as one line for people."""
        return f"{self.source}  {self.uri or '(no uri)'}  {self.state}  last seen: {self.stage} {self.position}" + (
            f"  ({self.detail})" if self.detail else ""
        )


@dataclass(frozen=True, slots=True)
class Account:
    """The account lists the articles that came in, the outcome of each, and those that have none or more than one."""

    outcomes: Mapping[str, str]
    """The one outcome of each source: `published`, `repeat`, `held`, `dropped: REASON`, `dead letter: ERROR`, `dropped by hand`. A `held`
    article waits for the end of its embargo, or for a person."""
    open: tuple[Entry, ...] = ()
    redelivered: Mapping[str, int] = field(default_factory=dict)
    """The number of records on each topic that repeat another of the same source: at least once is not exactly once."""
    redriven: int = 0
    """The number of records that were put back from the dead letters."""
    forgotten: int = 0
    """The number of articles whose later records are older than what the next topic still keeps: they cannot be proven either way."""
    unnamed: int = 0
    """The number of records behind clean that name no article, and of ends of holds that cannot be read."""
    incidents: int = 0
    alerts: int = 0
    unmet: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names in each kill of something that was not here, by the source of the kill."""
    differences: tuple[str, ...] = ()
    """One sentence for each incident of which `incidents` and `alerts` do not agree."""

    @property
    def articles(self) -> int:
        """The number of articles that came in, without those forgotten."""
        return len(self.outcomes) + len(self.open)

    @property
    def closed(self) -> bool:
        """True if every article has its one outcome and every incident its alert."""
        return not self.open and not self.differences

    @property
    def totals(self) -> Mapping[str, int]:
        """The number of articles that had each outcome."""
        return Counter(self.outcomes.values())

    def stuck(self) -> Account:
        """Return the same account with `stuck` for each entry in flight, once nothing has moved for long enough."""
        return replace(self, open=tuple(replace(e, state="stuck") if e.state == "in flight" else e for e in self.open))

    def lines(self) -> list[str]:
        """Return the account as lines for people: articles in = outcomes + open ones by state; then repeats, then each open one."""
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
        """Return the whole account but the outcome of each closed article."""
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
