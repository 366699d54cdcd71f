"""This rule cuts links that lead about the site, players, advertisements and rulers."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case, told
from streams.clean.boilerplate.thresholds import NAVIGATION_WORDS

FORM = Form(
    "navigation",
    NAVIGATION_WORDS,
    any_case(
        r"(?:skip|jump|back|go|return|scroll)(?: straight| directly)? to (?:the )?(?:main |page |top "
        r"|search|home|content|navigation|footer|menu)"
        r"|(?:menu|main menu|home|homepage|search|close|open|toggle|show|hide|next|previous|prev|back"
        r"|more|less|load more|see all|view all|all|loading|submit|cancel|ok|yes|no|send|go|skip|play"
        r"|pause|mute|top|up)\W*$"
        r"|(?:terms|about|contact|advertis\w+|careers|help|faqs?|sitemap|site map|feedback|disclaimer"
        r"|accessibility)(?: (?:us|of (?:use|service|sale)|and|&|conditions|with us|here|service"
        r"|information|policy|cent(?:er|re)))*\W*$"
        r"|(?:home|news)(?:\s*[>»/›|]\s*[\w&' -]+)+$|(?:toggle|open|close|show|hide|expand|collapse|view"
        r"|search|submit) (?:the )?(?:menu|navigation|nav|search|sidebar|comments?|more|all|gallery|form"
        r"|site|query|sub ?menu|caption)\b"
        r"|advertise?ments?$|advert$|ads?$|(?:continue|keep) (?:reading|scrolling)|(?:article"
        r"|story) continues|.{0,20}\bcontinues? below|(?:skip|remove|report this) (?:ad|past)\b"
        r"|sponsored|promoted|paid (?:content|post)|play video|watch (?:now|live|video)|video player"
        r"|loading\b.{0,30}$|javascript\b"
        r"|page \d+ of \d+|\d+ of \d+$|(?:story|article) highlights$|key points$|(?:listen"
        r"|play) (?:to )?(?:this )?(?:article|story|audio)\b.*|text size|font size"
        r"|search for:?$|link to this (?:video|page|article)$|replay$|close window$|learn more$|watch live$|live tv$|show latest update$"
        r"|in this article:?$|member login$|tv listings$|newsletters$|e-?paper$|see all \w+$|print this (?:article|page)$"
        r"|\d{9,11}$|\W{1,40}$|_{2,40}$"
    ),
    spares=told,
)
