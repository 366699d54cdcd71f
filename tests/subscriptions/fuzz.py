"""Random and mutated files, expressions and silences through reading, matching and timing.

    python -m tests.subscriptions.fuzz --minutes 20

Nothing but a mistake may come of one, and no step may take more than a second of CPU. What fails is printed with its seed and its bytes,
and the exit code is 1; `--seed` runs one again.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import orjson

from streams.subscriptions import Subscription, SubscriptionIndex, backtest, check, explain, read_document
from streams.subscriptions.predicate import CONSTANTS, VARIABLES, Unsound, read_predicate
from streams.subscriptions.silence import read_silence
from tests.subscriptions.build import HEAD, alert, demo_alerts, place
from tests.subscriptions.test_hostile import EXPRESSIONS
from tests.subscriptions.test_mistakes import CASES
from tests.subscriptions.test_sixty import FILES, real_alerts

T = TypeVar("T")
MOST_SECONDS = 1.0
"""Seconds of CPU that one step may take."""
HANG_SECONDS = 120
"""Seconds after which the program prints where it stands and ends: on a crowded machine one step may wait that long."""
SCRAPS: tuple[str, ...] = (
    *"[]{}'\"|>#,:-&*!%@`?", ": ", "- ", "\n", "\n  ", "\t", "null", "~", "true", "1e9", "-1", "0x1f", ".nan", ".inf", "1:30", "2026-03-14",
    "\u2028", "\ufeff", "é", "\x00", "\x7f", "${X}", "24:00", "7d", "0", "99999999999999999999", "a" * 300, "IRQ", "20%", "&a ", "*a ",
    "<<: ",
    "!!python/object:os.system ", "match", "where", "digest", "rate", "every", "at", "per", "messages", "inhibit_rules", "source", "target",
    "equal", "repeat_interval", "time_intervals", "examples", "alert", "subscriptions", "name", "deliver", "start", "end",
)  # fmt: skip
OPERATORS = ("&&", "||", "==", "!=", "<", ">=", "+", "-", "*", "/", "%", "in", "?", ":", ".", ",", "(", ")", "[", "]", "!", "{", "}")
CALLS = (
    "size", "contains", "startsWith", "exists", "all", "exists_one", "filter", "has", "near", "int", "double", "string", "timestamp",
    "duration", "matches", "map", "dyn", "getFullYear", "bytes", "type", "uint", "bool",
)  # fmt: skip
LITERALS = (
    "1", "0", "-9223372036854775808", "9223372036854775807", "2.0", "1e308", "'a'", '"b"', "r'c'", "'''d'''", "b'e'", "true", "null", "[]",
    "{}", "[1, 2]", "{'a': 1}", "x", "0x7f", "1u", "duration('1h')", "timestamp('2026-01-01T00:00:00Z')",
)  # fmt: skip


class Failed(Exception):
    """A step that took too long; anything else that is raised is a failure too."""


class Fuzz:
    """One run: a source of chance, texts to begin from, alerts to ask with, and an account of what came of it."""

    def __init__(self) -> None:
        self.account: Counter[str] = Counter()
        self.slowest = 0.0
        self._files = [path.read_bytes() for path in FILES] + [str(case[1]).encode("utf-8", "surrogatepass") for case in CASES]
        self._expressions = [text for text, _ in EXPRESSIONS.values()]
        self._silence = orjson.dumps(
            {
                "match": {"countries": ["IRQ"]},
                "start": "2026-03-14T12:00:00Z",
                "end": "2026-03-14T14:00:00Z",
                "creator": "a",
                "comment": "b",
            }
        )
        wide = alert(
            headline="x" * 50_000,
            wireOrigins=[f"O{n}" for n in range(500)],
            actors=[{"start": 0, "end": 0, "text": "", "name": "y" * 5_000} for _ in range(500)],
            place=place(lat=90.0, lon=-180.0),
        )
        self._alerts = [*demo_alerts(), *real_alerts(), wide]

    def once(self, seed: int) -> None:
        """Do one case; raise what it raises, or Failed."""
        chance = random.Random(seed)
        kind = chance.choice(("file", "file", "expression", "silence"))
        if kind == "file":
            self._file(chance, self._mutated(chance, chance.choice(self._files)))
        elif kind == "silence":
            content = self._mutated(chance, self._silence)
            found, mistakes = self._timed("silence", lambda: read_silence("a", content))
            self.account["silence sound" if found is not None else "silence refused"] += 1
            if (found is None) == (not mistakes):
                raise Failed("a silence is neither read nor refused")
        else:
            text = self._expression(chance)
            try:
                self._timed("compile", lambda: read_predicate(text))
            except Unsound:
                self.account["expression refused"] += 1
                return
            self.account["expression sound"] += 1
            self._file(chance, (HEAD + f"    where: {orjson.dumps(text).decode()}\n").encode("utf-8", "surrogatepass"))

    def _file(self, chance: random.Random, content: bytes) -> None:
        found, mistakes = self._timed("lint", lambda: read_document("a.yaml", content))
        self.account["file sound" if found else "file refused"] += 1
        if bool(found) == bool(mistakes):
            raise Failed("a file is neither read nor refused")
        for mistake in mistakes:
            if mistake.line < 1 or mistake.column < 1 or not mistake.wrong or not mistake.advice or len(str(mistake)) > 3_000:
                raise Failed(f"a mistake without place or advice: {mistake!r:.300}")
        if found:
            self._used(chance, found)

    def _used(self, chance: random.Random, found: tuple[Subscription, ...]) -> None:
        index = self._timed("index", lambda: SubscriptionIndex(found))
        asked = [*chance.sample(self._alerts, 6), self._alerts[-1]]
        for one in asked:
            answer = self._timed("match", lambda one=one: index.ask(one))  # type: ignore[misc]
            explained = [each for each in found if all(reason.holds for reason in explain(each, one))]
            if explained != list(answer.matching):
                raise Failed("what is explained is not what is matched")
        for each in found:
            for example in each.examples:
                self._timed("example", lambda each=each, example=example: check(each, example, lambda file, record: asked[0]))  # type: ignore[misc]
        self._timed("backtest", lambda: backtest(found, asked))

    def _timed(self, step: str, call: Callable[[], T]) -> T:
        began = time.process_time()
        try:
            return call()
        finally:
            took = time.process_time() - began
            self.slowest = max(self.slowest, took)
            if took > MOST_SECONDS:
                raise Failed(f"{step} took {took:.1f} s of CPU")

    def _mutated(self, chance: random.Random, content: bytes) -> bytes:
        for _ in range(chance.choice((0, 1, 1, 1, 2, 6))):
            at = chance.randint(0, len(content))
            match chance.randrange(7):
                case 0:
                    content = content[:at] + chance.choice(SCRAPS).encode("utf-8", "surrogatepass") + content[at:]
                case 1:
                    content = content[:at] + content[at + chance.randint(1, 40) :]
                case 2:
                    content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
                case 3:
                    other = chance.choice(self._files)
                    content = content[:at] + other[chance.randint(0, len(other)) :]
                case 4:
                    lines = content.splitlines(keepends=True) or [b""]
                    line = chance.choice(lines)
                    lines.insert(chance.randint(0, len(lines)), line * chance.choice((1, 1, 2, 50)))
                    content = b"".join(lines)
                case 5:
                    words = content.split(b" ")
                    words[chance.randrange(len(words))] = chance.choice(words)
                    content = b" ".join(words)
                case _:
                    content = (
                        content[:at] + chance.choice((b"[", b"{a: ", b"- ", b"(", b"'")) * chance.choice((1, 30, 3_000)) + content[at:]
                    )
        return content[:200_000]

    def _expression(self, chance: random.Random) -> str:
        if chance.random() < 0.3:
            text = chance.choice(self._expressions)
            at = chance.randint(0, len(text))
            return text[:at] + chance.choice((*OPERATORS, *LITERALS, *SCRAPS)) + text[at + chance.randint(0, 5) :]
        if chance.random() < 0.5:
            return " ".join(chance.choice((*VARIABLES, *CONSTANTS, *OPERATORS, *CALLS, *LITERALS)) for _ in range(chance.randint(1, 40)))
        return self._sound(chance, chance.randint(1, 6))

    def _atom(self, chance: random.Random) -> str:
        compared = chance.choice((">=", "<", "==", "!="))
        match chance.randrange(6):
            case 0:
                return f"{_named(chance, 'number')} {compared} {chance.choice((*CONSTANTS, '0', '3', '9223372036854775807'))}"
            case 1:
                other = chance.choice(("0", "7", _named(chance, "number")))
                return f"{_named(chance, 'number')} {chance.choice('+-*/%')} {other} {compared} 1"
            case 2:
                return f"{_named(chance, 'decimal')} {chance.choice('+-*/')} {chance.choice(('0.0', '1e308'))} {compared} 0.5"
            case 3:
                other = chance.choice((_named(chance, "text"), "'a'", "''"))
                return f"{_named(chance, 'text')}.{chance.choice(('contains', 'startsWith', 'endsWith'))}({other})"
            case 4:
                return (
                    f"{_named(chance, 'time')} {compared} timestamp({chance.choice(('updated', 'headline', repr('2026-01-01T00:00:00Z')))})"
                )
            case _:
                return chance.choice((_named(chance, "truth"), f"near(lat, lon, {chance.choice(('1', '2.5', '-1'))})"))

    def _sound(self, chance: random.Random, depth: int) -> str:
        """Return an expression that has a form at least."""
        if depth == 0:
            return self._atom(chance)
        match chance.randrange(5):
            case 0:
                return f"!({self._sound(chance, depth - 1)})"
            case 1:
                name = _named(chance, "list")
                return f"{name}.{chance.choice(('exists', 'all', 'exists_one'))}(x, x.contains('a') || {self._sound(chance, depth - 1)})"
            case 2:
                return f"{self._sound(chance, depth - 1)} ? {self._sound(chance, depth - 1)} : {self._sound(chance, depth - 1)}"
            case _:
                return f"({self._sound(chance, depth - 1)}) {chance.choice(('&&', '||', '=='))} ({self._sound(chance, depth - 1)})"


def _named(chance: random.Random, kind: str) -> str:
    return chance.choice([name for name, its in VARIABLES.items() if its == kind])


def main() -> None:
    """Run until the time is over, or one seed; end with exit code 1 at the first failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    fuzz = Fuzz()
    first = given.seed if given.seed is not None else random.SystemRandom().randrange(1 << 60)
    began, number = time.monotonic(), 0
    while number == 0 or (given.seed is None and time.monotonic() - began < given.minutes * 60):
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        try:
            fuzz.once(first + number)
        except BaseException:
            print(f"seed {first + number}", file=sys.stderr)
            raise
        number += 1
    faulthandler.cancel_dump_traceback_later()
    print(f"{number} cases, the slowest step took {fuzz.slowest:.2f} s of CPU: {dict(sorted(fuzz.account.items()))}")


if __name__ == "__main__":
    main()
