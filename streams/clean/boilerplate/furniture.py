"""Lines that are a site's furniture, told by their form alone: no site names, no look at other lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from streams.clean.boilerplate.contacts import CONTACT, MOST_WORDS
from streams.clean.boilerplate.openings import SHORT, possible

if TYPE_CHECKING:
    from streams.clean.boilerplate.lines import Line

LONGEST = 700
"""Characters; a longer line is a paragraph, never furniture."""

_AGENCY = r"(?:Reuters|AP|AFP|EPA|ANI|PTI|IANS|UNI|Xinhua|TASS|DPA|EFE|ANSA|Getty(?: Images)?|Shutterstock|Alamy|iStock|Unsplash)"
_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|instagram|pinterest|reddit|tumblr|youtube"
    r"|e-?mail|messenger|copy link"
    r"|flipboard|pocket|viber|vk|koo|threads|tiktok|snapchat|bluesky|mastodon|rss|google(?: news|\+)?|sms|print|link)"
)


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


_RULES: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    # rule, most words, what the line has to match from its start
    ("author-image", 3, _p(r"(?:author|profile|user|writer)[-_ ](?:image|img|photo|avatar|picture|icon)$|avatar$")),
    ("new update", 4, _p(r"(?:new|live|latest|breaking) (?:update|news)s?[:!]?$|updated?$|live$|breaking$|just in$")),
    (
        "caption",
        60,
        re.compile(
            r"(?:(?i:(?:file |representational |representative |stock |featured |feature )?"
            r"(?:photos?|images?|pictures?|pics?|illustrations?|graphics?)"
            r"(?: (?:credits?|courtesy|source|by|via|from"
            r"|for representation(?:al purposes?)?(?: only)?))?\s*(?:[:|/]|-\s)))"
            r"|(?i:(?:photo|image|picture|pic)s? (?:credits?|courtesy|source|used for representation)\b)"
            r"|(?i:(?:representational|representative|file) (?:photo|image|picture|pic)s?\b[^.]{0,60}\.?$)"
            r"|(?:Photo|Image|Picture|Illustration|Photograph)s? by [A-Z]"
            r"|(?i:(?:credits?|courtesy|source)\s*:\s*\S.{0,60}$)"
            r"|(?i:(?:view|open|expand|enlarge) (?:this )?(?:image|photo|picture|gallery|slideshow)\b)"
            r"|(?i:hide caption$|toggle caption$|enlarge$)"
            rf"|.{{0,500}}\b(?:REUTERS|AP Photo|AFP|EPA|EFE|Xinhua)\s?/\s?[A-Z]"
            rf"|.{{0,500}}(?:/|via |\(|\[|\| ?|- ?|© ?|Credit: ?|Photo: ?){_AGENCY}(?: Images| Photo"
            rf"| file photo| via [\w ]+)?[)\]]?$(?<!\.)"
            r"|.{0,500}\b(?:Getty Images|/Shutterstock|File [Pp]hoto|\(Photo by [^()]+\))[)\]]?\.?$"
            rf"|{_AGENCY} (?:[Pp]hoto|[Ii]mages?|[Ff]ile(?: [Pp]hoto)?)s?$"
        ),
    ),
    (
        "teaser",
        45,
        _p(
            r"(?:\W{0,3})(?:(?:also|must|further) (?:read|watch|see)|(?:read|watch|see|listen)(?: also| more"
            r"| next| too| here)|see also)"
            r"(?:\s*$|\s*[:|\-–—>»]|\s+(?:about|on|from|here|at)\b|\s+(?=[A-Z'\"“‘]))"
            r"|(?:read|watch|listen|in pics|in photos|opinion|explained|video|podcast|gallery)\s*[|:]\s"
            r"|(?:related|recommended|suggested|trending|popular|similar|more|other|top|latest|most (?:read"
            r"|viewed|popular|shared))"
            r"(?: (?:stories|articles?|news|reading|posts?|content|coverage|links?|topics?|videos?|headlines"
            r"|reads|for you|now))*\s*(?::.*)?$"
            r"|(?:don'?t miss|you may(?: also)? like|you might(?: also)? like|recommended for you"
            r"|more (?:from|on|stories|about) |up next|next up|next article"
            r"|previous article|explore more|keep reading|continue reading|click here\b|tap here\b"
            r"|read the full|full story|full coverage|story timeline|also on \w[\w.-]*\.\w{2,6}\b)"
            r"|.{10,200}\[(?:video|pics|pictures|photos|insight|report|analysis|interview|live|gallery|comment|watch|revealed|poll|latest)\]$"
        ),
    ),
    ("contact", MOST_WORDS, CONTACT),
    (
        "share",
        30,
        _p(
            rf"(?:share|post|tweet|send|follow|like)(?: (?:this|it|us|me|on|via|to|with|by|the|article|story"
            rf"|page|post|or|and|{_NETWORK}))+\b.{{0,80}}$"
            rf"|(?:share|shares|tweet|print|email|save|bookmark|copy|copied|link copied|comment|comments"
            rf"|reply|like|likes|follow|following|subscribe|views?)[!:.]?$"
            rf"|\W*{_NETWORK}(?:[\s,/|·•]+(?:and )?{_NETWORK})*\W*$"
            r"|click to (?:share|print|email|tweet|copy)|(?:[\d.,]+[km]? )?(?:shares?|comments?|likes|views"
            r"|retweets)(?: \(?[\d,.k]+\)?)?$"
            r"|(?:follow|like|find|join|connect with|catch|add) (?:us|me|our|the author|\w+ ?\w* (?:on"
            r"|as a preferred source))\b.{0,120}"
            r"|follow @?\w+(?: \w+){0,3} on (?:twitter|facebook|instagram|x|google|telegram|linkedin|youtube|whatsapp)"
            r"|share (?:full )?article|gift (?:this )?article|give this article|reuse this content"
            r"|print this|save (?:this )?(?:article|story)"
            r"|(?:get|download|install|open) (?:the|our) .{0,30}\bapp\b|join (?:our|the) .{0,30}\b(?:channel"
            r"|group|conversation|discussion|community)\b"
            r"|view this post on |a post shared by "
            r"|follow .{0,60}\bcoverage\b.{0,120}$"
        ),
    ),
    (
        "subscribe",
        60,
        _p(
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
    ),
    (
        "cookies",
        80,
        _p(
            r"(?:we|this (?:web ?)?site|our (?:web ?)?site|our partners) (?:and our partners "
            r"|also )?uses? cookies|by (?:using|continuing|visiting|browsing) .{0,60}\b(?:site|cookies"
            r"|browse|terms|agree)\b"
            r"|(?:accept|reject|allow|manage|decline|customi[sz]e)(?: all| necessary| only)? (?:cookies?"
            r"|consent)|(?:accept|reject)(?: all)?$|cookie (?:policy|settings|notice|preferences|consent)"
            r"|.{0,100}\bgdpr\b|i (?:agree|accept|understand)$|got it!?$|privacy (?:policy|notice|statement"
            r"|settings|preferences|center)|do not sell"
            r"|.{0,200}\bthis site is protected by recaptcha"
            r"|.{0,300}\bprivacy policy and terms (?:of (?:service|use)|and conditions) apply"
        ),
    ),
    (
        "navigation",
        14,
        _p(
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
            r"|play) (?:to )?(?:this )?(?:article|story|audio)\b.*|text size|font size|\W{1,40}$|_{2,40}$"
        ),
    ),
    (
        "timestamp",
        22,
        _p(
            r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|created|edited"
            r"|uploaded)(?: on| at| by)?|date|last (?:update|modified|updated)|upd)\b[\s:"
            r"|\-]*(?=.{0,60}\d)(?:\w+[ ,.:/|-]*){1,14}$"
            r"|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d{1,2}(?:st|nd|rd"
            r"|th)?[ /-])?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
            r"(?:[ /-]\d{1,2}(?:st|nd|rd|th)?)?(?:,? ?-?\d{4})?[\s,"
            r"|•·–—-]*(?:at )?(?:\d{1,2}[:.]\d\d\b.{0,30})?$(?<=\d\d|[apAPTCStczs.][mMTCdD]|m\.)"
            r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[\s,|-]+\d{1,2}[:.]\d\d\b.{0,20})?$"
            r"|\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?|ist|gmt|utc|et|est|edt|bst|cet|hrs)\b.{0,30}$(?<!\.)"
            r"|(?:\d+|an?|one|two|three) (?:min|minute|hour|hr|day|week|month|year)s? ago$"
            r"|(?:reading time:? )?\d+[ -]?min(?:ute)?s?(?: read)?$|reading time\b.{0,20}$"
        ),
    ),
    (
        "copyright",
        80,
        _p(
            r"(?:©|\(c\)|copyright\b(?! law| infring| case| claim| suit| law)).*"
            r"|.{0,200}\ball rights? reserved\b|(?:this|the) (?:material|content|article|story"
            r"|report) (?:may not|is copyright|is protected|cannot) "
            r"|reproduction (?:of|in|without)\b.{0,100}\b(?:prohibited|permission)"
        ),
    ),
    (
        "sign-off",
        70,
        _p(
            r"[\[(*\s]*(?:(?:except for the headline|disclaimer"
            r"|with the exception of the headline)\b.{0,100}\b(?:edited|syndicated|published|feed|opinions?"
            r"|views?|staff)\b"
            r"|(?:this|the) (?:story|article|report|copy|item|news)(?: \w+)? (?:has|was|is|first"
            r"|originally)(?: not| been| only| first| originally)* (?:been )?(?:edited|published|generated"
            r"|auto|created|sourced|taken|produced|appeared|supplied|distributed|syndicated)\b)"
            r"|our standards\s*:|.{0,120}\btrust principles\.?$|(?:ends?|-\s?30\s?-|###+|\*{3,}|- ?ends? ?-"
            r"|/?ends/?|-{2,}|_{3,})$"
        ),
    ),
)


def furniture(line: Line) -> str | None:
    """The rule by which a line's form makes it furniture of the page, or None; only lines under LONGEST characters are looked at."""
    count = len(line.words)
    if len(line.text) > LONGEST or (count > SHORT and not possible(line.text)):
        return None
    for rule, most, pattern in _RULES:
        if count <= most and pattern.match(line.text) and not _guarded(rule, line):
            return rule
    return None


def _guarded(rule: str, line: Line) -> bool:
    """Whether a line is spared: a closed sentence of running text, where the form is one that stories have too."""
    if rule in ("contact", "share", "teaser", "navigation", "timestamp", "subscribe"):
        return line.prose and bool(re.search(r"\b(?:said|says|told|according|was|were|had)\b", line.text))
    if rule == "caption":
        return len(line.words) > 45 and line.text.endswith((".", '"', "”"))
    return False
