"""One node of the cluster: its folder, its properties file, its JVM."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.kafka import runtime
from deploy.kafka.metadata import Metadata, ask
from deploy.kafka.runtime import LaunchError

HOST = "127.0.0.1"
LOGGING = runtime.HERE / "log4j2.properties"
# 384 MB of heap: 210 MB resident for a quiet broker, 310 MB after half an hour of faults.
# The other three spare a second of start and the compiler's threads; a few thousand records a second need no more.
JVM = ("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")


@dataclass(frozen=True)
class Node:
    """A broker that is a controller too; everything it owns lies in `folder`."""

    number: int
    port: int
    controller_port: int
    folder: Path
    version: str | None = None
    """The version of Kafka that it runs; None: that of pom.xml."""

    @property
    def address(self) -> str:
        """The host and port at which clients reach the node."""
        return f"{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """The path of the broker's log."""
        return self.folder / "server.log"

    def require_ports(self) -> None:
        """Raise LaunchError if something else listens where this node is to listen."""
        for port in (self.port, self.controller_port):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections are no listener
                try:
                    probe.bind((HOST, port))
                except OSError:
                    reason = f"Port {port} is taken: stop what listens there or name another one (--port, or PORT= with make)."
                    raise LaunchError(reason) from None

    def configure(self, voters: str, copies: int, settings: Mapping[str, str]) -> None:
        """Write the properties file; `settings` win over what stands here."""
        quorum = max(1, copies - 1)  # 2 of 3: one broker may be away and nothing acknowledged is lost
        properties = {
            "process.roles": "broker,controller",
            "node.id": str(self.number),
            "controller.quorum.voters": voters,
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://{HOST}:{self.controller_port}",
            "advertised.listeners": f"PLAINTEXT://{self.address}",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self._data),
            "auto.create.topics.enable": "false",  # topics are made by us, never by a typing error
            "default.replication.factor": str(copies),
            "min.insync.replicas": str(quorum),
            "offsets.topic.replication.factor": str(copies),
            "offsets.topic.num.partitions": "4",  # the default of 50 is only more work
            "transaction.state.log.replication.factor": str(copies),
            "transaction.state.log.min.isr": str(quorum),
            "transaction.state.log.num.partitions": "4",
            "share.coordinator.state.topic.replication.factor": str(copies),
            "share.coordinator.state.topic.min.isr": str(quorum),
            "share.coordinator.state.topic.num.partitions": "1",
            "group.initial.rebalance.delay.ms": "0",
            "num.network.threads": "2",
            "num.io.threads": "2",
            "log.cleaner.dedupe.buffer.size": "4194304",  # the default would be 128 MiB of the heap
            **settings,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        self._properties.write_text("".join(f"{name}={value}\n" for name, value in properties.items()))

    def format(self, cluster: str) -> subprocess.Popen[str] | None:
        """Begin to lay out the storage and return the process that does it; None if that was done before."""
        if (self._data / "meta.properties").exists():
            return None
        # With "=": one id in 64 begins with "-" and would be read as an option.
        arguments = ["format", f"--cluster-id={cluster}", "--config", str(self._properties)]
        command = [runtime.java(), *self._jvm("kafka.tools.StorageTool"), *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def launch(self) -> None:
        """Start the JVM and return at once, long before it is ready."""
        java = runtime.java()
        # Not Popen: the broker outlives this process, which Popen counts as a mistake. A session of its own, so that
        # a Ctrl-C meant for pytest does not reach it.
        output = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        files = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(self._output), output, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ]
        command = [java, *self._jvm("kafka.Kafka"), str(self._properties)]
        pid = os.posix_spawn(java, command, os.environ, file_actions=files, setsid=True)
        self._pid_file.write_text(f"{pid}\n")
        # For a moment the new program has no command line to know it by (seen in one start of three).
        while self.pid() is None and Path(f"/proc/{pid}").exists():
            time.sleep(0.01)

    def pid(self) -> int | None:
        """Return the JVM's process id while it lives, paused or not; else None."""
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # if it was ours and is dead, let it go
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return None
        # The number may have gone to a stranger since; only a process that names this node's file is ours.
        return pid if os.fsencode(self._properties) in words else None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; nothing happens when the node is not running."""
        if (pid := self.pid()) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def metadata(self) -> Metadata:
        """Return the state of the cluster as this broker sees it; raise OSError if it does not answer."""
        return ask(HOST, self.port)

    def last_words(self) -> str:
        """Return the line of the logs that best says why the node ended."""
        for file in (self.log, self._output):
            lines = file.read_text(errors="replace").splitlines()[-200:] if file.exists() else []
            if bad := [line for line in lines if " ERROR " in line or " FATAL " in line]:
                return bad[-1]
            if file == self._output and lines:
                return lines[-1]
        return "it left no word"

    @property
    def _properties(self) -> Path:
        return self.folder / "server.properties"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "pid"

    @property
    def _output(self) -> Path:
        return self.folder / "output.log"

    def _jvm(self, main: str) -> list[str]:
        log = self.log if main == "kafka.Kafka" else self.folder / "format.log"
        logging = [f"-Dlog4j2.configurationFile={LOGGING}", f"-Dkafka.logfile={log}"]
        return [*JVM, *logging, "-cp", f"{runtime.jars(self.version)}/*", main]
