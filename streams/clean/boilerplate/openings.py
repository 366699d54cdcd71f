"""Which longer lines can be furniture at all: each rule for them opens with one of a few words, or has one of a few somewhere.

Nine paragraphs in ten have none, and the rules (`furniture.py`) are where most of a text's time went. Who adds a rule for lines of more
than SHORT words adds its words here; tests compare both ways.
"""

from __future__ import annotations

import re

SHORT = 14
"""Words up to which all rules are tried."""
_OPENING = re.compile(r"\W*(\w+)(?:\W+(\w+))?")
_CAPTION = (
    "file representational representative stock featured feature photo photos image images picture pictures pic pics illustration "
    "illustrations graphic graphics photograph photographs credit credits courtesy source view open expand enlarge"
)
_TEASER = (
    "also must further read watch see listen in opinion explained video podcast gallery related recommended suggested trending popular "
    "similar more other top latest most don dont you up next previous explore keep continue click tap full story"
)
_CONTACT = (
    "media press news pr investor investors public editorial company corporate analyst general contact contacts enquiry enquiries inquiry "
    "inquiries query queries for e email tel telephone phone mobile cell fax office direct t m p f reach write tweet follow"
)
_SHARE = (
    "share shares post send like likes print save bookmark copy copied link comment comments reply following views facebook twitter x "
    "linkedin whatsapp telegram instagram pinterest reddit tumblr youtube messenger flipboard pocket viber vk koo threads tiktok "
    "snapchat bluesky mastodon rss google sms tweets find join connect catch add gift give reuse get download install a retweets"
)
_SUBSCRIBE = (
    "subscribe sign signin signup log login logout register become already enter your type thank thanks receive want support donate make "
    "if please by unsubscribe manage newsletter newsletters"
)
_COOKIES = "we our accept reject allow decline customise customize cookie i got privacy do"
_TIMESTAMP = (
    "first last originally published updated posted modified created edited uploaded date upd mon monday tue tues tuesday wed wednesday "
    "thu thurs thursday fri friday sat saturday sun sunday an one two three reading jan january feb february mar march apr april may jun "
    "june jul july aug august sep sept september oct october nov november dec december"
)
_CLOSING = "c copyright reproduction except disclaimer with ends end"
_FIRST = frozenset(" ".join((_CAPTION, _TEASER, _CONTACT, _SHARE, _SUBSCRIBE, _COOKIES, _TIMESTAMP, _CLOSING)).split())
_SECOND_LIST = "material content article story report copy item news site web website"
_SECOND = frozenset(_SECOND_LIST.split())
"""Behind `the` and `this`."""
_AGENCIES = (
    "Reuters", "REUTERS", "AP", "AFP", "EPA", "ANI", "PTI", "IANS", "UNI", "Xinhua", "TASS", "DPA", "EFE", "ANSA", "Getty", "Shutterstock",
    "Alamy", "iStock", "Unsplash", "©",
)  # fmt: skip
_ANYWHERE = (
    "photo", "file ", "@", "be reached", "be contacted", "be followed", "newsletter", "inbox", "sign up", "subscribe", "delivered", "gdpr",
    "recaptcha", "privacy policy", "reserved", "trust principles",
)  # fmt: skip


def possible(text: str) -> bool:
    """Whether a rule for lines of more than SHORT words may match."""
    opening = _OPENING.match(text)
    first, second = (opening[1].lower(), (opening[2] or "").lower()) if opening is not None else ("", "")
    if first in _FIRST or first[:1].isdigit() or (first in ("the", "this") and second in _SECOND) or text[-1] == "]":
        return True
    for word in _AGENCIES:
        if word in text:
            return True
    lower = text.lower()
    for word in _ANYWHERE:  # noqa: SIM110 - half as dear as any()
        if word in lower:
            return True
    return False
