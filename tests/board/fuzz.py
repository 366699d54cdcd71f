"""Random requests to a running server: `python -m tests.board.fuzz --minutes 20` fails on any answer of 5xx, or none within 60 s.

503 with Retry-After is an answer: too many streams, too many bodies at once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from streams.board.keys import make_key
from streams.broker.embedded import embedded
from streams.settings import Settings
from tests.board.requests import Asked, asked
from tests.board.scene import hostile, serving
from tests.subscriptions.build import HEAD, demo_alerts

AT_ONCE = 8
ANSWER_SECONDS = 60.0


async def fuzz(settings: Settings, secret: str, minutes: float, seed: int) -> tuple[Counter[str], list[str]]:
    """Send requests to a server for so long; return the number of answers by route and status, and what went wrong."""
    chance = random.Random(seed)
    alerts = [*demo_alerts(), *hostile()]
    counts: Counter[str] = Counter()
    faults: list[str] = []
    end = time.monotonic() + minutes * 60
    async with serving(settings, alerts) as scene:

        async def ask(client: ClientSession) -> None:
            while time.monotonic() < end and not faults:
                request = asked(chance, [each.id for each in alerts], secret)
                try:
                    status = await answered(client, base, request)
                except TimeoutError:
                    faults.append(f"no answer within {ANSWER_SECONDS:.0f} s: {request}")
                    return
                except (ClientError, ValueError) as exc:
                    counts[f"{type(exc).__name__}"] += 1
                    continue
                counts[f"{request.method} {status}"] += 1
                if status >= 500 and status != 503:
                    faults.append(f"{status}: {request}")

        base = f"http://127.0.0.1:{scene.port}"
        async with ClientSession(timeout=ClientTimeout(total=ANSWER_SECONDS)) as client:
            await asyncio.gather(*(ask(client) for _ in range(AT_ONCE)))
            async with client.get(f"{base}/livez") as response:
                if response.status != 200:
                    faults.append(f"at the end /livez says {response.status}")
            async with client.get(f"{base}/alerts", headers={"Authorization": f"Bearer {secret}"}) as response:
                if response.status != 200:
                    faults.append(f"at the end /alerts says {response.status}")
    return counts, faults


async def answered(client: ClientSession, base: str, request: Asked) -> int:
    """Return the status of an answer, which is read whole; of a stream the first bytes."""
    url = URL(base + request.path, encoded=True)
    async with client.request(request.method, url, headers=request.headers, data=request.body) as response:
        if response.content_type == "text/event-stream":
            await response.content.read(1)
        elif not request.path.startswith("/alerts/stream"):
            await response.read()
        return response.status


def main() -> int:
    """Run the command; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.board.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, embedded(Settings(state=Path(folder), partitions=4)) as (address, _):
        state = Path(folder)
        secret, line = make_key("fuzz", ["read", "write"])
        (state / "keys").write_text(line)
        (state / "rules").mkdir()
        (state / "rules" / "a.yaml").write_text(HEAD + "    match: {told: any, countries: [IRQ]}\n    where: killed > 3\n")
        settings = Settings(
            broker=address, partitions=4, state=state, serve_keys=state / "keys", subscriptions=state / "rules", serve_per_minute=10**9
        )  # fmt: skip
        began = time.monotonic()
        counts, faults = asyncio.run(fuzz(settings, secret, given.minutes, given.seed))
    for name, count in sorted(counts.items()):
        print(f"{count:8}  {name}")
    print(f"{sum(counts.values())} requests in {time.monotonic() - began:.0f} s, {len(faults)} faults")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
