"""The classes that the encoder is taught to tell apart: those of a treebank beside the tags of names."""

from __future__ import annotations

from collections.abc import Iterable

from streams.model.inventory import Inventory
from streams.model.recipe.treebank import Text
from streams.model.recipe.worldwide import LABELS


def bio(labels: Iterable[str] = tuple(LABELS.values())) -> tuple[str, ...]:
    """Return `O`, then `B-` and `I-` of each label: B of label k stands at 2k + 1, I at 2k + 2."""
    return ("O", *(f"{edge}-{label}" for label in labels for edge in "BI"))


def inventory(texts: Iterable[Text]) -> Inventory:
    """Return the classes of a treebank, sorted, beside the tags of names."""
    words = [word for text in texts for sentence in text.sentences for word in sentence.words]
    return Inventory(
        names=bio(),
        tags=tuple(sorted({word.xpos for word in words})),
        pos=tuple(sorted({word.upos for word in words})),
        relations=tuple(sorted({word.label for word in words})),
    )
