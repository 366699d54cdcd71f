"""Measurements of the pipeline: start-up, latency, throughput, streaming cost, silence, memory: `make bench`. Nothing is asserted."""
