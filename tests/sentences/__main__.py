"""Print, for each set, how many sentences are read rightly; with `-v` also those that are not."""

from __future__ import annotations

import sys

from streams.extract.model import load
from tests.sentences.judge import SETS, cases, toponyms, wrong


def main() -> None:
    """Print one line for each set."""
    nlp = load()
    for name in SETS:
        slips, all_ = wrong(nlp, name), cases(name)
        print(f"{name:14} {len(all_) - len(slips):3} of {len(all_):3} right")
        if "-v" in sys.argv:
            texts = {case["id"]: case["text"] for case in all_}
            for id_, slip in slips.items():
                print(f"  {id_}: {texts[id_]} -> {slip}")
    print("toponyms      ", ", ".join(f"{name} {share:.3f}" for name, share in toponyms(nlp).items()))


if __name__ == "__main__":
    main()
