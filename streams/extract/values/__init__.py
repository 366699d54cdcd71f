"""This package gives figures, dates and times values beside their words: they are read once here and used by every later stage."""
