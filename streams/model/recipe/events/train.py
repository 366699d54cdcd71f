"""One training run of the event reader; it resumes where it stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from streams.model.events.labels import Labels
from streams.model.events.reader import parts_of_pieces
from streams.model.pieces import Pieces
from streams.model.recipe.batches import batches
from streams.model.recipe.events.network import EventNetwork, role_scores
from streams.model.recipe.events.samples import Page, Sample, samples
from streams.model.recipe.loop import crossed, halved, keep, optimizer_of, resume
from streams.model.recipe.silver import SKIP

KEPT_EVERY = 200  # steps
_SPREAD = 12.0
"""Pieces by which the lengths of a batch's samples may differ by chance."""


@dataclass(frozen=True, slots=True)
class EventRun:
    """One run: `passes` over the corpus in batches of at most `pieces` with padding; rates are peaks, `warmup` a share of all steps.

    The weights of the losses: of news status, realis, modes, arguments and the kind of text, beside 1 for types.
    """

    layers: int
    passes: int
    pieces: int
    rate: float
    head_rate: float
    warmup: float
    seed: int
    news: float
    realis: float
    modes: float
    roles: float
    kinds: float


@dataclass(frozen=True, slots=True)
class Batch:
    """The padded tensors of a batch; `triggers` and `roles` have a row for each event word."""

    ids: Tensor
    cases: Tensor
    parts: Tensor
    first: Tensor
    types: Tensor
    news: Tensor
    realis: Tensor
    modes: Tensor
    kinds: Tensor
    rows: Tensor
    """The row of the batch in which each event word stands."""
    triggers: Tensor
    roles: Tensor


def padded(given: Sequence[Sample]) -> Batch:
    """Return samples as tensors; SKIP pads the targets."""
    pieces, words = max(len(one.row.ids) for one in given), max(len(one.row.first) for one in given)
    ids, cases, parts = (np.zeros((len(given), pieces), dtype=np.int64) for _ in range(3))
    first = np.zeros((len(given), words), dtype=np.int64)
    types = np.zeros((len(given), words, given[0].types.shape[1]), dtype=np.float32)
    news, realis, modes = (np.full((len(given), words), SKIP, dtype=np.int64) for _ in range(3))
    count = sum(len(one.triggers) for one in given)
    roles = np.full((count, words), SKIP, dtype=np.int64)
    rows, triggers, filled = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64), 0
    for index, one in enumerate(given):
        size = len(one.row.first)
        ids[index, : len(one.row.ids)] = one.row.ids
        cases[index, : len(one.row.shapes)] = one.row.shapes
        parts[index, : len(one.row.ids)] = parts_of_pieces(one.row.first, one.parts, len(one.row.ids))
        first[index, :size] = one.row.first
        types[index, :size] = one.types
        news[index, :size], realis[index, :size], modes[index, :size] = one.news, one.realis, one.modes
        many = len(one.triggers)
        rows[filled : filled + many], triggers[filled : filled + many] = index, one.triggers
        roles[filled : filled + many, :size] = one.roles
        filled += many
    kinds = np.array([one.kind for one in given], dtype=np.int64)
    arrays = (ids, cases, parts, first, types, news, realis, modes, kinds, rows, triggers, roles)
    return Batch(*(torch.from_numpy(value) for value in arrays))


def loss_of(network: EventNetwork, batch: Batch, run: EventRun) -> Tensor:
    """Return the weighed sum of the heads' cross-entropies, each the mean over the words that have a target."""
    scores = network(batch.ids, batch.cases, batch.parts, batch.first)
    weights = batch.types.sum(-1)
    total = -(batch.types * functional.log_softmax(scores["types"].float(), -1)).sum() / weights.sum()
    for name, weight in (("news", run.news), ("realis", run.realis), ("modes", run.modes)):
        total = total + weight * crossed(scores[name], getattr(batch, name))
    if len(batch.triggers):
        joined = role_scores(scores["telling"][batch.rows, batch.triggers], scores["told"][batch.rows])
        total = total + run.roles * crossed(joined, batch.roles)
    return total + run.kinds * functional.cross_entropy(scores["kinds"].float(), batch.kinds)


def _passes(
    pages: Sequence[Page], pieces: Pieces, labels: Labels, run: EventRun, silver: Sequence[Sample]
) -> Iterator[tuple[int, int, list[Sample]]]:
    """Yield (batch, about how many in all, samples) of pass after pass, each drawn anew, with as many of `silver` as of the pages."""
    done = 0
    for number in range(run.passes):
        rng = random.Random(f"{run.seed} {number}")
        gold = list(samples(pages, pieces, labels, rng))
        drawn = batches(gold + rng.sample(silver, min(len(silver), len(gold))), run.pieces, rng, _SPREAD)
        for index, one in enumerate(drawn):
            yield done + index, done + len(drawn) * (run.passes - number), one
        done += len(drawn)


def train(
    network: EventNetwork,
    pages: Sequence[Page],
    pieces: Pieces,
    labels: Labels,
    run: EventRun,
    path: Path,
    tell: Callable[[str], None],
    silver: Sequence[Sample] = (),
) -> None:
    """Trains to the run's last batch and leaves the state at `path`; a state that is there already is gone on from."""
    network.train()
    network.words.weight.requires_grad_(requires_grad=False)  # the table that the names reader has too
    optimizer = optimizer_of(network, run.rate, run.head_rate)
    begun, first = time.monotonic(), resume(network, optimizer, path, "cpu")
    loss_before: float | None = None
    for step, steps, drawn in _passes(pages, pieces, labels, run, silver):
        if step < first:
            continue
        share = step / steps
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, (share + 1e-3) / run.warmup) * max(0.0, 1 - share)
        torch.manual_seed(run.seed * 1_000_003 + step)
        with halved("cpu"):
            loss = loss_of(network, padded(drawn), run)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        loss_before = loss.item() if loss_before is None else 0.98 * loss_before + 0.02 * loss.item()
        if (step + 1) % KEPT_EVERY == 0 or step + 1 == steps:
            keep(network, optimizer, step + 1, path)
            tell(f"batch {step + 1} of about {steps}: loss {loss_before:.3f}, {time.monotonic() - begun:.0f} s")
