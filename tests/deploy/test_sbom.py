"""The bill of materials names every package once, by a package URL, and is the same for the same packages."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from deploy.sbom import bill, debian_components, release

SBOM = Path(__file__).resolve().parents[2] / "deploy" / "sbom.py"
STATUS = """\
Package: adduser
Status: install ok installed
Architecture: all
Version: 3.134
Description: add users
 and: groups

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1

Package: libc++1
Status: install ok installed
Architecture: arm64
Version: 1:14.0-3+b1
"""


def test_debian_packages_that_are_installed_are_named() -> None:
    found = [each["purl"] for each in debian_components(STATUS, "debian-12")]
    assert found == [
        "pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12",
        "pkg:deb/debian/libc%2B%2B1@1%3A14.0-3%2Bb1?arch=arm64&distro=debian-12",
    ]


def test_the_release_is_read_with_its_quotes_or_without_a_version() -> None:
    assert release('PRETTY_NAME="Debian"\nID=debian\nVERSION_ID="12"\n') == "debian-12"
    assert release("ID=debian\n") == release("") == "debian"


def test_it_names_every_package_that_runs_here_and_what_it_is_of() -> None:
    document = bill(distributions(), STATUS, "debian-12")
    refs = [each["bom-ref"] for each in document["components"]]
    assert len(set(refs)) == len(refs)
    assert {"aiokafka", "faust-streaming", "orjson", "adduser"} <= {each["name"] for each in document["components"]}
    assert document["metadata"]["component"]["name"] == "newswire-streams"
    assert document["metadata"]["component"]["bom-ref"] not in refs
    assert bill(distributions(), STATUS, "debian-12") == document
    assert bill(distributions(), "", "debian-12")["serialNumber"] != document["serialNumber"]


def test_it_runs_from_standard_input_by_the_standard_library_alone() -> None:
    said = subprocess.run([sys.executable, "-S", "-"], input=SBOM.read_bytes(), capture_output=True, check=True).stdout
    document = json.loads(said)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
