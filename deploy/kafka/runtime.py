"""The requirements of a broker on the machine: Java 17 and the jars that pom.xml names."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
POM = HERE / "pom.xml"
LIBS = HERE / ".libs"
JAVA_AT_LEAST = 17  # Kafka 4 brokers: https://kafka.apache.org/43/getting-started/compatibility/
FETCH_S = 600  # 55 MB; 12 s on a fast line


class LaunchError(Exception):
    """The cluster cannot do what was asked; the text is one sentence for a person."""


def version() -> str:
    """Return the Kafka version of pom.xml; raise LaunchError if it names none."""
    found = re.search(r"<artifactId>kafka_2\.13</artifactId>\s*<version>([^<]+)</version>", POM.read_text())
    if found is None:
        raise LaunchError(f"{POM} names no version of kafka_2.13.")
    return found[1]


def java() -> str:
    """Return the path of a Java that can run the broker; raise LaunchError without one."""
    home = os.environ.get("JAVA_HOME")
    path = shutil.which("java", path=f"{home}/bin" if home else None)
    if path is None:
        where = "in JAVA_HOME" if home else "on the PATH"
        raise LaunchError(f"Kafka needs Java {JAVA_AT_LEAST} or newer and there is no java {where}.")
    said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < JAVA_AT_LEAST:
        line = next(iter(said.splitlines()), "nothing")
        raise LaunchError(f"Kafka needs Java {JAVA_AT_LEAST} or newer and {path} says: {line}.")
    return path


def jars(other: str | None = None) -> Path:
    """Return the folder of the jars, fetched with Maven if pom.xml is new or changed; raise LaunchError if that fails.

    `other` is another version of Kafka than that of pom.xml, for a cluster that is to be upgraded.
    """
    folder = _folder(other)
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise LaunchError("The jars of Kafka are fetched with Maven and there is no mvn on the PATH.")
    LIBS.mkdir(exist_ok=True)
    # Fetched beside and renamed, so that a broken fetch leaves nothing that looks whole and two at once do no harm.
    fresh = Path(tempfile.mkdtemp(prefix=".fetch-", dir=LIBS))
    try:
        pom = fresh / POM.name
        pom.write_text(_pom(other))
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={fresh}"]
        command = [maven, "-B", "-ntp", "-q", "-f", str(pom), *copy]
        try:
            ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=FETCH_S)
        except subprocess.TimeoutExpired:
            raise LaunchError(f"Maven did not fetch the jars of Kafka within {FETCH_S} s.") from None
        if ended.returncode:
            lines = [line for line in ended.stdout.splitlines() if "ERROR" in line]
            raise LaunchError(f"Maven could not fetch the jars of Kafka: {next(iter(lines), 'it gave no reason')}")
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another start was quicker
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def lacking() -> str | None:
    """Return the reason why no broker can run on this machine, or None if one can."""
    if not Path("/proc/self/cmdline").exists():
        return "The launcher knows its brokers by /proc, which this system does not have."
    try:
        java()
    except LaunchError as error:
        return str(error)
    if not _folder().is_dir() and shutil.which("mvn") is None:
        return "The jars of Kafka are fetched with Maven and there is no mvn on the PATH."
    return None


def _pom(other: str | None = None) -> str:
    return POM.read_text() if other is None else POM.read_text().replace(f"<version>{version()}</version>", f"<version>{other}</version>")


def _folder(other: str | None = None) -> Path:
    return LIBS / hashlib.sha256(_pom(other).encode()).hexdigest()[:12]
