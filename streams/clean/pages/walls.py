"""Pages that have no article in them: a paywall, a cookie or consent wall, a test for robots, an error."""

from __future__ import annotations

import re

_WALL = re.compile(
    r"(?:subscribe|sign in|log in|register|create (?:a free |an )?account)\b[^.\n]{0,40}\bto (?:continue|keep|read|unlock|access|view)\b"
    r"|\bto (?:continue|keep) reading\b|\b(?:this|the) (?:article|content|story) is (?:only |exclusively )?(?:for|available to)\b"
    r"[^.\n]{0,40}\b(?:subscribers|members)\b|\balready a (?:subscriber|member)\b"
    r"|\b(?:accept|enable|allow|consent to)\b[^.\n]{0,30}\bcookies\b|\bbefore you continue\b"
    r"|\b(?:enable|turn on) javascript\b|\bjavascript (?:is|must be)\b[^.\n]{0,30}\b(?:disabled|enabled)\b"
    r"|\b(?:verify|confirm|check)\w*\b[^.\n]{0,30}\b(?:you are|you're|that you are)\b[^.\n]{0,10}\b(?:human|not a robot)\b"
    r"|\bare you a robot\b"
    r"|\baccess denied\b|\bpage (?:not found|you (?:requested|are looking for))\b|\b404 (?:error|not found)\b",
    re.I,
)
_STORY = 60
"""Words of text from which it is an article, whatever stands around it: the teaser of a paid one has some 40."""


def find_wall(raw: str, text: str) -> str | None:
    """What the wall of a page says, where that is all there is to it; None for an article. Reads the first 20,000 characters."""
    if len(text.split(None, _STORY)) > _STORY:
        return None
    found = _WALL.search(raw, 0, 20_000)
    return found[0] if found is not None else None
