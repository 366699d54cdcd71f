"""`streams topics`: prints the topics, or makes those that are missing."""

from __future__ import annotations

import asyncio

import click
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.output import say
from streams.errors import Usage
from streams.settings import settings
from streams.topics import TOPICS


@click.group(invoke_without_command=True)
@click.pass_context
def topics(ctx: click.Context) -> None:
    """Print every topic: name, key, partitions, retention. `streams topics create` makes them."""
    if ctx.invoked_subcommand is not None:
        return
    chosen = settings()
    table = Table(box=None, pad_edge=False)
    for heading in ("topic", "key", "partitions", "kept", "holds"):
        table.add_column(heading, no_wrap=heading != "holds")
    for topic in TOPICS:
        kept = "newest of each key" if topic.compact else f"{(topic.retention_hours or 0) // 24} days"
        table.add_row(chosen.prefix + topic.name, topic.key, str(topic.count(chosen.partitions)), kept, topic.holds)
    print_table(table)


@topics.command()
def create() -> None:
    """Make the topics that are missing; run it as often as you like. Exit code 2 when one differs from its declaration."""
    from streams.broker.admin import create_topics

    made = asyncio.run(create_topics(settings()))
    for topic in made:
        say(f"{topic.name}: {topic.state}")
    wrong = [topic.name for topic in made if topic.state.startswith("wrong")]
    if wrong:
        raise Usage(
            f"{', '.join(wrong)}: partitions are fixed once a topic is made; set STREAMS_PARTITIONS to it, or another STREAMS_PREFIX"
        )
