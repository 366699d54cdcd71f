"""This rule cuts notices about cookies, consent and privacy."""

from __future__ import annotations

from streams.clean.boilerplate.form import Form, any_case
from streams.clean.boilerplate.thresholds import COOKIE_WORDS

FORM = Form(
    "cookies",
    COOKIE_WORDS,
    any_case(
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
    openings=("we our accept reject allow decline customise customize cookie i got privacy do"),
    second="site web website",
    anywhere=(
        "gdpr",
        "recaptcha",
        "privacy policy",
    ),
)
