"""The subscriptions, silences and inhibit rules that are in force together, from a folder and from the topic `subscriptions`; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streams.subscriptions.catalogue import Catalogue
from streams.subscriptions.silence import Silence
from streams.subscriptions.subscription import InhibitRule
from streams.subscriptions.suppression import Suppression


@dataclass(frozen=True, slots=True)
class InForce:
    """One state of what is in force; a new one is made at each change."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    silences: tuple[Silence, ...] = ()
    inhibitions: tuple[InhibitRule, ...] = ()
    """The inhibit rules of all files, each once; a subscription obeys those of its own file (`Subscription.inhibit_rules`)."""
    overridden: Mapping[str, str] = field(default_factory=dict)
    """The subscriptions of the topic whose names stand in the folder too, each with its file in the folder: that one is in force."""

    def suppression(self) -> Suppression:
        """Return the silences and inhibit rules, ready to be asked."""
        return Suppression(self.silences, self.inhibitions)


def in_force(folder: Catalogue, topic: Catalogue, silences: Mapping[str, Silence]) -> InForce:
    """Return what is in force together: a subscription whose name stands in both is that of the folder."""
    taken = {each.name: each.file for each in folder}
    overridden = {each.name: taken[each.name] for each in topic if each.name in taken}
    rest = {file: tuple(each for each in held if each.name not in taken) for file, held in topic.files.items()}
    catalogue = Catalogue({**folder.files, **rest})
    rules = tuple(dict.fromkeys(rule for each in catalogue for rule in each.inhibit_rules))
    return InForce(catalogue, tuple(silences.values()), rules, overridden)
