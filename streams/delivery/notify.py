"""Chat and mail by the library apprise (extra `notify`): one short text a message, in a thread with a time limit.

A service that hangs keeps its thread until its own limits end it, for a thread cannot be ended from outside. So threads are counted:
while as many hang at a host, or in all, as may, the next messages wait in their queues instead of taking more.

The guard can check only what apprise shows of an address: its host, or its mail server. It is looked up right before the send, and apprise
looks it up again; a name server that gives another answer the second time gets past. Services of fixed hosts (Slack, Telegram) are let
pass, those of this machine (the desktop, its log) and those whose host is not public are refused.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import warnings
from collections import Counter
from typing import Any

from streams.delivery.message import Delivered, Message, Outcome, Refused, Retry
from streams.delivery.notice import notice
from streams.errors import Usage
from streams.outbound import Forbidden, Guard
from streams.visible import line

TIMEOUT_SECONDS = 30.0
MOST_THREADS, MOST_THREADS_A_HOST = 32, 4
OF_THIS_MACHINE = frozenset(
    ["NotifyBlink1", "NotifyDBus", "NotifyGLib", "NotifyGnome", "NotifyMacOSX", "NotifySyslog", "NotifyVapid", "NotifyWindows"]
)
"""Apprise's plugins that do something on this machine in place of calling another; Vapid reads keys from files that the address names."""


class Threads:
    """The threads that send, by host."""

    def __init__(self) -> None:
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()

    def full(self, host: str) -> bool:
        """Return True while no more thread may be started for a host."""
        with self._lock:
            return self._running[host] >= MOST_THREADS_A_HOST or self._running.total() >= MOST_THREADS

    async def run(self, host: str, work: Any) -> bool:
        """Run some work in a thread of its own; return what it returned. Raise TimeoutError after `TIMEOUT_SECONDS`: the thread goes on."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()

        def finish(value: bool, error: BaseException | None) -> None:
            if not done.done():
                done.set_result(value) if error is None else done.set_exception(error)

        def body() -> None:
            value, error = False, None
            try:
                value = bool(work())
            except Exception as exc:
                error = exc
            finally:
                with self._lock:
                    self._running[host] -= 1
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, value, error)

        with self._lock:
            self._running[host] += 1
        threading.Thread(target=body, name="notify", daemon=True).start()  # it must not hold up the end of the process
        return await asyncio.wait_for(done, TIMEOUT_SECONDS)


class NotifyEndpoint:
    """Sends through one address of apprise; it holds secrets and is in no text that leaves this class. Raises Usage without apprise."""

    def __init__(self, url: str, guard: Guard, threads: Threads) -> None:
        try:
            import apprise
        except ImportError:
            raise Usage("`notify` targets need apprise: pip install 'newswire-streams[notify]'") from None
        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines hold addresses and answers
        self._apprise = apprise.Apprise()
        with warnings.catch_warnings():  # the first address loads all plugins, some of which import what Python deprecates
            warnings.simplefilter("ignore", DeprecationWarning)
            plugin: Any = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        self._plugin = plugin
        self._guard, self._threads = guard, threads
        self._format = apprise.NotifyFormat.TEXT
        self._wrong: str | None = None
        self.host = "notify"
        self._checked: str | None = None
        if plugin is None:
            self._wrong = "apprise knows no such service, or the address lacks a part"
            return
        plugin.request_rate_per_sec = 0.0  # queues have a rate of their own; apprise would sleep in its thread
        self._apprise.add(plugin)
        self.host = line(str(plugin.service_name or "notify"), 60)
        if type(plugin).__name__ in OF_THIS_MACHINE or not type(plugin).__module__.startswith("apprise.plugins."):
            self._wrong = f"{self.host} is no service elsewhere"
        elif (server := getattr(plugin, "smtp_host", None)) or "host" in (plugin.template_tokens or {}):
            self._checked = str(server or plugin.host or "") or None
            self.host = line(self._checked or self.host, 100)

    async def send(self, message: Message) -> Outcome:
        """Send the text once; apprise says only whether the service took it."""
        if self._wrong is not None:
            return Refused(self._wrong)
        try:
            if self._checked is not None:
                await self._guard.addresses(self._checked)
            if self._threads.full(self.host):
                return Retry("earlier messages to it still hang")
            said = notice(message)
            took = await self._threads.run(
                self.host, lambda: self._apprise.notify(title=said.title, body=said.body, body_format=self._format)
            )
        except Forbidden as exc:
            return Refused(str(exc))
        except TimeoutError:
            return Retry(f"no end within {TIMEOUT_SECONDS:.0f} s")
        except OSError as exc:
            return Retry(f"no connection: {type(exc).__name__}")
        return Delivered() if took else Retry("the service did not take it")
