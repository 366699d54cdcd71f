"""The conditions of a subscription, one for each filter that it gives: whether an alert meets it, and the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from streams.great_circle import great_circle_km
from streams.subscriptions.facts import AlertFacts, phrase
from streams.subscriptions.predicate import Predicate, Scene
from streams.subscriptions.subscription import Match, Near, Subscription
from streams.subscriptions.vocabulary import CERTAINTIES, CERTAINTY_RANKS, SEVERITIES, SEVERITY_RANKS


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: `holds` decides, `reason` tells a person what was compared with what."""

    field: str
    holds: Callable[[Scene], bool]
    reason: Callable[[Scene], str]


def conditions(subscription: Subscription) -> tuple[Condition, ...]:
    """Return the conditions that an alert must meet, those that decide fastest first and CEL last."""
    found = list(_of_match(subscription.match))
    if subscription.where is not None:
        found.append(Condition("where", subscription.where.holds, partial(_where_reason, subscription.where)))
    return tuple(found)


def _of_match(match: Match) -> Iterable[Condition]:
    if match.told != "any":
        yield Condition("told", lambda scene: scene.facts.told == match.told, lambda scene: f"it is told as {scene.facts.told}")
    if match.min_severity is not None:
        yield _least("min_severity", SEVERITY_RANKS[match.min_severity], SEVERITIES, lambda facts: facts.severity)
    if match.types:
        yield _among("types", match.types, lambda facts: facts.alert.type)
    if match.countries:
        yield _among("countries", match.countries, lambda facts: facts.country)
    if match.modes:
        yield _among("modes", match.modes, lambda facts: facts.alert.mode)
    if match.story:
        yield _among("story", match.story, lambda facts: facts.alert.story)
    if match.min_certainty is not None:
        yield _least("min_certainty", CERTAINTY_RANKS[match.min_certainty], CERTAINTIES, lambda facts: facts.certainty)
    if match.near is not None:
        yield Condition("near", partial(_is_near, match.near), partial(_near_reason, match.near))
    if match.publishers:
        yield _any_of("publishers", match.publishers, lambda facts: facts.publishers)
    if match.actors:
        wanted = tuple(map(phrase, match.actors))
        yield Condition(
            "actors",
            lambda scene: any(name in actor for actor in scene.facts.actors for name in wanted),
            lambda scene: f"{_listed(actor.name for actor in scene.facts.alert.actors)} against {_listed(match.actors)}",
        )
    if match.words_any:
        yield _words("words.any", match.words_any, wanted=True)
    if match.words_none:
        yield _words("words.none", match.words_none, wanted=False)


def _among(field: str, wanted: frozenset[str], value: Callable[[AlertFacts], str | None]) -> Condition:
    def reason(scene: Scene) -> str:
        found = value(scene.facts)
        return f"{found or 'nothing'} is {'' if found in wanted else 'not '}among {_listed(sorted(wanted))}"

    return Condition(field, lambda scene: value(scene.facts) in wanted, reason)


def _any_of(field: str, wanted: frozenset[str], value: Callable[[AlertFacts], frozenset[str]]) -> Condition:
    def reason(scene: Scene) -> str:
        found = value(scene.facts)
        both = found & wanted
        return f"{_listed(sorted(both))} is among them" if both else f"none of {_listed(sorted(found))} is among {_listed(sorted(wanted))}"

    return Condition(field, lambda scene: not wanted.isdisjoint(value(scene.facts)), reason)


def _least(field: str, least: int, words: tuple[str, ...], value: Callable[[AlertFacts], int]) -> Condition:
    def reason(scene: Scene) -> str:
        found = value(scene.facts)
        return f"{words[found]} is {'at least' if found >= least else 'less than'} {words[least]}"

    return Condition(field, lambda scene: value(scene.facts) >= least, reason)


def _words(field: str, given: tuple[str, ...], *, wanted: bool) -> Condition:
    phrases = tuple(map(phrase, given))

    def reason(scene: Scene) -> str:
        found = [word for word, each in zip(given, phrases, strict=True) if each in scene.facts.text]
        return f"{_listed(found)} is in the text" if found else f"none of {_listed(given)} is in headline, summary or evidence"

    return Condition(field, lambda scene: any(each in scene.facts.text for each in phrases) == wanted, reason)


def _is_near(near: Near, scene: Scene) -> bool:
    point = scene.facts.point
    return point is not None and great_circle_km(*point, near.lat, near.lon) <= near.km


def _near_reason(near: Near, scene: Scene) -> str:
    place, point = scene.facts.alert.place, scene.facts.point
    if place is None:
        return "the alert names no place"
    if point is None:
        return f"{place.name} is no point on the map ({place.precision})"
    apart = great_circle_km(*point, near.lat, near.lon)
    return f"{place.name} is {apart:.0f} km from {near.lat:g}, {near.lon:g}, {'within' if apart <= near.km else 'beyond'} {near.km:g} km"


def _where_reason(predicate: Predicate, scene: Scene) -> str:
    before = len(scene.errors)
    held = predicate.holds(scene)
    if len(scene.errors) > before:
        return f"fails, and counts as no match: {scene.errors.pop()}"
    return f"is {'true' if held else 'false'}: {' '.join(predicate.source.split())}"


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(found[:8]) + (f" and {len(found) - 8} more" if len(found) > 8 else "") if found else "nothing"
