"""docs/operate/find.md: a poison record is found and given up, alerts are silenced, and what a target refused goes out in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from tests.delivery.receiver import receiver
from tests.operate.desk import Desk, items
from tests.wire import until

pytestmark = pytest.mark.kafka
PAGE = "find.md"
HOOK = "subscriptions:\n  - name: all\n    match: {min_severity: unknown}\n    deliver: [{webhook: URL}]\n"


async def test_what_an_operator_finds_and_puts_right(desk: Callable[..., Desk]) -> None:
    refuses = True

    def answer(request: web.Request, number: int) -> web.StreamResponse:
        return web.Response(status=400 if refuses else 204)

    async with receiver(answer) as found:
        chosen = desk(private_addresses="127.0.0.1/32", webhook_secret="whsec_" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        (chosen.folder / "all.yaml").write_text(HOOK.replace("URL", found.url))

        def work() -> None:
            nonlocal refuses
            chosen.streams("topics", "create")
            chosen.streams("rules", "apply", "all.yaml")
            with chosen.up("--deliver"):
                asyncio.run(chosen.feed(items("kirkuk-market", "broken")))
                assert chosen.account()["closed"]
                assert "0 open" not in chosen.does(PAGE, "See what waits")
                assert "Malformed" in chosen.does(PAGE, "Find the poison record")
                assert "dead letters given up" in chosen.does(PAGE, "Put it back, or give it up")
                asyncio.run(until(lambda: "400" in chosen.streams("deliver", "list", "--messages")))
                refuses = False
                chosen.does(PAGE, "Send again what a target refused")
                asyncio.run(until(lambda: bool(found.accepted)))
                assert "an air raid drill" in chosen.does(PAGE, "Silence alerts for a time")

        await asyncio.to_thread(work)
        assert len({each.id for each in found.accepted}) == len(found.accepted)
