"""What the pipeline takes: start-up, latency, throughput, streaming cost, silence around faults, memory: `make bench`. It asserts nothing."""
