"""`streams detect`: the events of an article as records, or for a person with the sum that decided each predicate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table

from streams.commands.extract import explanations
from streams.commands.output import record
from streams.commands.terminal import Terminal, Text
from streams.detect import detect as detected
from streams.detect.decision import Decision, decisions
from streams.detect.detection import Sums, sums
from streams.messages import AnalysedArticle, Event, EventArticle
from streams.pipeline.runner import Failed
from streams.visible import line, passage

_SMALL = 0.05
"""The least size of a term that is shown in a sum."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--explain", "for_people", is_flag=True, help="Show a person each sentence's predicates with their sums, and the events.")
def detect(paths: tuple[str, ...], for_people: bool) -> None:
    """Detect the events of articles, which come as for `streams feed`; - is standard input.

    Articles are cleaned and read, but not screened. Without --explain one JSON line comes out for each, as on `articles.events`.
    """
    console = Terminal()
    for item in explanations(paths):
        if isinstance(item, Failed):
            if for_people:
                console.print(Text(f"dead letter {item.error} (record {item.line}): {line(item.message)}", "red"))
            else:
                record(item.encode())
        elif for_people:
            by = {one.start: one for one in sums(item.article)}
            console.print(_explained(detected(item.article), list(decisions(item.article)), by))
        else:
            record(detected(item.article).encode())


def _explained(article: EventArticle, found: Sequence[tuple[int, Decision]], by: Mapping[int, Sums]) -> Group:
    parts: list[RenderableType] = [Rule(Text(line(article.headline or article.uri), "bold"), align="left", characters="═")]
    if article.kinds:
        parts.append(Text("read as " + ", ".join(f"{line(kind)} {share} %" for kind, share in article.kinds.items()), "dim"))
    elif article.kinds is None:
        parts.append(Text("no event reader is installed: the first sense of the lexicon that holds decides alone", "yellow"))
    for number, sentence in enumerate(article.sentences):
        own = [(index, decision) for index, decision in found if article.frames[index].sentence == number]
        events = [event for event in article.events if event.evidence.start == sentence.start and not event.in_headline]
        if own or events:
            parts += [Text(), Text(passage(article.text[sentence.start : sentence.end]))]
        if own:
            parts.append(_sums(article, own))
        for event in events:
            parts.append(_event(event))
            parts += [Text("     " + passage(event.summary))] if event.summary else []
            if event.predicate is not None and (own_sums := by.get(event.predicate.start)) is not None:
                parts += _story(event, own_sums)
    for event in article.events:
        if event.in_headline:
            parts += [Text(), Text("the headline alone tells, " + f"{100 * (event.news or 0):.0f} % news"), _event(event)]
            parts += [Text("     " + passage(event.summary))] if event.summary else []
    return Group(*parts)


def _sums(article: AnalysedArticle, own: Sequence[tuple[int, Decision]]) -> Table:
    """Return a table with one row for each predicate: the type that it is decided to tell, how surely, and the terms that part it from
    the next best."""
    table = Table("predicate", "tells", "%", "by", "before", box=None, pad_edge=False)
    for index, decision in own:
        told = Text(decision.type or "none", "bold" if decision.type else "dim")
        rest = f"{decision.other}: {', '.join(_terms(decision.other_terms))}" if decision.other_terms else ""
        share = f"{100 * decision.chance:.0f}"
        predicate = Text(passage(article.frames[index].text))
        table.add_row(predicate, told, share, ", ".join(_terms(decision.terms)), Text(rest, "dim"))
        if decision.like:
            table.add_row("", "", "", Text("like: " + passage(decision.like), "dim"), "")
    return table


def _terms(terms: Sequence[tuple[str, float]]) -> Iterator[str]:
    return (f"{name} {value:+.1f}" for name, value in terms if abs(value) >= _SMALL)


def _story(event: Event, by: Sums) -> Iterator[Text]:
    """Yield the terms of the event's country and of its place there, and its chance of being news with the terms of that."""
    country = event.place.country if event.place is not None else None
    yield Text(f"     {country or 'no country'}: {', '.join(_terms(by.country))}", "dim")
    if by.place and event.place is not None:
        yield Text(f"     {passage(event.place.name)}: {', '.join(_terms(by.place))}", "dim")
    chance = f"{100 * (event.news or 0):.0f} % news{', main' if event.main else ''}"
    yield Text(f"     {chance}: {', '.join(_terms(by.news))}", "dim")


def _event(event: Event) -> Text:
    who = ", ".join(passage(one.name) for one in event.actors)
    whom = ", ".join(passage(one.name) for one in (*event.recipients, *event.victims))
    counts = ", ".join(f"{one.min} {one.kind}" for one in event.casualties)
    place = "" if event.place is None else passage(event.place.name)
    facts = [event.told or "", event.realis, event.mode or "", who, f"to {whom}" if whom else "", f"in {place}" if place else "", counts]
    return Text(f"  -> {event.type}: " + "; ".join(fact for fact in facts if fact), "green")
