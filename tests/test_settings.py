"""Settings: from the environment, from files of secrets, and on to other processes; what is wrong is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from streams.errors import Usage
from streams.settings import Settings, embedded_address, misspelt, settings


@pytest.fixture(autouse=True)
def alone(bare: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_PARTITIONS", "3")
    monkeypatch.setenv("STREAMS_PREFIX", "a-")
    assert (settings().partitions, settings().prefix) == (3, "a-")


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(" kafka:9092\n")
    monkeypatch.setenv("STREAMS_BROKER_FILE", str(secret))
    assert settings().bootstrap == "kafka:9092"


def test_the_variable_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("5")
    monkeypatch.setenv("STREAMS_BATCH_FILE", str(secret))
    monkeypatch.setenv("STREAMS_BATCH", "7")
    assert settings().batch == 7


def test_a_secret_whose_file_is_not_there_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STREAMS_BROKER_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(Usage, match="STREAMS_BROKER_FILE"):
        settings()


@pytest.mark.parametrize(("name", "value"), [("STREAMS_PARTITIONS", "0"), ("STREAMS_BATCH", "many"), ("STREAMS_SESSION_SECONDS", "1")])
def test_a_bad_value_is_named_by_its_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Usage, match=f"^{name}: .*got '{value}'"):
        settings()


def test_another_process_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = Settings(
        broker="b:1", prefix="p-", partitions=2, state=tmp_path / "x", linger_seconds=0.25, model="m", clean_rules=(tmp_path / "r",)
    )
    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)
    assert settings() == chosen


def test_only_what_was_chosen_goes_to_another_process() -> None:
    assert Settings().environment() == {}


def test_the_state_folder_follows_the_machine(tmp_path: Path) -> None:
    assert settings().state == tmp_path / "newswire-streams"


def test_the_broker_that_left_a_note_is_found(tmp_path: Path) -> None:
    (tmp_path / "broker").write_text(f"{os.getpid()} 127.0.0.1:4711")
    assert Settings(state=tmp_path).bootstrap == "127.0.0.1:4711"
    assert Settings(state=tmp_path, broker="b:1").bootstrap == "b:1"


@pytest.mark.parametrize("note", [None, "", "garbage", "999999999 127.0.0.1:4711"])
def test_a_note_of_no_living_broker_is_ignored(note: str | None, tmp_path: Path) -> None:
    if note is not None:
        (tmp_path / "broker").write_text(note)
    assert embedded_address(tmp_path) is None
    assert Settings(state=tmp_path).bootstrap == "127.0.0.1:9092"


def test_there_is_at_least_one_child() -> None:
    assert settings().children >= 1
    assert Settings(processes=3).children == 3


SECRET = "hunter2-settings"


def behind_a_password(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    chosen = {"SECURITY_PROTOCOL": "SASL_PLAINTEXT", "SASL_USERNAME": "alice", "SASL_PASSWORD": SECRET, **more}
    for name, value in chosen.items():
        monkeypatch.setenv(f"STREAMS_{name}", value)


def test_a_secret_is_stars_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    behind_a_password(monkeypatch)
    chosen = settings()
    assert SECRET not in f"{chosen!r} {chosen} {chosen.model_dump()} {chosen.model_dump_json()}"
    assert chosen.sasl_password is not None
    assert chosen.sasl_password.get_secret_value() == SECRET


def test_a_secret_survives_the_way_to_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings(security_protocol="SASL_SSL", sasl_username="alice", sasl_password=SECRET, ssl_check_hostname=False)
    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)
    assert settings() == chosen


def test_a_secret_of_a_file_stays_in_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    behind_a_password(monkeypatch, SASL_PASSWORD="")  # as compose passes on what nobody set
    (tmp_path / "secret").write_text(SECRET + "\n")
    monkeypatch.setenv("STREAMS_SASL_PASSWORD_FILE", str(tmp_path / "secret"))
    chosen = settings()
    assert chosen.sasl_password is not None
    assert chosen.sasl_password.get_secret_value() == SECRET
    assert "STREAMS_SASL_PASSWORD" not in chosen.environment()
    again = Settings(**{**chosen.model_dump(exclude_unset=True), "broker": "b:1"})  # as `streams up --embedded` does
    assert "STREAMS_SASL_PASSWORD" not in again.environment()


def test_where_a_setting_comes_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "batch").write_text("5")
    monkeypatch.setenv("STREAMS_BATCH_FILE", str(tmp_path / "batch"))
    monkeypatch.setenv("STREAMS_PREFIX", "a-")
    assert [settings().origin(name) for name in ("batch", "prefix", "model")] == ["file", "set", "default"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SECURITY_PROTOCOL": "TLS"}, "STREAMS_SECURITY_PROTOCOL: Input should be 'PLAINTEXT', 'SSL'"),
        ({"SECURITY_PROTOCOL": "SASL_SSL"}, "STREAMS_SASL_USERNAME is not set and STREAMS_SECURITY_PROTOCOL is SASL_SSL"),
        ({"SECURITY_PROTOCOL": "SASL_SSL", "SASL_USERNAME": "a"}, "STREAMS_SASL_PASSWORD is not set"),
        ({"SASL_MECHANISM": "PLAIN"}, "STREAMS_SASL_MECHANISM is set and STREAMS_SECURITY_PROTOCOL is PLAINTEXT"),
        ({"SASL_USERNAME": "a"}, "STREAMS_SASL_USERNAME is set and"),
        ({"SASL_PASSWORD": SECRET}, "STREAMS_SASL_PASSWORD is set and"),
        ({"SECURITY_PROTOCOL": "SSL", "SASL_PASSWORD": SECRET}, "STREAMS_SASL_PASSWORD is set and STREAMS_SECURITY_PROTOCOL is SSL"),
        ({"SSL_CAFILE": "/ca.pem"}, "STREAMS_SSL_CAFILE is set and STREAMS_SECURITY_PROTOCOL is PLAINTEXT"),
        ({"SECURITY_PROTOCOL": "SSL", "SSL_KEYFILE": "/key.pem"}, "STREAMS_SSL_KEYFILE is set and STREAMS_SSL_CERTFILE is not"),
        ({"SECURITY_PROTOCOL": "SSL", "SSL_PASSWORD": SECRET}, "STREAMS_SSL_PASSWORD is set and STREAMS_SSL_CERTFILE is not"),
        ({"SASL_MECHANISM": "GSSAPI"}, "STREAMS_SASL_MECHANISM: Input should be 'PLAIN'"),
        ({"BROKER": f"kafka://alice:{SECRET}@kafka:9092"}, "STREAMS_BROKER takes host:port"),
        ({"BROKER": f"alice:{SECRET}@kafka:9092"}, "STREAMS_BROKER takes host:port"),
        ({"BROKER": "kafka:nine"}, "STREAMS_BROKER takes host:port"),
    ],
)
def test_what_does_not_go_together_is_named_and_no_secret_said(
    given: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"STREAMS_{name}", value)
    with pytest.raises(Usage, match=f"^{said}") as caught:
        settings()
    assert SECRET not in str(caught.value)


def test_a_file_of_a_secret_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("STREAMS_SASL_PASSWORD_FILE", str(tmp_path / "secret"))
    with pytest.raises(Usage, match=r"^STREAMS_SASL_PASSWORD_FILE: .* is not UTF-8 text"):
        settings()


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("STREAMS_PARTITONS", "STREAMS_PARTITONS is no setting and does nothing: did you mean STREAMS_PARTITIONS?"),
        ("STREAMS_SASL_PASWORD_FILE", "STREAMS_SASL_PASWORD_FILE is no setting and does nothing: did you mean STREAMS_SASL_PASSWORD_FILE?"),
        ("STREAMS_XYZZY", "STREAMS_XYZZY is no setting and does nothing: `streams config show` lists them"),
    ],
)
def test_a_variable_that_is_no_setting_is_said(
    variable: str, said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    monkeypatch.setenv(variable, "1")
    settings()
    assert caplog.messages == [said]


@pytest.mark.parametrize(
    "variable", ["STREAMS_BROKER", "STREAMS_BROKER_FILE", "streams_batch", "STREAMS_KAFKA_PORT", "STREAMS_X_SERVICE_HOST", "PATH"]
)
def test_other_variables_are_none_of_ours(variable: str) -> None:
    assert list(misspelt([variable])) == []


@pytest.mark.parametrize(
    ("value", "like"),
    [("/a/b, /c", '["/a/b", "/c"]'), ("[/a]", '["/a"]'), ("'/a'", '["/a"]'), ("3", '["3"]'), ("[3]", '["3"]'), ('{"a": 1}', "")],
)
def test_a_list_without_brackets_is_shown_as_one(value: str, like: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_CLEAN_RULES", value)
    with pytest.raises(Usage) as caught:
        settings()
    assert f"STREAMS_CLEAN_RULES takes a JSON list, such as {like}" in str(caught.value)


def test_a_list_is_read_from_its_variable_and_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "origins").write_text('["https://a.example"]\n')
    monkeypatch.setenv("STREAMS_SERVE_ORIGINS_FILE", str(tmp_path / "origins"))
    monkeypatch.setenv("STREAMS_CLEAN_RULES", '["/a", "/b"]')
    assert settings().serve_origins == ("https://a.example",)
    assert settings().clean_rules == (Path("/a"), Path("/b"))
