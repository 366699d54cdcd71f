"""The two trainings, each one config file run by spaCy's own trainer."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_training
from spacy.util import load_config
from thinc.api import use_ops

from streams.model import lines, noise, prepare

Part = Literal["names", "grammar"]

_HERE = Path(__file__).parent
_CORPORA: dict[Part, tuple[str, str]] = {
    "names": (prepare.NAMES_TRAIN, prepare.NAMES_DEV),
    "grammar": (prepare.GRAMMAR_TRAIN, prepare.GRAMMAR_DEV),
}
# The config files name what these modules register.
_REGISTERED = (lines, noise)


def train(part: Part, work: Path, overrides: Mapping[str, object] | None = None) -> Path:
    """Trains one part on the corpora in `work` and returns the folder of its last state.

    Stopped by Ctrl-C, it still writes the state it has reached.
    """
    train_file, dev_file = _CORPORA[part]
    config = load_config(
        _HERE / f"{part}.cfg",
        overrides={"paths.train": str(work / train_file), "paths.dev": str(work / dev_file), **(overrides or {})},
        interpolate=False,
    )
    output = work / part
    output.mkdir(parents=True, exist_ok=True)
    # OpenBLAS, by way of numpy, is half as fast again as BLIS on the small matrices of these networks.
    with use_ops("numpy", use_blis=False):
        nlp = init_nlp(config)
        run_training(nlp, output, stdout=sys.stdout, stderr=sys.stderr)
    return output / "model-last"
