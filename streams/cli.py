"""The face: `streams COMMAND`. Commands live in streams/commands/, one file a subject; they import what they need when they run."""

from __future__ import annotations

import importlib
import io
import logging
import sys

import click

from streams import __version__, logs
from streams.commands.output import body, say
from streams.errors import Poison, Usage

COMMANDS = {
    "demo": ("demo", "Feed an invented wire through all five stages and show the alerts, then the account."),
    "up": ("run", "Run all five stages on this machine."),
    "worker": ("run", "Run one stage."),
    "broker": ("run", "Run the embedded broker, for trial and tests."),
    "topics": ("topics", "Print the topics, or make them."),
    "feed": ("feed", "Put articles on the wire: JSONL, text, HTML, a feed document, a folder, or standard input."),
    "feeds": ("feeds", "List, add, remove and check the feeds, sitemaps and folders that are polled."),
    "watch": ("watch", "Follow alerts, events, duplicates or dead letters."),
    "status": ("status", "Show for each stage its workers, what waits and what it did last; exit code 1 when something is ill."),
    "audit": ("audit", "Prove that every article has exactly one outcome; name those that have none, two, or stand still."),
    "dlq": ("dlq", "List, show, redrive or drop dead letters."),
    "backup": ("backup", "Write what the topics hold into a folder, the workers at work or not."),
    "restore": ("backup", "Put a backup into an empty cluster, every record at its offset."),
    "recode": ("recode", "Make events and alerts again from stored entities, with the present rules."),
    "held": ("held", "List, release or drop articles that wait under an embargo, or for a person."),
    "clean": ("clean", "Explain what clean cuts; learn what a site repeats."),
    "trace": ("trace", "Show what each stage makes of one article."),
    "screen": ("screen", "Show what articles repeat; of two, side by side, what they share and why the verdict fell."),
    "extract": ("extract", "Show what is read in an article: names, trees and frames, in the terminal or as a page."),
    "detect": ("detect", "Show what is decided of an article: its events, and the sum behind each predicate."),
    "alert": ("alert", "Show what becomes of articles: their alerts, and why a report joins an incident or opens its own."),
    "rules": ("rules", "Check subscriptions, run their examples, and try them out on stored alerts."),
    "serve": ("serve", "Serve alerts over HTTP, and take articles by POST."),
    "deliver": ("deliver", "List, show or retry messages to those who subscribed."),
    "pipe": ("pipe", "Run the stages over standard input, without a broker."),
    "eval": ("evaluate", "Measure the stages on development data, beside their targets."),
    "model": ("model", "Prepare, train, evaluate and package the language model."),
    "schemas": ("schemas", "Print or write the JSON Schemas of what travels."),
    "config": ("config", "Show the settings in force: value, origin and meaning."),
    "doctor": ("doctor", "Check settings, broker, topics, model and machine."),
}
"""Command: its module in streams/commands/, and its line in the help."""


class Face(click.Group):
    """Finds commands by name; the modules are imported only when asked for (spaCy alone takes 4 s of CPU)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = COMMANDS[name][0]
        command = getattr(importlib.import_module(f"streams.commands.{module}"), "evaluate" if name == "eval" else name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Face, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="streams")
def streams() -> None:
    """Newswire Streams: articles in on a Kafka topic, one alert an incident out.

    Settings come from STREAMS_* variables (`streams config show` prints them). Exit codes: 0 done, 1 failed, 2 called wrongly.
    """


def main() -> None:
    """Entry point of the console script: errors are one sentence that says what to do."""
    logs.guard()
    try:
        code = streams(standalone_mode=False)  # click hands back the code of Exit instead of raising it
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as exc:
        said = io.StringIO()
        exc.show(said)
        body(said.getvalue(), err=True, nl=False)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:  # `streams watch alerts | head`
        sys.stderr.close()
        sys.exit(0)
    except Usage as exc:
        how = logs.installed()
        if how is not None and how.form == "json":  # a worker's last word has the form of its log
            logging.getLogger(__name__).critical("%s", exc)
        else:
            say(f"streams: {exc}", err=True)
        sys.exit(2)
    except Poison as exc:
        say(f"streams: {exc}", err=True)
        sys.exit(1)
