"""This rule cuts captions and picture credits, told by their form: `Photo: ...`, `... REUTERS/Ann Moor`, `Toggle caption`."""

from __future__ import annotations

import re

from streams.clean.boilerplate.form import Form
from streams.clean.boilerplate.lines import Line
from streams.clean.boilerplate.thresholds import CAPTION_SPARED_WORDS, CAPTION_WORDS

_AGENCY = r"(?:Reuters|AP|AFP|EPA|ANI|PTI|IANS|UNI|Xinhua|TASS|DPA|EFE|ANSA|Getty(?: Images)?|Shutterstock|Alamy|iStock|Unsplash)"

_WRITTEN = (
    "Reuters", "REUTERS", "AP", "AFP", "EPA", "ANI", "PTI", "IANS", "UNI", "Xinhua", "TASS", "DPA", "EFE", "ANSA", "Getty", "Shutterstock",
    "Alamy", "iStock", "Unsplash", "©",
)  # fmt: skip


def _long(line: Line) -> bool:
    return len(line.words) > CAPTION_SPARED_WORDS and line.text.endswith((".", '"', "”"))


FORM = Form(
    "caption",
    CAPTION_WORDS,
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
        r"|.{0,500}\([A-Z][\w.’' -]{2,40} / [A-Z][\w.’' -]{2,40}\)$"
        r"|.{0,500}(?<=[.!?”\"] )(?:Photograph|Photo|Image|Illustration|Picture|Cartoon|Graphic)s?(?: by|:) [A-Z][^.:]{2,60}$"
        r"|(?:Cartoon|Graphic|Video|Animation)s? by [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}$"
        r"|\((?:Image|Photo|Picture|Photograph)s?(?: credits?)?: ?[^()]{2,60}\)$"
        r"|(?i:hide caption$|toggle caption$|enlarge$)"
        rf"|.{{0,500}}\b(?:REUTERS|AP Photo|AFP|EPA|EFE|Xinhua)\s?/\s?[A-Z]"
        rf"|.{{0,500}}(?:/|via |\(|\[|\| ?|- ?|© ?|Credit: ?|Photo: ?){_AGENCY}(?: Images| Photo"
        rf"| file photo| via [\w ]+)?[)\]]?$(?<!\.)"
        r"|.{0,500}(?:\b(?:Getty Images|/Shutterstock|File [Pp]hoto)|\((?:Photo|Picture)s?(?: by|:) [^()]+\))[)\]]?\.?$"
        rf"|{_AGENCY} (?:[Pp]hoto|[Ii]mages?|[Ff]ile(?: [Pp]hoto)?)s?$"
    ),
    openings=(
        "file representational representative stock featured feature photo photos image images picture pictures pic pics illustration "
        "illustrations graphic graphics photograph photographs credit credits courtesy source view open expand enlarge"
    ),
    anywhere=("photo", "file ", " / ", "image", "illustration", "cartoon", "picture", "graphic"),
    written=_WRITTEN,
    spares=_long,
)
