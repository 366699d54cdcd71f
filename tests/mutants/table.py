"""The guards, how each is taken out of the source, and the test that must go red: points as in "What Faust 0.15 does to data"."""

from __future__ import annotations

from dataclasses import dataclass

GUARDS = "tests/guards/"
DENSE = "tests/flow/test_guards.py::"
KAFKA = "tests/kafka/test_guards.py::"


@dataclass(frozen=True)
class Mutant:
    """One guard taken out: in `file` each old text, which stands there exactly once, becomes the new one."""

    point: str
    guard: str
    file: str
    edits: tuple[tuple[str, str], ...]
    test: str


MUTANTS = (
    Mutant(
        "1",
        "no exception leaves the agent's body",
        "streams/pipeline/shell.py",
        (("except Exception as exc:\n            if isinstance(", "except ZeroDivisionError as exc:\n            if isinstance("),),
        GUARDS + "test_body.py::test_a_bug_costs_its_own_record_only_and_that_becomes_a_dead_letter[guarded]",
    ),
    Mutant(
        "2",
        "a send is awaited twice",
        "streams/flow/delivery.py",
        (("return await future", "return future"),),
        GUARDS + "test_delivery.py::test_an_output_that_the_broker_refuses_is_not_lost[guarded, never taken]",
    ),
    Mutant(
        "3",
        "no commit past what is in flight",
        "streams/flow/guards.py",
        (("def _new_offset(", "def _faust_has_its_own("),),
        GUARDS + "test_commit.py::test_a_record_in_flight_is_not_committed[guarded]",
    ),
    Mutant(
        "3",
        "one batch at a time",
        "streams/flow/worker.py",
        (("concurrency=1", "concurrency=2"),),
        GUARDS + "test_commit.py::test_one_batch_at_a_time[guarded]",
    ),
    Mutant(
        "3",
        "a commit of the old topic is not read on from",
        "streams/flow/guards.py",
        (("ids[tp.topic] != carried[tp] if", "False if"),),
        "tests/kafka/test_source_changes.py::test_a_commit_of_the_old_topic_within_the_new_one_is_not_read_on_from[guarded]",
    ),
    Mutant(
        "4",
        "idempotent producer",
        "streams/flow/guards.py",
        (('"enable_idempotence": True', '"enable_idempotence": False'),),
        KAFKA + "test_an_answer_that_is_lost_doubles_no_record[guarded]",
    ),
    Mutant(
        "5",
        "Faust decodes nothing",
        "streams/flow/worker.py",
        (("key_type=bytes, value_type=bytes", 'key_type=bytes, value_serializer="json"'),),
        GUARDS + "test_body.py::test_what_cannot_be_decoded_becomes_a_dead_letter[guarded]",
    ),
    Mutant(
        "6",
        "no table",
        "streams/flow/worker.py",
        (("    delivery = Delivery(topics)\n", '    delivery = Delivery(topics)\n    app.Table("seen")\n'),),
        GUARDS + "test_commit.py::test_state_is_no_table_of_fausts",
    ),
    Mutant(
        "6",
        "no compacted source",
        "streams/topics.py",
        (('"and what each one repeats")', '"and what each one repeats", compact=True)'),),
        "tests/test_topics.py::test_no_source_of_a_stage_is_compacted",
    ),
    Mutant(
        "A",
        "a gap ends the worker",
        "streams/flow/guards.py",
        (("if oldest < offset:", "if offset < 0:"),),
        GUARDS + "test_commit.py::test_one_record_dropped_on_the_way_ends_the_worker_before_it_is_committed[in the middle-guarded]",
    ),
    Mutant(
        "A",
        "a hole of one behind a seek too",
        "streams/flow/guards.py",
        (("if offset > (due or 0):", "if last is not None and offset > (due or 0):"),),
        GUARDS + "test_commit.py::test_one_record_dropped_on_the_way_ends_the_worker_before_it_is_committed[first of a new group-guarded]",
    ),
    Mutant(
        "A",
        "a partition without a commit goes back",
        "streams/flow/guards.py",
        (("await self._thread.seek_to_beginning(*fresh)", "pass"),),
        DENSE + "test_a_partition_without_a_commit_goes_back_to_its_beginning_and_others_do_not",
    ),
    Mutant(
        "B",
        "a commit that stands still ends the worker",
        "streams/flow/watchdog.py",
        (("if partition is None:\n            return None", "if True:\n            return None"),),
        GUARDS + "test_commit.py::test_a_commit_that_stands_still_ends_the_worker[guarded]",
    ),
    Mutant(
        "7",
        "topics are not made by chance",
        "streams/flow/worker.py",
        (("    asyncio.run(topics_stand(stage, settings, watchdog, readiness))\n", ""),),
        KAFKA + "test_a_worker_that_is_early_makes_no_topic_by_chance[guarded]",
    ),
    Mutant(
        "7",
        "a worker waits for its topics",
        "streams/flow/worker.py",
        (("    asyncio.run(topics_stand(stage, settings, watchdog, readiness))\n", ""),),
        GUARDS + "test_topics.py::test_a_worker_waits_for_its_topics_and_says_so",
    ),
    Mutant(
        "7",
        "a group a stage",
        "streams/flow/worker.py",
        (('f"{settings.prefix}newswire-{stage}"', 'f"{settings.prefix}newswire"'),),
        GUARDS + "test_topics.py::test_a_stage_is_a_group_of_its_own",
    ),
    Mutant(
        "8",
        "a blocked event loop ends the worker",
        "streams/flow/watchdog.py",
        (("return LOOP_EXIT", "return None"),),
        GUARDS + "test_hang.py::test_a_worker_that_hangs_is_ended[brisk-block-43-guarded]",
    ),
    Mutant(
        "8",
        "a rebalance without end ends the worker",
        "streams/flow/watchdog.py",
        (("return REBALANCE_EXIT", "return None"),),
        GUARDS + "test_hang.py::test_a_worker_that_hangs_is_ended[endless-good-42-guarded]",
    ),
    Mutant(
        "8",
        "a worker that does not stop is ended",
        "streams/flow/watchdog.py",
        (("self.stopping_since > self.limits.stop", "self.stopping_since > 1e9"),),
        "tests/flow/test_watchdog.py::test_a_worker_that_was_told_to_stop_and_does_not_is_ended",
    ),
    Mutant(
        "8",
        "a former coordinator's silence is no answer",
        "streams/flow/pulse.py",
        (("if self._committed - commits.keys():", "if not self._lanes:"),),
        "tests/flow/test_pulse.py::test_a_coordinator_that_is_another_by_now_is_asked_for_anew_and_its_silence_is_no_answer",
    ),
    Mutant(
        "9",
        "a broken pool is made anew",
        "streams/pool.py",
        (("await one.renew()", "pass"),),
        GUARDS + "test_pool.py::test_an_article_that_kills_the_child_costs_no_other[guarded]",
    ),
    Mutant(
        "9",
        "an article has its own time",
        "streams/pool.py",
        (("await asyncio.wait_for(future, limit + (0 if self.ready else LOAD_SECONDS))", "await future"),),
        GUARDS + "test_pool.py::test_an_article_that_hangs_is_ended_after_its_own_time_and_costs_no_other",
    ),
    Mutant(
        "9",
        "children end with their parent",
        "streams/child.py",
        (("    attend()\n", ""),),
        GUARDS + "test_pool.py::test_children_end_with_their_parent_however_it_ends[guarded]",
    ),
    Mutant(
        "9",
        "children import no Faust",
        "streams/extract/work.py",
        (("from streams.child import", "import faust\nfrom streams.child import"),),
        GUARDS + "test_pool.py::test_children_import_no_faust[streams.extract.work-found1]",
    ),
    Mutant(
        "10",
        "SIGTERM waits for the batch",
        "streams/flow/worker.py",
        (("stream_wait_empty=True", "stream_wait_empty=False"),),
        GUARDS + "test_stop.py::test_sigterm_under_load_repeats_nothing_and_loses_nothing[guarded]",
    ),
    Mutant(
        "10",
        "SIGTERM reaches the worker",
        "docker-compose.yml",
        (("  init: true\n", "  init: false\n"),),
        GUARDS + "test_stop.py::test_in_a_container_sigterm_reaches_the_worker_and_it_has_time",
    ),
)
