"""Print, for each set of stories, what share of its articles brought what it should; with `-v` also those that did not."""

from __future__ import annotations

import sys

from tests.stories.judge import SETS, figures, told


def main() -> None:
    """Print one line for each set."""
    for name in SETS:
        articles = told(name)
        print(name, ", ".join(f"{figure} {value:.3f}" for figure, value in figures(articles).items()))
        if "-v" in sys.argv:
            for article in articles:
                if not article.right:
                    brought = [(alert.kind, alert.type, [change.field for change in alert.changes]) for alert in article.alerts]
                    print(f"  {article.story} {article.uri}: {article.expect}, brought {brought}")


if __name__ == "__main__":
    main()
