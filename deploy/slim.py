"""This program takes out of an environment what no stage uses at run time: about half of its bytes. The image is built with it.

    python deploy/slim.py FOLDER    the folder `site-packages` of the environment

Symbols for linkers and debuggers go too: the wheels of spaCy carry 100 MB of them. It needs `strip` (Debian's binutils).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

UNUSED = {
    "**/tests": "tests of the packages",
    "**/*.py[xdi]": "sources of Cython and stubs of types",
    "**/*.c": "sources",
    "**/*.cpp": "sources",
    "**/*.h": "headers",
    "numpy/f2py": "a compiler for Fortran",
    "numpy/distutils": "builds of packages",
    "lxml/isoschematron": "a language of schemas that no format of ours has",
    "lxml/objectify*": "another view of XML",
    "apprise/i18n": "its messages in other languages",
    "confluent_kafka/schema_registry": "a client of another server",
    "onnxruntime/capi/libonnxruntime.so.*": "the library for programs in C; Python's module holds all of it again",
    "onnxruntime/transformers": "tools that rewrite models",
    "onnxruntime/tools": "tools that convert models",
    "onnxruntime/quantization": "tools that make models smaller",
    "cel_expr_python/ext": "extensions of CEL that no subscription may use",
    "huggingface_hub": "downloads of models: ours lie in the package",
    "hf_xet": "the same",
    "fsspec": "the same",
    "google/protobuf": "models as messages: onnxruntime's tools read them",
    "pygments": "colours for source code",
    "setuptools": "builds of packages",
    "_distutils_hack": "the same",
    "distutils-precedence.pth": "the same",
}
"""The files that are removed, as patterns in site-packages, and what it is."""
LOCALES = (
    "root en de fr es it pt nl sv da nb no fi pl cs sk ru uk bg tr ar ar_LB el hu ro id ko ja he fa hi bn ur ms ca gl et lt lv sl sr "
    "sr_Latn bs mk sq is af sw ne ta te mr zh"
)
"""The locales of Babel that stay: those whose months, weekdays and names of languages clean reads. All 1,080 take 30 MB."""


def unused(packages: Path) -> Iterator[Path]:
    """Yield the files and folders to remove; raise SystemExit for a pattern that no longer fits anything."""
    for pattern in UNUSED:
        found = list(packages.glob(pattern))
        if not found:
            raise SystemExit(f"slim.py: nothing is {packages}/{pattern} ({UNUSED[pattern]}): mend its table")
        yield from found
    yield from (file for file in (packages / "babel/locale-data").glob("*.dat") if file.stem not in LOCALES.split())


def strip(packages: Path) -> None:
    """Take the symbols out of all extension modules; libraries that auditwheel has moved (`*.libs`) stay as they are."""
    modules = [str(path) for path in packages.rglob("*.so") if not path.parent.name.endswith(".libs")]
    subprocess.run(["strip", "--strip-unneeded", *modules], check=True)


def main(folder: str) -> None:
    """Slim the environment, and say by how much."""
    packages = Path(folder)
    before = size(packages)
    for path in list(unused(packages)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)  # one that lay in a folder above
    strip(packages)
    sys.stdout.write(f"{packages}: {before / 1e6:.0f} MB before, {size(packages) / 1e6:.0f} MB now\n")


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    main(*sys.argv[1:])
