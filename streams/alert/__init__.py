"""alert: events of many articles to one incident; one alert an incident, a new revision when the facts change.

newsworthiness.py   which events of an article open or feed an incident
likeness.py   how alike two articles are by their words
place.py      whether two places are one
match.py      what speaks for and against one happening
home.py       the incident that a report belongs to
merge.py      two incidents that turn out to be one
held.py       what waits: for the end of an embargo, or for a person
incident.py   the state: an incident and the reports it rests on
head.py       how an incident is written: a head, and pages of older reports
pages.py      which report stands on which
read_back.py  incidents read back from heads and pages
traits.py     what two reports of one happening have in common
incident_index.py   the open incidents, found by it
facts.py      what the reports say together
changes.py    what a revision changed
record.py     the report of an article and the alert of an incident, as they are written
output.py     what is to be written
fold.py       (state, article, now) -> (state, outputs)
"""

from streams.alert.fold import IncidentLog
from streams.alert.incident import Incident
from streams.alert.output import Output

__all__ = ["Incident", "IncidentLog", "Output"]
