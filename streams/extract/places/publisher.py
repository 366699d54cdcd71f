"""The country of a publisher, by the country code at the end of its address' host; pure."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from babel.core import get_global

_SOLD = frozenset(
    "ac ad ag ai am bz cc cd cm co cx dj eu fm gg gl gs im io la li ly me ms mu nu pw sc sh sr st su tk tl to tv vc vg vu ws".split()  # noqa: SIM905
)
"""Codes that are sold all over the world for what else they mean (`.tv`, `.io`, `.co`): they tell no country."""
_OTHER = {"uk": "GBR", "fr": "FRA", "xk": "XKX"}
"""Codes that CLDR's table of territories has not, or has otherwise than the gazetteer."""


def publisher_country(link: str | None) -> str | None:
    """Return the country (alpha-3) of the publisher of an article, by its address; None where that tells none.

    Source of the codes: ISO 3166, as CLDR has them (babel).
    """
    try:
        host = urlsplit(link or "").hostname or ""
    except ValueError:  # an address that cannot be read
        return None
    code = host.rstrip(".").rpartition(".")[2]
    if len(code) != 2 or code in _SOLD:
        return None
    return _OTHER.get(code) or _alpha3().get(code)


@cache
def _alpha3() -> dict[str, str]:
    aliases = get_global("territory_aliases").items()
    return {now[0].lower(): old for old, now in aliases if len(old) == 3 and old.isalpha() and len(now) == 1 and len(now[0]) == 2}
