"""Any form of bytes to one Item: its encoding, its format (one file a format), and what its feeder says of it."""
