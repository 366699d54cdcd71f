"""This module loads the pipeline that reads: the bundled one, or another, which is then taught our labels, Universal Dependencies and Penn
tags.

What another pipeline says is mapped by components at its end (labels.py, clear.py, penn.py), each only where it is needed; line starts
begin sentences in it as in the bundled one, where it has a parser of spaCy's, which honours that.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from streams.errors import Usage

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)

_PROBE = "Gunmen killed 12 soldiers of the army in northern Mali on Friday."
_NEEDED = {  # attribute: who sets it, and what is lost without it
    "DEP": "a parser (token.dep: who did what to whom)",
    "POS": "a tagger or morphologizer (token.pos: which words are verbs)",
    "LEMMA": "a lemmatizer (token.lemma: that `killed` is `kill`)",
    "ENT_IOB": "an entity recogniser (doc.ents: names)",
}
_UNIVERSAL = frozenset({"obj", "obl", "nsubj:pass", "aux:pass", "acl:relcl", "iobj", "obl:arg", "flat:name"})
"""Labels that Universal Dependencies have and ClearNLP has not."""


def load(path: str | None = None) -> Language:
    """Return the bundled pipeline, or that of a folder or package, mapped; raise Usage that says what is wrong with it."""
    from streams.model.load import load as load_any

    if path is None:
        return load_any()
    try:
        nlp = load_any(path)
    except OSError:
        raise Usage(f"STREAMS_MODEL: {path} is neither an installed spaCy package nor a folder that holds a pipeline") from None
    except (ImportError, ValueError, KeyError) as exc:  # a component of a package that is not there, a config of another spaCy
        raise Usage(f"STREAMS_MODEL: {path} cannot be loaded: {' '.join(str(exc).split())[:300]}") from exc
    return mapped(nlp, path)


def check(path: str) -> None:
    """Load a pipeline and let it go, in a process that must not keep spaCy itself; raise Usage that says what is wrong with it."""
    load(path)


def mapped(nlp: Language, name: str) -> Language:
    """Return the pipeline with the components that it lacks to speak as the bundled one does; raise Usage for what no mapping can give."""
    from streams.extract.frames import clear, penn
    from streams.extract.names import labels
    from streams.model import lines

    probe = nlp(_PROBE)
    missing = [what for attribute, what in _NEEDED.items() if not probe.has_annotation(attribute)]
    if missing:
        raise Usage(f"STREAMS_MODEL: {name} lacks {', '.join(missing)}; its components are: {', '.join(nlp.pipe_names) or 'none'}")
    if any(pipe.startswith("streams_") for pipe in nlp.pipe_names):  # ours, or mapped before it was saved
        return nlp
    spoken = _labels(nlp, "parser") or {token.dep_ for token in probe}
    if spoken & clear.TELLTALES and not spoken & _UNIVERSAL:
        nlp.add_pipe(clear.NAME)
    elif not spoken & _UNIVERSAL:
        some = ", ".join(sorted(spoken)[:8])
        raise Usage(f"STREAMS_MODEL: {name} makes trees that are neither Universal Dependencies nor ClearNLP's: {some} ...")
    if not (_labels(nlp, "tagger") or {token.tag_ for token in probe}) & penn.PENN:
        nlp.add_pipe(penn.NAME)
    nlp.add_pipe(labels.NAME)
    if unknown := labels.foreign(_labels(nlp, "ner")):
        log.warning("%s: entities of these labels are left out, nothing here knows them: %s", name, ", ".join(unknown))
    if "parser" in nlp.pipe_names:
        nlp.add_pipe(lines.NAME, first=True)
    return nlp


def _labels(nlp: Language, pipe: str) -> set[str]:
    """Return the labels of a component; an empty set where there is no such component."""
    return set(nlp.pipe_labels.get(pipe, ()))
