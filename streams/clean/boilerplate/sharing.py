"""This rule cuts lines that ask to share, follow, like or comment, and the names of networks on their buttons."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case, told
from streams.clean.boilerplate.thresholds import SHARE_WORDS

_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|instagram|pinterest|reddit|tumblr|youtube"
    r"|e-?mail|messenger|copy link"
    r"|flipboard|pocket|viber|vk|koo|threads|tiktok|snapchat|bluesky|mastodon|rss|google(?: news|\+)?|sms|print|link)"
)

FORM = Form(
    "share",
    SHARE_WORDS,
    any_case(
        rf"(?:share|post|tweet|send|follow|like)(?: (?:this|it|us|me|on|via|to|with|by|the|article|story"
        rf"|page|post|or|and|{_NETWORK}))+\b.{{0,80}}$"
        rf"|(?:share|shares|tweet|print|email|save|bookmark|copy|copied|link copied|comment|comments"
        rf"|reply|like|likes|follow|following|subscribe|views?)[!:.]?$"
        rf"|\W*{_NETWORK}(?:[\s,/|·•]+(?:and )?{_NETWORK})*\W*$"
        r"|\[ ?\d+ comments? ?\]$|rating: ?[\d.,]+ (?:votes?|stars?)$"
        r"|click to (?:get the .{0,30}\bapp|share|print|email|tweet|copy)|(?:[\d.,]+[km]? )?(?:shares?|comments?|likes|views"
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
    openings=(
        "share shares post send like likes print save bookmark copy copied link comment comments reply following views facebook twitter x "
        "linkedin whatsapp telegram instagram pinterest reddit tumblr youtube messenger flipboard pocket viber vk koo threads tiktok "
        "snapchat bluesky mastodon rss google sms tweets find join connect catch add gift give reuse get download install a retweets"
    ),
    spares=told,
)
