"""The state of the pipeline for the board: asked of Kafka at most every FRESH_SECONDS, however many pages ask, and only while some do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiokafka.errors import KafkaError

from streams.broker.admin import admin_client, demand_topics
from streams.broker.connection import connected
from streams.broker.pipeline_state import PipelineState, pipeline_state
from streams.broker.stage_state import FALLS_BEHIND_SECONDS, client
from streams.errors import Usage
from streams.settings import Settings
from streams.stopping import to_the_end

FRESH_SECONDS = 10.0
"""The time for which an answer holds: one is 63 requests to Kafka, which take 0.9 s."""
ASK_SECONDS = 20.0
"""The longest time for which Kafka is asked."""
WAIT_SECONDS = 3.0
"""The longest time for which a page waits for an answer that is not there; then it gets the one of before."""
FIGURES = ("lag", "lagSeconds", "articlesLastHour", "lastArticle", "deadLettersLastHour", "deadLettersKept")
"""The names of the figures in an answer, in the order in which `document` gives them."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BoardState:
    """The figures, with the time at which Kafka told them, and the time since which it does not answer; each None if not known."""

    asked: datetime | None = None
    figures: PipelineState | None = None
    away_since: datetime | None = None

    def answered(self, figures: PipelineState, now: datetime) -> BoardState:
        """Return the state with new figures."""
        return BoardState(now, figures)

    def unanswered(self, now: datetime) -> BoardState:
        """Return the state without an answer: it keeps its figures, and the time since which Kafka does not answer."""
        return replace(self, away_since=self.away_since or now)

    def document(self) -> dict[str, Any]:
        """Return it as JSON; ages count from `asked`, and `lastArticle` is a moment."""
        shown = {"asked": _moment(self.asked), "answers": self.away_since is None, "awaySince": _moment(self.away_since)}
        found, asked = self.figures, self.asked
        if found is None or asked is None:
            return shown | dict.fromkeys(FIGURES) | {"behind": False, "stages": []}
        oldest, last = found.oldest_seconds, found.last_article_seconds
        article = asked - timedelta(seconds=last) if last is not None else None
        figures = (found.lag, _rounded(oldest), found.articles, _moment(article), found.dead_letters, found.dead_letters_kept)
        return {
            **shown,
            **dict(zip(FIGURES, figures, strict=True)),
            "behind": oldest is not None and oldest > FALLS_BEHIND_SECONDS,
            "stages": [{"stage": each.name, "lag": each.lag, "oldestSeconds": _rounded(each.oldest_seconds)} for each in found.stages],
        }


class StateSource:
    """Asks for the state when somebody wants it and what is held is old; those who come meanwhile wait for the same answer."""

    def __init__(self, ask: Callable[[], Awaitable[PipelineState]]) -> None:
        self._ask = ask
        self._held = BoardState()
        self._asking: asyncio.Task[None] | None = None
        self._until = 0.0
        """The time of the loop until which what is held counts as fresh."""

    async def now(self) -> BoardState:
        """Return the state, at most FRESH_SECONDS old unless Kafka takes longer than WAIT_SECONDS to answer."""
        if self._asking is None and asyncio.get_running_loop().time() >= self._until:
            self._asking = asyncio.create_task(self._renew())
        if self._asking is not None:
            await asyncio.wait({self._asking}, timeout=WAIT_SECONDS)
        return self._held

    async def close(self) -> None:
        """End what is being asked."""
        if (asking := self._asking) is not None:
            asking.cancel()
            await to_the_end(asyncio.gather(asking, return_exceptions=True))

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                self._held = self._held.answered(await self._ask(), datetime.now(UTC))
        except (KafkaError, Usage, TimeoutError, OSError) as exc:
            if self._held.away_since is None:  # once: it is asked again and again
                log.warning("the state of the pipeline is not known: %r", exc)
            self._held = self._held.unanswered(datetime.now(UTC))
        except Exception:  # a bug: the page goes on without figures
            log.exception("the state of the pipeline cannot be told")
            self._held = self._held.unanswered(datetime.now(UTC))
        finally:
            self._until = asyncio.get_running_loop().time() + FRESH_SECONDS
            self._asking = None


async def ask(settings: Settings) -> PipelineState:
    """Return the state of the pipeline as Kafka has it now; raise KafkaError, Usage or OSError where it does not tell."""
    await demand_topics(settings)  # to ask for a topic that is missing makes one, on brokers that are set so
    async with admin_client(settings) as admin, connected(client(settings), settings) as consumer:
        return await pipeline_state(settings, admin, consumer)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment is not None else None


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
