"""The pipeline: its stages, each one object, and what runs them without a network.

    stages.py   the list of stages: name, source topic, what each needs, its step
    record.py   records in and out of a step, as plain values
    seams.py    what a step needs of the world, as protocols
    shell.py    one batch: outputs delivered, failures to dead letters, faults tried again
    clean.py screen.py extract.py detect.py alert.py   the steps
    memory.py   the seams without a network
    runner.py   all stages in one process, for `streams pipe`, `trace`, `eval` and the demo's check

The workers (flow/) run the same steps in the same shell with the seams of Kafka.
"""
