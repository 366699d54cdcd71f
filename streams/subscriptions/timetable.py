"""The times of a file: named mute times as Alertmanager writes them (`time_intervals`), and when a digest is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from streams.subscriptions.digest import Digest
from streams.subscriptions.form import Form
from streams.subscriptions.mute_time import DAY, MONTHS, WEEKDAYS, MuteTime
from streams.subscriptions.node import Node
from streams.subscriptions.vocabulary import nearest

_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
LEAST_EVERY = timedelta(minutes=5)
"""The shortest time between two digests: a digest that comes more often is no digest; `group_interval` is for that."""
_FIELDS = ("times", "weekdays", "days_of_month", "months", "location")


def read_time_intervals(form: Form, node: Node, path: str) -> dict[str, tuple[MuteTime, ...]]:
    """Return the intervals by name; those that are wrong are noted."""
    found: dict[str, tuple[MuteTime, ...]] = {}
    for item, here in form.listing(node, path):
        given = form.table(item, here, ("name", "time_intervals"), required=("name", "time_intervals"))
        name = form.text(given["name"], f"{here}.name") if "name" in given else None
        intervals = [
            _interval(form, below, at)
            for below, at in (form.listing(given["time_intervals"], f"{here}.time_intervals") if "time_intervals" in given else ())
        ]
        if name in found:
            form.note(given["name"], f"{here}.name", f"`{name}` is named twice", "choose another name")
        elif name is not None:
            found[name] = tuple(intervals)
    return found


def read_digest(form: Form, node: Node, path: str) -> Digest | None:
    """Return the times of a digest, `every` so long or `at` times of the day; None if something in them is wrong."""
    before = len(form.mistakes)
    given = form.table(node, path, ("every", "at", "location"))
    if ("every" in given) == ("at" in given) and len(form.mistakes) == before:
        form.note(
            node, path, "a digest needs one of `every` and `at`", "write {every: 1h}, or {at: ['07:00', '18:00'], location: Asia/Baghdad}"
        )
    if "every" in given and "location" in given:
        form.note(given["location"], f"{path}.location", "`every` is counted by no clock of a place", "leave it out, or write `at`")
    every = form.duration(given["every"], f"{path}.every", LEAST_EVERY) if "every" in given else None
    minutes: list[int] = []
    for said in form.texts(given["at"], f"{path}.at") if "at" in given else ():
        found = _TIME.fullmatch(said)
        minute = int(found[1]) * 60 + int(found[2]) if found else DAY
        if minute < DAY:
            minutes.append(minute)
        else:
            form.note(given["at"], f"{path}.at", f"`{said[:60]}` is no time of day", "write it in quotes, from '00:00' to '23:59'")
    location = _zone(form, given["location"], f"{path}.location") if "location" in given else "UTC"
    return Digest(every, tuple(sorted(minutes)), location) if len(form.mistakes) == before else None


def _interval(form: Form, node: Node, path: str) -> MuteTime:
    given = form.table(node, path, _FIELDS)
    times: list[tuple[int, int]] = []
    for item, here in form.listing(given["times"], f"{path}.times") if "times" in given else ():
        times += _span(form, item, here)
    return MuteTime(
        times=tuple(times),
        weekdays=_named(form, given, path, "weekdays", WEEKDAYS, 0),
        months=_named(form, given, path, "months", MONTHS, 1),
        days=_days(form, given, path),
        location=_zone(form, given["location"], f"{path}.location") if "location" in given else "UTC",
    )


def _span(form: Form, node: Node, path: str) -> list[tuple[int, int]]:
    names = ("start_time", "end_time")
    given = form.table(node, path, names, required=names)
    minutes: list[int] = []
    for name in names:
        said = form.text(given[name], f"{path}.{name}") if name in given else None
        found = _TIME.fullmatch(said) if said is not None else None
        minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
        if minute <= DAY:
            minutes.append(minute)
        elif said is not None:
            form.note(given[name], f"{path}.{name}", f"`{said[:60]}` is no time of day", "write it in quotes, from '00:00' to '24:00'")
    if len(minutes) < 2:
        return []
    start, end = minutes
    if start == end:
        form.note(node, path, "the interval has no minute", "let it end later than it begins")
        return []
    if start > end:
        form.note(node, path, "the interval ends before it begins", "write two: from the evening to '24:00', and from '00:00'")
        return []
    return [(start, end)]


def _named(form: Form, given: dict[str, Node], path: str, field: str, names: tuple[str, ...], first: int) -> frozenset[int]:
    """Return the numbers of weekdays or months, which are named one by one or as `monday:friday`."""
    found: set[int] = set()
    for said in form.texts(given[field], f"{path}.{field}") if field in given else ():
        ends = said.casefold().split(":")
        unknown = [end for end in ends if end not in names]
        if unknown or len(ends) > 2:
            like = nearest(unknown[0], names) if unknown else None
            advice = f"did you mean `{like}`?" if like else f"write {names[0]}, or {names[0]}:{names[4]}"
            form.note(given[field], f"{path}.{field}", f"`{said[:60]}` is not known", advice)
            continue
        start, end = names.index(ends[0]), names.index(ends[-1])
        if start > end:
            form.note(given[field], f"{path}.{field}", f"`{said}` ends before it begins", "write two ranges")
            continue
        found |= set(range(start + first, end + first + 1))
    return frozenset(found)


def _days(form: Form, given: dict[str, Node], path: str) -> tuple[tuple[int, int], ...]:
    field, found = "days_of_month", []
    for said in form.texts(given[field], f"{path}.{field}") if field in given else ():
        parts = said.split(":")
        numbers = [int(part) for part in parts if re.fullmatch(r"-?\d{1,2}", part, re.ASCII)]
        if len(numbers) != len(parts) or len(parts) > 2 or any(number == 0 or abs(number) > 31 for number in numbers):
            form.note(given[field], f"{path}.{field}", f"`{said[:60]}` is no day of a month", "write 1 to 31, -1 for the last, or 1:7")
            continue
        found.append((numbers[0], numbers[-1]))
    return tuple(found)


def _zone(form: Form, node: Node, path: str) -> str:
    said = form.text(node, path)
    if said is None:
        return "UTC"
    if said not in available_timezones():
        like = nearest(said, available_timezones())
        form.note(node, path, f"`{said[:60]}` is no time zone", f"did you mean `{like}`?" if like else "write one such as Europe/Berlin")
        return "UTC"
    return ZoneInfo(said).key
