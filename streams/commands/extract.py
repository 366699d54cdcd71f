"""`streams extract`: gives what extract reads in an article, as records, for a person in a terminal, or as a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from streams.commands.output import markup, record
from streams.commands.terminal import Terminal, Text
from streams.errors import Usage
from streams.messages import CleanArticle
from streams.pipeline.runner import Failed, Runner
from streams.screen import as_new
from streams.settings import settings
from streams.visible import line

if TYPE_CHECKING:
    from streams.extract.explanation import Explanation


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--explain", "for_people", is_flag=True, help="Show a person the names, and each sentence with its tree and its frames.")
@click.option("--html", is_flag=True, help="The same as one page that needs nothing else, on standard output.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the page into this file.")
def extract(paths: tuple[str, ...], for_people: bool, html: bool, output: Path | None) -> None:
    """Read names, sentences and frames out of articles, which come as for `streams feed`; - is standard input.

    Articles are cleaned first, but not screened: every one is read, repeats and other languages too. Without --explain or --html one JSON
    line comes out for each, as on `articles.entities`.
    """
    if output is not None and not html:
        raise Usage("--output takes the page of --html; say --html too, or redirect standard output")
    read = explanations(paths)
    if html:
        from streams.commands.page import page

        _write("".join(page(list(read))), output)
    elif for_people:
        from streams.commands.explained import explained

        console = Terminal()
        for item in read:
            if isinstance(item, Failed):
                console.print(Text(f"dead letter {item.error} (record {item.line}): {line(item.message)}", "red"))
            else:
                console.print(explained(item, colours=console.is_terminal))
    else:
        for item in read:
            record((item if isinstance(item, Failed) else item.article).encode())


def explanations(paths: tuple[str, ...]) -> Iterator[Explanation | Failed]:
    """Yield each article with what was read in it, or the failure of one that cannot be read; raise Usage without any article."""
    from streams.extract.explanation import explain
    from streams.extract.model import load
    from streams.feeds.documents import items

    nlp = None
    for path in paths:
        count = 0
        try:
            for message in Runner(settings(), until="clean", batch=1).run(item.value for item in items(path)):
                count += 1
                if isinstance(message, Failed):
                    yield message
                    continue
                assert isinstance(message, CleanArticle)
                nlp = nlp or load(settings().model)
                yield explain(nlp, as_new(message))
        except OSError as exc:
            if exc.filename is None:  # not of this file: a broken pipe of standard output
                raise
            raise Usage(f"{exc.filename}: {exc.strerror}") from None
        if not count:
            raise Usage(f"{path}: no article in it")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        markup(text)
        return
    try:
        output.write_text(text, "utf-8", "replace")
    except OSError as exc:
        raise Usage(f"--output: {output}: {exc.strerror}") from None
