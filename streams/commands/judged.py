"""`streams eval judgements` measures this: readers' judgements of alerts, from the topic `judgements` or a file of JSON Lines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from streams.broker.log import read_back
from streams.commands.output import say
from streams.errors import Poison, Usage
from streams.evaluation.judgements import Field, Gold, Precision, by_field, by_type, gold
from streams.messages import Judgement
from streams.settings import settings
from streams.topics import JUDGEMENTS

MOST_BYTES = 100_000_000
"""The largest file that is read, in bytes: 100,000 judgements."""


def judged(file: Path | None, report: Path | None) -> dict[str, Any]:
    """Return the precision by field of all alerts and of those of each type; write what readers agree on into `report`, one JSON line each.

    Raise Usage without a broker, or where the file cannot be read. A record that is no judgement is told and passed over.
    """
    found: list[Judgement] = []
    for where, value in _of_file(file) if file is not None else asyncio.run(_of_topic()):
        try:
            found.append(Judgement.decode(value))
        except Poison as exc:
            say(f"{where} is no judgement and passed over: {exc}", err=True)
    agreed = gold(found)
    if report is not None:
        report.write_bytes(b"".join(orjson.dumps(_line(each)) + b"\n" for each in agreed))
    return {"all": _figures(by_field(agreed).items()), **{name: _figures(each.items()) for name, each in by_type(agreed).items()}}


def _of_file(path: Path) -> list[tuple[str, bytes]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Usage(f"{path} is larger than {MOST_BYTES:,} bytes")
        lines = path.read_bytes().splitlines()
    except OSError as exc:
        raise Usage(f"{path} cannot be read: {exc.strerror}") from None
    return [(f"{path}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()]


async def _of_topic() -> list[tuple[str, bytes]]:
    """Return the newest record of each key."""
    newest = {record.key: record async for record in read_back(settings(), JUDGEMENTS)}
    return [(f"{JUDGEMENTS.name} at {each.offset}", each.value) for each in newest.values() if each.value is not None]


def _figures(found: Iterable[tuple[Field, Precision]]) -> dict[str, dict[str, float]]:
    return {field: _figure(each) for field, each in found if each != Precision()}


def _figure(found: Precision) -> dict[str, float]:
    share = {} if found.share is None else {"precision": round(found.share, 4)}
    return {**share, **asdict(found)}


def _line(each: Gold) -> dict[str, Any]:
    said = each.said.model_dump(by_alias=True, exclude_none=True)
    line = {"alert": each.alert, "revision": each.revision, "field": each.field, "verdict": each.verdict, "said": said}
    return line | ({"value": each.value} if each.value is not None else {})
