"""An embedded Kafka for trial and tests: librdkafka's mock cluster, which is inside the confluent-kafka wheel.

It speaks Kafka's own protocol over TCP to any client, and has limits that a user must know (`LIMITS`).
It runs in a process of its own: its threads are C and outlive nothing.
API: rdkafka_mock.h of librdkafka 2.x, https://github.com/confluentinc/librdkafka/blob/master/src/rdkafka_mock.h
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from streams.errors import Usage
from streams.settings import Settings
from streams.topics import TOPICS

LIMITS = (
    "the embedded broker is for trial: it keeps everything in memory and forgets it when it stops, holds about 5 MB a partition "
    "(older records fall off), has no replication, serves reliably only one worker a stage, and its address is new at each start; for "
    "work use Apache Kafka"
)


def _library() -> ctypes.CDLL:
    """Load librdkafka as shipped in the confluent-kafka wheel (its name has a hash, so it is looked for); raise RuntimeError without it."""
    import confluent_kafka

    package = Path(confluent_kafka.__file__).parent
    folders = [package.parent / "confluent_kafka.libs", package / ".dylibs", package]
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("librdkafka*"))]
    if not found:
        raise RuntimeError("librdkafka is not inside this confluent-kafka wheel; install it as a wheel (pip --only-binary)")
    library = ctypes.CDLL(str(found[0]))
    library.rd_kafka_conf_new.restype = ctypes.c_void_p
    library.rd_kafka_new.restype = ctypes.c_void_p
    library.rd_kafka_mock_cluster_new.restype = ctypes.c_void_p
    library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    return library


class Cluster:
    """A mock cluster in this process; `address` is its bootstrap, valid until the process ends."""

    def __init__(self, brokers: int = 1) -> None:
        self._lib = _library()
        error = ctypes.create_string_buffer(512)
        conf = ctypes.c_void_p(self._lib.rd_kafka_conf_new())
        self._lib.rd_kafka_conf_set(conf, b"log_level", b"2", error, ctypes.c_size_t(512))  # it warns of having no broker
        handle = self._lib.rd_kafka_new(0, conf, error, ctypes.c_size_t(512))
        if not handle:
            raise RuntimeError(f"librdkafka: {error.value.decode()}")
        self._cluster = ctypes.c_void_p(self._lib.rd_kafka_mock_cluster_new(ctypes.c_void_p(handle), brokers))
        # 3 s is Kafka's own default; a trial has one worker a group, so nobody is worth waiting for
        self._lib.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, ctypes.c_int32(100))
        self.address = self._lib.rd_kafka_mock_cluster_bootstraps(self._cluster).decode()

    def create(self, topic: str, partitions: int) -> None:
        """Make a topic; one that exists is left alone."""
        self._lib.rd_kafka_mock_topic_create(self._cluster, topic.encode(), partitions, 1)

    def refuse(self, api_key: int, error: int, times: int) -> None:
        """Answer the next `times` requests of one kind with an error code (faults for tests; api keys as in Kafka's protocol)."""
        codes = (ctypes.c_int * times)(*[error] * times)
        self._lib.rd_kafka_mock_push_request_errors_array(self._cluster, ctypes.c_int16(api_key), ctypes.c_size_t(times), codes)


def make_topics(cluster: Cluster, prefix: str, partitions: int) -> None:
    """Make all topics of one pipeline (the mock has no CreateTopics request)."""
    for topic in TOPICS:
        cluster.create(prefix + topic.name, topic.count(partitions))


def serve(settings: Settings, *, note: bool = True, child: bool = False) -> None:
    """Run the embedded broker with all topics until SIGINT or SIGTERM; print its address on the first line.

    Standard input takes commands, one a line: `refuse API_KEY ERROR TIMES` (faults), `topics PREFIX` (another pipeline's topics).
    `note`: leave the address in the state folder.
    `child`: end when standard input does, that is with the process that started it.
    """
    cluster = Cluster()
    make_topics(cluster, settings.prefix, settings.partitions)
    file = settings.state / "broker"
    if note:
        settings.state.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{os.getpid()} {cluster.address}")

    def stop(number: int, frame: FrameType | None) -> None:
        if note and file.exists() and file.read_text().startswith(f"{os.getpid()} "):
            file.unlink()
        os._exit(0)  # the cluster's C threads have nothing to save

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(cluster.address, flush=True)
    for line in sys.stdin:
        match line.split():
            case ["refuse", api_key, error, times]:
                cluster.refuse(int(api_key), int(error), int(times))
                print("done", flush=True)
            case ["topics", prefix]:
                make_topics(cluster, prefix, settings.partitions)
                print("done", flush=True)
    if child:
        stop(signal.SIGTERM, None)
    while True:
        signal.pause()


@contextmanager
def embedded(settings: Settings, *, note: bool = False) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the embedded broker in a process of its own; yield its address and the process, and end it on leaving.

    Raise Usage where the settings ask for a password or TLS, RuntimeError where it does not start.
    """
    if settings.security_protocol != "PLAINTEXT":
        raise Usage("the embedded broker knows neither passwords nor TLS: unset STREAMS_SECURITY_PROTOCOL, or set STREAMS_BROKER")
    command = [sys.executable, "-m", "streams", "broker", "--child", *([] if note else ["--quiet"])]
    environment = {**os.environ, **settings.environment()}
    environment.pop("STREAMS_BROKER", None)
    # a session of its own: Ctrl-C in the terminal must reach the workers first, while there is a broker to commit to
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError("the embedded broker did not start: run `streams broker` to see why")
        yield address, process
    finally:
        process.terminate()
        process.wait(10)
        process.stdin.close()
        process.stdout.close()
