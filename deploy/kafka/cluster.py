"""A Kafka cluster of one or three nodes on this machine, without containers.

    python deploy/kafka/cluster.py start|stop|status|wipe [--brokers 1|3] [--port 9092] [--data DIR]

Needs Java 17, and Maven the first time. Node n listens on port + n - 1; the controllers follow on the ports after.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for when it is run as a file

from deploy.kafka import runtime
from deploy.kafka.node import HOST, Node
from deploy.kafka.runtime import LaunchError

DATA = runtime.HERE / ".data"
PLAN = "cluster.json"  # id, number of brokers and port; with it a folder is known as the launcher's
READY_S = 120.0  # one node takes 5 s, three take 16; ten times that on a machine that does something else
TERM_S = 10.0  # a broker without its controller quorum hangs in its shutdown
POLL_S = 0.1


class Cluster:
    """The nodes of one data folder; every method takes node numbers and means all of them when given none."""

    def __init__(
        self, data: Path, brokers: int = 1, port: int = 9092, settings: Mapping[str, str] | None = None, version: str | None = None
    ) -> None:  # fmt: skip
        """Name a cluster; nothing is written or run before `start`. `settings` are properties of every node, `version` is another Kafka."""
        self.data = data.resolve()
        self.brokers = brokers
        self.port = port
        self._settings = dict(settings or {})
        self.nodes = {
            number: Node(number, port + number - 1, port + brokers + number - 1, self.data / f"node{number}", version)
            for number in range(1, brokers + 1)
        }

    @classmethod
    def found(cls, data: Path) -> Cluster | None:
        """Return the cluster that was started in this folder, running or not; None without one."""
        try:
            plan = json.loads((data / PLAN).read_text())
        except (FileNotFoundError, NotADirectoryError):
            return None
        return cls(data, plan["brokers"], plan["port"])

    @property
    def bootstrap(self) -> str:
        """The addresses of all brokers, separated by commas."""
        return ",".join(node.address for node in self.nodes.values())

    def start(self, *numbers: int) -> None:
        """Start the nodes that are not running and return before they are ready (see `wait`); raise LaunchError if that cannot be done."""
        # What a person can mend comes up before anything is written or begun.
        runtime.java()
        for node in self._chosen(numbers):
            runtime.jars(node.version)
        identity = self._identity()
        resting = [node for node in self._chosen(numbers) if node.pid() is None]
        for node in resting:
            node.require_ports()
        self.data.mkdir(parents=True, exist_ok=True)
        self._plan.write_text(json.dumps({"id": identity, "brokers": self.brokers, "port": self.port}) + "\n")
        voters = ",".join(f"{node.number}@{HOST}:{node.controller_port}" for node in self.nodes.values())
        for node in resting:
            node.configure(voters, copies=self.brokers, settings=self._settings)
        formats = [(node, node.format(identity)) for node in resting]  # together: each is 2 s of JVM
        said = [(node, run.communicate()[0], run.returncode) for node, run in formats if run is not None]
        for node, words, code in said:
            if code:
                raise LaunchError(f"The storage of node {node.number} could not be formatted: {words.strip()}")
        for node in resting:
            node.launch()

    def wait(self, timeout_s: float = READY_S) -> None:
        """Return when every broker sees every broker, a controller, and all partitions led and in sync.

        Raise LaunchError if a node is not running or if that is not so after `timeout_s` seconds.
        """

        def ready() -> bool:
            for node in self.nodes.values():
                if node.pid() is None:
                    raise LaunchError(f"Node {node.number} is not running: {node.last_words()}")
            return self.amiss() is None

        if not _until(ready, timeout_s):
            logs = f"{self.data}/node*/{self.nodes[1].log.name}"
            raise LaunchError(f"Kafka is not ready after {timeout_s:.0f} s: {self.amiss()}; its logs: {logs}.")

    def amiss(self) -> str | None:
        """Return the reason that keeps the cluster from being ready in the eyes of any of its brokers, or None."""
        expected = frozenset(self.nodes)
        for node in self.nodes.values():
            try:
                trouble = node.metadata().amiss(expected)
            except OSError as error:
                return f"node {node.number} does not answer ({error})"
            if trouble:
                return f"node {node.number} says that {trouble}"
        return None

    def stop(self, *numbers: int) -> None:
        """Send SIGTERM to all nodes at once, and SIGKILL to those that are left after 10 s."""
        chosen = self._chosen(numbers)
        for node in chosen:
            node.signal(signal.SIGTERM)
            node.signal(signal.SIGCONT)  # a paused one cannot end
        if not _until(lambda: all(node.pid() is None for node in chosen), TERM_S):
            self.kill(*(node.number for node in chosen))

    def kill(self, *numbers: int) -> None:
        """Send SIGKILL and return when the nodes are gone; a start at once after takes 10 s, till the old session has timed out."""
        chosen = self._chosen(numbers)
        for node in chosen:
            node.signal(signal.SIGKILL)
        if not _until(lambda: all(node.pid() is None for node in chosen), TERM_S):
            raise LaunchError("A killed node is still there: the kernel holds it, look at its disk.")

    def upgrade(self, number: int) -> None:
        """Stop a node and start it with the Kafka of pom.xml; return before it is ready."""
        self.stop(number)
        self.nodes[number] = replace(self.nodes[number], version=None)
        self.start(number)

    def finish_upgrade(self) -> None:
        """Have the whole cluster use what the version of its nodes can, after which none goes back; raise LaunchError if it refuses."""
        words = ["--bootstrap-server", self.bootstrap, "upgrade", "--release-version", ".".join(runtime.version().split(".")[:2])]
        tool = [runtime.java(), "-cp", f"{runtime.jars()}/*", "org.apache.kafka.tools.FeatureCommand", *words]
        ended = subprocess.run(tool, capture_output=True, text=True, timeout=READY_S, check=False)
        if ended.returncode:
            raise LaunchError(f"The features were not upgraded: {(ended.stdout + ended.stderr).strip()}")

    def pause(self, *numbers: int) -> None:
        """Send SIGSTOP: connections stay open and nothing answers."""
        for node in self._chosen(numbers):
            node.signal(signal.SIGSTOP)

    def resume(self, *numbers: int) -> None:
        """Send SIGCONT, which ends a pause."""
        for node in self._chosen(numbers):
            node.signal(signal.SIGCONT)

    def wipe(self) -> None:
        """Stop the nodes and delete what they wrote, and nothing else that lies in the folder."""
        self.stop()
        for node in self.nodes.values():
            shutil.rmtree(node.folder, ignore_errors=True)
        self._plan.unlink(missing_ok=True)
        if self.data.is_dir() and not any(self.data.iterdir()):
            self.data.rmdir()

    def _chosen(self, numbers: tuple[int, ...]) -> list[Node]:
        return [self.nodes[number] for number in numbers or self.nodes]

    def _identity(self) -> str:
        """Return the id of the cluster in this folder, or a new one; raise LaunchError if it is another cluster's folder."""
        if (other := Cluster.found(self.data)) is None:
            return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if other.brokers != self.brokers:
            what = f"{self.data} holds a cluster of {other.brokers} and not of {self.brokers}"
            raise LaunchError(f"{what}: wipe it or name another folder with --data.")
        if other.port != self.port and any(node.pid() for node in other.nodes.values()):
            raise LaunchError(f"The cluster in {self.data} is running on port {other.port}: stop it first.")
        return str(json.loads(self._plan.read_text())["id"])

    @property
    def _plan(self) -> Path:
        return self.data / PLAN


def _until(condition: Callable[[], bool], timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def _start(cluster: Cluster) -> int:
    began = time.monotonic()
    cluster.start()
    cluster.wait()
    print(f"Kafka {runtime.version()} is ready after {time.monotonic() - began:.0f} s; its files are in {cluster.data}")
    print(f"STREAMS_BROKER={cluster.bootstrap} STREAMS_REPLICATION={cluster.brokers}")
    return 0


def _status(cluster: Cluster) -> int:
    for node in cluster.nodes.values():
        pid = node.pid()
        print(f"node {node.number}  {node.address}  {f'pid {pid}' if pid else 'not running'}")
    trouble = cluster.amiss()
    print(trouble or "ready")
    return 1 if trouble else 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if it did what was asked, else 1."""
    parser = argparse.ArgumentParser(prog="cluster.py", description="A Kafka on this machine, without containers.")
    parser.add_argument("do", choices=("start", "stop", "status", "wipe"))
    parser.add_argument("--brokers", type=int, choices=(1, 3), help="how many nodes (start only; default 1)")
    parser.add_argument("--port", type=int, help="port of the first broker (start only; default 9092)")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the nodes (default: .data beside this file)")
    asked = parser.parse_args(arguments)
    there = Cluster.found(asked.data)
    try:
        if asked.do == "start":
            brokers = asked.brokers or (there.brokers if there else 1)
            return _start(Cluster(asked.data, brokers, asked.port or (there.port if there else 9092)))
        if there is None:
            print(f"there is no cluster in {asked.data}")
            return 1 if asked.do == "status" else 0
        if asked.do == "status":
            return _status(there)
        there.wipe() if asked.do == "wipe" else there.stop()
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
