"""`streams deliver`: shows what waits for subscribers and what was given up, and has it tried again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import click
import orjson
from aiokafka import AIOKafkaProducer
from rich.table import Table

from streams.broker.connection import client_options, connected
from streams.broker.log import read_back
from streams.commands.listing import print_table
from streams.commands.output import document, record, say
from streams.delivery.body import webhook_body
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Message
from streams.delivery.records import COMMAND, Records, command
from streams.delivery.restored import restored
from streams.delivery.target_queue import TargetQueue
from streams.errors import Usage
from streams.messages import parse_json
from streams.settings import settings
from streams.topics import DELIVERIES
from streams.visible import line


@click.group()
def deliver() -> None:
    """List, show or retry messages to those who subscribed.

    The worker is `streams worker deliver`. These commands read what it keeps on the topic `deliveries`.
    """


@deliver.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--messages", is_flag=True, help="Each message that waits or was set aside, instead of a line for each target.")
def list_(as_json: bool, messages: bool) -> None:
    """List the targets for which messages wait or were set aside: how many, since when, the last error and the next try."""
    state = asyncio.run(read_state())
    rows = list(_message_facts(state) if messages else _queue_facts(state))
    if as_json:
        for row in rows:
            record(orjson.dumps(row))
        return
    if not rows:
        say("nothing waits")
        return
    table = Table(box=None, pad_edge=False)
    for heading in rows[0]:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(line("" if value is None else str(value), 300) for value in row.values()))
    print_table(table)


@deliver.command()
@click.argument("message_id", metavar="ID")
def show(message_id: str) -> None:
    """Show a message that waits or was set aside, as a webhook has it."""
    state = asyncio.run(read_state())
    found = [(message, queue) for queue in state.queues.values() for message in queue.messages if message.id == message_id]
    if not found:
        raise Usage(f"no message {message_id} waits; `streams deliver list --messages` shows those that do")
    queues = [{**_facts(queue), "state": _state(message, queue)} for message, queue in found]
    document({"id": message_id, "targets": queues, "event": parse_json(webhook_body(found[0][0]))})


@deliver.command()
@click.argument("message_ids", nargs=-1, metavar="[ID]...")
@click.option("--subscription", metavar="NAME", help="All that was set aside of this subscription.")
@click.option("--all", "everything", is_flag=True, help="All that was set aside.")
def retry(message_ids: tuple[str, ...], subscription: str | None, everything: bool) -> None:
    """Have messages that were set aside sent again; the worker does it as soon as one is active."""
    if bool(message_ids) + (subscription is not None) + everything != 1:
        raise Usage("name messages, or give --subscription NAME, or --all")
    state = asyncio.run(read_state())
    aside = [(message, queue) for queue in state.queues.values() for message, _ in queue.aside.values()]
    if unknown := set(message_ids) - {message.id for message, _ in aside}:
        raise Usage(f"nothing is set aside under {', '.join(sorted(unknown))}; `streams deliver list --messages` shows what is")
    meant = [m for m, _ in aside if everything or m.subscription == subscription or m.id in message_ids]
    if not meant:
        raise Usage("nothing is set aside" + (f" of {subscription}" if subscription is not None else ""))
    asyncio.run(_tell([command(subscription, each) for each in (message_ids or (None,))]))
    say(f"{len(meant)} messages are to be tried again")


async def read_state() -> DeliveryLog:
    """Return the state of deliver as its topic has it now; raise Usage without a broker."""
    records = Records()
    async for each in read_back(settings(), DELIVERIES):
        records.add(each)
    return restored(records.values, random.Random(), datetime.now(UTC)).state


async def _tell(commands: list[bytes]) -> None:
    producer = AIOKafkaProducer(**client_options(settings()), enable_idempotence=True, acks="all")
    async with connected(producer, settings(), [DELIVERIES]):
        for value in commands:
            await producer.send_and_wait(settings().prefix + DELIVERIES.name, value, key=f"{COMMAND}{uuid4().hex}".encode())


def _queue_facts(state: DeliveryLog) -> Iterator[dict[str, Any]]:
    for queue in sorted(state.queues.values(), key=lambda each: each.key):
        if queue.waiting or queue.aside or queue.dump():
            yield _facts(queue)


def _facts(queue: TargetQueue) -> dict[str, Any]:
    first = next(iter(queue.waiting.values()), None)
    return {
        "subscription": queue.key[0],
        "target": queue.key[1],
        "waiting": len(queue.waiting),
        "aside": len(queue.aside),
        "dropped": queue.dropped,
        "oldest": _time(first.at if first is not None else None),
        "state": "dead" if queue.dead else "failing" if queue.attempts else "well",
        "attempts": queue.attempts,
        "nextTry": _time(queue.next_try),
        "error": queue.error,
    }


def _message_facts(state: DeliveryLog) -> Iterator[dict[str, Any]]:
    for queue in sorted(state.queues.values(), key=lambda each: each.key):
        for message in queue.messages:
            yield {
                "id": message.id,
                "subscription": message.queue[0],
                "target": message.queue[1],
                "state": _state(message, queue),
                "since": _time(message.at),
                "reason": message.reason,
                "incident": message.alert.id,
                "revision": message.alert.revision,
                "headline": message.alert.headline,
                "alerts": len(message.entries) + message.more,
            }


def _state(message: Message, queue: TargetQueue) -> str:
    return f"set aside: {queue.aside[message.id][1]}" if message.id in queue.aside else "waits"


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment is not None else None
