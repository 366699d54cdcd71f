"""The scorer of screen: edits that wires make, templated reports, and other methods beside it."""
