"""Passwords and TLS on an Apache Kafka that demands them: who may come in does all, who may not is told why, and no secret is said."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from streams.broker.admin import create_topics
from streams.broker.log import tail
from streams.errors import Usage
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.settings import Settings, settings
from streams.topics import ARTICLES, CLEAN
from tests.commands.face import ended
from tests.kafka.guarded import KEY_PASSWORD, PASSWORD, Guarded, running_guarded
from tests.wire import PATIENCE_SECONDS, committed, take, toy

# Once in six runs a connection that was refused in an earlier test was left to the collector unclosed; whose it is was not found.
pytestmark = [
    pytest.mark.kafka,
    pytest.mark.usefixtures("bare"),
    pytest.mark.filterwarnings("ignore:unclosed (transport|<socket):ResourceWarning"),
]
_numbers = count()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """Yield one node that the tests of this file share."""
    yield from running_guarded(tmp_path_factory.mktemp("guarded"))


@pytest.fixture
def own(tmp_path: Path) -> dict[str, Any]:
    """Return the settings for topics and a folder of one's own."""
    return {"prefix": f"s{next(_numbers)}-", "state": tmp_path}


def ended_with(monkeypatch: pytest.MonkeyPatch, chosen: Settings, *arguments: str) -> object:
    """Return the exit code of the console script under these settings."""
    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return ended(monkeypatch, *arguments)


def assert_no_secret(said: str) -> None:
    assert PASSWORD not in said
    assert KEY_PASSWORD not in said
    assert PASSWORD[1:] not in said.replace("\\x00", "")  # as aiokafka would log a request


@pytest.mark.parametrize(
    ("door", "mechanism"),
    [("SASL", "PLAIN"), ("SASL", "SCRAM-SHA-256"), ("SASL", "SCRAM-SHA-512"), ("BOTH", "SCRAM-SHA-512"), ("TLS", None)],
)
async def test_topics_feed_worker_and_tail_come_in(
    door: str, mechanism: str | None, guarded: Guarded, own: dict[str, Any], tmp_path: Path
) -> None:  # fmt: skip
    chosen = guarded.settings(door, mechanism, log_level="debug", **own)
    assert {topic.state for topic in await create_topics(chosen)} == {"made"}
    assert await push(chosen, [Item(b"good", "a test")]) == 1
    with (tmp_path / "said").open("wb") as said, toy(chosen, said=said) as worker:
        (record,) = await take(chosen, CLEAN, lambda records: len(records) == 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_SECONDS) == 0
    assert record.value == b"good"
    assert await committed(chosen, "clean", ARTICLES) == {0: 1}
    assert_no_secret((tmp_path / "said").read_text())


REFUSED: list[tuple[str, str | None, dict[str, Any], str]] = [
    ("SASL", "PLAIN", {"sasl_password": "wrong"}, "authentication failed for 'alice' by PLAIN"),
    ("SASL", "SCRAM-SHA-256", {"sasl_password": "wrong"}, "authentication failed for 'alice' by SCRAM-SHA-256"),
    ("SASL", "SCRAM-SHA-512", {"sasl_username": "mallory"}, "authentication failed for 'mallory' by SCRAM-SHA-512"),
    ("BOTH", "SCRAM-SHA-512", {"sasl_password": "wrong"}, "authentication failed for 'alice'"),
    ("BOTH", "PLAIN", {}, "authentication failed: it does not take PLAIN"),
    ("SASL", None, {"security_protocol": "PLAINTEXT"}, "authentication failed: it ended the connection"),
    ("TLS", None, {"security_protocol": "PLAINTEXT", "ssl_cafile": None, "ssl_certfile": None, "ssl_keyfile": None, "ssl_password": None},
     "authentication failed: it ended the connection"),
    ("TLS", None, {"ssl_certfile": None, "ssl_keyfile": None, "ssl_password": None}, "TLS failed: it refused us"),
    ("TLS", None, {"ssl_cafile": "stranger.pem"}, "TLS failed: its certificate is not trusted"),
    ("BOTH", "SCRAM-SHA-512", {"ssl_cafile": "stranger.pem"}, "TLS failed: its certificate is not trusted"),
    ("ALIEN", None, {}, "TLS failed: IP address mismatch"),
    ("SASL", None, {"security_protocol": "SSL"}, "TLS failed"),
]  # fmt: skip


def options(guarded: Guarded, given: dict[str, Any]) -> dict[str, Any]:
    ca = given.get("ssl_cafile")
    return {**given, "ssl_cafile": guarded.certificates / ca} if ca else given


@pytest.mark.parametrize(("door", "mechanism", "given", "said"), REFUSED)
async def test_who_is_refused_is_told_why(
    door: str, mechanism: str | None, given: dict[str, Any], said: str, guarded: Guarded, own: dict[str, Any]
) -> None:  # fmt: skip
    chosen = guarded.settings(door, mechanism, **options(guarded, given), **own)
    with pytest.raises(Usage, match=f"^{guarded.address(door)}: {said}"):
        await create_topics(chosen)


async def test_a_certificate_of_another_name_passes_only_when_told(guarded: Guarded, own: dict[str, Any]) -> None:
    made = await create_topics(guarded.settings("ALIEN", ssl_check_hostname=False, **own))
    assert {topic.state for topic in made} == {"made"}


async def test_who_may_come_in_and_do_nothing_is_told_so(guarded: Guarded, own: dict[str, Any]) -> None:
    await create_topics(guarded.settings("SASL", "PLAIN", **own))
    reads = tail(guarded.settings("SASL", "PLAIN", sasl_username="bob", **own), [CLEAN])
    with pytest.raises(Usage, match="does not allow bob"):
        await anext(reads)


@pytest.mark.parametrize("command", [("feed",), ("watch", "alerts"), ("topics", "create"), ("up",), ("demo",), ("worker", "clean")])
def test_every_command_ends_with_2_and_says_that_authentication_failed(
    command: tuple[str, ...], guarded: Guarded, own: dict[str, Any], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    chosen = guarded.settings("SASL", "PLAIN", sasl_password=PASSWORD + "!", log_level="debug", **own)
    article = tmp_path / "a.txt"
    article.write_text("An article.")
    assert ended_with(monkeypatch, chosen, *command, *([str(article)] if command == ("feed",) else [])) == 2
    out, err = capfd.readouterr()
    assert "authentication failed for 'alice' by PLAIN" in err
    assert "Traceback" not in err
    assert_no_secret(out + err)


def test_doctor_and_config_show_say_no_secret(
    guarded: Guarded, own: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    chosen = guarded.settings("BOTH", "SCRAM-SHA-512", sasl_password=PASSWORD + "!", **own)
    assert ended_with(monkeypatch, chosen, "doctor") == 1
    assert ended_with(monkeypatch, chosen, "config", "show") == 0
    assert ended_with(monkeypatch, chosen, "config", "show", "--json") == 0
    out, err = capfd.readouterr()
    assert "authentication failed for 'alice'" in out.replace("\n", " ")
    assert "******" in out
    assert_no_secret(out + err)


def test_a_refused_worker_at_debug_says_why_and_no_secret(guarded: Guarded, own: dict[str, Any]) -> None:
    chosen = guarded.settings("SASL", "PLAIN", sasl_password=PASSWORD + "!", log_level="debug", **own)
    environment = {**os.environ, **chosen.environment()}
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-m", "streams", "worker", "clean"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    assert done.returncode == 2
    assert "\nstreams: " in done.stderr
    assert "authentication failed for 'alice' by PLAIN" in done.stderr
    assert_no_secret(done.stdout + done.stderr)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
def test_a_traceback_with_locals_shows_no_secret(mechanism: str, guarded: Guarded, own: dict[str, Any]) -> None:
    with pytest.raises(Usage) as caught:
        asyncio.run(create_topics(guarded.settings("SASL", mechanism, sasl_password=PASSWORD + "!", **own)))
    error: BaseException | None = caught.value
    told = ""
    while error is not None:  # what `from None` hides, some reporters show
        told += "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        error = error.__context__
    assert "settings = Settings(" in told
    assert_no_secret(told)
