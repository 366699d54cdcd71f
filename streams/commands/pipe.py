"""`streams pipe`: runs the stages over standard input or files, without a broker."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import click

from streams.commands.output import record, say
from streams.errors import Usage
from streams.messages import ScreenedArticle
from streams.pipeline.runner import Failed, Released, Runner
from streams.pipeline.stages import NAMES, STAGES
from streams.settings import settings

TAKES = {stage.source.name.removeprefix("articles."): stage.name for stage in STAGES}
"""The stage that takes each topic, by the topic's name without `articles.`."""


def read_time(text: str) -> datetime:
    """Return the moment of a date or time in ISO 8601, UTC where it names no zone; raise Usage for any other text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Usage(f"--published: {text!r} is no ISO 8601 date or time, such as 2021-08-28 or 2021-08-28T06:30:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|-]...")
@click.option("--until", type=click.Choice(NAMES), default="alert", show_default=True, help="Last stage to run.")
@click.option(
    "--from",
    "start",
    type=click.Choice(list(TAKES)),
    default="articles",
    show_default=True,
    help="What the input is: the topic it was taken from, without `articles.`.",
)
@click.option("--published", help="Time of articles that do not say their own (ISO 8601); else now.")
def pipe(paths: tuple[str, ...], until: str, start: str, published: str | None) -> None:
    """Run the stages over standard input (or files), without a broker: one record in, one JSON line out, in order.

    Articles come as for `streams feed`. What cannot be read comes out as {"line", "error", "message", "field"}; the alerts of an embargo
    that ends meanwhile as a line {"released"} of their own. The account goes to standard error. `--from entities` codes events anew
    without parsing again.
    """
    from streams.feeds.documents import items

    if NAMES.index(until) < NAMES.index(TAKES[start]):
        raise Usage(f"--until {until} comes before --from {start}")
    runner = Runner(settings(), TAKES[start], until)
    values = (item.value for path in paths or ("-",) for item in items(path))
    account: Counter[str] = Counter()
    for message in runner.run(values, read_time(published) if published else None):
        record(message.encode())
        if isinstance(message, Failed):
            account[f"dead letter: {message.error}"] += 1
        elif not isinstance(message, Released):
            account[message.outcome if isinstance(message, ScreenedArticle) else "cleaned"] += 1
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(account.items()))
    say(f"{account.total()} in = {said or '0'}", err=True)
