"""`streams rules apply`, `remove`, `list`, `silence`: subscriptions on the topic, as a person puts them there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from streams.broker.subscriptions import read_topic, write
from streams.settings import Settings, settings
from streams.topics import CHANGES
from tests.commands.face import called
from tests.subscriptions.build import HEAD, alert, demo_alerts, place
from tests.subscriptions.test_folder import names, text
from tests.wire import put


def on_topic(chosen: Settings) -> list[str]:
    topic, _ = asyncio.run(read_topic(chosen))
    return names(topic.documents)


def test_what_is_applied_is_in_force_until_it_is_removed(on_broker: Settings, tmp_path: Path) -> None:
    (tmp_path / "iraq.yaml").write_text(text("iraq"))
    (tmp_path / "ukraine.yaml").write_text(text("ukraine", "UKR"))
    assert called("rules", "apply", str(tmp_path)).stdout == "iraq: in force\nukraine: in force\n"
    assert on_topic(on_broker) == ["iraq IRQ", "ukraine UKR"]
    listed = [orjson.loads(each) for each in called("rules", "list", "--json").stdout.splitlines()]
    assert listed[0] == {"name": "iraq", "from": "topic:iraq", "targets": ["webhook desk.example"]}
    assert called("rules", "remove", "iraq").stdout == "iraq: removed\n"
    assert on_topic(on_broker) == ["ukraine UKR"]
    result = called("rules", "remove", "iraq")
    assert "no document iraq; it holds: ukraine" in str(result.exception)


def test_nothing_is_applied_if_one_file_has_a_mistake(on_broker: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text("one"))
    (tmp_path / "b.yaml").write_text(text("two", "IRAQ"))
    found = called("rules", "apply", str(tmp_path))
    assert found.exit_code == 1
    assert "b.yaml:4:25: " in found.stdout
    assert on_topic(on_broker) == []


def test_a_name_that_is_in_force_from_another_document_is_refused(on_broker: Settings, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(text("desk"))
    assert called("rules", "apply", str(tmp_path / "a.yaml")).exit_code == 0
    found = called("rules", "apply", str(tmp_path / "b.yaml"))
    assert found.exit_code == 1
    assert "topic:b:2:1: `desk` is the name of a subscription of topic:a too" in found.stdout
    (tmp_path / "a.yaml").write_text(text("other"))
    assert called("rules", "apply", str(tmp_path)).exit_code == 0, "the name moves from one to the other"
    assert on_topic(on_broker) == ["desk IRQ", "other IRQ"]


def test_what_was_written_past_apply_and_is_refused_can_be_removed_and_is_refused_again(on_broker: Settings, tmp_path: Path) -> None:
    asyncio.run(write(on_broker, {"a": text("desk").encode(), "b": text("desk").encode(), "c": b"["}))
    listed = called("rules", "list")
    assert "topic:b:2:1: " in listed.stderr
    assert "topic:c:2:1: " in listed.stderr or "topic:c:1:" in listed.stderr
    (tmp_path / "b.yaml").write_text(text("desk"))
    assert called("rules", "apply", str(tmp_path)).exit_code == 1
    assert called("rules", "remove", "b", "c").exit_code == 0
    assert called("rules", "list").stderr == ""


def test_a_name_of_the_folder_is_refused_and_said_in_the_list(on_broker: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "a.yaml").write_text(text("desk"))
    assert called("rules", "apply", str(tmp_path / "a.yaml")).exit_code == 0
    (folder / "x.yaml").write_text(text("desk", "UKR"))
    monkeypatch.setenv("STREAMS_SUBSCRIPTIONS", str(folder))
    settings.cache_clear()
    result = called("rules", "apply", str(tmp_path / "a.yaml"))
    assert f"`desk` is in force from {folder / 'x.yaml'}" in str(result.exception)
    listed = called("rules", "list")
    assert "desk of the topic is not in force" in listed.stderr
    assert listed.stdout.splitlines()[1].split()[:2] == ["desk", str(folder / "x.yaml")]


def test_a_file_whose_name_is_no_name_of_a_document_is_refused(on_broker: Settings, tmp_path: Path) -> None:
    (tmp_path / "My desk.yaml").write_text(text("desk"))
    assert "is no name of a document" in str(called("rules", "apply", str(tmp_path)).exception)


def test_no_list_shows_more_of_an_address_than_its_host(on_broker: Settings, tmp_path: Path) -> None:
    webhooks = "{webhook: 'https://me@desk.example:8443/hidden?hidden'}, {webhook: '${DESK}'}"
    targets = f"[{webhooks}, {{notify: 'slack://hidden/hidden'}}, {{topic: desk.out}}]"
    (tmp_path / "a.yaml").write_text(text("desk").replace("[{webhook: 'https://desk.example'}]", targets))
    assert called("rules", "apply", str(tmp_path)).exit_code == 0
    for found in (called("rules", "list"), called("rules", "list", "--json")):
        assert "hidden" not in found.output
        assert all(each in found.stdout for each in ("webhook desk.example:8443", "notify slack", "webhook ${DESK}", "topic desk.out"))


# silences


def test_a_silence_is_made_listed_and_ended(on_broker: Settings) -> None:
    made = called(
        "rules", "silence", "add", "--for", "2h", "--country", "UKR", "--word", "drill", "--comment", "a \x1b[2Jdrill", "--creator", "anna"
    )
    assert made.exit_code == 0, made.output
    id = made.stdout.strip()
    (listed,) = (orjson.loads(each) for each in called("rules", "silence", "list", "--json").stdout.splitlines())
    assert (listed["id"], listed["state"], listed["creator"]) == (id, "active", "anna")
    assert listed["match"] == {"countries": ["UKR"], "words": {"any": ["drill"]}}
    shown = called("rules", "silence", "list").stdout
    assert id in shown
    assert "\x1b" not in shown
    assert called("rules", "silence", "expire", id).stdout == f"{id}: expired\n"
    assert called("rules", "silence", "list", "--json").stdout == ""
    assert orjson.loads(called("rules", "silence", "list", "--all", "--json").stdout)["state"] == "expired"
    assert "there is no silence" in str(called("rules", "silence", "expire", id).exception)


def test_a_silence_that_has_not_begun_is_removed_and_old_ones_go(on_broker: Settings) -> None:
    past = datetime.now(UTC) - timedelta(days=10)
    old = {
        "subscriptions": ["desk"],
        "start": past.isoformat(),
        "end": (past + timedelta(hours=1)).isoformat(),
        "creator": "a",
        "comment": "b",
    }
    asyncio.run(write(on_broker, {"silence/old": orjson.dumps(old)}))
    begin = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    made = called("rules", "silence", "add", "--from", begin, "--for", "1h", "--subscription", "desk", "--comment", "later")
    assert "it must stand in a folder" in made.stderr
    id = made.stdout.strip()
    assert [orjson.loads(each)["state"] for each in called("rules", "silence", "list", "--all", "--json").stdout.splitlines()] == [
        "pending"
    ]
    assert called("rules", "silence", "expire", id).exit_code == 0
    assert called("rules", "silence", "list", "--all", "--json").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--country", "UKR"), "give one of --for and --until"),
        (("--country", "UKR", "--for", "1h", "--until", "2026-12-01"), "give one of --for and --until"),
        (("--country", "UKR", "--until", "2020-01-01"), "it ends before it begins"),
        (("--country", "UA", "--for", "1h"), "did you mean `UKR`"),
        (("--for", "1h"), "it silences everything"),
        (("--country", "UKR", "--for", "60d"), "lasts longer than 30 days"),
        (("--country", "UKR", "--until", "soon"), "is no ISO 8601"),
    ],
    ids=str,
)
def test_a_silence_that_is_wrong_is_refused(arguments: tuple[str, ...], said: str) -> None:
    found = called("rules", "silence", "add", *arguments, "--comment", "x")
    assert found.exit_code != 0
    assert said in found.output + str(found.exception)


# the broker's alerts


def test_backtest_and_explain_read_the_broker_where_no_file_is_named(on_broker: Settings, tmp_path: Path) -> None:
    alerts = demo_alerts()
    keys = [each.id.encode() for each in alerts]
    asyncio.run(put(on_broker, [each.encode() for each in alerts], CHANGES, keys))
    asyncio.run(put(on_broker, [b"no alert"], CHANGES, [keys[1]]))
    file = tmp_path / "iraq.yaml"
    file.write_text(HEAD + "    match: {countries: [IRQ]}\n")
    found = called("rules", "backtest", str(file), "--since", "10d")
    assert found.stdout.splitlines()[-1] == "62 alerts, 7 messages of 1 subscriptions"
    assert "not an alert: " in found.stderr
    assert called("rules", "backtest", str(file), "--since", "3h").stdout.splitlines()[-1] == "7 alerts, 1 messages of 1 subscriptions"
    found = called("rules", "explain", str(file), "--incident", alerts[1].id)
    assert found.stdout.count("  desk: match") == 5
    assert "needs" not in found.output
    assert "--incident" in str(called("rules", "explain", str(file)).exception)


def test_backtest_takes_silences_as_the_list_prints_them(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(HEAD + "    match: {countries: [IRQ]}\n    digest: {every: 1h}\n")
    (tmp_path / "alerts.jsonl").write_bytes(b"\n".join(alert(id=id, place=place()).encode() for id in ("inc-1", "inc-2")))
    silence = {"id": "s1", "state": "expired", "match": {"countries": ["IRQ"]}, "start": "2026-03-14T11:00:00Z",
               "end": "2026-03-14T13:00:00Z", "creator": "anna", "comment": "a drill"}  # fmt: skip
    (tmp_path / "silences.jsonl").write_bytes(orjson.dumps(silence) + b"\n\n")
    call = ("rules", "backtest", str(tmp_path / "desk.yaml"), "--alerts", str(tmp_path / "alerts.jsonl"))
    (message,) = orjson.loads(called(*call, "--json").stdout)["messages"]
    assert [each["incident"] for each in message["digest"]] == ["inc-1", "inc-2"]
    assert (message["reason"], message["at"], message["more"]) == ("digest", "2026-03-14T13:00:00+00:00", 0)
    found = called(*call, "--silences", str(tmp_path / "silences.jsonl"))
    assert "desk: 2 revisions that match were silenced by s1" in found.stdout
    for broken in (b"{}", b"[]", b"no"):
        (tmp_path / "silences.jsonl").write_bytes(broken)
        assert called(*call, "--silences", str(tmp_path / "silences.jsonl")).exit_code != 0
