"""Topics made, and the embedded broker for trial and tests."""
