"""The event reader's network: the lowest layers of the published MiniLM under heads for happenings and their arguments.

Arguments are biaffine between an event word and a word of its sentence (Dozat and Manning 2017, arXiv 1611.01734), one product a role.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from streams.model.events.labels import Labels
from streams.model.events.windows import PARTS
from streams.model.recipe.network import VECTOR, WIDTH, Words

HIDDEN, ROLE_WIDTH = 256, 48


class EventNetwork(Words):
    """Encoder and heads; `forward` gives scores by word, of arguments the two halves that a product joins."""

    def __init__(self, layers: int, labels: Labels, words: int = 30522, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__(layers, words, positions, dropout)
        self.parts = nn.Embedding(PARTS, WIDTH)
        nn.init.zeros_(self.parts.weight)
        self.hidden = nn.Linear(VECTOR, HIDDEN)
        self.types = nn.Linear(HIDDEN, len(labels.types))
        self.news = nn.Linear(HIDDEN, 2)
        self.realis = nn.Linear(HIDDEN, len(labels.realis))
        self.modes = nn.Linear(HIDDEN, len(labels.modes))
        self.telling = nn.Linear(VECTOR, len(labels.roles) * ROLE_WIDTH)
        self.told = nn.Linear(VECTOR, ROLE_WIDTH)
        self.kinds = nn.Linear(VECTOR, len(labels.kinds))

    def forward(self, ids: Tensor, cases: Tensor, parts: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Return scores: types, news, realis, modes (batch, words, classes); telling (batch, words, roles x ROLE_WIDTH), told (batch,
        words, ROLE_WIDTH); kinds (batch, classes) of the text, by the mean over its words.
        """
        values = functional.dropout(self.vectors(ids, cases, first, self.parts(parts)), self.dropout * 1.5, self.training)
        hidden = functional.dropout(functional.gelu(self.hidden(values)), self.dropout * 1.5, self.training)
        read = (first > 0).to(values.dtype)[:, :, None]  # a word's first piece stands behind [CLS], so that 0 is padding
        return {
            "types": self.types(hidden),
            "news": self.news(hidden),
            "realis": self.realis(hidden),
            "modes": self.modes(hidden),
            "telling": self.telling(values),
            "told": self.told(values),
            "kinds": self.kinds((values * read).sum(1) / read.sum(1)),
        }


def role_scores(telling: Tensor, told: Tensor) -> Tensor:
    """Return scores (event words, words, roles) of the halves (event words, roles x ROLE_WIDTH) and (event words, words, ROLE_WIDTH)."""
    halves = telling.view(telling.shape[0], -1, ROLE_WIDTH)
    return (told @ halves.transpose(1, 2)) / math.sqrt(ROLE_WIDTH)


HEADS = ("types", "news", "realis", "modes", "telling", "told", "kinds")


class Plain(nn.Module):
    """The network with a tuple for its output, as the exporter wants it."""

    def __init__(self, network: EventNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, cases: Tensor, parts: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Return the scores in the order of HEADS."""
        scores = self.network(ids, cases, parts, first)
        return tuple(scores[name] for name in HEADS)


def empty(layers: int, labels: Labels) -> EventNetwork:
    """Return a network whose heads know nothing yet."""
    torch.manual_seed(0)
    return EventNetwork(layers, labels)
