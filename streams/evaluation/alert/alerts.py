"""An evaluation of the alerts that single texts bring: the corpus' held-out texts against what its readers took from them.

An alert is true where it rests on a news happening of its text and has its type (or one that the reader would accept), its country, the
number killed and whether it happened. The likeness of an alert and a happening is that of their words, as in the project's own gold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from streams.alert import IncidentLog
from streams.detect import detect
from streams.detect.types import kind_of
from streams.evaluation.corpus.annotated import Annotated, annotated
from streams.evaluation.corpus.happenings import Happening, happenings_of, words_of
from streams.messages import Alert
from streams.model.recipe.events import corpus
from streams.model.recipe.events.corpus import Part

TARGETS = {
    "alerts.true": 0.65,
    "alerts.onNews": 0.9,
    "alerts.killed": 0.95,
    "alerts.country": 0.97,
    "alerts.town": 0.85,
    "harm.type": 0.75,
    "harm.true": 0.60,
    "silence": 0.93,
}
"""The share from 0 to 1 that each figure is to reach."""
_ALIKE = 0.34
"""The share of a happening's words from which an alert may rest on it."""
_EVIDENCE = 15
"""The number of first words of the sentence that tells a happening, by which it is known."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The alerts that one text brought, and the happenings that its reader took from it."""

    alerts: tuple[Alert, ...]
    rests: tuple[int | None, ...]
    """For each alert the index of the happening that it rests on, None without one."""
    happenings: tuple[Happening, ...]


def evaluate(nlp: Language, folder: Path, part: Part = "test") -> dict[str, object]:
    """Return every figure on a part of the corpus in `folder`."""
    texts = corpus.by_part(list(corpus.read(folder)), part)
    return figures([outcome(one) for one in annotated(nlp, texts)])


def outcome(one: Annotated) -> Outcome:
    """Return the alerts of one text, each with the happening that it rests on; those told only as background are left out."""
    article = detect(one.article)
    told = [output.alert for output in IncidentLog().fold(article, article.received) if output.alert is not None]
    alerts = tuple(alert for alert in told if alert.told != "background")
    gold = happenings_of(one)
    return Outcome(alerts, tuple(_rests_on(one, alert, gold) for alert in alerts), tuple(gold))


def _rests_on(one: Annotated, alert: Alert, gold: Iterable[Happening]) -> int | None:
    said = f"{alert.evidence.text} {alert.headline}"
    scored = [(likeness(said, alert.type, one.text.sentences[each.sentence], each), -index) for index, each in enumerate(gold)]
    best, index = max(scored, default=(0.0, 0))
    return -index if best > 0 else None


def likeness(said: str, type_: str, sentence: str, happening: Happening) -> float:
    """Return the likeness of an alert's words to those of a happening, from 0 to 1.6; 0 where they share too few."""
    have = words_of(said)
    wanted = [words_of(" ".join(sentence.split()[:_EVIDENCE])), words_of(happening.what)]
    share = max(len(have & words) / max(1, len(words)) for words in wanted)
    hit, kin = happening.word.lower() in said.lower(), type_ in happening.types
    return share + 0.3 * hit + 0.3 * kin if share >= _ALIKE or (hit and kin and share >= 0.2) else 0.0


def figures(outcomes: Iterable[Outcome]) -> dict[str, object]:
    """Return the share of the alerts that are right, of the harm in the news that is alerted, and of the texts without news that stay
    silent.
    """
    n: Counter[str] = Counter()
    for one in outcomes:
        found: dict[int, list[dict[str, bool]]] = {}
        for alert, index in zip(one.alerts, one.rests, strict=True):
            n["alerts"] += 1
            happening = None if index is None else one.happenings[index]
            if happening is None or not happening.news:
                n["background"] += happening is not None
                continue
            right = dict(_right(alert, happening))
            true = all(right[name] for name in ("type", "country", "killed", "realis"))
            n.update(name for name, fits in {**right, "news": True, "true": true}.items() if fits)
            n["towns"] += "town" in right
            found.setdefault(index or 0, []).append({"type": right["type"], "true": true})
        news = [index for index, each in enumerate(one.happenings) if each.news]
        for index in (index for index in news if _harms(one.happenings[index])):
            n["harm"] += 1
            n["harm alerted"] += index in found
            n["harm type"] += any(each["type"] for each in found.get(index, ()))
            n["harm true"] += any(each["true"] for each in found.get(index, ()))
        n["quiet"] += not news
        n["silent"] += not news and not one.alerts

    def share(part: str, of: str) -> float:
        return round(n[part] / max(1, n[of]), 4)

    return {
        "alerts": {
            "count": n["alerts"],
            "true": share("true", "alerts"),
            "onNews": share("news", "alerts"),
            "onBackground": share("background", "alerts"),
            **{name: share(name, "news") for name in ("type", "country", "killed", "realis")},
            "town": share("town", "towns"),
        },
        "harm": {"count": n["harm"], **{name: share(f"harm {name}", "harm") for name in ("alerted", "type", "true")}},
        "silence": share("silent", "quiet"),
    }


def _right(alert: Alert, happening: Happening) -> Iterator[tuple[str, bool]]:
    country = alert.place.country if alert.place is not None else None
    yield "type", alert.type in happening.types
    yield "country", happening.country in (None, country)
    yield "killed", _same_killed(alert, happening)
    yield "realis", _now(alert.realis) == _now(happening.realis)
    if happening.town is not None and alert.place is not None and country == happening.country:
        yield "town", bool(words_of(happening.town) & words_of(f"{alert.place.name} {alert.place.text}"))


def _now(realis: str) -> str:
    return "happened" if realis == "ongoing" else realis


def _same_killed(alert: Alert, happening: Happening) -> bool:
    told = max((one.min for one in alert.casualties if one.kind == "killed"), default=0)
    least, most = happening.killed or (0, 0)
    return told == least or (most is None and told == least + 1)


def _harms(happening: Happening) -> bool:
    return kind_of(happening.type).deed and not kind_of(happening.type).dealing
