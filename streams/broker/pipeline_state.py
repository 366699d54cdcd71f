"""The state of the pipeline as the broker alone can tell it: its stages, the articles of the last hour, and the dead letters."""

from __future__ import annotations

import time
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient

from streams.broker.stage_state import StageState, bounds_of, since, stage_states
from streams.settings import Settings
from streams.topics import DEAD_LETTERS, DUPLICATES

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class PipelineState:
    """The stages in order, and counts of records; counts by time are None where the broker does not tell them (the embedded)."""

    stages: list[StageState]
    articles: int | None
    """The number of articles that screen gave a verdict on in the last hour: one that comes again in the same version gets none."""
    last_article_seconds: float | None
    """The time since screen wrote its last article; None if it has written nothing."""
    dead_letters: int | None
    """The number of records that came to `dead-letters` in the last hour."""
    dead_letters_kept: int
    """The number of all records that are kept there."""

    @property
    def lag(self) -> int:
        """The number of records that wait in front of all stages."""
        return sum(stage.lag for stage in self.stages)

    @property
    def oldest_seconds(self) -> float | None:
        """The longest time for which one of them has waited; None without one."""
        return max((stage.oldest_seconds for stage in self.stages if stage.oldest_seconds is not None), default=None)


async def pipeline_state(settings: Settings, admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer) -> PipelineState:
    """Return the state as it is now; `admin` and `consumer` are those of `stage_states`, and so are the errors."""
    stages = await stage_states(settings, admin, consumer)
    letters, verdicts = await bounds_of(settings, consumer, DEAD_LETTERS), await bounds_of(settings, consumer, DUPLICATES)
    told, hour_ago = all(stage.group is not None for stage in stages), time.time() * 1000 - HOUR_MS
    return PipelineState(
        stages,
        await since(consumer, verdicts, hour_ago) if told else None,
        next(stage.last_seconds for stage in stages if stage.name == "screen"),
        await since(consumer, letters, hour_ago) if told else None,
        sum(end - first for first, end in letters.values()),
    )
