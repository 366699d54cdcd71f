"""This rule cuts forms to sign up, sign in, subscribe and donate."""

from __future__ import annotations

import re

from streams.clean.boilerplate.form import Form, any_case, told
from streams.clean.boilerplate.thresholds import SIGN_UP_WORDS

FORM = Form(
    "subscribe",
    SIGN_UP_WORDS,
    any_case(
        r"(?:subscribe|sign ?up|sign ?in|log ?in|log ?out|register|join now|become a (?:member"
        r"|subscriber)|already a (?:member|subscriber))"
        r"(?:$|[ |/](?:to|for|now|here|today|with|or|our|and|free|as|subscribe|sign|log|register|account"
        r"|if|up|in)\b.*)"
        r"|(?:enter|your|type) (?:your )?e-?mail(?: address)?\b|(?:thank you|thanks) for (?:subscribing"
        r"|signing up|registering|reading)"
        r"|(?:get|receive|want) (?:the |our |all |more |breaking |daily |top |latest "
        r"|this )+.{0,60}\b(?:inbox|newsletters?|alerts?|notifications?|emails?|delivered)\b"
        r"|(?:.{0,60})\bnewsletters?(?: sign[ -]?up)?$|.{0,80}\b(?:delivered|straight) (?:straight "
        r"|directly |right )?to your inbox\b"
        r"|(?:support (?:our|independent|quality) journalism|donate(?: now| today|$)|support us$"
        r"|make a (?:donation|contribution))"
        r"|(?:get|watch|see) the latest\b.{0,100}\b(?:updates?|news|content|episodes|coverage|stories)\b"
        r"|join .{1,40} for (?:full |free )?access\b|plus special access\b|by entering your e-?mail\b|having trouble\?"
        r"|e-?mail address\s?[:*]?$|become an? .{1,30} (?:insider|member|patron|subscriber|supporter)$|keep an eye on your inbox"
        r"|registration on or use of this (?:web ?)?site\b|enjoy our .{0,30}\bnewsletters?\b|.{0,60}\bdelivered to you\.?$"
        r"|if you(?:'ve|’ve)? (?:enjoyed|liked) (?:this|our|reading)\b.{0,300}"
        r"|.{0,120}\b(?:sign up|subscribe) (?:for|to)\b.{0,80}\b(?:newsletter|inbox|daily email|podcast)\b.{0,120}$"
        r"|.{0,80}\bdelivered (?:to|through) your (?:door|letterbox|inbox|email)\b.{0,160}$"
        r"|please (?:subscribe|sign|log|register|enable|click|enter|try again|wait|check your)"
        r"|by (?:signing up|subscribing|clicking|submitting|registering|providing)\b"
        r"|(?:you (?:have|can) (?:\w+ )?(?:subscribed|unsubscribe|now subscribed|reached your)"
        r"|unsubscribe|manage (?:your )?(?:subscription|account|preferences))"
    ),
    openings=(
        "subscribe sign signin signup log login logout register become already enter your type thank thanks "
        "receive want support donate make "
        "if please by get watch see join plus having e keep registration enjoy unsubscribe manage newsletter newsletters"
    ),
    anywhere=(
        "newsletter",
        "inbox",
        "sign up",
        "subscribe",
        "delivered",
    ),
    spares=told,
)
SIGNS = ("ign up", "IGN UP", "ubscri", "UBSCRI", "ewsletter", "NEWSLETTER", "mail address", "nbox")
"""Signs of which one is in every form that may be glued to a paragraph."""
_INVITES = re.compile(
    r"(?:please |click here to |click to )?(?:sign ?up|subscribe|get (?:our|the|all|more|your)|enter your|join (?:our|the|now)|receive"
    r"|want|your e-?mail|e-?mail address|by (?:signing|subscribing|submitting|clicking|providing|entering)|thanks?(?: you)? for"
    r"|you can unsubscribe|never miss|stay informed|stay up to date|free newsletter|newsletter)\b",
    re.I,
)
_PARTS = tuple(
    re.compile(part, re.I)
    for part in (
        r"\bsign(?:ing)? ?up\b", r"\be-?mail address\b|\byour e-?mail\b", r"\bsubscrib\w+", r"\bunsubscribe\b", r"\bnewsletters?\b",
        r"\b(?:your|my) inbox\b", r"\byou (?:agree|accept|consent)\b|\bagree to (?:our|the)\b", r"\bprivacy (?:policy|notice)\b",
        r"\bterms (?:of|and|&)\b|\bour terms\b",
    )
)  # fmt: skip
"""The parts of such a form: a sentence that opens with an invitation, tells of nothing and has two of them is one."""
_SPEAKS = re.compile(r"\b(?:said|says|told|according|was|were|had|he|she)\b")


def glued(sentence: str) -> int:
    """Return the number of characters of a sentence that are a form to sign up: all of it or 0."""
    if _INVITES.match(sentence) is None or _SPEAKS.search(sentence) is not None:
        return 0
    return len(sentence) if sum(part.search(sentence) is not None for part in _PARTS) >= 2 else 0
