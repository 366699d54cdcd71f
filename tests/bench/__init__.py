"""Start-up, latency, throughput and memory of the whole pipeline, on both brokers in one run: `make bench`. It asserts nothing."""
