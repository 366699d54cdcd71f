"""The scores of the bundled language model, and its card."""
