"""`streams screen`: gives the verdicts on articles as records, or shows a person two of them side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
from rich.table import Table

from streams.commands.output import record
from streams.commands.terminal import Terminal, Text
from streams.errors import Usage
from streams.messages import CleanArticle, ScreenedArticle, Verdict
from streams.pipeline.runner import Failed, Runner
from streams.settings import settings
from streams.visible import line

if TYPE_CHECKING:
    from streams.screen.explain import Explanation, Side


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--explain", "for_people", is_flag=True, help="Show two articles side by side: what they share, and why the verdict fell.")
def screen(paths: tuple[str, ...], for_people: bool) -> None:
    """Say of each article what it is to those before it, one JSON line each, as on `articles.duplicates`.

    Articles come as for `streams feed`; - is standard input. With --explain the first two are shown, of one file or of two.
    """
    if for_people:
        from streams.screen.explain import explain

        articles = [article for article in through(paths, "clean") if isinstance(article, CleanArticle)]
        if len(articles) < 2:
            raise Usage(f"--explain takes two articles, in one file or in two; {len(articles)} could be read")
        dropped = next((article for article in articles[:2] if article.dropped is not None), None)
        if dropped is not None and dropped.dropped is not None:
            raise Usage(f"{line(dropped.uri)} is dropped by clean ({dropped.dropped.reason}): nothing is compared with it")
        console = Terminal()
        _show(console, explain(articles[0], articles[1]))
        return
    for article in through(paths, "screen"):
        if isinstance(article, Failed):
            record(article.encode())
        elif isinstance(article, ScreenedArticle) and article.relation is not None:
            verdict = Verdict(uri=article.uri, version=article.version, source=article.source, relation=article.relation)
            record(verdict.encode())


def through(paths: tuple[str, ...], until: str) -> Iterator[object]:
    """Run the articles of all paths through one runner, to the end of a stage, and yield its output; raise Usage without any article."""
    from streams.feeds.documents import items

    values: list[bytes] = []
    for path in paths:
        try:
            found = [item.value for item in items(path)]
        except OSError as exc:
            raise Usage(f"{exc.filename}: {exc.strerror}") from None
        if not found:
            raise Usage(f"{path}: no article in it")
        values += found
    yield from Runner(settings(), until=until).run(values)


def _show(console: Terminal, item: Explanation) -> None:
    relation, pair = item.relation, item.pair
    console.print(Text().append(relation.kind, "bold").append(line(f"  {item.why}")))
    texts = Table("first", "second: shared words are marked", expand=True, box=None, padding=(0, 2, 0, 0))
    for column in texts.columns:
        column.ratio = 1
    texts.add_row(_marked(item.first, console), _marked(item.second, console))
    console.print(texts)
    for said in relation.changed:
        console.print(Text(f"new: {line(said)}", "yellow"))
    facts = Table(box=None, pad_edge=False, show_header=False)
    for name, value in (
        ("copied", f"{pair.copied} of {pair.size} words ({pair.of_new:.0%}), {pair.of_old:.0%} of the first's {pair.old_size}"),
        ("longest run", f"{pair.longest} words; copied words among those from the first copied to the last: {pair.density:.0%}"),
        ("longest new passage", f"{pair.fresh} words"),
        (
            "figures, names",
            f"{pair.figures:.0%} of {pair.figure_count} figures agree, {pair.names:.0%} of the names, {pair.lead:.0%} on top",
        ),
        ("whose text", relation.wire_origin or "unknown"),
        ("story", relation.story),
        ("leader", relation.leader),
    ):
        facts.add_row(name, line(value))
    console.print(facts)


def _marked(side: Side, console: Terminal) -> Text:
    """Return the text with its shared stretches in another colour, or between angle brackets where there is no terminal."""
    shown, at = Text(), 0
    for start, end in side.shared:
        shown.append(side.text[at:start], "bold yellow")
        part = side.text[start:end]
        shown.append(part if console.is_terminal else f"<{part}>", "green")
        at = end
    shown.append(side.text[at:], "bold yellow")
    return shown
