"""The names of an article: what the model found, mended by rules, each mention with the id of its thing."""
