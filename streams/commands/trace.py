"""`streams trace`: shows what each stage made of one article."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.rule import Rule
from rich.table import Table

from streams.clean import rebuild
from streams.commands import views
from streams.commands.output import record
from streams.commands.terminal import Terminal, Text
from streams.commands.times import Moment
from streams.pipeline.runner import AlertedArticle, Failed, Released, Runner
from streams.settings import settings
from streams.visible import line, passage


@click.command()
@click.argument("path", metavar="FILE|-")
@click.option("--published", type=Moment(), help="Time of the article where it does not say its own (ISO 8601); else now.")
@click.option("--json", "as_json", is_flag=True, help="The whole record instead, as `streams pipe` gives it.")
def trace(path: str, published: datetime | None, as_json: bool) -> None:
    """Show a person what each stage made of the articles in FILE: what was cut and why, names and events marked, the alert."""
    from streams.feeds.documents import items

    runner = Runner(settings(), batch=1)
    console = Terminal()
    received = published if published is not None else datetime.now(UTC)
    for message in runner.run((item.value for item in items(path)), received):
        if as_json:
            record(message.encode())
        elif isinstance(message, Failed):
            console.print(Text().append("dead letter", "red").append(f" {message.error}: {line(message.message)}"))
        elif isinstance(message, Released):
            console.print(Rule("the end of an embargo", align="left"), *map(views.alert, message.released))
        else:
            assert isinstance(message, AlertedArticle)
            _show(console, message)


def _show(console: Terminal, article: AlertedArticle) -> None:
    console.print(Rule("clean", align="left"))
    facts = {name: getattr(article, name) for name in ("uri", "version", "headline", "by", "located", "publisher", "language", "published")}
    facts["keywords"] = ", ".join(article.keywords) or None
    console.print(_facts(facts))
    console.print(views.raw_with_cuts(rebuild(article.text, article.cuts), article.cuts))
    rules = Table("cut by", "what", box=None, pad_edge=False)
    for cut in article.cuts:
        if cut.text.strip():
            rules.add_row(cut.rule, passage(cut.text, 100))
    console.print(rules)
    console.print(Rule(f"screen: {article.outcome}", align="left"))
    if article.relation is not None:
        console.print(
            _facts(
                {
                    "relation": article.relation.kind,
                    "of": article.relation.of,
                    "story": article.relation.story,
                    "leader": article.relation.leader,
                }
            )
        )
    console.print(
        Rule(f"extract: {len(article.entities)} names, {len(article.sentences)} sentences, {len(article.frames)} frames", align="left")
    )
    told = [(event.evidence.start, event.evidence.end) for event in article.events if not event.in_headline]
    console.print(views.marked(article.text, article.entities, told))
    names = Table("name", "label", "as written", box=None, pad_edge=False)
    seen: dict[tuple[str, str], list[str]] = {}
    for entity in article.entities:
        seen.setdefault((entity.name, entity.shown), []).append(entity.text)
    for (name, label), texts in seen.items():
        names.add_row(passage(name, views.FIELD), label, passage(", ".join(dict.fromkeys(texts))))
    console.print(names)
    console.print(Rule(f"detect: {len(article.events)} events", align="left"))
    for event in article.events:
        console.print(views.event_line(article, event))
        console.print(Text(f"    “{passage(event.evidence.text)}”", "dim"))
    console.print(Rule(f"alert: {len(article.alerts)}", align="left"))
    for item in article.alerts:
        console.print(views.alert(item))
    if article.hold is not None:
        console.print(Text(f"waits for a person: {line(article.hold)}", "yellow"))
    elif article.embargoed_until is not None and article.embargoed_until > article.received:
        console.print(Text(f"waits for the end of its embargo: {article.embargoed_until.isoformat()}", "yellow"))


def _facts(values: dict[str, object]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in values.items():
        if value is not None:
            table.add_row(name, line(str(value)))
    return table
