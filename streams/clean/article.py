"""The clean stage: one record of `articles` to one CleanArticle."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from streams.clean.boilerplate.lines import read_lines
from streams.clean.boilerplate.live import dated
from streams.clean.boilerplate.standing import NONE, Standing
from streams.clean.boilerplate.story import Story, read_story
from streams.clean.boilerplate.wire import wire_of
from streams.clean.fields import address, field, fields, identity
from streams.clean.identity import canonical_link, make_uri, named_uris
from streams.clean.inputs.decode import decode, looks_like_json, parse_object
from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.mojibake import Repair, moved, recorded, repair
from streams.clean.inputs.ninjs import read_object
from streams.clean.inputs.xml import read_xml, xml_root
from streams.clean.language import Language, measure_language
from streams.clean.limits import Limits
from streams.clean.pages.walls import find_wall
from streams.clean.signals import first_line_signal, is_test, note_signal, read_headline, strongest
from streams.clean.times import read_day
from streams.errors import Empty, TooLarge
from streams.messages import CleanArticle, Dropped, LiveEntry, Precision, Signal, Subject

_Origin = Literal["feeder", "dateline", "page", "received"]
_NOTICE = 2000
"""Characters of a kill or correction in which it names the item that it is about."""


def clean(
    value: bytes,
    *,
    key: bytes | None = None,
    source: str,
    received: datetime,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    standing: Standing = NONE,
) -> CleanArticle:
    """Decode, check and clean one article; `source` is `topic/partition/offset`, `received` the broker's record time.

    Raises Undecodable, Malformed, Empty or TooLarge for what can never pass; what is in order but not for us comes back with
    `dropped` set. `sketch` stays None. The same bytes and `standing` lines give the same article.
    """
    read = _read(decode(value, limits), limits)
    item, repairs = _repaired(read)
    _count_words(item.raw, limits)
    story = read_story(
        item.raw,
        headline=item.headline,
        lines=item.lines or read_lines(item.raw, item.hints),
        outside=item.outside,
        standing=standing.of(item.publisher, item.link),
    )
    headline = read_headline(story.headline) if story.headline else None
    notes = tuple(dict.fromkeys(note for note in (item.ed_note, *story.notes) if note))
    said = (*notes, *story.corrections)
    signal = strongest([*item.signals, *_signals(item, story, headline.signal if headline else None, said)])
    if item.pub_status == "canceled":
        signal = signal if signal and signal.kind == "withdrawal" else Signal(kind="withdrawal", text="pubStatus canceled")
    withdrawn = signal is not None and signal.kind == "withdrawal"
    text = story.text
    wall = find_wall(item.raw, text, item.heads) if item.page or item.heads.titles else None
    if not text and not withdrawn and wall is None:
        raise Empty("nothing but furniture of the page" if item.raw.strip() else "no text in it")
    language = measure_language(text or (headline.text if headline else ""), item.language)
    uri = identity(item.uri) if item.uri else make_uri(link=item.link, key=key, content=f"{item.headline or ''}\n{item.raw}")
    if len(uri) > limits.uri:
        raise TooLarge(f"{len(uri):,} characters, more than {limits.uri:,}", field="uri")
    published, origin, precision = _published(item, story, received)
    return CleanArticle(
        source=source,
        uri=uri,
        version=field(item.version, limits.name) or "1",
        versioned=item.version is not None,
        pub_status=item.pub_status,
        publisher=field(item.publisher, limits.name),
        link=address(item.link, limits.link),
        by=field(_without_by(item.by) or story.by, limits.by),
        located=field(item.located or story.located, limits.name),
        keywords=fields(item.keywords or story.keywords, limits.keyword, limits.keywords),
        headline=field(headline.text, limits.headline) if headline else None,
        text=text,
        language=language.tag,
        language_confidence=language.confidence,
        published=published,
        published_from=origin,
        published_precision=precision,
        received=received,
        embargoed_until=item.embargoed_until,
        urgency=item.urgency,
        ed_note=field(" ".join(notes), limits.note),
        corrections=story.corrections,
        entries=_entries(story, published, latest=origin == "received"),
        subjects=tuple(
            Subject(code=code, name=name)
            for subject in item.subjects[: limits.keywords]
            for code, name in [(field(subject.code, limits.name), field(subject.name, limits.name))]
            if code or name
        ),
        rights=field(item.rights, limits.note),
        refers_to=tuple(
            identity(named)
            for named in _refers_to(item, signal, " ".join((*said, story.headline or "", item.raw[:_NOTICE])))[: limits.keywords]
            if len(named) <= limits.uri
        ),
        wire=wire_of(story.cuts, item.by or story.by, item.publisher),
        signal=signal.with_(text=field(signal.text, limits.name) or signal.kind) if signal else None,
        cuts=recorded(read.raw, story.cuts, repairs),
        dropped=_dropped(item, story, signal, notes, language)
        or (Dropped(reason="no article", field="text", detail=wall[:100]) if wall and not withdrawn else None),
    )


def _read(text: str, limits: Limits) -> Item:
    if looks_like_json(text):
        return read_object(parse_object(text, limits))
    if (root := xml_root(text)) is not None:
        return read_xml(text, root)
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


def _count_words(raw: str, limits: Limits) -> None:
    if len(raw) < 2 * limits.words:
        return
    count = len(raw.split())
    if count > limits.words:
        raise TooLarge(f"{count:,} words, more than {limits.words:,}", field="text")


def _signals(item: Item, story: Story, headline: Signal | None, notes: tuple[str, ...]) -> list[Signal]:
    slug = read_headline(item.slug).signal if item.slug else None
    found = [headline, slug, first_line_signal(story.opening), *(note_signal(note) for note in notes)]
    return [signal for signal in found if signal is not None]


def _published(item: Item, story: Story, received: datetime) -> tuple[datetime, _Origin, Precision | None]:
    """The feeder's time, else the dateline's day, or the page's own time where that is within two days of it, else the page's alone."""
    if item.published is not None:
        return item.published.time, "feeder", item.published.precision
    day = read_day(story.day, received) if story.day else None
    page = item.page_published
    if day is not None and (page is None or abs(page.time - day) > timedelta(days=2)):
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


def _dropped(item: Item, story: Story, signal: Signal | None, notes: tuple[str, ...], language: Language) -> Dropped | None:
    """Why it goes no further: a test before all else, then what is withheld; a withdrawal goes through in any language."""
    said = (("headline", story.headline), ("slugline", item.slug), *(("edNote", note) for note in notes))
    for name, text in said:
        if text and is_test(text):
            return Dropped(reason="test", field=name, detail=text[:100])
    if item.pub_status == "withheld":
        return Dropped(reason="withheld", field="pubStatus", detail="withheld")
    if signal is not None and signal.kind == "withdrawal":
        return None
    # What the feeder's code says of it is not outweighed by a note's `Adds ...`.
    coded = next((code for code in item.signals if code.kind == "advisory"), None)
    if coded is not None:
        return Dropped(reason="advisory", field="signals", detail=coded.text[:100])
    if signal is not None and signal.kind == "advisory":
        return Dropped(reason="advisory", field="headline", detail=signal.text[:100])
    if not language.read:
        return Dropped(reason="language", field="text", detail=f"{language.tag or 'unknown'}: {language.detail}")
    return None


def _without_by(name: str | None) -> str | None:
    if name is None:
        return None
    return name[3:].strip() if name[:3].lower() == "by " else name
