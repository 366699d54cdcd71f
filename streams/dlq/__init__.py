"""This package reads dead letters: what a record of `dead-letters` says, what became of it, and what goes back on the wire. Pure.

letter.py       one letter, read from its record
settlement.py   the record that says a letter was redriven or dropped
advice.py       what an error means, and what to do
box.py          all records of the topic folded into letters;  query.py   the letters that a command selects
"""

from streams.dlq.box import Box
from streams.dlq.letter import Letter
from streams.dlq.query import Query
from streams.dlq.settlement import Settlement

__all__ = ["Box", "Letter", "Query", "Settlement"]
