"""One training run on gold and silver, with a checkpoint every few minutes; it resumes where it stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import AdamW

from streams.model.recipe.batches import Batch, Sample, batches, padded
from streams.model.recipe.network import Network
from streams.model.recipe.settings import Run
from streams.model.recipe.silver import SKIP

KEPT_EVERY = 100  # steps, about a minute and a half of one core
Draw = Callable[[random.Random], list[Sample]]


def train(network: Network, draws: dict[str, Draw], run: Run, path: Path, device: str, tell: Callable[[str], None]) -> None:
    """Trains to the run's last step and leaves the state at `path`; `draws` gives each task's samples of one pass.

    A state that is there already is gone on from; the order of batches depends on the seed and the step alone.
    """
    network.to(device).train()
    network.words.weight.requires_grad_(requires_grad=False)  # 11.7 of 22.7 million weights: gold is too small to move them
    optimizer = optimizer_of(network, run.rate, run.head_rate)
    first = resume(network, optimizer, path, device)
    streams = {name: _endless(draw, run, name) for name, draw in draws.items()}
    seen, began = 0, time.monotonic()
    losses: dict[str, float] = {}
    for step in range(run.steps):
        task = _task(run, step)
        samples = next(streams[task])
        if step < first:
            continue  # what was trained before the run was stopped
        rate = min(1.0, (step + 1) / run.warmup) * max(0.0, 1 - step / run.steps)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        torch.manual_seed(run.seed * 1_000_003 + step)
        batch = padded(samples, device)
        with halved(device):
            loss = loss_of(network, batch, run.silver_trees)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        seen += batch.ids.numel()
        losses[task] = 0.98 * losses.get(task, loss.item()) + 0.02 * loss.item()
        if (step + 1) % KEPT_EVERY == 0 or step + 1 == run.steps:
            keep(network, optimizer, step + 1, path)
            shown = " ".join(f"{name} {value:.3f}" for name, value in sorted(losses.items()))
            tell(f"step {step + 1} of {run.steps}: loss {shown}, {seen / (time.monotonic() - began):.0f} pieces a second")


def halved(device: str) -> torch.autocast:
    """Return a context of bfloat16 where the device multiplies it: 1.6 times as fast on a cpu with AVX-512, 5 times as slow without."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu" or torch.backends.cpu.get_cpu_capability() == "AVX512")


def _task(run: Run, step: int) -> str:
    """Return the task of a step, drawn by the run's shares: gold `names`, `silver` (running text with its labels), or gold `trees`."""
    rng = random.Random(f"{run.seed} {step}")
    if rng.random() >= run.names:
        return "trees"
    return "silver" if rng.random() < run.silver else "names"


def _endless(draw: Draw, run: Run, name: str) -> Iterator[list[Sample]]:
    """Yield the batches of one pass after another, for ever, each pass drawn anew."""
    number = 0
    while True:
        rng = random.Random(f"{run.seed} {name} {number}")
        yield from batches(draw(rng), run.pieces, rng)
        number += 1


def loss_of(network: Network, batch: Batch, silver_trees: float = 1.0) -> Tensor:
    """Return the loss of all heads for which the batch has targets: cross-entropy of names, by gold or by chances, and of trees.

    Trees: tags + .5 parts of speech + starts + arcs + relations, each the mean over its words; `silver_trees` weighs trees that are not
    gold, which are those beside gold names and of running text.
    """
    scores = network(batch.ids, batch.cases, batch.first)
    targets = batch.targets
    total = torch.zeros((), device=batch.ids.device)
    if "soft" in targets:
        logs = functional.log_softmax(scores["names"].float(), dim=-1)
        total = total - (targets["soft"] * logs).sum() / targets["soft"].sum()
    if "names" in targets:
        total = total + crossed(scores["names"], targets["names"])
    if "arcs" in targets:
        total = total + (1.0 if batch.gold_trees else silver_trees) * _grammar(network, scores, targets)
    return total


def _grammar(network: Network, scores: dict[str, Tensor], targets: dict[str, Tensor]) -> Tensor:
    """Return the loss of trees; a word whose start is SKIP is padding, and nothing hangs on it."""
    starts = targets["starts"]
    kept = starts != SKIP
    if not kept.any():
        return torch.zeros((), device=starts.device)
    width = scores["arcs"].shape[1]
    words = torch.arange(width, device=starts.device)
    reachable = functional.pad(kept, (1, 0), value=True)[:, None, :] & (words[:, None] + 1 != torch.arange(width + 1, device=words.device))
    arcs = scores["arcs"].float().masked_fill(~reachable, -1e4)
    relations = network.relation_scores(scores["dependents"], scores["heads"], targets["arcs"].clamp(min=0))
    return (
        crossed(scores["tags"], targets["tags"])
        + 0.5 * crossed(scores["pos"], targets["pos"])
        + functional.binary_cross_entropy_with_logits(scores["starts"].float()[kept], starts[kept].float())
        + crossed(arcs, targets["arcs"])
        + crossed(relations, targets["relations"])
    )


def crossed(scores: Tensor, targets: Tensor) -> Tensor:
    """Return the mean cross-entropy over the words that have a target; 0 where none has. The last axis of `scores` is the classes."""
    total = functional.cross_entropy(scores.float().flatten(0, -2), targets.flatten(), ignore_index=SKIP, reduction="sum")
    return total / (targets != SKIP).sum().clamp(min=1)


def optimizer_of(network: nn.Module, rate: float, head_rate: float) -> AdamW:
    """Return an AdamW that has the encoder at one rate and the new parts at another."""
    encoder, new = list[Tensor](), list[Tensor]()
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            (encoder if name.startswith(("layers.", "places.", "norm.")) else new).append(weight)
    groups = [{"params": encoder, "peak": rate}, {"params": new, "peak": head_rate}]
    return AdamW(groups, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)


def keep(network: nn.Module, optimizer: AdamW, step: int, path: Path) -> None:
    """Writes the state aside and renames it, so that a stop leaves a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, aside)
    aside.replace(path)


def resume(network: nn.Module, optimizer: AdamW, path: Path, device: str) -> int:
    """Loads the state at `path`, and returns the number of steps it has seen; 0 without one."""
    if not path.exists():
        return 0
    state = torch.load(path, map_location=device, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
