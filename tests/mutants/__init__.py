"""The guards taken out of the source one by one, each with the test that goes red: `python -m tests.mutants`."""
