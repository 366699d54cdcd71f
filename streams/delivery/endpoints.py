"""The endpoint of a target: its address with the variables of the environment put in, and the object that sends there."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.broker.patience import started, stopped
from streams.delivery.message import Endpoint, Message, Outcome, Refused, Retry
from streams.delivery.notify import NotifyEndpoint, Threads
from streams.delivery.topic import TopicEndpoint
from streams.delivery.webhook import TIMEOUT_SECONDS, WebhookEndpoint, read_secrets
from streams.errors import Usage
from streams.outbound import Forbidden, Guard
from streams.settings import Settings
from streams.subscriptions import Target
from streams.topics import CHANGES

log = logging.getLogger(__name__)
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", re.ASCII)


class Unset(Exception):
    """A variable of the environment that an address names is not set; the text names it."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A target that cannot be sent to as it stands: each attempt has the same outcome, and says why."""

    outcome: Outcome
    host: str = "-"

    async def send(self, message: Message) -> Outcome:
        """Return the reason."""
        return self.outcome


class Endpoints:
    """Makes the endpoint of each target; an asynchronous context, in which its clients live. Raises Usage for settings that are wrong."""

    def __init__(
        self, settings: Settings, clock: Callable[[], datetime], environment: Mapping[str, str] = os.environ
    ) -> None:  # fmt: skip
        self._settings, self._clock, self._environment = settings, clock, environment
        self._guard, self._threads = Guard(settings.private_addresses), Threads()
        self._warned = False
        secret = settings.webhook_secret
        self._signers = read_secrets(secret.get_secret_value() if secret is not None else "")

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._session = await stack.enter_async_context(self._guard.session(TIMEOUT_SECONDS))
            options = client_options(self._settings)
            self._producer = AIOKafkaProducer(**options, enable_idempotence=True, acks="all", max_request_size=CHANGES.max_bytes)
            stack.push_async_callback(stopped, self._producer)
            await started(self._producer)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stack.aclose()

    def __call__(self, target: Target) -> Endpoint:
        """Return the endpoint of a target; one that cannot be used says so at each attempt."""
        try:
            address = filled(target.address, self._environment)
            match target.kind:
                case "webhook":
                    if not self._signers and not self._warned:
                        log.warning("webhooks are not signed: STREAMS_WEBHOOK_SECRET is not set")
                        self._warned = True
                    return WebhookEndpoint(address, self._session, self._guard, self._signers, self._clock)
                case "notify":
                    return NotifyEndpoint(address, self._guard, self._threads)
                case "topic":
                    return TopicEndpoint(address, self._producer, self._settings)
        except (Unset, Usage) as exc:
            return Unusable(Retry(str(exc)))
        except Forbidden as exc:
            return Unusable(Refused(str(exc)))


def filled(address: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return an address with the values of the variables that it names; raise Unset for one that is not there."""

    def value(found: re.Match[str]) -> str:
        if not (known := environment.get(found[1], "").strip()):
            raise Unset(f"the variable {found[1]} is not set where deliver runs")
        return known

    return _VARIABLE.sub(value, address)
