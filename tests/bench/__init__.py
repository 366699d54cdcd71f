"""What the pipeline takes: start-up, latency, throughput, streaming cost, silence, memory: `make bench`. It asserts nothing."""
