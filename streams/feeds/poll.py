"""One poll of one source: ask, decide, send, and only then keep the state; all of the order that nothing is lost or doubled by.

    1 the request, conditional        web.py
    2 the decision, pure              decide.py
    3 pages, for full text            full_text.py
    4 what is about to be sent, with its versions
    5 the articles, each acknowledged
    6 what was seen, then the state

A kill between 5 and 6 repeats 5 with the same uris and versions. A stop ends the poll behind the article that is at work.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from xxhash import xxh3_64_intdigest

from streams.clean.pages.sites import NO_SITES, Sites
from streams.errors import Usage
from streams.feeds import directory
from streams.feeds.answer import Answer
from streams.feeds.article import article_of, record_of
from streams.feeds.asked import DAY
from streams.feeds.decide import Decision, decide, request, settle
from streams.feeds.document import read_document
from streams.feeds.documents import Item
from streams.feeds.full_text import FullText
from streams.feeds.pushed import decide_pushed
from streams.feeds.seen import Fresh
from streams.feeds.source import Source
from streams.feeds.source_log import sending_record, state_records
from streams.feeds.state import State
from streams.feeds.subscriber import Subscriber
from streams.feeds.web import Web
from streams.feeds.websub import Pushed, Word, heard
from streams.metrics import FEED_ITEMS, FEED_PAGES, FEED_POLLS, FEED_PUSHES
from streams.visible import line

AT_ONCE = 50
"""The number of articles that are sent before their acknowledgements are waited for."""
log = logging.getLogger(__name__)


class Wire(Protocol):
    """The seam between polling and Kafka; each call returns once the broker has it."""

    async def article(self, item: Item) -> None:
        """Write a record of `articles`; raise Usage for one that the broker will never take."""
        ...

    async def keep(self, key: str, document: Mapping[str, Any] | None) -> None:
        """Write a record of `sources`."""
        ...


@dataclass(slots=True)
class Stop:
    """The order to end: polls at work finish the article they are at."""

    asked: bool = False


class Poller:
    """Polls sources, one call each; `stop` may be asked at any time."""

    def __init__(
        self,
        web: Web,
        wire: Wire,
        clock: Callable[[], datetime],
        *,
        first: timedelta = DAY,
        stop: Stop | None = None,
        subscriber: Subscriber | None = None,
        sites: Sites = NO_SITES,
    ) -> None:
        self.subscriber = subscriber
        """Asks hubs to send what is new; None where they could not reach us."""
        self._web, self._wire, self._clock, self._first = web, wire, clock, first
        self._pages = FullText(web, clock, sites)
        self.stop = stop or Stop()

    async def poll(self, source: Source, state: State) -> State:
        """Poll a source once; return its new state, which is written."""
        if source.kind == "folder":
            return await self._look(source, state)
        decision = await self.ask(source, state)
        FEED_POLLS.labels(decision.outcome).inc()
        after = await self._settled(source, decision)
        await self._keep(source, state, after)
        return after

    async def _settled(self, source: Source, decision: Decision) -> State:
        """Send what a decision says; return the state that holds then, which is not written yet."""
        FEED_ITEMS.labels("same").inc(decision.same)
        FEED_ITEMS.labels("old").inc(decision.old)
        if decision.fresh:
            await self._wire.keep(*sending_record(source.address, decision.state.sending))
        return settle(decision, await self._send(source, decision.fresh))

    async def ask_hub(self, source: Source, state: State) -> State:
        """Ask a source's hub to send what is new; return the new state, which is written."""
        if self.subscriber is None:
            return state
        after = await self.subscriber.ask(source, state)
        await self._keep(source, state, after)
        return after

    async def heard(self, source: Source, state: State, words: Sequence[Word]) -> State:
        """Take what a hub has sent of a source, in order, as a poll takes a document; return the new state, which is written."""
        for word in words:
            if self.stop.asked:  # what is left comes with the next poll
                break
            if isinstance(word, Pushed):
                decision = await asyncio.to_thread(decide_pushed, source, state, word.answer, self._clock())
                FEED_PUSHES.labels(decision.outcome).inc()
                after = await self._settled(source, decision)
            else:
                after = heard(state, word, self._clock())
            await self._keep(source, state, after)
            state = after
        return state

    async def ask(self, source: Source, state: State) -> Decision:
        """Ask a source once, and return what follows; nothing is sent or written."""
        address, headers = request(source, state, self._clock())
        answer = await self._web.get(address, headers)
        parts = await self._parts(source, answer)
        draw = xxh3_64_intdigest(f"{source.address} {state.tried}".encode()) / 2**64  # spread, and the same after a kill
        # in a thread: 10 MB of a feed take seconds to read, and other sources are waiting for their answers
        return await asyncio.to_thread(decide, source, state, answer, self._clock(), parts=parts, first=self._first, draw=draw)

    async def _parts(self, source: Source, answer: Answer) -> Sequence[Answer]:
        if answer.status != 200 or b"<sitemapindex" not in answer.body[:4096]:
            return ()
        try:
            document = await asyncio.to_thread(read_document, answer, source.address)
        except Usage:  # `decide` says so
            return ()
        return [await self._web.get(address, {}) for address in document.parts]

    async def _send(self, source: Source, fresh: Sequence[Fresh]) -> set[str]:
        """Send the entries, the oldest first; return the ids of those that are done with."""
        done: set[str] = set()
        pause = 1 if source.full_text else AT_ONCE
        for start in range(0, len(fresh), pause):
            if self.stop.asked:
                break
            some = fresh[start : start + pause]
            await asyncio.gather(*(self._article(source, each) for each in some))
            done.update(each.id for each in some)
        return done

    async def _article(self, source: Source, fresh: Fresh) -> None:
        article = article_of(source, fresh)
        if article is not None and source.full_text and article.get("pubStatus") != "canceled":
            article, reason = await self._pages.add(article)
            FEED_PAGES.labels(reason or "fetched").inc()
        if article is None:
            FEED_ITEMS.labels("no text").inc()
            return
        try:
            await self._wire.article(record_of(source, article))
        except Usage as exc:
            log.error("%s", line(str(exc), 500))
            FEED_ITEMS.labels("refused").inc()
        else:
            FEED_ITEMS.labels("changed" if fresh.changed else "new").inc()

    async def _look(self, source: Source, state: State) -> State:
        now = self._clock()
        after = replace(state, tried=now, kind="folder", due=now + directory.POLL)
        sent = 0
        try:
            look = await asyncio.to_thread(directory.look, source.folder)
        except OSError as exc:
            after = replace(after, failures=state.failures + 1, ill=state.ill or now, error=exc.strerror or str(exc))
        else:
            after = replace(after, failures=0, ill=None, error=None, said=look.said, succeeded=now, read=now)
            for file in directory.changed(look.files, state, now):
                if self.stop.asked:
                    break
                after, count = await self._file(file, after)
                sent += count
        if after.seen != state.seen or after.error != state.error or after.said != state.said or state.first:
            after = replace(after, brought=now if sent else after.brought).counted(now, items=sent)
            FEED_POLLS.labels("failed" if after.error else "new" if sent else "nothing new").inc()
            await self._keep(source, state, after)
        return after

    async def _file(self, file: directory.File, state: State) -> tuple[State, int]:
        """Send the records of a file; return the state that remembers it, and their number.

        A file that cannot be read is a problem in words, and is not read again until it changes.
        """
        count = 0
        try:
            content = await asyncio.to_thread(directory.digest, file)
            known = state.seen.get(file.id)
            if known is None or known.content != content:
                found = directory.records(file)
                while some := await asyncio.to_thread(lambda: list(islice(found, AT_ONCE))):
                    await asyncio.gather(*map(self._wire.article, some))
                    count += len(some)
        except (Usage, OSError) as exc:
            said = line(f"{Path(file.path).name}: {exc}", 300)
            log.warning("%s", said)
            FEED_ITEMS.labels("refused").inc()
            return replace(directory.after(state, file, ""), said=(*state.said, said)[-5:]), count
        FEED_ITEMS.labels("new").inc(count)
        return directory.after(state, file, content), count

    async def _keep(self, source: Source, before: State, after: State) -> None:
        for key, document in state_records(source.address, before, after):
            await self._wire.keep(key, document)
        if said := change_of(before, after):
            log.warning("%s: %s", line(source.address, 300), line(said, 500))


def change_of(before: State, after: State) -> str | None:
    """Return what is to be told of a source: it fell ill, is well again, has moved or is gone; None for a poll like the last."""
    if after.gone:
        return None if before.gone else after.error
    if after.moved != before.moved and after.moved is not None:
        return f"it has moved to {after.moved}, and is polled there from now on"
    if after.hub_error is not None and after.hub_error != before.hub_error:
        return f"its hub {after.hub}: {after.hub_error}"
    if after.ill is not None and before.ill is None:
        return f"ill: {after.error}"
    if after.ill is None and before.ill is not None:
        return f"well again after {before.failures} failed polls"
    return None
