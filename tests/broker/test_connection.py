"""Tests of the options of clients: names as aiokafka has them, bad files named, no secret shown."""

from __future__ import annotations

import logging
import ssl
import traceback
from pathlib import Path
from typing import Any

import pytest

from streams import __version__
from streams.broker.connection import METADATA_MS, client_options, tls_context
from streams.errors import Usage
from streams.flow.worker import credentials
from streams.settings import Settings

SECRET = "hunter2-connection"


def behind(**options: Any) -> Settings:
    return Settings(**{"broker": "k:1", "security_protocol": "SASL_SSL", "sasl_username": "alice", "sasl_password": SECRET, **options})


def test_without_security_only_the_address_counts() -> None:
    assert client_options(Settings(broker="k:1")) == {
        "bootstrap_servers": "k:1",
        "client_id": f"newswire-{__version__}",
        "metadata_max_age_ms": METADATA_MS,
        "security_protocol": "PLAINTEXT",
        "ssl_context": None,
    }


def test_with_all_of_it_every_part_is_there() -> None:
    options = client_options(behind(sasl_mechanism="SCRAM-SHA-256"))
    context = options.pop("ssl_context")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert options == {
        "bootstrap_servers": "k:1",
        "client_id": f"newswire-{__version__}",
        "metadata_max_age_ms": METADATA_MS,
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "alice",
        "sasl_plain_password": SECRET,
    }


def test_a_client_option_shows_stars() -> None:
    assert SECRET not in repr(client_options(behind()))


@pytest.mark.parametrize(("protocol", "shown"), [("SASL_PLAINTEXT", "SASL_PLAINTEXT"), ("SASL_SSL", "SASL_SSL")])
def test_faust_is_given_the_same(protocol: str, shown: str) -> None:
    made = credentials(behind(security_protocol=protocol, sasl_mechanism="SCRAM-SHA-512"))
    assert made is not None
    assert (made.protocol.value, made.mechanism.value, made.username, made.password) == (shown, "SCRAM-SHA-512", "alice", SECRET)
    assert credentials(Settings()) is None
    encrypted = credentials(Settings(security_protocol="SSL"))
    assert encrypted is not None
    assert encrypted.protocol.value == "SSL"


def test_aiokafka_at_debug_logs_no_request(caplog: pytest.LogCaptureFixture) -> None:
    client_options(behind())
    log = logging.getLogger("aiokafka.conn")
    with caplog.at_level(logging.DEBUG, "aiokafka.conn"):
        log.debug("Request to %s:%d %d: %s", "k", 1, 1, SECRET)
        log.info("Authenticated as alice")
    assert [record.message for record in caplog.records] == ["Authenticated as alice"]


@pytest.mark.parametrize("name", ["ssl_cafile", "ssl_certfile"])
def test_a_file_that_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(Usage, match=f"^STREAMS_{name.upper()}: .*nowhere.pem cannot be read"):
        tls_context(behind(**{name: tmp_path / "nowhere.pem"}))


def test_a_file_without_a_certificate_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    with pytest.raises(Usage, match=r"^STREAMS_SSL_CAFILE: .* holds no certificate"):
        tls_context(behind(ssl_cafile=empty))
    with pytest.raises(Usage, match=r"^STREAMS_SSL_CERTFILE, STREAMS_SSL_KEYFILE and STREAMS_SSL_PASSWORD do not go together") as caught:
        tls_context(behind(ssl_certfile=empty, ssl_password=SECRET))
    assert SECRET not in "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
