"""This module finds pages without an article: paywalls, consent walls, logins, tests for robots, blocked regions, errors.

Signs with points add up. What is short needs WALL_POINTS_SHORT; what is as long as a story is a wall only where its title says so and
its text or its forms agree. A story about a paywall speaks of readers, a paywall speaks to one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from streams.clean.pages.thresholds import (
    WALL_LITTLE,
    WALL_LONGEST,
    WALL_POINTS_LONG,
    WALL_POINTS_SHORT,
    WALL_READ,
    WALL_SHORT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Heads:
    """The titles at the top of a page, and what its forms ask for."""

    titles: tuple[str, ...] = ()
    """The page's `title` and its first `h1`."""
    fields: frozenset[str] = frozenset()
    """The fields of `password` and `captcha` that its forms have."""


_STATUS = (
    r"bad request|unauthori[sz]ed|payment required|forbidden|(?:page |file |url |article |content )?(?:not|cannot be) found"
    r"|method not allowed|request time-?out|too many requests|unavailable (?:due to|for) legal reasons|internal (?:server )?error"
    r"|server error|not implemented|bad gateway|(?:service|site|page|temporarily|content)(?: is)?(?: temporarily)? unavailable"
    r"|gateway time-?out|(?:web )?server is down|connection timed out|invalid ssl certificate|unknown error|origin dns error"
)
_CODE = r"(?:(?:http|error|status|code|sorry)[\s:,!/-]{0,3}){0,3}[45]\d\d(?:[\s:.,!–—-]{0,4}(?:error|page))?"
_PLACE = r"(?:in|from|to|for) (?:your|this) (?:country|region|location|area|market|territory)"
_TITLES = {
    "error page": (
        rf"{_CODE}(?:[\s:.,!–—-]{{1,4}}(?:gone|{_STATUS}))?|(?:error[\s:–—-]{{1,4}})?(?:{_STATUS})(?:[\s:–—(-]{{1,4}}[45]\d\d\)?)?"
        r"|(?:an )?error(?: occurr?ed)?|oops|(?:this|the|that) page (?:does not|doesn['’]t|no longer) exists?"
        r"|(?:this |the )?(?:page|content|article|site) (?:is |isn['’]t |is not )?(?:not |no longer )?available"
        r"|something went wrong|(?:we['’]ll|we will) be (?:right )?back(?: soon)?|(?:site |under |down for )?maintenance"
    ),
    "blocked": (
        r"access (?:to this (?:page|site) )?(?:has been |is )?(?:denied|blocked|restricted)|request (?:blocked|rejected)|blocked"
        r"|(?:sorry,? )?you (?:have been|are|were) blocked|pardon our interruption"
    ),
    "blocked region": (
        rf"(?:(?:sorry|this|the|our|content|page|article|video|site|website|is|not|yet|currently|un|we are|we['’]re)[\s,]*){{1,7}}"
        rf"available {_PLACE}|unavailable {_PLACE}|(?:region|country|geo)(?: is)?[\s-](?:blocked|restricted|restriction)"
    ),
    "robot test": (
        r"just a moment|attention required|one moment(?:,? please)?|please wait|security (?:check|verification)"
        r"|are you (?:a )?(?:human|robot)"
        r"|(?:please )?(?:verify|confirm|prove) (?:that )?you(?: are|['’]re) (?:a )?(?:human|not a robot)|(?:human"
        r"|bot) verification|captcha"
        r"|checking (?:your browser|if the (?:site )?connection (?:to the site )?is secure)[^|]{0,60}|ddos[- ]guard|robot check"
        r"|(?:please )?(?:enable|turn on) (?:javascript|cookies)(?: and (?:javascript|cookies))?[^|]{0,40}"
        r"|javascript (?:is )?(?:required|disabled)"
    ),
    "consent": (
        r"before you continue[^|]{0,40}|(?:cookie|privacy|data)[\s-](?:consent|settings|wall|preferences)|(?:your )?consent"
        r"|(?:we|you) (?:value|control|care about) your (?:privacy|data)|(?:your )?privacy (?:choices|matters)|your (?:data|choice)"
    ),
    "login": (
        r"(?:please )?(?:log|sign)[\s-]?in(?: (?:or|/) (?:register|sign up|subscribe"
        r"|create (?:an )?account))?(?: to (?:your account|continue|read)[^|]{0,30})?"
        r"|(?:login|registration) required|(?:create|register for) (?:a free |an |your )?account"
    ),
    "paywall": (
        r"(?:subscribe|subscriptions?)(?: now| today| to (?:continue|keep|read)[^|]{0,30})?|subscription required"
        r"|(?:for )?subscribers only"
        r"|subscriber[\s-]exclusive"
    ),
}
"""The title of such a page by its kind: the whole title, or a part of one between bars and dashes."""
_ASKS = {
    "paywall": (
        r"(?:^|\bplease )(?:subscribe|sign in|log in|register|create (?:a free |an )?account|start your (?:free )?trial)\b[^.\n]{0,40}"
        r"\bto (?:continue|keep|read|unlock|access|view)\b"
        r"|\bto (?:continue|keep|finish) reading\b[^.\n]{0,60}\b(?:subscribe|register|sign|log|account|please|you|your)\b"
        r"|\b(?:this|the) (?:article|content|story|page) is (?:only |exclusively |reserved )?(?:for|available to)\b[^.\n]{0,40}"
        r"\b(?:subscribers|members)\b"
        r"|\byou(?:['’]ve| have)? (?:now |already |just )?(?:reached|used|read|hit|exceeded|viewed)\b[^.\n]{0,30}"
        r"\b(?:limit|all|last|free|monthly)\b[^.\n]{0,30}\b(?:articles?|stories|story|views|pages|allowance|month)\b"
        r"|\b(?:free )?(?:articles?|stories) (?:left|remaining) this (?:month|week)\b"
    ),
    "error page": (
        r"\b(?:we|you) (?:could not|couldn['’]t|cannot|can['’]t|were unable to|are unable to) (?:find"
        r"|locate)\b[^.\n]{0,20}\b(?:page|article|story)\b"
        r"|\bpage (?:that )?(?:you (?:requested|are looking for|were looking for|asked for)|not found)\b"
        r"|\b404 (?:error|not found)\b|\b(?:is|are) temporarily unable to service your request\b"
        r"|\bserver (?:encountered|returned) an? (?:internal |temporary )?error\b|\b(?:try|come back|check back) again (?:later"
        r"|soon|in a few)\b"
        r"|\byou (?:do not|don['’]t) have (?:permission|access)\b|\brequest (?:was |has been )?(?:blocked|rejected|could not be)\b"
    ),
    "blocked": (
        r"\baccess (?:to this (?:page|site) )?(?:is |has been )?denied\b|\byou (?:have been|are|were) blocked\b"
        r"|\byour (?:ip|network)\b[^.\n]{0,40}\bblocked\b|\bunusual (?:traffic|activity) from your\b"
    ),
    "blocked region": (
        rf"\b(?:not |un)available\b[^.\n]{{0,20}}{_PLACE}\b|\b{_PLACE} (?:is|are) (?:blocked|not supported)\b"
        r"|\b(?:visit|access)\w* (?:this|our|the) (?:web)?site from (?:a country|the european|within the|outside|the eu)\b"
        r"|\bcannot (?:grant|give|provide|let)\b[^.\n]{0,40}\b(?:access|in)\b[^.\n]{0,40}\b(?:time|region|country)\b"
    ),
    "robot test": (
        r"\b(?:enable|turn on|activate) (?:javascript|cookies and javascript)\b|\bjavascript (?:is"
        r"|must be)\b[^.\n]{0,30}\b(?:disabled|enabled|required)\b"
        r"|\b(?:verify|confirm|check|prove|make sure)\w*\b[^.\n]{0,30}\b(?:you are|you're|you’re"
        r"|that you are)\b[^.\n]{0,10}\b(?:human|not a robot|a robot)\b"
        r"|\bare you a robot\b|\bcheck\w* (?:if|that) the (?:site )?connection\b|\bcheck\w* your (?:browser|connection)\b"
        r"|\b(?:security|safety) of your connection\b|\b(?:complete|solve) the (?:captcha|challenge|security check|puzzle)\b"
    ),
    "consent": (
        r"\b(?:accept|allow|consent to|agree to)\b[^.\n]{0,30}\bcookies\b[^.\n]{0,40}\b(?:before|to|continue|see|read|first)\b"
        r"|\bbefore you continue\b|\b(?:we|us) and our (?:\d[\d,.]* )?(?:partners|vendors)\b"
    ),
}
"""The words by which such a page asks something of its reader, in a sentence that starts here or names `you`, by its kind."""
_WEAK = {
    "sign in": r"\balready (?:a|have an?) (?:subscriber|member|subscription|account)\b",
    "cookies": r"\b(?:accept|enable|allow)\b[^.\n]{0,30}\bcookies\b",
}
"""The weaker signs, which stand around stories too."""
_TITLE_OF = {name: re.compile(rf"(?:{pattern})[.!…?\s]*", re.I) for name, pattern in _TITLES.items()}
_ASK_OF = {name: re.compile(pattern, re.I | re.M) for name, pattern in _ASKS.items()}
_WEAK_OF = {name: re.compile(pattern, re.I) for name, pattern in _WEAK.items()}
_PARTS = re.compile(r"\s[|·•»:–—-]+\s")
_SENTENCE = re.compile(r"[^.!?\n]+")
_READER = re.compile(
    r"\b(?:you|your|we|our|us)\b|^\W*(?:please|try|go|click|sign|log|subscribe|contact|enable|accept|sorry|verify|turn on|confirm"
    r"|complete|check|create|register|already)\b",
    re.I,
)
_TOLD = re.compile(r"[“”\"]|\b(?:said|says|told|ruled|according|reported|wrote)\b", re.I)
_WINDOW = 300
"""The number of characters before and behind an ask in which its sentence is looked for."""
_CAPTCHA = re.compile(r"captcha|cf-(?:turnstile|challenge|chl)|challenge-form", re.I)


def _read_heads(tree: Any) -> _Heads:
    """Return the page's title, its first heading and what its forms ask for."""
    heading = next(tree.iter("h1"), None)
    found = (tree.findtext(".//title"), "".join(heading.itertext()) if heading is not None else None)
    titles = tuple(" ".join(text.split())[:300] for text in found if text and text.strip())
    fields = set()
    for element in tree.iter("input", "form", "div", "iframe"):
        if element.tag == "input" and (element.get("type") or "").lower() == "password":
            fields.add("password")
        named = " ".join(element.get(name) or "" for name in ("id", "class", "name", "title"))
        if _CAPTCHA.search(named[:500]):
            fields.add("captcha")
    return _Heads(titles, frozenset(fields))


def find_wall(raw: str, text: str, tree: Any, *, page: bool) -> str | None:
    """Return the kind of wall and the words that tell it, such as `error page: 403 Forbidden`; None for an article, and for a fragment (no
    `page`) without a title.

    `tree` is the page, `raw` its whole rendering, of which the first WALL_READ characters are looked at, `text` what is left of it as the
    story.
    """
    count = len(text.split(None, WALL_LONGEST))
    if count > WALL_LONGEST:
        return None
    short = count <= WALL_SHORT
    told = (raw if short else text)[:WALL_READ]
    heads = _read_heads(tree)
    if not (page or heads.titles):
        return None
    title, ask = _title(heads.titles), _ask(_ASK_OF, told)
    if title is None and ask is None and not short:
        return None
    weak = _ask(_WEAK_OF, told)
    points = 4 * (title is not None) + (3 if ask else 2 if weak else 0) + len(heads.fields) + _to_reader(text) + (count <= WALL_LITTLE)
    if points < (WALL_POINTS_SHORT if short else WALL_POINTS_LONG):
        return None
    return title or ask or weak or (f"login: {', '.join(sorted(heads.fields))}" if heads.fields else None)


def _title(titles: tuple[str, ...]) -> str | None:
    for title in titles:
        for part in (title, *_PARTS.split(title)):
            for name, pattern in _TITLE_OF.items():
                if pattern.fullmatch(part.strip()):
                    return f"{name}: {part.strip()}"
    return None


def _ask(patterns: dict[str, re.Pattern[str]], text: str) -> str | None:
    """Return the first words of these patterns that speak to the reader, or are their whole sentence; what somebody said is a story's."""
    for name, pattern in patterns.items():
        for found in pattern.finditer(text):
            sentence = _around(text, found.start(), found.end())
            if found[0].strip() == sentence or (_READER.search(sentence) and not _TOLD.search(sentence)):
                return f"{name}: {found[0].strip()}"
    return None


def _around(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _WINDOW) : start]
    after = text[end : end + _WINDOW]
    opening = max(before.rfind(mark) for mark in ".!?\n") + 1
    closing = re.search(r"[.!?\n]|$", after)
    return (before[opening:] + text[start:end] + after[: closing.start() if closing else None]).strip(" \t'\"()")


def _to_reader(text: str) -> bool:
    """Return True if at least half of the words stand in sentences that speak to the reader."""
    sentences = _SENTENCE.findall(text[:WALL_READ])
    spoken = sum(len(sentence.split()) for sentence in sentences if _READER.search(sentence))
    return spoken > 0 and spoken * 2 >= sum(len(sentence.split()) for sentence in sentences)
