"""This module asks an address whether Kafka is there, in Kafka's first words alone: what answers otherwise is named within seconds.

A client of Kafka takes the first four bytes of any answer for a length, and then waits for ever: "HTTP" is 1.2 GB to it.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Sequence
from typing import Literal

from streams.errors import Usage
from streams.visible import line

Answer = Literal["kafka", "other", "silent", "closed", "refused"]
"""kafka: it answers as Kafka does, or refuses our TLS, of which others say more; other: another protocol; silent: it takes the connection
and says nothing; closed: it ends the connection without a word; refused: nobody listens there."""

ANSWER_SECONDS = 1.0
"""The first wait for the first bytes: a broker answers in milliseconds, and a person is told within 3 s of the call, of which Python's
start takes up to two."""
LONGEST_ANSWER_SECONDS = 8.0
"""The longest wait. Each is twice as long as the one before: a broker on a machine that is overloaded is slow, and not silent."""
STARTING_SECONDS = 60.0
"""The longest time for which a broker that says nothing is taken for one that starts: a node takes 5 s, three together 16."""
CLOSED_SECONDS = 20.0
"""The same for one that ends each connection: a port that Docker publishes does so until its container listens, a port for TLS always."""
PAUSE_SECONDS = 0.5
_ID = 0x6E657773
"""The correlation id of the request; Kafka repeats it."""
_ASK = bytes.fromhex("00000010 0012 0000 6e657773 0006") + b"streams"[:6]
"""ApiVersions (key 18) of version 0, which every Kafka since 0.10 answers before any password is asked for."""
_KNOWN = {
    b"HTTP/": "HTTP",
    b"<": "HTTP",
    b"SSH-": "SSH",
    b"-ERR": "Redis",
    b"220": "SMTP or FTP",
    b"AMQP": "AMQP",
    b"\x15\x03": "TLS",
}
"""The beginnings of answers to words that a program does not understand."""
log = logging.getLogger(__name__)


class NoBroker(Usage):
    """No Kafka answers: a command ends with it, a worker waits."""


def protocol_of(first: bytes) -> str | None:
    """Return the name of the protocol in which the first 8 bytes of an answer are; None if they may be Kafka's."""
    known = next((name for start, name in _KNOWN.items() if first.startswith(start)), None)
    if known is not None or (len(first) == 8 and first[4:] == _ID.to_bytes(4)):
        return known
    return f"a protocol that begins with {first!r}"


async def asked(host: str, port: int, tls: ssl.SSLContext | None, patience: float) -> tuple[Answer, str]:
    """Return what an address answers within `patience` seconds, and for another protocol than Kafka its name."""
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection(host, port, ssl=tls, server_hostname=host if tls else None)
    except TimeoutError:
        return "silent", ""
    except OSError as exc:
        spoken_to = isinstance(exc, ssl.SSLError | ConnectionResetError | ConnectionAbortedError)
        return ("kafka" if spoken_to else "refused"), ""
    try:
        async with asyncio.timeout(patience):
            writer.write(_ASK)
            first = await reader.readexactly(8)
    except TimeoutError:
        return "silent", ""
    except asyncio.IncompleteReadError as exc:
        first = exc.partial
    except (ssl.SSLError, OSError):
        return ("kafka" if tls else "closed"), ""
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)  # the loop lets go of the socket in its next turn
    if not first or tls:  # a broker that does not take our certificate says so now; its client tells it
        return ("kafka" if tls else "closed"), ""
    found = protocol_of(first)
    return ("kafka", "") if found in (None, "TLS") else ("other", found or "")


async def reached(addresses: Sequence[tuple[str, int]], tls: ssl.SSLContext | None) -> bool:
    """Return True as soon as a Kafka answers at one of the addresses, False if nobody listens at any.

    One that says nothing or ends each connection may be starting: that is logged once, and it is asked again for up to STARTING_SECONDS or
    CLOSED_SECONDS. Raise NoBroker if another program answers, or if one says nothing for so long.
    """
    loop = asyncio.get_running_loop()
    began, told, patience = loop.time(), False, ANSWER_SECONDS
    while True:
        answers = await asyncio.gather(*(asked(host, port, tls, patience) for host, port in addresses))
        patience = min(2 * patience, LONGEST_ANSWER_SECONDS)
        kinds = {kind for kind, _ in answers}
        if "kafka" in kinds:
            return True
        named = [(f"{host}:{port}", kind, name) for (host, port), (kind, name) in zip(addresses, answers, strict=True)]
        if (other := next((each for each in named if each[1] == "other"), None)) is not None:
            raise NoBroker(f"{other[0]} is no Kafka, it answers in {line(other[2], 80)}: set STREAMS_BROKER to the address of one")
        if kinds == {"refused"}:
            return False
        address, kind, _ = next(each for each in named if each[1] != "refused")
        if not told:
            does = "ends each connection at once" if kind == "closed" else "takes connections and says nothing"
            most = CLOSED_SECONDS if kind == "closed" else STARTING_SECONDS
            log.warning("%s %s: a Kafka that is starting, or none; asking again for up to %.0f s", address, does, most)
            told = True
        waited = loop.time() - began
        if kind == "closed" and waited > CLOSED_SECONDS:
            return True  # the client is refused in the same way, and its caller says what may be the cause
        if waited > STARTING_SECONDS:
            raise NoBroker(f"{address} takes connections and has said nothing for {waited:.0f} s: see its log, or set STREAMS_BROKER")
        await asyncio.sleep(PAUSE_SECONDS)
