"""`streams clean`: what clean makes of a text and why; and a publisher's standing lines learned from its articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from streams.clean import Limits, rebuild
from streams.clean import clean as clean_article
from streams.clean.standing import learn, read_standing, written
from streams.commands import views
from streams.errors import Poison, Usage
from streams.messages import CleanArticle
from streams.settings import settings


@click.group("clean", invoke_without_command=True)
@click.option("--explain", "path", metavar="FILE|-", help="Show what goes from each article in FILE, and by which rule.")
@click.pass_context
def clean(context: click.Context, path: str | None) -> None:
    """Explain what clean cuts, or learn what a site repeats."""
    if context.invoked_subcommand is not None:
        return
    if path is None:
        raise Usage("give --explain FILE, or the command learn")
    console = Console()
    for article in _articles(path, console):
        raw = rebuild(article.text, article.cuts)
        console.print(views.raw_with_cuts(raw, article.cuts))
        rules = Table("from", "to", "cut by", "what", box=None, pad_edge=False)
        for cut in article.cuts:
            if cut.text.strip():
                rules.add_row(str(cut.start), str(cut.end), cut.rule, " ".join(cut.text.split())[:100])
        console.print(rules)
        outcome = "kept" if article.dropped is None else f"dropped: {article.dropped.reason} ({article.dropped.detail})"
        console.print(f"{outcome}; {len(article.text):,} of {len(raw):,} characters kept", highlight=False, markup=False)


@clean.command("learn")
@click.argument("paths", nargs=-1, required=True)
@click.option("--name", required=True, help="Name of the rule file, as cuts will call it.")
@click.option("--version", required=True, help="Its version, as cuts will call it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def learn_command(paths: tuple[str, ...], name: str, version: str, out: Path) -> None:
    """Find the lines that one publisher repeats on many of the articles in PATHS, and write them for a person to correct."""
    console = Console(stderr=True)
    found = learn(article for path in paths for article in _articles(path, console))
    out.write_text(written(name, version, found), "utf-8")
    click.echo(f"{out}: {sum(map(len, found.values()))} lines of {len(found)} publishers")


def _articles(path: str, console: Console) -> Iterator[CleanArticle]:
    from streams.feeds.documents import items

    chosen = settings()
    limits = Limits(value_bytes=chosen.max_value_bytes, words=chosen.max_words)
    standing = read_standing(chosen.clean_rules)
    for number, item in enumerate(items(path)):
        try:
            yield clean_article(
                item.value, source=f"articles/0/{number}", received=item.at or datetime.now(UTC), limits=limits, standing=standing
            )
        except Poison as exc:
            console.print(f"[red]dead letter[/] {item.name}: {type(exc).__name__}: {exc}", highlight=False)
