"""Views for people: an alert, an event, a verdict, a dead letter, an article's marks. Pure: values in, rich renderables out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from rich.console import Group
from rich.table import Table

from streams.commands.terminal import Text, styled
from streams.detect.summary import number_of
from streams.dlq import Letter, Settlement
from streams.dlq.advice import advice
from streams.messages import Alert, Casualty, Cut, Entity, Event, EventArticle, Judgement, Verdict
from streams.visible import line, visible

FIELD = 300
"""The largest number of characters of one value that a line shows: a headline, a name, a message."""

SEVERITY_STYLES = {"extreme": "bold white on red", "severe": "bold red", "moderate": "yellow", "minor": "green", "unknown": "dim"}
KIND_MARKS = {
    "created": "NEW",
    "updated": "UPDATE",
    "corrected": "CORRECTED",
    "withdrawn": "WITHDRAWN",
    "superseded": "MERGED",
    "expired": "CLOSED",
}
LABEL_STYLES = {
    "PERSON": "cyan", "ORG": "magenta", "LOC": "green", "GPE": "green", "FAC": "green", "NORP": "blue", "DATE": "yellow", "TIME": "yellow",
    "MONEY": "bright_yellow", "CARDINAL": "bright_red", "QUANTITY": "bright_red", "PERCENT": "bright_red",
}  # fmt: skip


def figure(casualty: Casualty) -> str:
    """Return a casualty figure in words: `more than 150 killed`, `12-20 injured`, `13 American soldiers killed`."""
    return " ".join(part for part in (number_of(casualty, spelled=False), casualty.of, casualty.kind) if part)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def alert(item: Alert) -> Group:
    """Return an alert in three or four lines: severity, kind and headline; type, place, figures and parties; changes; id and sources."""
    head = Text()
    head.append(f" {item.severity.upper()} ", SEVERITY_STYLES[item.severity])
    head.append(f" {KIND_MARKS[item.kind]} ", "reverse" if item.kind in ("withdrawn", "corrected") else "bold")
    head.append(line(item.headline, FIELD), "strike" if item.kind == "withdrawn" else "bold")
    facts = [f"{item.type.lower()}{f'/{item.mode}' if item.mode else ''}, {item.realis}"]
    if item.place:
        facts.append(", ".join(part for part in (item.place.name, item.place.admin1, item.place.country) if part))
    facts += [figure(casualty) for casualty in item.casualties]
    if item.actors:
        facts.append("by " + ", ".join(actor.name for actor in item.actors[:3]))
    if item.recipients:
        facts.append("to " + ", ".join(actor.name for actor in item.recipients[:3]))
    lines = [head, Text("   " + " · ".join(line(fact, FIELD) for fact in facts))]
    if item.changes and item.kind not in ("created", "withdrawn"):
        said = (
            f"{change.field}: {'-' if change.before is None else change.before} → {'-' if change.after is None else change.after}"
            for change in item.changes
        )
        lines.append(Text("   changed: " + "; ".join(line(change, FIELD) for change in said), "yellow"))
    sources = f"{_plural(item.article_count, 'article')} of {_plural(item.publisher_count, 'publisher')}"
    lines.append(Text(f"   {line(item.id, FIELD)} r{item.revision} · {item.certainty} · {sources}", "dim"))
    return Group(*lines)


def event_line(article: EventArticle, event: Event) -> Text:
    """Return one event in a line."""
    actors, recipients = (", ".join(actor.name for actor in side) or "?" for side in (event.actors, event.recipients))
    place = f" at {event.place.name} ({event.place.country or '?'})" if event.place else ""
    shown = Text().append(f"{event.type:<10} {event.realis:<10} ", SEVERITY_STYLES[event.severity])
    shown.append(line(f"{actors} → {recipients}{place}" + "".join(f", {figure(casualty)}" for casualty in event.casualties)))
    return shown.append(f"  [{line(article.uri, FIELD)}]", "dim")


def verdict_line(item: Verdict) -> Text:
    """Return one verdict in a line."""
    shown = Text(f"{item.relation.kind:<11} ", "dim" if item.relation.kind == "new" else "bold")
    shown.append(line(item.uri, FIELD))
    if item.relation.of:
        shown.append(f" of {line(item.relation.of, FIELD)} ({item.relation.copied:.0%} copied)")
    return shown


def judgement_line(item: Judgement) -> Text:
    """Return one judgement in a line: what a reader says of which alert."""
    shown = Text(f"{item.verdict} {item.field}", "green" if item.verdict == "right" else "red")
    shown.append(line(f" {item.said.type} {item.said.headline}" + (f" -> {item.value}" if item.value else ""), FIELD))
    return shown.append(line(f"  [{item.reader}, {item.alert} revision {item.revision}] {item.comment or ''}", FIELD), "dim")


def letter_line(letter: Letter, value: bytes) -> Text:
    """Return one dead letter in a line: its stage, its error, its origin, and the first 60 bytes of its value."""
    shown = Text(line(f"{letter.stage or '?'} {letter.error or '?'}: {letter.message}", FIELD), "red")
    return shown.append(f"  [{line(letter.origin, FIELD)}] {value[:60]!r}", "dim")


def settlement_line(settlement: Settlement) -> Text:
    """Return the settlement of a dead letter in a line: redriven, and to where, or dropped."""
    end = f"was put back, and stands at {settlement.went_to}" if settlement.state == "redriven" else "was given up"
    return Text(line(f"dead letter {settlement.letter} {end}", FIELD), "dim")


def letter_table(letters: Sequence[Letter]) -> Table:
    """Return a table of dead letters for people, a row for each."""
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "since", "stage", "error", "tries", "record", "bytes", "state", "why"):
        table.add_column(heading)
    for letter in letters:
        when = letter.time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        facts = (letter.position, when, letter.stage, letter.error, str(letter.attempts), letter.origin, str(letter.size), letter.state)
        table.add_row(*(line(fact, FIELD) for fact in facts), line(f"{advice(letter).means}: {letter.message}", FIELD))
    return table


def readable(value: bytes) -> str:
    """Return bytes as text, with a sign for each character that a terminal would obey; in hex where they are no UTF-8."""
    try:
        return visible(value.decode())
    except UnicodeDecodeError:
        return hexdump(value)


def hexdump(value: bytes) -> str:
    """Return bytes that are no text in lines of 16: their offset, the bytes in hex, the same as ASCII."""
    rows = range(0, len(value), 16)
    shown = ((row, value[row : row + 16]) for row in rows)
    return "\n".join(f"{row:08x}  {part.hex(' '):<47}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in part)}" for row, part in shown)


def marked(text: str, entities: Sequence[Entity], evidence: Sequence[tuple[int, int]] = ()) -> Text:
    """Return the text with its names in colour and its evidence sentences underlined."""
    names = ((entity.start, entity.end, LABEL_STYLES.get(entity.shown, "bright_white")) for entity in entities)
    return styled(text, [*((start, end, "underline") for start, end in evidence), *names])


def raw_with_cuts(raw: str, cuts: Sequence[Cut]) -> Text:
    """Return the raw text with its cuts struck through."""
    return styled(raw, ((cut.start, cut.end, "red strike" if cut.text.strip() else "on red") for cut in cuts))
