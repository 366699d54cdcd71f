"""robots.txt (RFC 9309), kept for pages: feeds are what publishers offer for polling, pages are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from streams.clean import Limits
from streams.clean.inputs.decode import decode
from streams.errors import Poison
from streams.feeds.answer import Answer
from streams.feeds.web import Web

AGENT = "newswire-streams"
LARGEST_BYTES = 512_000
"""The bytes of a robots.txt that are read, as the RFC demands at least."""
KEPT, KEPT_UNREACHED = timedelta(days=1), timedelta(hours=1)
"""The time for which the rules of a site are kept, as the RFC says, and for which it counts as closed where they cannot be had."""
MOST_SITES = 2_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site; `parser` None: everything is allowed, or nothing."""

    until: datetime
    allowed: bool
    parser: RobotFileParser | None = None

    def allow(self, address: str) -> bool:
        """Return True if we may fetch an address of this site."""
        return self.allowed if self.parser is None else self.parser.can_fetch(AGENT, address)


def rules_of(answer: Answer, now: datetime) -> Rules:
    """Return the rules that an answer to a request for robots.txt means.

    Without such a file (4xx) everything is allowed. Where the site does not answer, or with an error of its own, nothing is.
    """
    if 400 <= answer.status < 500:
        return Rules(now + KEPT, allowed=True)
    if answer.status != 200 or (answer.fault is not None and not answer.body):
        return Rules(now + KEPT_UNREACHED, allowed=False)
    try:
        lines = decode(answer.body, Limits(), answer.charset).splitlines()
    except Poison:  # an empty file, or no text
        return Rules(now + KEPT, allowed=True)
    parser = RobotFileParser()
    parser.parse(lines)
    return Rules(now + KEPT, allowed=True, parser=parser)


class Robots:
    """Asks each site for its rules once a day."""

    def __init__(self, web: Web, clock: Callable[[], datetime]) -> None:
        self._web, self._clock = web, clock
        self._sites: dict[str, Rules] = {}

    async def allow(self, address: str) -> bool:
        """Return True if we may fetch a page."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        now = self._clock()
        rules = self._sites.get(site)
        if rules is None or rules.until <= now:
            rules = rules_of(await self._web.get(f"{site}/robots.txt", {}, LARGEST_BYTES), now)
            self._sites.pop(site, None)
            self._sites[site] = rules
            if len(self._sites) > MOST_SITES:
                del self._sites[next(iter(self._sites))]
        return rules.allow(address)
