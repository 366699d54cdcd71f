"""The scorers of extract: names, trees, frames, coreference, and the whole pipeline."""
