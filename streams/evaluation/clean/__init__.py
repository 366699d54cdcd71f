"""The scorers of clean: real pages, article-extraction-benchmark, and the pages of readability."""
