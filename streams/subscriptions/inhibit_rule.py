"""The inhibit rules of a file, as Alertmanager writes them: `source`, `target`, `equal`."""

from __future__ import annotations

from typing import get_args

from streams.subscriptions.filters import read_match
from streams.subscriptions.form import Form
from streams.subscriptions.node import Listing, Node
from streams.subscriptions.subscription import GroupField, InhibitRule, Match

FIELDS = ("source", "target", "equal")
EQUAL_FIELDS: tuple[GroupField, ...] = tuple(name for name in get_args(GroupField) if name != "incident")
"""The fields that two alerts may have in common; the id of an incident is its own alone."""

MOST_RULES = 50
"""The largest number of rules of a file: each alert that is a target is held against them."""


def read_inhibit_rules(form: Form, node: Node, path: str) -> tuple[InhibitRule, ...]:
    """Return the rules of a file, each once; those that are wrong are noted and left out."""
    found: dict[InhibitRule, None] = {}
    if isinstance(node, Listing) and len(node.items) > MOST_RULES:
        form.note(node, path, f"there are more than {MOST_RULES} rules", "cut the file into several: a rule concerns its own file alone")
        return ()
    for item, here in form.listing(node, path):
        before = len(form.mistakes)
        given = form.table(item, here, FIELDS, required=FIELDS)
        source = read_match(form, given["source"], f"{here}.source") if "source" in given else Match()
        target = read_match(form, given["target"], f"{here}.target") if "target" in given else Match()
        equal = form.words(given["equal"], f"{here}.equal", EQUAL_FIELDS) if "equal" in given else ()
        if len(form.mistakes) > before:
            continue
        rule = InhibitRule(source, target, equal)
        if target == Match():
            form.note(
                given["target"], f"{here}.target", "it filters nothing, and would hold back every alert", "say which alerts are held back"
            )
        elif source == target:
            form.note(item, here, "`source` and `target` are the same", "say of which alerts the one holds back the other")
        elif rule in found:
            form.note(item, here, "the same rule stands twice", "remove one of them")
        found[rule] = None
    return tuple(found)
