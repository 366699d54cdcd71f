"""Chromium for tests, driven over its DevTools protocol: one page, what it shows, and what went wrong in it."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.wire import PATIENCE_SECONDS

CHROMIUM = os.environ.get("NEWSWIRE_CHROMIUM") or shutil.which("chromium")
PICTURES = Path(os.environ["NEWSWIRE_PICTURES"]) if "NEWSWIRE_PICTURES" in os.environ else None
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--remote-debugging-port=0",
)  # fmt: skip


HEADLINES = "[...document.querySelectorAll('.row')].map((row) => row.querySelector('.headline').textContent)"


class Page:
    """One page; `faults` are the exceptions of its scripts and what its policy refused, `asked` the addresses that it loaded."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.faults: list[str] = []
        self.asked: list[str] = []

    async def listen(self) -> None:
        """Take what the browser says until it ends."""
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                return
            said = message.json()
            match said.get("method"):
                case None:
                    answer = self._waiting.pop(said["id"])
                    if not answer.done():  # whoever asked may have given up
                        answer.set_result(said)
                case "Runtime.exceptionThrown":
                    details = said["params"]["exceptionDetails"]
                    self.faults.append(details.get("exception", {}).get("description") or details["text"])
                case "Log.entryAdded" if said["params"]["entry"]["source"] == "security":
                    self.faults.append(said["params"]["entry"]["text"])
                case "Network.requestWillBeSent":
                    self.asked.append(said["params"]["request"]["url"])

    async def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the protocol and return its result."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE_SECONDS):
            said = await answer
        assert "error" not in said, (method, said)
        result: dict[str, Any] = said["result"]
        return result

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.tell("Page.navigate", url=address)

    async def value(self, expression: str) -> Any:
        """Return what an expression of JavaScript gives; of a promise what it gives in the end."""
        found = await self.tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, (expression, found["exceptionDetails"])
        return found["result"].get("value")

    async def until(self, expression: str) -> None:
        """Return when an expression is true; it is asked at each frame. Fail after PATIENCE_SECONDS."""
        look = f"(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()"
        waits = f"new Promise((done) => {{ const look = () => {look} ? done(true) : setTimeout(look, 16); look(); }})"
        try:
            await self.value(waits)
        except TimeoutError:
            shown = await self.value("document.body.innerText.slice(0, 2000)")
            raise AssertionError(f"never: {expression}\nfaults: {self.faults}\n{shown}") from None

    async def text(self, selector: str) -> str:
        """Return the text of the first element of a selector."""
        found = await self.value(f"document.querySelector({selector!r})?.innerText ?? ''")
        assert isinstance(found, str)
        return found

    async def key(self, key: str) -> None:
        """Press a key."""
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        await self.tell("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def size(self, width: int, height: int) -> None:
        """Set the size of the page in pixels."""
        await self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    async def scheme(self, name: str) -> None:
        """Set the colour scheme that the reader prefers, `light` or `dark`."""
        await self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    async def picture(self, name: str) -> None:
        """Keep a picture in the folder NEWSWIRE_PICTURES, if there is one."""
        if PICTURES is not None:
            found = await self.tell("Page.captureScreenshot", format="png")
            await asyncio.to_thread((PICTURES / f"board-{name}.png").write_bytes, base64.b64decode(found["data"]))


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Page]:
    """Run Chromium, with its profile in a folder, until left; yield its page, 1280 by 800."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *FLAGS, f"--user-data-dir={folder}", "about:blank", stderr=asyncio.subprocess.PIPE
    )
    try:
        address = await asyncio.wait_for(_address(process), PATIENCE_SECONDS)
        async with ClientSession() as client:
            async with client.get(f"http://{address}/json/list") as response:
                pages = [each for each in await response.json() if each["type"] == "page"]
            async with client.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                for domain in ("Page", "Runtime", "Log", "Network"):
                    await page.tell(f"{domain}.enable")
                await page.size(1280, 800)
                yield page
                with suppress(AssertionError):
                    await page.tell("Browser.close")
        await listening
    finally:
        if process.returncode is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 5)
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Return host and port of the protocol, which Chromium writes to its log as `ws://host:port/devtools/browser/...`."""
    assert process.stderr is not None
    async for line in process.stderr:
        if b"DevTools listening on ws://" in line:
            return line.decode().partition("ws://")[2].partition("/")[0]
    raise AssertionError("Chromium ended before it listened")


async def opened(page: Page, port: int, query: str = "") -> None:
    """Open the board and return when it is live and drawn."""
    await page.open(f"http://127.0.0.1:{port}/{query}")
    await page.until("document.querySelector('#state-word').textContent === 'live'")
    await page.until("document.querySelector('.row') || !document.querySelector('.empty').hidden")


def shows(count: int) -> str:
    """Return the condition that the state bar tells of so many incidents."""
    return f"document.querySelector('#state-more').textContent.includes('{count} incident')"
