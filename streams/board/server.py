"""The server as a whole: its parts put together, started, and stopped in order."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from functools import partial
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

from streams import __version__
from streams.board.addresses import LOOPBACK
from streams.board.connections import SPARE, Connections
from streams.board.evidence_store import EvidenceFeed
from streams.board.feed import Feed
from streams.board.guard import ROUTE, Guard
from streams.board.handlers import Handlers
from streams.board.intake import MOST_BODY_BYTES, Checker
from streams.board.judgement_store import JudgementFeed
from streams.board.judging import Judging
from streams.board.keys import Keys
from streams.board.posting import Posting
from streams.board.rate import Rate
from streams.board.routes import ROUTES
from streams.board.state import StateSource, ask
from streams.board.streams import Streams
from streams.board.writer import TopicWriter
from streams.broker.connection import refusal
from streams.broker.subscriptions import catalogues
from streams.errors import Usage
from streams.health import application, routes
from streams.health import serve as serve_pages
from streams.metrics import BUILD
from streams.readiness import Readiness
from streams.settings import Settings
from streams.stopping import stop_at_signal, to_the_end
from streams.topics import ARTICLES, JUDGEMENTS

KEEPALIVE_SECONDS = 30.0
"""The longest pause between two requests of one connection."""
STOP_SECONDS = 5.0
"""The longest time that answers under way get when the server stops."""
TELL_SECONDS = 0.5
"""Seconds between two looks at what is waited for, for the log."""
STAGE = "serve"
log = logging.getLogger(__name__)


def is_local(host: str) -> bool:
    """Return True if only programs of this machine reach a server that is bound to this host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() in LOOPBACK


def _no_bad_requests(record: logging.LogRecord) -> bool:
    """Keep requests that cannot be parsed out of the log: aiohttp writes their first line there, in which a key may stand."""
    return record.exc_info is None or not isinstance(record.exc_info[1], BadHttpMessage)


class Server:
    """A server and what it holds; `running` starts it and stops it again."""

    def __init__(self, settings: Settings) -> None:
        """Read the keys; raise Usage where they will not do, or where strangers could read without a key."""
        local = is_local(settings.serve_host) or settings.serve_open
        if not local and settings.serve_keys is None:
            raise Usage(
                f"STREAMS_SERVE_HOST is {settings.serve_host}, which others can reach: set STREAMS_SERVE_KEYS (`streams serve key NAME` "
                "makes a key), or listen on 127.0.0.1"
            )
        try:
            keys = Keys(settings.serve_keys)
        except OSError as exc:
            raise Usage(f"STREAMS_SERVE_KEYS: {settings.serve_keys} cannot be read: {exc.strerror}") from None
        self._settings = settings
        self.feed, self.evidence, self.judgements = Feed(settings), EvidenceFeed(settings), JudgementFeed(settings)
        self._state = StateSource(partial(ask, settings))
        self.streams = Streams(self.feed, settings.serve_streams)
        self._guard = Guard(keys, Rate(settings.serve_per_minute), settings.serve_origins, local=local)
        self.handlers = Handlers(self.feed, self.evidence, self.judgements, self.streams, self._state, settings.serve_url)
        self._checker, self._writer = Checker(settings), TopicWriter(settings, ARTICLES)
        self._posting = Posting(self._checker, self._writer)
        self._judgement_writer = TopicWriter(settings, JUDGEMENTS)
        self._judging = Judging(self.feed.store.get, self.judgements.store.put, self._judgement_writer)
        self._connections = Connections(settings.serve_streams + SPARE)
        self.subscribed = asyncio.Event()
        """Set when the subscriptions were read for the first time."""
        self.failed: str | None = None
        """The reason why nothing more is read."""

    def app(self) -> web.Application:
        """Return the application with every route of the table."""
        app = web.Application(middlewares=[self._connections.middleware, self._guard.middleware], client_max_size=MOST_BODY_BYTES)
        app.on_response_prepare.append(self._guard.prepare)
        health = routes(*self._health)
        pages: Mapping[str, Any] = {each.path.removeprefix("/"): each.handler for each in health}
        posts: Mapping[str, Any] = {"articles": self._posting.articles, "judgements": self._judging.judgements}
        app[ROUTE] = {route.path: route for route in ROUTES}
        for route in ROUTES:
            handler = pages.get(route.name) or posts.get(route.name) or getattr(self.handlers, route.name)
            resource = app.router.add_resource(route.path)
            for method in (route.method, "OPTIONS", *(["HEAD"] if route.method == "GET" else [])):
                resource.add_route(method, handler)  # OPTIONS is answered by the guard
        return app

    def pages(self) -> web.Application:
        """Return an application of the four pages of every worker alone, for STREAMS_HTTP_PORT."""
        return application(*self._health)

    @property
    def _health(self) -> tuple[Any, ...]:
        return (lambda: self.failed, self._facts, self._missing, lambda: None, {"stage": STAGE})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[int]:
        """Serve, and yield the port; on leaving, end the streams and all else. Raise Usage where the port is taken."""
        runner = web.AppRunner(self.app(), access_log=None, keepalive_timeout=KEEPALIVE_SECONDS, shutdown_timeout=STOP_SECONDS)
        logging.getLogger("aiohttp.server").addFilter(_no_bad_requests)  # the same filter is added once only
        async with AsyncExitStack() as stack:  # a step that is broken off keeps none of those behind it from being taken back
            for each in (self._checker, self._judgement_writer, self._writer, self._state):
                stack.push_async_callback(each.close)
            reading = (
                self._keep(self.feed.run, "alerts"),
                self._keep(self.evidence.run, "incidents"),
                self._keep(self.judgements.run, "judgements"),
                self._keep(self._subscribe, "subscriptions"),
            )
            stack.push_async_callback(_end, [asyncio.create_task(work) for work in (*reading, self.streams.watch(), self._tell())])
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            listening = await self._listen(runner)
            stack.callback(listening.close)
            stack.callback(self.streams.end)
            await listening.start_serving()
            yield listening.sockets[0].getsockname()[1]

    async def _listen(self, runner: web.AppRunner) -> asyncio.Server:
        """Return the socket that is to listen, bound to its port; raise Usage where it cannot be."""
        assert runner.server is not None
        try:
            return await asyncio.get_running_loop().create_server(  # one that begins at once is lost where its caller is cancelled
                self._connections.factory(runner.server), self._settings.serve_host, self._settings.serve_port,
                backlog=1024, start_serving=False,
            )  # fmt: skip
        except OSError as exc:
            where = f"{self._settings.serve_host}:{self._settings.serve_port}"
            wrong = "the port is taken" if exc.errno == errno.EADDRINUSE else exc.strerror or str(exc)
            raise Usage(f"{where} cannot be listened on: {wrong}; set STREAMS_SERVE_PORT") from None

    async def _keep(self, read: Callable[[], Awaitable[None]], what: str) -> None:
        """Keep reading; a bug there is logged, and /livez says it, so that whoever watches the process starts it again."""
        try:
            await read()
        except Usage as exc:
            self.failed = str(exc)
            log.critical("%s", exc)
        except Exception as exc:
            self.failed = f"the reader of {what} has ended: {type(exc).__name__}"
            log.critical("the reader of %s has ended", what, exc_info=True)

    async def _subscribe(self) -> None:
        """Keep the subscriptions that requests may name as those in force."""
        async with aclosing(catalogues(self._settings)) as found:
            async for now in found:
                self.handlers.subscriptions = {each.name: each for each in now.catalogue}
                self.subscribed.set()

    async def _tell(self) -> None:
        """Tell the log, for ever, what is waited for."""
        readiness = Readiness(log, None)
        while True:
            readiness.tell(self._missing())
            await asyncio.sleep(TELL_SECONDS)

    def _missing(self) -> str | None:
        return self.feed.missing or (None if self.subscribed.is_set() else "the subscriptions are not read yet")

    def _facts(self) -> Mapping[str, Any]:
        return {"incidents": len(self.feed.store), "streams": len(self.streams)}


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for their ends, which close what each holds open."""
    for task in tasks:
        task.cancel()
    await to_the_end(asyncio.gather(*tasks, return_exceptions=True))


async def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; tell `say` the address. Raise Usage where the settings will not do, or Kafka does not let us in."""
    if (refused := await refusal(settings)) is not None:
        raise refused
    stopping = asyncio.Event()
    stop_at_signal(stopping.set)
    BUILD.labels(__version__, "none", STAGE).set(1)
    server = Server(settings)
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(server.running())
        if settings.http_port:  # the pages of every worker, without a key, for Prometheus and probes
            runner = await serve_pages(server.pages(), settings.http_host, settings.http_port)
            stack.push_async_callback(runner.cleanup)
        host = f"[{settings.serve_host}]" if ":" in settings.serve_host else settings.serve_host
        say(f"http://{host}:{port}/ serves alerts of {settings.prefix}alerts at {settings.bootstrap}; Ctrl-C stops it")
        await stopping.wait()
