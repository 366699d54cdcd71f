"""A list of sources as a TOML file: read whole, with all its mistakes; read again when it changes."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streams.errors import Malformed, Usage
from streams.feeds.source import Source, read_source
from streams.visible import line

LARGEST_BYTES = 5_000_000
"""The bytes of a file of sources: some 30,000 of them."""
_HEADING = re.compile(r"^[ \t]*\[\[[ \t]*source[ \t]*\]\]", re.M)
_WORDS = 300
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceMistake:
    """One mistake of a file of sources; `line` counts from 1, None where it cannot be known."""

    file: str
    line: int | None
    field: str
    wrong: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.field}: {self.wrong}" if self.field != "$" else f"{where}: {self.wrong}"


def read_sources(text: str, file: str) -> tuple[dict[str, Source], list[SourceMistake]]:
    """Return the sources of a file by their address, and its mistakes; a source with a mistake is left out."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"\(at line (\d+), column \d+\)", str(exc))
        at = int(found[1]) if found is not None else text.count("\n") + 1  # "at end of document"
        return {}, [SourceMistake(file, at, "$", f"no TOML: {str(exc)[:_WORDS]}")]
    mistakes = [
        SourceMistake(file, _line(text, rf"^[ \t]*\[*[ \t]*{re.escape(field)}\b"), field[:_WORDS], "write [[source]] before each source")
        for field in document
        if field != "source"
    ]
    tables = document.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return {}, [
            *mistakes,
            SourceMistake(file, _line(text, r"^[ \t]*\[?[ \t]*source\b"), "source", "write [[source]] before each source"),
        ]
    sources: dict[str, Source] = {}
    for number, table in enumerate(tables):
        try:
            source = read_source(_camel(table))
            if source.address in sources:
                raise Malformed(f"{source.address} stands in this file twice: take one of them out", field="address")
        except Malformed as exc:
            field = _snake(exc.field)
            mistakes.append(SourceMistake(file, _line_of(text, number, field), f"source[{number}].{field}", line(_advice(exc), _WORDS)))
        else:
            sources[source.address] = source
    return sources, mistakes


def load_sources(path: Path) -> tuple[dict[str, Source], list[SourceMistake]]:
    """Return the sources of a file and its mistakes; raise Usage for a file that cannot be read."""
    try:
        with path.open("rb") as stream:
            value = stream.read(LARGEST_BYTES + 1)
        if len(value) > LARGEST_BYTES:
            raise Usage(f"{path}: more than {LARGEST_BYTES:,} bytes")
        return read_sources(value.decode("utf-8-sig"), str(path))
    except OSError as exc:
        raise Usage(f"{path}: {exc.strerror or exc}") from None
    except UnicodeDecodeError:
        raise Usage(f"{path} is not UTF-8 text") from None


class SourceFile:
    """The file that `STREAMS_SOURCES` names, if any."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._mark: tuple[int, int] | None = None
        self._sources: dict[str, Source] | None = None
        self._said = ""

    def now(self) -> dict[str, Source]:
        """Return its sources by their address; the file is read where it has changed.

        The first call raises Usage for a file with mistakes. Later ones tell them in the log, and what was in force stays in force.
        """
        if self._path is None:
            return {}
        try:
            stat = self._path.stat()
            if (mark := (stat.st_mtime_ns, stat.st_size)) == self._mark and self._sources is not None:
                return self._sources
            self._mark = mark
            sources, mistakes = load_sources(self._path)
            if mistakes:
                raise Usage(f"{mistakes[0]}" + (f", and {len(mistakes) - 1} more mistakes" if mistakes[1:] else ""))
            self._sources = sources
        except (OSError, Usage) as exc:
            said = str(exc) if isinstance(exc, Usage) else f"{self._path}: {exc.strerror}"
            if self._sources is None:
                raise Usage(f"STREAMS_SOURCES: {said}") from None
            if said != self._said:
                log.error("%s; the sources that were in force stay in force", said)
            self._said = said
        return self._sources


def _camel(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with the names of JSON: TOML is written with underscores (`full_text`)."""
    return {re.sub(r"_([a-z])", lambda found: found[1].upper(), name): value for name, value in table.items()}


def _snake(field: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", field)


def _advice(mistake: Malformed) -> str:
    return re.sub(r"\b(fullText|atLeast|atMost)\b", lambda found: _snake(found[1]), mistake.message)


def _line(text: str, form: str) -> int | None:
    found = re.search(form, text, re.M)
    return None if found is None else text.count("\n", 0, found.end()) + 1


def _line_of(text: str, number: int, field: str) -> int | None:
    """Return the line of a field of the source of this number, or of the source's heading where the field is missing."""
    starts = [found.start() for found in _HEADING.finditer(text)]
    if number >= len(starts):
        return None  # written in another way: source = [{...}]
    start, end = starts[number], starts[number + 1] if number + 1 < len(starts) else len(text)
    at = re.compile(rf"^[ \t]*[\"']?{re.escape(field)}[\"']?[ \t]*=", re.M).search(text, start, end)
    return text.count("\n", 0, at.start() if at is not None else _HEADING.search(text, start).start()) + 1  # type: ignore[union-attr]
