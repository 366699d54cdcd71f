"""`where`: a condition on an alert in CEL (Common Expression Language), compiled against typed variables and bounded.

What a hostile expression may cost is bounded before it runs: CEL has no loops but over lists; the library refuses more than 32 levels and
more than 10,000 steps; 2,000 characters, no macro within a macro, no `map`, no regular expressions and no growing texts or lists are ours.
Measured worst, an expression made to cost time on an alert made for it: 0.1 s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from threading import local
from typing import Any, get_args

from streams.errors import StreamsError
from streams.great_circle import great_circle_km
from streams.messages import CasualtyKind
from streams.subscriptions.facts import MOST_TEXT, AlertFacts
from streams.subscriptions.vocabulary import CERTAINTIES, SEVERITIES, nearest

MOST_CHARACTERS = 2_000
MOST_LISTED = 50
"""The largest number of values of a list that an expression sees: those that an alert names."""
INSTALL = "install it: pip install 'newswire-streams[rules]'"
VARIABLES: Mapping[str, str] = {
    "event_type": "text", "mode": "text", "realis": "text", "kind": "text", "told": "text", "story": "text", "headline": "text",
    "summary": "text", "evidence": "text", "country": "text", "place": "text", "admin1": "text", "precision": "text",
    "lat": "decimal", "lon": "decimal", "novelty": "decimal", "located": "truth", "ended": "truth", "severity": "number",
    "certainty": "number", "revision": "number", "articles": "number", **dict.fromkeys(get_args(CasualtyKind), "number"),
    "actors": "list", "actor_countries": "list", "actor_sectors": "list", "recipients": "list", "victims": "list", "publishers": "list",
    "wire_origins": "list", "updated": "time", "first_seen": "time",
}  # fmt: skip
"""The names that an expression may use, each with its type; what is absent is an empty text, 0 or an empty list.

The event's type is `event_type`, because `type` is a word of CEL itself.
"""
CONSTANTS: Mapping[str, int] = {
    **{word: rank for rank, word in enumerate(SEVERITIES) if word != "unknown"},
    **{word: rank for rank, word in enumerate(CERTAINTIES) if word != "unknown"},
}
"""The words to compare `severity` and `certainty` with: `severity >= severe`."""
_CONFIGURATION = """
stdlib:
  exclude_macros: [map]
  exclude_functions:
    - name: "_+_"
      overloads: [{id: add_string}, {id: add_bytes}, {id: add_list}]
    - name: matches
    - name: dyn
"""
_ADVICE = {
    "matches": "there are no regular expressions here; use `contains`, `startsWith` or `words`",
    "map": "there is no `map` here; use `exists` or `all`",
    "dyn": "there is no `dyn` here: every field has its type",
    "type": "the type of the event is `event_type`",
}
_MACRO = re.compile(r"\.\s*(?:all|exists|exists_one|filter|map)\s*\(")
_QUOTED = re.compile(r"""(?s)[rRbB]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
_ERROR = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_here = local()


class Unsound(StreamsError):
    """An expression that is refused; `line` and `column` count from 1 within it."""

    def __init__(self, wrong: str, advice: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{wrong}; {advice}")
        self.wrong, self.advice, self.line, self.column = wrong, advice, line, column


@dataclass(frozen=True, slots=True)
class Predicate:
    """A compiled expression; two are equal if their texts are."""

    source: str
    _compiled: Any = field(repr=False, compare=False)

    def holds(self, scene: Scene) -> bool:
        """Return True if the expression is true of the alert; where it fails, the error is added to the scene, and it does not hold."""
        _here.point = scene.point
        try:
            found = self._compiled.eval(scene.activation)
        except RuntimeError as exc:  # how the library says that the steps are used up
            scene.errors.append(_short(str(exc)))
            return False
        if found.type() == _cel().Type.ERROR:
            scene.errors.append(_short(str(found.value())))
            return False
        return found.value() is True


@dataclass
class Scene:
    """An alert as expressions see it: bound once, then asked by any number of predicates; `errors` are those of all of them."""

    facts: AlertFacts
    errors: list[str] = field(default_factory=list)
    _bound: Any = None

    @property
    def point(self) -> tuple[float, float] | None:
        """The point that `near` measures from."""
        return self.facts.point

    @property
    def activation(self) -> Any:
        """The alert's values, bound to the variables."""
        if self._bound is None:
            self._bound = _environment().Activation({**CONSTANTS, **values(self.facts)})
        return self._bound


def values(facts: AlertFacts) -> dict[str, Any]:
    """Return the value of each variable for an alert."""
    alert, place = facts.alert, facts.alert.place
    lists: dict[str, list[str | None]] = {
        "actors": [actor.name for actor in alert.actors],
        "actor_countries": [actor.country for actor in alert.actors],
        "actor_sectors": [actor.sector for actor in alert.actors],
        "recipients": [actor.name for actor in alert.recipients],
        "victims": [actor.name for actor in alert.victims],
        "publishers": list(dict.fromkeys(article.publisher for article in alert.articles)),
        "wire_origins": list(alert.wire_origins),
    }
    texts: dict[str, str | None] = {
        "event_type": alert.type, "mode": alert.mode, "realis": alert.realis, "kind": alert.kind, "told": facts.told, "story": alert.story,
        "headline": alert.headline, "summary": alert.summary, "evidence": alert.evidence.text, "country": facts.country,
        "place": place.name if place else "", "admin1": place.admin1 if place else "", "precision": place.precision if place else "",
    }  # fmt: skip
    return {
        **{name: (text or "")[:MOST_TEXT] for name, text in texts.items()},
        **{name: [each[:MOST_TEXT] for each in named if each][:MOST_LISTED] for name, named in lists.items()},
        **{kind: facts.harmed(kind) for kind in get_args(CasualtyKind)},
        "lat": facts.point[0] if facts.point else 0.0, "lon": facts.point[1] if facts.point else 0.0, "located": facts.point is not None,
        "novelty": float(alert.novelty), "ended": alert.ended, "severity": facts.severity, "certainty": facts.certainty,
        "revision": alert.revision, "articles": alert.article_count, "updated": alert.updated, "first_seen": alert.first_seen,
    }  # fmt: skip


def read_predicate(source: str) -> Predicate:
    """Return the compiled expression; raise Unsound with the place of the first thing that is wrong, or if CEL is not installed."""
    if len(source) > MOST_CHARACTERS:
        raise Unsound(f"the expression has more than {MOST_CHARACTERS:,} characters", "say more of it with `match`, or cut it in two")
    if re.search("[\ud800-\udfff]", source):
        raise Unsound("a half of a character (a surrogate) stands here", "write the character itself")
    bare = _QUOTED.sub(lambda found: "_" * len(found[0]), source)
    _bounded(bare)
    try:
        compiled = _environment().compile(source)
    except RuntimeError as exc:
        raise _explained(str(exc), bare) from None
    if compiled.return_type() != _cel().Type.BOOL:
        raise Unsound(f"the expression gives a {compiled.return_type().name().lower()}, not true or false", "compare it with something")
    if not any(re.search(rf"\b{name}\b", bare) for name in (*VARIABLES, "near")):
        raise Unsound("the expression asks nothing of the alert", f"name a field of it, such as {', '.join(list(VARIABLES)[:3])}")
    return Predicate(source, compiled)


def _bounded(bare: str) -> None:
    """Raise Unsound if a macro stands within another: fifty names of fifty names are too many steps."""
    depths: list[int] = []
    depth = at = 0
    starts = {found.end() - 1 for found in _MACRO.finditer(bare)}
    for at, sign in enumerate(bare):
        if sign == "(":
            if at in starts:
                if depths:
                    line, column = bare.count("\n", 0, at) + 1, at - bare.rfind("\n", 0, at)
                    raise Unsound("`exists` or its like stands within another", "ask them one beside the other, with `&&`", line, column)
                depths.append(depth)
            depth += 1
        elif sign == ")":
            depth -= 1
            if depths and depth == depths[-1]:
                depths.pop()


def _explained(said: str, bare: str) -> Unsound:
    if "ecursion" in said:
        return Unsound("the expression is nested deeper than 32 levels", "make it flatter")
    found = _ERROR.search(said)
    if found is None:
        return Unsound(_short(said), "see the page on subscriptions for what `where` may say")
    line, column = max(1, int(found[1])), max(1, int(found[2]))
    wrong = found[3].replace(" (in container '')", "").replace("[INVALID_ARGUMENT]", "").strip()
    unknown = re.search(r"undeclared reference to '([^']*)'", wrong)
    if unknown:
        name = unknown[1]
        macro = next((word for word in ("map",) if re.search(rf"\.\s*{word}\s*\(", bare)), None)
        like = nearest(name, (*VARIABLES, *CONSTANTS, "near"))
        advice = _ADVICE.get(macro or name) or (f"did you mean `{like}`?" if like else "the page on subscriptions lists the fields")
        return Unsound(f"there is no `{name}`", advice, line, column)
    if "no matching overload" in wrong:
        wrong = re.sub(r"found no matching overload for '_?([^'_]+)_?' applied to '\((.*)\)'", r"`\1` does not take (\2)", wrong)
        advice = "write decimals with a point (2.0) and whole numbers without" if "double" in wrong else "compare what is of one type"
        if "`+`" in wrong:
            advice = "texts and lists are not joined here; compare each part"
        return Unsound(wrong, advice, line, column)
    return Unsound(wrong[:200], "mend the expression", line, column)


def _short(said: str) -> str:
    return " ".join(said.split())[:200]


@cache
def _cel() -> Any:
    try:
        from cel_expr_python import cel
    except ImportError:
        raise Unsound("`where` needs the package cel-expr-python, which is not installed", INSTALL) from None
    return cel


@cache
def _environment() -> Any:
    cel = _cel()
    kinds = {
        "text": cel.Type.STRING, "number": cel.Type.INT, "decimal": cel.Type.DOUBLE, "truth": cel.Type.BOOL, "time": cel.Type.TIMESTAMP,
        "list": cel.Type.List(cel.Type.STRING),
    }  # fmt: skip
    overloads = [
        cel.Overload("near_" + "_".join(kind.name() for kind in given), return_type=cel.Type.BOOL, parameters=list(given), impl=_near)
        for given in product((cel.Type.INT, cel.Type.DOUBLE), repeat=3)
    ]
    return cel.NewEnv(
        config=cel.NewEnvConfigFromYaml(_CONFIGURATION),
        variables={name: kinds[kind] for name, kind in VARIABLES.items()} | dict.fromkeys(CONSTANTS, cel.Type.INT),
        functions=[cel.FunctionDecl("near", overloads)],
    )


def _near(lat: float, lon: float, km: float) -> bool:
    """Return True if the place of the alert that is asked about is within so many kilometres of a point."""
    point: tuple[float, float] | None = getattr(_here, "point", None)
    return point is not None and great_circle_km(*point, lat, lon) <= km
