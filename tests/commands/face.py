"""Calls of a command as a person calls it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from streams.cli import main, streams


def called(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(streams, arguments, input=stdin)


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """Return the exit code of the console script."""
    monkeypatch.setattr("sys.argv", ["streams", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code
