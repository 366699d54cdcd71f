"""The verdict on one pair of texts, and what the wire's own words make of it: pure rules with measured thresholds.

docs/duplicates.md, "Verdict", numbers the rules in this order. All figures without another source were chosen on BBC and
Reuters-21578 articles with 18 kinds of edits and on templated reports.
"""

from __future__ import annotations

from typing import Literal

from streams.messages import SignalKind
from streams.screen.overlap import Overlap

TextKind = Literal["near", "contained", "update", "excerpt", "new"]

COPIED_WORDS = 22  # rule 2: fewer are a phrase, not a copy
HALF = 0.5  # rules 3, 5: share of either text from which they are about the same
EXCERPT_RUN, EXCERPT_WORDS = 20, 40  # rule 3: less than half, but a passage
# Rule 4: edits scattered all over a text are a template filled in anew, if figures and names differ.
SCATTERED_RUN, LOOSE_RUN, LOOSE_DENSITY = 45, 100, 0.85
FEW_FIGURES, FIGURE_COUNT = 0.34, 5
HALF_FIGURES, NAMES = 0.5, 0.55
EDITED_DENSITY, EDITED_AGREEMENT = 0.88, 0.5
SPARSE_DENSITY, SPARSE_AGREEMENT = 0.75, 0.6
SHORT_WORDS, SHORT_AGREEMENT, SHORT_LEAD = 150, 0.75, 0.5
TWIN_FIGURES = 0.4
CONTAINED_NEW, CONTAINED_OLD, CONTAINED_FRESH = 0.72, 0.65, 40  # rule 6
UPDATE_FRESH = 30  # rule 7

# Of several matches the one that leaves least to say is preferred: the strongest.
STRENGTH: dict[TextKind, int] = {"near": 4, "contained": 3, "update": 2, "excerpt": 1, "new": 0}


def enough(copied: int, longest: int, size: int, old_size: int) -> bool:
    """Return True if `copied` words, `longest` of them in a row, make rules 2 and 3 pass; this is asked before all else is measured."""
    return (copied >= EXCERPT_WORDS and longest >= EXCERPT_RUN) or (copied >= COPIED_WORDS and copied >= HALF * min(size, old_size))


def judge(pair: Overlap, *, corrects: bool = False) -> tuple[TextKind, str]:
    """Return the relation of the new text to the old one by words alone (rules 2 to 7; rule 1, `exact`, is a look-up), and the reason.

    If the wire calls the text a correction (`corrects`), other figures and names are what it corrects, and rule 4 does not hold.
    """
    most = max(pair.of_new, pair.of_old)
    if pair.copied < COPIED_WORDS:
        return "new", f"fewer than {COPIED_WORDS} copied words: a phrase, not a copy"
    if most < HALF and not (pair.longest >= EXCERPT_RUN and pair.copied >= EXCERPT_WORDS):
        return "new", "less than half of either is copied, and no passage of it"
    if not corrects and (reason := template(pair)) is not None:
        return "new", f"a template filled in anew: {reason}"
    if most < HALF:
        return "excerpt", "less than half of either is copied, but a passage is"
    if pair.of_new >= CONTAINED_NEW and pair.of_old < CONTAINED_OLD and pair.fresh < CONTAINED_FRESH:
        return "contained", "it is a part of the original, and little else"
    if pair.fresh >= UPDATE_FRESH:
        return "update", f"the same text with {UPDATE_FRESH} or more new words in a row"
    return "near", "the same text but for short edits"


def template(pair: Overlap) -> str | None:
    """Return the reason why a text is a template filled in anew (rule 4), None if it is not.

    Such texts have the same words round other figures and names, as in weather, lottery, earnings and quake reports.
    """
    scattered = pair.longest < SCATTERED_RUN or (pair.density < LOOSE_DENSITY and pair.longest < LOOSE_RUN)
    if scattered and pair.figures < FEW_FIGURES and pair.figure_count >= FIGURE_COUNT:
        return "short runs, and most figures are others"
    if scattered and pair.figures <= HALF_FIGURES and pair.names < NAMES:
        return "short runs, and half of the figures and of the names are others"
    if pair.density < EDITED_DENSITY and pair.joint < EDITED_AGREEMENT:
        return "edits throughout, and half of figures and names together are others"
    if pair.density < SPARSE_DENSITY and pair.joint < SPARSE_AGREEMENT:
        return "many edits throughout, and two in five figures and names are others"
    if pair.size < SHORT_WORDS and (pair.joint < SHORT_AGREEMENT or (pair.lead < SHORT_LEAD and pair.copied < pair.old_size)):
        return "a short text whose figures and names, or those of its first lines, are others"
    both = pair.of_new >= HALF and pair.of_old >= HALF
    if both and pair.figures < TWIN_FIGURES and pair.names < NAMES:
        return "figures and names are others"
    return None


def lifted(
    kind: TextKind, signal: SignalKind | None, *, old_signal: SignalKind | None, same_publisher: bool
) -> TextKind | Literal["correction"]:
    """Return the verdict on a text that overlaps, as UPDATE 2 or CORRECTED before it makes it.

    Another publisher's reprint of a text that has the same signal stays a repeat.
    """
    if kind == "new" or signal not in ("update", "correction"):
        return kind
    if kind in ("near", "contained") and signal == old_signal and not same_publisher:
        return kind
    return signal
