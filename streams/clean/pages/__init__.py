"""This package reads HTML pages: their rendering as lines, what their heads say, and pages that hold no article."""
