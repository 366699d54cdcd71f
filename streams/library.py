"""The stages as functions for programs that import them: from a text to alerts without Kafka, settings or files.

    document ─clean_article─► CleanArticle ─Index.screen─► ScreenedArticle ─read_article─► AnalysedArticle
             ─detect_events─► EventArticle ─Incidents.add─► list of Alert

Each function is what its stage runs, on one article in this process; each article has all that the one before it had. `Index` is
streams/screen/index.py. Whole runs with batches, dead letters and settings have streams/pipeline/runner.py.
Each imports what its stage needs on the first call: who only cleans loads no language model.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from streams.clean import clean
from streams.errors import Undecodable
from streams.messages import Alert, AnalysedArticle, CleanArticle, EventArticle, ScreenedArticle

if TYPE_CHECKING:
    from spacy.language import Language


Document = str | bytes | Mapping[str, Any]
"""An article as it came: text or bytes of any form that `streams feed` takes (plain, HTML, JSON, NewsML, a feed entry ...), or the fields
of its JSON."""


def clean_article(document: Document, *, received: datetime | None = None) -> CleanArticle:
    """Clean one article: return its story without boilerplate, its metadata, and an account of all that was cut.

    `received` is the time at which it came, by default now; without a zone it is UTC. An article without a time of its own has this one. An
    article in another language, a test or a diary comes back with `dropped` set, and all further steps pass it on unread. Raises
    Undecodable, Malformed, Empty or TooLarge, which are all streams.errors.Poison, for what is no article, and TypeError for a field that
    JSON cannot hold.

    >>> article = clean_article("LAGOS, March 14 (Agency) - A bus overturned near the old market.\\n\\n(Reporting by Ada Obi)")
    >>> article.text, article.located, article.wire
    ('A bus overturned near the old market.', 'LAGOS', 'Agency')
    >>> [cut.rule for cut in article.cuts]
    ['dateline', 'space', 'sign-off']
    >>> clean_article({"headline": "UPDATE 1-Bus overturns", "text": "A bus overturned in Lagos.", "publisher": "Agency"}).headline
    'Bus overturns'
    """
    return clean(_bytes(document), source="", received=_moment(received))


def read_article(article: CleanArticle | Document, *, model: str | None = None) -> AnalysedArticle:
    """Read one article: return it with its `entities` (names, dates and figures), `sentences` and `frames` (who did what to whom).

    A document is cleaned first, and an article that no Index has screened counts as new. Repeats, withdrawals and what clean dropped are
    returned unread. Offsets count characters of `text`. The language model is loaded with the first article of a process, in about a
    second; `model` names another than the bundled one, an installed spaCy package or a folder. One thread may read at a time; for
    batches there is streams.extract.analyse. Raises Usage for a model that cannot be used, and what clean_article raises.

    >>> article = read_article("Gunmen killed 12 soldiers of the army near Gao in northern Mali, the government said.")
    >>> [(entity.text, entity.shown) for entity in article.entities]
    [('12', 'CARDINAL'), ('Gao', 'GPE'), ('northern Mali', 'GPE')]
    >>> [(frame.lemma, [argument.head for argument in frame.arguments if argument.role == "agent"]) for frame in article.frames]
    [('kill', ['gunman']), ('say', ['government'])]
    """
    from streams.extract import analyse
    from streams.screen import as_new

    found = article if isinstance(article, CleanArticle) else clean_article(article)
    (read,) = analyse(_model(model), [found if isinstance(found, ScreenedArticle) else as_new(found)])
    if isinstance(read, Exception):
        raise read
    return read


def detect_events(article: AnalysedArticle) -> EventArticle:
    """Decide what an article tells: return it with its `events`, each with type, realis, parties, place, time, casualties and severity.

    The function is pure. `event.main` marks what the article is about, `event.told` is `news` or `background`. An article that was not
    read has no events.

    >>> article = detect_events(read_article("Gunmen killed 12 soldiers of the army near Gao in northern Mali, the government said."))
    >>> [(event.type, event.place.name, event.casualties[0].min) for event in article.events]
    [('ASSAULT', 'Gao', 12)]
    """
    from streams.detect import detect

    return detect(article)


class Incidents:
    """All open incidents: articles go in, and alerts come out, one incident each, with a new revision when its facts change.

    Give it articles in the order in which they came, all screened by one Index, which gives them that order: the versions of one article
    are told apart by it. State lives in memory alone. An incident that nobody reports for the time `quiet` is closed, and an article
    under an embargo whose end cannot be read is dropped after the time `hold`.

    >>> from streams import Index
    >>> index, incidents = Index(), Incidents()
    >>> for dead in ("three", "five"):
    ...     text = f"A bus overturned in Lagos, killing {dead} people, police said."
    ...     article = index.screen(clean_article({"uri": "urn:bus", "text": text}))
    ...     for alert in incidents.add(detect_events(read_article(article))):
    ...         print(alert.revision, alert.kind, [(change.field, change.before, change.after) for change in alert.changes])
    1 created []
    2 updated [('casualties.killed', '3', '5')]
    """

    def __init__(self, quiet: timedelta = timedelta(hours=72), hold: timedelta = timedelta(hours=72)) -> None:
        from streams.alert import IncidentLog

        self._incident_log = IncidentLog(quiet, hold)

    def add(self, article: EventArticle, now: datetime | None = None) -> list[Alert]:
        """Take one article and return the alerts to send: those of embargoes that have ended by `now` first, then its own.

        `now`, the current time unless given, is for embargoes only. An article seen again changes nothing.
        """
        moment = _moment(now)
        outputs = [*self._incident_log.release(moment), *self._incident_log.fold(article, moment)]
        return [output.alert for output in outputs if output.alert is not None]

    @property
    def open(self) -> list[Alert]:
        """The newest alert of each incident that is neither closed, withdrawn nor part of another, in the order of their opening."""
        alerts = (incident.alert for incident in self._incident_log.incidents.values())
        return [alert for alert in alerts if alert.kind not in ("withdrawn", "superseded")]


def _bytes(document: Document) -> bytes:
    if isinstance(document, bytes):
        return document
    if not isinstance(document, str):
        return orjson.dumps(dict(document))
    try:
        return document.encode()
    except UnicodeEncodeError as exc:
        raise Undecodable("half of a surrogate pair, which stands for no character", offset=exc.start) from None


def _moment(time: datetime | None) -> datetime:
    if time is None:
        return datetime.now(UTC)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


@cache
def _model(name: str | None) -> Language:
    from streams.extract.model import load

    return load(name)
