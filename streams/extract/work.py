"""This module runs in a child of the process pool (spawned): no Faust, no Kafka, one model, one thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from streams.child import attend, portable, settle

if TYPE_CHECKING:
    from spacy.language import Language

_loaded: list[Language] = []


def start(model: str | None = None) -> None:
    """Initialise a child: tie it to its parent's life and to one thread, load the model (None: the bundled one) and the gazetteer."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # before numpy is imported, or it has its threads already
    attend()
    from streams.extract.model import load
    from streams.extract.places.gazetteer import gazetteer

    gazetteer()
    _loaded[:] = [load(model)]
    settle()


def work(values: list[bytes]) -> list[bytes | Exception]:
    """Turn values of `articles.screened` into values of `articles.entities`, one for one; an exception stands for one that fails.

    Never raises for one value's sake; every exception returned can be sent to the parent.
    """
    from streams.errors import Poison
    from streams.extract.articles import analyse
    from streams.messages import ScreenedArticle

    results: list[bytes | Exception] = [b""] * len(values)
    articles: list[ScreenedArticle] = []
    places: list[int] = []
    for place, value in enumerate(values):
        try:
            articles.append(ScreenedArticle.decode(value))
            places.append(place)
        except Poison as error:
            results[place] = portable(error)
    if articles:
        for place, result in zip(places, analyse(_model(), articles), strict=True):
            results[place] = portable(result) if isinstance(result, Exception) else result.encode()
    return results


def _model() -> Language:
    if not _loaded:
        start(None)
    return _loaded[0]
