"""Codes: what an event is called in CAMEO, the quad classes of PLOVER, ACLED and IPTC's media topics."""

from __future__ import annotations

from streams.detect.types import kind_of
from streams.messages import Code, EventType


def codes_of(type_: EventType, mode: str | None, cameo: str) -> tuple[Code, ...]:
    """The codes of an event: CAMEO where the core has one, quad class, ACLED sub-event type, IPTC media topic."""
    kind = kind_of(type_)
    found = {
        "CAMEO": cameo or kind.cameo,
        "quad": kind.quad,
        "ACLED": kind.acled_modes.get(mode or "", kind.acled),
        "IPTC": f"medtop:{kind.iptc_modes.get(mode or '', kind.iptc)}",
    }
    return tuple(Code(scheme=scheme, code=code) for scheme, code in found.items() if code)
