"""The files of subscriptions and of alerts that `streams rules` is given: reading them, and telling what is wrong with them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import orjson

from streams.commands.output import say
from streams.errors import Malformed, Usage
from streams.messages import Alert, parse_json
from streams.subscriptions import Catalogue, Example, Mistake, Subscription, check
from streams.subscriptions.example import Outcome
from streams.subscriptions.folder import files
from streams.subscriptions.node import MOST_BYTES
from streams.subscriptions.silence import Silence, read_silence
from streams.subscriptions.stored import stored_alerts

MOST_EXAMPLES = 10_000_000
"""The number of bytes of a file of examples that are read."""


paths_argument = click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...")


def tell(mistakes: Iterable[Mistake]) -> None:
    """Print mistakes, one a line."""
    for mistake in mistakes:
        say(str(mistake))


def sound(paths: tuple[str, ...]) -> list[Subscription]:
    """Return the subscriptions of files that hold no mistake; else tell the mistakes and end with exit code 1."""
    catalogue, mistakes = read_files(paths)
    if mistakes:
        tell(mistakes)
        raise click.exceptions.Exit(1)
    found = list(catalogue)
    if not found:
        raise Usage(f"there is no subscription in {' '.join(paths)}")
    return found


def read_content(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file, no more than are needed to see that it is too large; raise Usage where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as exc:
        raise Usage(f"{path}: {exc.strerror or exc}") from None


def read_files(paths: tuple[str, ...]) -> tuple[Catalogue, list[Mistake]]:
    """Return the subscriptions of files and folders, and all mistakes in them; raise Usage where there is no file."""
    catalogue = Catalogue()
    mistakes: list[Mistake] = []
    for path in named_files(paths):
        catalogue, wrong = catalogue.with_file(str(path), read_content(path))
        mistakes += wrong
    return catalogue, mistakes


def named_files(paths: tuple[str, ...]) -> list[Path]:
    """Return the files that are named, and those of the folders that are named, each once; raise Usage if there is none."""
    found: list[Path] = []
    for path in map(Path, paths):
        try:
            found += files(path) if path.is_dir() else [path]
        except OSError as exc:
            raise Usage(f"{path}: {exc.strerror or exc}") from None
    if not found:
        raise Usage(f"there is no .yaml file in {' '.join(paths)}")
    return list(dict.fromkeys(found))


def file_alerts(path: str) -> Iterator[Alert]:
    """Yield the alerts of a file or standard input; a line that holds none is told on standard error, and passed over."""
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
            for number, value in enumerate(file, 1):
                try:
                    yield from stored_alerts(value) if value.strip() else ()
                except Malformed as exc:
                    say(f"{path}:{number}: not an alert: {exc}", err=True)
    except OSError as exc:
        raise Usage(f"{path}: {exc.strerror or exc}") from None


def file_silences(path: Path) -> list[Silence]:
    """Return the silences of JSON lines, as `streams rules silence list --json` prints them; raise Usage for one that is wrong."""
    found: dict[str, Silence] = {}
    for number, value in enumerate(read_content(path, MOST_EXAMPLES).splitlines(), 1):
        if not value.strip():
            continue
        try:
            document = parse_json(value)
        except Malformed as exc:
            raise Usage(f"{path}:{number}: not a silence: {exc}") from None
        if not isinstance(document, dict):
            raise Usage(f"{path}:{number}: not a silence: not a JSON object")
        id = str(document.pop("id", f"line-{number}"))
        document.pop("state", None)
        silence, mistakes = read_silence(id, orjson.dumps(document))
        if silence is None:
            raise Usage(f"{path}:{number}: {mistakes[0]}")
        found[id] = silence
    return list(found.values())


def outcome(subscription: Subscription, example: Example) -> Outcome | str:
    """Return what a subscription makes of an example; a sentence if the file of the example cannot be read."""

    def load(file: str, wanted: int) -> Alert:
        path = Path(subscription.file).parent / file
        if path.exists() and not path.is_file():
            raise Malformed("not a regular file")
        with path.open("rb") as lines:
            content = lines.read(MOST_EXAMPLES)
        alerts = [alert for value in content.splitlines() for alert in (stored_alerts(value) if value.strip() else ())]
        return alerts[wanted - 1]

    try:
        return check(subscription, example, load)
    except (OSError, Malformed) as exc:
        return f"{example.file} cannot be read: {exc}"
    except IndexError:
        return f"{example.file} has fewer than {example.record} alerts"
