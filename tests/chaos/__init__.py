"""Faults made on purpose, on three brokers of Apache Kafka: `python -m tests.chaos`.

wire.py        what is fed: stories whose later articles wait for the outcome of the earlier ones, poison, small articles
fleet.py       the workers: several a stage, each started again at once when it dies
collector.py   every record that the pipeline wrote, by story, but for what the order of arrival decides
faults.py      what is done to workers and brokers
trial.py       one fault under load: the account, the comparison with an undisturbed run, the time to recover
"""
