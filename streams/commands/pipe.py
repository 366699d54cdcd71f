"""`streams pipe`: runs the stages over standard input or files, without a broker."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import click

from streams.child import settle
from streams.commands.output import record, say
from streams.commands.times import Moment
from streams.errors import Usage
from streams.messages import ScreenedArticle
from streams.pipeline.runner import Failed, Released, Runner
from streams.pipeline.stages import NAMES, STAGES
from streams.settings import settings

TAKES = {stage.source.name.removeprefix("articles."): stage.name for stage in STAGES}
"""The stage that takes each topic, by the topic's name without `articles.`."""


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
@click.option("--published", type=Moment(), help="Time of articles that do not say their own (ISO 8601); else now.")
def pipe(paths: tuple[str, ...], until: str, start: str, published: datetime | None) -> None:
    """Run the stages over standard input (or files), without a broker: one record in, one JSON line out, in order.

    Articles come as for `streams feed`. What cannot be read comes out as {"line", "error", "message", "field"}; the alerts of an embargo
    that ends meanwhile as a line {"released"} of their own. The account goes to standard error. `--from entities` codes events anew
    without parsing again.
    """
    from streams.feeds.documents import items

    if NAMES.index(until) < NAMES.index(TAKES[start]):
        raise Usage(f"--until {until} comes before --from {start}")
    runner = Runner(settings(), TAKES[start], until)
    settle()
    values = (item.value for path in paths or ("-",) for item in items(path))
    account: Counter[str] = Counter()
    for message in runner.run(values, published):
        record(message.encode())
        if isinstance(message, Failed):
            account[f"dead letter: {message.error}"] += 1
        elif not isinstance(message, Released):
            account[message.outcome if isinstance(message, ScreenedArticle) else "cleaned"] += 1
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(account.items()))
    say(f"{account.total()} in = {said or '0'}", err=True)
