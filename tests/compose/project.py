"""The pipeline under docker compose, as an operator runs it."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
UP_S = 900  # a build from nothing took 51 s, the start 25 s, both beside other work; a slow line to the package index is the rest


class Project:
    """One compose project under a name and a port of its own."""

    def __init__(self) -> None:
        self.name = f"newswire-test-{os.getpid()}"
        self.port = _free_port()

    @property
    def bootstrap(self) -> str:
        """The address of Kafka from outside the containers."""
        return f"127.0.0.1:{self.port}"

    def compose(self, *arguments: str) -> str:
        """Run `docker compose ...` and return its output; raise AssertionError with what it said if it fails."""
        command = ["docker", "compose", "--project-name", self.name, *arguments]
        environment = {**os.environ, "STREAMS_KAFKA_PORT": str(self.port)}
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=UP_S, check=False)
        if ended.returncode:
            raise AssertionError(f"{' '.join(command)}: {ended.stderr[-3000:]}")
        return ended.stdout

    def up(self, *scale: str, build: bool = False) -> None:
        """Start what is not running and wait until all of it is healthy."""
        how = "--build" if build else "--no-build"
        self.compose("up", how, "-d", "--wait", "--wait-timeout", "300", "--no-recreate", *(f"--scale={one}" for one in scale))

    def containers(self, service: str) -> list[str]:
        """Return the ids of the service's running containers."""
        return self.compose("ps", "--quiet", service).split()

    def kill(self, container: str) -> None:
        """Send SIGKILL from outside: no batch is finished, nothing is committed."""
        subprocess.run(["docker", "kill", container], capture_output=True, check=True)

    def states(self) -> list[dict[str, Any]]:
        """Return one entry for each container, dead ones too."""
        return [json.loads(line) for line in self.compose("ps", "--all", "--format", "json").splitlines()]

    def logs(self) -> str:
        """Return the last 25 lines of every container's log."""
        return self.compose("logs", "--no-color", "--tail", "25")

    def down(self) -> None:
        """Take everything away, the data too."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "10")


def lacking() -> str | None:
    """Return the reason why no project can run on this machine, or None if one can."""
    if shutil.which("docker") is None:
        return "there is no docker on the PATH"
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return f"`{' '.join(command)}` fails"
    return None


def _free_port() -> int:
    while True:
        port = random.randrange(20_000, 32_000)  # below those that the kernel hands to clients
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
