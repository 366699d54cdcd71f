"""Screen: have we had this text, and what is it to what we had?"""

from streams.screen.found import Found, screened
from streams.screen.index import Index

__all__ = ["Found", "Index", "screened"]
