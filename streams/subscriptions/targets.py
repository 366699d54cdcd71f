"""The targets of a subscription as a file writes them: webhooks, notification services, topics."""

from __future__ import annotations

import re

from streams.subscriptions.form import Form
from streams.subscriptions.node import Node, Table
from streams.subscriptions.subscription import VARIABLE, Target, TargetKind
from streams.topics import TOPICS

TARGET_KINDS: tuple[TargetKind, ...] = ("webhook", "notify", "topic")
MOST_ADDRESS = 2_000
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}", re.ASCII)
_PASSWORD = re.compile(r"//[^/@\s]*:[^/@\s]+@")


def read_targets(form: Form, node: Node, path: str) -> tuple[Target, ...]:
    """Return the targets of a subscription, each once; those that are wrong are noted and left out."""
    found: list[Target] = []
    for item, here in form.listing(node, path):
        for kind, below in form.table(item, here, TARGET_KINDS).items():
            address = form.text(below, f"{here}.{kind}", MOST_ADDRESS)
            (known,) = (each for each in TARGET_KINDS if each == kind)
            target = Target(known, address or "")
            if target in found:
                form.note(below, f"{here}.{kind}", f"the same {kind} stands twice", "remove one of them")
            elif address is not None and _sound(form, below, f"{here}.{kind}", target):
                found.append(target)
        if isinstance(item, Table) and len(item.items) > 1:
            form.note(item, here, "one item names several targets", "begin a new line with `- ` for each")
    return tuple(found)


def _sound(form: Form, node: Node, path: str, target: Target) -> bool:
    """Return True if an address has the form that its kind needs; no note says the address, which may hold a secret."""
    address, bare = target.address, VARIABLE.sub("x", target.address)
    wrong = advice = ""
    if "${" in bare or "$" in bare.replace("%24", ""):
        wrong, advice = "a `$` begins no name of the environment", "write it as ${NAME}"
    elif target.kind == "topic" and address in {topic.name for topic in TOPICS}:
        wrong, advice = f"`{address}` is a topic of the pipeline itself", "choose another name"
    elif target.kind == "topic" and not _TOPIC.fullmatch(bare):
        wrong, advice = "this is no name of a topic", "write letters, digits, dots, `_` and `-`"
    elif target.kind != "topic" and _PASSWORD.search(VARIABLE.sub("", address)):
        wrong, advice = "the address holds a password", "take it from the environment: ${NAME}"
    elif target.kind == "webhook" and not address.startswith("${") and not re.match(r"https?://[^\s/]+", bare):
        wrong, advice = "this is no address of a webhook", "begin it with https://, or write ${NAME}"
    elif target.kind == "notify" and not address.startswith("${") and not re.match(r"[a-z][a-z0-9+.-]*://\S+", bare):
        wrong, advice = "this is no address of a notification service", "write it as slack://..., mailto://..., or ${NAME}"
    if wrong:
        form.note(node, path, wrong, advice)
    return not wrong
