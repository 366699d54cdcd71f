"""Copyright notices."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case
from streams.clean.boilerplate.thresholds import COPYRIGHT_WORDS

FORM = Form(
    "copyright",
    COPYRIGHT_WORDS,
    any_case(
        r"(?:©|\(c\)|copyright\b(?! law| infring| case| claim| suit| law)).*"
        r"|.{0,200}\ball rights? reserved\b|(?:this|the) (?:material|content|article|story"
        r"|report) (?:may not|is copyright|is protected|cannot) "
        r"|reproduction (?:of|in|without)\b.{0,100}\b(?:prohibited|permission)"
    ),
    openings=("c copyright reproduction"),
    second="material content article story report",
    anywhere=("reserved",),
    written=("©",),
)
