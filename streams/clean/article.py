"""This module turns one record of `articles` into one CleanArticle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from streams.clean.boilerplate.lines import Line, read_lines
from streams.clean.boilerplate.live import dated
from streams.clean.boilerplate.standing import NONE, Standing
from streams.clean.boilerplate.story import Story, read_story
from streams.clean.boilerplate.wire import wire_of
from streams.clean.dates import read_day
from streams.clean.fields import FieldBounds, bounded_notes, field
from streams.clean.identity import canonical_link, make_uri, named_uris
from streams.clean.inputs.decode import decode, looks_like_json, parse_object
from streams.clean.inputs.feed import only_entry
from streams.clean.inputs.item import Item, by_site, with_body
from streams.clean.inputs.mojibake import Repair, moved, recorded, repair
from streams.clean.inputs.ninjs import read_object
from streams.clean.inputs.transmission import read_transmission
from streams.clean.inputs.xml import FEEDS, read_xml, xml_root
from streams.clean.language import Language, measure_language
from streams.clean.limits import Limits
from streams.clean.notices import Embargo, Kill, find_diary, find_embargo, find_kill, latest, read_notices, without_embargo
from streams.clean.pages.sites import NO_SITES, Sites
from streams.clean.pages.walls import find_wall
from streams.clean.signals import first_line_signal, is_test, note_signal, read_headline, strongest
from streams.errors import Empty, Poison, TooLarge
from streams.messages import CleanArticle, Dropped, DropReason, LiveEntry, Precision, Signal, Subject

_Origin = Literal["feeder", "dateline", "page", "received"]
_DETAIL = 100
"""The largest number of characters of a field that are told with the reason why an article goes no further."""
_SLUG = 250
"""The number of characters of a slug line that are looked at."""
_NOTICE = 2000
"""The number of characters of a kill or correction in which it names the item that it is about."""


def clean(
    value: bytes,
    *,
    key: bytes | None = None,
    source: str,
    received: datetime,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    standing: Standing = NONE,
    sites: Sites = NO_SITES,
) -> CleanArticle:
    """Decode, check and clean one article; `source` is `topic/partition/offset`, `received` the broker's record time.

    Raises Undecodable, Malformed, Empty or TooLarge for what can never pass; what is in order but not for us comes back with
    `dropped` set. `sketch` stays None. The same bytes, `standing` lines and rules of `sites` give the same article.
    """
    try:
        return _clean(value, key, source, received, limits, standing, sites)
    except Poison as exc:  # a message may quote the record: it is shown to people as fields are
        said, named = field(exc.message, limits.note) or "", field(exc.field, limits.name) or "$"
        raise type(exc)(said, field=named, offset=exc.offset) from exc


def _clean(
    value: bytes, key: bytes | None, source: str, received: datetime, limits: Limits, standing: Standing, sites: Sites
) -> CleanArticle:  # fmt: skip
    read = by_site(_read(decode(value, limits), limits), sites)
    _count_characters(read.raw, limits)
    _count_lines(read, limits)
    item, repairs = _repaired(read)
    _count_words(item.raw, limits)
    lines, embargoes = _without_notices(item.lines or read_lines(item.raw, item.hints), item.outside, own := _own_time(item, received))
    story = read_story(
        item.raw,
        headline=item.headline,
        lines=lines,
        outside=item.outside,
        standing=standing.of(item.publisher, item.link),
    )
    written = without_embargo(story.headline, own) if story.headline else None
    headline = read_headline(written) if written else None
    notes = tuple(dict.fromkeys(note for note in (item.ed_note, *story.notes) if note))
    embargoes += tuple(
        told for told in (find_embargo(each, own, note=True) for each in (story.headline, item.slug, *notes) if each) if told
    )
    embargoed_until, hold = latest(embargoes, item.embargoed_until, item.hold)
    said = (*notes, *story.corrections)
    kill = find_kill(written, item.slug, said, item.raw)
    signal = strongest([*item.signals, *_signals(item, story, headline.signal if headline else None, said, kill)])
    if item.pub_status == "canceled":
        signal = signal if signal and signal.kind == "withdrawal" else Signal(kind="withdrawal", text="pubStatus canceled")
    withdrawn = signal is not None and signal.kind == "withdrawal"
    headline = headline._replace(text=kill.rest or headline.text) if headline and kill else headline
    text = story.text
    wall = find_wall(item.raw, text, item.tree, page=item.page) if item.tree is not None else None
    if not text and not withdrawn and wall is None:
        raise Empty("nothing but boilerplate in it" if item.raw.strip() else "no text in it")
    bounds = FieldBounds(limits)
    language = measure_language(text or (headline.text if headline else ""), bounds.language(item.language))
    uri = bounds.uri(item.uri or make_uri(link=item.link, key=key, content=f"{item.headline or ''}\n{item.raw}"))
    version = bounds.version(item.version)
    published, origin, precision = _published(item, story, received)
    return CleanArticle(
        source=source,
        uri=uri,
        version=version or "1",
        versioned=version is not None,
        pub_status=item.pub_status,
        publisher=bounds.text("publisher", item.publisher, limits.name),
        link=bounds.link(item.link),
        by=bounds.text("by", _without_by(item.by) or story.by, limits.by),
        located=bounds.text("located", item.located or story.located, limits.name),
        keywords=bounds.texts("keywords", item.keywords or story.keywords, limits.keyword, limits.keywords),
        headline=bounds.text("headline", headline.text, limits.headline) if headline else None,
        text=text,
        language=language.tag,
        language_confidence=language.confidence,
        published=published,
        published_from=origin,
        published_precision=precision,
        received=received,
        embargoed_until=embargoed_until,
        hold=field(hold, limits.note),
        urgency=item.urgency,
        ed_note=bounds.text("edNote", " ".join(dict.fromkeys((*notes, *(told.words for told in embargoes if told.line)))), limits.note),
        corrections=bounds.texts("corrections", story.corrections, limits.note, limits.keywords),
        entries=_entries(story, published, latest=origin == "received"),
        subjects=tuple(
            Subject(code=code, name=name)
            for subject in item.subjects[: limits.keywords]
            for code, name in [(field(subject.code, limits.name), field(subject.name, limits.name))]
            if code or name
        ),
        rights=bounds.text("rights", item.rights, limits.note),
        refers_to=bounds.uris("refersTo", _refers_to(item, signal, " ".join((*said, story.headline or "", item.raw[:_NOTICE])))),
        slug=bounds.text("slug", item.slug, limits.name),
        withdraws=bounds.texts("withdraws", kill.names, limits.name, limits.keywords) if kill and withdrawn else (),
        wire=wire_of(story.cuts, item.by or story.by, item.publisher),
        signal=signal.with_(text=field(signal.text, limits.name) or signal.kind) if signal else None,
        cuts=recorded(read.raw, story.cuts, repairs),
        notes=bounded_notes((*item.notes, *bounds.notes), limits),
        dropped=_dropped(item, story, signal, headline.text if headline else None, notes, language)
        or (_drop("no article", "text", wall) if wall and not withdrawn else None),
    )


def _read(text: str, limits: Limits) -> Item:
    if (sent := read_transmission(text)) is not None:
        return sent
    if looks_like_json(text):
        return read_object(parse_object(text, limits))
    if (root := xml_root(text)) is not None:
        return read_object(only_entry(text)) if root in FEEDS else read_xml(text, root)
    item = with_body(Item(), text)
    if not item.raw.strip():
        raise Empty("no text in it")
    return item


def _repaired(item: Item) -> tuple[Item, tuple[Repair, ...]]:
    raw, repairs = repair(item.raw)
    headline = repair(item.headline)[0] if item.headline else item.headline
    if not repairs and headline == item.headline:
        return item, repairs
    outside = frozenset(moved(dict.fromkeys(item.outside, ""), repairs))
    return replace(item, raw=raw, headline=headline, hints=moved(item.hints, repairs), outside=outside, lines=None), repairs


def _count_lines(item: Item, limits: Limits) -> None:
    if not item.page and (count := item.raw.count("\n")) > limits.lines:
        raise TooLarge(f"{count:,} lines, more than {limits.lines:,}", field="text")


def _count_characters(raw: str, limits: Limits) -> None:
    if len(raw) > limits.characters:
        raise TooLarge(f"{len(raw):,} characters, more than {limits.characters:,}", field="text")


def _count_words(raw: str, limits: Limits) -> None:
    if len(raw) < 2 * limits.words:
        return
    count = len(raw.split())
    if count > limits.words:
        raise TooLarge(f"{count:,} words, more than {limits.words:,}", field="text")


def _own_time(item: Item, received: datetime) -> datetime:
    told = item.published or item.page_published
    return told.time if told is not None else received


def _without_notices(lines: Sequence[Line], outside: frozenset[int], own: datetime) -> tuple[Sequence[Line], tuple[Embargo, ...]]:
    """Return the lines, with those that are an embargo's notice marked to be cut, and the embargoes that they tell."""
    notices = read_notices([(line.start, line.text) for line in lines if line.start not in outside], own)
    if not notices.starts:
        return lines, notices.embargoes
    return tuple(replace(line, hint="embargo") if line.start in notices.starts else line for line in lines), notices.embargoes


def _signals(item: Item, story: Story, headline: Signal | None, notes: tuple[str, ...], kill: Kill | None) -> list[Signal]:
    slug = read_headline(item.slug[:_SLUG]).signal if item.slug else None
    found = [headline, slug, first_line_signal(story.opening), *(note_signal(note) for note in notes)]
    killed = Signal(kind="withdrawal", text=kill.words) if kill is not None else None
    return [signal for signal in (*found, killed) if signal is not None]


def _published(item: Item, story: Story, received: datetime) -> tuple[datetime, _Origin, Precision | None]:
    """Return the time of publication, its origin and its precision.

    It is the feeder's time, else the dateline's day, or the page's own time where that is within two days of it, else the page's alone,
    else the moment at which the record was received.
    """
    if item.published is not None:
        return item.published.time, "feeder", item.published.precision
    page = item.page_published
    day = read_day(story.day, received, page) if story.day else None
    if day is not None and (page is None or page.precision in ("year", "month") or abs(page.time - day) > timedelta(days=2)):
        return day, "dateline", "day"
    return (page.time, "page", page.precision) if page is not None else (received, "received", None)


def _entries(story: Story, published: datetime, *, latest: bool) -> tuple[LiveEntry, ...]:
    times = dated([entry for entry, _, _ in story.entries], published, latest=latest)
    return tuple(
        LiveEntry(start=start, end=end, at=entry.at, time=time) for (entry, start, end), time in zip(story.entries, times, strict=True)
    )


def _refers_to(item: Item, signal: Signal | None, notice: str) -> tuple[str, ...]:
    named = named_uris(notice) if signal is not None and signal.kind in ("withdrawal", "correction") else ()
    own = {item.uri, item.link, canonical_link(item.link) if item.link else None}
    return tuple(dict.fromkeys(uri for uri in (*item.refers_to, *named) if uri not in own))


def _dropped(
    item: Item, story: Story, signal: Signal | None, headline: str | None, notes: tuple[str, ...], language: Language
) -> Dropped | None:
    """Return why an article goes no further, or None: a test first, then what is withheld; a withdrawal passes in any language."""
    said = (("headline", story.headline), ("slugline", item.slug), *(("edNote", note) for note in notes))
    for name, text in said:
        if text and is_test(text):
            return _drop("test", name, text)
    if item.pub_status == "withheld":
        return _drop("withheld", "pubStatus", "withheld")
    if signal is not None and signal.kind == "withdrawal":
        return None
    # What the feeder's code says of it is not outweighed by a note's `Adds ...`.
    coded = next((code for code in item.signals if code.kind == "advisory"), None)
    if coded is not None:
        return _drop("advisory", "signals", coded.text)
    if signal is not None and signal.kind == "advisory":
        return _drop("advisory", "headline", signal.text)
    if (diary := find_diary((headline, item.slug, story.opening), item.raw)) is not None:
        return _drop("advisory", "headline", diary)
    if not language.read:
        return _drop("language", "text", f"{language.tag or 'unknown'}: {language.detail}")
    return None


def _drop(reason: DropReason, name: str, detail: str) -> Dropped:
    return Dropped(reason=reason, field=name, detail=field(detail, _DETAIL) or "")


def _without_by(name: str | None) -> str | None:
    if name is None:
        return None
    return name[3:].strip() if name[:3].lower() == "by " else name
