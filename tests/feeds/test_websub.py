"""WebSub with a hub of our own: discovery, subscription, its verification and renewal, documents that are sent, and what strangers try."""

from __future__ import annotations

import asyncio
import gzip
import hmac
import io
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession, web

from streams.errors import Usage
from streams.feeds import callback
from streams.feeds.answer import Answer
from streams.feeds.decide import decide
from streams.feeds.hosts import Hosts
from streams.feeds.inbox import MOST_WORDS, Inbox
from streams.feeds.pushed import decide_pushed
from streams.feeds.source import Source
from streams.feeds.source_log import source_record, stored_sources, write_records
from streams.feeds.state import State
from streams.feeds.syndication import LARGEST_BYTES
from streams.feeds.web import OutsideWeb
from streams.feeds.websub import (
    AGAIN,
    LEASE,
    Denied,
    Pushed,
    Verified,
    hub_of,
    lapsed,
    lease_of,
    secret_of,
    signed,
    subscribed,
    to_ask,
    token_of,
)
from streams.feeds.worker import FeedWorker
from streams.outbound import Guard
from streams.settings import Settings
from streams.supervisor import free_port
from streams.topics import ARTICLES
from tests.feeds.polling import polling
from tests.feeds.site import NOON, Site, item, rss, standing
from tests.feeds.test_worker import Clock, enough, working
from tests.wire import take, until, values

SECRET = "a secret of the operator"
FEED = "https://rhone.example/feed"
ATOM = '<link rel="self" href="/self"/><link href="https://hub.example/?a=1&amp;b=2" rel="hub"/>'


def said(text: str = "", **headers: str) -> tuple[str, str] | None:
    return hub_of(Answer(200, headers), text, FEED)


# ------------------------------------------------------------------------------------------------------------ pure


def test_a_hub_in_the_head_of_a_feed() -> None:
    assert said(f"<feed>{ATOM}<entry/></feed>") == ("https://hub.example/?a=1&b=2", "https://rhone.example/self")
    assert said(f"<rss><channel>{ATOM.replace('<link', '<atom:link')}<item/>") == (
        "https://hub.example/?a=1&b=2",
        "https://rhone.example/self",
    )
    assert said("<feed><link rel='hub' href='https://hub.example/'/>") == ("https://hub.example/", FEED), "it names no topic"
    assert said(f"<feed><entry>{ATOM}</entry></feed>") is None, "an entry's links are not the feed's"


def test_a_hub_in_the_headers_goes_before_that_of_the_head() -> None:
    link = '<https://one.example/>; rel="hub", <https://two.example/>; rel=hub, <https://rhone.example/topic>; title="a, b"; rel="x self"'
    assert said(f"<feed>{ATOM}</feed>", link=link) == ("https://one.example/", "https://rhone.example/topic")


def test_a_hub_of_a_json_feed() -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "feed_url": FEED + ".json", "items": []}
    hubs = [{"type": "rssCloud", "url": "https://no.example/"}, {"type": "WebSub", "url": "https://hub.example/"}, 7]
    assert said(orjson.dumps({**document, "hubs": hubs}).decode()) == ("https://hub.example/", FEED + ".json")
    assert said(orjson.dumps(document).decode()) is None


@pytest.mark.parametrize(
    "hub", ["ftp://hub.example/", "https://user:word@hub.example/", "javascript:alert(1)", "file:///etc", "http://[", ""]
)
def test_a_hub_that_is_no_address_is_none(hub: str) -> None:
    assert said(f'<feed><link rel="hub" href="{hub}"/></feed>') is None


def test_signatures_by_the_algorithms_of_the_recommendation() -> None:
    for method in ("sha1", "sha256", "sha384", "sha512"):
        digest = hmac.digest(b"key", b"body", method).hex()
        assert signed(f"{method}={digest}", b"body", "key")
        assert signed(f"{method.upper()}={digest.upper()}", b"body", "key")
        assert not signed(f"{method}={digest}", b"body.", "key")
        assert not signed(f"{method}={digest}", b"body", "another")
    for header in (None, "", "sha256=", "md5=" + hmac.digest(b"key", b"body", "md5").hex(), "sha256", "=", "sha256=é"):
        assert not signed(header, b"body", "key")


def test_names_and_secrets_of_sources_are_each_ones_own() -> None:
    assert len({token_of(SECRET, FEED), token_of(SECRET, FEED + "2"), token_of("other", FEED), secret_of(SECRET, FEED)[:32]}) == 4


def test_when_a_hub_is_asked() -> None:
    state = State(read=NOON)
    assert not to_ask(state, NOON), "it has none"
    state = replace(state, hub="https://hub.example/", topic=FEED)
    assert to_ask(state, NOON)
    asked = replace(state, hub_asked=NOON)
    assert not to_ask(asked, NOON + AGAIN / 2)
    assert to_ask(asked, NOON + AGAIN), "it did not ask back"
    held = replace(asked, subscribed_until=NOON + LEASE)
    assert not to_ask(held, NOON + LEASE * 0.7)
    assert to_ask(held, NOON + LEASE * 0.8)
    assert not to_ask(replace(held, gone=True), NOON + LEASE * 0.8)
    assert lapsed(held, NOON + LEASE * 0.9) is held
    late = lapsed(held, NOON + LEASE)
    assert (late.due, late.subscribed_until, late.hub_error) == (None, None, "the lease has ended, and it gave no other")


def test_a_lease_has_bounds() -> None:
    assert lease_of({}) == LEASE
    assert lease_of({"hub.lease_seconds": "soon"}) == LEASE
    assert lease_of({"hub.lease_seconds": "1"}) == timedelta(minutes=5)
    assert lease_of({"hub.lease_seconds": "3600"}) == timedelta(hours=1)
    assert lease_of({"hub.lease_seconds": "9" * 12}) == timedelta(days=30)


def document(*items: str, head: str = ATOM) -> Answer:
    return Answer(200, {"etag": '"a"'}, rss(*items, head=head.replace("<link", "<atom:link")).encode())


def test_polling_is_slower_while_a_hub_sends() -> None:
    source = Source(FEED)
    now = NOON + timedelta(hours=1)
    plain = decide(source, State(), document(item(1), item(11), item(21)), now).state
    assert (plain.hub, plain.topic) == ("https://hub.example/?a=1&b=2", "https://rhone.example/self")
    assert plain.due is not None
    held = replace(plain, subscribed_until=now + LEASE)
    slow = decide(source, held, document(item(1), item(11), item(21), item(31)), now).state
    assert slow.due is not None
    assert slow.due - now == 8 * (plain.due - now)
    again = decide(source, slow, Answer(304, conditional=True), now).state
    assert again.due is not None
    assert again.due - now <= source.at_most * 1.1


def test_another_hub_is_asked_anew() -> None:
    now = NOON + timedelta(hours=1)
    held = replace(State(), hub="https://old.example/", topic=FEED, subscribed_until=now + LEASE, hub_asked=NOON)
    state = decide(Source(FEED), held, document(item(1)), now).state
    assert (state.hub, state.subscribed_until, state.hub_asked) == ("https://hub.example/?a=1&b=2", None, None)


def test_what_a_hub_sends_is_compared_with_what_polls_brought() -> None:
    source, now = Source(FEED), NOON + timedelta(hours=1)
    polled = decide(source, State(), document(item(2), item(1)), now)
    state = replace(polled.state, seen={each.id: each.seen for each in polled.fresh}, days=polled.state.days)
    pushed = decide_pushed(source, state, document(item(3), item(2, text="Five people were killed."), item(1)), now)
    assert [(each.article["uri"], each.seen.version) for each in pushed.fresh] == [
        ("https://rhone.example/2", 2),
        ("https://rhone.example/3", 1),
    ]
    after = pushed.state
    assert (after.etag, after.body, after.due, after.interval) == (state.etag, state.body, state.due, state.interval)
    assert (after.days[-1].polls, after.days[-1].items) == (1, 4)


@pytest.mark.parametrize("body", [b"", b"<html>sorry</html>", rss().encode()])
def test_what_cannot_be_read_or_is_a_mere_sign_has_the_feed_polled(body: bytes) -> None:
    state = replace(State(read=NOON), due=NOON + timedelta(hours=6))
    decision = decide_pushed(Source(FEED), state, Answer(200, {}, body), NOON)
    assert (decision.fresh, decision.state.due) == ((), None)
    assert decision.state.read == NOON


def test_before_the_first_poll_nothing_is_taken() -> None:
    assert decide_pushed(Source(FEED), State(due=NOON), document(item(1)), NOON).fresh == ()


def test_an_inbox_has_bounds() -> None:
    inbox = Inbox()
    big = Pushed(Answer(200, {}, bytes(LARGEST_BYTES)))
    assert [inbox.put("a", big) for _ in range(6)] == [True] * 5 + [False]
    assert len(inbox.take("a")) == 5
    assert [inbox.put("a", Denied("no")) for _ in range(MOST_WORDS + 1)] == [True] * MOST_WORDS + [False]
    assert inbox.put("b", Verified(LEASE))
    assert inbox.addresses() == ["a", "b"]
    assert len(inbox.take("a")) == MOST_WORDS
    assert inbox.take("a") == []


# ------------------------------------------------------------------------------------------------------------ a hub


@dataclass
class Hub:
    """A hub at a page of the site: it asks back when it is asked to send, and sends."""

    site: Site
    session: ClientSession
    lease: int = 864_000
    asks_back: bool = True
    forms: list[Mapping[str, str]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    async def page(self, request: web.BaseRequest) -> web.StreamResponse:
        """Take a request to send."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if self.asks_back:
            self.answers.append(await self.ask(form))
        return web.Response(status=202)

    async def ask(self, form: Mapping[str, str], **changed: str) -> tuple[int, str]:
        """Ask back whether it was meant."""
        query = {"hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": "c<b>", "hub.lease_seconds": str(self.lease)}
        query |= {f"hub.{name}": value for name, value in changed.items()}
        async with self.session.get(form["hub.callback"], params=query) as answer:
            return answer.status, await answer.text()

    async def send(self, body: bytes | str, *, method: str = "sha256", secret: str | None = None, **headers: str) -> int:
        """Send a document to whom the first form names; return the answer's status."""
        form, body = self.forms[0], body.encode() if isinstance(body, str) else body
        digest = hmac.digest((secret or form["hub.secret"]).encode(), body, method).hex()
        named = {"X-Hub-Signature": f"{method}={digest}", "Content-Type": "application/rss+xml"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.post(form["hub.callback"], data=io.BytesIO(body), headers=named) as answer:
            return answer.status


@dataclass
class Scene:
    """A feed with a hub, and a worker that polls it."""

    settings: Settings
    site: Site
    hub: Hub
    source: Source
    clock: Clock
    worker: FeedWorker

    @property
    def state(self) -> State:
        states = self.worker.term.states() if self.worker.term is not None else []
        return states[0][1] if states else State()

    async def subscribed(self) -> None:
        await until(lambda: subscribed(self.state, self.clock.now))


@asynccontextmanager
async def scene(settings: Settings, **hub: Any) -> AsyncIterator[Scene]:
    async with standing() as site, ClientSession() as session:
        own = Hub(site, session, **hub)
        site.pages["/hub"] = own.page
        site.put("/feed", feed(site, item(1)), ETag='"a"')
        source, clock = Source(site.url("/feed")), Clock()
        await write_records(settings, [source_record(source)])
        async with working(settings, clock) as worker:
            yield Scene(settings, site, own, source, clock, worker)


def feed(site: Site, *items: str) -> str:
    return rss(*items, head=f'<atom:link rel="hub" href="{site.url("/hub")}"/><atom:link rel="self" href="{site.url("/feed")}"/>')


@pytest.fixture
def settings(pipeline: Callable[..., Settings]) -> Settings:
    port = free_port()
    return pipeline(
        private_addresses="127.0.0.0/8", websub_url=f"http://127.0.0.1:{port}/hubs/", websub_port=port, websub_secret=SECRET
    )  # fmt: skip


async def test_what_a_hub_sends_reaches_the_wire_once_and_polls_bring_it_no_second_time(settings: Settings) -> None:
    async with scene(settings) as all_:
        await all_.subscribed()
        assert all_.hub.answers == [(200, "c<b>")]
        form = all_.hub.forms[0]
        assert form["hub.callback"].startswith(f"{settings.websub_url}")
        assert (form["hub.mode"], form["hub.topic"], form["hub.lease_seconds"]) == ("subscribe", all_.site.url("/feed"), "864000")
        assert len(form["hub.secret"]) == 64
        polls = all_.site.count("/feed")
        assert await all_.hub.send(rss(item(2))) == 202
        assert await all_.hub.send(rss(item(2))) == 202
        assert await all_.hub.send(rss(item(2, text="Six people were killed.")), method="sha1") == 202
        found = await take(settings, ARTICLES, enough(3))
        assert [(record.key, orjson.loads(record.value)["version"]) for record in found] == [
            (b"https://rhone.example/1", "1"),
            (b"https://rhone.example/2", "1"),
            (b"https://rhone.example/2", "2"),
        ]
        assert all_.site.count("/feed") == polls, "nothing was polled for it"
        all_.site.put("/feed", feed(all_.site, item(3), item(2, text="Six people were killed."), item(1)))
        all_.clock.now += timedelta(hours=7)
        await take(settings, ARTICLES, enough(4))
        assert len(await values(settings, ARTICLES)) == 4, "the poll brought the one that the hub did not send"


async def test_its_lease_is_kept_over_a_restart(settings: Settings) -> None:
    async with scene(settings, lease=36_000) as all_:
        await all_.subscribed()
        await until(lambda: kept(settings, all_.source, all_.clock.now + timedelta(hours=10)))
        all_.worker.stop()
        await until(lambda: is_free(settings.websub_port))
        async with working(settings, all_.clock) as other:
            await until(lambda: other.term is not None and bool(other.term.states()))
            assert await all_.hub.send(rss(item(2))) == 202
            await take(settings, ARTICLES, enough(2))
        assert len(all_.hub.forms) == 1


async def is_free(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return True
    writer.close()
    await writer.wait_closed()
    return False


async def kept(settings: Settings, source: Source, until_: datetime) -> bool:
    return (await stored_sources(settings)).state(source.address).subscribed_until == until_


async def test_a_lease_that_runs_out_is_asked_for_anew(settings: Settings) -> None:
    async with scene(settings, lease=36_000) as all_:
        await all_.subscribed()
        all_.clock.now += timedelta(hours=8)
        await until(lambda: len(all_.hub.forms) == 2)
        assert all_.hub.forms[1] == all_.hub.forms[0], "the same callback and secret"
        await until(lambda: all_.state.subscribed_until == all_.clock.now + timedelta(hours=10))


async def test_a_hub_that_does_not_ask_back_is_asked_again_and_the_feed_is_polled_as_before(settings: Settings) -> None:
    async with scene(settings, asks_back=False) as all_:
        await until(lambda: len(all_.hub.forms) == 1)
        all_.clock.now += AGAIN
        await until(lambda: len(all_.hub.forms) == 2)
        assert not subscribed(all_.state, all_.clock.now)


async def test_documents_that_are_not_signed_as_they_should_be_are_passed_over(settings: Settings) -> None:
    async with scene(settings) as all_:
        await all_.subscribed()
        forged = rss(item(9, title="Forged"))
        assert await all_.hub.send(forged, secret="guessed") == 202
        assert await all_.hub.send(forged, X_Hub_Signature="") == 202
        assert await all_.hub.send(forged, X_Hub_Signature="sha256=" + "0" * 64) == 202
        assert await all_.hub.send(rss(item(2))) == 202
        await take(settings, ARTICLES, enough(2))
        assert not [value for value in await values(settings, ARTICLES) if b"Forged" in value]


async def test_what_strangers_ask_is_refused(settings: Settings) -> None:
    async with scene(settings) as all_:
        await all_.subscribed()
        form = all_.hub.forms[0]
        held = all_.state.subscribed_until
        assert (await all_.hub.ask(form, topic="https://other.example/feed"))[0] == 404
        assert (await all_.hub.ask(form, mode="unsubscribe"))[0] == 404
        assert (await all_.hub.ask(form, challenge=""))[0] == 404
        assert (await all_.hub.ask(form, challenge="x" * 3_000))[0] == 404
        other = {**form, "hub.callback": f"{settings.websub_url}{'0' * 32}"}
        assert (await all_.hub.ask(other))[0] == 404
        assert all_.state.subscribed_until == held
        all_.hub.forms.insert(0, other)
        assert await all_.hub.send(rss(item(9))) == 410
        all_.hub.forms.pop(0)
        assert await all_.hub.send(gzip.compress(rss(item(9)).encode()), Content_Encoding="gzip") == 415
        assert await all_.hub.send(b" " * (LARGEST_BYTES + 1)) == 413


async def test_a_hub_that_denies_says_why(settings: Settings) -> None:
    async with scene(settings) as all_:
        await all_.subscribed()
        assert (await all_.hub.ask(all_.hub.forms[0], mode="denied", reason="no\nmore"))[0] == 202
        await until(lambda: all_.state.hub_error == "it does not send: no␊more")
        assert all_.state.subscribed_until is None


async def test_what_cannot_be_read_has_the_feed_polled(settings: Settings) -> None:
    async with scene(settings) as all_:
        await all_.subscribed()
        all_.site.put("/feed", feed(all_.site, item(2), item(1)))
        assert await all_.hub.send("no feed") == 202
        await take(settings, ARTICLES, enough(2))


async def test_a_document_that_arrives_too_slowly_is_given_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback, "READ_SECONDS", 0.2)

    async def slow() -> AsyncIterator[bytes]:
        yield b"<rss>"
        await asyncio.Event().wait()

    async with scene(settings) as all_:
        await all_.subscribed()
        async with all_.hub.session.post(all_.hub.forms[0]["hub.callback"], data=slow()) as answer:
            assert answer.status == 408


async def test_a_hub_within_the_network_is_not_called() -> None:
    async with standing() as site:
        site.put("/hub", "", 307, Location=site.url("/other", "127.0.0.2"))
        site.put("/other", "")
        guard = Guard("127.0.0.1/32")
        async with guard.session(5.0) as session:
            web_ = OutsideWeb(session, Hosts(0.0), guard)
            answer = await web_.post(site.url("/hub"), {"hub.mode": "subscribe"})
        assert answer.status == 0
        assert "is an address of a private network" in (answer.fault or "")
        assert site.count("/other") == 0


async def test_link_headers_of_one_answer_are_read_together() -> None:
    async with polling() as polls:

        async def page(request: web.BaseRequest) -> web.Response:
            answer = web.Response(text=rss(item(1)))
            answer.headers.add("Link", '<https://hub.example/>; rel="hub"')
            answer.headers.add("Link", f"<{FEED}>; rel=self")
            return answer

        polls.site.pages["/feed"] = page
        state = await polls.poll()
        assert (state.hub, state.topic) == ("https://hub.example/", FEED)


async def test_a_form_goes_on_over_redirects_that_keep_it() -> None:
    async with polling() as polls:
        polls.site.put("/hub", "", 308, Location="/there")
        polls.site.put("/there", "", 202)
        assert (await polls.web.post(polls.site.url("/hub"), {"a": "b"})).status == 202
        polls.site.put("/hub", "", 302, Location="/there")
        assert (await polls.web.post(polls.site.url("/hub"), {"a": "b"})).status == 302
        polls.site.put("/hub", "", 307, Location="/hub")
        assert (await polls.web.post(polls.site.url("/hub"), {"a": "b"})).fault == "more than 5 redirects"


def test_hubs_need_a_secret() -> None:
    with pytest.raises(Usage, match="STREAMS_WEBSUB_URL is set and STREAMS_WEBSUB_SECRET is not"):
        Settings(websub_url="https://wire.example/hubs")
