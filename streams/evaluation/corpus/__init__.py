"""The event corpus as articles that have been read, and the weights that are learned from it."""
