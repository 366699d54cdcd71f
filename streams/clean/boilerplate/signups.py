"""Forms to sign up, sign in, subscribe and donate."""

from __future__ import annotations

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
        "if please by unsubscribe manage newsletter newsletters"
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
