"""Names by their letters alone: nationalities, countries, known organisations, capitalised runs that end like an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from streams.extract import lexicon
from streams.extract.mentions import Mention


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds the longest of these names at an offset, as whole words."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    initials = re.escape("".join(sorted({name[0] for name in ordered})))  # looked at first: most words begin with none of them
    either = "|".join(map(re.escape, ordered))
    return re.compile(rf"(?<![\w-])(?=[{initials}])(?:{either})(?!\w|\.\w|\$)")  # "US$5 million" is no country


_SURE_ALIASES = {short: full for short, full in lexicon.ALIASES.items() if short not in lexicon.DOUBTFUL_ALIASES}
_COUNTRY = _any_of(lexicon.COUNTRIES | {short for short, full in _SURE_ALIASES.items() if full in lexicon.COUNTRIES})
_NATIONALITY = _any_of(lexicon.PEOPLES)
_ORGANISATION = _any_of(lexicon.KNOWN_ORGANISATIONS - {"WHO", "AU", "AP", "Houthi"})

_SMALL = r"(?:of|for|and|the|on|de|du|des|del|al|in)"
_CAPITAL = r"(?:(?!Dr\b|Mr\b|Mrs\b|Prof\b)[A-Z][\w&.-]*[\w](?:[’'](?!s\b)\w+)?|[A-Z])"
_RUN = re.compile(rf"{_CAPITAL}(?:[ \t]+(?:{_SMALL}[ \t]+){{0,2}}{_CAPITAL})+")
_HEAD = (
    r"(?:Ministry|Department|Office|Bank|University|Institute|Bureau|Council|Board|Commission|Committee|Court|Federation|Association|Union|"
    r"League|Organi[sz]ation|Party|Movement|Front|Army|Directorate|Chamber|House|Society|Church)"
)
_HEADED = re.compile(
    rf"\b{_HEAD}[ \t]+(?:of|for)[ \t]+(?:the[ \t]+)?{_CAPITAL}(?:[ \t]+(?:(?:and|of|for|of the|for the)[ \t]+)?{_CAPITAL})*"
)


def spelled(text: str) -> Iterator[Mention]:
    """Yield names that need no model; longer kinds first."""
    for match in _HEADED.finditer(text):
        yield Mention(match.start(), match.end(), "ORG")
    for match in _ORGANISATION.finditer(text):
        yield Mention(match.start(), match.end(), "ORG")
    for match in _COUNTRY.finditer(text):
        yield Mention(match.start(), match.end(), "LOC")
    for match in _NATIONALITY.finditer(text):
        yield Mention(match.start(), match.end(), "NORP")


def headed_runs(text: str) -> Iterator[Mention]:
    """Yield runs of capitalised words, outside of headlines, whose last word makes them an organisation; at sentence starts they are
    doubtful.
    """
    for match in _RUN.finditer(text):
        words = match.group().split()
        last = words[-1].lower().rstrip(".")
        if (words[0] in ("The", "Member", "Members") and len(words) == 2) or words[:2] == ["Member", "of"]:
            continue
        if last in lexicon.ORGANISATION_WORDS and last not in lexicon.DOUBTFUL_ORGANISATION_WORDS:
            line = text[text.rfind("\n", 0, match.start()) + 1 : (text + "\n").find("\n", match.end())]
            if not is_headline(line):
                yield Mention(match.start(), match.end(), "ORG")


@lru_cache(64)  # each name of a line asks anew, and a line may be a whole article
def is_headline(line: str) -> bool:
    """Return True if a line has three words or more of over three letters and 80 % of them are capitalised: then capitals tell nothing."""
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", line) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def known_label(name: str) -> str | None:
    """Return the label that a spelling has whatever the model says, ORG, LOC or NORP; None where it has none."""
    if name in lexicon.KNOWN_ORGANISATIONS:
        return "ORG"
    if name in lexicon.COUNTRIES:
        return "LOC"
    if all(word in lexicon.PEOPLES for word in name.split()) or name in lexicon.PEOPLES:
        return "NORP"
    if name in ("IS", "CAR", "AP"):
        return None
    return "LOC" if name in lexicon.PLACE_ALIASES else "ORG" if name in lexicon.ORGANISATION_ALIASES else None
