"""This package reads the moments that feeders, pages and datelines write, all by one tolerant reader; what is not told is not put in.

reader.py     a value of any form -> Moment (or Malformed)
iso.py        ISO 8601 and bare digits
written.py    months by name, numbers with their order, clocks, zones behind them
names.py      months and weekdays in the languages of feeds (Unicode CLDR, by Babel)
zones.py      offsets, zone names, Olson names (tzdata)
place.py      what the feed's language and country decide: the order of day and month, IST
dateline.py   a dateline's day, whose year the article's own time gives
"""

from streams.clean.dates.dateline import read_day
from streams.clean.dates.moment import EARLIEST, LATEST, Moment
from streams.clean.dates.place import NOWHERE, Place, place_of
from streams.clean.dates.reader import read_embargo, read_moment

__all__ = ["EARLIEST", "LATEST", "NOWHERE", "Moment", "Place", "place_of", "read_day", "read_embargo", "read_moment"]
