"""The ledger: from what stands on the topics and what the groups have committed, what became of every article. Pure.

trace.py       where one source was seen
ledger.py      the fold over all records, and the account it gives
incidents.py   alert's side: each incident has its alert, and vice versa
account.py     the result, for people and as JSON
"""

from streams.ledger.account import Account, Entry
from streams.ledger.ledger import Ledger

__all__ = ["Account", "Entry", "Ledger"]
