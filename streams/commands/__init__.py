"""The commands of `streams`, one file for each subject."""
