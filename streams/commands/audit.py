"""`streams audit`: the account of every article on the topics."""

from __future__ import annotations

import asyncio
import sys

import click

from streams.audit import Account
from streams.broker.auditor import Auditor
from streams.commands.output import document, say, status
from streams.settings import settings


@click.command()
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    help="Seconds for which nothing moves before what is in flight counts as stuck; 0 = look once.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole account as one JSON object.")
def audit(patience: float, as_json: bool) -> None:
    """Prove that every article on the topics has exactly one outcome, and every incident its alert.

    Reads all topics and what the five groups have committed, on a live system too: it accounts for what is there when it starts, and
    waits for that. Names each article that is missing, doubled or stuck, and the stage where it was last seen. Exit code 1 when the
    account stays open.
    """
    account = asyncio.run(_audit(patience, sys.stderr.isatty()))
    if as_json:
        document(account.as_json())
    else:
        for line in account.lines():
            say(line)
    raise click.exceptions.Exit(0 if account.closed else 1)


async def _audit(patience: float, show: bool) -> Account:
    def told(account: Account) -> None:
        if show:
            status(f"{account.articles} articles, {len(account.open)} open ")

    async with Auditor(settings()) as auditor:
        account = await auditor.settle(patience, told)
    if show:
        status("")
    return account
