"""The connection of every Kafka client of ours, and the message when one is refused: the one file for passwords and certificates.

aiokafka says of a failed start only that no broker could be reached; the reason stands in its log. `refusal` asks once more and says it.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition, errors
from aiokafka.conn import collect_hosts, create_conn
from aiokafka.protocol.metadata import MetadataRequest

from streams import __version__
from streams.broker.demand import demand
from streams.broker.patience import started, stopped
from streams.broker.probe import NoBroker, reached
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import Topic
from streams.visible import line

Client = TypeVar("Client")
PROBE_MS = 5000
"""Longest wait, in milliseconds, for a broker that takes a connection and says nothing: a stopped process, a firewall."""
METADATA_MS = 10_000
"""Milliseconds after which a client asks anew for the list of brokers. aiokafka's 5 minutes are too long: a broker that was restarted gets
its partitions back (preferred leaders are elected every 5 minutes), and a client that does not know it by then fetches nothing from it
until the watchdog ends the worker."""
CLIENT_ID = f"newswire-{__version__}"
"""The name by which our clients call themselves to Kafka: `streams status` reads the version of each worker in it."""
REFUSALS = OSError, errors.KafkaError, TimeoutError, ValueError
"""The errors of a connection that fails; ValueError: a broker that does not know the password it asks for (SCRAM proves both sides)."""


def partitions_of(settings: Settings, topic: Topic) -> list[TopicPartition]:
    """Return the partitions of a topic, as clients name them."""
    return [TopicPartition(settings.prefix + topic.name, number) for number in range(topic.count(settings.partitions))]


class Masked(str):
    """A secret as the clients want it, a str; its repr is stars, because kwargs and locals are what tracebacks show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'******'"


def _no_requests(record: logging.LogRecord) -> bool:
    """Keep lines of level debug out of the log: aiokafka writes whole requests there, the one with the password among them."""
    return record.levelno > logging.DEBUG


def client_options(settings: Settings) -> dict[str, Any]:
    """Return the keyword arguments that every aiokafka client starts from; raise Usage for files that cannot be read."""
    return {"bootstrap_servers": settings.bootstrap, "client_id": CLIENT_ID, "metadata_max_age_ms": METADATA_MS, **_credentials(settings)}


def _credentials(settings: Settings) -> dict[str, Any]:
    logging.getLogger("aiokafka.conn").addFilter(_no_requests)  # the same filter is added once only
    options: dict[str, Any] = {"security_protocol": settings.security_protocol, "ssl_context": tls_context(settings)}
    if settings.sasl:
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = password(settings)
    return options


def password(settings: Settings) -> Masked | None:
    """Return the password for SASL, in clear but for its repr; None if none is set."""
    return None if settings.sasl_password is None else Masked(settings.sasl_password.get_secret_value())


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Return the TLS context: the authorities that we trust and the certificate that we show; None without TLS.

    Raise Usage that names the variable of a file that will not do.
    """
    if not settings.tls:
        return None
    for name in ("ssl_cafile", "ssl_certfile", "ssl_keyfile"):
        _require_readable(f"STREAMS_{name.upper()}", getattr(settings, name))
    try:
        context = ssl.create_default_context(cafile=settings.ssl_cafile)
    except ssl.SSLError:
        raise Usage(f"STREAMS_SSL_CAFILE: {settings.ssl_cafile} holds no certificate in PEM") from None
    context.check_hostname = settings.ssl_check_hostname
    if settings.ssl_certfile is not None:
        secret = Masked(settings.ssl_password.get_secret_value() if settings.ssl_password else "")  # None would ask the terminal
        try:
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, secret)
        except ssl.SSLError as exc:
            where = "STREAMS_SSL_CERTFILE, STREAMS_SSL_KEYFILE and STREAMS_SSL_PASSWORD"
            raise Usage(f"{where} do not go together: {exc.reason or 'the key cannot be opened'}") from None
    return context


def _require_readable(variable: str, path: Path | None) -> None:
    try:
        if path is not None:
            path.open("rb").close()
    except OSError as exc:
        raise Usage(f"{variable}: {path} cannot be read: {exc.strerror}") from None


@asynccontextmanager
async def connected(client: Client, settings: Settings, topics: Sequence[Topic] = ()) -> AsyncIterator[Client]:
    """Start a command's client, and stop it at the end; it will read or write these topics.

    A Kafka that is starting is waited for, and the log says so. Raise Usage that says why Kafka does not let the client in or forbids what
    it does, or that a topic is not there, or not as declared; NoBroker if no Kafka answers, or none any more.
    """
    logging.getLogger("aiokafka").setLevel("CRITICAL")  # what it says of each try, Usage says better
    running: Any = client
    try:
        try:
            if not await reached([(host, port) for host, port, _ in collect_hosts(settings.bootstrap)], tls_context(settings)):
                raise _unanswered(settings)
            await started(running)
        except REFUSALS:
            raise await refusal(settings) or _unanswered(settings) from None
        if topics:
            reads = isinstance(client, AIOKafkaConsumer)
            await demand(running._client if reads else running.client, settings, topics, exact=reads)
        yield client
    except (errors.TopicAuthorizationFailedError, errors.GroupAuthorizationFailedError, errors.ClusterAuthorizationFailedError) as exc:
        who = settings.sasl_username or "ANONYMOUS"
        raise Usage(
            f"Kafka at {settings.bootstrap} does not allow {who} to do this: {exc.message}; give it the right, or use another user"
        ) from None
    except errors.KafkaError as exc:
        if not (exc.retriable or isinstance(exc, errors.KafkaTimeoutError)):
            raise
        raise NoBroker(f"Kafka at {settings.bootstrap} broke off: {line(repr(exc), 200)}; call this again when it is back") from None
    finally:
        await stopped(running)


async def refusal(settings: Settings) -> Usage | None:
    """Return the error that says in a sentence why Kafka does not let us in and what to mend; None when a broker does, or none answers."""
    found: Usage | None = None
    for host, port, _ in collect_hosts(settings.bootstrap):
        try:
            connection = await create_conn(host, port, request_timeout_ms=PROBE_MS, **_credentials(settings))
            try:
                await connection.send(MetadataRequest([]))
            finally:
                await connection.close()
            return None
        except REFUSALS as exc:
            await asyncio.sleep(0)  # aiokafka has closed its socket; the loop lets go of it in its next turn
            found = found or _sentence(settings, f"{host}:{port}", exc)
    return found


def _unanswered(settings: Settings) -> NoBroker:
    return NoBroker(f"no Kafka answers at {settings.bootstrap}: start one (`streams up --embedded`, `make kafka`) or set STREAMS_BROKER")


def _sentence(settings: Settings, address: str, error: BaseException) -> Usage | None:
    protocol = f"STREAMS_SECURITY_PROTOCOL is {settings.security_protocol}"
    for cause in _causes(error):
        match cause:
            case errors.SaslAuthenticationFailed():
                who = f"{settings.sasl_username!r} by {settings.sasl_mechanism}"
                return Usage(f"{address}: authentication failed for {who}: check STREAMS_SASL_USERNAME, _PASSWORD and _MECHANISM")
            case errors.UnsupportedSaslMechanismError():
                return Usage(f"{address}: authentication failed: it does not take {settings.sasl_mechanism}; set STREAMS_SASL_MECHANISM")
            case errors.IllegalSaslStateError():
                return Usage(f"{address}: authentication failed: it asks for no password on this port and {protocol}")
            case ssl.SSLCertVerificationError(verify_code=62 | 64):  # X509_V_ERR_HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH
                return Usage(f"{address}: TLS failed: {cause.verify_message}; call it by its name in STREAMS_BROKER")
            case ssl.SSLCertVerificationError():
                return Usage(f"{address}: TLS failed: its certificate is not trusted, {cause.verify_message}; check STREAMS_SSL_CAFILE")
            case ssl.SSLError() if "ALERT" in (cause.reason or ""):
                return Usage(f"{address}: TLS failed: it refused us ({cause.reason}); check STREAMS_SSL_CERTFILE")
            case ssl.SSLError():
                return Usage(f"{address}: TLS failed: {cause.reason or cause}; {protocol}")
            case ValueError():
                return Usage(f"{address}: authentication failed: it could not prove that it knows the password ({cause})")
            case EOFError() | ConnectionResetError() | BrokenPipeError():
                what = "TLS" if settings.tls else "authentication"
                return Usage(f"{address}: {what} failed: it ended the connection at our first words; {protocol}")
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and the errors that it came from, the first cause first: a closed connection hides a TLS alert."""
    if error is not None:
        yield from _causes(error.__cause__)
        yield error
