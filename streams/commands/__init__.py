"""The commands of `streams`, one file a subject."""
