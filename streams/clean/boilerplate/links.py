"""This rule cuts bare web addresses on lines of their own."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case
from streams.clean.boilerplate.thresholds import LINK_LINE_WORDS

FORM = Form(
    "link",
    LINK_LINE_WORDS,
    any_case(
        r"[(<\[\s*•·–—-]{0,4}(?:(?:link|url|web(?:site)?|online|read more|source|via)\s?:\s?)?"
        r"(?:https?://\S+|www\.\S+\.\S+|(?:[\w-]{1,60}\.){1,4}[a-z]{2,12}/\S*)[)>\]]?(?:\s+(?:https?://\S+|www\.\S+\.\S+))*$"
    ),
    openings="http https www link url web website online read source via",
    anywhere=("http://", "https://", "www."),
)
