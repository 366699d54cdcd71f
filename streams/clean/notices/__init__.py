"""This package reads what a desk orders in words: do not publish yet, do not publish any more, this is no report.

above.py      the lines of a text that are an embargo's notice
embargo.py    an embargo in headline, slug line, note or first lines -> its words and its end
until.py      the end that those words tell, read so that nothing goes out too early
kill.py       an order to kill a story, and what it names: uris, slugs, headlines
diary.py      a list of coming events
"""

from streams.clean.notices.above import read_notices
from streams.clean.notices.diary import find_diary
from streams.clean.notices.embargo import Embargo, find_embargo, latest, without_embargo
from streams.clean.notices.kill import Kill, find_kill

__all__ = ["Embargo", "Kill", "find_diary", "find_embargo", "find_kill", "latest", "read_notices", "without_embargo"]
