"""The page at `/help`: the addresses of the server, for a person who looks what is there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from streams.board.routes import ROUTES
from streams.visible import visible


def help_page(subscriptions: Sequence[str]) -> bytes:
    """Return the page: each route with what it gives, and the feed of each subscription. It loads nothing and holds no script."""
    rows = [
        (route.method, route.path, route.path if "{" not in route.path and route.method == "GET" else None, route.summary)
        for route in ROUTES
    ]
    rows += [("GET", path, path, f"The alerts of the subscription {name}.") for name in subscriptions for path in [_feed(name)]]
    cells = "\n".join(
        f"<tr><td>{method}<td>{_link(shown, address)}<td>{escape(visible(summary))}</tr>" for method, shown, address, summary in rows
    )
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Newswire Streams</title>\n<h1>Newswire Streams</h1>\n'
        "<p>Alerts made by a program from news reports. They are leads, not facts.\n"
        f"<table>\n{cells}\n</table></html>\n"
    ).encode()


def _feed(name: str) -> str:
    return f"/subscriptions/{quote(name, safe='')}/alerts.atom"


def _link(shown: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{escape(shown)}</a>' if address is not None else escape(shown)
