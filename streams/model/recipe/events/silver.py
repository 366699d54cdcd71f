"""Running text that trained event readers have labelled together; the last run learns it beside the corpus.

It is Voice of America stories of the Groningen Meaning Bank, public domain, without its own labels, in strings of sentences of which none
shares a sentence with the corpus, whatever its part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from streams.model.events.labels import Labels
from streams.model.pieces import Pieces
from streams.model.recipe import corpora
from streams.model.recipe.events.corpus import Text
from streams.model.recipe.events.network import EventNetwork, role_scores
from streams.model.recipe.events.samples import Page, Sample, samples
from streams.model.recipe.events.train import padded
from streams.model.recipe.silver import SKIP

STRING = 12
"""The number of sentences that are read as one text: the bank does not say where a story ends."""
_EVENT = 0.3
"""The chance of an event from which a word teaches status, realis and mode."""
_ARGUED = 0.5
"""The chance of an event from which a word teaches its arguments."""
_ROUND = 2e-3
"""The least chance of a type that is taught."""


def raw_texts(data: Path, held: Iterable[Text]) -> Iterator[Text]:
    """Yield strings of STRING sentences of which the texts `held` have none."""
    known = {_plain(sentence) for text in held for sentence in text.sentences}
    rows = list(corpora.sentences_of_gmb(data))
    for first in range(0, len(rows) - STRING + 1, STRING):
        string = rows[first : first + STRING]
        if known.isdisjoint(map(_plain, string)):
            yield Text(f"gmb:{first}", "Groningen Meaning Bank", None, None, "roundup", tuple(string), ())


def _plain(sentence: str) -> str:
    return re.sub(r"\W+", "", sentence.lower())


@torch.inference_mode()
def labelled(pages: Iterable[Page], pieces: Pieces, labels: Labels, teachers: Sequence[EventNetwork]) -> Iterator[Sample]:
    """Yield the pages' windows, labelled by the mean of the teachers: with the chances of types, and the likeliest class of all else."""
    for one in pages:
        for sample in samples([one], pieces, labels, None):
            batch = padded([sample])
            read = [teacher(batch.ids, batch.cases, batch.parts, batch.first) for teacher in teachers]
            yield _taught(sample, read)


def _taught(sample: Sample, read: Sequence[dict[str, Tensor]]) -> Sample:
    mean = {
        name: torch.stack([_chances(one[name][0]) for one in read]).mean(0).numpy()
        for name in ("types", "news", "realis", "modes", "kinds")
    }
    told = sample.types.sum(-1) > 0  # the words of the sentences, not the headline's
    types = np.where(mean["types"] >= _ROUND, mean["types"], 0) * told[:, None]
    events = np.where(told, 1 - mean["types"][:, 0], 0)
    news, realis, modes = (np.where(events >= _EVENT, mean[name].argmax(-1), SKIP) for name in ("news", "realis", "modes"))
    indices = np.flatnonzero(events >= _ARGUED)
    roles = np.full((len(indices), len(told)), SKIP, dtype=np.int64)
    if len(indices):
        joined = [role_scores(one["telling"][0][indices], one["told"][0][None].expand(len(indices), -1, -1)) for one in read]
        roles[:, told] = torch.stack([_chances(scores) for scores in joined]).mean(0).numpy().argmax(-1)[:, told]
    return replace(
        sample,
        types=types.astype(np.float32),
        news=news,
        realis=realis,
        modes=modes,
        triggers=indices,
        roles=roles,
        kind=int(mean["kinds"].argmax()),
    )


def _chances(scores: Tensor) -> Tensor:
    return torch.softmax(scores.float(), -1)
