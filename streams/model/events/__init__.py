"""The event reader: what each word of an article tells of happenings, by a small network of its own beside the names reader."""
