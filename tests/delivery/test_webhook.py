"""A webhook as Standard Webhooks has it, and what each way of failing comes to."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import orjson
import pytest
from aiohttp import web
from standardwebhooks import Webhook

from streams import __version__
from streams.delivery.body import MOST_BYTES, webhook_body
from streams.delivery.message import Delivered, Gone, Message, Outcome, Refused, Retry
from streams.delivery.webhook import MOST_ANSWER, WebhookEndpoint, read_secrets
from streams.errors import Usage
from streams.outbound import Guard
from tests.delivery.build import NOON, digest, message
from tests.delivery.receiver import SECRET, Answer, Receiver, fine, receiver

OTHER = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()
SECONDS = 0.5
"""The time limit of a request in these tests."""


async def post(
    answer: Answer = fine, *, secrets: str = SECRET, sent: Message | None = None, allowed: str = "127.0.0.0/8"
) -> tuple[Outcome, Receiver]:
    """Send a message to a receiver that answers so; return what came of it."""
    guard = Guard(allowed)
    async with receiver(answer) as got, guard.session(SECONDS) as session:
        endpoint = WebhookEndpoint(got.url, session, guard, read_secrets(secrets), lambda: datetime.now(UTC))
        assert endpoint.host == "127.0.0.1"
        return await endpoint.send(sent or message()), got


def status(code: int, **headers: str) -> Answer:
    return lambda request, number: web.Response(status=code, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_it_is_one_post_that_the_standards_library_verifies() -> None:
    outcome, got = await post()
    assert outcome == Delivered()
    (only,) = got.got
    assert only.id == message().id
    assert only.headers["content-type"] == "application/json"
    assert only.headers["user-agent"] == f"newswire-streams/{__version__}"
    assert Webhook(SECRET).verify(only.body, only.headers) == only.event
    assert only.signed_by(SECRET)
    assert not only.signed_by(OTHER)


async def test_while_secrets_are_changed_both_sign() -> None:
    _, got = await post(secrets=f"{OTHER} {SECRET}")
    (only,) = got.got
    assert only.signed_by(SECRET)
    assert only.signed_by(OTHER)


async def test_without_a_secret_nothing_is_signed() -> None:
    _, got = await post(secrets="")
    assert "webhook-signature" not in got.got[0].headers


@pytest.mark.parametrize("secret", ["hunter2", "whsec_", "whsec_aGk=", f"{SECRET} x"])
def test_what_is_no_secret_is_refused_and_not_said(secret: str) -> None:
    with pytest.raises(Usage, match="STREAMS_WEBHOOK_SECRET: word") as raised:
        read_secrets(secret)
    assert secret.split()[-1] not in str(raised.value) or secret == "whsec_"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (status(200), Delivered()),
        (status(299), Delivered()),
        (status(301, Location="http://127.0.0.1:1/"), Retry("HTTP 301: redirects are not followed")),
        (status(308, Location="http://169.254.169.254/"), Retry("HTTP 308: redirects are not followed")),
        (status(400), Refused("HTTP 400")),
        (status(404), Refused("HTTP 404")),
        (status(408), Retry("HTTP 408")),
        (status(409), Retry("HTTP 409")),
        (status(410), Gone("HTTP 410")),
        (status(425), Retry("HTTP 425")),
        (status(429, Retry_After="17"), Retry("HTTP 429", 17.0)),
        (status(503, Retry_After="soon"), Retry("HTTP 503")),
        (status(503, Retry_After="9" * 60), Retry("HTTP 503")),
        (status(503, Retry_After="-5"), Retry("HTTP 503")),
        (status(500), Retry("HTTP 500")),
        (status(599), Retry("HTTP 599")),
    ],
)
async def test_each_status_has_its_answer_and_no_redirect_is_followed(answer: Answer, expected: Outcome) -> None:
    outcome, got = await post(answer)
    assert outcome == expected
    assert len(got.got) == 1


async def test_a_date_to_come_back_at_is_read() -> None:
    hour_ahead = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    outcome, _ = await post(status(503, Retry_After=hour_ahead))
    assert isinstance(outcome, Retry)
    assert outcome.after is not None
    assert 3_000 < outcome.after <= 3_600


async def hangs(request: web.Request, number: int) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def hangs_in_the_body(request: web.Request, number: int) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "1000"})
    await answer.prepare(request)
    await answer.write(b"x")
    await asyncio.Event().wait()
    raise AssertionError


async def closes(request: web.Request, number: int) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def closes_in_the_body(request: web.Request, number: int) -> web.StreamResponse:
    answer = web.StreamResponse(status=500, headers={"Content-Length": "1000"})
    await answer.prepare(request)
    await answer.write(b"x")
    assert request.transport is not None
    request.transport.abort()
    return answer


async def test_an_endpoint_that_hangs_is_left_after_the_limit() -> None:
    outcome, _ = await post(hangs)
    assert outcome == Retry("no answer within 15 s")


async def test_an_endpoint_that_says_yes_and_then_hangs_has_it() -> None:
    outcome, _ = await post(hangs_in_the_body)
    assert outcome == Delivered()


async def test_a_connection_that_breaks_is_tried_again() -> None:
    outcome, _ = await post(closes)
    assert isinstance(outcome, Retry)
    assert outcome.reason.startswith("no connection")
    outcome, _ = await post(closes_in_the_body)
    assert outcome == Retry("HTTP 500")


async def test_of_an_answer_of_ten_megabytes_the_beginning_is_read() -> None:
    written = 0

    async def floods(request: web.Request, number: int) -> web.StreamResponse:
        nonlocal written
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(10_000):
            await answer.write(bytes(1_000))
            written += 1_000
        return answer

    outcome, _ = await post(floods)
    assert outcome == Delivered()
    assert MOST_ANSWER <= written < 10_000_000


async def test_a_private_address_is_refused_and_never_called() -> None:
    outcome, got = await post(allowed="")
    assert isinstance(outcome, Refused)
    assert "STREAMS_PRIVATE_ADDRESSES" in outcome.reason
    assert got.got == []


async def test_the_event_is_what_the_page_says() -> None:
    event = orjson.loads(webhook_body(message(kind="corrected", revision=2)))
    assert event["type"] == "alert.corrected"
    assert event["timestamp"] == NOON.isoformat()
    assert event["data"].keys() == {"subscription", "reason", "alert"}
    assert event["data"]["alert"]["revision"] == 2


def big(**fields: Any) -> bytes:
    return webhook_body(message(**fields))


ARTICLES = [
    {"uri": f"urn:{n}", "version": "1", "headline": "h" * 100, "published": "2026-03-14T12:00:00Z", "relation": "new"} for n in range(400)
]
CHANGES = [{"field": "summary", "before": "x" * 900, "after": "y" * 900, "article": "urn:a"} for _ in range(200)]
EVIDENCE = {"start": 0, "end": 4, "text": "e" * 50_000}
ACTORS = [{"start": 0, "end": 1, "text": "a" * 2_000, "name": "a" * 2_000} for _ in range(200)]


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"articles": ARTICLES}, 5),
        ({"changes": CHANGES}, 0),
        ({"evidence": EVIDENCE}, 0),
        ({"articles": ARTICLES, "changes": CHANGES, "evidence": EVIDENCE, "actors": ACTORS}, 0),
        ({"headline": "h" * 100_000}, 0),
    ],
)
def test_a_body_is_cut_to_what_the_standard_allows_and_says_so(fields: dict[str, object], left: int) -> None:
    body = big(**fields)
    assert len(body) <= MOST_BYTES
    data = orjson.loads(body)["data"]
    assert data["truncated"] is True
    assert data["alert"]["id"] == "inc-1"
    assert len(data["alert"].get("articles", [])) == left


def test_a_body_is_the_same_at_each_attempt() -> None:
    assert webhook_body(message(articles=ARTICLES)) == webhook_body(message(articles=ARTICLES))


def test_a_digest_is_one_event_with_all_its_alerts() -> None:
    event = orjson.loads(webhook_body(digest(3, more=2)))
    assert event["type"] == "alerts.digest"
    assert event["data"].keys() == {"subscription", "reason", "alerts", "more"}
    assert (event["data"]["reason"], event["data"]["more"]) == ("digest", 2)
    assert [each["id"] for each in event["data"]["alerts"]] == ["inc-1", "inc-2", "inc-3"]


@pytest.mark.parametrize(
    ("count", "fields", "left"),
    [(5, {"articles": ARTICLES}, 5), (50, {}, 20), (50, {"evidence": EVIDENCE, "actors": ACTORS}, 1), (2, {"headline": "h" * 100_000}, 2)],
)
def test_a_digest_is_cut_in_all_alerts_alike_and_then_has_fewer(count: int, fields: dict[str, Any], left: int) -> None:
    body = webhook_body(digest(count, more=7, **fields))
    assert len(body) <= MOST_BYTES
    data = orjson.loads(body)["data"]
    assert data["truncated"] is True
    assert left <= len(data["alerts"]) <= count
    assert len(data["alerts"]) + data["more"] == count + 7
    assert [each["id"] for each in data["alerts"]] == [f"inc-{number}" for number in range(1, len(data["alerts"]) + 1)]


def test_of_an_alert_that_alone_is_too_large_for_a_digest_a_little_stays() -> None:
    wide = [{"start": 0, "end": 1, "text": "ü" * 2_000, "name": "ü" * 2_000} for _ in range(9)]
    body = webhook_body(digest(3, actors=wide, recipients=wide, victims=wide))
    assert len(body) <= MOST_BYTES
    data = orjson.loads(body)["data"]
    assert [each.keys() for each in data["alerts"]] == [{"id", "revision", "kind", "type", "severity", "updated"}]
    assert data["more"] == 2
