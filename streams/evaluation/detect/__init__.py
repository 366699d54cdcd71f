"""The scorers of detect: gold of other projects, and the own corpus."""
