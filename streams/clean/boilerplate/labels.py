"""These rules cut labels that a content system leaves in a text: `author-image`, `New Update`, `Live`."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case
from streams.clean.boilerplate.thresholds import LABEL_WORDS

PORTRAIT = Form(
    "author-image",
    LABEL_WORDS - 1,
    any_case(r"(?:author|profile|user|writer)[-_ ](?:image|img|photo|avatar|picture|icon)$|avatar$"),
)
UPDATE = Form(
    "new update",
    LABEL_WORDS,
    any_case(r"(?:new|live|latest|breaking) (?:update|news)s?[:!]?$|updated?$|live$|breaking$|just in$"),
)
