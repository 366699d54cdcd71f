"""This package turns files and feed documents into records of `articles`, and writes them onto the topic."""
