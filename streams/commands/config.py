"""`streams config`: every setting, where it comes from and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click
from pydantic import SecretStr
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.output import document
from streams.settings import Settings, settings
from streams.visible import line

STARS = "******"


@dataclass(frozen=True, slots=True)
class Option:
    """One setting as it may be shown: a secret's value is stars."""

    variable: str
    value: Any
    origin: str
    description: str


def options(chosen: Settings) -> list[Option]:
    """Return all settings in force, in the order of their declaration."""
    return [
        Option(
            f"STREAMS_{name.upper()}", _shown(chosen.bootstrap if name == "broker" else value), chosen.origin(name), field.description or ""
        )
        for (name, value), field in zip(chosen, Settings.model_fields.values(), strict=True)
    ]


def _shown(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return STARS
    return value if value is None or isinstance(value, bool | int | float) else str(value)


@click.group()
def config() -> None:
    """Show the settings in force."""


@config.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array of {variable, value, origin, description}.")
def show(as_json: bool) -> None:
    """Print every setting: its variable, the value in force, where that comes from (set, file, default), what it is for.

    Secrets are shown as stars. Any variable may be given as STREAMS_X_FILE instead, the name of a file that holds the value.
    """
    found = options(settings())
    if as_json:
        document(found)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("variable", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("origin", no_wrap=True)
    table.add_column("for")
    for option in found:
        value = str(option.value).lower() if isinstance(option.value, bool) else "" if option.value is None else str(option.value)
        table.add_row(option.variable, line(value), option.origin, option.description, style="dim" if option.origin == "default" else "")
    print_table(table)
