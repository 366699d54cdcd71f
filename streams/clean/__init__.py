"""The clean stage: any form of article in, the story and nothing else out, with an account of all that was cut.

    decode -> item (ninjs, agencies | xml: newsml, nitf, entry | page | plain)
    item -> story (lines -> furniture, block, credits, embeds, tags -> cuts) -> article

Pure: no clock, no network, no state. `rebuild(text, cuts)` gives the raw text again.
"""

from streams.clean.article import clean
from streams.clean.cuts import rebuild
from streams.clean.limits import Limits

__all__ = ["Limits", "clean", "rebuild"]
