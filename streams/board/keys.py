"""Keys: who may read alerts, judge them, and write articles. The file holds hashes alone, a line `name sha256 scopes` for each key."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from streams.errors import Usage

Scope = Literal["read", "write", "judge"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
PREFIX = "newswire_"
"""The beginning of every key, by which scanners of code and logs can know one."""
MOST_KEYS = 1_000
"""The largest number of keys of a file: each is compared at every request, 0.3 microseconds each."""
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, the SHA-256 of its secret in hexadecimal digits, and what it may do."""

    name: str
    digest: str
    scopes: frozenset[Scope]


def make_key(name: str, scopes: Sequence[Scope]) -> tuple[str, str]:
    """Return a new secret, of 256 bits, and the line for the file of keys; raise Usage where the name will not do."""
    if not _NAME.fullmatch(name):
        raise Usage(f"{name!r} is no name of a key: write letters, digits, dots, `_` and `-`, at most 64")
    secret = PREFIX + secrets.token_urlsafe(32)
    return secret, f"{name} {_digest(secret)} {','.join(sorted(set(scopes)))}"


def read_keys(text: str) -> tuple[Key, ...]:
    """Return the keys of a file; blank lines and those that begin with `#` say nothing.

    Raise Usage that names the line which will not do, and nothing that stands in it.
    """
    found: dict[str, Key] = {}
    for number, said in enumerate(text.splitlines(), 1):
        words = said.split()
        if not words or words[0].startswith("#"):
            continue
        scopes = frozenset(scope for scope in SCOPES if len(words) == 3 and scope in words[2].split(","))
        if len(words) != 3 or not _NAME.fullmatch(words[0]) or not _DIGEST.fullmatch(words[1]) or set(words[2].split(",")) != scopes:
            raise Usage(
                f"line {number} is no key: write `name sha256 read,write,judge`, or some of the three, as `streams serve key` prints it"
            )
        if words[0] in found:
            raise Usage(f"line {number} names a key that stands above already")
        found[words[0]] = Key(words[0], words[1], scopes)
    if len(found) > MOST_KEYS:
        raise Usage(f"the file has more than {MOST_KEYS:,} keys")
    return tuple(found.values())


class Keys:
    """The keys in force: those of a file, which is read again when it has changed; without a file there are none."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._keys: tuple[Key, ...] = ()
        self._seen: tuple[int, int, int] | None = None
        if path is not None:
            self._keys = self._read(path)

    @property
    def configured(self) -> bool:
        """True if there is a file of keys: then nobody reads without one."""
        return self.path is not None

    def of(self, secret: str) -> Key | None:
        """Return the key of a secret; None where there is no such key. All keys are compared, each in constant time."""
        self._refresh()
        digest = _digest(secret)
        found = None
        for key in self._keys:
            if hmac.compare_digest(key.digest, digest):
                found = key
        return found

    def _refresh(self) -> None:
        """Read the file again if it has changed: one that is broken leaves the keys of before in force, without a file there are none."""
        if self.path is None or self._stamp(self.path) == self._seen:
            return
        try:
            self._keys = self._read(self.path)
        except FileNotFoundError:
            self._keys, self._seen = (), None
            log.error("STREAMS_SERVE_KEYS: %s is gone: no key is taken", self.path)
        except (Usage, OSError) as exc:
            log.error("the keys of before stay in force: %s", exc)

    def _read(self, path: Path) -> tuple[Key, ...]:
        self._seen = self._stamp(path)
        try:
            return read_keys(path.read_text("utf-8"))
        except Usage as exc:
            raise Usage(f"STREAMS_SERVE_KEYS: {path}: {exc}") from None
        except UnicodeDecodeError:
            raise Usage(f"STREAMS_SERVE_KEYS: {path} is not UTF-8 text") from None

    @staticmethod
    def _stamp(path: Path) -> tuple[int, int, int] | None:
        try:
            said = path.stat()
        except OSError:
            return None
        return said.st_mtime_ns, said.st_size, said.st_ino


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
