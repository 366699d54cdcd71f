"""The types of events and how each is treated, read once from `types.toml`, which says it all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, get_args

from streams.messages import CasualtyKind, EventType, Severity


@dataclass(frozen=True, slots=True)
class Type:
    """One type of event; what each field means stands at the head of `types.toml`."""

    name: EventType
    severity: Severity
    iptc: str
    noun: str
    severity_modes: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    noun_modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    verb: str = ""
    verb_modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    family: str | None = None
    bears: frozenset[CasualtyKind] = frozenset()
    slack_days: float = 1.5
    cameo: str = ""
    cameo_planned: str = ""
    cameo_denied: str = ""
    quad: str = ""
    acled: str = ""
    acled_on_demonstrators: str = ""
    acled_by_mob: str = ""
    acled_among_armed: str = ""
    acled_modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    iptc_modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    cap: str = "Other"
    cap_modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plover_cameo: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plover_modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    core: bool = False
    dealing: bool = False
    of_states: bool = False
    refusable: bool = False
    partyless: bool = False
    named: bool = False
    mutual: bool = False
    objectless: bool = False
    misfortune: bool = False
    natural: bool = False
    harmful: bool = False
    casualties: bool = False
    risk: bool = False
    incident: bool = False
    many_places: bool = False
    anywhere: bool = False
    lasting: bool = False
    modes_apart: bool = False
    deed: bool = False
    solemn: bool = False
    of_powers: bool = False
    ends: bool = False

    @property
    def sort(self) -> str:
        """The sort of the type, `harm`, another `deed` or `words`; types of one sort share weights."""
        return "harm" if self.harmful else "deed" if self.deed else "words"

    @property
    def slack(self) -> timedelta:
        """The greatest time between two reports' dates at which the reports may tell of one happening."""
        return timedelta(days=self.slack_days)


@cache
def types() -> Mapping[str, Type]:
    """Return each type by its name; raise ValueError where the table and `EventType` differ, TypeError for a field that does not exist."""
    return read_types(tomllib.loads((files("streams.detect") / "types.toml").read_text(encoding="utf-8")))


def read_types(table: dict[str, Any]) -> Mapping[str, Type]:
    """Return the types of a parsed table; raise the same errors as `types`."""
    if strange := set(table) ^ set(get_args(EventType)):
        raise ValueError(f"types.toml and EventType differ: {sorted(strange)}")
    return MappingProxyType({n: Type(name=n, **{**table[n], "bears": frozenset(table[n].get("bears", ()))}) for n in get_args(EventType)})


@cache
def kind_of(name: str) -> Type:
    """Return a type by its name; raise KeyError for one that does not exist."""
    return types()[name]


def same_family(one: str, other: str) -> bool:
    """Return True if two desks may give these types to one happening."""
    return one == other or (kind_of(one).family is not None and kind_of(one).family == kind_of(other).family)
