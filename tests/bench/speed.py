"""Words a second per core, raw text to names, tags, trees and frames, beside spaCy's own small CNN pipeline (tests/bench/stock.py).

Press releases as they were scraped, menus and all. The two read the same articles in short turns, one after the other, each in a process of
its own on one thread, and CPU seconds count, so that other work on the machine falls on both. Words are those between blanks. The ratio is
the median over the rounds, with its quartiles. `--model NAME` is one more that reads in turns (of spaCy's, with our rules behind it).
"""

from __future__ import annotations

import gzip
import json
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from streams.evaluation.model.child import RELEASES
from streams.model import processor
from tests.bench import seats, stock
from tests.bench.brokers import folder
from tests.bench.figure import Part
from tests.bench.seats import Seat

ROUNDS, QUICK_ROUNDS = 9, 3
WORDS = 3000
"""The words of one turn: about a second of a core, so that the turns lie close together."""
WARM_UP = 1500
TARGET = 1.3
SHARE = 0.25
"""The largest share of extract's CPU seconds that reading events may cost."""
_TOLD = ("fma", "avx2", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8", "asimddp", "i8mm")


def texts(path: Path, seed: int = 0) -> Iterator[str]:
    """Yield the articles in an order that mixes their offices."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["text"] for line in lines]
    random.Random(seed).shuffle(found)
    yield from found


def turn(articles: Iterator[str], words: int) -> list[str]:
    """Return the next articles that come to `words` words."""
    taken: list[str] = []
    while words > 0:
        taken.append(next(articles))
        words -= len(taken[-1].split())
    return taken


def told() -> str:
    """Return a text that tells which of the instructions that int8 is fast with the processor has."""
    found = processor.instructions()
    return f"has {', '.join(name for name in _TOLD if name in found) or 'none'} of {', '.join(_TOLD)}"


def spread(values: Sequence[float]) -> str:
    """Return a text with the median and the quartiles of some values."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def measure(tell: Callable[[str], None], data: Path, *, quick: bool = False, model: str | None = None) -> Part:
    """Measure the speed; it takes about three minutes of a quiet core."""
    part, articles = Part("speed"), texts(data / RELEASES)
    with folder() as made:
        tell("spaCy's pipeline is trained for a minute")
        stock.train(data, made / "stock")
        rivals = {"spaCy": (Seat(str(made / "stock"), stock=True), seats.stock), "all": (Seat(None), seats.everything)}
        rivals["model"] = (rivals["all"][0], seats.trees)
        rivals["eventless"] = (rivals["all"][0], seats.eventless)
        if model is not None:
            rivals["other"] = (Seat(model), seats.everything)
        try:
            spent, words = _rounds(tell, rivals, articles, QUICK_ROUNDS if quick else ROUNDS)
            shares = rivals["all"][0].take(seats.parts, turn(articles, 3 * WORDS))
        finally:
            for seat, _ in rivals.values():
                seat.close()
    rates = {name: [count / seconds for count, seconds in zip(words, times, strict=True)] for name, times in spent.items()}
    ratios = {name: [ours / theirs for ours, theirs in zip(rates[name], rates["spaCy"], strict=True)] for name in rates}
    for name, title in (
        ("all", "names, tags, trees and frames"),
        ("model", "the same without names by rule and frames"),
        ("other", f"{model}, and our rules"),
    ):
        if name in rates:
            part.add(f"{title}, against spaCy", statistics.median(ratios[name]), "times", TARGET if name == "all" else None, 2, floor=True)
            part.add(f"  {title}", sum(words) / sum(spent[name]), "words/s", digits=0)
            part.notes.append(f"{title}, against spaCy, median and quartiles of {len(words)} rounds: {spread(ratios[name])}")
    readers = [1 - without / whole for whole, without in zip(spent["all"], spent["eventless"], strict=True)]
    part.add("the event reader's share of extract", statistics.median(readers), "", SHARE, 3)
    part.notes.append(f"the event reader's share of extract, median and quartiles: {spread(readers)}")
    part.add("  spaCy: tok2vec 96/4, tagger, parser, ner", sum(words) / sum(spent["spaCy"]), "words/s", digits=0)
    for name, seconds in shares.items():
        part.add(f"  {name}", 100 * seconds / sum(shares.values()), "% of ours")
    part.notes.append(f"{sum(words)} words, CPU seconds of one thread; the processor {told()}")
    return part


def _rounds(
    tell: Callable[[str], None], rivals: dict[str, tuple[Seat, Callable[..., float]]], articles: Iterator[str], rounds: int
) -> tuple[dict[str, list[float]], list[int]]:
    """Return the CPU seconds of each in each round, after a warm-up, and the words of each round; who begins changes."""
    warm = turn(articles, WARM_UP)
    for seat, work in rivals.values():
        seat.take(work, warm)
    spent: dict[str, list[float]] = {name: [] for name in rivals}
    words = []
    for number in range(rounds):
        given = turn(articles, WORDS)
        words.append(sum(len(text.split()) for text in given))
        for name in list(rivals) if number % 2 else reversed(list(rivals)):
            seat, work = rivals[name]
            spent[name].append(seat.take(work, given))
        tell(", ".join(f"{name} {words[-1] / times[-1]:,.0f}" for name, times in spent.items()) + " words a second")
    return spent, words
