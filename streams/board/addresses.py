"""Addresses that answers name: our own, as its clients reach it, and those of articles, of which only the web's are shown."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from aiohttp import web

from streams.board.problem import Problem

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
_LINK = re.compile(r"https?://[!-~]{1,2040}", re.ASCII)


def base_of(request: web.Request, url: str | None) -> str:
    """Return the address of this server without a slash at its end: `url` where it is set, else by the request's Host.

    Raise Problem (400) where the header is no host.
    """
    if url is not None:
        return url.rstrip("/")
    if not _HOST.fullmatch(request.host):
        raise Problem(HTTPStatus.BAD_REQUEST, "Host: this is no name of a host; send the one of the address that you call")
    return f"{request.scheme}://{request.host}"


def host_name(host: str) -> str:
    """Return the name in a Host header, without its port and brackets, in small letters."""
    return (host.rpartition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]).casefold().rstrip(".")


def alert_path(id: str) -> str:
    """Return the path of an alert."""
    return f"/alerts/{quote(id, safe='')}"


def urn(id: str) -> str:
    """Return the name of an incident that is the same wherever it is read."""
    return f"urn:newswire:incident:{quote(id, safe='')}"


def web_link(link: str | None) -> str | None:
    """Return the address of an article if it is one of http or https in plain characters; None for all that a page had better not link."""
    if link is None or not _LINK.fullmatch(link):
        return None
    try:
        return link if urlsplit(link).hostname else None
    except ValueError:
        return None
