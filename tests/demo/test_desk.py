"""The desk of the demo: it takes what is signed with its secret, each message once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from standardwebhooks import Webhook

from streams.demo.desk import NAME, Desk
from streams.subscriptions import read_document

EVENT = b'{"type": "alert.created", "data": {"alert": {"headline": "Ferry sinks"}}}'


def signed(secret: str, id: str) -> dict[str, str]:
    now = datetime.now(UTC)
    signature = Webhook(secret).sign(id, now, EVENT.decode())
    return {"webhook-id": id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}


async def test_it_takes_each_signed_message_once_and_nothing_else(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    desk = Desk(told.append)
    async with desk.open(tmp_path), ClientSession() as session:
        (subscription,), mistakes = read_document("desk.yaml", (tmp_path / f"{NAME}.yaml").read_bytes())
        assert not mistakes
        (target,) = subscription.deliver
        for headers, status in [
            (signed(desk.secret, "m1"), 204),
            (signed(desk.secret, "m1"), 204),
            (signed(Desk(print).secret, "m2"), 401),
        ]:
            async with session.post(target.address, data=EVENT, headers=headers) as answer:
                assert answer.status == status
    assert [event["data"]["alert"]["headline"] for event in told] == ["Ferry sinks"]
    assert list(desk.received) == ["m1"]
