"""The one way of all commands to standard output and standard error, for lines and records; rich's output goes through terminal.py.

Nothing that comes from outside reaches a terminal as it stands: see streams/visible.py. A command prints by no other means; a test reads
the code for that.
"""

from __future__ import annotations

import sys
from typing import Any

import click
import orjson

from streams.errors import Usage
from streams.visible import escaped, line, visible


def say(text: str, *, err: bool = False) -> None:
    """Print a text as one line, whatever is in it."""
    click.echo(line(text), err=err)


def body(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text of any number of lines."""
    click.echo(visible(text), err=err, nl=nl)


def record(value: bytes) -> None:
    """Print a record of JSON on a line of its own: the same document, with escapes where a terminal would obey or hide a character."""
    text = escaped(value.decode("utf-8", "replace"))
    click.echo(text.replace("\n", " ").encode())  # an end of line outside of strings, in a record that another program wrote


def document(value: Any) -> None:
    """Print a value as indented JSON, with the escapes of `record`."""
    click.echo(escaped(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()).encode())


def markup(text: str) -> None:
    """Print a page of HTML, in UTF-8."""
    click.echo(visible(text).encode("utf-8", "replace"), nl=False)


def untouched(value: bytes) -> None:
    """Print bytes as they came, for a file or another program; raise Usage where a terminal would obey or hide something in them."""
    text = value.decode("utf-8", "replace")
    if sys.stdout.isatty() and (visible(text) != text or text.encode() != value):
        raise Usage("these bytes are not for a terminal: send them to a file or another program, or leave out --raw")
    click.echo(value, nl=False)


def status(text: str) -> None:
    """Print a line on standard error that the next one overwrites; an empty text clears it."""
    click.echo(f"\r{line(text)}\x1b[K", err=True, nl=False)
