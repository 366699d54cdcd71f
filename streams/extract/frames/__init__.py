"""The frames of an article: its predicates and their arguments, read off the trees of its sentences."""
