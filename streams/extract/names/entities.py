"""The names, dates and figures of one article: what the model found, mended and completed by rules.

Order matters: dates by rule beat the model; known spellings beat its label; figures fill what is left; then every name
found somewhere in the article is found everywhere in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import get_args

from spacy.tokens import Doc

from streams.extract import lexicon
from streams.extract.mentions import NAMES, Lookup, Mention, add, override
from streams.extract.names.ids import named
from streams.extract.names.spelling import headed_runs, is_headline, known_label, spelled
from streams.extract.values.dates import dates
from streams.extract.values.figures import figures
from streams.messages import Entity, EntityLabel

_LABELS: dict[str, EntityLabel] = {label: label for label in get_args(EntityLabel)}
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d"
_LEFT = re.compile(rf"^(?:(?:the|The|THE|a|A|an|An)\s+|[\s\"“”‘’'(\[,.;:–—{_EMOJI}-]+)+")
_RIGHT = re.compile(rf"(?:[’']s|[’'](?=$)|[\s\"“”‘,;:–—()\[\]{_EMOJI}-]+|(?<![A-Z])\.(?=$))+$")
_AND = re.compile(r"\s+(?:and|&|or)\s+|\s*,\s+(?:and\s+)?|\s*;\s*|\s*[\n]+\s*")
_HOLDS_AND = re.compile(
    r"\b(?:Ministry|Department|Office|Institute|Committee|Commission|University|Council|Centre|Center|Board"
    r"|Bureau|Association|Authority|Organi[sz]ation)\b|\bof\b|\bfor\b"
)
_KIND = (
    r"(?i:international|military|central|main|air|train|railway|bus|police|power|metro|grand|naval|refugee|nuclear|shopping|"
    r"maternity|football|border|district|general|national|state|old|new)"
)
_FACILITY = re.compile(rf"(?:[ \t]+(?:[A-Z]\w+|{_KIND})){{0,2}}[ \t]+((?i:" + "|".join(sorted(lexicon.FACILITIES)) + r"))\b")
_ORG_TAIL = re.compile(r"[ \t]+(" + "|".join(sorted(lexicon.LOWER_ORGANISATION_WORDS)) + r")\b")
_PLACE_WORDS = "|".join(sorted(lexicon.PLACE_WORDS - {"state", "area", "border", "coast"}))
_PLACE_BEHIND = re.compile(rf"[ \t]+(?:{_PLACE_WORDS})\b")
_PLACE_BEFORE = re.compile(rf"\b(?:{_PLACE_WORDS})[ \t]+of[ \t]+$")
_REACH = 60
"""Characters in front of a name in which `state of` or `near` may stand."""
_BESIDE = re.compile(r"\b(?:near|around|outside|close to|north of|south of|east of|west of|outskirts of|town of|city of|village of)\s+$")
_LONGEST_PLACE = 40
_OBVIOUS = 1.5
"""Weight by which a capital must be ahead of all others of its name, as in the resolver."""
_ACRONYM = re.compile(r"\b(?:group|faction|militia|movement|party|union|alliance|rebels|guerrillas|militants)[ \t]+([A-Z]{2,7})\b")
_WORD = re.compile(r"\w")
_CASED = 200
"""The most characters per capital of a text in which a name without a capital is no name; news has a capital in 25 characters or so."""
_WORDS = re.compile(r"\w+")


def entities(doc: Doc, text: str | None = None) -> tuple[Entity, ...]:
    """Return all names, dates and figures in order, by offsets of `doc.text`; that may be given, for asking the document builds it anew."""
    text = doc.text if text is None else text
    written = words_of(text)
    found = list(_mended(text, _from_model(doc)))
    standing = Lookup(found)
    dated = [mention for mention in dates(text) if _free(mention, standing)]
    found = override(_without(found, dated), _strongest(dated))
    found = override(found, _better_spelled((trim(text, mention) for mention in spelled(text)), found))
    found = add(found, (trim(text, mention) for mention in headed_runs(text)))
    found = [_known(text, _placed(text, mention)) for mention in found]
    found = _surnames(text, found, written)
    found = override(found, _extended(text, found))
    found = add(found, (Mention(m.start(1), m.end(1), "ORG") for m in _ACRONYM.finditer(text)))
    found = add(found, figures(text))
    found = consistent(text, found, written)
    return named(text, found)


def _from_model(doc: Doc) -> Iterator[Mention]:
    """Yield the entities that the model marked under one of our labels."""
    for span in doc.ents:
        label = _LABELS.get(span.label_)
        if label is not None:
            yield Mention(span.start_char, span.end_char, label)


def _mended(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions trimmed at both ends, split at `and`, titles cut from persons, impossible ones left out."""
    cased = sum(map(str.isupper, text)) * _CASED >= len(text)
    for mention in mentions:
        for part in _split(text, mention):
            trimmed = trim(text, part)
            if trimmed.label == "PERSON":
                trimmed = untitled(text, trimmed)
            words = trimmed.text(text)
            if not _WORD.search(words):
                continue
            if cased and trimmed.label in NAMES and not any(sign.isupper() or sign.isdigit() for sign in words):
                continue
            if trimmed.label in ("PERSON", "ORG", "LOC", "FAC", "NORP") and (words.startswith(("http", "www.", "@")) or "@" in words):
                continue
            yield trimmed


def trim(text: str, mention: Mention) -> Mention:
    """Return a mention without leading article, quotes and marks (a date keeps these), trailing possessive and marks."""
    words = mention.text(text)
    start = mention.start
    if mention.label != "DATE":
        left = _LEFT.match(words)
        if left and left.end() < len(words):
            start += left.end()
    else:
        start += len(words) - len(words.lstrip())
    end = mention.end
    right = _RIGHT.search(text[start:end])
    if right and right.start() > 0:
        end = start + right.start()
    return Mention(start, max(end, start), mention.label)


def untitled(text: str, mention: Mention) -> Mention:
    """Return a person without `President`, `Mr`, `former Prime Minister` in front; the last word stays, and `Duke of` with its land."""
    start = mention.start
    for match in re.finditer(r"\S+", mention.text(text)):
        if match.group() == "of":
            break
        if match.group().lower().strip(",") not in lexicon.TITLES or mention.start + match.end() >= mention.end:
            start = mention.start + match.start()
            break
    return Mention(start, mention.end, mention.label)


def _split(text: str, mention: Mention) -> Iterator[Mention]:
    """Yield the parts of `X and Y`, `X, Y` and of a mention that runs over a line end; dates and `Ministry of X and Y` stay whole."""
    words = mention.text(text)
    cuts = list(_AND.finditer(words))
    if mention.label in ("DATE", "MONEY", "MISC", "PRODUCT") or (mention.label == "ORG" and _HOLDS_AND.search(words)):
        cuts = [cut for cut in cuts if "\n" in cut.group()]
    if words in lexicon.COUNTRIES:
        cuts = []
    if mention.label in ("ORG", "FAC"):  # "Food and Drug Administration" is one, "Hamas and Fatah" are two
        ends = [0, *(edge for cut in cuts for edge in (cut.start(), cut.end())), len(words)]
        parts = [words[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
        if not all(" " not in part or known_label(part) for part in parts):
            cuts = [cut for cut in cuts if "\n" in cut.group()]
    cursor = 0
    for cut in [*cuts, None]:
        end = cut.start() if cut else len(words)
        if end > cursor:
            yield Mention(mention.start + cursor, mention.start + end, mention.label)
        cursor = cut.end() if cut else cursor


def _free(date: Mention, found: Lookup) -> bool:
    """Return True if a date by rule may stand: it is not inside a longer name ("Black September", "Friday Times"), unless that is MISC."""
    return not any(other.label in NAMES and other.holds(date) and other != date and other.label != "MISC" for other in found.around(date))


def _strongest(dated: list[Mention]) -> list[Mention]:
    """Return the dates, of overlapping ones the longest."""
    return add([], sorted(dated, key=lambda mention: (mention.start - mention.end, mention.start)))


def _without(found: list[Mention], dated: list[Mention]) -> list[Mention]:
    """Return the model's mentions, and take out of `dated` the rules' dates that lie in a longer date of the model, which thus stays."""
    lookup, held = Lookup(dated), set[Mention]()
    for mention in found:
        if mention.label == "DATE":
            inner = [date for date in lookup.around(mention) if date not in held]
            if inner and all(mention.holds(date) for date in inner):
                held.update(date for date in inner if date != mention)
    dated[:] = [date for date in dated if date not in held]
    return list(found)


def _better_spelled(known: Iterable[Mention], found: list[Mention]) -> list[Mention]:
    """Return the known spellings that are not part of a longer name of the model's ("University of Nigeria") and overlap no date."""
    kept: list[Mention] = []
    lookup, taken = Lookup(found), set[int]()
    for mention in known:
        around = lookup.around(mention)
        if any(other.holds(mention) and other.end - other.start > mention.end - mention.start for other in around):
            continue
        if not taken.isdisjoint(range(mention.start, mention.end)):
            continue
        if any(other.label == "DATE" for other in around):
            continue
        if mention.label == "ORG" and any(
            not mention.holds(other) or (other.label == "ORG" and other.start != mention.start) for other in around
        ):
            continue
        if mention.label in ("LOC", "NORP") and any(not mention.holds(other) for other in around):
            continue
        kept.append(mention)
        taken.update(range(mention.start, mention.end))
    return kept


def _known(text: str, mention: Mention) -> Mention:
    """Return a mention with the label that its spelling, or a word such as `province` beside it, gives it for certain."""
    label = known_label(mention.text(text)) if mention.label in NAMES else None
    if (
        label is None
        and mention.label in ("PERSON", "ORG", "MISC", "NORP")
        and (_PLACE_BEHIND.match(text, mention.end) or _PLACE_BEFORE.search(text, max(0, mention.start - _REACH), mention.start))
    ):
        label = "LOC"
    return mention if label is None else Mention(mention.start, mention.end, _LABELS[label])


def _placed(text: str, mention: Mention) -> Mention:
    """Return as LOC a place that the model took for a person or a body: a listed one behind `near` or `around`, a capital whose name hardly
    means another place; return any other mention as it is.
    """
    if mention.label not in ("PERSON", "ORG", "MISC") or len(words := mention.text(text)) > _LONGEST_PLACE:
        return mention
    beside = _BESIDE.search(text, max(0, mention.start - _REACH), mention.start)
    alone = mention.label == "PERSON" and " " not in words
    if not beside and not alone:
        return mention
    from streams.extract.places.gazetteer import gazetteer  # 0.3 s and 34 MB, for the first name that may be a place

    found = gazetteer().candidates(words)
    place = bool(found) and (bool(beside) or (found[0].capital and all(c.weight < found[0].weight - _OBVIOUS for c in found[1:])))
    return Mention(mention.start, mention.end, "LOC") if place else mention


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as they are written."""
    return frozenset(_WORDS.findall(text))


def _surnames(text: str, found: list[Mention], written: frozenset[str]) -> list[Mention]:
    """Return the mentions with single words that are the first or last of a person's full name elsewhere as that person, not a place, and
    with all other spots where such a surname stands.
    """
    full = [mention.text(text).split() for mention in found if mention.label == "PERSON" and " " in mention.text(text)]
    last = {name for words in full for name in (words[0], words[-1]) if len(name) > 2 and known_label(name) is None}
    kept = [
        Mention(mention.start, mention.end, "PERSON")
        if mention.label in ("LOC", "ORG", "MISC", "NORP") and mention.text(text) in last and not _ORG_TAIL.match(text, mention.end)
        else mention
        for mention in found
    ]
    surnames = [words[-1] for words in full if words[-1] in last and words[-1][0].isupper() and not _everyday(text, words[-1], written)]
    return add(kept, (Mention(*span, "PERSON") for span in _occurrences(text, surnames)))


def _extended(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Yield places with the facility behind them (`Kabul airport`), persons and organisations with the body behind (`Haqqani network`)."""
    starts = sorted(mention.start for mention in found)
    for mention in found:
        line_end = (text + "\n").find("\n", mention.end)
        headline = is_headline(text[text.rfind("\n", 0, mention.start) + 1 : line_end])
        if mention.label in ("LOC", "FAC", "PERSON", "ORG", "MISC") and known_label(mention.text(text)) != "ORG":
            match = _FACILITY.match(text, mention.end)
            if (
                match
                and not any(mention.end < start < match.end() for start in starts)
                and (not headline or match.group(1).lower() in ("airport", "hospital", "prison"))
            ):
                if text[match.end() : match.end() + 1] == "-" or text[mention.end :].startswith("'"):
                    continue
                yield Mention(
                    mention.start, match.end(), "FAC" if match.group(1).lower() not in ("university", "college", "school") else "ORG"
                )
                continue
        if mention.label in ("PERSON", "ORG", "MISC", "LOC") or (mention.label == "NORP" and known_label(mention.text(text)) is None):
            tail = _ORG_TAIL.match(text, mention.end)
            if tail and not headline and (mention.label != "LOC" or tail.group(1) in ("network", "clan", "cartel", "militia")):
                yield Mention(mention.start, tail.end(), "ORG")


def consistent(text: str, found: list[Mention], written: frozenset[str]) -> list[Mention]:
    """Return the mentions with one label for one spelling throughout (the most frequent; the first on a tie), and its other occurrences."""
    votes: dict[str, Counter[EntityLabel]] = {}
    for mention in found:
        if mention.label in NAMES:
            votes.setdefault(mention.text(text), Counter())[mention.label] += 1
    ruling = {name: labels.most_common(1)[0][0] for name, labels in votes.items()}
    ruled = [
        Mention(mention.start, mention.end, ruling.get(mention.text(text), mention.label)) if mention.label in NAMES else mention
        for mention in found
    ]
    wanted = [name for name in ruling if len(name) > 2 and name[0].isupper() and not _everyday(text, name, written)]
    return add(ruled, (Mention(start, end, ruling[text[start:end]]) for start, end in _occurrences(text, wanted)))


def _occurrences(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end wherever one of these names stands as whole words, the longest at each spot; not inside of addresses and
    hyphenated words.
    """
    if names:
        ordered = sorted(set(names), key=lambda name: (-len(name), name))
        pattern = r"(?<![\w@#/.-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w@]|\.\w|-\w)"
        for match in re.finditer(pattern, text):
            yield match.start(), match.end()


def _everyday(text: str, name: str, written: frozenset[str]) -> bool:
    """Return True if a single capitalised word is among the text's words (`written`) in small letters too.

    Its capital may then be that of a sentence's start.
    """
    if " " in name or name.isupper():
        return False
    lower = name.lower()
    return lower in written if lower.isalnum() else lower in text and re.search(rf"\b{re.escape(lower)}\b", text) is not None
