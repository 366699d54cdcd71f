"""The commands: each helps, prints what it promises, and calls what is called wrongly by its name."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from streams import __version__
from streams.broker.log import read_back
from streams.cli import COMMANDS
from streams.messages import CONTRACTS, Relation, Verdict
from streams.settings import Settings, settings
from streams.topics import ARTICLES, DEAD_LETTERS, DUPLICATES, TOPICS
from tests.commands.face import called, ended
from tests.wire import put

TEXT = (
    "Three people were killed on Saturday when a bomb went off outside a police station in the city of Lyon, officials said. "
    "The blast broke windows in a dozen shops near the market square, and firemen carried eleven wounded to two hospitals."
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    result = called(command, "--help")
    assert result.exit_code == 0, result.output
    assert f"Usage: streams {command}" in result.output


def test_the_face_lists_every_command_and_its_version() -> None:
    listed = called("--help").output
    assert [command for command in COMMANDS if f"\n  {command} " not in listed] == []
    assert __version__ in called("--version").output


def test_topics_shows_the_wire_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_PREFIX", "mine-")
    output = called("topics").output
    assert [topic.name for topic in TOPICS if f"mine-{topic.name} " not in output] == []


def test_topics_create_says_what_is_there_and_what_is_wrong(
    on_broker: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    result = called("topics", "create")
    assert result.exit_code == 0
    assert result.output.splitlines() == [f"{on_broker.prefix}{topic.name}: there" for topic in TOPICS]
    monkeypatch.setenv("STREAMS_PARTITIONS", "5")
    settings.cache_clear()
    assert ended(monkeypatch, "topics", "create") == 2
    assert "partitions are fixed once a topic is made" in capsys.readouterr().err


def test_schemas_are_written_one_file_a_topic(tmp_path: Path) -> None:
    result = called("schemas", "--out", str(tmp_path / "made"))
    assert result.exit_code == 0
    found = {path.name.removesuffix(".schema.json"): orjson.loads(path.read_bytes())["$id"] for path in (tmp_path / "made").iterdir()}
    assert found == {topic: f"urn:newswire:{topic}:v1" for topic in CONTRACTS}


def test_one_schema_is_printed() -> None:
    assert orjson.loads(called("schemas", "alerts").output)["title"] == "Alert"
    assert set(orjson.loads(called("schemas").output)) == set(CONTRACTS)


def test_pipe_gives_a_line_for_each_line_and_the_account() -> None:
    good = orjson.dumps({"uri": "urn:a", "headline": "Lyon blast kills three", "text": TEXT})
    result = called("pipe", "--until", "clean", "--published", "2026-03-14", stdin=good + b"\n{broken\n" + good.replace(b"urn:a", b"urn:b"))
    assert result.exit_code == 0
    first, failed, second = map(orjson.loads, result.stdout.splitlines())
    assert (first["uri"], second["uri"]) == ("urn:a", "urn:b")
    assert first["published"] == "2026-03-14T00:00:00Z"
    assert (failed["line"], failed["error"]) == (2, "Malformed")
    assert result.stderr == "3 in = 2 cleaned, 1 dead letter: Malformed\n"


def test_what_pipe_wrote_pipe_reads() -> None:
    cleaned = called("pipe", "--until", "clean", stdin=orjson.dumps({"uri": "urn:a", "text": TEXT})).stdout_bytes
    result = called("pipe", "--from", "clean", "--until", "screen", stdin=cleaned)
    assert orjson.loads(result.stdout)["relation"]["kind"] == "new"
    assert result.stderr == "1 in = 1 published\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pipe", "--from", "events", "--until", "clean"), "--until clean comes before --from events"),
        (("pipe", "--published", "yesterday", "-"), "'yesterday' is no ISO 8601 date or time"),
        (("pipe", "nowhere.jsonl"), "nowhere.jsonl: no such file or folder"),
        (("pipe", "--until", "print"), "'print' is not one of"),
        (("feed",), "Missing argument"),
        (("eval", "all", "--data", "nowhere"), "--data: nowhere is no folder"),
        (("nosuch",), "No such command"),
    ],
)
def test_what_is_called_wrongly_ends_with_2_and_a_sentence(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert ended(monkeypatch, *arguments) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("command", [("feed",), ("watch", "alerts"), ("topics", "create")])
def test_without_a_broker_it_is_said_what_to_do(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    monkeypatch.setenv("STREAMS_BROKER", "127.0.0.1:1")
    article = tmp_path / "a.txt"
    article.write_text(TEXT)
    assert ended(monkeypatch, *command, *([str(article)] if command == ("feed",) else [])) == 2
    assert "no Kafka answers at 127.0.0.1:1" in capsys.readouterr().err


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("STREAMS_PARTITIONS", "none")
    assert ended(monkeypatch, "topics") == 2
    assert "streams: STREAMS_PARTITIONS: " in capsys.readouterr().err


def test_what_is_fed_is_on_the_topic(on_broker: Settings, tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    wire.write_bytes(b'{"uri":"urn:a"}\n{"uri":"urn:b"}\n')
    result = called("feed", str(wire))
    assert result.exit_code == 0, result.output
    assert f"2 articles fed to {on_broker.prefix}{ARTICLES.name} at {on_broker.bootstrap}" in result.stderr


def test_watch_gives_records_as_they_stand_on_the_topic(on_broker: Settings) -> None:
    relation = Relation(kind="exact", of="urn:a", story="s", score=1.0)
    verdicts = [Verdict(uri=f"urn:{n}", version="1", source=f"articles/0/{n}", relation=relation) for n in range(3)]
    asyncio.run(put(on_broker, [verdict.encode() for verdict in verdicts], DUPLICATES, [b"k"] * 3))
    result = called("watch", "duplicates", "--json", "--limit", "2")
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes.splitlines() == [verdict.encode() for verdict in verdicts[:2]]
    assert "urn:0" in called("watch", "duplicates", "--limit", "1").stdout


def test_watch_gives_dead_letters_with_their_key_and_bytes(on_broker: Settings) -> None:
    asyncio.run(put(on_broker, [b"poison-\xff"], DEAD_LETTERS, [b"k"]))
    result = called("watch", "dead-letters", "--json", "--limit", "1")
    assert orjson.loads(result.stdout) == {"key": "k", "value": "poison-�"}


def test_a_check_that_fails_ends_with_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("STREAMS_BROKER", "127.0.0.1:1")
    monkeypatch.setenv("STREAMS_MODEL", "nosuchmodel")
    assert ended(monkeypatch, "doctor") == 1


def test_the_asyncapi_document_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_PREFIX", "mine-")
    document = orjson.loads(called("schemas", "--asyncapi").stdout)
    assert {channel["address"] for channel in document["channels"].values()} == {f"mine-{topic.name}" for topic in TOPICS}


def test_a_kept_version_of_a_schema_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert orjson.loads(called("schemas", "alerts", "--version", "1.0").stdout)["$id"] == "urn:newswire:alerts:v1"
    assert ended(monkeypatch, "schemas", "alerts", "--version", "0.9") == 2
    assert "alerts has no version 0.9; there are 1.0" in capsys.readouterr().err
    assert called("schemas", "--keep").output == "0 contracts have changed\n"


def test_config_show_gives_value_origin_and_meaning_and_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    given = {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_USERNAME": "alice", "SASL_PASSWORD_FILE": str(tmp_path / "secret"), "MODEL": "[bold]m"}
    for name, value in given.items():
        monkeypatch.setenv(f"STREAMS_{name}", value)
    table = called("config", "show").output
    assert "hunter2" not in table
    assert "[bold]m" in table
    found = {option["variable"]: option for option in orjson.loads(called("config", "show", "--json").output)}
    assert [found[f"STREAMS_{name}"]["value"] for name in ("SASL_PASSWORD", "SSL_PASSWORD", "BATCH")] == ["******", None, 32]
    origins = [found[f"STREAMS_{name}"]["origin"] for name in ("SASL_PASSWORD", "SASL_USERNAME", "BATCH")]
    assert origins == ["file", "set", "default"]
    assert len(found) == len(Settings.model_fields)
    assert all(option["description"] for option in found.values())


@pytest.mark.parametrize("command", [("up", "--embedded"), ("demo",)])
def test_the_embedded_broker_is_not_behind_a_password(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    monkeypatch.setenv("STREAMS_SECURITY_PROTOCOL", "SSL")
    assert ended(monkeypatch, *command) == 2
    assert "the embedded broker knows neither passwords nor TLS" in capsys.readouterr().err


def test_feed_reads_all_files_before_it_sends_one(
    on_broker: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    good, bad, empty = tmp_path / "good.jsonl", tmp_path / "bad.rss", tmp_path / "empty.txt"
    good.write_bytes(b'{"uri":"urn:a"}\n')
    bad.write_text("{")
    empty.touch()
    assert ended(monkeypatch, "feed", str(good), str(bad), str(empty), "nowhere") == 2
    said = capsys.readouterr().err
    assert said.startswith(f"streams: nothing was fed: {bad}: not a feed that can be read")
    assert f"{empty}: there is no article in it; nowhere: no such file or folder" in said
    assert asyncio.run(stored(on_broker)) == []


def test_feed_that_is_stopped_says_how_many_are_in(on_broker: Settings, tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    wire.write_bytes(b"".join(b'{"uri":"urn:%d"}\n' % number for number in range(1000)))
    # a shell that runs the tests in the background has SIGINT ignored in all that it starts
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from streams.cli import main; main()"
    command = [sys.executable, "-c", heeding, "feed", "--rate", "5", str(wire)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while (fed := len(asyncio.run(stored(on_broker)))) == 0:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 130
    count = int(said.removeprefix("stopped: ").partition(" ")[0])
    assert f"stopped: {count} of 1000 articles are in {on_broker.prefix}articles" in said
    assert fed <= count <= len(asyncio.run(stored(on_broker))), "what was on its way may have come in unanswered"


async def stored(settings: Settings) -> list[bytes]:
    return [record.value async for record in read_back(settings, ARTICLES)]
