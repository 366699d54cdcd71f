"""The filters of a subscription as a file writes them: `match`, `where` and `change`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from streams.subscriptions.facts import phrase
from streams.subscriptions.form import Form
from streams.subscriptions.node import Node, Scalar, Table
from streams.subscriptions.predicate import Predicate, Unsound, read_predicate
from streams.subscriptions.subscription import ChangeWord, Match, Material, Near, ToldFilter
from streams.subscriptions.vocabulary import CERTAINTIES, MODES, SEVERITIES, TYPES, countries, country_of

FIELDS = (
    "types", "modes", "countries", "near", "min_severity", "min_certainty", "told", "words", "actors", "publishers", "story",
)  # fmt: skip
MOST_KM = 5_000.0
"""The widest circle in kilometres: half of the way from the equator to a pole."""
CHANGES: tuple[ChangeWord, ...] = get_args(ChangeWord)
MOST_TOLL = 1_000_000
ALWAYS = ("withdrawn", "withdrawal", "superseded")


def read_match(form: Form, node: Node, path: str, told: ToldFilter = "news") -> Match:
    """Return the typed filters; those that are wrong are noted and left out. `told` is what is meant if it is left out."""
    given = form.table(node, path, FIELDS)
    read: dict[str, Any] = {}
    for name, below in given.items():
        here = f"{path}.{name}"
        match name:
            case "types":
                read[name] = frozenset(form.words(below, here, sorted(TYPES)))
            case "modes":
                read[name] = frozenset(form.words(below, here, sorted(MODES)))
            case "countries":
                read[name] = frozenset(form.each(below, here, lambda item, at: _country(form, item, at)))
            case "near":
                read[name] = _near(form, below, here)
            case "min_severity":
                read[name] = form.word(below, here, SEVERITIES)
            case "min_certainty":
                read[name] = form.word(below, here, CERTAINTIES)
            case "told":
                read[name] = form.word(below, here, get_args(ToldFilter)) or told
            case "words":
                read |= _words(form, below, here)
            case "actors":
                read[name] = form.each(below, here, lambda item, at: _phrase(form, item, at))
            case _:  # publishers, story
                said = form.texts(below, here)
                read[name] = frozenset(each.casefold() if name == "publishers" else each for each in said)
    return replace(Match(told=told), **read)


def write_match(match: Match, told: ToldFilter = "news") -> dict[str, Any]:
    """Return the filters as a file writes them, without those that filter nothing; `read_match` reads them back.

    Degrees and kilometres have four decimals: 11 metres, and none in a form that YAML takes for a text (1e-5).
    """
    near = match.near
    plain = {
        "types": sorted(match.types), "modes": sorted(match.modes), "countries": sorted(match.countries),
        "near": {"lat": round(near.lat, 4), "lon": round(near.lon, 4), "km": round(near.km, 4)} if near is not None else None,
        "min_severity": match.min_severity, "min_certainty": match.min_certainty,
        "told": match.told if match.told != told else None,
        "words": {name: list(words) for name, words in (("any", match.words_any), ("none", match.words_none)) if words},
        "actors": list(match.actors), "publishers": sorted(match.publishers), "story": sorted(match.story),
    }  # fmt: skip
    return {name: value for name, value in plain.items() if value}


def _country(form: Form, node: Node, path: str) -> str | None:
    said = form.text(node, path)
    if said is None or said in countries():
        return said
    meant = country_of(said)
    advice = f"did you mean `{meant}` ({countries()[meant]})?" if meant else "write three capital letters of ISO 3166-1, such as UKR"
    form.note(node, path, f"`{said[:60]}` is not the code of a country", advice)
    return None


def _near(form: Form, node: Node, path: str) -> Near | None:
    names = ("lat", "lon", "km")
    given = form.table(node, path, names, required=names)
    bounds = {"lat": (-90.0, 90.0), "lon": (-180.0, 180.0), "km": (0.1, MOST_KM)}
    read = {name: form.number(below, f"{path}.{name}", *bounds[name]) for name, below in given.items()}
    lat, lon, km = (read.get(name) for name in names)
    return Near(lat, lon, km) if lat is not None and lon is not None and km is not None else None


def _words(form: Form, node: Node, path: str) -> dict[str, tuple[str, ...]]:
    given = form.table(node, path, ("any", "none"))
    read = {name: form.each(below, f"{path}.{name}", lambda item, at: _phrase(form, item, at)) for name, below in given.items()}
    both = {phrase(each) for each in read.get("any", ())} & {phrase(each) for each in read.get("none", ())}
    if both:
        form.note(node, path, f"`{sorted(both)[0].strip()}` stands under `any` and under `none`", "remove it from one of them")
    return {f"words_{name}": found for name, found in read.items()}


def _phrase(form: Form, node: Node, path: str) -> str | None:
    said = form.text(node, path)
    if said is None or phrase(said).strip():
        return said.casefold() if said else None
    form.note(node, path, f"`{said}` has no letter and no digit", "write a word, or several")
    return None


def read_where(form: Form, node: Node, path: str, source: list[str]) -> Predicate | None:
    """Return the compiled expression; a mistake in it is noted at its own line and column, by the lines of the file."""
    said = form.text(node, path, most=1_000_000)
    if said is None:
        return None
    assert isinstance(node, Scalar)
    try:
        return read_predicate(node.value)
    except Unsound as exc:
        line, column = _place(node, exc.line, exc.column, source)
        form.note(Scalar(line, column, "", "text"), path, exc.wrong, exc.advice)
        return None


def _place(node: Scalar, line: int, column: int, source: list[str]) -> tuple[int, int]:
    """Return the place in the file of a place in a scalar; the scalar's own where YAML folds its lines."""
    if node.style == "|":
        at = node.line + line
        text = source[at - 1] if at <= len(source) else ""
        indent = min((len(each) - len(each.lstrip(" ")) for each in source[node.line : at] if each.strip()), default=0)
        return (at, column + indent) if text.strip() else (node.line, node.column)
    if node.style == ">" or "\n" in node.value or node.value not in source[node.line - 1]:
        return node.line, node.column
    return node.line, node.column + column - 1 + (node.style in ("'", '"'))


def read_change(form: Form, node: Node, path: str) -> Material:
    """Return the changes that are sent: a list of words, of which `toll` may bear a number or a share (`toll: 20%`)."""
    said: set[str] = set()
    people: int | None = None
    share: float | None = None
    for item, here in [(node, path)] if isinstance(node, Scalar) else form.listing(node, path):
        if isinstance(item, Table):
            for name, below in form.table(item, here, ("toll",)).items():
                said.add(name)
                people, share = _toll(form, below, f"{here}.{name}")
            continue
        if isinstance(item, Scalar) and item.value in ALWAYS:
            form.note(item, here, f"`{item.value}` is always sent", "leave it out")
            continue
        word = form.word(item, here, CHANGES)
        if word is not None and word in said:
            form.note(item, here, f"`{word}` stands twice", "remove one of them")
        elif word is not None:
            said.add(word)
    if "toll" in said and people is None and share is None:
        share = Material().toll_share
    flags = {name: name in said for name in ("severity", "place", "certainty", "correction")}
    return Material(every="all" in said, toll_people=people, toll_share=share, **flags)


def _toll(form: Form, node: Node, path: str) -> tuple[int | None, float | None]:
    if isinstance(node, Scalar) and node.value.endswith("%"):
        digits = node.value[:-1].strip()
        if digits.isascii() and digits.isdigit() and 1 <= int(digits[:6]) <= 1_000:
            return None, int(digits) / 100
        form.note(node, path, f"`{node.value[:60]}` is no share", "write it as 20%, from 1% to 1000%")
        return None, None
    found = form.number(node, path, 1, MOST_TOLL)
    if found is not None and found != int(found):
        form.note(node, path, "people are counted in whole numbers", "write 5, or a share as 20%")
        return None, None
    return (int(found), None) if found is not None else (None, None)
