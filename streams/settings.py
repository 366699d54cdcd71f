"""Every option, read once from the environment (`STREAMS_*`; any of them as a file named by `STREAMS_*_FILE`).

Units are part of the names. `streams config show` prints the options in force.
A secret is a SecretStr: its text and its repr are stars, so neither a log nor a traceback that shows settings can show it.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from streams.errors import Usage
from streams.visible import line

_OTHERS = frozenset({"STREAMS_SUPERVISED", "STREAMS_KAFKA_PORT"})
"""Variables with our prefix that are no settings: the supervisor's mark for its workers, and the port that docker-compose.yml publishes."""
_SERVICE = re.compile(r"_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_\w+)$")
"""The ends of the variables that Kubernetes makes for each of its services, also for one that is called `streams-...`."""
_SHOWN = 80
"""The largest number of characters of a wrong value that a sentence shows."""
log = logging.getLogger(__name__)


def _state_home() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "newswire-streams"


class FileSecrets(PydanticBaseSettingsSource):
    """`STREAMS_X_FILE` names a file whose content, stripped, is the value of `STREAMS_X` (the habit of container images)."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        variable = f"STREAMS_{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        try:
            return (Path(path).read_text().strip() if path else None), field_name, False
        except OSError as exc:
            raise Usage(f"{variable}: {path} cannot be read: {exc.strerror}") from None
        except UnicodeDecodeError:
            raise Usage(f"{variable}: {path} is not UTF-8 text") from None

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """The options that an operator may set; frozen."""

    model_config = SettingsConfigDict(
        env_prefix="STREAMS_",
        env_ignore_empty=True,  # compose sets what it does not know to nothing
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    broker: str | None = Field(
        None,
        description="Kafka bootstrap servers, comma-separated; unset: the embedded broker that runs, else 127.0.0.1:9092",
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="how Kafka is spoken to: PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL"
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "PLAIN", description="how the password is proven: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512"
    )
    sasl_username: str | None = Field(None, description="who we are to Kafka, with SASL_PLAINTEXT and SASL_SSL")
    sasl_password: SecretStr | None = Field(None, description="its password; better in the file of STREAMS_SASL_PASSWORD_FILE")
    ssl_cafile: Path | None = Field(None, description="PEM file of the authorities that may sign the brokers; unset: the system's")
    ssl_certfile: Path | None = Field(None, description="PEM file of our own certificate, where the brokers demand one")
    ssl_keyfile: Path | None = Field(None, description="PEM file of its private key, where it is not in the same file")
    ssl_password: SecretStr | None = Field(None, description="what that key is encrypted with")
    ssl_check_hostname: bool = Field(True, description="whether a broker's certificate must name the host that was called")
    prefix: str = Field("", description="put before every topic and consumer group, so that several pipelines share one Kafka")
    partitions: int = Field(12, ge=1, description="partitions of each keyed topic, as they are; `streams topics repartition` adds some")
    replication: int = Field(1, ge=1, description="copies of each partition; 3 wherever there are three brokers")
    state: Path = Field(
        default_factory=_state_home,
        description="folder for what may be lost: the embedded broker's address, screen's snapshots, which record is at work",
    )

    batch: int = Field(32, ge=1, description="articles a stage takes at once")
    linger_seconds: float = Field(
        0.025, gt=0, description="how long a stage waits for a batch to fill, from its first article on: the latency floor of each stage"
    )
    commit_seconds: float = Field(1.0, gt=0, description="between two commits; what is repeated after a kill")
    session_seconds: float = Field(8.0, ge=6, description="silence after which the group gives a worker's partitions away")
    stall_seconds: float = Field(
        25.0,
        gt=0,
        description="a partition whose commit stands still that long while it has lag ends the worker (guard B)",
    )
    rebalance_seconds: float = Field(60.0, gt=0, description="a rebalance that lasts longer ends the worker")
    loop_seconds: float = Field(60.0, gt=0, description="an event loop that does not turn for so long ends the worker")

    processes: int = Field(0, ge=0, description="children that parse in an extract worker; 0 = one per core less one")
    article_seconds: float = Field(
        60.0,
        gt=0,
        description="longest that one article may be worked on; then its process is ended and the article tried once more",
    )
    model: str | None = Field(None, description="name or path of another spaCy pipeline; unset: the bundled one")
    max_value_bytes: int = Field(10_000_000, gt=0, description="largest article that clean reads, in bytes")
    clean_rules: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="files of publishers' standing lines (`streams clean learn`), a JSON list"
    )
    site_rules: Path | None = Field(None, description="folder of TOML files with rules for the pages of single sites; unset: none")
    max_words: int = Field(100_000, gt=0, description="longest article that clean reads")
    window_hours: float = Field(72.0, gt=0, description="how far back screen looks for an original")
    index_megabytes: int = Field(
        3000, gt=0, description="most that screen's index may hold, of 1,000,000 bytes; past it the window shrinks, and the log says so"
    )
    snapshot_minutes: float = Field(10.0, gt=0, description="between two snapshots of screen's index, in the folder STREAMS_STATE")
    incident_hours: float = Field(72.0, gt=0, description="silence after which an incident is closed to new reports")
    page_reports: int = Field(
        50,
        ge=0,
        description="most reports in one record of an incident; 0: all, before a rollback to a version without pages",
    )

    subscriptions: Path | None = Field(
        None, description="folder of files of subscriptions, which is looked at every 2 s; unset: those of the topic alone"
    )
    hold_hours: float = Field(
        72.0,
        gt=0,
        lt=24 * 30,
        description="how long an article whose embargo has no end that can be read waits for `streams held`; then it is dropped",
    )

    serve_host: str = Field("127.0.0.1", description="where `streams serve` listens; another host than loopback needs STREAMS_SERVE_KEYS")
    serve_port: int = Field(8090, ge=0, le=65535, description="its port; 0 = a free one, which it prints")
    serve_url: str | None = Field(None, description="the address under which its clients reach it, for links; unset: as each request says")
    serve_keys: Path | None = Field(
        None, description="file of keys: `name sha256 scope` a line; unset: reading is open, writing is refused"
    )
    serve_open: bool = Field(
        False, description="no keys are needed though others may reach the host: for a container whose port is published on loopback alone"
    )
    serve_origins: Annotated[tuple[str, ...], NoDecode] = Field((), description="origins of web pages that may read it (CORS), a JSON list")
    serve_per_minute: int = Field(600, gt=0, description="requests a minute that a key, or an address without one, may make")
    serve_incidents: int = Field(20_000, gt=0, description="incidents that it holds in memory; those that are oldest by `updated` fall out")
    serve_streams: int = Field(1_000, gt=0, description="streams of alerts that may be open at once")
    sources: Path | None = Field(None, description="TOML file of the sources that `streams worker feeds` polls; more stand on the topic")
    contact: str | None = Field(
        None, max_length=200, pattern=r"^[\x21-\x7e]+$", description="address of the operator, shown to publishers whose feeds are polled"
    )
    first_hours: float = Field(24.0, ge=0, le=24 * 7, description="how old an item may be, in hours, to be sent from a feed's first poll")
    websub_url: str | None = Field(
        None,
        max_length=1_000,
        pattern=r"^https?://[\x21-\x7e]+$",
        description="the address under which hubs (WebSub) reach the callback of `streams worker feeds`; unset: feeds are polled alone",
    )
    websub_host: str = Field("127.0.0.1", description="where that callback listens")
    websub_port: int = Field(8091, ge=0, le=65535, description="its port")
    websub_secret: SecretStr | None = Field(
        None, min_length=16, description="what hubs sign with and callbacks are named by; the same for all workers of feeds"
    )
    deliver_hours: float = Field(
        24.0, gt=0, description="an alert that is older than this when deliver reads it is not sent, unless it takes back what was told"
    )
    webhook_secret: SecretStr | None = Field(
        None, description="what webhooks are signed with, whsec_ and base64; several with blanks between them all sign"
    )
    private_addresses: str = Field(
        "", description="networks (CIDR) and names of hosts that may be called though they are not public, with commas between them"
    )

    http_host: str = Field("127.0.0.1", description="where a worker serves /livez, /readyz, /metrics")
    http_port: int = Field(0, ge=0, le=65535, description="its port; 0 = not served")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning, error")
    log: Literal["text", "json"] = Field("text", description="form of the log: text, or json for an object a line")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, FileSecrets(settings_cls)

    @field_validator("clean_rules", "serve_origins", mode="before")
    @classmethod
    def _list(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        try:
            found = json.loads(value)
        except ValueError:
            found = None
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            like = json.dumps([part.strip(" []\"'") for part in value.split(",")] if value.strip() else ["a"])
            raise Usage(
                f"STREAMS_{(info.field_name or '').upper()} takes a JSON list, such as {line(like, _SHOWN)}, got {line(value, _SHOWN)}"
            )
        return found

    @field_validator("broker")
    @classmethod
    def _addresses_only(cls, broker: str | None) -> str | None:
        if broker and ("@" in broker or "/" in broker):  # its value stands in logs and on the screen: a password in it would too
            raise Usage(
                "STREAMS_BROKER takes host:port, with commas between several; the rest has variables of its own: "
                "STREAMS_SECURITY_PROTOCOL, STREAMS_SASL_USERNAME, STREAMS_SASL_PASSWORD"
            )
        for address in (broker or "").split(","):
            if ":" in address and not address.rpartition(":")[2].strip().isdigit():
                raise Usage(f"STREAMS_BROKER takes host:port, with commas between several; {address.strip()!r} has no number as its port")
        return broker

    @model_validator(mode="after")
    def _security_adds_up(self) -> Self:
        sasl, tls = self.sasl, self.tls
        protocol = f"STREAMS_SECURITY_PROTOCOL is {self.security_protocol}"
        for name in ("sasl_mechanism", "sasl_username", "sasl_password"):
            if not sasl and name in self.model_fields_set and getattr(self, name) is not None:
                raise Usage(f"STREAMS_{name.upper()} is set and {protocol}: set that to SASL_SSL or SASL_PLAINTEXT")
        for name in ("sasl_username", "sasl_password"):
            if sasl and not getattr(self, name):
                raise Usage(f"STREAMS_{name.upper()} is not set and {protocol}")
        for name in ("ssl_cafile", "ssl_certfile", "ssl_keyfile", "ssl_password"):
            if not tls and getattr(self, name) is not None:
                raise Usage(f"STREAMS_{name.upper()} is set and {protocol}: set that to SSL or SASL_SSL")
        for name in ("ssl_keyfile", "ssl_password"):
            if getattr(self, name) is not None and self.ssl_certfile is None:
                raise Usage(f"STREAMS_{name.upper()} is set and STREAMS_SSL_CERTFILE is not: a key goes with its certificate")
        return self

    @model_validator(mode="after")
    def _websub_adds_up(self) -> Self:
        if self.websub_url is not None and self.websub_secret is None:
            raise Usage("STREAMS_WEBSUB_URL is set and STREAMS_WEBSUB_SECRET is not: hubs sign what they send with it")
        return self

    @property
    def sasl(self) -> bool:
        """True if the clients show a password to Kafka (SASL)."""
        return self.security_protocol.startswith("SASL")

    @property
    def tls(self) -> bool:
        """True if the clients speak to Kafka over TLS."""
        return self.security_protocol.endswith("SSL")

    @property
    def bootstrap(self) -> str:
        """The address of the broker: as set, else the embedded broker that runs on this machine, else the usual port (127.0.0.1:9092)."""
        return self.broker or embedded_address(self.state) or "127.0.0.1:9092"

    @property
    def children(self) -> int:
        """The number of processes of the extract pool: `processes`, or one per core less one where that is 0."""
        return self.processes or max(1, len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 2) - 1)

    def environment(self) -> dict[str, str]:
        """Return the variables that give another process the same settings, secrets in clear: for a child's environment, nothing else.

        A secret that came from a file is left out: the child inherits the name of the file, and reads there what is in force by then.
        """
        values = self.model_dump(exclude_none=True, exclude_unset=True)
        return {
            f"STREAMS_{name.upper()}": _written(value)
            for name, value in values.items()
            if not (isinstance(value, SecretStr) and self.origin(name) == "file")
        }

    def origin(self, name: str) -> Literal["set", "file", "default"]:
        """Return where a setting comes from: `set` for its variable, `file` for the file that its `_FILE` names, else `default`."""
        if name not in self.model_fields_set:
            return "default"
        variable = f"STREAMS_{name.upper()}"
        return "file" if os.environ.get(f"{variable}_FILE") and not os.environ.get(variable) else "set"


def embedded_address(state: Path) -> str | None:
    """Return the address of the embedded broker that runs on this machine, by its note in the state folder; None if none runs."""
    try:
        pid, address = (state / "broker").read_text().split()
        os.kill(int(pid), 0)
    except (OSError, ValueError):
        return None
    return address


def _written(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return json.dumps([str(part) for part in value]) if isinstance(value, tuple) else str(value)


def misspelt(variables: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each variable with our prefix that is no setting of this version, with the one that is probably meant."""
    known = [f"STREAMS_{name.upper()}" for name in Settings.model_fields]
    for variable in sorted(variables):
        name = variable.upper().removesuffix("_FILE")
        if not name.startswith("STREAMS_") or name in known or name in _OTHERS or _SERVICE.search(name):
            continue
        near = get_close_matches(name, known, 1, 0.8)
        meant = f"did you mean {near[0]}{variable.upper().removeprefix(name)}?" if near else "`streams config show` lists them"
        yield f"{line(variable, _SHOWN)} is no setting and does nothing: {meant}"


@cache
def settings() -> Settings:
    """Return the settings in force; raise Usage that names the variable that is wrong, and log those that are no settings."""
    if "STREAMS_SUPERVISED" not in os.environ:  # the supervisor has said it for all its workers
        for said in misspelt(os.environ):
            log.warning("%s", said)
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        name = str(first["loc"][0])
        secret = "SecretStr" in str(Settings.model_fields[name].annotation)
        raise Usage(f"STREAMS_{name.upper()}: {first['msg']}" + ("" if secret else f", got {first['input']!r}")) from None
