"""The desk of the demo: a subscription, and an endpoint of this machine at which its webhooks arrive."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from streams.messages import parse_json

NAME = "desk"
HOST = "127.0.0.1"
MOST_BYTES = 100_000
"""The largest webhook that is read, in bytes: deliver sends at most 20,000."""
_DOCUMENT = """\
subscriptions:
  - name: {name}
    match: {{min_severity: severe, min_certainty: likely}}
    deliver: [{{webhook: "http://{host}:{port}/"}}]
"""


class Desk:
    """Takes webhooks, verifies their signatures, and remembers each message once, by its id."""

    def __init__(self, say: Callable[[dict[str, Any]], None]) -> None:
        self.secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
        self.received: dict[str, dict[str, Any]] = {}
        """The events by the id of their message, in the order in which they came."""
        self._say, self._webhook = say, Webhook(self.secret)

    def settings(self, folder: Path) -> dict[str, Any]:
        """Return the settings with which deliver sends to this desk alone."""
        return {"subscriptions": folder, "webhook_secret": self.secret, "private_addresses": HOST}

    @asynccontextmanager
    async def open(self, folder: Path) -> AsyncIterator[None]:
        """Listen on a free port of loopback until left, with a file in the folder that subscribes to what is severe and likely."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post("/", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, HOST, 0)
            await site.start()
            document = _DOCUMENT.format(name=NAME, host=HOST, port=runner.addresses[0][1])
            (folder / f"{NAME}.yaml").write_text(document, encoding="utf-8")
            yield
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            self._webhook.verify(body, dict(request.headers))
        except WebhookVerificationError:
            return web.Response(status=401)
        id = request.headers["webhook-id"]
        if id not in self.received:
            self.received[id] = event = parse_json(body)
            self._say(event)
        return web.Response(status=204)
