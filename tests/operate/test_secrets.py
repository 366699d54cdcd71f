"""docs/operate/secrets.md: Kafka's password is another while articles wait and a worker works; nothing is lost and nothing is said."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient, ScramCredentialInfo, ScramMechanism, UserScramCredentialUpsertion

from streams.broker.admin import create_topics
from streams.settings import Settings
from streams.topics import CLEAN
from tests.kafka.guarded import PASSWORD, Guarded, running_guarded
from tests.operate.desk import Desk
from tests.wire import PATIENCE_SECONDS, put, take

pytestmark = [pytest.mark.kafka, pytest.mark.usefixtures("bare"), pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]
PAGE = "secrets.md"
NEW = "another-kafka-secret"
ARTICLE = b'{"uri": "urn:%d", "headline": "A strike ends", "text": "LYON, March 14 - A strike of dockers ended on Saturday, said %d."}'


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    """Yield one node that asks for passwords."""
    yield from running_guarded(tmp_path / "guarded")


def change(node: Guarded) -> None:
    """Have Kafka know another password of alice."""
    admin = AdminClient({"bootstrap.servers": node.cluster.bootstrap})
    user = UserScramCredentialUpsertion("alice", ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), NEW.encode())
    for done in admin.alter_user_scram_credentials([user]).values():
        done.result(30)


async def test_a_password_is_rotated_and_nothing_is_lost(guarded: Guarded, tmp_path: Path) -> None:
    inside = Settings(broker=guarded.cluster.bootstrap, prefix="r-", partitions=1, state=tmp_path / "state")
    await create_topics(inside)
    chosen = guarded.settings("SASL", "SCRAM-SHA-512", prefix="r-", state=tmp_path / "state")
    desk = Desk(chosen, tmp_path / "desk")
    secret = desk.folder / "secrets" / "kafka-password"
    secret.parent.mkdir()
    secret.write_text(PASSWORD)
    del desk.environment["STREAMS_SASL_PASSWORD"]
    desk.environment["STREAMS_SASL_PASSWORD_FILE"] = str(secret)
    said = tmp_path / "said"

    def worker() -> subprocess.Popen[bytes]:
        with said.open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "streams", "worker", "clean"], env=desk.environment, stdout=log, stderr=log)

    async def feed(first: int, last: int) -> None:
        await put(inside, [ARTICLE % (number, number) for number in range(first, last)])

    await feed(0, 10)
    old = worker()
    try:
        await take(inside, CLEAN, lambda records: len(records) >= 10)
        change(guarded)
        await feed(10, 20)
        await asyncio.to_thread(desk.does, PAGE, "Kafka's password", NEW_PASSWORD=NEW)
        assert secret.read_text() == NEW
        assert secret.stat().st_mode & 0o777 == 0o600
        old.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(old.wait, PATIENCE_SECONDS) == 0
        await feed(20, 30)
        new = worker()
        try:
            found = await take(inside, CLEAN, lambda records: len({record.key for record in records}) == 30)
            new.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(new.wait, PATIENCE_SECONDS) == 0
        finally:
            new.kill()
            new.wait()
    finally:
        old.kill()
        old.wait()
    assert len(found) == 30
    for word in (PASSWORD, NEW):
        assert word not in said.read_text()
