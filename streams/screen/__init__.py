"""The screen stage: have we had this text before, and what is it to those that we had?"""

from streams.screen.found import Found, screened
from streams.screen.index import Index

__all__ = ["Found", "Index", "screened"]
