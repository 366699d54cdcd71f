"""Point 2: a send that has returned is not delivered; what the broker refuses must not commit its source. (Point 4: tests/kafka.)"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from streams.broker.connection import METADATA_MS, client_options
from streams.flow.worker import make_app
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import CLEAN, DEAD_LETTERS, Topic
from tests.conftest import Broker
from tests.guards.source import calls, keywords
from tests.wire import put, reaches, toy, until, values

PRODUCE = 0
MESSAGE_SIZE_TOO_LARGE, TOPIC_AUTHORIZATION_FAILED = 10, 29


NEVER, LATER = (MESSAGE_SIZE_TOO_LARGE, DEAD_LETTERS), (TOPIC_AUTHORIZATION_FAILED, CLEAN)


@pytest.mark.parametrize(
    ("off", "error", "ends"),
    [((), *NEVER), ((), *LATER), (("no-delivery",), *NEVER)],
    ids=["guarded, never taken", "guarded, taken later", "no-delivery"],
)
async def test_an_output_that_the_broker_refuses_is_not_lost(
    pipeline: Callable[..., Settings], broker: Broker, off: tuple[str, ...], error: int, ends: Topic
) -> None:
    settings = pipeline()
    await put(settings, [b"hold"])
    with toy(settings, *off):
        await until((settings.state / "holding").exists)
        broker.tell(f"refuse {PRODUCE} {error} 1")  # the next that is written is the output
        (settings.state / "go").touch()
        await reaches(settings, 1)
    found = {topic: await values(settings, topic) for topic in (CLEAN, DEAD_LETTERS)}
    assert found == {CLEAN: [], DEAD_LETTERS: []} | ({} if off else {ends: [b"hold"]})


def test_nothing_is_sent_but_by_delivery() -> None:
    """Faust sends by itself what goes to a sink or through another topic, and asks nobody whether it came."""
    called, given = calls("streams/flow"), keywords("streams/flow")
    assert [file for file, names in called.items() if "send" in names] == ["delivery.py"]
    assert not [file for file, names in called.items() if names & {"group_by", "through", "send_soon", "cast"}]
    assert not [file for file, names in given.items() if names & {"sink", "stream_publish_on_commit", "producer_threaded"}]


def test_the_guarantee_is_at_least_once() -> None:
    """Faust's exactly_once writes outputs outside of its transactions (its issue 177)."""
    assert {make_app(stage, Settings()).conf.processing_guarantee.name for stage in SOURCES} == {"AT_LEAST_ONCE"}


def test_the_clients_of_a_worker_learn_of_a_broker_before_it_leads_again() -> None:
    """Kafka gives a restarted broker its partitions back every 300 s; a client that does not know it by then fetches nothing from it."""
    app = make_app("clean", Settings())
    assert app.conf.consumer_metadata_max_age_ms == app.conf.producer_metadata_max_age_ms == METADATA_MS < 300_000
    assert client_options(Settings())["metadata_max_age_ms"] == METADATA_MS
