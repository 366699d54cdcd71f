"""No command lets what comes from outside reach the terminal as it stands. A new command needs an entry in `CALLS`, or the test fails."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
import pytest

import streams.commands
from streams.alert.held import HELD, HeldArticle
from streams.cli import COMMANDS
from streams.cli import streams as face
from streams.errors import Malformed, Poison
from streams.messages import Alert, EventArticle, Judged, Judgement, Verdict, Wire
from streams.pipeline.record import Record
from streams.pipeline.runner import AlertedArticle, Runner
from streams.pipeline.shell import dead_letter
from streams.settings import Settings
from streams.topics import (
    ALERTS,
    ARTICLES,
    CLEAN,
    DEAD_LETTERS,
    DELIVERIES,
    DUPLICATES,
    EVENTS,
    FEED_SOURCES,
    INCIDENTS,
    JUDGEMENTS,
    SCREENED,
    SUBSCRIPTIONS,
)
from tests.alert.build import article, event
from tests.audit.wire import value
from tests.commands.face import ended
from tests.wire import commit, put

OWNED = "\x1b]0;owned\x07\x1b[2J\x9b31m\r3 published\n5 lost\x08\x7f\x85\u202egnp\u2067x\u200b\u2060\ufeff\u2028z"
"""A text that sets the title, clears the screen, goes back over the line, turns it about, hides, and passes for lines of our own."""
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]")
LIE = re.compile(r"^\s*(?:3 published|5 lost)", re.M)
TEXT = (
    "LYON, March 14 (Reuters) - Three people were killed on Saturday when a bomb went off outside a police station in the city of Lyon, "
    "officials said. The blast broke windows in a dozen shops near the market square, and firemen carried eleven wounded to two hospitals. "
    "Nobody claimed the attack, and the mayor, Jean Morel, asked residents to stay at home until the streets had been searched."
)
NAME = "a\x1b]0;owned\x07\u202e.jsonl"
RULES = "a\x1b]0;owned\x07\u202e.yaml"
BODIES = ("trace", "clean", "dlq show")
"""The commands that show whole texts, whose lines are lines."""
KINDS = ("alerts", "events", "duplicates", "judgements", "dead-letters")
DOCUMENTS = ("audit", "config show", "eval", "status")
"""The commands whose --json is one document, on several lines."""
JSON = ((), ("--json",))
FEED = "https://rhone.example/feed"

CALLS: dict[str, list[tuple[str, ...]] | str] = {
    "demo": "shows alerts of its own wire, through the views that `watch` is tested with",
    "up": "says what it started; what its workers log: tests/test_logs.py",
    "worker": "only logs: tests/test_logs.py",
    "broker": "prints its address",
    "topics": "prints what is declared",
    "topics create": "prints what is declared",
    "topics repartition": [("topics", "repartition", OWNED), ("topics", "repartition", "1")],
    "topics keep": [("topics", "keep", OWNED, "7d"), ("topics", "keep", "articles", OWNED)],
    "schemas": "prints what is declared",
    "model prepare": "reads the training data of developers",
    "model train": "reads the training data of developers",
    "model package": "reads the training data of developers",
    "model evaluate": "reads the training data of developers",
    "feed": [("feed", NAME), ("feed", "no" + NAME), ("feed", "bad\x1b.xml")],
    "feeds add": [("feeds", "add", OWNED), ("feeds", "add", FEED, "--name", OWNED), ("feeds", "add", FEED, "--every", OWNED)],
    "feeds remove": [("feeds", "remove", OWNED), ("feeds", "remove", FEED)],
    "feeds list": [("feeds", "list"), ("feeds", "list", "--json")],
    "feeds check": [("feeds", "check", OWNED), ("feeds", "check", "http://127.0.0.1:1/\u202e")],
    "feeds export": [("feeds", "export")],
    "feeds import": [("feeds", "import", NAME), ("feeds", "import", "bad\x1b.xml"), ("feeds", "import", "list\x1b.opml")],
    "watch": [("watch", kind, "--limit", "2", *json) for kind in KINDS for json in JSON],
    "status": [("status",), ("status", "--json")],
    "audit": [("audit", "--patience", "0"), ("audit", "--patience", "0", "--json")],
    "dlq list": [("dlq", "list"), ("dlq", "list", "--json"), ("dlq", "list", "--id", OWNED)],
    "dlq show": [("dlq", "show", "LETTER"), ("dlq", "show", OWNED)],
    "dlq redrive": [("dlq", "redrive"), ("dlq", "redrive", "--yes")],
    "dlq drop": [("dlq", "drop"), ("dlq", "drop", "--id", OWNED)],
    "backup": [("backup", NAME), ("backup", "saved" + NAME)],
    "restore": [("restore", "no" + NAME), ("restore", "saved" + NAME)],
    "recode": [
        ("recode", "--from", "articles.entities", "--since", OWNED),
        ("recode", "--from", OWNED, "--since", "2026-01-01"),
        ("recode", "--from", "articles.entities", "--since", "2026-01-01"),
    ],
    "held list": [("held", "list"), ("held", "list", "--json")],
    "held release": [("held", "release", OWNED)],
    "held drop": [("held", "drop", OWNED)],
    "clean": [("clean", "--explain", NAME), ("clean", "--explain", "no" + NAME)],
    "clean learn": [("clean", "learn", NAME, "--topic", "--name", OWNED, "--version", "1", "--out", "out" + NAME)],
    "trace": [("trace", NAME), ("trace", "--json", NAME), ("trace", "no" + NAME), ("trace", "--published", OWNED, NAME)],
    "screen": [("screen", NAME), ("screen", "--explain", NAME), ("screen", "--explain", "dropped" + NAME)],
    "detect": [("detect", NAME), ("detect", "--explain", NAME), ("detect", "no" + NAME)],
    "alert": [("alert", NAME), ("alert", "--explain", NAME), ("alert", "--explain", NAME, NAME), ("alert", "no" + NAME)],
    "extract": [("extract", NAME), ("extract", "--explain", NAME), ("extract", "--html", NAME), ("extract", "no" + NAME)],
    "rules lint": [("rules", "lint", RULES), ("rules", "lint", "bad" + RULES), ("rules", "lint", "no" + RULES)],
    "rules test": [("rules", "test", RULES), ("rules", "test", "bad" + RULES)],
    "rules explain": [
        ("rules", "explain", RULES, "--alerts", "alerts.jsonl"),
        ("rules", "explain", RULES, "--alerts", "no" + NAME),
        ("rules", "explain", RULES, "--alerts", "alerts.jsonl", "--name", OWNED),
    ],
    "rules backtest": [("rules", "backtest", RULES, "--alerts", "alerts.jsonl", *json) for json in JSON],
    "rules apply": [("rules", "apply", RULES), ("rules", "apply", "bad" + RULES), ("rules", "apply", "no" + RULES)],
    "rules remove": [("rules", "remove", OWNED)],
    "rules list": [("rules", "list")],
    "rules silence add": [
        ("rules", "silence", "add", "--for", "1h", "--subscription", OWNED, "--comment", OWNED, "--creator", OWNED),
        ("rules", "silence", "add", "--for", OWNED, "--country", OWNED, "--comment", "x"),
    ],
    "rules silence list": [("rules", "silence", "list", "--all", *json) for json in JSON],
    "rules silence expire": [("rules", "silence", "expire", OWNED)],
    "deliver list": [("deliver", "list"), ("deliver", "list", "--messages")],
    "deliver show": [("deliver", "show", OWNED)],
    "deliver retry": [("deliver", "retry", OWNED), ("deliver", "retry", "--subscription", OWNED)],
    "serve": "prints its address; what it answers: tests/board",
    "serve key": [("serve", "key", OWNED)],
    "pipe": [("pipe", NAME), ("pipe", "--from", "events", "hostile.jsonl"), ("pipe", "--until", OWNED)],
    "eval": [
        ("eval", "clean", "--data", OWNED),
        ("eval", "judgements"),
        ("eval", "judgements", "--judgements", "alerts.jsonl", "--json"),
        ("eval", "judgements", "--judgements", OWNED),
    ],
    "config show": [("config", "show"), ("config", "show", "--json")],
    "doctor": [("doctor",)],
}


def paths(command: click.Command, name: str = "") -> Iterator[str]:
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield name
    if isinstance(command, click.Group):
        for below in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), below)
            assert found is not None
            yield from paths(found, f"{name} {below}".strip())


def test_every_command_has_its_entry() -> None:
    assert set(paths(face)) == set(CALLS)
    assert {name.split()[0] for name in CALLS} == set(COMMANDS)


def hostile(message: Wire) -> bytes:
    """Return the message with `OWNED` behind every string that its contract leaves open."""
    document: Any = orjson.loads(message.encode())

    def strings(node: Any) -> Iterator[tuple[Any, Any]]:
        for name, below in list(node.items() if isinstance(node, dict) else enumerate(node)):
            if isinstance(below, str):
                yield node, name
            elif isinstance(below, dict | list):
                yield from strings(below)

    for node, name in list(strings(document)):
        before = node[name]
        node[name] = before + OWNED
        try:
            type(message).check(document)
        except Poison:
            node[name] = before
    return orjson.dumps(document)


@pytest.fixture(scope="module")
def story() -> AlertedArticle:
    """Return an article that has gone through all stages, with an alert."""
    (found,) = Runner(Settings()).run([orjson.dumps({"uri": "urn:a", "headline": "Lyon blast kills three", "text": TEXT})])
    assert isinstance(found, AlertedArticle)
    assert found.alerts
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, story: AlertedArticle) -> Path:
    """Write files with hostile articles and names into a folder, which becomes the working folder; return it."""
    monkeypatch.chdir(tmp_path)
    head = {
        "uri": "urn:" + OWNED,
        "headline": "Blast kills three " + OWNED,
        "publisher": OWNED,
        "by": OWNED,
        "keywords": [OWNED],
        "x" + OWNED: 1,
    }
    items = [head | {"text": TEXT + OWNED}, head | {"uri": "urn:b" + OWNED, "text": TEXT.replace("Three", "Nine") + OWNED}]
    lines = [*map(orjson.dumps, items), b'{"uri": "' + OWNED.encode().replace(b"\n", b""), orjson.dumps(head | {"text": ""})]
    Path(NAME).write_bytes(b"\n".join(lines))
    other = [{"uri": "urn:c" + OWNED, "text": "Des hommes armés ont tué douze soldats dans le nord du Mali vendredi. " * 3}, items[0]]
    Path("dropped" + NAME).write_bytes(b"\n".join(map(orjson.dumps, other)))
    Path("bad\x1b.xml").write_text(f"<rss version='2.0'><channel><title>{OWNED}</nothing>")
    attribute = OWNED.replace("\x1b", "").replace("\x07", "").replace("\x08", "")
    Path("list\x1b.opml").write_text(f'<opml><body><outline text="{attribute}" xmlUrl="{attribute}"/></body></opml>')
    Path("hostile.jsonl").write_bytes(hostile(EventArticle.decode(story.encode())) + b"\n" + OWNED.encode().replace(b"\n", b""))
    Path("alerts.jsonl").write_bytes(hostile(story.alerts[0]) + b"\n" + OWNED.encode().replace(b"\n", b""))
    quoted = json.dumps(OWNED)  # the escapes of JSON are those of YAML
    fields = (
        f"match: {{words: {{any: [{quoted}]}}, actors: [{quoted}]}}",
        "where: headline == 'x'",
        "deliver: [{topic: a}]",
        f"examples: [{{file: {quoted}, expect: match}}]",
    )
    rules = "subscriptions:\n  - name: a\n" + "".join(f"    {field}\n" for field in fields)
    Path(RULES).write_text(rules)
    Path("bad" + RULES).write_text(rules.replace("topic", quoted).replace("name: a", f"name: {quoted}").replace("match", quoted))
    return tmp_path


@pytest.fixture
def wire(on_broker: Settings, folder: Path, story: AlertedArticle, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Put hostile records on the topics, as another program might write them; return the position of a dead letter."""
    key, rules = OWNED.encode(), Path(RULES).read_bytes()
    unruly = "".join(letter for letter in OWNED if unicodedata.category(letter) != "Cc")  # a silence takes no control characters
    verdict = Verdict(uri="urn:a", version="1", source="articles/0/0", relation=story.relation)
    said = Judged(headline="Blast", type="ASSAULT", evidence="A blast.", evidence_uri="urn:a")
    judgement = Judgement(
        alert="inc-1", revision=1, field="type", verdict="wrong", value="CRIME", comment="x", reader="desk", at=datetime.now(UTC), said=said
    )

    async def fill() -> str:
        for topic, message in (
            (ALERTS, story.alerts[0]),
            (EVENTS, EventArticle.decode(story.encode())),
            (DUPLICATES, verdict),
            (JUDGEMENTS, judgement),
        ):
            await put(on_broker, [hostile(message), OWNED.encode()], topic, [key, key])
        record = Record(on_broker.prefix + SCREENED.name, 0, 7, key, key, 1.0, ((OWNED, key), ("source", key)))
        letters = [dead_letter("extract", record, Malformed(OWNED, field=OWNED))]
        foreign = {name: (value or b"") + key for name, value in letters[0].headers}
        letters.append(letters[0].__class__(DEAD_LETTERS, key, key, tuple(foreign.items())))
        positions = [(await put(on_broker, [out.value], DEAD_LETTERS, [key], out.headers))[0] for out in letters]
        (source,) = await put(on_broker, [b"raw"], ARTICLES, [key])
        await commit(on_broker, "clean", source)
        await put(on_broker, [value(source)], CLEAN, [key], (("source", source.encode()),))
        plain = article(OWNED, event(OWNED), headline=OWNED, publisher=OWNED, hold=OWNED)
        waiting = HeldArticle.check({**plain.model_dump(), "since": datetime(2026, 3, 14, tzinfo=UTC)})
        await put(on_broker, [waiting.encode()], INCIDENTS, [HELD.encode() + key])
        document, state = (
            {"address": FEED, "name": OWNED},
            {"error": OWNED, "title": OWNED, "said": [OWNED], "language": OWNED, "moved": OWNED},
        )
        values = [orjson.dumps(each) for each in (document, state)]
        await put(on_broker, values, FEED_SOURCES, [f"source/{FEED}".encode(), f"state/{FEED}".encode()])
        hours = {"start": "2026-03-14T12:00:00Z", "end": "2026-03-15T12:00:00Z"}
        silence = {"subscriptions": [unruly], "creator": unruly, "comment": unruly, **hours}
        documents = {b"desk": rules, key: OWNED.encode(), b"silence/a": orjson.dumps(silence), b"silence/" + key: b"{"}
        await put(on_broker, list(documents.values()), SUBSCRIPTIONS, list(documents))
        await put(on_broker, [key, key], DELIVERIES, [key, b"outbox/" + key])
        return positions[0].removeprefix(f"{DEAD_LETTERS.name}/")

    monkeypatch.setenv("STREAMS_CLEAN_RULES", "")
    return {"LETTER": asyncio.run(fill())}


CASES = [(name, call) for name, calls in CALLS.items() if not isinstance(calls, str) for call in calls]


@pytest.mark.parametrize(("name", "call"), CASES, ids=[ascii(" ".join(call))[1:60] for _, call in CASES])
def test_nothing_from_outside_steers_the_terminal(
    name: str, call: tuple[str, ...], wire: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:  # fmt: skip
    if name == "doctor":
        monkeypatch.setenv("STREAMS_MODEL", "no" + OWNED)
    if name == "config show":
        monkeypatch.setenv("STREAMS_MODEL", OWNED)
    ended(monkeypatch, *(wire.get(word, word) for word in call))
    out, err = (said.decode() for said in capsysbinary.readouterr())
    assert out + err
    assert RAW.findall(out + err) == []
    assert name in BODIES or LIE.findall(out + err) == []
    if "--json" in call and out:
        documents = [out] if name in DOCUMENTS else out.splitlines()[:1]
        assert all(isinstance(orjson.loads(part), dict | list) for part in documents)


def test_a_json_record_means_what_stands_on_the_topic(
    wire: dict[str, str], story: AlertedArticle, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:  # fmt: skip
    ended(monkeypatch, "watch", "alerts", "--json", "--limit", "1")
    shown = capsysbinary.readouterr().out
    assert Alert.decode(shown) == Alert.decode(hostile(story.alerts[0]))
    assert OWNED in Alert.decode(shown).headline
    assert b"\\u202e" in shown


def test_bytes_as_they_came_go_to_a_file_and_not_to_a_terminal(
    wire: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:  # fmt: skip
    ended(monkeypatch, "dlq", "show", wire["LETTER"], "--raw")
    assert capsysbinary.readouterr().out == OWNED.encode()
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True)
    assert ended(monkeypatch, "dlq", "show", wire["LETTER"], "--raw") == 2
    told = capsysbinary.readouterr()
    assert told.out == b""
    assert b"not for a terminal" in told.err


@pytest.mark.parametrize(
    "call",
    [
        ("trace",),
        ("clean", "--explain"),
        ("extract", "--explain"),
        ("detect", "--explain"),
        ("alert", "--explain"),
        ("screen", "--explain"),
    ],
    ids=" ".join,
)
def test_on_a_terminal_only_our_own_colours_are_sent(call: tuple[str, ...], folder: Path) -> None:
    told, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-m", "streams", *call, NAME], env=environment, stdout=terminal, stderr=terminal)
    os.close(terminal)
    said = b""
    try:
        while part := os.read(told, 65536):
            said += part
    except OSError:  # the other side is closed
        pass
    finally:
        os.close(told)
        process.wait()
    shown = said.decode().replace("\r\n", "\n")
    assert re.search("\x1b\\[[0-9;]*m", shown)
    assert RAW.findall(re.sub("\x1b\\[[0-9;]*m", "", shown)) == []


ROOM = Path(streams.commands.__file__).parent
OWN = {"output.py", "terminal.py"}
"""The two files of commands that print."""
FOREIGN = {
    "broker/embedded.py": "prints its own address",
    "evaluation/model/child.py": "prints figures for its parent",
    "logs.py": "writes tracebacks, made visible",
    "cli.py": "closes standard error behind a broken pipe",
}
"""The files outside of the commands that write to standard output or error, and why they may."""


PRINTING = ("click", "sys", "rich", "rich.console", "rich.text", "rich.markup", "rich.pretty")


def ways_out(path: Path) -> list[str]:
    """Return each line in a file that prints by other means than output.py and terminal.py."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in (
            "click.echo", "click.secho", "click.style", "click.confirm", "click.prompt", "click.echo_via_pager",
            "sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__", "Text.from_markup", "Text.from_ansi", "os.write",
        ):  # fmt: skip
            found.append(f"{node.lineno} of {path.name} {ast.unparse(node)}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            found.append(f"{node.lineno} of {path.name} print")
        if isinstance(node, ast.ImportFrom) and node.module in PRINTING:
            names = {name.name for name in node.names} - {"Group", "RenderableType", "box", "intern"}
            found += [f"{node.lineno} of {path.name} {node.module}.{name}" for name in sorted(names)]
        if isinstance(node, ast.Import):
            found += [f"{node.lineno} of {path.name} {name.name}" for name in node.names if name.name.startswith("rich")]
    return found


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_commands_print_through_the_two_files_for_it(path: Path) -> None:
    said = [way for way in ways_out(path) if not way.endswith(("audit.py sys.stderr", "recode.py sys.stderr"))]  # if it is a terminal
    assert path.name in OWN or said == []


def test_no_other_file_prints() -> None:
    package = ROOM.parent
    files = [path for path in sorted(package.rglob("*.py")) if path.parent != ROOM and "recipe" not in path.parts]
    printing = {str(path.relative_to(package)) for path in files if ways_out(path)}
    assert printing == set(FOREIGN)
