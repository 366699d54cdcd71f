"""Which pipeline reads: the bundled one, or one that a path names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


def load(path: str | None = None) -> Language:
    """The bundled pipeline, or that of a folder or package; it must speak Universal Dependencies and the labels of Entity."""
    from streams.model.load import load as load_any

    return load_any(path)
