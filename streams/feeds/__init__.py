"""Wires in: files and feed documents to records of `articles`, and their way onto the topic."""
