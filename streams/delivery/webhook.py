"""A webhook: one POST as Standard Webhooks has it (https://www.standardwebhooks.com), through the guard of outside addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientResponse, ClientSession, InvalidURL
from standardwebhooks import Webhook

from streams.delivery.body import webhook_body
from streams.delivery.message import Delivered, Gone, Message, Outcome, Refused, Retry
from streams.errors import Usage
from streams.outbound import Forbidden, Guard

TIMEOUT_SECONDS = 15.0
"""The longest that a request may take, the look-up of the name and the answer included; the standard says 15 to 30 s."""
MOST_ANSWER = 64_000
"""Bytes of an answer that are read, so that the connection can be used again; of a longer one the connection is closed."""
LATER = frozenset([408, 409, 425, 429])
"""The answers of 4xx that may be other tomorrow: timed out, in conflict, too early, too many."""


def read_secrets(text: str) -> tuple[Webhook, ...]:
    """Return a signer for each secret of a text, `whsec_` and base64 with blanks between them; raise Usage for one that is none.

    All of them sign each request: a receiver that knows the old or the new one can verify it while secrets are changed.
    """
    found = []
    for number, word in enumerate(text.split(), 1):
        try:
            if not word.startswith("whsec_") or len(word) < len("whsec_") + 32:
                raise ValueError
            found.append(Webhook(word))
        except Exception:
            raise Usage(
                f"STREAMS_WEBHOOK_SECRET: word {number} is no secret of Standard Webhooks: write whsec_ and 24 to 64 random bytes in base64"
            ) from None
    return tuple(found)


class WebhookEndpoint:
    """Posts to one address; the address may hold a secret and is in no text that leaves this class."""

    def __init__(
        self, url: str, session: ClientSession, guard: Guard, signers: Sequence[Webhook], clock: Callable[[], datetime]
    ) -> None:  # fmt: skip
        self._url, self._session, self._signers, self._clock = url, session, signers, clock
        self.host = guard.host_of(url)

    async def send(self, message: Message) -> Outcome:
        """Post the message once. Only 2xx is success; a redirect is a failure and never followed."""
        body = webhook_body(message)
        try:
            async with self._session.post(self._url, data=body, headers=self._headers(message, body), allow_redirects=False) as answer:
                outcome = _outcome(answer, self._clock())
                await _drain(answer)
                return outcome
        except TimeoutError:
            return Retry(f"no answer within {TIMEOUT_SECONDS:.0f} s")
        except InvalidURL:
            return Refused("the address is none of http or https with a host")
        except (ClientError, OSError, asyncio.IncompleteReadError) as exc:
            forbidden = _forbidden(exc)
            return Refused(str(forbidden)) if forbidden is not None else Retry(f"no connection: {type(exc).__name__}")

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        now = self._clock()
        headers = {"Content-Type": "application/json", "webhook-id": message.id, "webhook-timestamp": str(int(now.timestamp()))}
        if self._signers:
            headers["webhook-signature"] = " ".join(each.sign(message.id, now, body.decode()) for each in self._signers)
        return headers


def _outcome(answer: ClientResponse, now: datetime) -> Outcome:
    status, said = answer.status, f"HTTP {answer.status}"
    if 200 <= status < 300:
        return Delivered()
    if status == 410:
        return Gone(said)
    if 400 <= status < 500 and status not in LATER:
        return Refused(said)
    if 300 <= status < 400:
        return Retry(f"{said}: redirects are not followed")
    return Retry(said, _retry_after(answer.headers.get("Retry-After"), now))


def _retry_after(said: str | None, now: datetime) -> float | None:
    """Return the seconds that an answer asks to wait, None if it does not say (RFC 9110, 10.2.3: seconds or a date)."""
    if said is None or len(said) > 40:
        return None
    if said.strip().isascii() and said.strip().isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


async def _drain(answer: ClientResponse) -> None:
    """Read the answer and throw it away; what came of it is known, so an answer that breaks off changes nothing."""
    try:
        left = MOST_ANSWER
        async for chunk in answer.content.iter_chunked(8_192):
            left -= len(chunk)
            if left < 0:
                answer.close()
                return
    except (ClientError, OSError, TimeoutError):
        answer.close()


def _forbidden(error: BaseException | None) -> Forbidden | None:
    """Return the guard's refusal that an error came from, if it did."""
    for _ in range(10):
        if error is None or isinstance(error, Forbidden):
            return error
        error = getattr(error, "os_error", None) or error.__cause__ or error.__context__
    return None
