"""From a raw text to the story in it: every line is kept or cut by a named rule, and what a cut line tells is kept as a fact."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from types import MappingProxyType

from streams.clean.boilerplate.block import story_block
from streams.clean.boilerplate.contacts import under_heading
from streams.clean.boilerplate.corrections import RULE as CORRECTION
from streams.clean.boilerplate.corrections import correction_note, listed
from streams.clean.boilerplate.credits import about_author, byline, dateline, editors_note, sign_off
from streams.clean.boilerplate.embeds import embed_marks
from streams.clean.boilerplate.headline import ABOVE, find_headline, repeats_headline, without_site
from streams.clean.boilerplate.lines import Line, space_marks, words_of
from streams.clean.boilerplate.live import RULE as TIME
from streams.clean.boilerplate.live import Entry, find_entries
from streams.clean.boilerplate.tags import read_tags
from streams.clean.cuts import CONTROL, Mark, apply, control_marks
from streams.clean.signals import read_headline
from streams.messages import Cut

_NEAR = 8
"""Lines from the story's top or bottom where notes, bylines and sign-offs stand."""
_AROUND = frozenset({"timestamp", "copyright"})
"""Rules that hold only above and under the paragraphs: between them a date or a © is a list's or a live report's."""
_LINK = 8
"""Words at the most of a link that stands in the menus outside the story and again between its paragraphs."""
_STANDFIRST = 9
"""Words from which a line between headline and story is its standfirst, in a page with menus."""
_SAME = 5
"""Words from which a line that stands twice is a pull quote or a title in a list, not a refrain."""


_ABOUT = (editors_note, correction_note, byline)
"""What is said of a story above its first paragraph."""


@dataclass(frozen=True, slots=True)
class Story:
    """The story, and what the lines around it told."""

    text: str
    cuts: tuple[Cut, ...]
    headline: str | None = None
    """As written, the wire's prefixes still on."""
    opening: str = ""
    """The first line of the raw text that is no furniture: where the wire says KILL or WITHDRAWN."""
    by: str | None = None
    located: str | None = None
    day: str = ""
    """Of the dateline, as written."""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    entries: tuple[tuple[Entry, int, int], ...] = ()
    """Of a live report: each stamp and the stretch of `text` under it."""


@dataclass(slots=True)
class _Reading:
    """What is decided so far: the rule of each line that goes, marks within lines, facts."""

    rules: dict[int, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    by: str | None = None
    located: str | None = None
    day: str = ""
    keywords: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)


def read_story(
    raw: str,
    *,
    headline: str | None = None,
    lines: Sequence[Line],
    outside: frozenset[int] = frozenset(),
    standing: Mapping[tuple[str, ...], str] = MappingProxyType({}),
) -> Story:
    """Read a raw text of any length in linear time.

    `lines` are all of its lines; `headline` is the feeder's, where he gave one; `outside` are the offsets of lines that the page's
    markup puts outside the story, `standing` the rules of the publisher's standing lines by their words.
    """
    everything = lines
    lines = [line for line in everything if line.start not in outside and line.text.isprintable() | bool(line.words)]
    read = _Reading()
    forms = [standing.get(line.words) or line.hint or line.form for line in lines]
    # Where the markup has told what is outside, the rest is the story: no second guess by the weight of lines.
    block = range(len(lines)) if outside else story_block(lines, [form is not None for form in forms])
    first = _first_paragraph(lines, forms, block)
    found = headline or (find_headline(lines, first) if first is not None else None)
    _mark_lines(read, lines, forms, block, found, len(lines) if first is None else first)
    if not outside:
        _mark_repeats(read, lines)
    _mark_paragraphs(read, lines, first)
    _mark_corrections(read, lines)
    _mark_contacts(read, lines)
    story = [line for index, line in enumerate(lines) if index not in read.rules]
    _mark_tags(read, lines, story, found)
    read.marks += embed_marks([line for index, line in enumerate(lines) if index not in read.rules])
    read.marks += [Mark(lines[index].start, lines[index].end, rule) for index, rule in read.rules.items()]
    gone = {(mark.start, mark.end) for mark in read.marks}
    _mark_others(read, everything, {line.start for line in lines}, outside, gone)
    entries = _mark_entries(read, raw, everything, gone)
    read.marks += space_marks(raw, [line for line in everything if (line.start, line.end) not in gone], read.marks)
    text, cuts = apply(raw, [*read.marks, *control_marks(raw)])
    opening = next((line.text for line, form in zip(lines, forms, strict=True) if form is None), "")
    return Story(
        text, cuts, found, opening, read.by, read.located, read.day, read.keywords, tuple(read.notes), tuple(read.corrections),
        tuple(_stretches(entries, everything, cuts, len(text))),
    )  # fmt: skip


def _mark_others(
    read: _Reading, everything: Sequence[Line], inside: set[int], outside: frozenset[int], gone: set[tuple[int, int]]
) -> None:  # fmt: skip
    """The lines that were no lines of the story from the start, each row of them as one cut; adds them to `gone`.

    What the markup puts outside the story but says what was wrong in it is a fact all the same.
    """
    row: Mark | None = None
    for line in everything:
        rule = None
        if line.start not in inside:
            note = correction_note(line.text)
            rule = CONTROL if line.start not in outside else "page" if note is None else CORRECTION
            read.corrections += [note] if note is not None and rule == CORRECTION else []
            gone.add((line.start, line.end))
        if row is not None and rule == row.rule:
            row = row._replace(end=line.end)
            continue
        if row is not None:
            read.marks.append(row)
        row = None if rule is None else Mark(line.start, line.end, rule)
    if row is not None:
        read.marks.append(row)


def _mark_corrections(read: _Reading, lines: Sequence[Line]) -> None:
    """Notes at the top or the end, and what stands under a heading `Corrections`."""
    until = -1
    for index, line in enumerate(lines):
        if index > _NEAR and index < len(lines) - 2 * _NEAR and index > until:
            continue
        if index > until and (count := listed(lines, index)):
            until = index + count
            read.rules[index] = CORRECTION
        elif (note := correction_note(line.text) or (line.text if index <= until else None)) is not None:
            read.rules[index] = CORRECTION
            read.corrections.append(note)


def _mark_contacts(read: _Reading, lines: Sequence[Line]) -> None:
    """What stands under a heading `Media contacts` behind the story."""
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].prose and index not in read.rules:
            break
        if count := under_heading(lines, index):
            for at in range(index, index + count + 1):
                read.rules.setdefault(at, "contact")


def _mark_entries(read: _Reading, raw: str, everything: Sequence[Line], gone: set[tuple[int, int]]) -> list[Entry]:
    """The entries of a live report; their stamps go, and those that are lines of their own are added to `gone`."""
    entries = find_entries(raw, everything, [(line.start, line.end) not in gone for line in everything])
    for entry in entries:
        line = everything[entry.row]
        stamp = (line.start, line.start + entry.length)
        if (line.start, line.end) not in gone:
            read.marks.append(Mark(*stamp, TIME))
            gone.add(stamp)
    return entries


def _stretches(entries: Sequence[Entry], lines: Sequence[Line], cuts: Sequence[Cut], length: int) -> Iterator[tuple[Entry, int, int]]:
    """Each entry with the stretch of the text under it, without white space at its ends."""
    if not entries:
        return
    gone = [0, *accumulate(cut.end - cut.start for cut in cuts)]
    starts = [cut.start for cut in cuts]

    def place(offset: int) -> int:
        before = bisect_left(starts, offset)
        return offset - gone[before] + (max(0, cuts[before - 1].end - offset) if before else 0)

    ends = [lines[entry.row].start for entry in entries[1:]]
    for entry, end in zip(entries, [place(end) for end in ends] + [length], strict=True):
        yield entry, place(lines[entry.row].start + entry.length), end


def _first_paragraph(lines: Sequence[Line], forms: Sequence[str | None], block: range) -> int | None:
    for index in block:
        line = lines[index]
        if forms[index] is None and (line.prose or line.sentence) and not any(told(line.text) for told in _ABOUT):
            return index
    return None


def _mark_lines(read: _Reading, lines: Sequence[Line], forms: Sequence[str | None], block: range, headline: str | None, first: int) -> None:
    titles = {words_of(form) for form in _title_forms(headline)}
    last = block.stop - 1
    menus = {line.words for index, line in enumerate(lines) if index not in block}
    above = [i for i in range(max(0, block.start - ABOVE), block.start) if lines[i].words in titles]
    top = above[-1] if above else block.start
    # Further from the story only the line right under the headline is its standfirst, nearer each that is long enough.
    standfirst = range(top + 1, block.start if block.start - top <= _NEAR else top + 2)
    final = max((index for index in block if lines[index].prose), default=-1)
    for index, line in enumerate(lines):
        near = index <= first + 2 or index > last - _NEAR
        if near and index in block and (note := editors_note(line.text)) is not None and correction_note(line.text) is None:
            read.notes.append(note)
            read.rules[index] = "note"
        elif (index <= first or len(line.words) >= _SAME) and any(repeats_headline(line, title) for title in titles):
            read.rules[index] = "headline"
        elif (form := forms[index]) is not None and (form not in _AROUND or not first < index <= final):
            read.rules[index] = form
        elif index <= first + 1 and index >= first - 12 and (who := _writer(lines, index, forms)) is not None:
            read.by = read.by or who
            read.rules[index] = "byline"
        elif index in block and len(line.words) <= _LINK and line.words in menus and not line.sentence:
            read.rules[index] = "menu"
        elif index not in block and not (index in standfirst and len(line.words) >= _STANDFIRST):
            read.rules[index] = "menu" if index < block.start else "tail"
        elif _under_label(lines, index, forms):
            read.rules[index] = "teaser"
    titled = [index for index, rule in read.rules.items() if rule == "headline"]
    if titled and len(read.rules) == len(lines):
        del read.rules[titled[-1]]  # a flash says all in its headline: that is the story then


def _title_forms(headline: str | None) -> set[str]:
    if not headline:
        return set()
    plain = read_headline(headline).text
    return {headline, plain, without_site(headline), without_site(plain)}


def _writer(lines: Sequence[Line], index: int, forms: Sequence[str | None]) -> str | None:
    line = lines[index]
    if line.ended and line.sentence and not line.text.startswith(("By ", "BY ")):
        return None
    if (who := byline(line.text)) is not None:
        return who
    portrait = index > 0 and forms[index - 1] == "author-image"
    if portrait and len(line.words) <= 5 and not line.ended and line.text[:1].isupper():
        return line.text
    return None


def _under_label(lines: Sequence[Line], index: int, forms: Sequence[str | None]) -> bool:
    """Whether the line is the title that a bare label (`Also Read:`, `Related stories`) announces."""
    if index == 0 or forms[index - 1] != "teaser" or lines[index].sentence or lines[index].prose:
        return False
    label = lines[index - 1]
    return len(label.words) <= 4 and len(lines[index].words) >= 3


def _mark_repeats(read: _Reading, lines: Sequence[Line]) -> None:
    seen: set[tuple[str, ...]] = set()
    for index, line in enumerate(lines):
        if index in read.rules or len(line.words) < _SAME:
            continue
        if line.words in seen:
            read.rules[index] = "repeated"
        seen.add(line.words)


def _mark_paragraphs(read: _Reading, lines: Sequence[Line], first: int | None) -> None:
    kept = [index for index in range(len(lines)) if index not in read.rules]
    for index in kept[:2] if first is None else [index for index in kept if index <= first + 1][-3:]:
        line = lines[index]
        if read.located is None and (found := dateline(line.text)) is not None:
            read.located = found.place or None
            read.day = found.date
            read.marks.append(Mark(line.start, line.start + found.length, "dateline"))
            break
    for index in kept[-_NEAR:]:
        line = lines[index]
        if first is not None and index > first + 1 and about_author(line.text):
            read.rules[index] = "author"
        elif (at := sign_off(line.text)) is not None:
            if at == 0:
                read.rules[index] = "sign-off"
            else:
                read.marks.append(Mark(line.start + at, line.end, "sign-off"))


def _mark_tags(read: _Reading, lines: Sequence[Line], story: Sequence[Line], headline: str | None) -> None:
    """Tag lines under the story: any number with a label or separators, one run together."""
    prose = [line for line in story if line.prose]
    if not prose:
        return
    words = "\n".join([headline or "", *(line.text for line in prose)])
    last = True
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.prose or line.sentence:
            break
        if read.rules.get(index) not in (None, "tail"):
            continue
        tags = read_tags(line.text, words, last=last and index not in read.rules)
        if tags:
            read.rules[index] = "tags"
            read.keywords = tuple(dict.fromkeys((*tags, *read.keywords)))
        elif index not in read.rules:
            last = False
