"""`streams recode`: events and alerts made again from stored entities with the present rules."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from datetime import datetime

import click

from streams.commands.output import say, status
from streams.commands.times import Moment
from streams.settings import settings
from streams.topics import ENTITIES

SHOWN = 20
"""The largest number of records that could not be coded that are named."""


@click.command()
@click.option("--from", "source", type=click.Choice([ENTITIES.name]), required=True, help="The topic to code again.")
@click.option("--since", type=Moment(), required=True, help="The record time from which on, ISO 8601: 2026-03-14 or 2026-03-14T06:30:00Z.")
@click.option("--processes", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that code.")
@click.option("--yes", is_flag=True, help="Do it.")
def recode(source: str, since: datetime, processes: int, yes: bool) -> None:
    """Make events and alerts again from stored entities, with the rules of this version.

    An alert that changes gets a revision (`corrected`, `withdrawn`, or `created`); one that does not change gets none. Nothing is
    delivered again: the revisions bear the header `replay`. The workers go on meanwhile; alert must run. Articles whose incidents may be
    closed (STREAMS_INCIDENT_HOURS), that wait under an embargo, or that were killed get new events and change no alert.
    """
    asyncio.run(_recode(since, processes, yes))


async def _recode(since: datetime, processes: int, yes: bool) -> None:
    from streams.broker.recoding import Recoded, plan
    from streams.broker.recoding import recode as run

    chosen = await plan(settings(), since)
    noun = "article" if chosen.count == 1 else "articles"
    if not yes:
        say(f"{chosen.count} {noun} of {ENTITIES.name} since {since.isoformat()} would be coded again; --yes does it")
        return
    show = sys.stderr.isatty()

    def told(progress: Recoded) -> None:
        if show:
            status(f"{progress.articles} of {chosen.count} coded, alert has {progress.behind} records before it ")

    done = await run(settings(), chosen, processes, told)
    if show:
        status("")
    say(f"{done.articles} {noun} coded again")
    kinds = Counter(done.changes.values())
    said = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    say(f"{len(done.changes)} alerts changed" + (f": {said}" if said else ""))
    for sentence in done.failed[:SHOWN]:
        say(f"not coded: {sentence}", err=True)
    if done.failed:
        say(f"{len(done.failed)} records could not be coded; `streams dlq list` shows whether detect could not either", err=True)
        raise click.exceptions.Exit(1)
