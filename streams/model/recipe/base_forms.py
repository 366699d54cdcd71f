"""The table of base forms that is learned from a treebank."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from streams.model.lemmas import AS_WRITTEN, LemmaTable
from streams.model.recipe.treebank import Text

# Tags whose words are not in a table: numbers, marks, and parts of words, which in mail are addresses of people.
_NOT_LEARNED = AS_WRITTEN | frozenset(
    {"CD", "GW", "SYM", "NFP", "LS", "UH", "AFX", ".", ",", ":", "$", "``", "''", "HYPH", "-LRB-", "-RRB-"}
)
_OPEN = frozenset({"NN", "NNS", "JJ", "RB", "VB", "VBP"})
_CLASSES = {"VB": "VERB", "NN": "NOUN", "JJ": "ADJ", "RB": "ADJ"}


def learn_lemmas(texts: Iterable[Text]) -> LemmaTable:
    """Return the table of a treebank: its bases, and every form whose usual base the rules miss."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    bases: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for sentence in text.sentences:
            for word in sentence.words:
                if word.xpos not in _NOT_LEARNED and word.lemma != "_":
                    seen[word.xpos, word.form.lower().replace("’", "'")][word.lemma] += 1
                    if (kind := _CLASSES.get(word.xpos[:2])) and word.lemma.isalpha():
                        bases[kind][word.lemma] += 1
    table = LemmaTable({}, bases)
    exceptions: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (tag, form), lemmas in seen.items():
        lemma, count = lemmas.most_common(1)[0]
        # Seen once, an open-class form with an odd base is mostly a typing error.
        sure = count > (1 if tag in _OPEN else 0) and count > sum(lemmas.values()) / 2
        if sure and table.ruled(form, tag) != lemma and " " not in lemma:
            exceptions[tag][form] = lemma
    return LemmaTable(exceptions, bases)
