"""How things look to people: an alert, a verdict, a dead letter, an article's marks. Pure: values in, rich renderables out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC

from rich.console import Group
from rich.table import Table
from rich.text import Text

from streams.letters import Letter, Settlement
from streams.messages import Alert, Casualty, Cut, Entity, Event, EventArticle, Verdict

SEVERITY_STYLES = {"extreme": "bold white on red", "severe": "bold red", "moderate": "yellow", "minor": "green", "unknown": "dim"}
KIND_MARKS = {"created": "NEW", "updated": "UPDATE", "corrected": "CORRECTED", "withdrawn": "WITHDRAWN", "expired": "CLOSED"}
LABEL_STYLES = {
    "PERSON": "cyan", "ORG": "magenta", "LOC": "green", "GPE": "green", "FAC": "green", "NORP": "blue", "DATE": "yellow", "TIME": "yellow",
    "MONEY": "bright_yellow", "CARDINAL": "bright_red", "QUANTITY": "bright_red", "PERCENT": "bright_red",
}  # fmt: skip


def figure(casualty: Casualty) -> str:
    """`more than 150 killed`, `12-20 injured`, `13 American soldiers killed`."""
    if casualty.max is None:
        number = f"at least {casualty.min}"
    else:
        number = str(casualty.min) if casualty.max == casualty.min else f"{casualty.min}-{casualty.max}"
    return " ".join(part for part in (number, casualty.of, casualty.kind) if part)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def alert(item: Alert) -> Group:
    """An alert in two to four lines: what, where, how grave, what changed, on whose word."""
    head = Text()
    head.append(f" {item.severity.upper()} ", SEVERITY_STYLES[item.severity])
    head.append(f" {KIND_MARKS[item.kind]} ", "reverse" if item.kind in ("withdrawn", "corrected") else "bold")
    head.append(item.headline, "strike" if item.kind == "withdrawn" else "bold")
    facts = [f"{item.type.lower()}{f'/{item.mode}' if item.mode else ''}, {item.realis}"]
    if item.place:
        facts.append(", ".join(part for part in (item.place.name, item.place.admin1, item.place.country) if part))
    facts += [figure(casualty) for casualty in item.casualties]
    if item.actors:
        facts.append("by " + ", ".join(actor.name for actor in item.actors[:3]))
    if item.recipients:
        facts.append("to " + ", ".join(actor.name for actor in item.recipients[:3]))
    lines = [head, Text("   " + " · ".join(facts))]
    if item.changes and item.kind not in ("created", "withdrawn"):
        said = (
            f"{change.field}: {'-' if change.before is None else change.before} → {'-' if change.after is None else change.after}"
            for change in item.changes
        )
        lines.append(Text("   changed: " + "; ".join(said), "yellow"))
    sources = f"{_plural(item.article_count, 'article')} of {_plural(item.publisher_count, 'publisher')}"
    lines.append(Text(f"   {item.id} r{item.revision} · {item.certainty} · {sources}", "dim"))
    return Group(*lines)


def event_line(article: EventArticle, event: Event) -> Text:
    """One event in a line."""
    line = Text(f"{event.type:<10} {event.realis:<10} ", SEVERITY_STYLES[event.severity])
    place = f" at {event.place.name} ({event.place.country or '?'})" if event.place else ""
    line.append(
        f"{', '.join(actor.name for actor in event.actors) or '?'} → {', '.join(actor.name for actor in event.recipients) or '?'}{place}"
    )
    line.append("".join(f", {figure(casualty)}" for casualty in event.casualties))
    line.append(f"  [{article.uri}]", "dim")
    return line


def verdict_line(item: Verdict) -> Text:
    """One verdict in a line."""
    line = Text(f"{item.relation.kind:<11} ", "dim" if item.relation.kind == "new" else "bold")
    line.append(item.uri)
    if item.relation.of:
        line.append(f" of {item.relation.of} ({item.relation.copied:.0%} copied)")
    return line


def letter_line(letter: Letter, value: bytes) -> Text:
    """One dead letter in a line: where, why, and how it begins."""
    line = Text(f"{letter.stage or '?'} {letter.error or '?'}: {letter.message}", "red")
    line.append(f"  [{letter.origin}] {value[:60]!r}", "dim")
    return line


def settlement_line(settlement: Settlement) -> Text:
    """What became of a letter, in a line."""
    return Text(f"letter {settlement.letter} {settlement.state}" + (f" to {settlement.went_to}" if settlement.went_to else ""), "dim")


def letter_table(letters: Sequence[Letter]) -> Table:
    """Letters for people, a row each."""
    table = Table(box=None, pad_edge=False)
    for heading in ("letter", "when", "stage", "error", "tries", "from", "bytes", "state", "message"):
        table.add_column(heading, no_wrap=heading != "message", overflow="fold")
    for letter in letters:
        when = letter.time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        facts = (letter.place, when, letter.stage, letter.error, str(letter.attempts), letter.origin, str(letter.size), letter.state)
        table.add_row(*(Text(fact) for fact in facts), Text(letter.message))
    return table


def readable(value: bytes) -> str:
    """Bytes as text; in hex where they are none, or hold control characters, which are not for a terminal."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return hexdump(value)
    return hexdump(value) if any(unicodedata.category(c) == "Cc" for c in text if c not in "\n\r\t") else text


def hexdump(value: bytes) -> str:
    """Bytes that are no text: offset, 16 bytes in hex, the same as ASCII."""
    rows = range(0, len(value), 16)
    shown = ((row, value[row : row + 16]) for row in rows)
    return "\n".join(f"{row:08x}  {part.hex(' '):<47}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in part)}" for row, part in shown)


def marked(text: str, entities: Sequence[Entity], evidence: Sequence[tuple[int, int]] = ()) -> Text:
    """The text with its names in colour and its evidence sentences underlined."""
    shown = Text(text)
    for start, end in evidence:
        shown.stylize("underline", start, end)
    for entity in entities:
        shown.stylize(LABEL_STYLES.get(entity.shown, "bright_white"), entity.start, entity.end)
    return shown


def raw_with_cuts(raw: str, cuts: Sequence[Cut]) -> Text:
    """The raw text with what was cut struck through."""
    shown = Text(raw)
    for cut in cuts:
        shown.stylize("red strike" if cut.text.strip() else "on red", cut.start, cut.end)
    return shown
