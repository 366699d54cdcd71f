"""The only room that imports faust: one app a stage, thin, with every guard that Faust 0.15 needs (each says which, and why).

record.py      the records that a stage's step takes and gives
guards.py      consumer and producer that do not lose records
stream.py      a stream that sleeps until a record comes
compression.py the gzip level of the producer
delivery.py    a send that returns when the broker has the record
shell.py       the one agent body: decode, step, deliver, dead-letter; nothing escapes it
watchdog.py    a thread that ends a worker which stands still;  pulse.py  the question that it asks the broker
clean.py screen.py extract.py detect.py alert.py    the five steps
worker.py      one stage as a process;  health.py quiet.py  its health pages and its log
"""
