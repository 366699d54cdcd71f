"""`streams rules`: what a person sees who writes subscriptions."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.commands.face import called
from tests.subscriptions.build import DEMO, HEAD, ROOT

SHIPPED = str(ROOT / "deploy" / "subscriptions")
IRAQ = HEAD + "    match: {countries: [IRQ]}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.yaml"


def test_lint_names_each_mistake_and_fails(file: Path) -> None:
    file.write_text(IRAQ.replace("IRQ", "IRAQ") + "    group_wait: 5\n")
    found = called("rules", "lint", str(file))
    assert found.exit_code == 1
    first, second, last = found.stdout.splitlines()
    assert first.startswith(f"{file}:4:25: subscriptions[0].match.countries[0]: `IRAQ` is not the code of a country; did you mean `IRQ`")
    assert second.startswith(f"{file}:5:17: subscriptions[0].group_wait: ")
    assert last == "0 subscriptions in 0 files are sound, 2 mistakes in 1 files"


def test_lint_reads_a_folder_and_knows_names_that_stand_in_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(IRAQ)
    (tmp_path / "b.yml").write_text(IRAQ)
    (tmp_path / "notes.txt").write_text("no subscription")
    found = called("rules", "lint", str(tmp_path))
    assert found.exit_code == 1
    assert "b.yml:2:1: `desk` is the name of a subscription of" in found.stdout
    (tmp_path / "b.yml").write_text(IRAQ.replace("name: desk", "name: other"))
    assert called("rules", "lint", str(tmp_path)).stdout == "2 subscriptions in 2 files are sound, 0 mistakes in 0 files\n"


def test_what_is_shipped_passes_lint_and_test() -> None:
    assert called("rules", "lint", SHIPPED).exit_code == 0
    found = called("rules", "test", SHIPPED)
    assert (found.exit_code, found.stdout) == (0, "20 examples, 0 failed\n")


def test_an_example_that_fails_says_why(file: Path) -> None:
    examples = """    examples:
      - {alert: {place: {name: Kyiv, country: UKR}}, expect: match}
      - {file: none.jsonl, expect: match}
      - {file: one.jsonl, record: 9, expect: match}
      - {file: /dev/zero, expect: match}
      - {alert: {place: {name: Basra, country: IRQ}}, expect: match}
"""
    file.write_text(IRAQ + examples)
    (file.parent / "one.jsonl").write_bytes(DEMO.read_bytes().splitlines()[0])
    found = called("rules", "test", str(file))
    assert found.exit_code == 1
    first, second, third, fourth, last = found.stdout.splitlines()
    assert first == f"{file}:6:9: desk: expected match, found no match: countries: UKR is not among IRQ"
    assert "none.jsonl cannot be read" in second
    assert "one.jsonl has fewer than 9 alerts" in third
    assert "/dev/zero cannot be read: $: not a regular file" in fourth
    assert last == "5 examples, 4 failed"


def test_explain_says_each_condition(file: Path) -> None:
    file.write_text(IRAQ)
    found = called("rules", "explain", str(file), "--alerts", str(DEMO), "--incident", "inc-f295c31a4453572e749628e7", "--name", "desk")
    assert found.exit_code == 0
    assert "Bomb kills at least nine at market in Iraq's Kirkuk" in found.stdout
    assert found.stdout.count("  desk: match") == 5
    assert "    yes  countries: IRQ is among IRQ" in found.stdout
    assert called("rules", "explain", str(file), "--alerts", str(DEMO), "--name", "other").exit_code != 0


def test_backtest_counts_messages_by_day(file: Path) -> None:
    file.write_text(IRAQ)
    found = called("rules", "backtest", str(file), "--alerts", str(DEMO))
    assert found.exit_code == 0
    assert found.stdout.splitlines()[1].split() == ["desk", "8", "3", "7", "2026-03-14:", "7"]
    assert found.stdout.splitlines()[-1] == "62 alerts, 7 messages of 1 subscriptions"


def test_backtest_gives_json_and_takes_standard_input_in_each_form(file: Path) -> None:
    file.write_text(IRAQ)
    alerts = DEMO.read_bytes().splitlines()
    lines = [
        alerts[1],
        b'{"uri": "urn:a", "alerts": [' + alerts[4] + b"]}",
        b'{"released": [' + alerts[17] + b"]}",
        b'{"line": 4, "error": "Empty", "message": "nothing left", "field": "text"}',
        b"",
        b"no json",
    ]
    found = called("rules", "backtest", str(file), "--alerts", "-", "--json", stdin=b"\n".join(lines))
    assert found.exit_code == 0
    told = orjson.loads(found.stdout)
    assert (told["subscription"], told["alerts"], told["incidents"], told["days"]) == ("desk", 3, 1, {"2026-03-14": 3})
    assert [(each["revision"], each["reason"]) for each in told["messages"]] == [(1, "new"), (2, "severity"), (3, "toll")]
    assert "-:6: not an alert" in found.stderr


def test_since_counts_back_from_the_newest_alert(file: Path) -> None:
    file.write_text(IRAQ)
    found = called("rules", "backtest", str(file), "--alerts", str(DEMO), "--since", "3h")
    assert found.stdout.splitlines()[-1] == "7 alerts, 1 messages of 1 subscriptions"
    assert called("rules", "backtest", str(file), "--alerts", str(DEMO), "--since", "yesterday").exit_code == 2


def test_an_expression_that_fails_is_told(file: Path) -> None:
    file.write_text(HEAD + "    where: 1 / (killed - 9) > 0\n")
    found = called("rules", "backtest", str(file), "--alerts", str(DEMO))
    assert "desk: `where` failed on 1 alerts, which is no match: INVALID_ARGUMENT: divide by zero" in found.stdout


@pytest.mark.parametrize("command", ["test", "explain", "backtest"])
def test_a_broken_file_is_never_run(command: str, file: Path) -> None:
    file.write_text(IRAQ.replace("IRQ", "IRAQ"))
    found = called("rules", command, str(file), *(("--alerts", str(DEMO)) if command != "test" else ()))
    assert found.exit_code == 1
    assert "did you mean `IRQ`" in found.stdout


def test_a_file_or_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        assert called("rules", "lint", str(path)).exit_code != 0


def test_no_address_is_ever_shown(file: Path) -> None:
    file.write_text(IRAQ.replace("https://desk.example", "https://desk.example/hooks/hidden"))
    alerts = ("--alerts", str(DEMO))
    for call in (("lint",), ("test",), ("explain", *alerts), ("backtest", *alerts), ("backtest", *alerts, "--json")):
        assert "hidden" not in called("rules", call[0], str(file), *call[1:]).output
