"""The screen stage: have we had this text before, and what is it to those that we had?"""

from streams.screen.found import Found, as_new, screened
from streams.screen.index import Index

__all__ = ["Found", "Index", "as_new", "screened"]
