"""`streams topics`: prints the topics, or makes those that are missing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import click
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.output import say
from streams.commands.times import Span
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
            f"{', '.join(wrong)}: partitions are fixed once a topic is made; set STREAMS_PARTITIONS to it, or another STREAMS_PREFIX; "
            "`streams topics repartition` adds some"
        )


@topics.command()
@click.argument("count", type=click.IntRange(min=1))
@click.option("--yes", is_flag=True, help="Do it.")
def repartition(count: int, yes: bool) -> None:
    """Give every keyed topic COUNT partitions, more than it has; partitions cannot be taken away.

    Stop the feeders, let the workers finish, and stop them: this is checked. STREAMS_PARTITIONS is the number as it is now; set it to
    COUNT before the workers start again.
    """
    from streams.broker.repartition import grow, plan

    chosen = settings()
    growth = asyncio.run(plan(chosen, count))
    for obstacle in growth.obstacles:
        say(obstacle)
    if growth.obstacles:
        raise click.exceptions.Exit(1)
    if not yes:
        for name, found in growth.topics.items():
            say(f"{name}: would have {count} partitions instead of {found}")
        say("--yes does it")
        return
    asyncio.run(grow(chosen, growth, count, say))
    say(f"set STREAMS_PARTITIONS={count} for all workers, commands and `streams serve`, then start them")


@topics.command()
@click.argument("topic", type=click.Choice([topic.name for topic in TOPICS if not topic.compact]))
@click.argument("length", type=Span())
@click.option("--yes", is_flag=True, help="Do it.")
def keep(topic: str, length: timedelta, yes: bool) -> None:
    """Keep the records of TOPIC for LENGTH, such as 30d.

    Kafka deletes whole segments, so records stay longer than that, and may be deleted before a stage has read them.
    """
    from streams.broker.admin import retention

    before = asyncio.run(retention(settings(), topic, length if yes else None))
    if yes:
        say(f"{topic}: kept for {length} instead of {before}")
    else:
        say(f"{topic}: would be kept for {length} instead of {before}; --yes does it")
