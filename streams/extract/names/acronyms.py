"""This module finds what an acronym stands for by the article's own words: a definition in brackets, or the initials of a longer name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.extract import lexicon
from streams.extract.names.forms import plain

_ACRONYM = r"[\"“‘']?([A-Z][\w.&/-]{0,9}[A-Z0-9.][\w-]{0,2})[\"”’']?"
_BEHIND = re.compile(rf"[\"”’']?\s*[(\[]\s*(?:the\s+|or\s+|known\s+as\s+|\w+\s+acronym\s+)?{_ACRONYM}\s*[)\];,]")
_OR = re.compile(rf",?\s+(?:or|known\s+as|also\s+known\s+as|abbreviated\s+as|abbreviated)\s+(?:the\s+)?{_ACRONYM}(?=[\s,.;)])")
_OPENING = re.compile(r"\s*\(\s*(?:the\s+)?[\"“‘']?$")


def is_acronym(name: str) -> bool:
    """Return True for two to ten ASCII letters and digits, the first a capital, few of the others small: `RF`, `U.N.`, `M23`, `ISIS-K`."""
    bare = bare_acronym(name)
    return (
        2 <= len(bare) <= 10
        and bare.isalnum()
        and bare.isascii()
        and bare[0].isupper()
        and sum(sign.islower() for sign in bare) * 3 <= len(bare) - 1
    )


def bare_acronym(name: str) -> str:
    """Return an acronym without points, hyphens, slashes, `&` and the plural's s."""
    bare = re.sub(r"[.\-–/&]", "", name)
    return bare[:-1] if len(bare) > 2 and bare.endswith("s") and bare[:-1].isupper() else bare


def initials(name: str) -> frozenset[str]:
    """Return the acronyms that a longer name may have: `SO` and `SOO` of `School of Open`, `LV` of `LibriVox`."""
    words = [word for word in re.split(r"[\s\-–/]+", name) if word and word[0].isalnum()]
    if len(words) < 2:
        capitals = "".join(sign for sign in name if sign.isupper())
        return frozenset({capitals} if 1 < len(capitals) < len(name) else ())
    great = "".join(word[0] for word in words if word.lower() not in lexicon.SMALL_WORDS)
    return frozenset(found for found in (great.upper(), "".join(word[0] for word in words).upper()) if len(found) > 1)


def definitions(text: str, spans: Sequence[tuple[int, int, bool]]) -> dict[str, str]:
    """Return the name that the article defines each acronym as: "Revolutionary Front (RF)", "Revolutionary Front, or RF," and
    "RF (Revolutionary Front)".

    `spans`: start and end of each name, in order, and True if an acronym in brackets behind it must be its initials: so it is for a
    place, for "NEW DELHI (AP)".
    """
    found: dict[str, str] = {}
    before: tuple[int, int] | None = None
    for start, end, strict in spans:
        name = plain(text[start:end])
        if " " in name:
            behind, other = _BEHIND.match(text, end), _OR.match(text, end)
            short = behind[1] if behind else other[1] if other else ""
            if is_acronym(short) and len(name) > len(short) and ((behind and not strict) or bare_acronym(short) in initials(name)):
                found.setdefault(bare_acronym(short), _defined(name, bare_acronym(short)))
            if before is not None and _OPENING.fullmatch(text, before[1], start):
                short = plain(text[slice(*before)])
                if is_acronym(short) and bare_acronym(short) in initials(name):
                    found.setdefault(bare_acronym(short), name)
        before = (start, end)
    return found


def _defined(name: str, acronym: str) -> str:
    """Return the shortest end of a name that has these initials, or the name where no end has them.

    `ANC` leaves `African National Congress` of `President of the African National Congress`.
    """
    words = name.split()
    ends = (" ".join(words[cut:]) for cut in range(len(words) - 1, 0, -1))
    return next((plain(end) for end in ends if acronym in initials(end)), name)
