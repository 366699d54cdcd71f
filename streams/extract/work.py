"""This module runs in a child of the process pool (spawned): no Faust, no Kafka, one model, one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.child import Work, portable

if TYPE_CHECKING:
    from spacy.language import Language


def reading(model: str | None = None) -> Work:
    """Return the work of a child, values of `articles.screened` into values of `articles.entities`; loads the model (None: the bundled one)
    and the gazetteer.
    """
    from streams.extract.model import load
    from streams.extract.places.gazetteer import gazetteer

    gazetteer()
    nlp = load(model)
    return lambda values: _read(nlp, values)


def _read(nlp: Language, values: list[bytes]) -> list[bytes | Exception]:
    from streams.errors import Poison
    from streams.extract.articles import analyse
    from streams.messages import ScreenedArticle

    results: list[bytes | Exception] = [b""] * len(values)
    articles: list[ScreenedArticle] = []
    indices: list[int] = []
    for index, value in enumerate(values):
        try:
            articles.append(ScreenedArticle.decode(value))
            indices.append(index)
        except Poison as error:
            results[index] = portable(error)
    if articles:
        for index, result in zip(indices, analyse(nlp, articles), strict=True):
            results[index] = portable(result) if isinstance(result, Exception) else result.encode()
    return results
