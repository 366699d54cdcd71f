"""This package turns any form of bytes into one Item: its encoding, its format (one file a format), and what its feeder says of it."""
