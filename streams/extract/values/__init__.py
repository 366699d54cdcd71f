"""What figures, dates and times say, as values beside the words: read once here, asked by every later stage."""
