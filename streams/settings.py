"""Every option, read once from the environment (`STREAMS_*`; any of them as a file named by `STREAMS_*_FILE`).

Units are part of the names. `streams doctor` prints what is in force.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from streams.errors import Usage


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

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What an operator may choose; frozen."""

    model_config = SettingsConfigDict(env_prefix="STREAMS_", frozen=True, extra="ignore")

    broker: str | None = Field(
        None,
        description="Kafka bootstrap servers, comma-separated; unset: the embedded broker that runs, else 127.0.0.1:9092",
    )
    prefix: str = Field("", description="put before every topic and consumer group, so that several pipelines share one Kafka")
    partitions: int = Field(12, ge=1, description="lanes of each keyed topic; fixed once the topics are made")
    replication: int = Field(1, ge=1, description="copies of each partition; 3 wherever there are three brokers")
    state: Path = Field(
        default_factory=_state_home,
        description="folder for what may be lost: the embedded broker's address",
    )

    batch: int = Field(32, ge=1, description="articles a stage takes at once")
    linger_seconds: float = Field(0.05, gt=0, description="how long a stage waits for a batch to fill: the latency floor of each stage")
    commit_seconds: float = Field(1.0, gt=0, description="between two commits; what is repeated after a kill")
    session_seconds: float = Field(10.0, ge=6, description="silence after which the group gives a worker's partitions away")
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
        description="longest that one article may be parsed; then the child is killed and the article tried once more",
    )
    model: str | None = Field(None, description="name or path of another spaCy pipeline; unset: the bundled one")
    max_value_bytes: int = Field(2_000_000, gt=0, description="largest article that clean reads")
    max_words: int = Field(100_000, gt=0, description="longest article that clean reads")
    window_hours: float = Field(72.0, gt=0, description="how far back screen looks for an original")
    incident_hours: float = Field(72.0, gt=0, description="silence after which an incident is closed to new reports")

    http_host: str = Field("127.0.0.1", description="where a worker serves /livez, /readyz, /metrics")
    http_port: int = Field(0, ge=0, description="its port; 0 = not served")
    log_level: str = Field("warning", description="debug, info, warning, error")

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

    @property
    def bootstrap(self) -> str:
        """Where the broker is: as set, else the embedded broker that runs on this machine, else the usual port."""
        return self.broker or embedded_address(self.state) or "127.0.0.1:9092"

    @property
    def children(self) -> int:
        """Processes of the extract pool."""
        return self.processes or max(1, len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 2) - 1)

    def environment(self) -> dict[str, str]:
        """The variables that give another process the same settings."""
        values = self.model_dump(exclude_none=True, exclude_unset=True)
        return {f"STREAMS_{name.upper()}": str(value) for name, value in values.items()}


def embedded_address(state: Path) -> str | None:
    """Address of the embedded broker that runs on this machine, from the note it leaves in the state folder."""
    try:
        pid, address = (state / "broker").read_text().split()
        os.kill(int(pid), 0)
    except (OSError, ValueError):
        return None
    return address


@cache
def settings() -> Settings:
    """The settings in force; raises Usage that names the variable."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        raise Usage(f"STREAMS_{str(first['loc'][0]).upper()}: {first['msg']}, got {first['input']!r}") from None
