"""The one guard of addresses that others give us: no request leaves for the inside of the operator's network.

A webhook's address comes from who writes subscriptions. Without a guard it could name the cloud's metadata service or a database's port,
and the answer would tell what is there (server-side request forgery). So a name is looked up once, every address that it has must be a
public one, and the connection is made to what was checked: `Guard.connector` hands aiohttp a resolver for names and a socket factory that
sees each address right before it is connected, literal ones too. Redirects and proxies of the environment are never followed.
`STREAMS_PRIVATE_ADDRESSES` names what an operator allows all the same.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from aiohttp import AddrInfoType, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from streams import __version__
from streams.errors import Usage
from streams.visible import line

USER_AGENT = f"newswire-streams/{__version__}"
LOOKUP_SECONDS = 10.0
"""The longest wait for a name server: it is part of the request's own limit."""
_NEVER = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""The special ranges of IANA's two registries (RFC 6890), written out: `is_global` of Python 3.11 lets some of them pass."""
_NAT64 = IPv6Network("64:ff9b::/96")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?", re.ASCII)


class Forbidden(OSError):
    """An address that the guard does not let pass; the text names the host and says why."""


def is_public(address: str) -> bool:
    """Return True if an IP address is a public one, and so is the IPv4 address that a mapped, NAT64 or 6to4 form of IPv6 holds."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and (inner := _inner(found)) is not None:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast and not any(found in network for network in _NEVER)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class Guard:
    """Decides which addresses may be called; `allowed` holds networks (CIDR), addresses or names, with blanks or commas between them.

    Raises Usage for a word of `allowed` that is none of these.
    """

    def __init__(self, allowed: str = "") -> None:
        self._networks: list[IPv4Network | IPv6Network] = []
        self._names: set[str] = set()
        self._named: set[str] = set()
        """The addresses that allowed names had when they were looked up; a handful, for an operator writes those names."""
        for word in allowed.replace(",", " ").split():
            try:
                self._networks.append(ip_network(word, strict=False))
            except ValueError:
                if not _HOST.fullmatch(word.lower()) or "/" in word or re.fullmatch(r"[0-9.]+", word):
                    raise Usage(f"STREAMS_PRIVATE_ADDRESSES: {line(word, 80)!r} is no network, address or name of a host") from None
                self._names.add(word.lower())

    def permits(self, address: str) -> bool:
        """Return True if an IP address may be connected to."""
        if is_public(address) or address in self._named:
            return True
        found = ip_address(address.partition("%")[0])
        inner = (_inner(found) if isinstance(found, IPv6Address) else None) or found
        return any(each in network for each in (found, inner) for network in self._networks)

    def host_of(self, url: str) -> str:
        """Return the host of an address, in small letters; raise Forbidden unless it is one of http or https with a host."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host, parts = None, urlsplit("")
        if parts.scheme not in ("http", "https") or not host:
            raise Forbidden("the address is none of http or https with a host")
        return host

    async def addresses(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[tuple[int, str]]:
        """Look a host up once; return its addresses with their families. Raise Forbidden if one may not be called, OSError without any."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(LOOKUP_SECONDS):
            found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys((int(each[0]), str(each[4][0])) for each in found))
        if host.lower().rstrip(".") in self._names:
            self._named.update(address for _, address in addresses)
        self._check(host, (address for _, address in addresses))
        return addresses

    def _check(self, host: str, addresses: Iterator[str]) -> None:
        if not all(map(self.permits, addresses)):
            raise Forbidden(f"{line(host, 100)} is an address of a private network; STREAMS_PRIVATE_ADDRESSES allows some")

    def _socket(self, address: AddrInfoType) -> socket.socket:
        family, kind, proto, _, where = address
        self._check(str(where[0]), iter([str(where[0])]))
        return socket.socket(family=family, type=kind, proto=proto)

    def connector(self) -> TCPConnector:
        """Return a connector for aiohttp that looks up once, checks, and connects to what it checked."""
        return TCPConnector(resolver=_Resolver(self), socket_factory=self._socket, use_dns_cache=False, limit=0)

    def session(self, seconds: float) -> ClientSession:
        """Return an HTTP client whose requests may last `seconds` in all; callers give `allow_redirects=False` with each."""
        return ClientSession(
            connector=self.connector(),
            timeout=ClientTimeout(total=seconds),
            headers={"User-Agent": USER_AGENT},
            cookie_jar=DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # an answer of a few bytes may be gigabytes
        )


class _Resolver(AbstractResolver):
    """The guard's look-up as aiohttp wants it."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        found: list[Any] = [
            {"hostname": host, "host": address, "port": port, "family": kind, "proto": 0, "flags": socket.AI_NUMERICHOST}
            for kind, address in await self._guard.addresses(host, port, family)
        ]
        return found

    async def close(self) -> None:
        return
