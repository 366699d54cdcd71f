"""Scorers that look at several stages at once; they import the stages, nothing imports them, and no worker needs them."""
