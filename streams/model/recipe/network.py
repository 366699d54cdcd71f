"""The network: the lowest layers of a MiniLM, told the letter case, under heads for names, tags, sentence starts and trees.

Sizes and method: all-MiniLM-L6-v2 (384 wide, 12 heads; Wang et al. 2020, arXiv 2002.10957), cut to its lowest layers; arcs are biaffine
(Dozat and Manning 2017, arXiv 1611.01734), relations a small perceptron over (dependent, head), computed only for the arcs chosen.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from streams.model.inventory import Inventory
from streams.model.shapes import COUNT

WIDTH, HEADS, INNER, SHAPE_WIDTH = 384, 12, 1536, 32
ARC_WIDTH, RELATION_WIDTH = 192, 128
VECTOR = WIDTH + SHAPE_WIDTH
NORM_EPSILON = 1e-12


class Layer(nn.Module):
    """One transformer layer of BERT (post-norm), in plain operators so that its export is plain too."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=NORM_EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=NORM_EPSILON)

    def forward(self, values: Tensor, hidden: Tensor, dropout: float, first: Tensor | None = None) -> Tensor:
        """Return `values` after this layer.

        `values` (batch, pieces, WIDTH); `hidden` (batch, 1, 1, pieces): 0 where a piece is read, -1e4 where it is padding. Of the last
        layer only the words are wanted: `first` (batch, words) are the indices of their first pieces, and the rest of the pieces, three in
        ten, go no further than the attention.
        """
        mixed = self.mixed(values, hidden, dropout)
        if first is not None:
            kept = first[:, :, None].expand(-1, -1, WIDTH)
            mixed, values = mixed.gather(1, kept), values.gather(1, kept)
        values = self.attention_norm(values + functional.dropout(self.attended(mixed), dropout, self.training))
        widened = self.outer(functional.gelu(self.inner(values)))
        normed: Tensor = self.norm(values + functional.dropout(widened, dropout, self.training))
        return normed

    def mixed(self, values: Tensor, hidden: Tensor, dropout: float) -> Tensor:
        """Return the attention of each piece, the sum of the other pieces' values by its weights, with the heads side by side."""
        batch, pieces, _ = values.shape
        parts = self.query_key_value(values).view(batch, pieces, 3, HEADS, WIDTH // HEADS)
        query, key, value = (parts[:, :, index].transpose(1, 2) for index in range(3))
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + hidden, dim=-1)
        weights = functional.dropout(weights, dropout, self.training)
        return (weights @ value).transpose(1, 2).reshape(batch, pieces, WIDTH)


class Words(nn.Module):
    """The encoder under all heads: the vector of each word, from the lowest layers of the published one."""

    def __init__(self, layers: int, words: int = 30522, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(words, WIDTH)
        self.places = nn.Embedding(positions, WIDTH)  # positions; saved states have this name
        self.cases = nn.Embedding(COUNT, WIDTH)
        self.case_beside = nn.Embedding(COUNT, SHAPE_WIDTH)
        nn.init.zeros_(self.cases.weight)  # so that the published encoder is what training starts from
        self.norm = nn.LayerNorm(WIDTH, eps=NORM_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def vectors(self, ids: Tensor, cases: Tensor, first: Tensor, beside: Tensor | None = None) -> Tensor:
        """Return the vector of each word, (batch, words, VECTOR), from that of its first piece; 0 pads ids and cases and first.

        `beside` (batch, pieces, WIDTH) is added to what is known of each piece.
        """
        hidden = (ids == 0)[:, None, None, :].to(self.norm.weight.dtype) * -1e4
        positions = torch.arange(ids.shape[1], device=ids.device)
        told = self.words(ids) + self.places(positions) + self.cases(cases)
        values = self.norm(told if beside is None else told + beside)
        values = functional.dropout(values, self.dropout, self.training)
        last = len(self.layers) - 1
        for index, layer in enumerate(self.layers):
            values = layer(values, hidden, self.dropout, first if index == last else None)
        shapes = self.case_beside(cases.gather(1, first))
        return torch.cat([values, shapes.to(values.dtype)], dim=-1)


class Network(Words):
    """Encoder and heads; `forward` gives the scores of every head but the relations', whose two halves it gives."""

    def __init__(self, layers: int, classes: Inventory, words: int = 30522, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__(layers, words, positions, dropout)
        self.names = nn.Linear(VECTOR, len(classes.names))
        self.tags = nn.Linear(VECTOR, len(classes.tags))
        self.pos = nn.Linear(VECTOR, len(classes.pos))
        self.starts = nn.Linear(2 * VECTOR, 1)
        self.dependent = nn.Linear(VECTOR, ARC_WIDTH)
        self.head = nn.Linear(VECTOR, ARC_WIDTH)
        self.between = nn.Linear(ARC_WIDTH, ARC_WIDTH, bias=False)
        self.head_bias = nn.Linear(ARC_WIDTH, 1)
        self.root = nn.Parameter(torch.randn(ARC_WIDTH) * 0.1)
        self.relation_dependent = nn.Linear(VECTOR, RELATION_WIDTH)
        self.relation_head = nn.Linear(VECTOR, RELATION_WIDTH, bias=False)
        self.relation_root = nn.Parameter(torch.zeros(RELATION_WIDTH))
        self.relations = nn.Linear(RELATION_WIDTH, len(classes.relations))

    def forward(self, ids: Tensor, cases: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Return scores: names, tags, pos (batch, words, classes); starts (batch, words); arcs (batch, words, 1 + words), column 0 the
        root; and dependents, heads (batch, words, RELATION_WIDTH), the halves of the relations' scores."""
        values = functional.dropout(self.vectors(ids, cases, first), self.dropout * 1.5, self.training)
        before = functional.pad(values, (0, 0, 1, 0))[:, :-1]
        dependents = functional.gelu(self.dependent(values))
        heads = functional.gelu(self.head(values))
        root = self.root.to(heads.dtype).expand(heads.shape[0], 1, -1)
        heads = torch.cat([root, heads], dim=1)
        arcs = self.between(dependents) @ heads.transpose(1, 2) / math.sqrt(ARC_WIDTH)
        return {
            "names": self.names(values),
            "tags": self.tags(values),
            "pos": self.pos(values),
            "starts": self.starts(torch.cat([before, values], dim=-1))[:, :, 0],
            "arcs": arcs + self.head_bias(heads).transpose(1, 2),
            "dependents": self.relation_dependent(values),
            "heads": self.relation_head(values),
        }

    def relation_scores(self, dependents: Tensor, heads: Tensor, chosen: Tensor) -> Tensor:
        """Return the scores (batch, words, relations) of the arcs to `chosen` (0 the root, k word k - 1)."""
        root = self.relation_root.to(heads.dtype).expand(heads.shape[0], 1, -1)
        picked = torch.cat([root, heads], dim=1).gather(1, chosen[:, :, None].expand(-1, -1, RELATION_WIDTH))
        scores: Tensor = self.relations(functional.gelu(dependents + picked))
        return scores


def start_from(network: Words, published: dict[str, Tensor]) -> None:
    """Fills the encoder with the published weights (names of a BertModel); raises KeyError when one is missing."""
    weights: dict[str, Any] = {
        "words.weight": published["embeddings.word_embeddings.weight"],
        # every piece has token type 0: its row is part of each position
        "places.weight": published["embeddings.position_embeddings.weight"] + published["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": published["embeddings.LayerNorm.weight"],
        "norm.bias": published["embeddings.LayerNorm.bias"],
    }
    for index in range(len(network.layers)):
        theirs = f"encoder.layer.{index}."
        for end in ("weight", "bias"):
            weights |= {
                f"layers.{index}.query_key_value.{end}": torch.cat(
                    [published[f"{theirs}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
                ),
                f"layers.{index}.attended.{end}": published[f"{theirs}attention.output.dense.{end}"],
                f"layers.{index}.attention_norm.{end}": published[f"{theirs}attention.output.LayerNorm.{end}"],
                f"layers.{index}.inner.{end}": published[f"{theirs}intermediate.dense.{end}"],
                f"layers.{index}.outer.{end}": published[f"{theirs}output.dense.{end}"],
                f"layers.{index}.norm.{end}": published[f"{theirs}output.LayerNorm.{end}"],
            }
    network.load_state_dict(weights, strict=False)
