"""`streams doctor`: checks that everything is there that a run needs."""

from __future__ import annotations

import asyncio
import os
import platform
import time
from collections import Counter
from collections.abc import Callable

import click

from streams import __version__
from streams.commands.terminal import Terminal, Text
from streams.errors import StreamsError
from streams.settings import Settings, settings
from streams.visible import line


@click.command()
def doctor() -> None:
    """Check settings, state folder, broker, topics and language model; exit code 1 when something is wrong.

    The settings themselves: `streams config show`.
    """
    console = Terminal()
    chosen = settings()
    console.print(f"streams {__version__}, Python {platform.python_version()}, {chosen.children + 1} cores, {platform.system()}")
    origins = Counter(chosen.origin(name) for name in Settings.model_fields)
    console.print(_ok(f"settings: {origins['set']} set, {origins['file']} from files (`streams config show`)"))
    failed = False
    for subject, check in (("state folder", _state), ("broker and topics", _broker), ("language model", _model)):
        try:
            console.print(_ok(f"{subject}: {check()}"))
        except (StreamsError, OSError) as exc:
            failed = True
            console.print(Text().append("wrong", "red").append(line(f" {subject}: {exc}")))
    raise click.exceptions.Exit(1 if failed else 0)


def _ok(said: str) -> Text:
    return Text().append("ok", "green").append(line(f"    {said}"))


def _state() -> str:
    folder = settings().state
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} is not writable; set STREAMS_STATE to a folder that is")
    return str(folder)


def _broker() -> str:
    from streams.broker.admin import check_topics

    states = asyncio.run(check_topics(settings()))
    missing = [topic.name for topic in states if topic.state == "missing"]
    wrong = [f"{topic.name} {topic.state}" for topic in states if topic.state.startswith("wrong")]
    if wrong:
        raise StreamsError("; ".join(wrong))
    if missing:
        raise StreamsError(f"{settings().bootstrap} answers, but {len(missing)} topics are missing; run `streams topics create`")
    return f"{settings().bootstrap}, all {len(states)} topics as declared"


def _model() -> str:
    from streams.extract.model import load

    began: Callable[[], float] = time.perf_counter
    start = began()
    nlp = load(settings().model)
    names = [entity.text for entity in nlp("Floods struck Lagos on Monday, Nigerian officials said.").ents]
    if not names:
        raise StreamsError(f"model {settings().model or 'bundled'} finds no name in a plain sentence; train or install another")
    return f"{settings().model or 'bundled'}, loaded in {began() - start:.1f} s, finds {', '.join(names)}"
