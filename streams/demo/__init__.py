"""The demo: a wire written for this project, fed through all five stages, and its account."""
