"""Codes: what an event is called in CAMEO, the quad classes of PLOVER, ACLED and IPTC's media topics."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from streams.messages import Code, EventType


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("streams.detect") / "data" / "codes.toml").read_text(encoding="utf-8"))


def codes_of(type_: EventType, mode: str | None, cameo: str) -> tuple[Code, ...]:
    """The codes of an event: CAMEO where the core has one, quad class, ACLED sub-event type, IPTC media topic."""
    table = _table()
    out: list[Code] = []
    if code := cameo or table["cameo"].get(type_, ""):
        out.append(Code(scheme="CAMEO", code=code))
    if quad := table["quad"].get(type_):
        out.append(Code(scheme="quad", code=quad))
    if acled := table["acled"].get(f"{type_}.{mode}") or table["acled"].get(type_):
        out.append(Code(scheme="ACLED", code=acled))
    out.append(Code(scheme="IPTC", code=f"medtop:{table['iptc'].get(f'{type_}.{mode}') or table['iptc'][type_]}"))
    return tuple(out)
