"""Times as commands take them: a length (`24h`), and a moment (ISO 8601)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from streams.subscriptions.duration import read_duration


class Span(click.ParamType):
    """A length of time: 24h, 7d, 1h30m."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        found = value if isinstance(value, timedelta) else read_duration(value)
        if found is None:
            self.fail(f"{value!r} is no length of time, such as 24h or 7d", param, ctx)
        return found


class Moment(click.ParamType):
    """A date or time in ISO 8601, in UTC where it names no zone."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no ISO 8601 date or time, such as 2021-08-28 or 2021-08-28T06:30:00Z", param, ctx)
