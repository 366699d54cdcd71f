"""This module runs in the child of a clean worker (spawned): no Faust, no Kafka; it turns any input form into an article and its sketch."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from streams.child import Work, portable
from streams.clean.article import clean
from streams.clean.boilerplate.standing import Standing, read_standing
from streams.clean.limits import Limits
from streams.clean.pages.sites import Sites, read_sites
from streams.clean.sketch import sketch
from streams.messages import CleanArticle, Sketch


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as it came: its value and key, where it stands (`topic/partition/offset`) and the broker's record time."""

    value: bytes
    key: bytes | None
    source: str
    received: datetime

    def encode(self) -> bytes:
        """Return the record as bytes for the pipe to the child."""
        return pickle.dumps(self)


def made(answer: bytes) -> tuple[CleanArticle, Sketch]:
    """Return the article, not yet told where its sketch stands, and the sketch: what `work` gave for a record."""
    article, drawing = pickle.loads(answer)  # from our own child: nobody else writes to its pipe
    return article, drawing


def cleaning(limits: Limits, rules: tuple[Path, ...], site_rules: Path | None = None) -> Work:
    """Return the work of a child: encoded `Raw` records into what `made` reads.

    Reads the files of publishers' standing lines, and the folder of rules for sites.
    """
    standing, sites = read_standing(rules), read_sites(site_rules)
    return lambda values: [_clean(pickle.loads(value), limits, standing, sites) for value in values]


def _clean(raw: Raw, limits: Limits, standing: Standing, sites: Sites) -> bytes | Exception:
    try:
        article = clean(
            raw.value, key=raw.key, source=raw.source, received=raw.received, limits=limits, standing=standing, sites=sites
        )  # fmt: skip
        return pickle.dumps((article, sketch(article)))
    except Exception as error:  # poison or a bug: one record must not cost the child
        return portable(error)
