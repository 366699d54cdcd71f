"""A Kafka behind doors: one node that asks for a password, a certificate or both, each on a port of its own, and the keys to them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.admin import AdminClient, ScramCredentialInfo, ScramMechanism, UserScramCredentialUpsertion

from deploy.kafka import runtime
from deploy.kafka.cluster import Cluster
from streams.settings import Settings
from tests.kafka.conftest import free_ports

HOST = "127.0.0.1"
PASSWORD = "hunter2-kafka-secret"
"""The password of alice for every mechanism; it may stand nowhere but here."""
KEY_PASSWORD = "hunter3-key-secret"
"""The password with which the client's key is encrypted."""
PROTOCOLS = {"SASL": "SASL_PLAINTEXT", "BOTH": "SASL_SSL", "TLS": "SSL", "ALIEN": "SSL"}
"""The protocol of each door; TLS demands a certificate, and that of ALIEN names another host."""
JAAS = "org.apache.kafka.common.security"
OPENSSL = """\
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
subjectAltName = {names}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


@dataclass(frozen=True)
class Certificates:
    """Two authorities and three certificates of the first, made with openssl in `folder`."""

    folder: Path

    def make(self) -> None:
        """Write NAME.key and NAME.pem of each; for Kafka also both in one file, NAME.both.pem, key first."""
        self.folder.mkdir(parents=True)
        for authority in ("authority", "stranger"):
            self._openssl(authority, "authority", "DNS:none.example", ["-x509", "-noenc"])
        for name, names in (("node", f"IP:{HOST}"), ("alien", "DNS:elsewhere.example"), ("client", "DNS:client.example")):
            lock = ["-passout", f"pass:{KEY_PASSWORD}"] if name == "client" else ["-noenc"]
            signed = ["-x509", "-CA", str(self / "authority.pem"), "-CAkey", str(self / "authority.key"), *lock]
            self._openssl(name, "leaf", names, signed)
            (self / f"{name}.both.pem").write_text((self / f"{name}.key").read_text() + (self / f"{name}.pem").read_text())

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def _openssl(self, name: str, kind: str, names: str, arguments: list[str]) -> None:
        recipe = self / f"{name}.cnf"
        recipe.write_text(OPENSSL.format(name=name, names=names))
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-keyout", str(self / f"{name}.key")]
        made = ["-config", str(recipe), "-extensions", kind, "-days", "2", "-out", str(self / f"{name}.pem")]
        subprocess.run(["openssl", "req", *key, *made, *arguments], check=True, capture_output=True)


def running_guarded(folder: Path) -> Iterator[Guarded]:
    """Yield the node with all its doors, and wipe it at the end; skip if there is no Java, no Maven or no openssl."""
    if (lacking := runtime.lacking()) is not None:
        pytest.skip(lacking)
    if shutil.which("openssl") is None:
        pytest.skip("certificates are made with openssl, which is not installed")
    certificates = Certificates(folder / "certificates")
    certificates.make()
    node = Guarded(folder / "kafka", free_ports(2 + len(PROTOCOLS)), certificates)
    try:
        node.cluster.start()
        node.cluster.wait()
        node.enrol()
        yield node
    finally:
        node.cluster.wipe()


@dataclass
class Guarded:
    """The node behind doors; its own port asks nothing, for the launcher; the doors follow on the ports after its controller's."""

    data: Path
    port: int
    certificates: Certificates
    cluster: Cluster = field(init=False)

    def __post_init__(self) -> None:
        self.cluster = Cluster(self.data, 1, self.port, self._properties())

    def address(self, door: str) -> str:
        """Return the host and port of one door."""
        return f"{HOST}:{self.port + 2 + list(PROTOCOLS).index(door)}"

    def settings(self, door: str, mechanism: str | None = None, **options: Any) -> Settings:
        """Return the settings that open a door; `options` win."""
        key: dict[str, Any] = {"broker": self.address(door), "security_protocol": PROTOCOLS[door], "partitions": 1, "commit_seconds": 0.2}
        if mechanism:
            key |= {"sasl_mechanism": mechanism, "sasl_username": "alice", "sasl_password": PASSWORD}
        if PROTOCOLS[door].endswith("SSL"):
            key["ssl_cafile"] = self.certificates / "authority.pem"
        if door == "TLS":
            mine = self.certificates
            key |= {"ssl_certfile": mine / "client.pem", "ssl_keyfile": mine / "client.key", "ssl_password": KEY_PASSWORD}
        return Settings(**{**key, **options})

    def enrol(self) -> None:
        """Make alice known to SCRAM; those whom PLAIN knows stand in the properties."""
        admin = AdminClient({"bootstrap.servers": self.cluster.bootstrap})
        for kind in (ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512):  # one request takes a user once
            user = UserScramCredentialUpsertion("alice", ScramCredentialInfo(kind, 4096), PASSWORD.encode())
            for done in admin.alter_user_scram_credentials([user]).values():
                done.result(30)

    def _properties(self) -> Mapping[str, str]:
        doors = ",".join(f"{door}://{self.address(door)}" for door in PROTOCOLS)
        plain = f"PLAINTEXT://{HOST}:{self.port}"
        users = f'user_alice="{PASSWORD}" user_bob="{PASSWORD}"'
        properties = {
            "listeners": f"{plain},CONTROLLER://{HOST}:{self.port + 1},{doors}",
            "advertised.listeners": f"{plain},{doors}",
            "listener.security.protocol.map": ",".join(
                ["PLAINTEXT:PLAINTEXT", "CONTROLLER:PLAINTEXT", *(f"{door}:{protocol}" for door, protocol in PROTOCOLS.items())]
            ),
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": "User:ANONYMOUS;User:alice;User:CN=client",  # bob may come in and do nothing
        }
        for door, protocol in PROTOCOLS.items():
            prefix = f"listener.name.{door.lower()}."
            if protocol.startswith("SASL"):
                properties |= {
                    f"{prefix}sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512" if door == "SASL" else "SCRAM-SHA-512",
                    f"{prefix}plain.sasl.jaas.config": f"{JAAS}.plain.PlainLoginModule required {users};",
                    f"{prefix}scram-sha-256.sasl.jaas.config": f"{JAAS}.scram.ScramLoginModule required;",
                    f"{prefix}scram-sha-512.sasl.jaas.config": f"{JAAS}.scram.ScramLoginModule required;",
                }
            if protocol.endswith("SSL"):
                properties |= {
                    f"{prefix}ssl.keystore.type": "PEM",
                    f"{prefix}ssl.keystore.location": str(self.certificates / ("alien.both.pem" if door == "ALIEN" else "node.both.pem")),
                    f"{prefix}ssl.truststore.type": "PEM",
                    f"{prefix}ssl.truststore.location": str(self.certificates / "authority.pem"),
                    f"{prefix}ssl.client.auth": "required" if door == "TLS" else "none",
                }
        return properties
