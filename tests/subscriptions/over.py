"""Subscriptions over real articles: `python -m tests.subscriptions.over --data DIR` says where matching and a plain reading differ.

400 articles of the development data go through the stages once; `--alerts FILE` keeps their alerts, or takes them from there. The sixty
subscriptions of `tests/subscriptions/sixty`, and as many as `--drawn` says, drawn from what the alerts say so that they find something, are
held against each alert by the product (index, plain conditions, `backtest`) and by `oracle.py`. The exit code is 1 if they differ anywhere.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from streams.messages import Alert
from streams.pipeline.runner import Runner
from streams.settings import Settings
from streams.subscriptions import Subscription, SubscriptionIndex, backtest, read_document
from streams.subscriptions.index import matches
from streams.subscriptions.stored import stored_alerts
from tests.subscriptions import oracle
from tests.subscriptions.drawn import drawn
from tests.subscriptions.real_articles import articles

SIXTY = sorted((Path(__file__).parent / "sixty").glob("*.yaml"))
COUNT, DRAWN = 400, 2_000
Pair = tuple[dict[str, Any], Subscription]
"""A subscription as YAML has it, and as the product reads it."""


def alerts_of(data: Path, count: int) -> Iterator[bytes]:
    """Yield each alert that so many articles give, as JSON, in order."""
    for message in Runner(Settings()).run(articles(data, count)):
        for alert in stored_alerts(message.encode()):
            yield alert.encode()


def pairs_of(text: str, name: str) -> list[Pair]:
    """Return the subscriptions of a file; raise ValueError if it has a mistake."""
    found, mistakes = read_document(name, text.encode())
    if mistakes:
        raise ValueError(str(mistakes[0]))
    return list(zip(yaml.safe_load(text)["subscriptions"], found, strict=True))


def drawn_pairs(alerts: Sequence[dict[str, Any]], count: int, seed: int) -> list[Pair]:
    """Return so many subscriptions that are drawn from what alerts say; in files of 100, for a file has a limit of size."""
    chance = random.Random(seed)
    said = [{"name": f"drawn-{number}", **drawn(alerts, chance), "deliver": [{"topic": "tests.drawn"}]} for number in range(count)]
    files = [yaml.safe_dump({"subscriptions": said[start : start + 100]}) for start in range(0, count, 100)]
    return [pair for number, text in enumerate(files) for pair in pairs_of(text, f"drawn/{number}.yaml")]


def differences(pairs: Sequence[Pair], lines: Sequence[bytes]) -> tuple[list[int], list[str]]:
    """Return how many alerts match each subscription by the oracle, and what the product says differently."""
    plain, alerts = [oracle.read(line) for line in lines], [Alert.decode(line) for line in lines]
    index = SubscriptionIndex(desk for _, desk in pairs)
    found = [{each.name for each in index.matching(alert)} for alert in alerts]
    counts: list[int] = []
    wrong: list[str] = []
    for (said, desk), tally in zip(pairs, backtest([desk for _, desk in pairs], alerts), strict=True):
        meant = {number for number, each in enumerate(plain, 1) if oracle.matches(said, each)}
        ways = {
            "index": {number for number, names in enumerate(found, 1) if desk.name in names},
            "conditions": {number for number, alert in enumerate(alerts, 1) if matches(desk, alert)},
        }
        wrong += [f"{desk.name}: {way} and oracle differ on {sorted(got ^ meant)[:9]}" for way, got in ways.items() if got != meant]
        if tally.matched != len(meant):
            wrong.append(f"{desk.name}: backtest counts {tally.matched} revisions, the oracle {len(meant)}")
        counts.append(len(meant))
    return counts, wrong


def main() -> int:
    """Run the command; return 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.subscriptions.over", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=COUNT)
    parser.add_argument("--alerts", type=Path, help="keep the alerts there; if the file is there already, take them from it")
    parser.add_argument("--drawn", type=int, default=DRAWN)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.alerts is not None and asked.alerts.exists():
        lines = [alert.encode() for line in asked.alerts.read_bytes().splitlines() for alert in stored_alerts(line)]
    else:
        lines = list(alerts_of(asked.data, asked.articles))
        if asked.alerts is not None:
            asked.alerts.write_bytes(b"".join(line + b"\n" for line in lines))
    sixty = [pair for path in SIXTY for pair in pairs_of(path.read_text(encoding="utf-8"), str(path))]
    more = drawn_pairs([oracle.read(line) for line in lines], asked.drawn, asked.seed)
    bad = False
    for name, pairs in (("the sixty", sixty), ("drawn", more)):
        counts, wrong = differences(pairs, lines)
        print(
            f"{name}: {len(pairs)} subscriptions, {len(lines)} revisions, {sum(counts)} matches of {sum(map(bool, counts))} subscriptions"
        )
        print(f"  {len(wrong)} differences")
        for line in wrong[:20]:
            print("  ", line)
        bad = bad or bool(wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
