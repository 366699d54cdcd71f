"""The list of stages: each is one object with its name, the topic that it reads, what it needs, and a step from records to records.

Whoever runs stages goes by this list: the workers and their supervisor, the in-memory runner, the account, the commands' choices.
Each function imports what its stage needs itself, so that a worker of one stage does not load the libraries of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from streams.messages import Alert, AnalysedArticle, CleanArticle, EventArticle, ScreenedArticle, Wire
from streams.pipeline.record import Step
from streams.pipeline.seams import Seams
from streams.pool import Task
from streams.settings import Settings
from streams.topics import ALERTS, ARTICLES, CLEAN, ENTITIES, EVENTS, SCREENED, Topic


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage."""

    name: str
    """Its name: that of its room, its agent, its command and its consumer group."""
    source: Topic
    """The topic that it reads."""
    target: Topic
    """The topic that it is there to write, of those that it writes."""
    makes: type[Wire]
    """The class of the records of that topic."""
    needs: Literal["children", "verdicts", "state"]
    """Its need beside its records: child processes for its work, the verdicts of the log of sketches, or the state that it wrote."""
    step: Callable[[Settings, Seams], Step]
    """The step, made with the settings and the seams."""
    task: Callable[[Settings], Task] | None = None
    """The work of its children."""
    children: Callable[[Settings], int] = lambda settings: 1
    """The number of its children."""
    loads: str = ""
    """The sentence that says what its children load."""


def _clean(settings: Settings, seams: Seams) -> Step:
    from streams.pipeline.clean import CleanStep

    return CleanStep(settings, seams)


def _cleaning(settings: Settings) -> Task:
    from streams.clean.boilerplate.standing import read_standing
    from streams.clean.limits import Limits
    from streams.clean.pages.sites import read_sites
    from streams.clean.work import cleaning

    read_standing(settings.clean_rules)  # the operator mends a file that cannot be read: it is said before a child trips over it
    read_sites(settings.site_rules)
    limits = Limits(value_bytes=settings.max_value_bytes, words=settings.max_words)
    return Task(cleaning, (limits, settings.clean_rules, settings.site_rules))


def _screen(settings: Settings, seams: Seams) -> Step:
    from streams.pipeline.screen import ScreenStep

    return ScreenStep(seams)


def _extract(settings: Settings, seams: Seams) -> Step:
    from streams.pipeline.extract import ExtractStep

    return ExtractStep(seams)


def _reading(settings: Settings) -> Task:
    from streams.extract.work import reading

    return Task(reading, (settings.model,))


def _detect(settings: Settings, seams: Seams) -> Step:
    from streams.pipeline.detect import DetectStep

    return DetectStep(seams)


def _deciding(settings: Settings) -> Task:
    from streams.detect.work import deciding

    return Task(deciding)


def _alert(settings: Settings, seams: Seams) -> Step:
    from streams.pipeline.alert import AlertStep

    return AlertStep(settings, seams)


STAGES: tuple[Stage, ...] = (
    Stage("clean", ARTICLES, CLEAN, CleanArticle, "children", _clean, _cleaning, loads="the rules load"),
    Stage("screen", CLEAN, SCREENED, ScreenedArticle, "verdicts", _screen),
    Stage(
        "extract", SCREENED, ENTITIES, AnalysedArticle, "children", _extract, _reading,
        children=lambda settings: settings.children, loads="the language model loads",
    ),
    Stage("detect", ENTITIES, EVENTS, EventArticle, "children", _detect, _deciding, loads="the lexicon loads"),
    Stage("alert", EVENTS, ALERTS, Alert, "state", _alert),
)  # fmt: skip
NAMES = tuple(stage.name for stage in STAGES)
"""The names of all stages, in order."""


SOURCES: Mapping[str, Topic] = MappingProxyType({stage.name: stage.source for stage in STAGES})
"""Each stage by its name, in order, and the topic that it reads."""


def named(name: str) -> Stage:
    """Return the stage of a name; raise KeyError without one."""
    return {stage.name: stage for stage in STAGES}[name]
