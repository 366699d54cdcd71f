"""The ledger tells what became of every article, from the records of the topics and the offsets that the groups have committed. Pure.

trace.py       the records of one source on each topic
ledger.py      the fold over all records, and the account it gives
incidents.py   alert's side: each incident has its alert, and vice versa
account.py     the result, for people and as JSON
"""

from streams.audit.account import Account, Entry
from streams.audit.ledger import Ledger

__all__ = ["Account", "Entry", "Ledger"]
