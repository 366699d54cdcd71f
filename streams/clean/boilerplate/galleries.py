"""This module keeps texts that are their captions: galleries, and pictures sent with nothing but their words."""

from __future__ import annotations

from streams.clean.boilerplate.captions import FORM
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import GALLERY_CAPTIONS, GALLERY_WEIGHT, TOLD_CAPTION_WORDS


def mark(read: Reading) -> None:
    """Give the captions back where nothing else stays, or next to nothing beside a gallery: no text is cut to nothing."""
    captions = [index for index, rule in read.rules.items() if rule == FORM.name and len(read.lines[index].words) >= TOLD_CAPTION_WORDS]
    kept = sum(len(read.lines[index].words) for index in read.kept())
    told = sum(len(read.lines[index].words) for index in captions)
    if kept == 0 or (len(captions) >= GALLERY_CAPTIONS and told > GALLERY_WEIGHT * kept):
        for index in captions:
            del read.rules[index]
