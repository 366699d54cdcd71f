"""Takes each guard out of the source in turn and shows the test that goes red: `python -m tests.mutants`."""
