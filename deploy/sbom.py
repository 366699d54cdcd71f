"""A bill of materials of what runs: the Python packages of this interpreter and the Debian packages beside it, as CycloneDX 1.6.

    .venv/bin/python deploy/sbom.py > sbom.json                                                  # of a checkout
    docker run --rm -i --entrypoint python newswire-streams:0.1.0 - < deploy/sbom.py > sbom.json # of an image

It needs the standard library alone, for the image has no installer. What it writes depends on what is installed and on nothing else, so
that two builds can be compared. https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

PRODUCT = "newswire-streams"
STATUS = Path("/var/lib/dpkg/status")
"""The list of installed packages of a Debian; no other file of dpkg's is needed."""
RELEASE = Path("/etc/os-release")


def python_component(package: Distribution) -> dict[str, Any]:
    """Return a package of Python as a component; its licence stands there as its author gives it, or not at all."""
    name = re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
    purl = f"pkg:pypi/{name}@{quote(package.version)}"
    component: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": package.version, "purl": purl}
    if expressions := package.metadata.get_all("License-Expression"):
        component["licenses"] = [{"expression": expressions[0]}]
    elif named := [each.rpartition(" :: ")[2] for each in package.metadata.get_all("Classifier") or () if each.startswith("License ::")]:
        component["licenses"] = [{"license": {"name": each}} for each in named]
    return component


def debian_components(status: str, distribution: str) -> Iterator[dict[str, Any]]:
    """Yield the installed packages of a dpkg status file; `distribution` is its release, such as `debian-12`."""
    for paragraph in status.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if re.match(r"[A-Z][\w-]*: ", line))
        if fields.get("Status", "").endswith(" installed"):
            name, version = fields["Package"], fields["Version"]
            purl = f"pkg:deb/debian/{quote(name)}@{quote(version, safe='')}?arch={fields['Architecture']}&distro={distribution}"
            yield {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def bill(packages: Iterable[Distribution], status: str, distribution: str) -> dict[str, Any]:
    """Return the document; the product itself is its subject where it is among the packages, and else has no version."""
    found = {each["bom-ref"]: each for each in (*map(python_component, packages), *debian_components(status, distribution))}
    mine = next((each for each in found.values() if each["name"] == PRODUCT), {"bom-ref": PRODUCT, "name": PRODUCT})
    components = [found[ref] for ref in sorted(found) if ref != mine["bom-ref"]]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {**mine, "type": "application"}},
        "components": components,
    }


def release(text: str) -> str:
    """Return the id and version of an os-release file, such as `debian-12`."""
    fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    return f"{fields.get('ID', 'debian')}-{fields.get('VERSION_ID', '')}".replace('"', "").rstrip("-")


def main() -> int:
    """Write the document to standard output; return 0."""
    status = STATUS.read_text("utf-8", "replace") if STATUS.exists() else ""
    document = bill(distributions(), status, release(RELEASE.read_text("utf-8") if RELEASE.exists() else ""))
    json.dump(document, sys.stdout, indent=1, ensure_ascii=False)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
