"""`streams serve`: alerts over HTTP, and keys for those who read and write them."""

from __future__ import annotations

import asyncio

import click

from streams import logs
from streams.commands.output import say
from streams.settings import Settings, settings


@click.group(invoke_without_command=True)
@click.option("--host", help="Where to listen (STREAMS_SERVE_HOST, 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one (STREAMS_SERVE_PORT, 8090).")
@click.pass_context
def serve(ctx: click.Context, host: str | None, port: int | None) -> None:
    """Serve alerts over HTTP until Ctrl-C: JSON, GeoJSON, Atom, CAP, a stream, and a page; take articles and judgements by POST.

    It reads `alerts` and `alerts.changes`, and any number of servers may run. `/` is the board, a page that shows the alerts as they come,
    and `/help` lists the addresses.
    """
    if ctx.invoked_subcommand is not None:
        return
    from streams.board.server import serve as run

    chosen = settings()
    given = {name: value for name, value in (("serve_host", host), ("serve_port", port)) if value is not None}
    chosen = Settings(**{**chosen.model_dump(exclude_unset=True), **given})
    logs.install(chosen.log_level, "serve", chosen.log)
    asyncio.run(run(chosen, say))


@serve.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(["read", "write", "judge"]),
    multiple=True,
    default=["read"],
    help="May be given several times; read if left out.",
)
def key(name: str, scopes: tuple[str, ...]) -> None:
    """Make a key, and print it with the line for the file STREAMS_SERVE_KEYS. It is shown this once, and stored nowhere."""
    from streams.board.keys import SCOPES, make_key

    secret, entry = make_key(name, [scope for scope in SCOPES if scope in scopes])
    say(f"key: {secret}")
    say(f"line: {entry}")
