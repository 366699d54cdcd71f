"""Backup and restore of a pipeline: what its topics hold and what its stages have committed, as files, and into an empty cluster."""
