"""The seams of Kafka: each is made when a step first asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from streams.broker.log import TopicLog
from streams.flow.attempts import Attempts
from streams.pipeline.seams import Writer
from streams.pipeline.stages import Stage
from streams.pool import Pool
from streams.settings import Settings

if TYPE_CHECKING:
    from streams.flow.replica import Replica


@dataclass(frozen=True)
class KafkaSeams:
    """The seams of one stage: a broker, child processes, this process' clock."""

    stage: Stage
    settings: Settings
    writer: Writer

    @cached_property
    def workers(self) -> Pool:
        """The child processes of the stage."""
        assert self.stage.task is not None, f"{self.stage.name} has no work for children"
        return Pool(self.stage.children(self.settings), self.stage.task(self.settings), self.settings.article_seconds)

    @cached_property
    def limit(self) -> Attempts:
        """The limit on the work in this process, which a note on disk carries over its end."""
        return Attempts(self.settings, self.stage.name)

    @cached_property
    def verdicts(self) -> Replica:
        """This worker's replica of the index."""
        from streams.flow.replica import Replica  # numpy and the index: 30 MB that only screen needs

        return Replica(self.settings)

    @cached_property
    def log(self) -> TopicLog:
        """The topics of the broker."""
        return TopicLog(self.settings)

    @property
    def clock(self) -> Callable[[], datetime]:
        """The wall clock."""
        return lambda: datetime.now(UTC)
