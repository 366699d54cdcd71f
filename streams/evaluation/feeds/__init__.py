"""The scorer of feeds: feedparser's own test files."""
