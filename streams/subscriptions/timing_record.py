"""The state of a subscription in JSON, whole and in its parts, and back: an exact round trip.

The parts are there for the topic `deliveries`, where an alert rewrites what it changed and nothing else. A field that `Timing`, `Group` or
`Sent` gets later is written and read without a change here, if pydantic knows its type; one that an old record lacks has its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from streams.messages import Alert, parse_json
from streams.subscriptions.change import Sent
from streams.subscriptions.timing import Group, Timing, Waiting

_NEW = Timing()
_APART = frozenset(["sent", "groups", "ended", "waiting"])
"""The fields that are records of their own."""


def dump_timing(timing: Timing) -> dict[str, Any]:
    """Return the state of a subscription as values of JSON."""
    return {
        "sent": {incident: dump_sent(sent) for incident, sent in timing.sent.items()},
        "groups": [
            {
                **dump_group(name, group),
                "waiting": [{"alert": parse_json(each.alert.encode()), "reason": each.reason} for each in group.waiting.values()],
            }
            for name, group in timing.groups.items()
        ],
        "ended": sorted(timing.ended),
        **dump_rest(timing),
    }


def load_timing(values: Mapping[str, Any]) -> Timing:
    """Return the state that `dump_timing` wrote; raise KeyError, ValueError or Malformed for values of another shape."""
    groups: dict[tuple[str, ...], Group] = {}
    for each in values["groups"]:
        waiting = [Waiting(Alert.check(one["alert"]), str(one["reason"])) for one in each["waiting"]]
        name, group = load_group(each, {one.alert.id: one for one in waiting})
        groups[name] = group
    sent = {incident: load_sent(each) for incident, each in values["sent"].items()}
    return Timing(sent=sent, groups=groups, ended=frozenset(values["ended"]), **load_rest(values))


def dump_sent(sent: Sent) -> dict[str, Any]:
    """Return what was last sent of an incident as values of JSON."""
    return _dumped(sent)


def load_sent(values: Mapping[str, Any]) -> Sent:
    """Return what `dump_sent` wrote; raise ValueError for values of another shape."""
    return Sent(**_loaded(Sent, values))


def dump_group(name: tuple[str, ...], group: Group) -> dict[str, Any]:
    """Return a group as values of JSON, without the alerts that wait in it."""
    return {"group": list(name), **_dumped(group)}


def load_group(values: Mapping[str, Any], waiting: Mapping[str, Waiting]) -> tuple[tuple[str, ...], Group]:
    """Return the name and the group that `dump_group` wrote, with the alerts that wait in it; raise ValueError for another shape."""
    return tuple(map(str, values["group"])), Group(waiting=waiting, **_loaded(Group, values))


def rest(timing: Timing) -> dict[str, Any]:
    """Return what a state holds beside incidents and groups; empty where all of it is as at the beginning."""
    return {name: value for name, value, new in zip(_ADAPTERS["Timing"], _rest(timing), _rest(_NEW), strict=True) if value != new}


def dump_rest(timing: Timing) -> dict[str, Any]:
    """Return `rest` as values of JSON; orjson writes these values as well, and much faster."""
    return {name: _adapters(Timing)[name].dump_python(value, mode="json") for name, value in rest(timing).items()}


def rest_differs(old: Timing, new: Timing) -> bool:
    """Return True if two states differ in what `dump_rest` writes."""
    return _rest(old) != _rest(new)


def load_rest(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of Timing that `dump_rest` wrote; raise ValueError for values of another shape."""
    return _loaded(Timing, values)


def _dumped(value: Timing | Group | Sent) -> dict[str, Any]:
    return {name: adapter.dump_python(getattr(value, name), mode="json") for name, adapter in _adapters(type(value)).items()}


def _loaded(kind: type[Timing] | type[Group] | type[Sent], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: adapter.validate_python(values[name]) for name, adapter in _adapters(kind).items() if name in values}


def _adapters(kind: type[Timing] | type[Group] | type[Sent]) -> Mapping[str, TypeAdapter[Any]]:
    return _ADAPTERS[kind.__name__]


def _made(kind: type[Timing] | type[Group] | type[Sent]) -> Mapping[str, TypeAdapter[Any]]:
    hints = get_type_hints(kind)
    return {field.name: TypeAdapter(hints[field.name]) for field in fields(kind) if field.name not in _APART}


_ADAPTERS = {kind.__name__: _made(kind) for kind in (Timing, Group, Sent)}
_rest = attrgetter(*_ADAPTERS["Timing"])
