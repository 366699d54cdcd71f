"""Chat and mail by apprise, topics of Kafka, and targets that cannot be sent to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import apprise
import pytest
from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.broker.log import read_back
from streams.delivery import notify
from streams.delivery.endpoints import Endpoints, Unset, filled
from streams.delivery.message import Delivered, Endpoint, Message, Outcome, Refused, Retry
from streams.delivery.notice import notice
from streams.delivery.notify import NotifyEndpoint, Threads
from streams.delivery.topic import TopicEndpoint
from streams.outbound import Guard
from streams.settings import Settings
from streams.subscriptions import Target
from streams.topics import Topic
from tests.delivery.build import digest, message
from tests.subscriptions.build import killed, place

ARTICLE = {"uri": "urn:a", "version": "1", "published": "2026-03-14T12:00:00Z", "relation": "new", "link": "https://news.example/a b?x=1"}


def test_a_notice_says_what_where_how_many_how_sure_and_where_to_read_on() -> None:
    said = notice(message(kind="corrected", place=place(), casualties=killed(12), articles=[ARTICLE], summary="A bomb killed 12."))
    assert said.title == "Corrected: Bomb in Basra"
    assert said.body.splitlines() == [
        "A bomb killed 12.", "Basra, IRQ", "12 killed", "assault, moderate severity, likely", "https://news.example/a%20b?x=1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hostile", ["<!channel> x", "@everyone", "[here](http://evil.example)", "`a` *b* _c_ ~d~ ||e||", "<b>x</b>", "&lt;"]
)
def test_no_words_of_an_article_are_markup(hostile: str) -> None:
    said = notice(message(headline=hostile, summary=hostile, place=place(name=hostile)))
    for sign in "<>@[]`*_~|&":
        assert sign not in said.title + said.body


def test_a_digest_has_the_number_as_its_title_and_a_line_for_each() -> None:
    said = notice(digest(2, more=1_000, headline="Bomb <!channel>"))
    assert said.title == "1,002 alerts for desk"
    assert said.body.splitlines() == ["moderate: Bomb ‹!channel› (Basra, IRQ)"] * 2 + ["and 1,000 more"]
    assert notice(digest(1)).title == "1 alert for desk"


def test_control_characters_and_lines_are_made_visible_and_links_of_other_schemes_are_left_out() -> None:
    links = [{**ARTICLE, "link": link} for link in ("javascript:alert(1)", "https://[broken", "https://" + "a" * 600)]
    said = notice(message(headline="a\x1b[31m\n\u202eb" + "x" * 500, articles=links))
    assert "\x1b" not in said.title
    assert "\u202e" not in said.title
    assert "\n" not in said.title
    assert len(said.title) <= 200
    assert "javascript" not in said.body
    assert "https" not in said.body


BASE: Any = apprise.NotifyBase


class Told(BASE):  # type: ignore[misc]
    """A service of apprise for tests: it keeps what it was told, and may hang."""

    app_id = "told"
    secure_protocol = "told"
    service_name = "Told"
    templates = ("{schema}://{host}",)
    template_tokens: Any = {}  # noqa: RUF012 (apprise wants a class's own mapping)

    def __init__(self, hold: threading.Event | None = None, took: bool = True) -> None:
        super().__init__()
        self.hold, self.took = hold, took
        self.told: list[tuple[str, str]] = []

    def url(self, *given: Any, **more: Any) -> str:
        return "told://x"

    def send(self, body: str, title: str = "", **more: Any) -> bool:
        self.told.append((title, body))
        if self.hold is not None:
            self.hold.wait(30)
        return self.took


Told.__module__ = "apprise.plugins.told"


def endpoint(service: Told, monkeypatch: pytest.MonkeyPatch, threads: Threads | None = None) -> NotifyEndpoint:
    monkeypatch.setattr(apprise.Apprise, "instantiate", staticmethod(lambda url, **given: service))
    return NotifyEndpoint("told://x", Guard(), threads or Threads())


async def test_a_service_is_told_once_in_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Told()
    assert await endpoint(service, monkeypatch).send(message()) == Delivered()
    ((title, body),) = service.told
    assert title == "Bomb in Basra"
    assert body.startswith("Basra, IRQ")


async def test_a_service_that_says_no_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await endpoint(Told(took=False), monkeypatch).send(message()) == Retry("the service did not take it")


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Give what hangs until the end of the test, and shorten the time limit."""
    monkeypatch.setattr(notify, "TIMEOUT_SECONDS", 0.1)
    found = threading.Event()
    yield found
    found.set()


async def test_a_service_that_hangs_takes_four_threads_and_no_more(monkeypatch: pytest.MonkeyPatch, hold: threading.Event) -> None:
    service, threads = Told(hold), Threads()
    hangs = endpoint(service, monkeypatch, threads)
    for _ in range(notify.MOST_THREADS_A_HOST):
        assert await hangs.send(message()) == Retry("no end within 0 s")
    assert await hangs.send(message()) == Retry("earlier messages to it still hang")
    assert len(service.told) == notify.MOST_THREADS_A_HOST
    other = endpoint(Told(), monkeypatch, threads)
    other.host = "other"
    assert await other.send(message()) == Delivered()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("syslog://", "no service elsewhere"),
        ("json://127.0.0.1:1/x", "private network"),
        ("ntfys://169.254.169.254/topic", "private network"),
        ("mailto://me:pw@mail.example?smtp=10.0.0.1", "private network"),
        ("nosuch://x", "no such service"),
    ],
)
async def test_services_of_this_machine_and_of_private_hosts_are_refused(url: str, said: str) -> None:
    outcome = await NotifyEndpoint(url, Guard(), Threads()).send(message())
    assert isinstance(outcome, Refused)
    assert said in outcome.reason
    assert "pw" not in outcome.reason


async def test_a_topic_gets_the_alerts_record_with_whom_it_is_for(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        made = TopicEndpoint("desk-alerts", producer, settings)
        assert await made.send(message()) == Retry("there is no topic `desk-alerts`, or no right to see it")
        own = TopicEndpoint(f"{settings.prefix}articles", producer, settings)
        assert await own.send(message()) == Refused(f"`{settings.prefix}articles` is a topic of the pipeline itself")


async def test_a_topic_that_is_there_is_written(pipeline: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    settings = pipeline()
    name = f"{settings.prefix}alerts"
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        made = TopicEndpoint(name, producer, settings)
        monkeypatch.setattr(made, "_own", False)  # the embedded broker makes no other topics
        assert await made.send(message()) == Delivered()
        assert await made.send(digest(2)) == Delivered()
    found = [each async for each in read_back(settings, Topic("alerts", "", ""))]
    record = next(each for each in found if dict(each.headers)["message"] == message().id.encode())
    headers = dict(record.headers)
    assert record.key == b"inc-1"
    assert record.value == message().alert.encode()
    assert headers["ce_id"] == b"inc-1:1"
    assert (headers["subscription"], headers["reason"], headers["message"]) == (b"desk", b"new", message().id.encode())
    of_digest = {dict(each.headers)["message"]: each.key for each in found if each is not record}
    assert of_digest == {f"{digest(2).id}-1".encode(): b"inc-1", f"{digest(2).id}-2".encode(): b"inc-2"}


def test_variables_are_put_into_an_address_and_a_missing_one_is_named() -> None:
    assert filled("https://${HOST}/${TOKEN}", {"HOST": "a.example", "TOKEN": "t "}) == "https://a.example/t"
    with pytest.raises(Unset, match="the variable TOKEN is not set"):
        filled("https://a.example/${TOKEN}", {"TOKEN": " "})


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Target("webhook", "${NOWHERE}"), Retry("the variable NOWHERE is not set where deliver runs")),
        (Target("webhook", "${FTP}"), Refused("the address is none of http or https with a host")),
        (Target("notify", "${SYSLOG}"), Refused("Syslog is no service elsewhere")),
    ],
)
async def test_a_target_that_cannot_be_used_says_why(pipeline: Callable[..., Settings], target: Target, expected: Outcome) -> None:
    environment = {"FTP": "ftp://a.example", "SYSLOG": "syslog://"}
    async with Endpoints(pipeline(), lambda: datetime.now(UTC), environment) as endpoints:
        found: Endpoint = endpoints(target)
        sent: Message = message()
        assert await found.send(sent) == expected
