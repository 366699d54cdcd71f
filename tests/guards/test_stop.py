"""Point 10: SIGTERM finishes the batch and commits, so that nothing is repeated; and it reaches the worker in a container."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import srsly

from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.supervisor import DELIVER, FEEDS
from streams.topics import CLEAN
from tests.guards.scene import KEY, guard
from tests.wire import PATIENCE_SECONDS, all_of, put, take, toy, until, values

COMPOSE = Path(__file__).resolve().parents[2] / "docker-compose.yml"
GOOD = [b"good-%d" % number for number in range(8)]


@guard("no-wait", "no-handler")
async def test_sigterm_under_load_repeats_nothing_and_loses_nothing(pipeline: Callable[..., Settings], off: tuple[str, ...]) -> None:
    """Faust acks what is worked on and not waited for as it is cancelled, so it is lost; without a handler it all comes again."""
    settings = pipeline(batch=4, commit_seconds=60)
    await put(settings, GOOD, keys=[KEY] * len(GOOD))
    with toy(settings, "slow", "brisk", *off) as process:
        await until((settings.state / "taken").exists)  # one batch is delivered and not committed, one is worked on
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == (-signal.SIGTERM if "no-handler" in off else 0)
    await put(settings, [b"last"], keys=[KEY])
    with toy(settings, "brisk"):
        await take(settings, CLEAN, all_of(b"last"))
    times = Counter(await values(settings, CLEAN))
    assert (times == Counter([*GOOD, b"last"])) == (not off), times


def test_in_a_container_sigterm_reaches_the_worker_and_it_has_time() -> None:
    """Process 1 has no default for SIGTERM: before Python has its handler, the signal would be lost."""
    services = srsly.yaml_loads(COMPOSE.read_text())["services"]
    workers = {name: service for name, service in services.items() if service.get("command", [None])[0] == "worker"}
    assert set(workers) == {*SOURCES, DELIVER, FEEDS}
    for service in workers.values():
        assert service["init"] is True
        assert int(service["stop_grace_period"].removesuffix("s")) >= Settings().article_seconds
        assert service["restart"] == "unless-stopped"
